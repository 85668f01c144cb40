"""Messages to units on cards and over HTTP: whose telephone shows the words, what the desk is told."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from dispatch import board
from incidents import actions
from incidents.models import Assignment, Incident
from journal.live import Card
from tests.factories import agency, browser, machine_client, post
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


def cards_of(row: Incident) -> dict[str, Card]:
    """The cards of an incident, by audience."""
    return board.read([row.pk])[row.pk]


def at_agency(code: str) -> str:
    """The audience of an agency."""
    return f"agency:{agency(code).pk}"


def test_an_agency_reads_messages_to_itself_and_the_desk_how_many_wait(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User, damkar: User
) -> None:
    actions.assign(fire.pk, agencies=["POL"], units=["DMK-01"], actor=dispatcher)
    row = actions.send_message(fire.pk, "Lorong kiri.", agencies=["POL"], units=["DMK-01"], actor=dispatcher)[1]
    assert cards_of(fire)["desk"]["unread"] == 2
    actions.read_message(row.pk, actor=damkar)
    made = cards_of(fire)
    assert made["desk"]["unread"] == 1
    said = {"id": row.pk, "at": row.sent_at, "who": "Rizal Asrun", "agency": "DMK", "unit": "DMK-01"}
    read = {"text": "Lorong kiri.", "read_at": row.sent_at, "read_by": "Sarman Lakuana"}
    assert made[at_agency("DMK")]["messages"] == [said | read]
    assert [one["unit"] for one in made[at_agency("POL")]["messages"]] == [None]
    for audience in ("desk", "desk+closed", "calls", "wall"):
        assert "Lorong" not in repr(made[audience]), audience


def test_a_masked_card_counts_what_is_unread_and_tells_no_words(case: Incident, dispatcher: User) -> None:
    actions.assign(case.pk, agencies=["POL"], actor=dispatcher)
    actions.send_message(case.pk, "Lewat pintu samping.", agencies=["POL"], actor=dispatcher)
    made = cards_of(case)
    assert (made["desk"]["unread"], made["desk"]["masked"]) == (1, True)
    assert "samping" not in repr(made["desk"]) and "samping" in repr(made[at_agency("POL")])


def test_an_agency_hears_of_its_last_ten_and_of_all_that_nobody_has_read(
    fire: Incident, dispatcher: User, damkar: User
) -> None:
    actions.assign(fire.pk, agencies=["DMK", "POL"], actor=dispatcher)
    for number in range(12):
        actions.send_message(fire.pk, f"pesan {number}", agencies=["DMK"], actor=dispatcher)
    assert cards_of(fire)["desk"]["unread"] == len(cards_of(fire)[at_agency("DMK")]["messages"]) == 12
    for row in fire.messages.order_by("pk")[:5]:
        actions.read_message(row.pk, actor=damkar)
    actions.send_message(fire.pk, "pesan polisi", agencies=["POL"], actor=dispatcher)
    made = cards_of(fire)
    assert [one["text"] for one in made[at_agency("DMK")]["messages"]] == [f"pesan {number}" for number in range(2, 12)]
    assert [one["text"] for one in made[at_agency("POL")]["messages"]] == ["pesan polisi"]


def test_the_desk_sends_and_whom_it_is_for_acknowledges_over_http(desk: Client, task: Assignment, damkar: User) -> None:
    status, answer = post(desk, f"incidents/{task.incident_id}/messages/", {"text": "Kiri.", "agencies": ["DMK"]})
    assert (status, answer["incident"]["unread"]) == (201, 1)
    (pk,) = answer["messages"]
    path = f"unit-messages/{pk}/reading/"
    status, answer = post(browser(damkar), path, {"at": "2099-01-01T00:00:00Z"})
    assert (status, list(answer["fields"])) == (400, ["at"])
    status, answer = post(browser(damkar), path, {"at": "2026-01-01T00:00:00Z"})
    (read,) = answer["incident"]["messages"]
    assert (status, read["read_by"], read["read_at"]) == (200, "Sarman Lakuana", read["at"])


def test_a_message_to_others_is_not_there_and_the_desk_reads_for_nobody(
    desk: Client, task: Assignment, dispatcher: User, call_taker: User, police: User
) -> None:
    row = actions.send_message(task.incident_id, "Kiri.", agencies=["DMK"], actor=dispatcher)[0]
    path = f"unit-messages/{row.pk}/reading/"
    for client in (browser(police), browser(call_taker), machine_client("polisi", "agency:POL")):
        assert refusal(post(client, path, {})) == (404, "not_found")
    assert refusal(post(desk, path, {})) == (403, "forbidden")
    assert post(machine_client("damkar-sistem", "agency:DMK"), path, {})[0] == 200
