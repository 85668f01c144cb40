"""How a request of the API says who it is, and how it is refused."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from agencies.models import Token, Watch
from tests.factories import MODEL_BACKEND, browser, machine, machine_client

pytestmark = pytest.mark.django_db

BOARD = "/api/v1/board/"
EVENTS = "/api/v1/telephony/events/"


def refusal(client: Client, path: str = BOARD, **headers: str) -> tuple[int, str]:
    """The status and the code of an answer."""
    answer = client.get(path, headers=headers)
    return answer.status_code, answer.json()["code"]


def test_nobody_is_asked_to_sign_in(centre: object) -> None:
    answer = Client().get(BOARD)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"] == "Token"


def test_a_key_of_ours_is_let_in_and_its_case_of_scheme_does_not_matter(centre: object) -> None:
    _user, key = machine("pabx", "telephony")
    for scheme in ("Token", "token"):
        event = {"event": "ringing", "call_id": scheme, "at": now().isoformat()}
        headers = {"Authorization": f"{scheme} {key}"}
        assert Client().post(EVENTS, event, "application/json", headers=headers).status_code == 200


@pytest.mark.parametrize("words", ["Token unknown", "Token", "Token \xff", "Token kunci-pabx x"])
def test_an_unknown_key_is_refused(centre: object, words: str) -> None:
    machine("pabx", "telephony")
    assert refusal(Client(), Authorization=words) == (401, "authentication_failed")


def test_a_revoked_key_and_a_disabled_machine_are_refused(centre: object) -> None:
    revoked, disabled = machine_client("lama", "telephony"), machine_client("mati", "telephony")
    Token.objects.filter(user__username="mesin:lama").update(revoked_at=now())
    User.objects.filter(username="mesin:mati").update(is_active=False)
    for client in (revoked, disabled):
        answer = client.get(BOARD)
        assert answer.status_code == 401
        assert answer.json()["detail"] == "Token tidak dikenal atau sudah dicabut."


def test_another_scheme_is_not_ours(centre: object) -> None:
    assert refusal(Client(), Authorization="Basic eDp5") == (401, "not_authenticated")


def test_a_browser_is_let_in_while_its_watch_is_open(dispatcher: User) -> None:
    client = browser(dispatcher)
    assert client.get(BOARD).status_code == 200
    Watch.objects.update(ended_at=now())
    answer = client.get(BOARD)
    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_failed")
    assert "Masuk lagi" in answer.json()["detail"]


def test_a_watch_of_another_session_does_not_count(dispatcher: User) -> None:
    client = Client()
    client.force_login(dispatcher, backend=MODEL_BACKEND)
    assert refusal(client)[0] == 401


def test_a_browser_without_a_csrf_token_changes_nothing(dispatcher: User) -> None:
    known = browser(dispatcher)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = known.cookies
    answer = strict.post("/api/v1/incidents/", {}, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert "Muat ulang halaman" in answer.json()["detail"]
