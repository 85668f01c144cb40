"""What a head of department should look at first, said in one sentence each and drawn from the figures. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reporting import standards
from reporting.wording import age, count, percent

MOST = 3
MANY_OPEN = 5  # open tickets of an agency worth a line
FEW = 5  # assignments below which a share says nothing
MARKED = 2.0  # points by which a share must have moved


@dataclass(frozen=True)
class Line:
    """A bold beginning, the rest of the sentence, and whether it is good news."""

    tone: str
    lead: str
    rest: str


def lines(figures: dict[str, Any]) -> list[Line]:
    """The most pressing first, at most three."""
    found = [*open_tickets(figures), *late_arrivals(figures), *slow_agencies(figures), *nuisance(figures)]
    bad = [line for line in found if line.tone != "ok"]
    good = [line for line in found if line.tone == "ok"]
    return [*bad[: MOST - bool(good)], *good][:MOST]


def open_tickets(figures: dict[str, Any]) -> Iterator[Line]:
    """Agencies that leave tickets open."""
    rows = [row for row in agencies(figures) if row["service"]["open"] >= MANY_OPEN]
    worst = sorted(rows, key=lambda row: -row["service"]["open"])[:2]
    if worst:
        total = sum(row["service"]["open"] for row in worst)
        oldest = max(row["service"]["oldest_s"] for row in worst)
        lead = _("%(who)s: %(count)s tiket layanan terbuka") % {"who": together(worst), "count": count(total)}
        yield Line("crit", lead, _("tertua %(age)s.") % {"age": age(oldest)})


def late_arrivals(figures: dict[str, Any]) -> Iterator[Line]:
    """The seven minutes missed more often than the target allows."""
    found = figures["within_limit"]
    target = standards.target(figures, "arrive")
    if found["share"] is None or target is None or found["share"] >= target:
        return
    lead = _("%(late)s dari %(all)s kejadian darurat terlambat didatangi") % {
        "late": count(found["of"] - found["kept"]),
        "all": count(found["of"]),
    }
    nobody = _("%(count)s tidak pernah didatangi.") % {"count": count(found["not_arrived"])}
    yield Line("warn", lead, nobody if found["not_arrived"] else _("target %(target)s%%.") % {"target": target})


def slow_agencies(figures: dict[str, Any]) -> Iterator[Line]:
    """Agencies that answer too late too often."""
    target = standards.target(figures, "accept")
    rows = [
        row
        for row in agencies(figures)
        if target is not None and row["answered_in_time"]["of"] >= FEW and row["answered_in_time"]["share"] < target
    ]
    worst = sorted(rows, key=lambda row: row["answered_in_time"]["share"])[:2]
    if worst:
        shares = [percent(row["answered_in_time"]["share"], 0) for row in worst]
        lead = _("%(who)s paling lambat menjawab") % {"who": together(worst)}
        yield Line("warn", lead, _("%(shares)s tepat waktu.") % {"shares": _(" dan ").join(shares)})


def nuisance(figures: dict[str, Any]) -> Iterator[Line]:
    """Pranks and silent calls, if their share has moved."""
    now = figures["nuisance"]["share"]
    past = figures["trend"][-2:-1]
    before = past[0]["nuisance_share"] if past else None
    if now is None or before is None or abs(now - before) < MARKED:
        return
    values = {"points": percent(abs(now - before)).rstrip("%")}
    if now < before:
        yield Line("ok", _("Iseng & hening turun %(points)s poin") % values, _("dibanding bulan sebelumnya."))
    else:
        yield Line("warn", _("Iseng & hening naik %(points)s poin") % values, _("dibanding bulan sebelumnya."))


def agencies(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of the agencies, without their sum."""
    return [row for row in figures["agencies"] if row["code"]]


def together(rows: list[dict[str, Any]]) -> str:
    """`Dishub dan DLHK`."""
    return _(" dan ").join(row["name"] for row in rows)
