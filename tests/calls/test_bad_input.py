"""What a bad evening brings: endless, foreign, hostile and broken words, wrong clocks, an exchange that stammers."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from calls import actions
from calls.callbacks import waiting
from calls.models import Call, CallOutcome, Report
from calls.queue import draft_card
from incidents.models import Incident
from tests.factories import browser, get, machine_client, post, ring, seconds, told

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
SCRIPT = "<script>alert(1)</script>"
ARABIC = "حريق في السوق"
EMOJI = "🔥🔥 rumah 👨‍👩‍👧 terbakar 🇮🇩"
OVERRIDE = "aman\u202egnilam\u202c"
TYPED = ("place_text", "landmark", "reporter_name", "callback", "words")


@pytest.fixture
def draft(clock: time_machine.Traveller, call_taker: User) -> Report:
    """The report of a call that has just been answered."""
    return Report.objects.get(call=actions.answer(ring().pk, actor=call_taker))


@pytest.fixture
def console(draft: Report, call_taker: User) -> Client:
    """The call-taker's browser."""
    return browser(call_taker)


def saves(console: Client, draft: Report, **fields: Any) -> tuple[int, dict[str, Any]]:
    """What the server answers to typed fields."""
    return post(console, f"reports-drafts/{draft.pk}/", fields)


def line(text: str) -> dict[str, Any]:
    """A line of the notes in JSON."""
    return {"key": str(uuid4()), "text": text, "at": now().isoformat()}


# --- words ----------------------------------------------------------------------------------------------------------


def test_a_note_of_20_kb_is_refused_whole_and_the_field_named(console: Client, draft: Report) -> None:
    status, body = saves(console, draft, words="kata " * 4096)
    assert (status, list(body["fields"])) == (400, ["words"])
    assert "4000" in str(body["fields"]["words"])
    assert draft_card(Report.objects.get(pk=draft.pk))["words"] == ""


def test_the_same_as_lines_is_kept_to_the_last_letter(console: Client, draft: Report) -> None:
    parts = [f"{number} " + "kata " * 700 for number in range(6)]
    status, body = saves(console, draft, lines=[line(part) for part in parts])
    assert status == 200
    assert sum(len(row["text"]) for row in body["report"]["lines"]) > 20_000


@pytest.mark.parametrize("text", [EMOJI, ARABIC, SCRIPT, "' OR 1=1; --", "{{ 7*7 }}", "%s %(x)s {}", "a\nb"])
@pytest.mark.parametrize("field", TYPED)
def test_words_of_any_script_come_back_as_they_were_typed(
    console: Client, draft: Report, field: str, text: str
) -> None:
    typed = text[:40]
    status, body = saves(console, draft, **{field: typed})
    assert (status, body["report"][field]) == (200, typed)


@pytest.mark.parametrize("field", TYPED)
def test_marks_that_turn_the_reading_round_are_taken_out(console: Client, draft: Report, field: str) -> None:
    status, body = saves(console, draft, **{field: OVERRIDE})
    assert (status, body["report"][field]) == (200, "amangnilam")


@pytest.mark.parametrize("field", TYPED)
@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\udfff"])
def test_a_null_byte_or_half_a_character_is_a_clear_400_or_dropped(
    console: Client, draft: Report, field: str, text: str
) -> None:
    answer = console.post(
        f"/api/v1/reports-drafts/{draft.pk}/", json.dumps({field: text}), content_type="application/json"
    )
    body = answer.json()
    if answer.status_code == 200:
        assert body["report"][field] in ("ab", "a")
    else:
        assert (answer.status_code, list(body["fields"])) == (400, [field])
        assert not any(word in str(body).lower() for word in ("null", "surrogate", "allowed"))


@pytest.mark.parametrize("body", ["[]", "{", '"a"', "null", '{"words": {"a": 1}}', '{"lines": 3}', '{"answers": []}'])
def test_what_is_no_form_is_a_400(console: Client, draft: Report, body: str) -> None:
    answer = console.post(f"/api/v1/reports-drafts/{draft.pk}/", body, content_type="application/json")
    assert answer.status_code in (400, 200) and (answer.status_code == 400 or body == "null")


def everywhere(draft: Report, call_taker: User, dispatcher: User) -> Incident:
    """An incident in which every typed word is a script, assigned to an agency."""
    words: dict[str, Any] = dict.fromkeys(TYPED, SCRIPT[:40])
    row = actions.forward(
        draft.pk, actor=call_taker, category="kebakaran_rumah", lines=[{**line(SCRIPT), "at": now()}], **words
    )
    assert row.incident
    told(row.incident, dispatcher, agencies=("DMK",))
    return row.incident


@pytest.mark.parametrize("page", ["konsol/", "kejadian/{}/", "riwayat/", "riwayat/panggilan/"])
def test_a_script_is_text_on_every_page(
    draft: Report, call_taker: User, dispatcher: User, supervisor: User, page: str
) -> None:
    row = everywhere(draft, call_taker, dispatcher)
    answer = browser(supervisor).get("/" + page.format(row.pk))
    assert answer.status_code == 200
    assert SCRIPT not in answer.content.decode()


def test_in_json_a_script_is_told_as_text_and_never_as_a_page(
    draft: Report, call_taker: User, dispatcher: User
) -> None:
    row = everywhere(draft, call_taker, dispatcher)
    answer = browser(dispatcher).get(f"/api/v1/incidents/{row.pk}/journal/")
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert SCRIPT in [note["text"] for note in answer.json()["notes"]]


# --- numbers and places ---------------------------------------------------------------------------------------------


def rings(exchange: Client, event: str, call_id: str = "buruk-1", **said: Any) -> tuple[int, dict[str, Any]]:
    """What the exchange sends."""
    at = said.pop("at", now())
    body = {"event": event, "call_id": call_id, "at": at.isoformat() if isinstance(at, datetime) else at, **said}
    return post(exchange, "telephony/events/", body)


@pytest.fixture
def exchange(centre: object) -> Client:
    """The telephone exchange."""
    return machine_client("pabx", "telephony")


def test_a_number_of_40_digits_rings_like_any_other(exchange: Client, call_taker: User) -> None:
    assert rings(exchange, "ringing", number="9" * 40)[0] == 200
    call = Call.objects.get()
    assert call.caller and len(call.caller.value) == 40
    assert actions.answer(call.pk, actor=call_taker).answered_by == call_taker


def test_a_typed_number_of_41_digits_is_refused_by_name(console: Client, draft: Report) -> None:
    assert saves(console, draft, callback="9" * 40)[0] == 200
    status, body = saves(console, draft, callback="9" * 41)
    assert (status, list(body["fields"])) == (400, ["callback"])


@pytest.mark.parametrize("point", [(51.5, -0.12), (90.0, 180.0), (0.0, 122.5)])
def test_a_place_outside_indonesia_is_taken_all_the_same(
    draft: Report, call_taker: User, point: tuple[float, float]
) -> None:
    lat, lng = point
    row = actions.forward(draft.pk, actor=call_taker, place_text="Kapal", category="begal", lat=lat, lng=lng)
    assert row.incident and (row.incident.lat, row.incident.lng, row.incident.area) == (lat, lng, None)


def test_zero_zero_is_no_place_and_the_report_is_sent_without_it(console: Client, draft: Report) -> None:
    saves(console, draft, place_text="Kapal", category="begal", lat=0, lng=0)
    status, body = post(console, f"reports-drafts/{draft.pk}/forwarding/", {})
    assert (status, body["fields"]) == (
        400, {"lat": ["Titik 0,0 berarti posisi belum didapat. Pilih titiknya, atau kosongkan."]}
    )  # fmt: skip
    assert post(console, f"reports-drafts/{draft.pk}/forwarding/", {"lat": None, "lng": None})[0] == 201


def test_the_console_is_told_that_a_point_is_outside(console: Client, draft: Report) -> None:
    status, body = get(console, "places/at/?lat=51.5&lng=-0.12")
    assert (status, body["inside"]) == (200, False)


@pytest.mark.parametrize("point", [{"lat": 91}, {"lng": 181}, {"lat": "NaN"}, {"lat": "1e999"}, {"lng": "Infinity"}])
def test_a_point_that_is_nowhere_is_refused_by_name(console: Client, draft: Report, point: dict[str, Any]) -> None:
    status, body = saves(console, draft, **point)
    assert (status, list(body["fields"])) == (400, list(point))


# --- clocks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [-HOUR, HOUR])
def test_a_wrong_clock_of_the_exchange_never_starts_one_in_the_future(
    clock: time_machine.Traveller, exchange: Client, call_taker: User, wrong: timedelta
) -> None:
    _status, answer = rings(exchange, "ringing", number="0852-4187-2093", at=now() + wrong)
    side = "di depan" if wrong > timedelta(0) else "di belakang"
    assert answer["notice"].startswith(f"Waktu kejadian ini 60 menit {side} jam server.")
    assert "betulkan jam sentral" in answer["notice"].lower()
    call = Call.objects.get()
    assert call.offered_at <= now()
    clock.shift(seconds(5))
    answered = actions.answer(call.pk, actor=call_taker)
    assert answered.answered_at == now()
    rings(exchange, "ended", at=now() + wrong)
    call.refresh_from_db()
    assert call.offered_at <= call.answered_at <= call.ended_at <= now()  # type: ignore[operator]


@pytest.mark.parametrize("at", ["kemarin", "2026-13-45T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_an_impossible_moment_of_the_exchange_is_refused_or_put_right(exchange: Client, at: str) -> None:
    status, body = rings(exchange, "ringing", at=at)
    if status == 400:
        assert list(body["fields"]) == ["at"]
    else:
        assert (status, Call.objects.get().offered_at <= now()) == (200, True)


# --- an exchange that stammers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "events",
    [
        ("ended", "ringing"),
        ("ringing", "ended", "ended"),
        ("ringing", "ringing", "ended"),
        ("ended", "ended", "ringing", "ringing"),
    ],
)
def test_out_of_order_or_twice_a_lost_call_is_one_call_to_be_called_back(
    clock: time_machine.Traveller, exchange: Client, events: tuple[str, ...]
) -> None:
    for event in events:
        clock.shift(seconds(2))
        assert rings(exchange, event, number="0852-4187-2093")[0] == 200
    call = Call.objects.get()
    assert (call.outcome, list(waiting(now()))) == (CallOutcome.ABANDONED, [call.pk])


def test_an_end_that_never_comes_is_written_by_the_call_taker(exchange: Client, call_taker: User) -> None:
    rings(exchange, "ringing", number="0852-4187-2093")
    call = Call.objects.get()
    actions.answer(call.pk, actor=call_taker)
    assert actions.set_outcome(call.pk, "prank", actor=call_taker).ended_at is not None
    assert not Call.objects.unfinished().exists()


def test_a_call_that_nobody_ends_goes_on_ringing_and_can_be_answered(
    clock: time_machine.Traveller, exchange: Client, call_taker: User
) -> None:
    rings(exchange, "ringing", number="0852-4187-2093")
    clock.shift(HOUR)
    call = Call.objects.ringing().get()
    assert actions.answer(call.pk, actor=call_taker).answered_at == now()


def test_an_exchange_that_starts_anew_in_mid_call_takes_nothing_from_the_report(
    clock: time_machine.Traveller, exchange: Client, draft: Report, console: Client
) -> None:
    """It forgets the call and hangs up by its own count; what was written goes on, and is sent."""
    call = draft.call
    assert call is not None
    saves(console, draft, place_text="Jl. Uji", lines=[line("api dari dapur")])
    assert rings(exchange, "ended", call_id=call.switch_id, at=now() - HOUR)[0] == 200
    assert rings(exchange, "ringing", call_id=call.switch_id)[0] == 200
    row = Report.objects.get(pk=draft.pk)
    assert row in Report.objects.drafts()
    assert [one["text"] for one in draft_card(row)["lines"]] == ["api dari dapur"]
    assert post(console, f"reports-drafts/{draft.pk}/forwarding/", {"category": "begal"})[0] == 201


# --- two in one report ----------------------------------------------------------------------------------------------


def test_two_browsers_of_one_writer_see_each_others_words_and_lose_none(
    draft: Report, console: Client, call_taker: User
) -> None:
    saves(console, draft, place_text="Jl. Bunga Seroja 17", lines=[line("dari meja")])
    _status, body = saves(console, draft, landmark="depan masjid", lines=[line("dari tab kedua")])
    report = body["report"]
    assert (report["place_text"], report["landmark"]) == ("Jl. Bunga Seroja 17", "depan masjid")
    assert sorted(row["text"] for row in report["lines"]) == ["dari meja", "dari tab kedua"]


def test_who_comes_to_a_colleagues_report_is_told_whose_it_is(
    draft: Report, console: Client, second_call_taker: User
) -> None:
    saves(console, draft, words="api dari dapur")
    status, body = saves(browser(second_call_taker), draft, words="lain")
    assert (status, body["code"]) == (409, "not_yours")
    assert body["detail"] == (
        "Laporan ini ditulis Fitriani Halik (Meja 03). Bila kejadiannya sama, gabungkan laporan Anda sendiri (F5)."
    )
    assert Report.objects.get(pk=draft.pk).words == "api dari dapur"
