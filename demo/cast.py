"""Who plays the people of a scenario: the members of this installation, by role."""

from __future__ import annotations

from dataclasses import dataclass

from agencies.models import Member, Role, Seat


class NobodyHere(Exception):
    """The demo's people are missing; a scenario needs somebody who answers and somebody at the desk."""


@dataclass(frozen=True)
class Cast:
    """Account ids. An agency without anybody of its own reports by radio, and the desk writes it down."""

    takers: list[int]
    desk: list[int]
    responders: dict[str, int]
    seats: list[int | None]

    def taker(self, number: int) -> int:
        """The call-taker of this call."""
        return self.takers[number % len(self.takers)]

    def seat(self, number: int) -> int | None:
        """Where that call-taker sits."""
        return self.seats[number % len(self.takers) % len(self.seats)]

    def dispatcher(self, number: int) -> int:
        """Who dispatches this incident."""
        return self.desk[number % len(self.desk)]

    def speaker(self, agency: str, desk_id: int) -> tuple[int, str]:
        """Who records a step of this agency, and how the word came."""
        own = self.responders.get(agency)
        return (own, "app") if own else (desk_id, "radio")


def members() -> Cast:
    """The members who can play; raises NobodyHere without a call-taker or a dispatcher."""
    rows = list(Member.objects.filter(user__is_active=True).select_related("agency").order_by("pk"))
    takers = [row.user_id for row in rows if Role.CALL_TAKER in row.roles]
    desk = [row.user_id for row in rows if Role.DISPATCHER in row.roles]
    if not takers or not desk:
        raise NobodyHere
    responders = {row.agency.code: row.user_id for row in reversed(rows) if row.agency and Role.RESPONDER in row.roles}
    return Cast(takers, desk, responders, list(Seat.objects.order_by("pk").values_list("pk", flat=True)) or [None])
