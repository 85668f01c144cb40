"""The console's page: for whom it is, what it brings along, and how often it asks the database."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from agencies.models import Area, Centre
from calls import actions
from calls.models import CallOutcome, Report
from incidents.models import Category, Source, Standard, Track
from tests import factories

# Session, account, centre, watch; areas, standards, categories, the contact book, scripts, protocols with
# their questions and kinds; my reports and my calls; agencies and contacts who may be brought into a talk.
QUERIES = 16  # with no protocol yet, neither its questions nor its kinds are asked for


def page_of(user: User) -> str:
    """The console as this person's browser gets it."""
    response = factories.browser(user).get("/konsol/")
    assert response.status_code == 200
    return response.content.decode()


def data(page: str, name: str) -> Any:
    """What the page carries for its scripts under this name."""
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', page, re.S)
    assert found, name
    return json.loads(found[1])


def test_console_is_for_call_takers_and_supervisors_only(call_taker: User, supervisor: User, dispatcher: User) -> None:
    """A dispatcher is refused, whoever is not signed in is sent to the sign-in page."""
    assert factories.browser(call_taker).get("/konsol/").status_code == 200
    assert factories.browser(supervisor).get("/konsol/").status_code == 200
    assert factories.browser(dispatcher).get("/konsol/").status_code == 403


@pytest.mark.django_db
def test_console_without_a_watch_leads_to_the_sign_in_page(client: Any, centre: Centre) -> None:
    """And back to the console afterwards."""
    response: HttpResponse = client.get("/konsol/")
    assert response.status_code == 302
    assert response["Location"] == "/masuk/?next=%2Fkonsol%2F"


def test_console_brings_the_kinds_that_may_be_chosen(call_taker: User) -> None:
    """Discontinued kinds are not offered; what a kind suggests comes with it."""
    Category.objects.filter(code="kdrt").update(words="dipukul suami")
    kinds = {row["code"]: row for row in data(page_of(call_taker), "kinds")}
    assert "lama" not in kinds
    assert kinds["kdrt"] == {
        "code": "kdrt",
        "name": "Kekerasan dalam rumah tangga",
        "group": "uji",
        "short_code": "kdrt",
        "words": "dipukul suami",
        "glyph": "home",
        "priority": 2,
        "track": "emergency",
        "is_confidential": True,
    }


def test_console_offers_every_area_with_its_kecamatan(call_taker: User) -> None:
    """A kelurahan by name and kecamatan, a kecamatan where no more is known."""
    page = page_of(call_taker)
    assert f'<option value="{factories.WARD}">Kemaraya · Kendari Barat</option>' in page
    assert '<option value="74.71.08">Kec. Kendari Barat</option>' in page


def test_console_takes_its_limits_from_the_standards(call_taker: User) -> None:
    """The red of a ringing call and the bands of the timer follow the rows; without a row the usual limit holds."""
    page = page_of(call_taker)
    assert 'data-answer-limit="10"' in page
    assert 'data-forward-limit="90"' in page
    assert "hijau s.d. 01:30, kuning s.d. 02:30" in page and "batas 01:30" in page
    Standard.objects.create(
        clock="forward", track=Track.EMERGENCY, limit=timedelta(seconds=120), valid_from=now() - timedelta(days=1)
    )
    page = page_of(call_taker)
    assert 'data-forward-limit="120"' in page
    assert "hijau s.d. 02:00, kuning s.d. 03:20" in page and "batas 02:00" in page


def test_the_greeting_is_the_centres_when_it_is_to_be_said_and_on_a_silent_line(call_taker: User) -> None:
    """The idle panel, the head of a fresh report and the first step of the script say the same words."""
    Centre.objects.update(greeting="Selamat malam, 112 Kendari.")
    page = page_of(call_taker)
    assert page.count("Selamat malam, 112 Kendari.") == 3
    assert "<span>“Selamat malam, 112 Kendari.” Tunggu.</span>" in page
    assert "“Selamat malam, 112 Kendari.”</span>" in page.partition('id="greeting"')[2][:80]
    Centre.objects.update(greeting="")
    page = page_of(call_taker)
    assert "<span>“112, darurat apa yang dilaporkan?” Tunggu.</span>" in page
    assert 'id="greeting" hidden></span>' in page


def test_the_test_call_is_offered_with_demo_data_only(call_taker: User, centre: Centre) -> None:
    """A real centre has no button that rings."""
    assert 'id="ring"' not in page_of(call_taker)
    Centre.objects.update(is_demo=True)
    assert 'id="ring"' in page_of(call_taker)


def test_console_lists_what_this_person_finished_since_signing_in(call_taker: User, second_call_taker: User) -> None:
    """Calls closed without a report and reports sent; not a colleague's, not what is still being written."""
    prank, other, open_one = (factories.ring() for _ in range(3))
    actions.answer(prank.pk, actor=call_taker)
    actions.set_outcome(prank.pk, CallOutcome.PRANK, actor=call_taker)
    actions.answer(other.pk, actor=second_call_taker)
    actions.set_outcome(other.pk, CallOutcome.SILENT, actor=second_call_taker)
    actions.answer(open_one.pk, actor=call_taker)
    draft = actions.start_report(Source.RADIO, actor=call_taker)
    actions.forward(draft.pk, actor=call_taker, place_text="Pasar Sentral", category="begal")
    sent = Report.objects.get(pk=draft.pk)
    assert sent.incident is not None
    rows = data(page_of(call_taker), "coded")
    assert [(row["key"], row["label"], row.get("incident")) for row in rows] == [
        (f"report:{draft.pk}", "Begal", sent.incident_id),
        (f"call:{prank.pk}", "Iseng", None),
    ]


def test_console_says_how_long_each_of_my_calls_took(clock: time_machine.Traveller, call_taker: User) -> None:
    """From the answer until the report was sent or the call was closed; what was no call took no call's time."""
    sent, prank = (actions.answer(factories.ring().pk, actor=call_taker) for _ in range(2))
    draft = actions.start_report(Source.RADIO, actor=call_taker)
    actions.forward(draft.pk, actor=call_taker, place_text="Pasar Sentral", category="begal")
    clock.shift(30)
    actions.set_outcome(prank.pk, CallOutcome.PRANK, actor=call_taker)
    clock.shift(60)
    actions.forward(Report.objects.get(call=sent).pk, actor=call_taker, place_text="Pasar Sentral", category="begal")
    assert [row["took_s"] for row in data(page_of(call_taker), "coded")] == [90, 30, None]


def test_console_asks_the_database_equally_often_however_much_there_is(
    call_taker: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Fifty kinds, sixty areas and a busy evening cost as many queries as none."""
    browser = factories.browser(call_taker)
    with django_assert_num_queries(QUERIES):
        browser.get("/konsol/")
    for at in range(5):
        call = factories.ring()
        actions.answer(call.pk, actor=call_taker)
        actions.set_outcome(call.pk, CallOutcome.PRANK, actor=call_taker)
        draft = actions.start_report(Source.RADIO, actor=call_taker)
        actions.forward(draft.pk, actor=call_taker, place_text="Pasar Sentral", category="begal")
        parent = Area.objects.get(code="74.71.08")
        Area.objects.create(code=f"74.71.08.2{at:03}", name=f"K{at}", level="kelurahan", parent=parent, lat=-4, lng=122)
        Category.objects.create(code=f"k{at}", name=f"K{at}", short_code=f"k{at}", track=Track.EMERGENCY, priority=3)
    with django_assert_num_queries(QUERIES):
        browser.get("/konsol/")


def test_console_keeps_to_the_content_security_policy(call_taker: User) -> None:
    """No inline style, handler or script: each would be blocked, and the screen would be broken at night."""
    page = page_of(call_taker)
    assert not re.search(r"<[^>]+\s(style|on\w+)=", page)
    assert not re.search(r"<script(?![^>]*\b(src|type=\"application/json\"))", page)
