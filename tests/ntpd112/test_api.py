"""How a refusal becomes an answer, and the description of all of it."""

from __future__ import annotations

import json
import re
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
import yaml
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import InterfaceError
from django.http import Http404
from django.test import Client
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from calls import actions
from calls.models import Report
from incidents.models import Incident
from ntpd112.api import refusal
from tests.factories import browser, machine_client, ring

pytestmark = pytest.mark.django_db

CONTRACT = {
    "/api/v1/board/": "get",
    "/api/v1/board/presence/": "post",
    "/api/v1/board/shares/": "post",
    "/api/v1/board/shares/{id}/return/": "post",
    "/api/v1/calls/": "get",
    "/api/v1/agency/": "get",
    "/api/v1/wall/": "get",
    "/api/v1/wall/strip/": "get",
    "/api/v1/incidents/": "post",
    "/api/v1/incidents/search/": "get",
    "/api/v1/incidents/{id}/assignments/": "post",
    "/api/v1/assignments/{id}/progress/": "post",
    "/api/v1/assignments/{id}/undo/": "post",
    "/api/v1/assignments/{id}/moving/": "post",
    "/api/v1/assignments/{id}/moving/undo/": "post",
    "/api/v1/incidents/{id}/undo/": "post",
    "/api/v1/calls/{id}/undo/": "post",
    "/api/v1/incidents/{id}/reservations/": "post",
    "/api/v1/reservations/{id}/release/": "post",
    "/api/v1/reservations/{id}/reminder/": "post",
    "/api/v1/incidents/{id}/alarm/": "post",
    "/api/v1/incidents/{id}/alarm/undo/": "post",
    "/api/v1/incidents/{id}/escalation/": "post",
    "/api/v1/incidents/{id}/closing/": "post",
    "/api/v1/incidents/{id}/reopening/": "post",
    "/api/v1/incidents/{id}/change/": "post",
    "/api/v1/incidents/{id}/merging/": "post",
    "/api/v1/incidents/{id}/merging/undo/": "post",
    "/api/v1/incidents/{id}/splitting/": "post",
    "/api/v1/incidents/{id}/linking/": "post",
    "/api/v1/incidents/{id}/linking/undo/": "post",
    "/api/v1/incidents/{id}/reports/": "get",
    "/api/v1/incidents/{id}/notes/": "post",
    "/api/v1/incidents/{id}/messages/": "post",
    "/api/v1/unit-messages/{id}/reading/": "post",
    "/api/v1/incidents/{id}/ways/": "get",
    "/api/v1/incidents/{id}/journal/": "get",
    "/api/v1/incidents/{id}/attachments/": "post",
    "/api/v1/attachments/{id}/removal/": "post",
    "/api/v1/surges/": "post",
    "/api/v1/surges/{id}/attaching/": "post",
    "/api/v1/surges/{id}/counts/": "post",
    "/api/v1/surges/{id}/sitrep/": "get",
    "/api/v1/escalations/{id}/acknowledgement/": "post",
    "/api/v1/units/{id}/duty/": "post",
    "/api/v1/calls/{id}/answer/": "post",
    "/api/v1/calls/{id}/hang-up/": "post",
    "/api/v1/calls/{id}/outcome/": "post",
    "/api/v1/calls/{id}/reveal/": "post",
    "/api/v1/reports-drafts/": "post",
    "/api/v1/reports-drafts/{id}/": "post",
    "/api/v1/reports-drafts/{id}/forwarding/": "post",
    "/api/v1/reports-drafts/{id}/discarding/": "post",
    "/api/v1/places/": "get",
    "/api/v1/places/at/": "get",
    "/api/v1/places/within/": "get",
    "/api/v1/areas/": "get",
    "/api/v1/posts/": "get",
    "/api/v1/cameras/": "get",
    "/api/v1/place-notes/": "get",
    "/api/v1/roads/{rank}/": "get",
    "/api/v1/hospitals/{id}/beds/": "post",
    "/api/v1/reports/{month}/": "get",
    "/api/v1/telephony/events/": "post",
    "/api/v1/locations/aml/": "post",
    "/api/v1/locations/sms/": "post",
    "/api/v1/locations/cell/": "post",
    "/api/v1/positions/": "post",
    "/api/v1/messages/": "post",
    "/api/v1/calls/{id}/messages/": "post",
}


def answer_to(error: Exception) -> tuple[int, dict[str, Any]] | None:
    """Status and body of the answer to an error."""
    response = refusal(error, {"request": Request(APIRequestFactory().get("/"))})
    return (response.status_code, response.data) if response else None


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (ValidationError("Tidak.", code="too_late"), 409, "too_late"),
        (ValidationError("Tidak."), 409, "invalid"),
        (ValidationError({"at": "Salah."}), 400, "invalid"),
        (exceptions.ValidationError({"at": ["Salah."]}), 400, "invalid"),
        (exceptions.ValidationError(["Salah."]), 400, "invalid"),
        (Http404(), 404, "not_found"),
        (Incident.DoesNotExist(), 404, "not_found"),
        (PermissionDenied(), 403, "forbidden"),
        (exceptions.PermissionDenied(), 403, "forbidden"),
        (exceptions.NotAuthenticated(), 401, "not_authenticated"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.ParseError(), 400, "parse_error"),
        (exceptions.Throttled(), 429, "throttled"),
        (InterfaceError(), 503, "busy"),
    ],
)
def test_every_refusal_has_a_code_and_a_detail(error: Exception, status: int, code: str) -> None:
    found = answer_to(error)
    assert found is not None
    assert (found[0], found[1]["code"]) == (status, code)
    assert found[1]["detail"]


def test_what_nobody_foresaw_is_no_refusal() -> None:
    assert answer_to(ZeroDivisionError()) is None


def test_an_address_that_leads_nowhere_is_refused_in_the_form_of_what_was_asked(dispatcher: User) -> None:
    client = browser(dispatcher)
    for address in ("/api/v1/nowhere/", "/api/v1/incidents/satu/assignments/"):
        answer = client.post(address, {}, "application/json")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert answer.json()["detail"] == "Tidak ditemukan, atau tidak untuk peran Anda."
    page = client.get("/nowhere/")
    assert (page.status_code, "Halaman ini tidak ditemukan" in page.content.decode()) == (404, True)


def test_a_wrong_field_is_named_in_the_detail_and_all_of_them_below() -> None:
    found = answer_to(exceptions.ValidationError({"at": ["Salah."], "verb": ["Tidak ada."]}))
    assert found is not None
    assert (found[1]["detail"], list(found[1]["fields"])) == ("at: Salah.", ["at", "verb"])
    found = answer_to(ValidationError({"at": "Salah."}))
    assert found is not None
    assert found[1]["fields"] == {"at": ["Salah."]}


def test_a_change_of_something_without_a_card_brings_none() -> None:
    found = answer_to(ValidationError("Berubah.", code="changed", params={"subject": "demotion:1"}))
    assert found is not None
    assert found[1]["card"] is None


def test_the_frameworks_own_refusals_are_in_indonesian(dispatcher: User) -> None:
    client = browser(dispatcher)
    answers = [
        Client().get("/api/v1/board/"),
        client.put("/api/v1/board/"),
        client.post("/api/v1/incidents/", "{", content_type="application/json"),
        client.post("/api/v1/incidents/", "a=1", content_type="application/x-www-form-urlencoded"),
        client.post("/api/v1/incidents/", "[1]", content_type="application/json"),
    ]
    assert [(answer.status_code, answer.json()["detail"]) for answer in answers] == [
        (401, "Data autentikasi tidak diberikan."),
        (405, "Metode PUT tidak tersedia di alamat ini."),
        (400, "Isi permintaan tidak terbaca. Kirim JSON yang utuh."),
        (415, 'Jenis media "application/x-www-form-urlencoded" dalam permintaan ini tidak didukung.'),
        (400, "Isi permintaan harus berupa objek JSON, bukan daftar."),
    ]


@pytest.mark.parametrize("address", ["incidents/", "telephony/events/", "positions/", "locations/cell/"])
def test_json_nested_without_end_is_as_unreadable_as_torn_json(dispatcher: User, centre: object, address: str) -> None:
    """Each with the key of the machine that posts there, and `positions/` past all that pages need."""
    scopes = {"telephony/events/": "telephony", "positions/": "positions:DMK", "locations/cell/": "locations"}
    client = machine_client("gerbang", scopes[address]) if address in scopes else browser(dispatcher)
    for body in ("[" * 4000 + "]" * 4000, '{"a":' * 1300 + "1" + "}" * 1300):
        answer = client.post(f"/api/v1/{address}", body, content_type="application/json")
        assert (answer.status_code, answer.json()) == (
            400, {"code": "parse_error", "detail": "Isi permintaan tidak terbaca. Kirim JSON yang utuh."}
        )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (None, "Isi permintaan harus berupa objek JSON, bukan null."),
        ("a", "Isi permintaan harus berupa objek JSON, bukan teks."),
        ({"lines": [{"key": str(uuid4()), "text": "api"}]}, "lines[0].at: Bidang ini harus diisi."),
        ({"lines": [3]}, "lines[0]: Isi permintaan harus berupa objek JSON, bukan angka."),
        ({"lines": "a"}, "lines: Isi dengan daftar, bukan teks."),
        ({"bases": 1.5}, "bases: Isi dengan objek, bukan angka."),
        ({"answers": {"api": "x"}}, 'answers.api: "x" tidak ada dalam daftar pilihan.'),
        ({"priority": "bukan list."}, 'priority: "bukan list." tidak ada dalam daftar pilihan.'),
    ],
)
def test_what_is_wrong_is_said_in_words_behind_the_way_to_it(call_taker: User, body: Any, detail: str) -> None:
    draft = Report.objects.get(call=actions.answer(ring().pk, actor=call_taker))
    address = f"/api/v1/reports-drafts/{draft.pk}/"
    answer = browser(call_taker).post(address, json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()["detail"]) == (400, detail)


WRONG = {
    "source": "faks",
    "category": ["x"],
    "priority": "x",
    "place_text": "x" * 201,
    "lat": "x",
    "lng": 10**400,
    "area": None,
    "reported_at": "tadi",
    "is_confidential": "x",
    "note": 7,
}


def test_a_wrong_field_is_explained_in_indonesian(dispatcher: User) -> None:
    answer = browser(dispatcher).post("/api/v1/incidents/", WRONG, content_type="application/json")
    words = {field: " ".join(said) for field, said in answer.json()["fields"].items()}
    assert words.pop("reported_at").startswith("Format tanggal dan waktu salah.")
    assert words == {
        "source": '"faks" tidak ada dalam daftar pilihan.',
        "category": "Isi dengan teks.",
        "priority": '"x" tidak ada dalam daftar pilihan.',
        "place_text": "Isi bidang ini tidak boleh melebihi 200 karakter.",
        "lat": "Isi dengan angka.",
        "lng": "Angka ini terlalu besar.",
        "area": 'Bidang ini tidak boleh diisi dengan "null".',
        "is_confidential": "Isi dengan true atau false.",
    }


def test_the_catalogue_is_compiled_from_what_is_written() -> None:
    folder = settings.BASE_DIR / "locale" / "id" / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as written, (folder / "django.mo").open("rb") as compiled:
        sentences = [
            {one.id: one.string for one in catalogue if one.id} for catalogue in (read_po(written), read_mo(compiled))
        ]
    assert sentences[0] == sentences[1]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The description, rendered as strictly as it can be."""
    out = StringIO()
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=out)
    found: dict[str, Any] = yaml.safe_load(out.getvalue())
    return found


def plain(path: str) -> str:
    """An address without the names of its parts."""
    return re.sub(r"{\w+}", "{}", path)


def test_the_description_holds_every_endpoint_of_the_contract(schema: dict[str, Any]) -> None:
    assert schema["openapi"].startswith("3.")
    described = {plain(path): verbs for path, verbs in schema["paths"].items()}
    missing = [path for path, verb in CONTRACT.items() if verb not in described.get(plain(path), {})]
    assert not missing


def test_every_endpoint_describes_its_answers_and_refusals(schema: dict[str, Any]) -> None:
    for path, verbs in schema["paths"].items():
        for verb, said in verbs.items():
            if path == "/api/v1/schema/":
                continue
            codes = set(said["responses"])
            assert {"400", "401", "403", "404", "409", "503"} <= codes, f"{verb} {path}"
            assert codes & {"200", "201"}, f"{verb} {path}"
            assert said.get("description"), f"{verb} {path}"


def test_every_post_describes_that_it_may_be_sent_again_under_its_key(schema: dict[str, Any]) -> None:
    found = 0
    for path, verbs in schema["paths"].items():
        for verb, said in verbs.items():
            keys = [one for one in said.get("parameters", []) if one["name"] == "Idempotency-Key"]
            assert [(one["in"], one["required"], one["schema"]["maxLength"]) for one in keys] == (
                [("header", False, 120)] if verb == "post" else []
            ), f"{verb} {path}"
            if verb == "post":
                found += 1
                assert "`key_reused`" in said["responses"]["409"]["description"], path
                replayed = {
                    status for status, one in said["responses"].items() if "Idempotent-Replay" in one.get("headers", {})
                }
                assert {"400", "404", "409"} <= replayed and not replayed & {"401", "403", "503"}, path
                assert replayed & {"200", "201"}, path
    assert found > 50


def test_the_description_is_served_to_whoever_builds_on_it(dispatcher: User) -> None:
    for client in (browser(dispatcher), machine_client("pabx", "telephony"), Client()):
        answer = client.get("/api/v1/schema/?format=json")
        assert answer.status_code == 200
        assert "/api/v1/telephony/events/" in answer.json()["paths"]
