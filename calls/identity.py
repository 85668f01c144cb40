"""Who is calling, as far as the network says: one spelling per number, so that a caller's history adds up. Pure."""

from __future__ import annotations

import phonenumbers

COUNTRY = "ID"
GROUP = 4


def normalised(number: str) -> str:
    """A number in one spelling: `085241872093` for Indonesia, `+65…` for abroad, else its digits as received."""
    try:
        parsed = phonenumbers.parse(number, COUNTRY)
    except phonenumbers.NumberParseException:
        return digits_of(number)
    if not phonenumbers.is_possible_number(parsed):
        return digits_of(number)
    national = phonenumbers.national_significant_number(parsed)
    if parsed.country_code == phonenumbers.country_code_for_region(COUNTRY):
        return f"0{national}"
    return f"+{parsed.country_code}{national}"


def digits_of(text: str) -> str:
    """What is left of a number nobody can ring."""
    return "".join(sign for sign in text if sign.isdigit() or sign in "+*#")[:40]


def grouped(value: str) -> str:
    """`0852-4187-2093`: digits in fours, as people read them out."""
    if value.startswith("+") or not value.isdigit():
        return value
    return "-".join(value[start : start + GROUP] for start in range(0, len(value), GROUP))


def masked(value: str) -> str:
    """`0852-xx-2093`: enough to tell two callers apart, not enough to call."""
    return f"{value[:4]}-xx-{value[-4:]}" if len(value) >= 9 else "xx"
