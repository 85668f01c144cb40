"""Who asked that his identity be kept is on no page; the desk and his call-taker open him with a reason."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User

from calls import actions, queue
from calls.actions.hearing import SwitchEvent
from calls.locations import CallerLocation, of_callers
from calls.models import Call, Report
from calls.past import past_of
from calls.secrecy import HIDDEN, hides_caller
from dispatch import board
from tests.factories import browser, get, history, post, ring, seconds, told
from tests.refusals import code_of

pytestmark = pytest.mark.django_db

SAID: dict[str, Any] = {
    "category": "begal",
    "place_text": "Jl. Bunga Seroja 17",
    "reporter_name": "Wa Ina",
    "relation": "witness",
    "callback": "085241870000",
}
NAMES = ("Wa Ina", "W•••••", "Saksi", "0852-41", "0852-xx", "xx-2093", "085241872093", "085241870000")


@pytest.fixture
def sent(clock: time_machine.Traveller, call_taker: User, ringing: Call) -> Report:
    """A report by telephone whose reporter asked for it."""
    actions.answer(ringing.pk, actor=call_taker)
    draft = Report.objects.get(call=ringing)
    actions.save_draft(draft.pk, actor=call_taker, hides_reporter=True, **SAID)
    clock.shift(20)
    return actions.forward(draft.pk, actor=call_taker)


def body(user: User, path: str) -> str:
    """What this person reads there."""
    answer = browser(user).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_a_field_of_the_draft_saved_like_any_other(clock: time_machine.Traveller, call_taker: User) -> None:
    draft = actions.start_report("walk_in", actor=call_taker)
    status, answer = post(browser(call_taker), f"reports-drafts/{draft.pk}/", {"hides_reporter": True})
    assert (status, answer["report"]["hides_reporter"]) == (200, True)
    assert history(draft.subject)[-1].facts == {"fields": ["hides_reporter"]}
    assert (
        queue.draft_card(actions.save_draft(draft.pk, actor=call_taker, hides_reporter=False))["hides_reporter"]
        is False
    )


def test_nobody_reads_him_on_the_incidents_page(
    sent: Report, call_taker: User, dispatcher: User, supervisor: User
) -> None:
    for reader in (call_taker, dispatcher, supervisor):
        html = body(reader, f"/kejadian/{sent.incident_id}/")
        assert "Identitas dirahasiakan" in html
        assert "Panggilan masuk · identitas dirahasiakan" in html
        assert [name for name in NAMES if name in html] == []


def test_nobody_reads_him_in_the_lists_of_calls(sent: Report, dispatcher: User, ringing: Call) -> None:
    for path in ("/riwayat/panggilan/", f"/panggilan/{ringing.pk}/"):
        html = body(dispatcher, path)
        assert "dentitas dirahasiakan" in html
        assert [name for name in NAMES if name in html] == []


def test_by_his_number_he_is_not_found_and_his_incident_still_is(sent: Report, dispatcher: User, ringing: Call) -> None:
    assert sent.incident is not None
    link = f"/panggilan/{ringing.pk}/"
    for number in ("085241872093", "2093"):
        assert link not in body(dispatcher, f"/riwayat/panggilan/?q={number}")
    assert link in body(dispatcher, f"/riwayat/panggilan/?q={sent.incident.number}")
    Report.objects.filter(pk=sent.pk).update(hides_reporter=False)
    assert link in body(dispatcher, "/riwayat/panggilan/?q=2093")


def test_what_he_reported_is_not_told_by_the_history_of_his_number(
    sent: Report, call_taker: User, second_call_taker: User, clock: time_machine.Traveller
) -> None:
    clock.shift(600)
    again = actions.answer(ring().pk, actor=second_call_taker)
    assert again.caller_id == (sent.call and sent.call.caller_id)
    found = past_of(again, second_call_taker)["calls"]
    assert [(one["outcome"], one["incident"]) for one in found] == [("emergency", None)]
    assert past_of(again, call_taker)["calls"][0]["incident"]["id"] == sent.incident_id


def test_his_place_is_not_drawn_for_he_may_live_there(sent: Report, dispatcher: User, call_taker: User) -> None:
    assert sent.call is not None
    CallerLocation.objects.create(call=sent.call, lat=-3.97, lng=122.52, received_at=sent.started_at, fingerprint="a")
    assert sent.incident_id is not None
    assert of_callers(sent.incident_id, dispatcher) == []
    Report.objects.filter(pk=sent.pk).update(hides_reporter=False)
    assert len(of_callers(sent.incident_id, dispatcher)) == 1


def test_the_desk_and_his_call_taker_open_him_with_a_reason(
    sent: Report, call_taker: User, second_call_taker: User, dispatcher: User
) -> None:
    for actor in (call_taker, dispatcher):
        assert actions.reveal_reporter(sent.pk, "callback", actor=actor)["name"] == "Wa Ina"
    entry = history(sent.subject)[-1]
    assert (entry.verb, entry.actor, entry.facts) == ("revealed", dispatcher, {"reason": "callback"})
    assert code_of(actions.reveal_reporter, sent.pk, "callback", actor=second_call_taker) == "hidden"
    assert sent.call is not None
    assert code_of(actions.reveal_caller, sent.call.pk, "callback", actor=second_call_taker) == "hidden"
    assert actions.reveal_caller(sent.call.pk, "callback", actor=dispatcher) == "085241872093"


def test_only_who_may_open_him_is_offered_to(sent: Report, second_call_taker: User, dispatcher: User) -> None:
    page = f"/kejadian/{sent.incident_id}/"
    assert "Tampilkan, beri alasan" in body(dispatcher, page)
    assert "Tampilkan, beri alasan" not in body(second_call_taker, page)
    shown = browser(dispatcher).post(f"{page}pelapor/{sent.pk}/", {"reason": "callback"}).content.decode()
    assert "Wa Ina" in shown
    assert "Pelapor minta dirahasiakan" in shown


def test_agencies_and_boards_know_nothing_of_reporters_hidden_or_not(
    sent: Report, dispatcher: User, police: User
) -> None:
    incident = sent.incident
    assert incident is not None
    told(incident, dispatcher, agencies=("POL",))
    seen = json.dumps(board.read([incident.pk]), default=str) + body(police, f"/kejadian/{incident.pk}/")
    seen += json.dumps(get(browser(police), "agency/"), default=str)
    assert incident.short_number in seen
    assert [name for name in NAMES if name in seen] == []


def test_who_asked_for_it_when_called_back_is_hidden_in_the_call_he_lost(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    call = ring()
    lost = actions.hear(SwitchEvent("ended", call.switch_id, call.offered_at + seconds(9)), actor=None)
    clock.shift(60)
    actions.take_call_back(lost.pk, actor=call_taker)
    actions.note_try(lost.pk, "connected", actor=call_taker)
    report = Report.objects.get(call_back__call=lost)
    actions.save_draft(report.pk, actor=call_taker, hides_reporter=True)
    assert list(Call.objects.filter(HIDDEN)) == [lost]
    assert hides_caller(Call.objects.get(pk=lost.pk))
    assert report.started_at - lost.offered_at >= seconds(60)
