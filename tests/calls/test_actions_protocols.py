"""Protocols: answers beside a draft, editions that replace each other, the supervisor's approval."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, transaction

from calls import actions
from calls.actions.protocols import Asked
from calls.ground import load
from calls.models import ProtocolAnswer, Report
from calls.protocols import protocol_of
from calls.questions import Protocol, Question
from calls.queue import draft_card
from incidents.models import Category, Incident, Note
from tests import factories
from tests.calls.protocols import METER, SAFE, ids, publish
from tests.refusals import code_of, denied, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fires(supervisor: User) -> Protocol:
    """What is asked when it burns."""
    return publish(supervisor)


@pytest.fixture
def draft(call_taker: User) -> Report:
    """A report of a fire being written."""
    row = actions.start_report("radio", actor=call_taker)
    return actions.save_draft(row.pk, actor=call_taker, category="kebakaran_rumah", place_text="Jl. Bunga Seroja 17")


def answer(row: Report, actor: User, said: dict[int, str], **fields: Any) -> Report:
    """Save answers as the console sends them."""
    answers = {str(key): reply for key, reply in said.items()}
    return actions.save_draft(row.pk, actor=actor, answers=answers, **fields)


def replies(row: Report) -> dict[int, str]:
    """What is kept of a report's answers."""
    return dict(row.answers.values_list("question_id", "reply"))


# --- answers --------------------------------------------------------------------------------------------------------


def test_answers_are_kept_beside_the_draft_and_journalled_by_their_questions_alone(
    fires: Protocol, draft: Report, call_taker: User
) -> None:
    trapped, safe, _meter = ids(fires)
    answer(draft, call_taker, {trapped: "yes", safe: "unknown"})
    assert replies(draft) == {trapped: "yes", safe: "unknown"}
    last = factories.history(draft.subject)[-1]
    assert (last.verb, last.facts) == ("drafted", {"fields": ["answers"], "questions": [trapped, safe]})


def test_the_last_answer_counts_and_the_same_answer_again_is_no_change(
    fires: Protocol, draft: Report, call_taker: User
) -> None:
    trapped = ids(fires)[0]
    for reply in ("yes", "no", "no"):
        answer(draft, call_taker, {trapped: reply})
    assert replies(draft) == {trapped: "no"}
    assert factories.verbs(draft.subject) == ["started", "drafted", "drafted", "drafted"]


@pytest.mark.parametrize("answers", [{"0": "yes"}, {"abc": "yes"}, {"9" * 30: "yes"}, {"1": "maybe"}])
def test_unknown_questions_and_replies_are_refused(
    fires: Protocol, draft: Report, call_taker: User, answers: dict[str, str]
) -> None:
    assert fields_of(actions.save_draft, draft.pk, actor=call_taker, answers=answers) == ["answers"]


def test_only_whoever_takes_the_report_answers(
    fires: Protocol, draft: Report, second_call_taker: User, dispatcher: User
) -> None:
    said = {str(ids(fires)[0]): "yes"}
    assert code_of(actions.save_draft, draft.pk, actor=second_call_taker, answers=said) == "not_yours"
    denied(actions.save_draft, draft.pk, actor=dispatcher, answers=said)


def test_a_sent_report_takes_no_more_answers(fires: Protocol, draft: Report, call_taker: User) -> None:
    actions.forward(draft.pk, actor=call_taker)
    said = {str(ids(fires)[0]): "yes"}
    assert code_of(actions.save_draft, draft.pk, actor=call_taker, answers=said) == "already_forwarded"


def test_answers_reach_the_incident_as_a_line_of_its_own(fires: Protocol, draft: Report, call_taker: User) -> None:
    trapped, safe, _meter = ids(fires)
    answers = {str(trapped): "yes", str(safe): "yes"}
    sent = actions.forward(draft.pk, actor=call_taker, words="api besar", answers=answers)
    texts = list(Note.objects.filter(incident=sent.incident).order_by("pk").values_list("text", flat=True))
    assert texts == [
        "api besar",
        "Protokol Kebakaran v1: Ada orang terjebak? Ya! · Penelepon di tempat aman? Ya",
    ]
    assert sent.incident is not None
    incident = Incident.objects.get(pk=sent.incident.pk)
    assert factories.verbs(incident.subject)[-1] == "noted"
    assert incident.version == len(factories.history(incident.subject))


def test_without_answers_nothing_is_added_to_the_incident(fires: Protocol, draft: Report, call_taker: User) -> None:
    sent = actions.forward(draft.pk, actor=call_taker, words="api")
    assert Note.objects.filter(incident=sent.incident).count() == 1


# --- priority -------------------------------------------------------------------------------------------------------


def test_an_alarming_answer_raises_the_priority_nobody_chose(supervisor: User, call_taker: User, draft: Report) -> None:
    Category.objects.filter(code="kebakaran_rumah").update(priority=3)
    row = publish(supervisor)
    answer(draft, call_taker, {ids(row)[1]: "no"})
    sent = actions.forward(draft.pk, actor=call_taker)
    assert sent.incident is not None and sent.incident.priority == 2


def test_a_chosen_priority_stays_whatever_is_answered(fires: Protocol, draft: Report, call_taker: User) -> None:
    row = answer(draft, call_taker, {ids(fires)[0]: "yes"}, priority=4)
    assert row.priority == 4
    sent = actions.forward(draft.pk, actor=call_taker)
    assert sent.incident is not None and sent.incident.priority == 4


# --- editions -------------------------------------------------------------------------------------------------------


def test_a_new_edition_takes_the_place_of_the_old_which_stays_as_it_was(fires: Protocol, supervisor: User) -> None:
    new = publish(supervisor, fires, questions=[SAFE])
    fires.refresh_from_db()
    assert (fires.is_current, fires.edition, len(ids(fires))) == (False, 1, 3)
    assert (new.code, new.edition, new.is_current, new.written_by) == ("kebakaran", 2, True, supervisor)
    assert [(entry.verb, entry.facts) for entry in factories.history(new.subject)] == [
        ("published", {"code": "kebakaran", "edition": 2})
    ]


def test_saying_the_same_again_is_no_new_edition(fires: Protocol, supervisor: User) -> None:
    assert publish(supervisor, fires) == fires
    new = publish(supervisor, fires, sop="Lain.")
    assert publish(supervisor, fires, sop="Lain.") == new
    assert Protocol.objects.count() == 2


def test_an_edition_that_somebody_else_replaced_is_not_edited(fires: Protocol, supervisor: User) -> None:
    publish(supervisor, fires, sop="Lain.")
    before = list(Protocol.objects.values_list("pk", "is_current"))
    assert code_of(publish, supervisor, fires, sop="Lain lagi.") == "changed"
    assert list(Protocol.objects.values_list("pk", "is_current")) == before


def test_a_report_keeps_the_edition_it_was_answered_with(
    fires: Protocol, draft: Report, call_taker: User, supervisor: User
) -> None:
    trapped = ids(fires)[0]
    answer(draft, call_taker, {trapped: "yes"})
    new = publish(supervisor, fires, questions=[SAFE])
    assert protocol_of(draft) == fires
    assert draft_card(draft)["protocol"] == fires.pk
    other = actions.start_report("radio", actor=call_taker)
    other = actions.save_draft(other.pk, actor=call_taker, category="kebakaran_rumah")
    assert protocol_of(other) == new
    sent = actions.forward(draft.pk, actor=call_taker)
    assert ProtocolAnswer.objects.get(report=sent).question.protocol == fires


def test_another_kind_of_event_is_asked_by_its_own_protocol(fires: Protocol, draft: Report, call_taker: User) -> None:
    answer(draft, call_taker, {ids(fires)[0]: "yes"})
    moved = actions.save_draft(draft.pk, actor=call_taker, category="begal")
    assert protocol_of(moved) is None


def test_a_kind_of_event_has_one_protocol(fires: Protocol, supervisor: User) -> None:
    assert fields_of(publish, supervisor, title="Api", categories=["kebakaran_rumah", "begal"]) == ["categories"]
    assert publish(supervisor, title="Api", categories=["begal"]).code == "api"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 61}, "title"),
        ({"title": "Kebakaran", "categories": ["begal"]}, "title"),
        ({"title": "Api", "sop": "x" * 2001}, "sop"),
        ({"title": "Api", "categories": []}, "categories"),
        ({"title": "Api", "categories": ["tidak_ada"]}, "categories"),
        ({"title": "Api", "questions": []}, "questions"),
        ({"title": "Api", "questions": [METER] * 13}, "questions"),
        ({"title": "Api", "questions": [Asked("x" * 91)]}, "questions"),
        ({"title": "Api", "questions": [Asked("Ada?", "", 1)]}, "questions"),
        ({"title": "Api", "questions": [Asked("Ada?", "unknown", 1)]}, "questions"),
    ],
)
def test_what_cannot_be_published_names_its_field(
    fires: Protocol, supervisor: User, said: dict[str, Any], field: str
) -> None:
    assert field in fields_of(publish, supervisor, **said)


def test_the_database_keeps_one_current_edition(fires: Protocol) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Protocol.objects.create(code=fires.code, edition=9, title="x", published_at=fires.published_at)


# --- approval -------------------------------------------------------------------------------------------------------


def test_an_edition_is_an_example_until_a_supervisor_approves_it(fires: Protocol, supervisor: User) -> None:
    row = actions.approve_protocol(fires.pk, actor=supervisor)
    assert (row.approved_by, row.approved_at is not None) == (supervisor, True)
    assert factories.verbs(row.subject) == ["published", "approved"]
    assert code_of(actions.approve_protocol, fires.pk, actor=supervisor) == "already_approved"
    assert publish(supervisor, fires, sop="Lain.").approved_at is None


def test_a_replaced_edition_is_not_approved(fires: Protocol, supervisor: User) -> None:
    publish(supervisor, fires, sop="Lain.")
    assert code_of(actions.approve_protocol, fires.pk, actor=supervisor) == "not_current"


def test_only_a_supervisor_keeps_protocols(
    fires: Protocol, call_taker: User, dispatcher: User, head: User, administrator: User, damkar: User
) -> None:
    for actor in (call_taker, dispatcher, head, administrator, damkar):
        denied(actions.approve_protocol, fires.pk, actor=actor)
        denied(publish, actor, fires, sop="Lain.")


# --- the ground -----------------------------------------------------------------------------------------------------


def test_the_ground_has_six_to_eight_questions_for_what_threatens_lives() -> None:
    call_command("load_ground", stdout=StringIO())
    rows = Protocol.objects.with_questions()
    assert {row.code for row in rows} == {
        *("kebakaran", "kecelakaan", "tidak-sadar", "nyeri-dada"),
        *("persalinan", "tenggelam", "kekerasan", "banjir"),
    }
    assert all(6 <= len(row.questions.all()) <= 8 and row.sop and row.approved_at is None for row in rows)
    assert not Question.objects.exclude(alarm="").filter(instruction="").exclude(raises_to=None).exists()
    kinds = [kind.pk for row in rows for kind in row.categories.all()]
    assert len(kinds) == len(set(kinds))


def test_loading_again_leaves_what_a_supervisor_published_alone(fires: Protocol, supervisor: User) -> None:
    new = publish(supervisor, fires, sop="Milik kami.")
    load()
    assert list(Protocol.objects.filter(code="kebakaran").values_list("edition", flat=True)) == [2, 1]
    new.refresh_from_db()
    assert (new.is_current, new.sop) == (True, "Milik kami.")


def test_the_ground_names_whom_answers_call_for_and_loads_them_once(db: None) -> None:
    for _twice in range(2):
        call_command("load_ground", stdout=StringIO())
    rows = list(
        Question.objects.filter(agency__isnull=False).values_list(
            "protocol__code", "agency__code", "agency_reply", "agency_when"
        )
    )
    assert {
        ("kecelakaan", "DMK", "yes", "ada yang terjepit"),
        ("kecelakaan", "DHB", "yes", "jalan tertutup"),
        ("kebakaran", "SAR", "yes", "ada yang terjebak"),
        ("tenggelam", "PSC", "no", "korban tidak bernapas normal"),
    } <= set(rows)
    assert len(rows) == len(set(rows)) == 8


def test_where_a_centre_lacks_an_agency_its_question_calls_for_nobody(call_taker: User) -> None:
    load()
    trapped = Question.objects.get(protocol__code="kebakaran", text="Ada orang terjebak di dalam?")
    assert (trapped.agency, trapped.agency_reply, trapped.agency_when) == (None, "", "")
