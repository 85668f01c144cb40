"""Keys for machines, issued and revoked on the command line."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from agencies.actions.standing import hash_of
from agencies.models import Agency, Token
from agencies.permissions import TELEPHONY, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def damkar() -> Agency:
    """The fire brigade."""
    return Agency.objects.create(code="DMK", name="Damkar", short_name="Damkar", glyph="flame")


def issue(*words: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("issue_token", *words, stdout=out)
    return out.getvalue().strip()


def test_a_key_is_printed_once_and_only_its_hash_is_kept() -> None:
    key = issue("pabx", "--scope", "telephony")
    token = Token.objects.get()
    assert token.hash == hash_of(key)
    assert key not in {token.hash, token.user.password}
    assert standing(token.user).roles == {TELEPHONY}


def test_one_key_may_have_two_scopes(damkar: Agency) -> None:
    issue("damkar", "--scope", "agency:DMK", "--scope", "telephony")
    assert Token.objects.get().scopes == ["agency:DMK", "telephony"]
    assert standing(User.objects.get(username="mesin:damkar")).agency_id == damkar.pk


def test_a_second_key_for_a_name_ends_the_first() -> None:
    first = issue("pabx", "--scope", "telephony")
    second = issue("pabx", "--scope", "telephony")
    assert first != second
    assert not Token.objects.filter(hash=hash_of(first)).exists()


@pytest.mark.parametrize(
    ("scopes", "why"),
    [
        (["everything"], "Lingkup tidak dikenal: everything"),
        (["agency:QQQ"], "Instansi tidak ada: QQQ. Yang ada: DMK"),
        (["agency:"], "Instansi tidak ada"),
        (["positions:QQQ"], "Instansi tidak ada: QQQ"),
        (["agency:DMK", "positions:PSC"], "Satu kunci hanya untuk satu instansi"),
        (["agency:DMK", "agency:PSC"], "Satu kunci hanya untuk satu instansi"),
    ],
)
def test_an_unknown_scope_is_refused_and_leaves_no_account(damkar: Agency, scopes: list[str], why: str) -> None:
    Agency.objects.create(code="PSC", name="PSC", short_name="PSC", glyph="med")
    with pytest.raises(CommandError, match=why):
        issue("uji", *(word for scope in scopes for word in ("--scope", scope)))
    assert not User.objects.exists()


def test_a_key_without_a_scope_is_refused() -> None:
    with pytest.raises(CommandError, match="--scope"):
        issue("uji")


def test_a_revoked_key_opens_nothing_from_the_next_request_on() -> None:
    key = issue("pabx", "--scope", "telephony")
    out = StringIO()
    call_command("revoke_token", "pabx", stdout=out)
    assert out.getvalue() == "Kunci mesin:pabx dicabut.\n"
    token = Token.objects.get()
    assert token.hash == hash_of(key) and token.revoked_at is not None
    assert standing(token.user).roles == set()
    answer = Client().get("/api/v1/areas/", headers={"Authorization": f"Token {key}"})
    assert answer.status_code == 401


def test_what_is_revoked_already_or_never_was_is_told_with_the_keys_there_are() -> None:
    issue("pabx", "--scope", "telephony")
    issue("aml", "--scope", "location")
    call_command("revoke_token", "pabx", stdout=StringIO())
    for name in ("pabx", "papan"):
        with pytest.raises(CommandError, match=f"Tidak ada kunci yang berlaku untuk {name}. Yang ada: aml."):
            call_command("revoke_token", name)
