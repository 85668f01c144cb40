"""Months of calls that never were, up to this very minute, with the incidents that are still open now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import now

from agencies.models import Centre
from calls.models import Call
from demo.cast import members
from demo.ledger import Ledger
from demo.loader import Loader
from demo.scenario import scenario
from demo.survey import city
from incidents.models import Incident
from reporting.actions import build_missing
from reporting.periods import month_at

SEED = 112
OPEN_TICKETS = 14
# What stands on the board when the demo begins, so many minutes after it was called in.
STANDING = (
    (46, "pohon_tumbang"),
    (19, "odgj"),
    (11, "kll_motor_mobil"),
    (7, "kebakaran_lahan"),
    (4, "permintaan_ambulans"),
    (1.5, "hewan_liar"),
)


@dataclass(frozen=True)
class Loaded:
    """How much was written."""

    calls: int
    incidents: int
    entries: int
    reports: int


def is_empty() -> bool:
    """Whether nobody has ever called here."""
    return not Call.objects.exists() and not Incident.objects.exists()


def load(months: int, *, seed: int = SEED) -> Loaded:
    """Write the last full months and the running one, then build the reports; raises NobodyHere without people."""
    until = now()
    start = month_at(until, Centre.objects.get().zone).moved(-months).start
    agenda = [(until - timedelta(minutes=ago), code) for ago, code in STANDING]
    plans = list(scenario(city(), seed=seed, start=start, duration=until - start, agenda=agenda))
    loader = Loader(members(), until)
    sheets = loader.load(plans)
    tidy_up(sheets.ledgers, until)
    loader.store()
    entries = len(sheets.entries) + sum(len(ledger.entries) for ledger in sheets.ledgers)
    return Loaded(len(sheets.calls), len(sheets.ledgers), entries, len(build_missing()))


def tidy_up(ledgers: list[Ledger], until: datetime) -> None:
    """Close tickets that nobody reported done, but for the latest few: a visitor needs a board he can read."""
    waiting = [ledger for ledger in ledgers if ledger.incident.track == "service" and not ledger.incident.closed_at]
    for place, ledger in enumerate(waiting[:-OPEN_TICKETS]):
        moment = until - timedelta(seconds=len(waiting) - place)
        if ledger.last_at and ledger.last_at <= moment:
            ledger.close(moment, "tertangani")
