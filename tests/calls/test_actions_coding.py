"""What the short ends of calls add: why, what was heard, whom the caller was pointed to."""

from __future__ import annotations

import json

import pytest
import time_machine
from django.contrib.auth.models import User

from calls import actions, queue
from calls.book import Contact
from calls.models import Call, CallOutcome, Report
from calls.past import line
from calls.sentences import call_sentence
from reporting.invariants import violations
from tests.factories import KEPT_SECRETS, history, ring, verbs
from tests.refusals import code_of, denied, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def talking(clock: time_machine.Traveller, call_taker: User) -> Call:
    """A call that has been answered at desk 3."""
    return actions.answer(ring().pk, actor=call_taker)


def contact(kind: str, name: str = "Kabupaten Konawe", *, is_active: bool = True) -> Contact:
    """A row of the contact book."""
    return Contact.objects.create(kind=kind, name=name, phone="0408-1", is_active=is_active)


def told(call: Call) -> str:
    """The last line of a call's journal in words."""
    found = call_sentence(history(call.subject)[-1], Call.objects.get(pk=call.pk))
    return found.text if found else ""


# --- why, and what was heard ----------------------------------------------------------------------------------------


def test_a_prank_may_be_given_its_reason_afterwards(talking: Call, call_taker: User) -> None:
    call = actions.set_outcome(talking.pk, "prank", actor=call_taker)
    call = actions.give_reason(call.pk, "teasing", actor=call_taker)
    call.refresh_from_db()
    assert (call.outcome, call.outcome_reason) == ("prank", "teasing")
    assert (verbs(call.subject)[-1], history(call.subject)[-1].facts) == ("explained", {"reason": "teasing"})
    assert told(call) == "Alasan iseng: Mengejek atau main-main"


def test_a_reason_is_of_the_list_and_of_a_prank(talking: Call, call_taker: User) -> None:
    assert fields_of(actions.give_reason, talking.pk, "child", actor=call_taker) == ["reason"]
    actions.set_outcome(talking.pk, "prank", actor=call_taker)
    for reason in ("", "bosan"):
        assert fields_of(actions.give_reason, talking.pk, reason, actor=call_taker) == ["reason"]


def test_what_was_asked_may_be_said_afterwards_too(talking: Call, call_taker: User) -> None:
    actions.set_outcome(talking.pk, "information", actor=call_taker)
    assert fields_of(actions.give_reason, talking.pk, "child", actor=call_taker) == ["reason"]
    call = actions.give_reason(talking.pk, "weather", actor=call_taker)
    call.refresh_from_db()
    assert (call.outcome, call.outcome_reason) == ("information", "weather")
    assert told(call) == "Topik informasi: Cuaca atau bencana"
    assert line(call, None)["reason"] == "Cuaca atau bencana"
    assert list(violations()) == []
    actions.set_outcome(talking.pk, "prank", actor=call_taker)
    assert fields_of(actions.give_reason, talking.pk, "weather", actor=call_taker) == ["reason"]


def test_who_may_not_give_a_reason(talking: Call, call_taker: User, second_call_taker: User, dispatcher: User) -> None:
    actions.set_outcome(talking.pk, "prank", actor=call_taker)
    denied(actions.give_reason, talking.pk, "child", actor=dispatcher)
    assert code_of(actions.give_reason, talking.pk, "child", actor=second_call_taker) == "already_answered"
    assert code_of(actions.give_reason, talking.pk, "child", actor=call_taker, version=0) == "changed"


def test_what_was_heard_is_kept_in_the_order_of_the_list(talking: Call, call_taker: User) -> None:
    call = actions.set_outcome(talking.pk, "silent", actor=call_taker, clues=["tapping", "breathing"])
    call.refresh_from_db()
    assert call.clues == ["breathing", "tapping"]
    assert told(call) == "Hasil panggilan: Hening · Napas atau rintihan · Ketukan atau bunyi tombol"


def test_clues_are_of_the_list_and_of_silence(talking: Call, call_taker: User) -> None:
    assert fields_of(actions.set_outcome, talking.pk, "silent", actor=call_taker, clues=["hantu"]) == ["clues"]
    assert fields_of(actions.set_outcome, talking.pk, "prank", actor=call_taker, clues=["crying"]) == ["clues"]


# --- whom the caller was pointed to ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("outcome", "kind"), [("wrong_area", "neighbour"), ("counselling", "counselling")])
def test_an_outcome_names_a_row_of_its_kind(talking: Call, call_taker: User, outcome: str, kind: str) -> None:
    row = contact(kind)
    call = actions.set_outcome(talking.pk, outcome, actor=call_taker, contact=row.pk)
    call.refresh_from_db()
    assert call.referred_to == row
    facts = history(call.subject)[-1].facts
    assert facts == {"outcome": outcome, "contact": row.pk}
    assert told(call).endswith("diarahkan ke Kabupaten Konawe")


def test_a_row_of_another_kind_or_out_of_use_is_refused(talking: Call, call_taker: User) -> None:
    out = contact("neighbour", "Lama", is_active=False)
    for outcome, row in (("counselling", contact("neighbour")), ("wrong_area", out), ("prank", out)):
        assert fields_of(actions.set_outcome, talking.pk, outcome, actor=call_taker, contact=row.pk) == ["contact"]
    assert fields_of(actions.set_outcome, talking.pk, "wrong_area", actor=call_taker, contact=0) == ["contact"]


def test_another_regions_call_is_over_when_somebody_is_told_or_why_not_is_said(talking: Call, call_taker: User) -> None:
    row = contact("neighbour")
    assert code_of(actions.set_outcome, talking.pk, "wrong_area", actor=call_taker, receipt="  ") == "nobody_told"
    talking.refresh_from_db()
    assert (talking.outcome, talking.ended_at) == (CallOutcome.PENDING, None)
    call = actions.set_outcome(talking.pk, "wrong_area", actor=call_taker, receipt="penelepon menutup")
    assert (call.referred_to, call.receipt) == (None, "penelepon menutup")
    assert told(call).endswith("diterima: penelepon menutup")
    call = actions.set_outcome(talking.pk, "wrong_area", actor=call_taker, contact=row.pk, receipt="Pak Andi, BPBD")
    assert history(call.subject)[-1].facts == {"outcome": "wrong_area", "contact": row.pk, "receipt": True}
    assert told(call).endswith("diarahkan ke Kabupaten Konawe · diterima: Pak Andi, BPBD")


def test_where_the_book_names_nobody_nobody_is_asked_for(talking: Call, call_taker: User) -> None:
    contact("neighbour", "Lama", is_active=False)
    assert actions.set_outcome(talking.pk, "wrong_area", actor=call_taker).outcome == "wrong_area"
    assert actions.set_outcome(talking.pk, "prank", actor=call_taker, receipt="Pak Andi").receipt == ""


def test_a_complaint_keeps_its_report_unless_it_is_anothers_to_handle(talking: Call, call_taker: User) -> None:
    actions.set_outcome(talking.pk, "complaint", actor=call_taker)
    assert Report.objects.get(call=talking).discarded_at is None
    call = actions.set_outcome(talking.pk, "complaint", actor=call_taker, contact=contact("referral").pk)
    assert Report.objects.get(call=talking).discarded_at == call.outcome_at == call.ended_at


def test_a_complaint_that_was_sent_on_is_not_pointed_elsewhere(talking: Call, call_taker: User) -> None:
    draft = Report.objects.get(call=talking)
    actions.forward(draft.pk, actor=call_taker, category="lampu_jalan", place_text="Jl. Uji")
    row = contact("referral")
    refusal = code_of(actions.set_outcome, talking.pk, "complaint", actor=call_taker, contact=row.pk)
    assert refusal == "already_forwarded"


def test_taking_an_outcome_back_takes_its_details_too(talking: Call, call_taker: User) -> None:
    row = contact("neighbour")
    pointed: tuple[tuple[str, tuple[str, ...], int | None], ...]
    pointed = (("wrong_area", (), row.pk), ("silent", ("crying",), None))
    for outcome, clues, to in pointed:
        actions.set_outcome(talking.pk, outcome, actor=call_taker, clues=clues, contact=to, receipt="Pak Andi")
        call = actions.undo_outcome(talking.pk, actor=call_taker)
        call.refresh_from_db()
        assert (call.outcome, call.outcome_reason, call.clues, call.referred_to) == (CallOutcome.PENDING, "", [], None)
        assert call.receipt == ""
        assert (call.ended_at, Report.objects.get(call=call).discarded_at) == (None, None)


def test_the_journal_of_the_short_ends_holds_no_personal_data(talking: Call, call_taker: User) -> None:
    actions.set_outcome(talking.pk, "wrong_area", actor=call_taker, contact=contact("neighbour").pk)
    said = json.dumps([entry.facts for entry in history(talking.subject)])
    assert not any(secret in said for secret in (*KEPT_SECRETS, "Konawe"))


# --- what a number brings along -------------------------------------------------------------------------------------


def card_of(call: Call) -> dict[str, object]:
    """The card of a call as the hub sends it."""
    return dict(queue.read([call.pk])[call.pk]["calls"])


def test_repeated_silent_calls_of_a_number_raise_attention_while_they_are_fresh(
    clock: time_machine.Traveller, talking: Call, call_taker: User
) -> None:
    actions.set_outcome(talking.pk, "silent", actor=call_taker)
    second = actions.answer(ring().pk, actor=call_taker)
    actions.set_outcome(second.pk, "silent", actor=call_taker)
    third = ring()
    assert card_of(third)["history"] == {"calls": 3, "emergency": 0, "prank": 0, "silent": 2}
    clock.shift(31 * 60)
    assert card_of(third)["history"] == {"calls": 3, "emergency": 0, "prank": 0, "silent": 0}


def test_a_prank_marks_its_number_for_a_month(clock: time_machine.Traveller, talking: Call, call_taker: User) -> None:
    actions.set_outcome(talking.pk, "prank", actor=call_taker)
    assert card_of(ring())["history"] == {"calls": 2, "emergency": 0, "prank": 1, "silent": 0}
    clock.shift(31 * 24 * 3600)
    assert card_of(ring())["history"] == {"calls": 3, "emergency": 0, "prank": 0, "silent": 0}


def test_a_report_that_is_sent_after_all_leaves_nothing_of_the_short_end(talking: Call, call_taker: User) -> None:
    row = contact("referral")
    draft = Report.objects.get(call=talking)
    actions.set_outcome(talking.pk, "complaint", actor=call_taker, contact=row.pk)
    actions.forward(draft.pk, actor=call_taker, category="kebakaran_rumah", place_text="Jl. Uji")
    talking.refresh_from_db()
    assert (talking.outcome, talking.referred_to, verbs(talking.subject)[-1]) == ("emergency", None, "coded")
    assert not [lines for _invariant, lines in violations() if lines]
