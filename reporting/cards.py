"""The key figures at the head of a monthly page: value, change against the month before, what to know. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from reporting import standards
from reporting.periods import parse
from reporting.wording import Change, age, count, grown, minutes, moved, percent, quicker, share_of, short_month


@dataclass(frozen=True)
class Card:
    """One key figure: what it is, how much, against the month before, and what to know about it."""

    label: str
    value: str
    small: str = ""
    change: Change | None = None
    note: str = ""
    verdict: str = ""
    is_print_only: bool = False


def cards(figures: dict[str, Any], zone: ZoneInfo) -> list[Card]:
    """The seven key figures, and one more for paper."""
    past = figures["trend"][-2] if len(figures["trend"]) > 1 else None
    name = short_month(parse(past["month"], zone).first) if past else ""
    before = past or dict.fromkeys(figures["trend"][-1])
    return [*call_cards(figures, before, name), *response_cards(figures, before), ticket_card(figures)]


def call_cards(figures: dict[str, Any], before: dict[str, Any], name: str) -> list[Card]:
    """Calls, how fast they were answered, how many were emergencies, how many nuisance."""
    calls, incidents, fooled = figures["calls"], figures["incidents"], figures["nuisance"]
    in_time = figures["answered_in_time"]["share"]
    limit = standards.limit(figures, "answer")
    per_day = _("%(count)s per hari") % {"count": count(calls["per_day"])}
    tickets = _("%(count)s tiket layanan") % {"count": count(incidents["service"])}
    nuisances = _("%(count)s panggilan") % {"count": count(fooled["count"])}
    return [
        Card(
            _("Total panggilan"),
            count(calls["offered"]),
            change=grown(calls["offered"], before["offered"] if figures["is_final"] else None),
            note=beside(name, count(before["offered"]), per_day),
        ),
        judged(
            Card(
                _("Diangkat ≤ %(limit)s") % {"limit": limit},
                percent(in_time),
                change=moved(in_time, before["answered_share"], is_good=1),
            ),
            in_time,
            standards.target(figures, "answer"),
        ),
        Card(
            _("Kejadian darurat"),
            count(incidents["emergency"]),
            small=percent(share_of(incidents["emergency"], calls["offered"])),
            change=grown(incidents["emergency"], before["emergency"] if figures["is_final"] else None),
            note=beside(name, count(before["emergency"]), tickets),
        ),
        Card(
            _("Iseng & hening"),
            percent(fooled["share"]),
            change=moved(fooled["share"], before["nuisance_share"], is_good=-1),
            note=beside("", "", nuisances) if not name else f"{nuisances} · {name} {percent(before['nuisance_share'])}",
        ),
    ]


def response_cards(figures: dict[str, Any], before: dict[str, Any]) -> list[Card]:
    """How soon somebody was there."""
    response, kept = figures["response"], figures["within_limit"]
    limit = standards.limit(figures, "arrive")
    return [
        Card(
            _("Waktu tanggap, median"),
            minutes(response["median_s"]),
            change=quicker(response["median_s"], before["median_s"]),
            note=_("dijawab → unit pertama tiba, P1–P3"),
        ),
        Card(
            _("Waktu tanggap, p90"),
            minutes(response["p90_s"]),
            change=quicker(response["p90_s"], before["p90_s"]),
            note=_("9 dari 10 lebih cepat dari ini"),
        ),
        judged(
            Card(
                _("Tiba ≤ %(limit)s") % {"limit": limit},
                percent(kept["share"]),
                change=moved(kept["share"], before["within_share"], is_good=1),
            ),
            kept["share"],
            standards.target(figures, "arrive"),
        ),
    ]


def ticket_card(figures: dict[str, Any]) -> Card:
    """Service tickets, where the table of agencies is on another sheet."""
    service = figures["service"]
    return Card(
        _("Tiket layanan selesai"),
        percent(share_of(service["finished"], service["received"])),
        small=_("%(done)s dari %(all)s") % {"done": count(service["finished"]), "all": count(service["received"])},
        note=_("%(count)s masih terbuka") % {"count": count(service["open"])},
        is_print_only=True,
    )


def agency_cards(own: dict[str, Any], past: list[dict[str, Any]], figures: dict[str, Any]) -> list[Card]:
    """One agency's key figures."""
    before = past[-2] if len(past) > 1 else {}
    emergency, answered, kept, service = own["emergency"], own["answered_in_time"], own["within_limit"], own["service"]
    limit = standards.limit(figures, "arrive")
    done = _("%(done)s dari %(all)s selesai") % {"done": count(service["finished"]), "all": count(service["received"])}
    return [
        Card(
            _("Penugasan darurat"),
            count(emergency["received"]),
            change=grown(emergency["received"], before.get("received") if figures["is_final"] else None),
            note=_("%(closed)s selesai · %(declined)s ditolak")
            % {"closed": count(emergency["closed"]), "declined": count(emergency["declined"])},
        ),
        judged(
            Card(
                _("Dijawab tepat waktu"),
                percent(answered["share"]),
                change=moved(answered["share"], before.get("answered_share"), is_good=1),
            ),
            answered["share"],
            standards.target(figures, "accept"),
        ),
        Card(_("Median terima"), minutes(own["accept"]["median_s"]), note=_("diberi tahu → diterima")),
        Card(
            _("Median tiba"),
            minutes(own["arrive"]["median_s"]),
            change=quicker(own["arrive"]["median_s"], before.get("median_s")),
            note=_("dilaporkan → unit pertama tiba, P1–P3"),
        ),
        judged(
            Card(
                _("Tiba ≤ %(limit)s") % {"limit": limit},
                percent(kept["share"]),
                change=moved(kept["share"], before.get("within_share"), is_good=1),
            ),
            kept["share"],
            standards.target(figures, "arrive"),
        ),
        Card(
            _("Tiket layanan terbuka"),
            count(service["open"]),
            small=age(service["oldest_s"]) if service["open"] else "",
            note=done,
        ),
    ]


def judged(card: Card, share: float | None, target: int | None) -> Card:
    """The card with the verdict whether its target was met."""
    if share is None or target is None:
        return card
    if share >= target:
        return replace(card, note=_("target %(target)s%% tercapai") % {"target": target}, verdict="met")
    return replace(card, note=_("target %(target)s%% belum tercapai") % {"target": target}, verdict="missed")


def beside(name: str, value: str, more: str) -> str:
    """`Okt 1.989 · 107 per hari`."""
    return f"{name} {value} · {more}" if name else more
