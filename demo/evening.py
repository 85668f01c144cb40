"""A quiet evening, live and through the real actions: telephones ring, agencies nobody signed in for answer.

Everything is decided from the rows as they stand, so a restart of this process or of the database loses nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from threading import Event
from typing import TypeVar

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.timezone import now

from agencies.actions import sign_off, sign_on
from agencies.models import Member, Role, Seat, Watch
from demo.mix import CALLS_PER_DAY, Mix
from demo.plans import CallPlan
from demo.scenario import scenario
from demo.survey import city
from journal.journal import record

log = logging.getLogger(__name__)

ACCOUNT = "mesin:simulasi"
ROLES = [Role.CALL_TAKER, Role.DISPATCHER]
TICK = 0.5  # seconds between two looks at the rows
AFTER_AN_OUTAGE = 1.0
EVENING = timedelta(hours=24)
FOR_THE_VISITOR = "kll_motor_mobil"
SOON = timedelta(seconds=20)
# More is reported than on a usual day: a visitor stays for minutes, not for a shift.
MIX = Mix(
    outcomes={
        "information": 0.40,
        "report": 0.24,
        "silent": 0.13,
        "prank": 0.13,
        "wrong_area": 0.05,
        "cut_off": 0.03,
        "counselling": 0.02,
    }
)

T = TypeVar("T")


@dataclass(frozen=True)
class Presence:
    """Who really is here: whatever a visitor does himself is left to him."""

    call_taker: bool
    desk: bool
    agencies: frozenset[int]


@dataclass
class Evening:
    """What the simulation remembers; everything else it reads."""

    seed: int
    person: User
    calls: Iterator[CallPlan]
    began: datetime
    upcoming: CallPlan | None = None
    plans: dict[str, CallPlan] = field(default_factory=dict)
    reserved: set[int] = field(default_factory=set)

    def counted_from(self, moment: datetime) -> datetime:
        """From when something waits for its next step: what stood before the evening, from its beginning."""
        return max(moment, self.began)

    def draw(self, subject: str, deed: str) -> Random:
        """Chance that is the same however often it is asked, and in whichever process."""
        return Random(f"{self.seed} {subject} {deed}")


Players = tuple[Callable[[Evening, Presence, datetime], None], ...]


def run(players: Players, *, seed: int, pace: float, stop: Event) -> None:
    """Let the players play until told to stop; an outage of the database is waited out."""
    evening: Evening | None = None
    while not stop.is_set():
        try:
            evening = evening or begin(seed, pace, now())
            tick(players, evening, now())
        except (OperationalError, InterfaceError) as error:
            log.warning("database away: %s", error)
            connection.close()
            stop.wait(AFTER_AN_OUTAGE)
        stop.wait(TICK)
    if evening:
        leave(evening)


def tick(players: Players, evening: Evening, moment: datetime) -> None:
    """One look at the rows by everybody."""
    presence = present(evening)
    for player in players:
        player(evening, presence, moment)


def begin(seed: int, pace: float, moment: datetime) -> Evening:
    """Sign the simulation on, and lay out the calls of the coming day with the one event for the visitor."""
    person = simulated_person()
    seat = Seat.objects.order_by("-name").first()
    sign_on(person.member.pk, ROLES, actor=person, session_key=ACCOUNT, seat_id=seat.pk if seat else None)
    calls = scenario(
        city(),
        seed=seed,
        start=moment,
        duration=EVENING,
        calls_per_day=CALLS_PER_DAY * pace,
        mix=MIX,
        agenda=[(moment + SOON, FOR_THE_VISITOR)],
    )
    return Evening(seed, person, calls, moment)


@transaction.atomic
def simulated_person() -> User:
    """The account that answers, dispatches and closes where nobody else is; it cannot sign in."""
    user, is_new = User.objects.get_or_create(username=ACCOUNT, defaults={"first_name": "Simulasi"})
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        member = Member.objects.create(user=user, roles=ROLES, is_cleared=True)
        record(member, "added", actor=None, at=now(), roles=ROLES, agency=None)
    return user


def present(evening: Evening) -> Presence:
    """The open watches of everybody but the simulation."""
    watches = Watch.objects.open().exclude(member__user=evening.person).select_related("member")
    roles: set[str] = set()
    agencies: set[int] = set()
    for watch in watches:
        roles |= set(watch.roles)
        if Role.RESPONDER in watch.roles and watch.member.agency_id:
            agencies.add(watch.member.agency_id)
    return Presence(
        call_taker=Role.CALL_TAKER in roles,
        desk=bool(roles & {Role.DISPATCHER, Role.SUPERVISOR}),
        agencies=frozenset(agencies),
    )


def attempt(deed: Callable[[], T]) -> T | None:
    """Do it; somebody quicker, or a rule, may have made it impossible meanwhile, and that is no mishap."""
    try:
        return deed()
    except ValidationError as refused:
        log.info("not now: %s", "; ".join(refused.messages))
        return None


def leave(evening: Evening) -> None:
    """Sign the simulation off, if the database is there to be told."""
    try:
        for watch in Watch.objects.open().filter(member__user=evening.person):
            sign_off(watch.pk, actor=evening.person)
    except (OperationalError, InterfaceError) as error:
        log.warning("could not sign off: %s", error)
