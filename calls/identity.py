"""Who is calling, as far as the network says: one spelling per number, so that a caller's history adds up. Pure."""

from __future__ import annotations

import re

import phonenumbers
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

COUNTRY = "ID"
GROUP = 4
# What exchanges write where there is no caller id.
NOBODY = {"", "<unknown>", "unknown", "none", "anonymous", "unavailable", "restricted", "private", "withheld"}
NAMED_IMEI = re.compile(r"imei[ :=-]*([0-9]{14,16})", re.IGNORECASE)
BARE_IMEI = re.compile(r"(?!00|62)[0-9]{15}")


class Identity(TextChoices):
    """What the network says of the caller; only a number can be called back."""

    NUMBER = "number", _("nomor")
    PSEUDO = "pseudo", _("nomor semu (tanpa SIM)")
    IMEI = "imei", _("IMEI (tanpa SIM)")
    HANDLE = "handle", _("akun, bukan nomor telepon")
    NONE = "none", _("tanpa identitas")


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


def told_by(caller_id: str, pseudo: re.Pattern[str] | None = None) -> tuple[Identity, str]:
    """What an exchange means by a caller id: nobody, a telephone without SIM by its IMEI, a stand-in, or a number.

    An exchange has one field for all of them. Fifteen digits that add up (Luhn) and begin like no number are an IMEI,
    others only where they are called so; `pseudo` is how this exchange's network writes its stand-ins, if it has any.
    """
    bare = caller_id.strip()
    if bare.lower() in NOBODY:
        return Identity.NONE, ""
    named = NAMED_IMEI.fullmatch(bare)
    if named:
        return Identity.IMEI, named[1]
    if pseudo and pseudo.fullmatch(bare):
        return Identity.PSEUDO, bare
    if BARE_IMEI.fullmatch(bare) and adds_up(bare):
        return Identity.IMEI, bare
    return Identity.NUMBER, caller_id


def adds_up(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (Luhn)."""
    doubled = [int(sign) * (1 + place % 2) for place, sign in enumerate(reversed(digits))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def is_dialable(sender: str) -> bool:
    """Whether a sender is a telephone number, written as one (`08…`, `+62…`, `62…`), rather than an account's name."""
    bare = "".join(sign for sign in sender if sign not in " ().-")
    if not bare.removeprefix("+").isdigit() or not bare.startswith(("+", "0", "62")):
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(bare, COUNTRY))
    except phonenumbers.NumberParseException:
        return False


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
