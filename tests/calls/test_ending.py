"""A report that needs nobody: ended with a reason, counted where it belongs, taken back in five seconds."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import get_current_timezone, now

from calls import actions, queue
from calls.models import Call, Report
from calls.past import line
from calls.sentences import call_sentence
from journal.models import Entry
from reporting.books import read
from reporting.call_figures import by_outcome, offered
from reporting.invariants import violations
from reporting.periods import parse
from tests.factories import browser, history, post, ring, verbs
from tests.refusals import code_of, denied, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(clock: time_machine.Traveller, call_taker: User) -> Report:
    """The empty report of a call that has just been answered."""
    return Report.objects.get(call=actions.answer(ring().pk, actor=call_taker))


@pytest.fixture
def manual(clock: time_machine.Traveller, call_taker: User) -> Report:
    """A report somebody came in with."""
    return actions.start_report("walk_in", actor=call_taker)


def call_of(draft: Report) -> Call:
    """Its call as it stands now."""
    return Call.objects.get(report=draft)


# --- a call ---------------------------------------------------------------------------------------------------------


def test_the_call_is_coded_and_over_and_its_report_put_aside_with_one_entry(draft: Report, call_taker: User) -> None:
    before = Entry.objects.count()
    row = actions.end_report(draft.pk, "handled", actor=call_taker)
    call = call_of(row)
    assert (call.outcome, call.outcome_at, call.ended_at) == ("emergency", now(), now())
    assert (row.discarded_at, row.no_action, row.no_action_word) == (now(), "handled", "")
    assert not Report.objects.drafts().exists()
    assert Entry.objects.count() == before + 1
    assert history(call.subject)[-1].facts == {"outcome": "emergency", "no_action": "handled"}
    said = call_sentence(history(call.subject)[-1], call)
    assert said is not None
    assert said.text == "Hasil panggilan: Darurat · tanpa tindak lanjut: sudah ditangani"
    assert line(call, None)["reason"] == "Sudah ditangani"
    assert list(violations()) == []


@pytest.mark.parametrize(
    ("outcome", "category", "reason", "counted"),
    [
        ("", "", "cancelled", "emergency"),
        ("", "begal", "duplicate", "emergency"),
        ("", "lampu_jalan", "duplicate", "complaint"),
        ("", "", "not_emergency", "information"),
        ("", "lampu_jalan", "not_emergency", "complaint"),
        ("emergency", "lampu_jalan", "handled", "emergency"),
        ("emergency", "", "not_emergency", "information"),
        ("complaint", "begal", "handled", "complaint"),
        ("complaint", "", "not_emergency", "complaint"),
    ],
)
def test_it_is_counted_as_what_it_was(
    draft: Report, call_taker: User, outcome: str, category: str, reason: str, counted: str
) -> None:
    if outcome:
        actions.set_outcome(call_of(draft).pk, outcome, actor=call_taker)
    actions.save_draft(draft.pk, actor=call_taker, category=category)
    actions.end_report(draft.pk, reason, actor=call_taker)
    assert call_of(draft).outcome == counted


def test_the_month_loses_no_emergency_and_says_how_many_needed_nobody(draft: Report, call_taker: User) -> None:
    actions.end_report(draft.pk, "cancelled", actor=call_taker)
    books = read(parse("2026-01", get_current_timezone()), now())
    assert by_outcome(books)["emergency"] == 1
    assert (offered(books)["offered"], offered(books)["unfollowed"]) == (1, 1)


def test_taken_back_call_and_report_are_as_after_an_outcome_key(
    draft: Report, call_taker: User, clock: time_machine.Traveller
) -> None:
    actions.save_draft(draft.pk, actor=call_taker, place_text="Jl. Uji", hides_reporter=True)
    actions.end_report(draft.pk, "other", word="latihan", actor=call_taker)
    clock.shift(4)
    call = actions.undo_outcome(call_of(draft).pk, actor=call_taker)
    draft.refresh_from_db()
    assert (call.outcome, call.outcome_at, call.ended_at) == ("", None, None)
    assert (draft.discarded_at, draft.no_action, draft.no_action_word) == (None, "", "")
    assert (draft.place_text, draft.hides_reporter) == ("Jl. Uji", True)
    assert list(Report.objects.drafts()) == [draft]


def test_another_outcome_after_it_leaves_no_reason_behind(draft: Report, call_taker: User) -> None:
    actions.end_report(draft.pk, "handled", actor=call_taker)
    actions.set_outcome(call_of(draft).pk, "prank", actor=call_taker)
    draft.refresh_from_db()
    assert (draft.no_action, draft.discarded_at) == ("", now())


def test_sent_after_all_it_is_a_report_like_any_other(draft: Report, call_taker: User) -> None:
    actions.end_report(draft.pk, "not_emergency", actor=call_taker)
    sent = actions.forward(draft.pk, actor=call_taker, category="begal", place_text="Jl. Uji")
    assert (sent.no_action, sent.discarded_at, call_of(draft).outcome) == ("", None, "emergency")
    assert list(violations()) == []


def test_who_waited_for_it_stands_alone(draft: Report, call_taker: User, second_call_taker: User) -> None:
    waits = Report.objects.get(call=actions.answer(ring(number="0811-2222-3333").pk, actor=second_call_taker))
    actions.follow(waits.pk, draft.pk, actor=second_call_taker)
    actions.end_report(draft.pk, "duplicate", actor=call_taker)
    waits.refresh_from_db()
    assert (waits.follows, waits.let_go) == (None, "dropped")


# --- a report without a call ----------------------------------------------------------------------------------------


def test_a_report_without_a_call_is_ended_and_taken_back(
    manual: Report, call_taker: User, clock: time_machine.Traveller
) -> None:
    actions.save_draft(manual.pk, actor=call_taker, place_text="Jl. Uji")
    actions.end_report(manual.pk, "cancelled", actor=call_taker)
    assert (verbs(manual.subject)[-1], history(manual.subject)[-1].facts) == ("ended", {"reason": "cancelled"})
    clock.shift(5)
    row = actions.resume_report(manual.pk, actor=call_taker)
    assert (row.discarded_at, row.no_action, row.place_text) == (None, "", "Jl. Uji")
    assert verbs(manual.subject)[-1] == "resumed"
    assert code_of(actions.resume_report, manual.pk, actor=call_taker) == "too_late"


def test_after_some_seconds_it_stays_ended(
    manual: Report, draft: Report, call_taker: User, clock: time_machine.Traveller
) -> None:
    actions.end_report(manual.pk, "cancelled", actor=call_taker)
    actions.end_report(draft.pk, "cancelled", actor=call_taker)
    assert code_of(actions.resume_report, draft.pk, actor=call_taker) == "of_a_call"
    clock.shift(8)
    assert code_of(actions.resume_report, manual.pk, actor=call_taker) == "too_late"


# --- refusals -------------------------------------------------------------------------------------------------------


def test_the_last_reason_needs_a_word_that_no_other_keeps_and_no_journal_holds(
    manual: Report, draft: Report, call_taker: User
) -> None:
    for word in ("", "  ", "a" * 81):
        assert fields_of(actions.end_report, manual.pk, "other", word=word, actor=call_taker) == ["word"]
    row = actions.end_report(manual.pk, "other", word=" latihan\tWa Ina ", actor=call_taker)
    assert row.no_action_word == "latihan Wa Ina"
    assert history(manual.subject)[-1].facts == {"reason": "other"}
    assert actions.end_report(draft.pk, "handled", word="latihan", actor=call_taker).no_action_word == ""


def test_a_reason_is_of_the_list(manual: Report, call_taker: User) -> None:
    for reason in ("", "prank"):
        assert fields_of(actions.end_report, manual.pk, reason, actor=call_taker) == ["reason"]


def test_it_is_ended_once_by_whoever_writes_it_as_he_saw_it(
    draft: Report, call_taker: User, second_call_taker: User, dispatcher: User
) -> None:
    denied(actions.end_report, draft.pk, "handled", actor=dispatcher)
    assert code_of(actions.end_report, draft.pk, "handled", actor=second_call_taker) == "not_yours"
    assert code_of(actions.end_report, draft.pk, "handled", actor=call_taker, version=77) == "changed"
    actions.end_report(draft.pk, "handled", actor=call_taker)
    assert code_of(actions.end_report, draft.pk, "cancelled", actor=call_taker) == "already_closed"
    assert verbs(call_of(draft).subject).count("coded") == 1


def test_what_was_sent_is_not_ended_and_a_call_put_back_is_answered_first(draft: Report, call_taker: User) -> None:
    call = call_of(draft)
    Call.objects.filter(pk=call.pk).update(requeued_at=now())
    assert code_of(actions.end_report, draft.pk, "handled", actor=call_taker) == "not_answered"
    actions.forward(draft.pk, actor=call_taker, category="begal", place_text="Jl. Uji")
    assert code_of(actions.end_report, draft.pk, "handled", actor=call_taker) == "already_forwarded"


# --- over HTTP ------------------------------------------------------------------------------------------------------


def test_the_console_ends_and_takes_back(draft: Report, manual: Report, call_taker: User) -> None:
    client = browser(call_taker)
    status, answer = post(client, f"reports-drafts/{draft.pk}/ending/", {"reason": "handled"}, key="k1")
    assert (status, answer["call"]["outcome"], answer["id"]) == (200, "emergency", draft.pk)
    assert post(client, f"reports-drafts/{draft.pk}/ending/", {"reason": "handled"}, key="k1") == (status, answer)
    assert post(client, f"calls/{call_of(draft).pk}/undo/")[1]["report"]["id"] == draft.pk
    assert post(client, f"reports-drafts/{manual.pk}/ending/", {"reason": "cancelled"})[1]["call"] is None
    assert post(client, f"reports-drafts/{manual.pk}/ending/undo/")[1]["report"]["id"] == manual.pk
    assert {row.pk for row in queue.drafts_of(call_taker)} == {draft.pk, manual.pk}
    assert list(post(client, f"reports-drafts/{manual.pk}/ending/", {"reason": "other"})[1]["fields"]) == ["word"]


def test_it_stands_among_what_the_call_taker_has_done(draft: Report, manual: Report, call_taker: User) -> None:
    actions.end_report(draft.pk, "handled", actor=call_taker)
    actions.end_report(manual.pk, "handled", actor=call_taker)
    client = browser(call_taker)
    rows: Any = client.get("/konsol/").context["coded"]
    assert {(row["key"], row["label"]) for row in rows} == {
        (f"call:{call_of(draft).pk}", "Tanpa tindak lanjut"),
        (f"report:{manual.pk}", "Tanpa tindak lanjut"),
    }
    page = client.get(f"/panggilan/{call_of(draft).pk}/").content.decode()
    assert "Sudah ditangani" in page
    assert "tanpa tindak lanjut" in client.get("/riwayat/panggilan/").content.decode()
