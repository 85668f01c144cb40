"""Telephones that the exchange does not ring, from its words to the list of colleagues on the console."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils.timezone import now
from pytest_django import Settings

from agencies.models import Seat
from calls import telephones_live
from calls.actions import exchange_heard, exchange_lost, telephone_heard
from calls.asterisk import keeping
from calls.asterisk.members import word_of
from calls.listened import Standing, Telephone, TelephoneWord
from tests.calls.recordings import QUEUES, messages, recorded, said
from tests.factories import browser, get, seconds

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 9, 17, tzinfo=UTC)


@pytest.fixture
def asterisk(settings: Settings, centre: object) -> None:
    """An exchange is listened to and heard."""
    settings.ASTERISK_URL = "ami://cad:rahasia@127.0.0.1/?queue=psap112"
    exchange_heard(actor=None)


def word(standing: str, *, queue: str = "psap112", extension: str = "1003", at: datetime | None = None) -> Any:
    """The exchange says how a telephone stands."""
    return telephone_heard(TelephoneWord(queue, extension, "", standing, at or now()), actor=None)


def shown() -> list[tuple[str, str]]:
    """What the consoles see: desk and standing."""
    made = telephones_live.read(list(telephones_live.versions()))
    return [(cards["calls"]["seat"], cards["calls"]["standing"]) for cards in made.values()]


@pytest.mark.parametrize(
    ("event", "fields", "standing"),
    [
        ("QueueMemberPause", {"Paused": "1", "Status": "1"}, Standing.PAUSED),
        ("QueueMemberPause", {"Paused": "0", "Status": "1"}, Standing.READY),
        ("QueueMemberStatus", {"Paused": "0", "Status": "5"}, Standing.AWAY),
        ("QueueMemberStatus", {"Paused": "1", "Status": "5"}, Standing.AWAY),
        ("QueueMemberStatus", {"Paused": "0", "Status": "4"}, Standing.AWAY),
        ("QueueMemberStatus", {"Paused": "0", "Status": "6"}, Standing.READY),
        ("QueueMemberAdded", {"Paused": "0", "Status": "1"}, Standing.READY),
        ("QueueMemberRemoved", {"Paused": "0", "Status": "1"}, Standing.REMOVED),
    ],
)
def test_how_a_telephone_stands(event: str, fields: dict[str, str], standing: str) -> None:
    (message,) = messages([said(event, Interface="PJSIP/1003", MemberName="Meja 03", **fields)])
    assert word_of(message, QUEUES, AT) == TelephoneWord("psap112", "1003", "Meja 03", standing, AT)


def test_a_row_of_the_list_says_it_in_other_fields_and_for_now() -> None:
    (row,) = messages(
        [said("QueueMember", Location="PJSIP/1003", Name="Meja 03", Status="1", Paused="1", Timestamp="1")]
    )
    assert word_of(row, QUEUES, AT) == TelephoneWord("psap112", "1003", "Meja 03", Standing.PAUSED, AT)


def test_other_queues_and_other_events_say_nothing_of_our_telephones() -> None:
    others = [said("QueueMemberPause", Queue="139", Paused="1"), said("QueueCallerJoin"), said("QueueMember", Queue="")]
    assert [word_of(one, QUEUES, AT) for one in messages(others)] == [None, None, None]


def test_a_pause_of_a_recorded_session_is_on_the_consoles_until_it_ends(asterisk: None) -> None:
    Seat.objects.filter(name="Meja 01").update(extension="1001")
    seen: list[list[tuple[str, str]]] = []
    for message in messages([recorded("06-pause-requeue-by-redirect-hangup.ami.gz")]):
        if told := word_of(message, QUEUES, now()):
            keeping.keep(told)
            if not seen or shown() != seen[-1]:
                seen.append(shown())
    assert seen == [[("Meja 01", "paused")], []]


def test_the_consoles_see_it_with_its_desk_and_since_when(
    clock: time_machine.Traveller, asterisk: None, call_taker: User
) -> None:
    word(Standing.READY)
    clock.shift(5)
    row = word(Standing.AWAY)
    clock.shift(2)
    word(Standing.AWAY)
    cards = [one for one in get(browser(call_taker), "calls/")[1]["cards"] if one["kind"] == "telephone"]
    assert [(one["id"], one["seat"], one["standing"]) for one in cards] == [(row.pk, "Meja 03", "away")]
    assert datetime.fromisoformat(cards[0]["since"]) == now() - seconds(2)


def test_one_that_is_known_by_the_name_of_its_desk(asterisk: None) -> None:
    told = TelephoneWord("psap112", "7003", "meja 03", Standing.PAUSED, now())
    assert telephone_heard(told, actor=None)
    assert shown() == [("Meja 03", "paused")]


def test_one_that_is_no_desks_is_nobodys_business(asterisk: None) -> None:
    assert word(Standing.PAUSED, extension="7777") is None
    assert not Telephone.objects.exists()


def test_in_each_queue_it_stands_by_itself(asterisk: None) -> None:
    word(Standing.PAUSED)
    word(Standing.READY, queue="119")
    assert shown() == [("Meja 03", "paused")]


def test_what_comes_late_does_not_undo_what_was_said_after_it(clock: time_machine.Traveller, asterisk: None) -> None:
    word(Standing.PAUSED)
    word(Standing.READY, at=now() - seconds(1))
    assert shown() == [("Meja 03", "paused")]
    word(Standing.READY, at=now() + timedelta(hours=1))
    assert (shown(), Telephone.objects.get().since) == ([], now())


def test_while_the_exchange_is_not_heard_nobody_knows(asterisk: None, settings: Settings) -> None:
    word(Standing.PAUSED)
    exchange_lost(actor=None)
    assert (telephones_live.versions(), shown()) == ({}, [])
    exchange_heard(actor=None)
    assert shown() == [("Meja 03", "paused")]
    settings.ASTERISK_URL = ""
    assert shown() == []


def test_only_the_listener_says_so(centre: object, call_taker: User) -> None:
    with pytest.raises(PermissionDenied):
        telephone_heard(TelephoneWord("psap112", "1003", "", Standing.PAUSED, now()), actor=call_taker)
