"""What one watch leaves to the next, and who is away from his desk."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies import actions, handover
from agencies.models import Watch
from tests.endpoints import commands
from tests.factories import browser, get, history, minutes, post, seconds, verbs
from tests.refusals import code_of, denied, fields_of, refusal, refused

pytestmark = pytest.mark.django_db

WORDS = "0852-4187-2093: ODGJ, hubungi keluarga Wa Ina."


def shown() -> list[dict[str, Any]]:
    """The lines on every console now; what is read and what is counted are the same rows."""
    versions = handover.note_versions()
    cards = [made["calls"] for made in handover.read_notes(list(versions)).values()]
    assert {card["id"]: card["version"] for card in cards} == versions
    return cards


# --- lines for the next watch ---------------------------------------------------------------------------------------


def test_a_line_says_who_wrote_it_and_when(clock: time_machine.Traveller, dispatcher: User) -> None:
    note = actions.write_handover("  GPS AMB-06 mati;\nradio kanal 2. ", actor=dispatcher)
    assert shown() == [
        {
            "kind": "handover",
            "id": note.pk,
            "version": 1,
            "text": "GPS AMB-06 mati; radio kanal 2.",
            "written_at": now(),
            "written_by": "Rizal Asrun",
            "done_at": None,
            "done_by": None,
        }
    ]


def test_the_journal_does_not_know_what_it_says(call_taker: User) -> None:
    note = actions.write_handover(WORDS, actor=call_taker)
    actions.tick_handover(note.pk, actor=call_taker, is_done=True)
    entries = history(note.subject)
    assert [entry.verb for entry in entries] == ["written", "done"]
    assert json.dumps([entry.facts for entry in entries]) == "[{}, {}]"


def test_an_empty_line_and_one_too_long_are_refused(call_taker: User) -> None:
    assert fields_of(actions.write_handover, " \x00\n ", actor=call_taker) == ["text"]
    assert fields_of(actions.write_handover, "a" * 281, actor=call_taker) == ["text"]


def test_a_line_goes_when_it_is_a_day_old(clock: time_machine.Traveller, supervisor: User) -> None:
    actions.write_handover("Hujan lebat s.d. 23.30.", actor=supervisor)
    clock.shift(timedelta(hours=24) - seconds(1))
    assert len(shown()) == 1
    clock.shift(1)
    assert shown() == []


def test_a_line_is_ticked_off_once_and_a_slip_can_be_taken_back(
    clock: time_machine.Traveller, call_taker: User, second_call_taker: User
) -> None:
    note = actions.write_handover("Hujan lebat.", actor=call_taker)
    assert code_of(actions.tick_handover, note.pk, actor=call_taker, is_done=False) == "not_done"
    assert code_of(actions.tick_handover, note.pk, actor=call_taker, is_done=True, version=7) == "changed"
    actions.tick_handover(note.pk, actor=call_taker, is_done=True)
    twice = refused(actions.tick_handover, note.pk, actor=second_call_taker, is_done=True)
    assert (twice.code, twice.messages) == ("already_done", ["Catatan ini sudah diselesaikan Fitriani Halik."])
    assert shown()[0]["done_by"] == "Fitriani Halik"
    actions.tick_handover(note.pk, actor=second_call_taker, is_done=False)
    assert shown()[0]["done_by"] is None
    actions.tick_handover(note.pk, actor=second_call_taker, is_done=True)
    clock.shift(minutes(10))
    assert shown() == []


def test_agencies_and_heads_leave_no_lines(damkar: User, head: User, call_taker: User) -> None:
    note = actions.write_handover("Hujan lebat.", actor=call_taker)
    for user in (damkar, head):
        denied(actions.write_handover, "x", actor=user)
        denied(actions.tick_handover, note.pk, actor=user, is_done=True)


# --- colleagues -----------------------------------------------------------------------------------------------------


def colleagues() -> dict[str, dict[str, Any]]:
    """Who is on watch on every console now, by name."""
    versions = handover.colleague_versions()
    cards = [made["calls"] for made in handover.read_colleagues(list(versions)).values()]
    assert {card["id"]: card["version"] for card in cards} == versions
    return {card["name"]: card for card in cards}


def test_who_takes_calls_is_seen_with_his_desk_and_nobody_else(
    call_taker: User, supervisor: User, dispatcher: User, damkar: User
) -> None:
    found = colleagues()
    assert {name: card["seat"] for name, card in found.items()} == {
        "Fitriani Halik": "Meja 03",
        "Ahmad Rifai": "Meja 08",
    }


def test_whoever_ends_his_watch_is_gone(call_taker: User, supervisor: User) -> None:
    actions.sign_off(Watch.objects.get(member__user=call_taker).pk, actor=call_taker)
    assert list(colleagues()) == ["Ahmad Rifai"]


def test_a_pause_is_seen_and_ends(clock: time_machine.Traveller, call_taker: User, second_call_taker: User) -> None:
    watch = Watch.objects.get(member__user=call_taker)
    for _twice in range(2):
        actions.pause(watch.pk, actor=call_taker, is_paused=True)
    assert colleagues()["Fitriani Halik"]["paused_at"] == now()
    assert code_of(actions.pause, watch.pk, actor=second_call_taker, is_paused=False) == "not_yours"
    actions.pause(watch.pk, actor=call_taker, is_paused=False)
    assert colleagues()["Fitriani Halik"]["paused_at"] is None
    assert verbs(call_taker.member.subject) == ["paused", "resumed"]
    actions.sign_off(watch.pk, actor=call_taker)


# --- over HTTP ------------------------------------------------------------------------------------------------------


def test_writing_and_ticking_off(call_taker: User) -> None:
    console = browser(call_taker)
    status, answer = post(console, "handover/", {"text": WORDS})
    assert (status, answer["note"]["text"], answer["note"]["written_by"]) == (201, WORDS, "Fitriani Halik")
    note = answer["note"]
    assert list(post(console, "handover/", {"text": ""})[1]["fields"]) == ["text"]
    body = {"is_done": True, "version": note["version"]}
    assert post(console, f"handover/{note['id']}/tick/", body)[1]["note"]["done_by"] == "Fitriani Halik"
    assert refusal(post(console, f"handover/{note['id']}/tick/", body)) == (409, "already_done")
    status, answer = post(console, f"handover/{note['id']}/tick/", {"is_done": False, "version": 1})
    assert (status, answer["code"], answer["card"]["version"]) == (409, "changed", 2)
    assert refusal(post(console, "handover/0/tick/", body)) == (404, "not_found")


def test_the_consoles_picture_brings_colleagues_and_lines(call_taker: User) -> None:
    actions.write_handover(WORDS, actor=call_taker)
    cards = {card["kind"]: card for card in get(browser(call_taker), "calls/")[1]["cards"]}
    assert (cards["handover"]["text"], cards["member"]["seat"]) == (WORDS, "Meja 03")


def test_pausing_is_on_the_watch_of_this_session(call_taker: User, dispatcher: User) -> None:
    console = browser(call_taker)
    assert post(console, "watch/pause/", {"is_paused": True})[1]["paused_at"] is not None
    assert post(console, "watch/pause/", {"is_paused": False}) == (200, {"paused_at": None})
    assert refusal(post(browser(dispatcher), "watch/pause/", {"is_paused": True})) == (403, "forbidden")


@pytest.mark.parametrize("path", [path for path in commands("agencies") if not path.startswith("hospitals")])
def test_every_command_honours_the_version_of_the_card(call_taker: User, path: str) -> None:
    note = actions.write_handover(WORDS, actor=call_taker)
    body = {"version": 77, "is_done": True, "is_paused": True}
    status, answer = post(browser(call_taker), path.format(pk=note.pk), body)
    assert (status, answer["code"]) == (409, "changed")
    assert answer["card"]["version"] < 77


def test_a_pause_on_the_card_one_saw_is_taken(call_taker: User) -> None:
    console = browser(call_taker)
    seen = colleagues()["Fitriani Halik"]["version"]
    assert post(console, "watch/pause/", {"is_paused": True, "version": seen})[0] == 200
    answer = post(console, "watch/pause/", {"is_paused": False, "version": seen})
    assert refusal(answer) == (409, "changed")
    assert answer[1]["card"]["version"] == colleagues()["Fitriani Halik"]["version"] == seen + 1
