"""The telephone's page: who may open it, and the tables it takes its steps from."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.auth.models import User

from agencies.models import Member
from dispatch.phone import tables
from incidents.states import AGENCY_VERBS, STEPS, State
from tests import factories


def test_a_crew_opens_its_tasks_and_reads_whose_telephone_it_is(damkar: User) -> None:
    Member.objects.filter(user=damkar).update(unit=factories.unit("DMK-01"))
    page = factories.browser(damkar).get("/tugas/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "DMK-01" in text and "Kejadian di sekitar" not in text
    assert f'data-me="{damkar.pk}"' in text and 'data-unit="DMK-01"' in text


def test_the_page_asks_the_database_nothing_about_incidents(damkar: User, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    client = factories.browser(damkar)
    with django_assert_max_num_queries(6) as captured:
        client.get("/tugas/")
    assert not [query for query in captured.captured_queries if "incidents_" in query["sql"]]


def test_the_page_holds_no_inline_style_or_script(damkar: User) -> None:
    text = factories.browser(damkar).get("/tugas/").content.decode()
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", text)
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", text)


def test_a_dispatcher_may_not_open_it(dispatcher: User) -> None:
    assert factories.browser(dispatcher).get("/tugas/").status_code == 403


def test_without_an_agency_there_is_nothing_to_show(damkar: User) -> None:
    Member.objects.filter(user=damkar).update(agency=None)
    assert factories.browser(damkar).get("/tugas/").status_code == 403


def test_the_telephone_knows_the_steps_that_the_server_knows(damkar: User) -> None:
    text = factories.browser(damkar).get("/tugas/").content.decode()
    found = re.search(r'<script id="tables" type="application/json">(.*?)</script>', text)
    assert found
    steps = json.loads(found[1])["steps"]
    assert {verb: (set(step["from"]), step["to"], step["stamps"]) for verb, step in steps.items()} == {
        verb: (set(STEPS[verb].start), STEPS[verb].end, STEPS[verb].stamps) for verb in AGENCY_VERBS
    }


@pytest.mark.django_db
def test_every_state_and_verb_has_its_word_and_its_look() -> None:
    made = tables()
    assert set(made["states"]) == set(State)
    assert set(made["verbs"]) == set(AGENCY_VERBS)
