"""The thread on the incident's page: for whoever may see its reporter, and never for an agency."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from calls import actions
from calls.models import Report
from incidents.models import Incident
from tests.factories import browser, told, write
from tests.gateway import Gateway

pytestmark = pytest.mark.django_db

WORDS = "saya tuli, ada asap di dapur"
ANSWER = "Bantuan sedang menuju ke Anda."


def written(call_taker: User, dispatcher: User, category: str, agency: str) -> Incident:
    """Somebody wrote, was answered, and his report was sent on to an agency."""
    call = actions.answer(write(WORDS, attachments=1).pk, actor=call_taker)
    sent = actions.forward(Report.objects.get(call=call).pk, actor=call_taker, place_text="sini", category=category)
    actions.write_back(call.pk, ANSWER, actor=call_taker)
    actions.hang_up(call.pk, actor=call_taker)
    assert sent.incident is not None
    told(sent.incident, dispatcher, agencies=(agency,))
    return sent.incident


def page(client: Client, row: Incident) -> str:
    """What the incident's page shows."""
    answer = client.get(f"/kejadian/{row.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_what_was_written_and_answered(gateway: Gateway, call_taker: User, dispatcher: User) -> None:
    row = written(call_taker, dispatcher, "kebakaran_rumah", "DMK")
    for user in (call_taker, dispatcher):
        shown = page(browser(user), row)
        assert WORDS in shown and ANSWER in shown
        assert "Percakapan WhatsApp" in shown and "1 lampiran tidak diterima" in shown
        assert "Pesan masuk" in shown


def test_an_agency_never_reads_the_thread(gateway: Gateway, call_taker: User, dispatcher: User, damkar: User) -> None:
    shown = page(browser(damkar), written(call_taker, dispatcher, "kebakaran_rumah", "DMK"))
    assert WORDS not in shown and ANSWER not in shown and "Pelapor menulis" not in shown


def test_of_a_confidential_case_only_the_cleared_read_it(
    gateway: Gateway, call_taker: User, dispatcher: User, supervisor: User, police: User
) -> None:
    row = written(call_taker, dispatcher, "kdrt", "POL")
    assert browser(call_taker).get(f"/kejadian/{row.pk}/").status_code == 404
    for user in (dispatcher, police):
        assert WORDS not in page(browser(user), row), user
    assert WORDS in page(browser(supervisor), row)


def test_the_list_of_calls_says_how_it_came(gateway: Gateway, call_taker: User, dispatcher: User) -> None:
    written(call_taker, dispatcher, "kebakaran_rumah", "DMK")
    shown = browser(call_taker).get("/riwayat/panggilan/").content.decode()
    assert "WhatsApp" in shown and WORDS not in shown
