"""Whether the exchange is heard: what the row says, and what the console and its hub make of it."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils.timezone import now
from pytest_django import Settings

from calls import line
from calls.actions import exchange_heard, exchange_lost
from calls.actions.exchange import ONLY, SILENT_AFTER
from calls.models import Exchange
from journal.live import PICTURES, snapshots
from tests.factories import browser, seconds

pytestmark = pytest.mark.django_db


@pytest.fixture
def asterisk(settings: Settings) -> None:
    """An exchange is configured."""
    settings.ASTERISK_URL = "ami://cad:rahasia@127.0.0.1/?queue=112"


def test_without_an_exchange_nothing_is_said_of_it(centre: object) -> None:
    exchange_lost(actor=None)
    assert line.line() is None
    assert (line.versions(), line.read([ONLY])) == ({}, {})


def test_an_exchange_that_was_never_heard_is_lost_since_nobody_knows_when(asterisk: None) -> None:
    assert line.line() == line.Line(is_up=False, lost_since=None)
    assert line.versions() == {ONLY: 1}
    assert line.read([ONLY])[ONLY] == {
        "calls": {"kind": "exchange", "id": ONLY, "version": 1, "lost_since": None},
    }


def test_an_exchange_that_is_heard_is_on_no_screen(asterisk: None) -> None:
    exchange_heard(actor=None)
    assert line.line() == line.Line(is_up=True)
    assert (line.versions(), line.read([ONLY])) == ({}, {})


def test_it_is_lost_from_the_first_moment_however_often_that_is_said(
    clock: time_machine.Traveller, asterisk: None
) -> None:
    exchange_heard(actor=None)
    clock.shift(5)
    lost_at = now()
    for _again in range(3):
        exchange_lost(actor=None)
        clock.shift(30)
    assert line.line() == line.Line(is_up=False, lost_since=lost_at)
    exchange_heard(actor=None)
    assert line.line() == line.Line(is_up=True)


def test_a_listener_that_died_is_an_exchange_lost_since_it_was_last_heard(
    clock: time_machine.Traveller, asterisk: None
) -> None:
    exchange_heard(actor=None)
    heard_at = now()
    clock.shift(SILENT_AFTER)
    assert line.line() == line.Line(is_up=True)
    clock.shift(seconds(1))
    assert line.line() == line.Line(is_up=False, lost_since=heard_at)
    exchange_lost(actor=None)
    assert Exchange.objects.get().lost_at == heard_at


def test_each_loss_is_news_to_a_screen_that_saw_the_one_before_end(
    clock: time_machine.Traveller, asterisk: None
) -> None:
    versions = []
    for _loss in range(3):
        exchange_heard(actor=None)
        clock.shift(0.1)
        exchange_lost(actor=None)
        versions.append(line.versions()[ONLY])
        clock.shift(0.1)
    assert versions == sorted(set(versions))


def test_the_hub_and_the_consoles_first_picture_know_it(asterisk: None, call_taker: User) -> None:
    assert PICTURES["exchange"].versions() == {ONLY: 1}
    client = browser(call_taker)
    assert [card["kind"] for card in picture(client) if card["kind"] != "member"] == ["exchange"]
    exchange_heard(actor=None)
    snapshots.kept.clear()
    assert "exchange" not in [card["kind"] for card in picture(client)]


def picture(client: Client) -> list[dict[str, object]]:
    """The cards of the console's first picture."""
    answer = client.get("/api/v1/calls/", HTTP_ACCEPT_ENCODING="identity")
    return list(answer.json()["cards"])


def test_the_console_has_a_place_and_the_words_for_it(call_taker: User) -> None:
    page = browser(call_taker).get("/konsol/").content.decode()
    assert 'id="exchange-banner" role="alert" hidden' in page
    assert "Sentral telepon terputus sejak {time}; angkat lewat telepon meja" in page


def test_only_the_system_and_an_exchange_say_how_the_line_is(call_taker: User, exchange: User) -> None:
    for action in (exchange_heard, exchange_lost):
        with pytest.raises(PermissionDenied):
            action(actor=call_taker)
        action(actor=exchange)
