"""A report whose call goes on to a colleague: one writes at a time, the other looks on, and nothing typed is lost."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from agencies.models import Member, Watch
from calls import actions
from calls.actions.hearing import SwitchEvent
from calls.models import Call, Report
from incidents.models import Incident
from reporting.invariants import violations
from tests.factories import browser, get, history, post, ring, seconds, verbs, write
from tests.refusals import code_of, denied, refusal

pytestmark = pytest.mark.django_db


def line(text: str) -> dict[str, Any]:
    """A line as a browser sends it."""
    return {"key": str(uuid4()), "text": text, "at": now().isoformat()}


def goes_to(clock: time_machine.Traveller, call: Call, extension: str) -> None:
    """The exchange puts the caller through to another desk."""
    clock.shift(seconds(20))
    for event, telephone in (("requeued", ""), ("answered", extension)):
        actions.hear(SwitchEvent(event, call.switch_id, now(), extension=telephone), actor=None)


@pytest.fixture
def handed(clock: time_machine.Traveller, call_taker: User, second_call_taker: User) -> Report:
    """Fitriani's report of a call that the exchange has passed on to Marlina at desk 4."""
    call = actions.answer(ring().pk, actor=call_taker)
    draft = Report.objects.get(call=call)
    actions.save_draft(draft.pk, actor=call_taker, words="api dari dapur")
    goes_to(clock, call, "1004")
    return Report.objects.get(pk=draft.pk)


@pytest.fixture
def fitriani(handed: Report, call_taker: User) -> Client:
    """The browser of whoever had it."""
    return browser(call_taker)


def test_it_goes_on_in_the_other_hands_with_all_that_was_written(handed: Report, second_call_taker: User) -> None:
    assert (handed.taken_by, handed.words) == (second_call_taker, "api dari dapur")
    assert verbs(handed.subject) == ["drafted", "taken_over"]
    assert history(handed.subject)[-1].actor == second_call_taker
    assert actions.save_draft(handed.pk, actor=second_call_taker, landmark="pasar").landmark == "pasar"


@pytest.mark.parametrize("path", ["", "forwarding/", "discarding/"])
def test_who_lost_it_is_told_who_has_it_and_what_to_do(handed: Report, fitriani: Client, path: str) -> None:
    status, body = post(
        fitriani, f"reports-drafts/{handed.pk}/{path}", {"words": "lain"} if path != "discarding/" else {}
    )
    assert (status, body["code"]) == (409, "not_yours")
    assert body["detail"] == (
        "Laporan ini sekarang ditulis Marlina Tombolotutu (Meja 04). "
        "Ketikan Anda tetap di layar ini; kirimkan sebagai catatan."
    )
    assert Report.objects.get(pk=handed.pk).words == "api dari dapur"


def test_his_console_keeps_it_and_follows_what_the_other_writes(
    handed: Report, fitriani: Client, second_call_taker: User
) -> None:
    (kept,) = get(fitriani, "reports-drafts/")[1]["drafts"]
    assert (kept["id"], kept["who"], kept["seat"]) == (handed.pk, "Marlina Tombolotutu", "Meja 04")
    assert (kept["taken_by_id"], kept["is_shared"]) == (second_call_taker.pk, True)
    actions.save_draft(handed.pk, actor=second_call_taker, landmark="pasar")
    status, body = get(fitriani, f"reports-drafts/{handed.pk}/handed/")
    assert (status, body["report"]["landmark"], body["is_mine"], body["is_sent"]) == (200, "pasar", False, False)


def test_the_socket_says_it_without_a_save(handed: Report, second_call_taker: User, fitriani: Client) -> None:
    """The call's own card names its new taker; it goes to every console at the commit."""
    (card,) = [one for one in get(fitriani, "calls/")[1]["cards"] if one["kind"] == "call"]
    assert (card["answered_by_id"], card["seat"], card["report_id"]) == (second_call_taker.pk, "Meja 04", handed.pk)


def test_what_he_still_knows_becomes_a_line_under_his_name(
    handed: Report, fitriani: Client, second_call_taker: User
) -> None:
    said = line("dua anak di dalam")
    for _time in range(2):  # the answer was lost: the same line again
        status, body = post(fitriani, f"reports-drafts/{handed.pk}/handed/", {"lines": [said]})
    assert (status, [(one["by"], one["text"]) for one in body["report"]["lines"]]) == (
        200,
        [("Fitriani Halik", "dua anak di dalam")],
    )
    (mine,) = get(browser(second_call_taker), "reports-drafts/")[1]["drafts"]
    assert [one["text"] for one in mine["lines"]] == ["dua anak di dalam"]
    assert verbs(handed.subject)[-1] == "added"
    assert list(violations()) == []


@pytest.mark.parametrize("is_sent", [True, False])
def test_what_another_browser_of_his_had_not_told_is_added_to_a_report_that_is_over(
    call_taker: User, is_sent: bool
) -> None:
    """It crashed; meanwhile the report was sent, or put aside, and its incident is closed by now."""
    draft = actions.start_report("walk_in", actor=call_taker)
    actions.save_draft(draft.pk, actor=call_taker, category="kebakaran_rumah", place_text="Jl. Seroja 17")
    ended = actions.forward if is_sent else actions.discard
    ended(draft.pk, actor=call_taker)
    Incident.objects.update(closed_at=now(), outcome="closed")
    told = get(browser(call_taker), f"reports-drafts/{draft.pk}/handed/")[1]
    assert (told["report"], told["is_mine"], told["is_sent"], told["incident"] is not None) == (
        None,
        True,
        is_sent,
        is_sent,
    )
    status, body = post(browser(call_taker), f"reports-drafts/{draft.pk}/handed/", {"lines": [line("dua anak")]})
    assert (status, body["is_sent"]) == (200, is_sent)
    assert [one.text for one in draft.lines.all()] == ["dua anak"]
    assert [note.text for fire in Incident.objects.all() for note in fire.notes.all()] == ["dua anak"] * is_sent


def test_after_it_was_sent_his_words_go_to_the_incident(
    handed: Report, fitriani: Client, call_taker: User, second_call_taker: User
) -> None:
    sent = actions.forward(handed.pk, actor=second_call_taker, category="kebakaran_rumah", place_text="Jl. Seroja 17")
    assert get(fitriani, "reports-drafts/")[1]["drafts"] == []
    body = post(fitriani, f"reports-drafts/{handed.pk}/handed/", {"lines": [line("dua anak di dalam")]})[1]
    fire = Incident.objects.get()
    assert (body["report"], body["is_sent"], body["incident"]["id"]) == (None, True, fire.pk)
    assert ("dua anak di dalam", call_taker) in [(note.text, note.author) for note in fire.notes.all()]
    assert verbs(fire.subject)[-1] == "noted"
    assert sent.incident == fire
    assert list(violations()) == []


def test_of_a_closed_case_he_is_told_nothing_and_his_words_arrive(
    handed: Report, fitriani: Client, second_call_taker: User
) -> None:
    actions.forward(handed.pk, actor=second_call_taker, category="kdrt", place_text="Jl. Uji")
    body = post(fitriani, f"reports-drafts/{handed.pk}/handed/", {"lines": [line("pelaku masih di rumah")]})[1]
    assert (body["incident"], body["is_sent"]) == (None, True)
    assert Incident.objects.get().notes.filter(text="pelaku masih di rumah").exists()


def test_of_a_report_put_aside_his_words_are_kept(handed: Report, fitriani: Client, second_call_taker: User) -> None:
    actions.set_outcome(handed.call_id or 0, "prank", actor=second_call_taker)
    body = post(fitriani, f"reports-drafts/{handed.pk}/handed/", {"lines": [line("ia tertawa")]})[1]
    assert (body["report"], body["is_sent"]) == (None, False)
    assert list(handed.lines.values_list("text", flat=True)) == ["ia tertawa"]


def test_he_puts_it_off_his_desk_and_the_other_notices_nothing(
    handed: Report, fitriani: Client, second_call_taker: User
) -> None:
    assert post(fitriani, f"reports-drafts/{handed.pk}/handed/closing/") == (200, {"id": handed.pk})
    assert get(fitriani, "reports-drafts/")[1]["drafts"] == []
    assert refusal(post(fitriani, f"reports-drafts/{handed.pk}/handed/closing/")) == (404, "not_found")
    assert Report.objects.drafts().get().taken_by == second_call_taker


def test_it_can_come_back_and_then_the_other_looks_on(
    clock: time_machine.Traveller, handed: Report, fitriani: Client, call_taker: User, second_call_taker: User
) -> None:
    goes_to(clock, Call.objects.get(), "1003")
    (mine,) = get(fitriani, "reports-drafts/")[1]["drafts"]
    assert (mine["taken_by_id"], mine["is_shared"], mine["seat"]) == (call_taker.pk, True, "Meja 03")
    assert code_of(actions.save_draft, handed.pk, actor=second_call_taker, words="lain") == "not_yours"
    assert (
        get(browser(second_call_taker), f"reports-drafts/{handed.pk}/handed/")[1]["report"]["who"] == "Fitriani Halik"
    )
    assert code_of(actions.let_off, handed.pk, actor=call_taker) == "own"


def test_a_conversation_by_message_goes_on_in_the_same_way(
    clock: time_machine.Traveller, call_taker: User, second_call_taker: User
) -> None:
    talk = actions.answer(write().pk, actor=call_taker)
    client = browser(call_taker)
    watch = Watch.objects.filter(member__user=call_taker)
    watch.update(ended_at=now())  # went home
    actions.answer(talk.pk, actor=second_call_taker)
    watch.update(ended_at=None)
    (kept,) = get(client, "reports-drafts/")[1]["drafts"]
    assert (kept["taken_by_id"], kept["seat"]) == (second_call_taker.pk, "Meja 04")


def test_nobody_else_looks_on_or_adds(
    handed: Report, supervisor: User, dispatcher: User, damkar: User, call_taker: User
) -> None:
    stranger = {supervisor: 404, dispatcher: 403, damkar: 403}
    for user, status in stranger.items():
        client = browser(user)
        assert get(client, f"reports-drafts/{handed.pk}/handed/")[0] == status
        assert post(client, f"reports-drafts/{handed.pk}/handed/", {"lines": [line("lain")]})[0] == status
    assert code_of(actions.add_lines, handed.pk, [line("lain")], actor=supervisor) == "not_yours"
    for actor in (dispatcher, damkar):
        denied(actions.add_lines, handed.pk, [line("lain")], actor=actor)
        denied(actions.let_off, handed.pk, actor=actor)
    assert post(browser(call_taker), f"reports-drafts/{handed.pk}/handed/", {"lines": []})[0] == 400


def test_once_it_is_a_closed_case_only_its_writer_and_the_cleared_read_it_and_words_still_arrive(
    handed: Report, fitriani: Client, call_taker: User, second_call_taker: User
) -> None:
    for changed in ({"is_confidential": True}, {"is_confidential": False, "category": "kdrt"}):
        actions.save_draft(handed.pk, actor=second_call_taker, words="pelaku suaminya", **changed)
        assert get(fitriani, "reports-drafts/")[1]["drafts"] == []
        assert get(fitriani, "reports-drafts/")[1]["calls"] == []
        body = get(fitriani, f"reports-drafts/{handed.pk}/handed/")[1]
        assert body == {"report": None, "incident": None, "is_sent": False, "is_mine": False, "is_closed": True}
        assert len(get(browser(second_call_taker), "reports-drafts/")[1]["drafts"]) == 1
    body = post(fitriani, f"reports-drafts/{handed.pk}/handed/", {"lines": [line("alamatnya salah")]})[1]
    assert (body["report"], body["is_closed"]) == (None, True)
    assert list(handed.lines.values_list("text", flat=True)) == ["alamatnya salah"]
    Member.objects.filter(user=call_taker).update(is_cleared=True)
    assert get(fitriani, f"reports-drafts/{handed.pk}/handed/")[1]["report"]["words"] == "pelaku suaminya"
    assert len(get(fitriani, "reports-drafts/")[1]["drafts"]) == 1
