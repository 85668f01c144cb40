"""One spelling per caller, and how much of it is shown."""

from __future__ import annotations

import re

import pytest

from calls.identity import Identity, adds_up, digits_of, grouped, masked, normalised, told_by
from calls.models import PhoneNumber


@pytest.mark.parametrize(
    "written",
    ["085241872093", "0852-4187-2093", "0852 4187 2093", "+62 852-4187-2093", "6285241872093", "+6285241872093"],
)
def test_an_indonesian_number_has_one_spelling_however_a_switch_writes_it(written: str) -> None:
    assert normalised(written) == "085241872093"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+65 6123 4567", "+6561234567"),
        ("0401-3121234", "04013121234"),
        ("112", "112"),
        ("*123#", "*123#"),
        ("abc", ""),
        ("", ""),
        ("+99999999999999999999", "+99999999999999999999"),
    ],
)
def test_other_numbers_keep_what_can_be_rung_or_their_digits(written: str, kept: str) -> None:
    assert normalised(written) == kept


def test_digits_are_cut_to_what_the_row_holds() -> None:
    assert digits_of("1" * 60) == "1" * 40


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("085241872093", "0852-4187-2093"),
        ("04013121234", "0401-3121-234"),
        ("112", "112"),
        ("+6561234567", "+6561234567"),
        ("semu-17", "semu-17"),
    ],
)
def test_a_number_is_read_out_in_fours(value: str, shown: str) -> None:
    assert grouped(value) == shown


@pytest.mark.parametrize(
    ("caller_id", "told"),
    [
        ("085241872093", (Identity.NUMBER, "085241872093")),
        ("+6281200000001", (Identity.NUMBER, "+6281200000001")),
        ("356938035643809", (Identity.IMEI, "356938035643809")),
        ("356938035643808", (Identity.NUMBER, "356938035643808")),
        ("001234567890128", (Identity.NUMBER, "001234567890128")),
        ("621234567890128", (Identity.NUMBER, "621234567890128")),
        ("imei35693803564380", (Identity.IMEI, "35693803564380")),
        ("IMEI: 3569380356438012", (Identity.IMEI, "3569380356438012")),
        ("1123564380", (Identity.PSEUDO, "1123564380")),
        ("11235643801", (Identity.NUMBER, "11235643801")),
        ("", (Identity.NONE, "")),
        ("  ", (Identity.NONE, "")),
        ("<unknown>", (Identity.NONE, "")),
        ("Anonymous", (Identity.NONE, "")),
        ("unknown", (Identity.NONE, "")),
        ("none", (Identity.NONE, "")),
    ],
)
def test_one_field_of_an_exchange_says_what_the_caller_is_known_by(caller_id: str, told: tuple[str, str]) -> None:
    assert told_by(caller_id, re.compile("112[0-9]{7}")) == told


def test_where_the_network_has_no_stand_ins_none_is_seen() -> None:
    assert told_by("1123564380") == (Identity.NUMBER, "1123564380")


def test_both_numbers_left_for_numbers_by_their_beginning_would_add_up() -> None:
    assert adds_up("001234567890128") and adds_up("621234567890128")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("085241872093", "0852-xx-2093"), ("356938035643809", "3569-xx-3809"), ("12345678", "xx"), ("", "xx")],
)
def test_a_masked_number_tells_two_callers_apart_but_cannot_be_called(value: str, shown: str) -> None:
    assert masked(value) == shown


def test_an_identity_is_shown_masked_and_only_a_number_can_be_called() -> None:
    number = PhoneNumber(identity=Identity.NUMBER, value="085241872093")
    assert (str(number), number.can_be_called) == ("0852-xx-2093", True)
    assert not PhoneNumber(identity=Identity.IMEI, value="356938035643809").can_be_called
