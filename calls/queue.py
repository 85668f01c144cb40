"""The live call queue: how a call and a draft look on a screen. The only shapes they have there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.utils.timezone import now

from agencies.permissions import standing
from calls import conversations
from calls.callbacks import GAVE_UP, HELD_FOR, Served, Waiting, gave_up, waiting
from calls.ends import MARK_LASTS, SILENT_WINDOW
from calls.hands import Hand
from calls.identity import grouped, masked
from calls.locations import CallerLocation, of_calls, shown
from calls.models import (
    VICTIMS,
    WAITS_AGAIN,
    Call,
    CallBack,
    CallOutcome,
    CallQuerySet,
    Demotion,
    Identity,
    Report,
    ReportQuerySet,
)
from calls.networks import network_of
from calls.protocols import protocol_of
from journal.models import Entry

Card = dict[str, Any]
AUDIENCE = "calls"
BESIDE = ("caller", "answered_by", "seat", "call_back__taken_by")
NO_HISTORY: Card = {"calls": 0, "emergency": 0, "prank": 0, "silent": 0}


def cards(calls: Iterable[Call], *, full_for: int | None = None) -> list[Card]:
    """The cards of these calls; numbers are masked but for the person who answered (`full_for`, a user's id)."""
    rows = list(calls)
    callers = {row.caller_id for row in rows if row.caller_id}
    histories, lowered = histories_of(callers), lowered_of(callers)
    drafts = dict(Report.objects.filter(call__in=rows).values_list("call_id", "pk"))
    places = of_calls([row.pk for row in rows])
    threads = conversations.summaries(rows)
    heard = extensions_of(rows)
    lost = waiting(now()) if any(gave_up(row) for row in rows) else {}
    made = [
        {
            **card(row, histories.get(row.caller_id or 0), drafts.get(row.pk), full_for),
            "is_demoted": row.caller_id in lowered,
            **located(places.get(row.pk, [])),
            "thread": threads.get(row.pk),
            "extension": heard.get(row.subject, ""),
        }
        for row in rows
    ]
    return [called_back(one, row, lost[row.pk]) if row.pk in lost else one for one, row in zip(made, rows, strict=True)]


def located(rows: list[CallerLocation]) -> Card:
    """Which location of a call is shown, and which came last: the last may be only beside it, as a cell's area is."""
    place = shown(rows)
    return {"location": place.pk if place else None, "last_location": max((row.pk for row in rows), default=None)}


def card(row: Call, history: Card | None, report_id: int | None, full_for: int | None) -> Card:
    """One call as the queue shows it."""
    value = row.caller.value if row.caller else ""
    is_own = full_for is not None and full_for in (row.answered_by_id, caller_back(row))
    return {
        "kind": "call",
        "id": row.pk,
        "version": row.version,
        "channel": row.channel,
        "identity": row.caller.identity if row.caller else Identity.NONE,
        "caller": grouped(value) if is_own else masked(value) if value else "",
        "network": network_of(value) if row.caller and row.caller.identity == Identity.NUMBER else "",
        "can_be_called": bool(row.caller and row.caller.can_be_called),
        "dialled": row.dialled,
        "transferred_from": row.transferred_from,
        "offered_at": row.offered_at,
        "answered_at": None if row.is_unanswered else row.answered_at,
        "requeued_at": row.requeued_at if row.waits_again else None,
        "rings_since": row.rings_since,
        "answered_by": row.answered_by.get_full_name() if row.answered_by else None,
        "answered_by_id": row.answered_by_id,
        "seat": row.seat.name if row.seat else None,
        "ended_at": row.ended_at,
        "outcome": row.outcome,
        "outcome_reason": row.outcome_reason,
        "is_test": row.is_test,
        "is_simulated": row.is_simulated,
        "history": history or NO_HISTORY,
        "report_id": report_id,
        "is_on_exchange": row.exchange_id is not None,
        "call_back": None,
    }


def extensions_of(rows: Iterable[Call]) -> dict[str, str]:
    """At which telephone a call was picked up of which nobody knows more, by its subject: as the exchange said last."""
    nobodys = [row.subject for row in rows if row.answered_by_id is None and not row.is_unanswered and not row.outcome]
    said = Entry.objects.filter(subject__in=nobodys, verb="answered") if nobodys else Entry.objects.none()
    return {one.subject: str(one.facts.get("extension", "")) for one in said.order_by("number")}


def called_back(made: Card, row: Call, one: Waiting) -> Card:
    """The same card of a call that waits to be called back; the version counts the caller's further tries too."""
    done = getattr(row, "call_back", None) or CallBack(call=row)
    return made | {
        "version": one.version,
        "call_back": {
            "calls": one.calls,
            "last_at": one.last_at,
            "tries": done.tries,
            "last_result": done.last_result,
            "last_try_at": done.last_try_at,
            "taken_by": done.taken_by.get_full_name() if done.taken_by else None,
            "taken_by_id": done.taken_by_id,
            "held_until": done.taken_at + HELD_FOR if done.taken_at else None,
            "served": served_card(one.served) if one.served else None,
            **sent_card(row),
        },
    }


def sent_card(row: Call) -> Card:
    """The incident that was made of a call before it was put back into the queue; of a closed one nothing."""
    report = getattr(row, "report", None) if row.waits_again else None
    incident = report.incident if report and not (report.incident and report.incident.is_confidential) else None
    return {"incident": incident.pk if incident else None, "short": incident.short_number if incident else ""}


def served_card(served: Served) -> Card:
    """How a call-back resolved itself."""
    return {
        "at": served.at,
        "by": " · ".join(part for part in (served.seat, served.by) if part),
        "incident": served.incident,
        "short": served.short,
    }


def caller_back(row: Call) -> int | None:
    """Who has taken it on to call this caller back."""
    done = getattr(row, "call_back", None)
    return done.taken_by_id if done else None


def histories_of(caller_ids: Collection[int]) -> dict[int, Card]:
    """How often these callers called, and with what: a chip on the call, never a block.

    A prank is a mark for a month; silent calls count while they are fresh, for repeated ones may be a cry for help.
    """
    at = now()
    rows = (
        Call.objects.filter(caller_id__in=caller_ids)
        .values("caller_id")
        .annotate(
            calls=Count("pk"),
            emergency=Count("pk", filter=Q(outcome=CallOutcome.EMERGENCY)),
            prank=Count("pk", filter=Q(outcome=CallOutcome.PRANK, outcome_at__gt=at - MARK_LASTS)),
            silent=Count("pk", filter=Q(outcome=CallOutcome.SILENT, outcome_at__gt=at - SILENT_WINDOW)),
        )
    )
    return {row.pop("caller_id"): row for row in rows}


def lowered_of(caller_ids: Collection[int]) -> set[int]:
    """Which of these callers stand below the others now; their calls ring all the same."""
    rows = Demotion.objects.in_force(now()).filter(number_id__in=caller_ids) if caller_ids else Demotion.objects.none()
    return set(rows.values_list("number_id", flat=True))


def card_for(call_id: int, user: User) -> Card | None:
    """A call as this person sees it: the number in full if he answered it."""
    rows = Call.objects.filter(pk=call_id).select_related(*BESIDE)
    return next(iter(cards(rows, full_for=user.pk)), None)


def read(ids: Collection[int]) -> dict[int, dict[str, Card]]:
    """For the hub: these calls' cards by audience; a call that is over and waits for nothing is on no screen."""
    rows = (Call.objects.unfinished() | Call.objects.filter(GAVE_UP)).filter(pk__in=ids)
    found = cards(rows.select_related(*BESIDE))
    return {made["id"]: {AUDIENCE: made} for made in found if is_on_screen(made)}


def is_on_screen(made: Card) -> bool:
    """Ringing, talking, not coded yet, or to be called back."""
    return not made["outcome"] or made["ended_at"] is None or made["call_back"] is not None


def versions() -> dict[int, int]:
    """For the hub: what the screens should show now."""
    unfinished = dict(Call.objects.unfinished().values_list("pk", "version"))
    return unfinished | {one.call: one.version for one in waiting(now()).values()}


def drafts_of(user: User) -> ReportQuerySet:
    """The unsent reports on this person's desk: his own, and those that went on in a colleague's hands.

    Of the latter, one that has become a closed case is for the cleared alone.
    """
    handed = Q(pk__in=Hand.objects.filter(user=user).values("report_id"))
    if not standing(user).is_cleared:
        handed &= Q(is_confidential=False) & (Q(category=None) | Q(category__is_confidential=False))
    rows: ReportQuerySet = Report.objects.drafts().filter(Q(taken_by=user) | handed).order_by("pk")
    return rows.select_related("area__parent", "category", "taken_by", "call__seat")


def calls_of(user: User, reports: ReportQuerySet) -> CallQuerySet:
    """The calls of these reports, and those he talks on after sending theirs: he goes on seeing their numbers whole."""
    talks = Q(answered_by=user, ended_at=None) & ~WAITS_AGAIN
    return Call.objects.filter(Q(report__in=reports) | talks).select_related(*BESIDE)


def draft_card(row: Report) -> Card:
    """A report being written, whole, for the person who writes it and who wrote it before."""
    protocol = protocol_of(row)
    return {
        "id": row.pk,
        "version": row.version,
        "source": row.source,
        "call_id": row.call_id,
        "taken_by_id": row.taken_by_id,
        **writer_card(row),
        "is_shared": row.hands.exists(),
        "place_text": row.place_text,
        "landmark": row.landmark,
        "area": row.area.code if row.area else "",
        "area_name": str(row.area) if row.area else "",
        "lat": row.lat,
        "lng": row.lng,
        "category": row.category.code if row.category else "",
        "priority": row.priority,
        "is_confidential": row.is_confidential,
        "reporter_name": row.reporter_name,
        "relation": row.relation,
        "callback": row.callback,
        "hides_reporter": row.hides_reporter,
        "words": row.words,
        "proposed": row.proposed,
        **{name: getattr(row, name) for name in VICTIMS},
        "follows": leader_card(row.follows) if row.follows else None,
        "let_go": row.let_go,
        "lines": lines_of(row),
        "answers": {str(one.question_id): one.reply for one in row.answers.all()},
        "protocol": protocol.pk if protocol else None,
        "started_at": row.started_at,
        "saved_at": row.saved_at or row.started_at,
    }


def leader_card(leader: Report) -> Card:
    """The colleague's report that one waits for: who writes it and where."""
    return {"id": leader.pk, **writer_card(leader)}


def writer_card(row: Report) -> Card:
    """Who writes a report, and at which desk."""
    seat = row.call.seat.name if row.call and row.call.seat else ""
    return {"who": row.taken_by.get_full_name(), "seat": seat}


def lines_of(row: Report) -> list[Card]:
    """The lines of a report as they were entered; `corrects` is the key of the line that one strikes through."""
    rows = list(row.lines.select_related("author"))
    keys = {one.pk: str(one.key) for one in rows}
    return [
        {
            "key": str(one.key),
            "at": one.written_at,
            "by": one.author.get_full_name(),
            "text": one.text,
            "corrects": keys.get(one.corrects_id or 0),
        }
        for one in rows
    ]


def draft_for(report_id: int, user: User) -> Card | None:
    """A report as the person who takes it sees it; nobody else's."""
    row = Report.objects.select_related("area__parent", "category").filter(pk=report_id, taken_by=user).first()
    return draft_card(row) if row else None
