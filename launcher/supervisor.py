"""Keeps children alive: what dies is started again, more slowly each time, until it is clear that it will not live."""

import time
from collections import defaultdict, deque

from launcher import say
from launcher.children import Child
from launcher.refusal import Refusal
from launcher.waiting import complaint

DEATHS = 5
WITHIN = 60  # seconds
FIRST_WAIT = 0.2  # seconds, doubled with each death


class Supervisor:
    """The children of one start, in the order in which they were started."""

    def __init__(self) -> None:
        """Nobody is watched yet."""
        self._children: list[Child] = []
        self._optional: set[str] = set()
        self._deaths: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=DEATHS))
        self._again_at: dict[str, float] = {}

    def add(self, child: Child, *, is_optional: bool = False) -> None:
        """Watch over a child that was started; an optional one is let go when it ends well or keeps dying."""
        self._children.append(child)
        if is_optional:
            self._optional.add(child.name)

    def watch(self) -> None:
        """One round: note who died, start again whose time has come; Refusal when one dies too often."""
        for child in list(self._children):
            code = child.code()
            if code is None:
                continue
            if code == 0 and child.name in self._optional:
                self._children.remove(child)
            elif child.name not in self._again_at:
                self._note_death(child, code)
            elif time.monotonic() >= self._again_at[child.name]:
                del self._again_at[child.name]
                child.spawn()

    def trim_logs(self) -> None:
        """Keep every log below its limit."""
        for child in self._children:
            child.trim_log()

    def stop(self) -> None:
        """Stop all, the last started first."""
        while self._children:
            self._children.pop().stop()

    def _note_death(self, child: Child, code: int) -> None:
        now = time.monotonic()
        deaths = self._deaths[child.name]
        deaths.append(now)
        if len(deaths) == DEATHS and now - deaths[0] < WITHIN:
            self._give_up(child, code)
            return
        wait = FIRST_WAIT * 2 ** (sum(now - death < WITHIN for death in deaths) - 1)
        self._again_at[child.name] = now + wait
        say.line(f"\n{child.name} mati (kode {code}); dinyalakan lagi dalam {say.decimal(wait)} dtk.")

    def _give_up(self, child: Child, code: int) -> None:
        says = f"{child.name} mati {DEATHS} kali dalam semenit (kode {code})"
        if child.name not in self._optional:
            told = complaint(child, f"{says}, jadi semuanya dihentikan.")
            raise Refusal(f"{told}\nPerbaiki penyebabnya, lalu jalankan ./run lagi.")
        self._children.remove(child)
        say.line(f"\n{complaint(child, f'{says}; yang lain tetap jalan.')}")
