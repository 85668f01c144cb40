"""The call-taker's commands over HTTP: one happy path and one refusal for each."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now

from calls import actions
from calls.models import Call, Report
from incidents.models import Incident
from tests.factories import WARD, browser, get, machine_client, post, ring, verbs
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def console(call_taker: User) -> Client:
    """The call-taker's browser."""
    return browser(call_taker)


@pytest.fixture
def talking(call_taker: User) -> Call:
    """A call that the call-taker has answered."""
    return actions.answer(ring().pk, actor=call_taker)


@pytest.fixture
def draft(talking: Call) -> Report:
    """Its report."""
    return Report.objects.get(call=talking)


# --- the queue ------------------------------------------------------------------------------------------------------


def test_the_queue_is_calls_and_the_incidents_around_them(console: Client, ringing: Call, case: Incident) -> None:
    status, answer = get(console, "calls/")
    cards = {card["kind"]: card for card in answer["cards"]}
    assert status == 200
    assert cards["call"]["caller"] == "0852-xx-2093"
    assert (cards["incident"]["title"], cards["incident"]["area"]) == ("Kejadian tertutup", "Kemaraya · Kendari Barat")
    assert parse_datetime(answer["now"]) is not None and answer["now"].endswith("Z")


def test_the_queue_is_not_for_the_desk(dispatcher: User, damkar: User) -> None:
    for user in (dispatcher, damkar):
        assert refusal(get(browser(user), "calls/")) == (403, "forbidden")


# --- a call ---------------------------------------------------------------------------------------------------------


def test_answering_gives_the_number_and_the_draft(console: Client, ringing: Call) -> None:
    status, answer = post(console, f"calls/{ringing.pk}/answer/")
    assert (status, answer["call"]["caller"], answer["call"]["seat"]) == (200, "0852-4187-2093", "Meja 03")
    assert (answer["report"]["call_id"], answer["report"]["place_text"]) == (ringing.pk, "")


def test_who_comes_second_is_told_who_won_whatever_version_he_saw(talking: Call, second_call_taker: User) -> None:
    status, answer = post(browser(second_call_taker), f"calls/{talking.pk}/answer/", {"version": 1})
    assert (status, answer["code"]) == (409, "already_answered")
    assert answer["detail"].startswith("Panggilan ini sudah dijawab Fitriani Halik (Meja 03) pukul ")


def test_hanging_up(console: Client, talking: Call) -> None:
    status, answer = post(console, f"calls/{talking.pk}/hang-up/", {"version": talking.version})
    assert (status, bool(answer["call"]["ended_at"])) == (200, True)
    assert refusal(post(console, f"calls/{talking.pk}/hang-up/")) == (409, "already_ended")


def test_coding_and_taking_it_back(console: Client, talking: Call, draft: Report) -> None:
    status, answer = post(console, f"calls/{talking.pk}/outcome/", {"outcome": "prank"})
    assert (status, answer["call"]["outcome"], answer["report"]) == (200, "prank", None)
    until = parse_datetime(answer["undo_until"])
    assert until is not None and 4 < (until - now()).total_seconds() <= 5
    status, answer = post(console, f"calls/{talking.pk}/undo/")
    assert (status, answer["call"]["outcome"], answer["report"]["id"]) == (200, "", draft.pk)
    assert refusal(post(console, f"calls/{talking.pk}/undo/")) == (409, "too_late")


def test_an_outcome_that_cannot_be_chosen_is_named(console: Client, talking: Call) -> None:
    status, answer = post(console, f"calls/{talking.pk}/outcome/", {"outcome": "abandoned"})
    assert (status, list(answer["fields"])) == (400, ["outcome"])


def test_looking_at_a_number(dispatcher: User, ringing: Call) -> None:
    desk = browser(dispatcher)
    assert post(desk, f"calls/{ringing.pk}/reveal/", {"reason": "callback"}) == (200, {"caller": "085241872093"})
    assert verbs(ringing.subject) == ["rang", "revealed"]
    assert list(post(desk, f"calls/{ringing.pk}/reveal/", {"reason": "x"})[1]["fields"]) == ["reason"]


def test_a_call_is_not_there_for_agencies_and_heads(ringing: Call, damkar: User, head: User) -> None:
    for client in (browser(damkar), browser(head), machine_client("damkar", "agency:DMK")):
        for path in ("answer", "hang-up", "outcome", "undo", "reveal"):
            body = {"outcome": "prank", "reason": "callback"}
            assert refusal(post(client, f"calls/{ringing.pk}/{path}/", body)) == (404, "not_found")


def test_the_desk_sees_calls_but_does_not_take_them(dispatcher: User, ringing: Call, talking: Call) -> None:
    desk = browser(dispatcher)
    assert refusal(post(desk, f"calls/{ringing.pk}/answer/")) == (403, "forbidden")
    assert refusal(post(desk, f"calls/{talking.pk}/hang-up/")) == (403, "forbidden")
    assert refusal(post(desk, f"calls/{talking.pk}/outcome/", {"outcome": "prank"})) == (403, "forbidden")
    assert refusal(post(desk, f"calls/{talking.pk}/undo/")) == (403, "forbidden")


# --- a report -------------------------------------------------------------------------------------------------------


def test_my_drafts_come_with_their_calls(console: Client, talking: Call, draft: Report) -> None:
    status, answer = get(console, "reports-drafts/")
    assert (status, [one["id"] for one in answer["drafts"]]) == (200, [draft.pk])
    assert [call["caller"] for call in answer["calls"]] == ["0852-4187-2093"]


def test_drafts_of_others_are_not_mine(second_call_taker: User, draft: Report) -> None:
    other = browser(second_call_taker)
    assert get(other, "reports-drafts/")[1] == {"drafts": [], "calls": []}
    for path in ("", "forwarding/", "discarding/"):
        assert refusal(post(other, f"reports-drafts/{draft.pk}/{path}")) == (409, "not_yours")


def test_a_report_without_a_call_begins(console: Client, dispatcher: User) -> None:
    status, answer = post(console, "reports-drafts/", {"source": "walk_in"})
    assert (status, answer["report"]["source"], answer["report"]["version"]) == (201, "walk_in", 1)
    assert list(post(console, "reports-drafts/", {"source": "call"})[1]["fields"]) == ["source"]
    assert refusal(post(browser(dispatcher), "reports-drafts/", {"source": "radio"})) == (403, "forbidden")


def test_saving_one_field_keeps_the_others(console: Client, draft: Report) -> None:
    post(console, f"reports-drafts/{draft.pk}/", {"words": " asap tebal ", "area": WARD})
    status, answer = post(console, f"reports-drafts/{draft.pk}/", {"priority": 2})
    assert status == 200
    assert (answer["report"]["words"], answer["report"]["area"], answer["report"]["priority"]) == (
        " asap tebal ",
        WARD,
        2,
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"lat": 91}, "lat"),
        ({"priority": 5}, "priority"),
        ({"words": "a" * 4001}, "words"),
        ({"category": "tidak_ada"}, "category"),
        ({"area": "99"}, "area"),
    ],
)
def test_a_field_that_cannot_be_kept_is_named(
    console: Client, draft: Report, typed: dict[str, Any], field: str
) -> None:
    status, answer = post(console, f"reports-drafts/{draft.pk}/", typed)
    assert (status, answer["code"], list(answer["fields"])) == (400, "invalid", [field])


def test_saving_on_an_older_draft_answers_with_the_present_one(console: Client, draft: Report) -> None:
    post(console, f"reports-drafts/{draft.pk}/", {"words": "satu"})
    status, answer = post(console, f"reports-drafts/{draft.pk}/", {"words": "dua", "version": 0})
    assert (status, answer["code"]) == (409, "changed")
    assert (answer["card"]["id"], answer["card"]["words"], answer["card"]["version"]) == (draft.pk, "satu", 1)


def test_forwarding_makes_an_incident_with_a_number(console: Client, draft: Report) -> None:
    body = {"place_text": "Jl. Bunga Seroja 17", "category": "kebakaran_rumah"}
    status, answer = post(console, f"reports-drafts/{draft.pk}/forwarding/", body)
    row = Incident.objects.get()
    assert (status, answer["incident"]) == (201, {"id": row.pk, "number": 1042, "short": "#1042"})
    assert refusal(post(console, f"reports-drafts/{draft.pk}/forwarding/", body)) == (409, "already_forwarded")


def test_who_still_talks_with_a_caller_sees_the_number_after_forwarding_and_nobody_else(
    console: Client, talking: Call, draft: Report, second_call_taker: User
) -> None:
    body = {"place_text": "Jl. Bunga Seroja 17", "category": "kebakaran_rumah"}
    post(console, f"reports-drafts/{draft.pk}/forwarding/", body)
    answer = get(console, "reports-drafts/")[1]
    assert (answer["drafts"], [call["caller"] for call in answer["calls"]]) == ([], ["0852-4187-2093"])
    other = browser(second_call_taker)
    assert get(other, "reports-drafts/")[1] == {"drafts": [], "calls": []}
    assert "0852-4187-2093" not in str(get(other, "calls/")[1])
    post(console, f"calls/{talking.pk}/hang-up/")
    assert get(console, "reports-drafts/")[1]["calls"] == []


def test_forwarding_half_a_report_names_what_is_missing(console: Client, draft: Report) -> None:
    status, answer = post(console, f"reports-drafts/{draft.pk}/forwarding/", {"place_text": "Jl. Uji"})
    assert (status, answer["fields"]) == (400, {"category": ["Pilih jenis kejadian."]})
    assert not Incident.objects.exists()


def test_putting_a_draft_aside(console: Client, draft: Report) -> None:
    assert post(console, f"reports-drafts/{draft.pk}/discarding/")[0] == 200
    assert get(console, "reports-drafts/")[1]["drafts"] == []


def test_looking_at_a_reporter(console: Client, draft: Report, dispatcher: User) -> None:
    body = {"place_text": "Jl. Uji", "category": "begal", "reporter_name": "Wa Ina", "callback": "0811"}
    post(console, f"reports-drafts/{draft.pk}/forwarding/", body)
    desk = browser(dispatcher)
    status, answer = post(desk, f"reports/{draft.pk}/reveal/", {"reason": "verification"})
    assert (status, answer) == (200, {"name": "Wa Ina", "caller": "085241872093", "callback": "0811"})
    assert list(post(desk, f"reports/{draft.pk}/reveal/")[1]["fields"]) == ["reason"]


def test_a_reporter_of_a_confidential_case_is_not_there_for_the_uncleared(
    console: Client, draft: Report, dispatcher: User, supervisor: User
) -> None:
    body = {"place_text": "Jl. Uji", "category": "kdrt"}
    post(console, f"reports-drafts/{draft.pk}/forwarding/", body)
    why = {"reason": "verification"}
    assert refusal(post(browser(dispatcher), f"reports/{draft.pk}/reveal/", why)) == (404, "not_found")
    assert post(browser(supervisor), f"reports/{draft.pk}/reveal/", why)[0] == 200


def test_what_is_not_there_is_not_found(console: Client, centre: object) -> None:
    assert refusal(post(console, "calls/0/answer/")) == (404, "not_found")
    assert refusal(post(console, "reports-drafts/0/")) == (404, "not_found")
