"""One spelling per caller, and how much of it is shown."""

from __future__ import annotations

import pytest

from calls.identity import digits_of, grouped, masked, normalised
from calls.models import Identity, PhoneNumber


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
    ("value", "shown"),
    [("085241872093", "0852-xx-2093"), ("356938035643809", "3569-xx-3809"), ("12345678", "xx"), ("", "xx")],
)
def test_a_masked_number_tells_two_callers_apart_but_cannot_be_called(value: str, shown: str) -> None:
    assert masked(value) == shown


def test_an_identity_is_shown_masked_and_only_a_number_can_be_called() -> None:
    number = PhoneNumber(identity=Identity.NUMBER, value="085241872093")
    assert (str(number), number.can_be_called) == ("0852-xx-2093", True)
    assert not PhoneNumber(identity=Identity.IMEI, value="356938035643809").can_be_called
