"""The door of the live screens: who is let in, who is not, and who is shown out."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from agencies.actions import sign_off
from agencies.models import Member, Role, Watch
from incidents import actions
from incidents.models import Incident
from journal import consumers
from tests.factories import browser, member
from tests.journal.screens import Screens

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_first_frame_greets_and_tells_the_time(screens: Screens, dispatcher: User) -> None:
    hello = screens.open("board", browser(dispatcher)).frames[0]
    assert (hello["type"], hello["audience"], hello["now"][-1]) == ("hello", "desk", "Z")


def test_what_a_screen_says_is_echoed_so_that_it_knows_how_long_that_takes(screens: Screens, dispatcher: User) -> None:
    desk = screens.open("board", browser(dispatcher))
    desk.say({"type": "ack"})
    desk.wait(lambda: any(frame["type"] == "echo" for frame in desk.frames), 1)


@pytest.mark.parametrize("stream", ["board", "calls", "agency"])
def test_without_a_watch_a_socket_is_closed_with_4401(screens: Screens, centre: object, stream: str) -> None:
    idle = browser(member("idle", "Tanpa Jaga", *Role, agency_code="DMK"))
    for key in ("", "unknown", idle.session.session_key or ""):
        screen = screens.knock(stream, key)
        assert (screen.end(), screen.accepted, screen.frames) == (4401, True, [])


def test_a_screen_of_others_is_closed_with_4401(screens: Screens, damkar: User, dispatcher: User) -> None:
    for user, stream in ((damkar, "board"), (dispatcher, "agency"), (dispatcher, "calls")):
        screen = screens.knock(stream, browser(user).session.session_key or "")
        assert screen.end() == 4401


async def test_what_is_no_handshake_is_left_alone() -> None:
    async def receive() -> dict[str, object]:
        return {"type": "websocket.disconnect"}

    async def send(message: dict[str, object]) -> None:
        raise AssertionError(message)

    await consumers.screen({"type": "websocket"}, receive, send)


def test_a_page_of_another_site_is_not_let_in(screens: Screens, dispatcher: User) -> None:
    key = browser(dispatcher).session.session_key or ""
    screen = screens.knock("board", key, origin="https://jahat.example")
    screen.end()
    assert (screen.accepted, screen.frames) == (False, [])


def test_an_ended_watch_is_shown_out_within_five_seconds(screens: Screens, dispatcher: User) -> None:
    desk = screens.open("board", browser(dispatcher))
    sign_off(Watch.objects.get().pk, actor=dispatcher)
    assert desk.end(5) == 4403


def test_a_changed_role_or_clearance_and_a_disabled_account_are_shown_out(
    screens: Screens, dispatcher: User, supervisor: User, damkar: User
) -> None:
    there = [
        screens.open("board", browser(dispatcher)),
        screens.open("board", browser(supervisor)),
        screens.open("agency", browser(damkar)),
    ]
    Member.objects.filter(user=dispatcher).update(roles=[Role.HEAD])
    Member.objects.filter(user=supervisor).update(is_cleared=False)
    User.objects.filter(pk=damkar.pk).update(is_active=False)
    for screen in there:
        assert screen.end() == 4403


def test_who_leaves_is_forgotten(screens: Screens, dispatcher: User, fire: Incident) -> None:
    desk = screens.open("board", browser(dispatcher))
    desk.leave()
    assert not any(screens.hub.sockets.values())
    actions.note(fire.pk, "sesudahnya", actor=dispatcher)
    again = screens.open("board", browser(dispatcher))
    again.see("incident", fire.pk, 2)
    assert len(desk.frames) == 1
