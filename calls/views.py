"""The console's page; calls and drafts come to it as cards."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from agencies.models import Area, Role
from agencies.pages import PageRequest, only_for
from agencies.permissions import standing
from calls.actions.calling_back import CLOSING
from calls.book import Contact, Script
from calls.commanding import Result, Third
from calls.conversations import QUICK, quick_replies
from calls.destinations import destinations, thirds
from calls.ends import ALARMING, CONTACTS_OF, NEEDS_RECEIPT, CallBackResult, Clue, NoAction, Reason, Topic
from calls.models import CODABLE, REPORTING, VICTIMS, Call, CallOutcome, Demotion, Report
from calls.protocols import cards
from calls.questions import Protocol, Reply
from calls.relations import Relation
from incidents.clocks import applying
from incidents.models import Category, Priority, Source, Standard, Track

MANUAL = (Source.RADIO, Source.WALK_IN, Source.PHONE)
GLYPHS = {
    CallOutcome.EMERGENCY: "warn",
    CallOutcome.PRANK: "mask",
    CallOutcome.SILENT: "quiet",
    CallOutcome.CUT_OFF: "cut",
    CallOutcome.INFORMATION: "info",
    CallOutcome.COMPLAINT: "bubble",
    CallOutcome.COUNSELLING: "heart",
    CallOutcome.WRONG_AREA: "globe",
}
# Where no standard is written, the call-taker's clocks still have the centre's usual limits.
USUAL_S = {"answer": 10, "forward": 90}


@require_safe
@never_cache
@ensure_csrf_cookie
@only_for("console")
def console(request: PageRequest) -> HttpResponse:
    """The call-taker's console."""
    areas = Area.objects.select_related("parent").order_by("name")
    limits = limits_s(now())
    scripts = list(Script.objects.filter(is_active=True))
    context = {
        "kinds": kinds(),
        "protocols": cards(list(Protocol.objects.current().with_questions())),
        "replies": list(Reply),
        "victims": [{"name": name, "label": label} for name, label in VICTIMS.items()],
        "wards": [area for area in areas if area.level == Area.Level.WARD],
        "districts": [area for area in areas if area.level == Area.Level.DISTRICT],
        "coded": coded(request),
        "outcomes": [
            {"code": one.value, "label": one.label, "glyph": GLYPHS[one], "keeps_report": one in REPORTING}
            for one in CODABLE
        ],
        "silence": silence(request.centre.greeting if request.centre else ""),
        "clues": [{"code": one.value, "label": one.label, "is_alarming": one in ALARMING} for one in Clue],
        "reasons": Reason.choices,
        "topics": Topic.choices,
        "no_actions": NoAction.choices,
        "contact_ends": contact_ends(),
        "proposals": proposals(request),
        "scripts": [one for one in scripts if one.code != QUICK],
        "quick_replies": quick_replies(scripts),
        "priorities": list(Priority),
        "results": list(CallBackResult),
        "closings": list(CLOSING),
        "manual": [{"code": source.value, "label": source.label} for source in MANUAL],
        "sources": json.dumps({source.value: str(source.label) for source in Source}),
        "result_names": json.dumps({one.value: str(one.label).lower() for one in CallBackResult}),
        "relations": Relation.choices,
        "needs": needs(),
        "has_geocoder": bool(settings.GEOCODER_URL),
        "answer_limit": limits["answer"],
        "forward_limit": limits["forward"],
        "bands": bands(limits["forward"]),
        "limit": minutes_of(limits["forward"]),
        "has_exchange": bool(settings.ASTERISK_URL),
        "destinations": destinations(request.watch),
        "thirds": thirds(),
        "exchange_results": Result.choices,
        "third_states": Third.choices,
    }
    return render(request, "calls/console.html", context)


def kinds() -> list[dict[str, Any]]:
    """The categories a call-taker may choose, in their order."""
    columns = ("code", "name", "group", "short_code", "words", "glyph", "priority", "track", "is_confidential")
    return list(Category.objects.filter(is_active=True).values(*columns))


def proposals(request: PageRequest) -> int | None:
    """How many numbers wait for a supervisor's decision; None for whoever does not decide."""
    if Role.SUPERVISOR not in standing(request.user).roles:
        return None
    return Demotion.objects.filter(decided_at=None).count()


def silence(greeting: str) -> list[dict[str, Any]]:
    """What is said and done on a line on which nobody speaks, by the second at which it begins; first the greeting."""
    usual = _("112, darurat apa yang dilaporkan?")
    return [
        {"at": 0, "text": _("“%(greeting)s” Tunggu.") % {"greeting": greeting or usual}},
        {"at": 5, "text": _("“Halo, ini 112. Saya mendengarkan.” Tunggu.")},
        {"at": 10, "text": _("“Kalau tidak bisa bicara, ketuk telepon atau tekan tombol apa saja.”")},
        {"at": 20, "text": _("Diam dan dengarkan latar. Tandai yang terdengar.")},
        {
            "at": 40,
            "text": _("Tidak ada tanda: tutup sebagai hening. Bila nomor ini menelepon lagi, antrean menandainya."),
        },
    ]


def contact_ends() -> list[dict[str, Any]]:
    """The outcomes that point a caller to somebody, each with its rows of the contact book and the key it closes by."""
    rows = list(Contact.objects.filter(is_active=True))
    words = {
        "wrong_area": (_("Salah wilayah"), _("beri tahu wilayahnya; tutup setelah diterima di sana")),
        "counselling": (_("Konseling"), _("bacakan nomornya sebelum menutup")),
        "complaint": (_("Pengaduan"), _("urusan instansi kita: isi laporan; selain itu pilih rujukannya")),
    }
    finishes = {"complaint": _("Arahkan dan tutup"), NEEDS_RECEIPT: _("Sudah diterima, tutup")}
    return [
        {
            "outcome": outcome,
            "title": words[outcome][0],
            "how": words[outcome][1],
            "glyph": GLYPHS[CallOutcome(outcome)],
            "finish": finishes.get(outcome, _("Tutup panggilan")),
            "key": CODABLE.index(CallOutcome(outcome)) + 1,
            "has_sheet": outcome == NEEDS_RECEIPT,
            "rows": [row for row in rows if row.kind == kind],
        }
        for outcome, kind in CONTACTS_OF.items()
    ]


def limits_s(at: datetime) -> dict[str, int]:
    """How many seconds the standards give for answering and for forwarding an urgent call."""
    rows = list(Standard.objects.filter(clock__in=USUAL_S))
    found = {
        clock: applying(rows, clock, track=Track.EMERGENCY, priority=Priority.P1, category_id=None, at=at)
        for clock in USUAL_S
    }
    return {clock: int(row.limit.total_seconds()) if row else USUAL_S[clock] for clock, row in found.items()}


def bands(limit_s: int) -> str:
    """What the timer's colours mean, in words."""
    times = {"green": minutes_of(limit_s), "yellow": minutes_of(limit_s * 5 // 3)}
    return _("hijau s.d. %(green)s, kuning s.d. %(yellow)s") % times


def minutes_of(duration_s: int) -> str:
    """A duration as MM:SS."""
    return f"{duration_s // 60:02}:{duration_s % 60:02}"


def coded(request: PageRequest) -> list[dict[str, Any]]:
    """What this person has finished since his watch began: reports sent and calls closed without one, newest first."""
    assert request.watch is not None
    since, user = request.watch.started_at, request.user
    sent = Report.objects.visible_to(user).filter(taken_by=user, incident__isnull=False, incident__opened_at__gte=since)
    closed = Call.objects.visible_to(user).filter(
        ~Q(outcome__in=["", *REPORTING]) | Q(referred_to__isnull=False) | Q(report__no_action__gt=""),
        answered_by=user,
        outcome_at__gte=since,
    )
    ended = Report.objects.visible_to(user).filter(taken_by=user, call=None, discarded_at__gte=since)
    rows = [sent_row(report) for report in sent.select_related("incident__category", "call")]
    rows += [closed_row(call) for call in closed.select_related("report")]
    rows += [
        {"key": f"report:{report.pk}", "at": report.discarded_at, **unfollowed()}
        for report in ended.exclude(no_action="")
    ]
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def sent_row(report: Report) -> dict[str, Any]:
    """A report that became an incident."""
    incident = report.incident
    assert incident is not None
    return {
        "key": f"call:{report.call_id}" if report.call_id else f"report:{report.pk}",
        "at": incident.opened_at,
        "took_s": took_s(report.call, incident.opened_at),
        "label": incident.category.name,
        "glyph": incident.category.glyph,
        "short": incident.short_number,
        "incident": incident.pk,
    }


def took_s(call: Call | None, at: datetime | None) -> float | None:
    """Seconds from a call's answer until its report was sent or it was closed; nothing for a report without one."""
    return (at - call.answered_at).total_seconds() if call and call.answered_at and at else None


def closed_row(call: Call) -> dict[str, Any]:
    """A call that needed no report, or whose report needed nobody."""
    outcome = CallOutcome(call.outcome)
    report = getattr(call, "report", None)
    said = {"label": str(outcome.label), "glyph": GLYPHS.get(outcome, "phone")}
    return {
        "key": f"call:{call.pk}",
        "at": call.outcome_at,
        "took_s": took_s(call, call.outcome_at),
        **(unfollowed() if report and report.no_action else said),
    }


def unfollowed() -> dict[str, str]:
    """What stands for a report that needed nobody."""
    return {"label": _("Tanpa tindak lanjut"), "glyph": "x"}


def needs() -> list[dict[str, str]]:
    """The words of the action bar: what a report has, and what is said of it while that is missing."""
    return [
        {"code": "outcome", "what": _("Hasil"), "missing": _("mengikuti jenis")},
        {"code": "category", "what": _("Jenis"), "missing": _("belum dipilih")},
        {"code": "place_text", "what": _("Lokasi"), "missing": _("belum diisi")},
        {"code": "point", "what": _("Titik peta"), "missing": _("belum ada")},
    ]
