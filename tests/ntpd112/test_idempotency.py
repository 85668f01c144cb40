"""A key means one intention: done once, answered the same however often it is asked."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.timezone import now

from agencies.models import Token, Watch
from incidents import actions
from incidents.models import Incident, Note
from journal.models import Answer
from ntpd112 import idempotency
from ntpd112.idempotency import FirstAnswer, claim
from tests.dispatch.test_races import at_once
from tests.factories import browser, machine_client, post, told, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(dispatcher: User) -> Client:
    """The dispatcher's browser."""
    return browser(dispatcher)


def note(client: Client, row: Incident, key: str, text: str = "satu") -> tuple[int, dict[str, Any]]:
    """Add a line under a key."""
    return post(client, f"incidents/{row.pk}/notes/", {"text": text}, key=key)


def test_the_same_key_twice_is_one_effect_and_the_same_answer(desk: Client, fire: Incident) -> None:
    path = f"/api/v1/incidents/{fire.pk}/notes/"
    first, second = [
        desk.post(path, {"text": "satu"}, content_type="application/json", headers={"Idempotency-Key": "k"})
        for _time in range(2)
    ]
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first["Content-Type"] == second["Content-Type"] == "application/json"
    assert (first.has_header("Idempotent-Replay"), second["Idempotent-Replay"]) == (False, "true")
    assert verbs(fire.subject) == ["opened", "noted"]


def test_without_a_key_twice_is_two(desk: Client, fire: Incident) -> None:
    for _time in range(2):
        note(desk, fire, "")
    assert verbs(fire.subject) == ["opened", "noted", "noted"]
    assert not Answer.objects.exists()


def test_the_same_key_with_another_body_or_address_is_refused(desk: Client, fire: Incident, lamp: Incident) -> None:
    note(desk, fire, "k")
    for row, text in ((fire, "dua"), (lamp, "satu")):
        status, answer = note(desk, row, "k", text)
        assert (status, answer["code"]) == (409, "key_reused")
        assert "sudah dipakai" in answer["detail"]
    assert Note.objects.filter(text__in=["satu", "dua"]).count() == 1


def test_the_same_key_of_another_account_is_another_key(desk: Client, fire: Incident, second_dispatcher: User) -> None:
    machine = machine_client("damkar", "agency:DMK")
    statuses = [note(client, fire, "k")[0] for client in (desk, browser(second_dispatcher), machine)]
    assert statuses == [201, 201, 404]
    assert Answer.objects.count() == 3


def test_a_refusal_is_an_answer_too(desk: Client, fire: Incident, dispatcher: User) -> None:
    def close() -> tuple[int, dict[str, Any]]:
        return post(desk, f"incidents/{fire.pk}/closing/", {"disposition": "nihil"}, key="k")

    actions.close(fire.pk, "nihil", actor=dispatcher)
    first = close()
    actions.reopen(fire.pk, "lagi", actor=dispatcher)
    assert first[0] == 409
    assert close() == first


def test_an_answer_that_says_sign_in_or_try_later_is_not_kept(
    desk: Client, fire: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = actions.note

    def busy(*args: Any, **kwargs: Any) -> Note:
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(actions, "note", busy)
    status, answer = note(desk, fire, "k")
    assert (status, answer["code"]) == (503, "busy")
    assert "Ulangi" in answer["detail"]
    monkeypatch.setattr(actions, "note", real)
    assert note(desk, fire, "k")[0] == 201


def test_a_forbidden_answer_is_not_kept(fire: Incident, call_taker: User) -> None:
    client = browser(call_taker)
    assert post(client, f"incidents/{fire.pk}/closing/", {"disposition": "nihil"}, key="k")[0] == 403
    assert not Answer.objects.exists()


def test_a_crash_is_not_kept(desk: Client, fire: Incident, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*args: Any, **kwargs: Any) -> Note:
        raise ZeroDivisionError

    monkeypatch.setattr(actions, "note", crash)
    with pytest.raises(ZeroDivisionError):
        note(desk, fire, "k")
    assert not Answer.objects.exists()


def test_a_server_that_is_told_to_stop_gives_the_key_back(dispatcher: User) -> None:
    def stop(request: Any) -> HttpResponse:
        raise KeyboardInterrupt

    request = RequestFactory().post("/konsol/", headers={"Idempotency-Key": "k"})
    request.user = dispatcher
    with pytest.raises(KeyboardInterrupt):
        FirstAnswer(stop)(request)
    assert not Answer.objects.exists()


def test_for_strangers_nothing_is_kept(centre: object) -> None:
    assert post(Client(), "incidents/", {}, key="k")[0] == 401
    assert not Answer.objects.exists()


def test_who_may_not_ask_any_more_hears_no_kept_answer(desk: Client, fire: Incident, dispatcher: User) -> None:
    told(fire, dispatcher, agencies=("DMK",))
    machine = machine_client("damkar", "agency:DMK")
    assert [note(client, fire, "k")[0] for client in (desk, machine)] == [201, 201]
    Watch.objects.update(ended_at=now())
    Token.objects.update(revoked_at=now())
    assert [note(client, fire, "k")[0] for client in (desk, machine)] == [401, 401]
    assert Note.objects.filter(text="satu").count() == 2


def test_a_header_that_is_no_key_of_ours_makes_no_account(
    desk: Client, fire: Incident, second_dispatcher: User
) -> None:
    for client in (desk, browser(second_dispatcher)):
        client.defaults["HTTP_AUTHORIZATION"] = "Basic eDp5"
        assert note(client, fire, "k")[0] == 201
    assert verbs(fire.subject) == ["opened", "noted", "noted"]


def test_a_key_that_is_too_long_is_refused(desk: Client, fire: Incident) -> None:
    status, answer = note(desk, fire, "k" * 121)
    assert (status, answer["code"]) == (400, "invalid")
    assert note(desk, fire, "k" * 120)[0] == 201


def test_reading_needs_no_key(desk: Client) -> None:
    assert desk.get("/api/v1/board/", headers={"Idempotency-Key": "k"}).status_code == 200
    assert not Answer.objects.exists()


def test_where_an_answer_leads_is_kept_with_it(dispatcher: User) -> None:
    def respond(request: Any) -> HttpResponse:
        return HttpResponse("", status=302, headers={"Location": "/papan/"})

    request = RequestFactory().post("/konsol/", headers={"Idempotency-Key": "k"})
    request.user = dispatcher
    for _time in range(2):
        assert FirstAnswer(respond)(request)["Location"] == "/papan/"


# --- while the first is still at work -------------------------------------------------------------------------------


def claimed(user: User, row: Incident, text: str, *, ago: timedelta = timedelta(0)) -> Answer:
    """The first request with the key `k`, still at work."""
    request = RequestFactory().post(
        f"/api/v1/incidents/{row.pk}/notes/", {"text": text}, content_type="application/json"
    )
    return Answer.objects.create(
        account=f"user:{user.pk}",
        key="k",
        fingerprint=idempotency.fingerprint_of(request),
        asked_at=now() - ago,
    )


def test_a_repeat_waits_no_longer_than_its_patience(
    desk: Client, fire: Incident, dispatcher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "PATIENCE", 0.1)
    claimed(dispatcher, fire, "satu")
    status, answer = note(desk, fire, "k")
    assert (status, answer["code"]) == (409, "in_progress")
    assert not Note.objects.filter(text="satu").exists()


def test_a_first_that_died_at_work_gives_its_key_back_after_a_minute(
    desk: Client, fire: Incident, dispatcher: User
) -> None:
    claimed(dispatcher, fire, "satu", ago=timedelta(seconds=61))
    assert note(desk, fire, "k")[0] == 201


def test_a_repeat_whose_first_came_to_nothing_says_so(
    desk: Client, fire: Incident, dispatcher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = claimed(dispatcher, fire, "satu")
    real = idempotency.claim

    def claim_then_lose(*args: Any) -> Answer | None:
        found = real(*args)
        row.delete()
        return found

    monkeypatch.setattr(idempotency, "claim", claim_then_lose)
    status, answer = note(desk, fire, "k")
    assert (status, answer["code"]) == (409, "in_progress")


@pytest.mark.django_db(transaction=True)
def test_only_the_claim_does_not_wait_for_the_disk_and_what_is_done_under_it_does() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        claim("user:1", "k", "f")
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("off",)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        assert claim("user:1", "l", "f") is not None
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
        cursor.execute("RESET synchronous_commit")


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_once_is_one_effect_and_the_same_answer(
    fire: Incident, dispatcher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = [Client() for _one in range(3)]
    first = browser(dispatcher)
    for client in clients:
        client.cookies = first.cookies
    real = actions.note

    def slowly(*args: Any, **kwargs: Any) -> Note:
        time.sleep(0.2)
        return real(*args, **kwargs)

    monkeypatch.setattr(actions, "note", slowly)
    for number in range(3):
        answers = at_once(*[partial(note, client, fire, f"k{number}") for client in clients])
        assert [status for status, _answer in answers] == [201] * 3
        assert answers[0] == answers[1] == answers[2]
    assert verbs(fire.subject) == ["opened", "noted", "noted", "noted"]
