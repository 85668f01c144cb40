"""Who calls: most once or twice, some children again and again, and telephones without a SIM. Pure."""

from __future__ import annotations

from random import Random

# No operator in Indonesia gives out numbers that begin with 0840, so nobody is behind these.
PREFIX = "0840"
PRANKSTERS = 60
KNOWN = 1500


class Callers:
    """The telephones of a scenario; those who called before call again more often than a stranger does."""

    def __init__(self, rng: Random) -> None:
        """Telephones that have not rung yet; the pranksters are there from the start."""
        self.rng = rng
        self.pranksters = [self.new() for _each in range(PRANKSTERS)]
        # A few children make most of the calls.
        self.weights = [1 / (place + 1) for place in range(PRANKSTERS)]
        self.known: list[str] = []

    def pick(self, outcome: str) -> tuple[str, str]:
        """What the network says of the caller of such a call: kind of identity and its value."""
        chance = self.rng.random()
        if outcome == "prank":
            return self.prankster(chance)
        if outcome in ("silent", "cut_off", "abandoned") and chance < 0.35:
            return self.without_sim()
        if chance < 0.03:
            return self.without_sim()
        return "number", self.somebody()

    def prankster(self, chance: float) -> tuple[str, str]:
        """One of the usual ones; a part of them call without a SIM."""
        if chance < 0.15:
            return self.without_sim()
        return "number", self.rng.choices(self.pranksters, self.weights)[0]

    def somebody(self) -> str:
        """A number that may have called before."""
        if self.known and self.rng.random() < 0.25:
            return self.rng.choice(self.known)
        number = self.new()
        if len(self.known) < KNOWN:
            self.known.append(number)
        else:
            self.known[self.rng.randrange(KNOWN)] = number
        return number

    def without_sim(self) -> tuple[str, str]:
        """A telephone that can call 112 but cannot be called: seven digits of its IMEI, all of it, or nothing."""
        chance = self.rng.random()
        if chance < 0.6:
            return "pseudo", f"1129{self.rng.randrange(10**7):07d}"
        if chance < 0.8:
            return "imei", f"35{self.rng.randrange(10**13):013d}"
        return "none", ""

    def new(self) -> str:
        """A number nobody has."""
        return f"{PREFIX}{self.rng.randrange(10**8):08d}"
