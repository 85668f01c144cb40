"""The door for messages: what a gateway may post, what is refused by the name of its field, who reads a thread."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from calls import actions, queue
from calls.message_api import LONGEST_SENT
from calls.models import Call, Report
from calls.thread import LONGEST, MOST_PER_MINUTE, Message
from tests.factories import browser, get, machine_client, minutes, post, ring, write
from tests.gateway import Gateway

pytestmark = pytest.mark.django_db

POINT = {"lat": -3.9612, "lng": 122.5301, "accuracy": 20}


@pytest.fixture
def machine(centre: object) -> Client:
    """A gateway with its token."""
    return machine_client("pesan", "messages")


def message(**said: Any) -> dict[str, Any]:
    """A message as a gateway posts it."""
    usual = {
        "id": "wa-1",
        "channel": "whatsapp",
        "sender": "6285241872093",
        "text": "api",
        "sent_at": now().isoformat(),
    }
    return {**usual, "sent_at": now().isoformat(), **said}


def test_a_message_is_taken_once(machine: Client) -> None:
    status, first = post(machine, "messages/", message())
    assert (status, first["detail"]) == (201, "")
    assert post(machine, "messages/", message()) == (200, first)
    assert Message.objects.get().call_id == first["call"]


def test_a_long_text_is_kept_whole_with_what_people_type(machine: Client) -> None:
    text = "🔥 <script>alert(1)</script> \u202eابق " * 120
    assert len(text) <= LONGEST
    assert post(machine, "messages/", message(text=text))[0] == 201
    assert Message.objects.get().text == text.replace("\u202e", "")


def test_a_text_that_nobody_could_read_in_time_is_cut_and_not_lost(machine: Client) -> None:
    assert post(machine, "messages/", message(text="tolong " * 3000))[0] == 201
    kept = Message.objects.get().text
    assert len(kept) == LONGEST
    assert kept.startswith("tolong tolong")
    assert kept.endswith("… (dipotong)")


@pytest.mark.parametrize("half", ["\ud83d", "\udfff", "\x00", "\u202e"])
def test_half_a_character_costs_itself_and_not_the_message(machine: Client, half: str) -> None:
    body = json.dumps(message(text=f"tolong{half} api", name=f"Wa{half} Ina"))
    answer = machine.post("/api/v1/messages/", body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    line = Message.objects.get()
    assert (line.text, line.sender_name) == ("tolong api", "Wa Ina")


def test_half_a_character_does_not_stop_an_answer(gateway: Gateway, call_taker: User) -> None:
    call = actions.answer(write().pk, actor=call_taker)
    body = json.dumps({"text": "Di mana\ud83d Anda?"})
    answer = browser(call_taker).post(f"/api/v1/calls/{call.pk}/messages/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["line"]["text"]) == (201, "Di mana Anda?")


def test_files_are_not_taken_but_counted_and_said(machine: Client) -> None:
    status, answer = post(machine, "messages/", message(text="", attachments=2))
    assert status == 201
    assert "Lampiran tidak diterima" in answer["detail"]
    assert Message.objects.get().attachments == 2


def test_a_panic_button_needs_no_words(machine: Client) -> None:
    assert post(machine, "messages/", message(channel="panic", text="", **POINT))[0] == 201
    assert Message.objects.values("lat", "lng", "accuracy").get() == POINT


def test_a_telephone_that_knows_no_place_is_not_at_zero(machine: Client) -> None:
    assert post(machine, "messages/", message(lat=0, lng=0, accuracy=5))[0] == 201
    assert Message.objects.values("lat", "lng", "accuracy").get() == {"lat": None, "lng": None, "accuracy": None}


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("id", {"id": ""}),
        ("id", {"id": "x" * 121}),
        ("channel", {"channel": "voice"}),
        ("channel", {"channel": "fax"}),
        ("sender", {"sender": "1" * 41}),
        ("sender", {"sender": "  "}),
        ("sender", {"sender": "0852\x00"}),
        ("text", {"text": "a" * (LONGEST_SENT + 1)}),
        ("text", {"text": " \n "}),
        ("text", {"text": "\ud800"}),
        ("text", {"text": ["a"]}),
        ("sent_at", {"sent_at": "kemarin"}),
        ("sent_at", {"sent_at": None}),
        ("name", {"name": "n" * 81}),
        ("attachments", {"attachments": -1}),
        ("lat", {"lat": 91, "lng": 0}),
        ("lat", {"lat": "nan", "lng": 1}),
        ("lng", {"lat": 1, "lng": "inf"}),
        ("lat", {"lng": 122.5}),
        ("lng", {"lat": -3.9}),
        ("accuracy", {**POINT, "accuracy": -1}),
    ],
)
def test_what_is_wrong_is_refused_by_its_name(machine: Client, field: str, said: dict[str, Any]) -> None:
    status, answer = post(machine, "messages/", message(**said))
    assert (status, list(answer["fields"])) == (400, [field])
    assert not Call.objects.exists() and not Message.objects.exists()


def test_a_moment_at_the_end_of_time_breaks_no_screen(machine: Client) -> None:
    for place, moment in enumerate(("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")):
        assert post(machine, "messages/", message(id=f"wa-{place}", sent_at=moment))[0] in (201, 400)
    assert all(line.sent_at is None or line.sent_at <= now() for line in Message.objects.all())


def test_a_flood_is_to_be_tried_again(machine: Client) -> None:
    for _one in range(MOST_PER_MINUTE):
        write()
    status, answer = post(machine, "messages/", message())
    assert (status, answer["code"]) == (429, "too_many")


def test_what_was_too_much_is_taken_a_minute_later_under_the_same_key(
    clock: time_machine.Traveller, machine: Client
) -> None:
    for place in range(MOST_PER_MINUTE):
        write(gateway_id=f"wa-{place}")
    late = message(id="wa-akhir", text="baris terakhir")
    assert post(machine, "messages/", late, key="wa-akhir")[0] == 429
    clock.shift(minutes(2))
    assert post(machine, "messages/", late, key="wa-akhir")[0] == 201
    assert Message.objects.filter(text="baris terakhir").count() == 1


def test_nobody_else_has_this_door(call_taker: User) -> None:
    for client in (browser(call_taker), machine_client("pabx", "telephony"), machine_client("damkar", "agency:DMK")):
        assert post(client, "messages/", message())[0] == 403
    assert post(Client(), "messages/", message())[0] == 401


def test_a_gateway_has_no_other_door(machine: Client) -> None:
    call = write()
    assert get(machine, f"calls/{call.pk}/messages/")[0] == 404
    assert get(machine, "calls/")[0] == 403
    assert post(machine, f"calls/{call.pk}/reveal/", {"reason": "legal"})[0] == 404


# --- the console -----------------------------------------------------------------------------------------------------


def test_the_queue_shows_the_first_words_and_that_an_answer_is_owed(gateway: Gateway, call_taker: User) -> None:
    call = write("api di dapur " * 20)
    write("cepat")
    thread = queue.read([call.pk])[call.pk]["calls"]["thread"]
    assert thread["words"] == ("api di dapur " * 20)[:120]
    assert (thread["count"], thread["is_owed"], thread["failed"]) == (2, True, 0)
    actions.answer(call.pk, actor=call_taker)
    actions.write_back(call.pk, "Di mana?", actor=call_taker)
    assert not queue.read([call.pk])[call.pk]["calls"]["thread"]["is_owed"]


def test_conversations_cost_the_queue_two_queries_however_many(centre: object, django_assert_num_queries: Any) -> None:
    calls = [ring() for _one in range(3)]
    with django_assert_num_queries(5):
        queue.read([one.pk for one in calls])
    calls += [write(sender=f"08529999000{one}") for one in range(4)]
    with django_assert_num_queries(7):
        queue.read([one.pk for one in calls])


def test_the_thread_is_read_and_answered_by_who_has_it(gateway: Gateway, call_taker: User) -> None:
    call = actions.answer(write("api", name="Wa Ina", lat=-3.96, lng=122.53, accuracy=20.0).pk, actor=call_taker)
    client = browser(call_taker)
    status, written = post(client, f"calls/{call.pk}/messages/", {"text": "Di mana?"})
    assert (status, written["line"]["state"], written["call"]["thread"]["count"]) == (201, "queued", 2)
    status, thread = get(client, f"calls/{call.pk}/messages/")
    assert (status, thread["can_reply"], thread["earlier"]) == (200, True, [])
    assert [(one["direction"], one["text"], one["by"]) for one in thread["lines"]] == [
        ("in", "api", ""),
        ("out", "Di mana?", "Fitriani Halik"),
    ]
    assert (thread["lines"][0]["name"], thread["lines"][0]["lat"]) == ("Wa Ina", -3.96)


def test_an_answer_that_is_too_long_is_refused_by_its_name(gateway: Gateway, call_taker: User) -> None:
    call = actions.answer(write().pk, actor=call_taker)
    status, answer = post(browser(call_taker), f"calls/{call.pk}/messages/", {"text": "a" * 1001})
    assert (status, list(answer["fields"])) == (400, ["text"])


def test_a_line_is_sent_again_only_through_its_own_conversation(gateway: Gateway, call_taker: User) -> None:
    call = actions.answer(write().pk, actor=call_taker)
    line = actions.write_back(call.pk, "halo", actor=call_taker)
    Message.objects.filter(pk=line.pk).update(state="failed", next_try_at=None)
    client = browser(call_taker)
    other = write(sender="085299990000")
    assert post(client, f"calls/{other.pk}/messages/{line.pk}/resending/")[0] == 404
    status, answer = post(client, f"calls/{call.pk}/messages/{line.pk}/resending/")
    assert (status, answer["line"]["state"]) == (200, "queued")


def test_without_a_gateway_the_thread_says_that_it_cannot_be_answered(call_taker: User) -> None:
    call = actions.answer(write().pk, actor=call_taker)
    thread = get(browser(call_taker), f"calls/{call.pk}/messages/")[1]
    assert (thread["can_reply"], thread["has_gateway"]) == (False, False)
    assert post(browser(call_taker), f"calls/{call.pk}/messages/", {"text": "halo"})[1]["code"] == "no_gateway"


def test_an_open_conversation_is_for_its_call_taker_and_the_supervisor(
    call_taker: User, second_call_taker: User, supervisor: User, dispatcher: User, damkar: User
) -> None:
    call = actions.answer(write().pk, actor=call_taker)
    people = {second_call_taker: 403, dispatcher: 403, damkar: 404, supervisor: 200, call_taker: 200}
    for user, status in people.items():
        assert get(browser(user), f"calls/{call.pk}/messages/")[0] == status, user


@pytest.mark.parametrize(("category", "status"), [("kebakaran_rumah", 200), ("kdrt", 403)])
def test_once_sent_the_desk_reads_it_but_of_a_confidential_case_only_the_cleared(
    call_taker: User, dispatcher: User, supervisor: User, damkar: User, category: str, status: int
) -> None:
    call = actions.answer(write().pk, actor=call_taker)
    actions.forward(Report.objects.get(call=call).pk, actor=call_taker, category=category, place_text="sini")
    assert get(browser(call_taker), f"calls/{call.pk}/messages/")[0] == 200, "still in hand"
    actions.hang_up(call.pk, actor=call_taker)
    assert get(browser(call_taker), f"calls/{call.pk}/messages/")[0] == status
    assert get(browser(dispatcher), f"calls/{call.pk}/messages/")[0] == status
    assert get(browser(supervisor), f"calls/{call.pk}/messages/")[0] == 200
    assert get(browser(damkar), f"calls/{call.pk}/messages/")[0] == 404


def test_the_conversation_before_is_read_with_the_new_one(call_taker: User, second_call_taker: User) -> None:
    first = actions.answer(write("api").pk, actor=call_taker)
    actions.hang_up(first.pk, actor=call_taker)
    second = actions.answer(write("masih").pk, actor=second_call_taker)
    thread = get(browser(second_call_taker), f"calls/{second.pk}/messages/")[1]
    assert [[one["text"] for one in thread[name]] for name in ("earlier", "lines")] == [["api"], ["masih"]]


def test_a_sender_of_long_ago_is_no_part_of_it(call_taker: User) -> None:
    first = actions.answer(write("lama").pk, actor=call_taker)
    Call.objects.filter(pk=first.pk).update(ended_at=now() - minutes(31), offered_at=now() - minutes(40))
    Call.objects.filter(pk=first.pk).update(answered_at=now() - minutes(39))
    second = actions.answer(write("baru").pk, actor=call_taker)
    assert get(browser(call_taker), f"calls/{second.pk}/messages/")[1]["earlier"] == []
