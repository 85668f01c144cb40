"""A number typed into a report by hand, and what that does to the call-backs of its caller."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from calls import actions, queue
from calls.actions.hearing import SwitchEvent, hear
from calls.models import Call, PhoneNumber, Report
from tests.factories import browser, history, minutes, post, ring, seconds, verbs
from tests.refusals import code_of, denied

pytestmark = pytest.mark.django_db

WIFE = "0852-4187-2093"


def lost(number: str = WIFE, *, ago: float = 60) -> Call:
    """A call that rang for some seconds until its caller gave up."""
    call = ring(number=number, at=now() - seconds(ago))
    return hear(SwitchEvent("ended", call.switch_id, call.offered_at + seconds(9)), actor=None)


def back(call: Call) -> dict[str, Any]:
    """What the screens are told about calling back."""
    card = queue.read([call.pk])[call.pk]["calls"]
    assert queue.versions()[call.pk] == card["version"]
    return {**card["call_back"], "version": card["version"]}


@pytest.fixture
def draft(clock: time_machine.Traveller, call_taker: User) -> Report:
    """A man rings with his own telephone and names his wife's."""
    return Report.objects.get(call=actions.answer(ring(number="0811-1111-1111").pk, actor=call_taker))


@pytest.mark.parametrize("typed", ["0852 4187 2093", "+62 852-4187-2093", "085241872093"])
def test_a_typed_number_resolves_the_call_backs_of_its_caller(draft: Report, call_taker: User, typed: str) -> None:
    call = lost()
    assert back(call)["served"] is None
    actions.save_draft(draft.pk, actor=call_taker, callback=typed)
    assert back(call)["served"]["by"] == "Meja 03 · Fitriani Halik"
    sent = actions.forward(draft.pk, actor=call_taker, place_text="Jl. Uji", category="kebakaran_rumah")
    assert back(call)["served"]["incident"] == sent.incident_id


def test_another_number_opens_the_one_and_resolves_the_other(draft: Report, call_taker: User) -> None:
    one, other = lost(), lost("0813-5540-1182")
    actions.save_draft(draft.pk, actor=call_taker, callback=WIFE)
    before = (back(one), back(other))
    actions.save_draft(draft.pk, actor=call_taker, callback="0813-5540-1182")
    after = (back(one), back(other))
    assert [bool(row["served"]) for row in (*before, *after)] == [True, False, False, True]
    assert all(new["version"] > old["version"] for old, new in zip(before, after, strict=True))


def test_a_number_taken_out_again_leaves_the_call_back_waiting(draft: Report, call_taker: User) -> None:
    call = lost()
    seen = [back(call)["version"]]
    for typed in (WIFE, "", WIFE, ""):
        actions.save_draft(draft.pk, actor=call_taker, callback=typed)
        seen.append(back(call)["version"])
    assert back(call)["served"] is None
    assert seen == sorted(set(seen)), "each change is news to the screens"


def test_who_rings_in_vain_after_the_report_waits_again(
    clock: time_machine.Traveller, draft: Report, call_taker: User
) -> None:
    lost()
    actions.save_draft(draft.pk, actor=call_taker, callback=WIFE)
    clock.shift(minutes(2))
    assert back(lost(ago=20))["served"] is None


def test_the_callers_own_number_in_his_report_does_not_resolve_what_he_rang_in_vain_later(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    broken = actions.answer(ring(number=WIFE).pk, actor=call_taker)
    draft = Report.objects.get(call=broken)
    actions.save_draft(draft.pk, actor=call_taker, callback=WIFE)
    clock.shift(seconds(60))
    hear(SwitchEvent("ended", broken.switch_id, now()), actor=None)
    clock.shift(seconds(60))
    again = lost(ago=20)
    actions.save_draft(draft.pk, actor=call_taker, landmark="dekat pasar")
    assert back(again)["served"] is None


def test_half_a_number_is_nobodys_and_makes_no_row(draft: Report, call_taker: User) -> None:
    before = PhoneNumber.objects.count()
    for typed in ("08", "0852-41", "belum tahu", "9" * 40):
        actions.save_draft(draft.pk, actor=call_taker, callback=typed)
    assert PhoneNumber.objects.count() == before
    assert Report.objects.get(pk=draft.pk).number is None


def test_whose_number_it_was_is_not_in_the_journal(draft: Report, call_taker: User) -> None:
    lost()
    actions.save_draft(draft.pk, actor=call_taker, callback=WIFE)
    assert "4187" not in str([entry.facts for entry in history(draft.subject)])


# --- closing taken back ---------------------------------------------------------------------------------------------


def test_a_closing_is_taken_back_within_five_seconds(clock: time_machine.Traveller, call_taker: User) -> None:
    call = lost()
    actions.close_call_back(call.pk, "surge", actor=call_taker)
    assert call.pk not in queue.versions()
    clock.shift(seconds(5))
    actions.reopen_call_backs([call.pk], actor=call_taker)
    assert back(call)["served"] is None
    assert verbs(call.subject)[-2:] == ["callback_closed", "callback_reopened"]


def test_after_that_or_by_another_it_stays_closed(
    clock: time_machine.Traveller, call_taker: User, second_call_taker: User, damkar: User
) -> None:
    call = lost()
    actions.close_call_back(call.pk, "surge", actor=call_taker)
    assert code_of(actions.reopen_call_backs, [call.pk], actor=second_call_taker) == "too_late"
    denied(actions.reopen_call_backs, [call.pk], actor=damkar)
    clock.shift(seconds(9))
    assert code_of(actions.reopen_call_backs, [call.pk], actor=call_taker) == "too_late"


def test_what_a_result_closed_is_not_reopened(clock: time_machine.Traveller, call_taker: User) -> None:
    call = lost()
    actions.take_call_back(call.pk, actor=call_taker)
    actions.note_try(call.pk, "wrong_number", actor=call_taker)
    assert code_of(actions.reopen_call_backs, [call.pk], actor=call_taker) == "too_late"


def test_many_are_closed_and_taken_back_over_http(clock: time_machine.Traveller, call_taker: User) -> None:
    console = browser(call_taker)
    ids = [lost(f"0852-4187-20{one}").pk for one in range(10, 13)]
    status, body = post(console, "callbacks/closing/", {"calls": ids, "reason": "surge"})
    assert (status, sorted(body["closed"]), bool(body["undo_until"])) == (200, ids, True)
    assert post(console, "callbacks/closing/undo/", {"calls": ids}) == (200, {"reopened": ids})
    assert set(queue.versions()) == set(ids)


def test_more_than_a_hundred_at_once_are_refused_by_name(call_taker: User) -> None:
    status, body = post(browser(call_taker), "callbacks/closing/", {"calls": list(range(1, 102)), "reason": "surge"})
    assert (status, list(body["fields"])) == (400, ["calls"])
