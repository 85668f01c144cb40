"""Whom the answers of a report call for beside those its kind of event does, and whom they would call for."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from calls.models import Report
from calls.protocols import edition_of, fitting
from calls.questions import Protocol, Question
from incidents.suggest import Called


def calling() -> Prefetch[str, QuerySet[Protocol], str]:
    """The questions by which agencies are called for; read with reports, and with `fitting`, before `called_by`."""
    asked = Question.objects.filter(agency__is_active=True).select_related("agency")
    rows = Protocol.objects.prefetch_related(Prefetch("questions", asked, to_attr="callers"))
    return Prefetch("category__protocols", rows)


def called_by(draft: Report) -> list[Called]:
    """Each agency the protocol names for an answer, in the order of the questions: called, or waiting to be."""
    if draft.category is None:
        return []
    answers = list(draft.answers.all())
    known = {one.question_id: one.reply for one in answers}
    answered = {one.question.protocol_id for one in answers}
    fitting_now = [row for row in draft.category.protocols.all() if row.is_current or row.pk in answered]
    edition = edition_of(fitting_now, answers)
    by_agency: dict[str, list[Question]] = {}
    for question in edition.callers if edition else ():  # type: ignore[attr-defined]
        by_agency.setdefault(question.agency.code, []).append(question)
    return [called(asked, known) for asked in by_agency.values()]


def called(asked: list[Question], known: dict[int, str]) -> Called:
    """One agency, by all the questions that may call for it."""
    agency = asked[0].agency
    assert agency is not None
    met = [one.agency_when for one in asked if known.get(one.pk) == one.agency_reply]
    why = ", ".join(met) or _("bila %(what)s") % {"what": _(" atau ").join(one.agency_when for one in asked)}
    return Called(agency.code, agency.short_name, why, is_called=bool(met))


def read(draft: Report) -> Report:
    """The report as it stands in the database, with what `called_by` asks of it."""
    rows = Report.objects.select_related("category").prefetch_related(fitting(), calling())
    found: Report = rows.get(pk=draft.pk)
    return found


def called_codes(draft: Report) -> set[str]:
    """Who is called for by what was answered so far."""
    return {one.agency for one in called_by(read(draft)) if one.is_called}
