"""A caller who may be a foreigner: what his telephone says of its language and its card, read, kept and told."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from calls import actions
from calls.aml import read_https, read_sms
from calls.locations import CallerLocation
from calls.models import Call
from calls.tongues import Tongue
from tests.calls.test_aml import FORM, ONE, TWO
from tests.calls.test_locating import tell
from tests.factories import browser, get, history, machine_client, post, ring, seconds

VISITOR = TWO.replace("hc=51010;lg=id", "hc=52501;lg=EN")


def spoken_in(text: str) -> tuple[str, str]:
    """The language and the card's network of a message."""
    found = read_sms(text)
    return found.language, found.home


# --- reading --------------------------------------------------------------------------------------------------------


def test_version_2_says_the_language_and_the_cards_network() -> None:
    assert spoken_in(VISITOR) == ("en", "52501")
    assert spoken_in(TWO) == ("id", "51010")


def test_version_1_says_neither_though_it_has_a_key_of_that_name() -> None:
    assert spoken_in(ONE) == ("", "")


@pytest.mark.parametrize("ending", ["", ";"])
def test_a_language_at_the_end_counts_with_and_without_a_semicolon(ending: str) -> None:
    assert spoken_in(VISITOR + ending)[0] == "en"


@pytest.mark.parametrize(
    "said", ["", "e", "engl", "en-US", "12", "e1", "<b>", "ен", "N", "NA", "N/A", "null", "none", "und", "UND"]
)
def test_what_is_no_language_is_ignored_and_costs_no_place(said: str) -> None:
    found = read_sms(VISITOR.replace("lg=EN", f"lg={said}"))
    assert (found.language, found.home) == ("", "52501") and found.fix is not None


@pytest.mark.parametrize("said", ["", "525", "5250", "5250123", "5250a", "٥٢٥٠١", "N", "-52501"])
def test_what_is_no_network_is_ignored_and_costs_no_place(said: str) -> None:
    found = read_sms(VISITOR.replace("hc=52501", f"hc={said}"))
    assert (found.language, found.home) == ("en", "") and found.fix is not None


def test_a_form_says_the_cards_network() -> None:
    assert read_https(FORM | {"cell_home_mcc": 525, "cell_home_mnc": "01"}).home == "52501"
    assert read_https(FORM | {"cell_home_mcc": "525"}).home == ""
    assert read_https(FORM | {"cell_home_mcc": "x", "cell_home_mnc": "01"}).home == ""


# --- telling --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "home", "words"),
    [
        ("en", "52501", "Bahasa ponsel: Inggris · kartu SIM luar negeri (MCC 525)"),
        ("zh", "51010", "Bahasa ponsel: Mandarin"),
        ("id", "460001", "kartu SIM luar negeri (MCC 460)"),
        ("fil", "", "Bahasa ponsel: fil"),
        ("", "", ""),
        ("id", "51010", ""),
        ("in", "", ""),
        ("ind", "", ""),
    ],
)
def test_only_what_is_foreign_is_told(language: str, home: str, words: str) -> None:
    assert Tongue(language, home).in_words == words


@pytest.mark.parametrize(
    ("language", "home", "expected"),
    [("en", "52501", "en"), ("en", "", "en"), ("en", "51010", ""), ("id", "52501", ""), ("", "52501", "")],
)
def test_a_card_from_here_in_a_telephone_set_to_english_is_no_visitors(language: str, home: str, expected: str) -> None:
    assert Tongue(language, home).likely == expected


# --- keeping and showing --------------------------------------------------------------------------------------------


def asked(call: Call, user: User) -> dict[str, Any]:
    """What the console is told of a caller's place."""
    status, answer = get(browser(user), f"calls/{call.pk}/locations/")
    assert status == 200
    return answer


@pytest.fixture
def gateway(centre: object) -> Client:
    """A gateway that tells where callers are, and nothing else."""
    return machine_client("aml", "location")


@pytest.mark.django_db
def test_the_console_hears_of_a_visitor_by_sms(gateway: Client, ringing: Call, call_taker: User) -> None:
    actions.answer(ringing.pk, actor=call_taker)
    assert post(gateway, "locations/sms/", {"sender": "085241872093", "text": VISITOR})[0] == 200
    answer = asked(ringing, call_taker)
    assert answer["likely_language"] == "en"
    assert answer["foreign"] == "Bahasa ponsel: Inggris · kartu SIM luar negeri (MCC 525)"


@pytest.mark.django_db
def test_the_console_hears_of_a_foreign_card_by_https(gateway: Client, ringing: Call, call_taker: User) -> None:
    actions.answer(ringing.pk, actor=call_taker)
    body = FORM | {"cell_home_mcc": "525", "cell_home_mnc": "01"}
    assert post(gateway, "locations/aml/", body)[0] == 200
    assert asked(ringing, call_taker)["foreign"] == "kartu SIM luar negeri (MCC 525)"


@pytest.mark.django_db
def test_a_language_said_once_is_known_whichever_place_is_shown(
    clock: time_machine.Traveller, ringing: Call, call_taker: User
) -> None:
    actions.answer(ringing.pk, actor=call_taker)
    tell(fix=None, language="en", home="52501")
    clock.shift(5)
    better = tell(radius_m=5, home="51010")
    answer = asked(ringing, call_taker)
    assert (answer["shown"], answer["foreign"]) == (better.pk, "Bahasa ponsel: Inggris"), "what it said last of each"


@pytest.mark.django_db
def test_who_rings_again_is_still_a_visitor_and_the_journal_does_not_say_it(
    clock: time_machine.Traveller, ringing: Call, call_taker: User
) -> None:
    tell(language="en", home="52501")
    clock.shift(seconds(60))
    again = ring(number="0852-4187-2093")
    row = CallerLocation.objects.get(call=again)
    assert (row.language, row.home) == ("en", "52501")
    assert set(history(again.subject)[-1].facts) == {"location", "way", "found", "metres"}
    assert row.received_at < now()
