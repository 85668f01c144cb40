"""The supervisor's pages of protocols, and what of them reaches the console and the incident's page."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from calls import actions
from calls.questions import Protocol
from tests import factories
from tests.calls.protocols import METER, ids, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def fires(supervisor: User) -> Protocol:
    """What is asked when it burns."""
    return publish(supervisor)


@pytest.fixture
def browser(supervisor: User) -> Client:
    """The supervisor's browser."""
    return factories.browser(supervisor)


def form(**said: Any) -> dict[str, Any]:
    """The form of a protocol with one question."""
    return {
        "title": "Kebakaran",
        "sop": "Utamakan orang.",
        "categories": ["kebakaran_rumah"],
        "q-TOTAL_FORMS": "2",
        "q-INITIAL_FORMS": "0",
        "q-0-text": "Ada asap?",
        "q-0-alarm": "yes",
        "q-0-raises_to": "1",
        "q-0-instruction": "Keluar.",
        "q-1-text": "",
        **said,
    }


def test_the_pages_are_the_supervisors_alone(
    fires: Protocol, call_taker: User, dispatcher: User, damkar: User, head: User, administrator: User
) -> None:
    for user in (call_taker, dispatcher, damkar, head, administrator):
        client = factories.browser(user)
        for path in ("", "baru/", f"{fires.pk}/", f"{fires.pk}/ubah/"):
            assert client.get(f"/protokol/{path}").status_code == 403, (user, path)
        assert client.post(f"/protokol/{fires.pk}/sahkan/").status_code == 403
        assert client.post(f"/protokol/{fires.pk}/ubah/", form()).status_code == 403
        assert 'href="/protokol/"' not in client.get("/riwayat/").content.decode()
    assert Protocol.objects.count() == 1
    assert not Protocol.objects.filter(approved_at__isnull=False).exists()


def test_an_empty_list_says_what_to_do(browser: Client, supervisor: User) -> None:
    page = browser.get("/protokol/").content.decode()
    assert "Belum ada protokol" in page
    assert "/protokol/baru/" in page


def test_the_list_and_the_page_show_an_example_as_one_until_it_is_approved(browser: Client, fires: Protocol) -> None:
    mark = "contoh – menunggu pengesahan SOP setempat"
    assert mark in browser.get("/protokol/").content.decode()
    page = browser.get(f"/protokol/{fires.pk}/").content.decode()
    assert mark in page and "Ada orang terjebak?" in page and "Utamakan orang." in page
    answer = browser.post(f"/protokol/{fires.pk}/sahkan/")
    assert answer["Location"] == f"/protokol/{fires.pk}/"
    page = browser.get(f"/protokol/{fires.pk}/").content.decode()
    assert mark not in page and "disahkan" in page and "Sahkan versi ini" not in page
    browser.post(f"/protokol/{fires.pk}/sahkan/")
    assert "Versi ini sudah disahkan." in browser.get("/protokol/").content.decode()


def test_a_new_edition_is_written_on_the_page(browser: Client, fires: Protocol) -> None:
    page = browser.get(f"/protokol/{fires.pk}/ubah/").content.decode()
    assert "Ada orang terjebak?" in page
    answer = browser.post(f"/protokol/{fires.pk}/ubah/", form())
    new = Protocol.objects.current().get()
    assert (new.edition, answer["Location"]) == (2, f"/protokol/{new.pk}/")
    one = new.questions.get()
    assert (one.text, one.alarm, one.raises_to, one.instruction) == ("Ada asap?", "yes", 1, "Keluar.")
    again = browser.post(f"/protokol/{fires.pk}/ubah/", form())
    assert again["Location"] == f"/protokol/{new.pk}/", "a double click is one edition"
    page = browser.get(f"/protokol/{fires.pk}/").content.decode()
    assert "sudah diganti" in page and "Tulis versi baru" not in page


def test_a_protocol_is_begun_on_the_page(browser: Client) -> None:
    answer = browser.post("/protokol/baru/", form(title="Begal", categories=["begal"]))
    assert answer["Location"] == f"/protokol/{Protocol.objects.get(code='begal').pk}/"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"title": ""}, "Perbaiki isian bertanda merah"),
        ({"categories": []}, "Pilih sedikitnya satu jenis kejadian"),
        ({"q-0-alarm": ""}, "Pilih jawaban bahaya"),
        ({"q-0-text": ""}, "Tulis pertanyaannya"),
        ({"q-0-text": "", "q-0-alarm": "", "q-0-raises_to": "", "q-0-instruction": ""}, "satu sampai dua belas"),
    ],
)
def test_what_was_typed_stays_when_it_is_refused(
    browser: Client, fires: Protocol, said: dict[str, Any], told: str
) -> None:
    answer = browser.post(f"/protokol/{fires.pk}/ubah/", form(sop="Kata-kata saya.", **said))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page and "Kata-kata saya." in page
    assert Protocol.objects.count() == 1


def test_a_stale_page_is_told_which_edition_is_current_and_keeps_its_words(
    browser: Client, fires: Protocol, supervisor: User
) -> None:
    publish(supervisor, fires, questions=[METER])
    answer = browser.post(f"/protokol/{fires.pk}/ubah/", form(sop="Kata-kata saya."))
    page = answer.content.decode()
    assert "sudah diterbitkan sebagai versi 2" in page and "Kata-kata saya." in page


def test_the_list_asks_equally_often_however_many_there_are(
    browser: Client, fires: Protocol, supervisor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(8):
        browser.get("/protokol/")
    publish(supervisor, title="Begal", categories=["begal", "kdrt"])
    with django_assert_num_queries(8):
        browser.get("/protokol/")


def test_an_address_that_does_not_exist_is_not_found(browser: Client, centre: object) -> None:
    for path in ("1/", "1/ubah/"):
        assert browser.get(f"/protokol/{path}").status_code == 404
    assert browser.post("/protokol/1/sahkan/").status_code == 404


# --- over HTTP ------------------------------------------------------------------------------------------------------


def test_the_console_brings_the_current_editions(fires: Protocol, call_taker: User, supervisor: User) -> None:
    new = publish(supervisor, fires, questions=[METER])
    page = factories.browser(call_taker).get("/konsol/").content.decode()
    found = re.search(r'<script id="protocols" type="application/json">(.*?)</script>', page, re.S)
    assert found
    assert json.loads(found[1]) == [
        {
            "id": new.pk,
            "code": "kebakaran",
            "edition": 2,
            "title": "Kebakaran",
            "sop": "Utamakan orang.",
            "is_current": True,
            "is_approved": False,
            "categories": ["kebakaran_rumah"],
            "questions": [
                {
                    "id": ids(new)[0],
                    "text": METER.text,
                    "alarm": "",
                    "raises_to": None,
                    "instruction": "",
                }
            ],
        }
    ]


def test_the_console_asks_equally_often_however_many_protocols_there_are(
    fires: Protocol, call_taker: User, supervisor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = factories.browser(call_taker)
    with django_assert_num_queries(18):
        client.get("/konsol/")
    publish(supervisor, title="Begal", categories=["begal", "kdrt"])
    with django_assert_num_queries(18):
        client.get("/konsol/")


def test_an_older_edition_is_fetched_by_call_takers_only(
    fires: Protocol, call_taker: User, supervisor: User, dispatcher: User
) -> None:
    publish(supervisor, fires, questions=[METER])
    status, data = factories.get(factories.browser(call_taker), f"protocols/{fires.pk}/")
    assert (status, data["protocol"]["edition"], data["protocol"]["is_current"]) == (200, 1, False)
    assert factories.get(factories.browser(dispatcher), f"protocols/{fires.pk}/")[0] == 404


def test_answers_are_saved_and_come_back_with_the_draft(fires: Protocol, call_taker: User) -> None:
    client = factories.browser(call_taker)
    draft = factories.post(client, "reports-drafts/", {"source": "radio"})[1]["report"]
    assert (draft["answers"], draft["protocol"]) == ({}, None)
    key = str(ids(fires)[0])
    body = {"category": "kebakaran_rumah", "answers": {key: "yes"}}
    status, data = factories.post(client, f"reports-drafts/{draft['id']}/", body)
    assert (status, data["report"]["answers"], data["report"]["protocol"]) == (200, {key: "yes"}, fires.pk)
    again = factories.get(client, "reports-drafts/")[1]["drafts"][0]
    assert again["answers"] == {key: "yes"}
    assert factories.post(client, f"reports-drafts/{draft['id']}/", {"answers": {key: "mungkin"}})[0] == 400


# --- on the incident's page -----------------------------------------------------------------------------------------


def sent(fires: Protocol, call_taker: User, *, is_confidential: bool) -> int:
    """An incident whose report was answered by protocol."""
    draft = actions.start_report("radio", actor=call_taker)
    row = actions.forward(
        draft.pk,
        actor=call_taker,
        place_text="Pasar",
        category="kebakaran_rumah",
        is_confidential=is_confidential,
        answers={str(ids(fires)[0]): "yes"},
        trapped=3,
    )
    assert row.incident_id is not None
    return row.incident_id


def test_the_incident_shows_answers_with_the_edition_that_asked(
    fires: Protocol, call_taker: User, dispatcher: User, supervisor: User
) -> None:
    pk = sent(fires, call_taker, is_confidential=False)
    publish(supervisor, fires, questions=[METER])
    page = factories.browser(dispatcher).get(f"/kejadian/{pk}/").content.decode()
    assert "Jawaban protokol: Kebakaran" in page and ">v1<" in page
    assert 'Terjebak <b class="num">3</b>' in page
    assert "Petunjuk: Jangan masuk kembali." in page.replace("</span>", "")


def test_answers_of_a_confidential_case_are_for_whoever_may_read_its_words(
    fires: Protocol, call_taker: User, dispatcher: User, supervisor: User
) -> None:
    pk = sent(fires, call_taker, is_confidential=True)
    assert "Ada orang terjebak?" in factories.browser(supervisor).get(f"/kejadian/{pk}/").content.decode()
    assert "Ada orang terjebak?" not in factories.browser(dispatcher).get(f"/kejadian/{pk}/").content.decode()
