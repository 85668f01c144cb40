"""From a commit to every screen that may see it, on the real application with real commits."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils.timezone import now

from agencies.actions import take_off_duty
from agencies.models import Agency
from calls import actions as calls
from incidents import actions
from incidents.models import Incident
from journal import hub, live, sockets
from journal.hub import Hub
from tests.factories import agency, browser, get, incident, ring, told, unit
from tests.journal.screens import Screens

pytestmark = pytest.mark.django_db(transaction=True)


OTHERS = (
    "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


def listener(*, but: int = 0) -> int:
    """The database's process that serves the hub's ear, as soon as there is one (but the one named)."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pid {OTHERS} AND query LIKE 'LISTEN%%' AND pid <> %s", [but])
            found = cursor.fetchone()
        if found:
            return int(found[0])
        time.sleep(0.02)
    raise AssertionError("nobody listens")


# --- a commit arrives -----------------------------------------------------------------------------------------------


def test_a_commit_arrives_as_a_card_at_everybody_who_may_see_it(
    screens: Screens, dispatcher: User, supervisor: User, call_taker: User, damkar: User, police: User
) -> None:
    desk, cleared = screens.open("board", browser(dispatcher)), screens.open("board", browser(supervisor))
    queue = screens.open("calls", browser(call_taker))
    fire_brigade, patrol = screens.open("agency", browser(damkar)), screens.open("agency", browser(police))
    row = incident()
    for screen in (desk, cleared, queue):
        screen.see("incident", row.pk, 1)
    told(row, dispatcher, agencies=("DMK",))
    for screen in (desk, cleared, queue, fire_brigade):
        screen.see("incident", row.pk, 2)
    assert desk.card("incident", row.pk)["stage"] == "waiting"
    assert queue.card("incident", row.pk)["place"] == "Jl. Bunga Seroja 17"
    assert fire_brigade.card("incident", row.pk)["assignments"][0]["agency"] == "DMK"
    assert patrol.card("incident", row.pk) == {}


def test_a_confidential_case_arrives_masked_whole_or_not_at_all(
    screens: Screens, dispatcher: User, supervisor: User, call_taker: User, damkar: User, police: User
) -> None:
    desk, cleared = screens.open("board", browser(dispatcher)), screens.open("board", browser(supervisor))
    queue = screens.open("calls", browser(call_taker))
    fire_brigade, patrol = screens.open("agency", browser(damkar)), screens.open("agency", browser(police))
    row = incident("kdrt")
    told(row, dispatcher, agencies=("POL",))
    for screen in (desk, cleared, queue, patrol):
        screen.see("incident", row.pk, 2)
    titles = [screen.card("incident", row.pk)["title"] for screen in (desk, cleared, queue, patrol)]
    hidden, whole = "Kejadian tertutup", "Kekerasan dalam rumah tangga"
    assert titles == [hidden, whole, hidden, whole]
    assert fire_brigade.card("incident", row.pk) == {}
    for screen in (desk, queue):
        assert not any(word in repr(screen.frames) for word in ("Kekerasan", "Seroja", "masjid", "122.5301"))


def test_what_becomes_confidential_is_masked_on_the_screens_that_showed_it(
    screens: Screens, dispatcher: User, supervisor: User
) -> None:
    row = incident()
    desk = screens.open("board", browser(dispatcher))
    actions.change(row.pk, actor=supervisor, category="kdrt")
    desk.see("incident", row.pk, 2)
    assert desk.card("incident", row.pk)["title"] == "Kejadian tertutup"


def test_calls_and_units_arrive_too(
    screens: Screens, call_taker: User, dispatcher: User, damkar: User, police: User
) -> None:
    queue, desk = screens.open("calls", browser(call_taker)), screens.open("board", browser(dispatcher))
    fire_brigade, patrol = screens.open("agency", browser(damkar)), screens.open("agency", browser(police))
    call = ring()
    queue.wait(lambda: queue.card("call", call.pk))
    calls.answer(call.pk, actor=call_taker)
    queue.see("call", call.pk, 2)
    assert queue.card("call", call.pk)["caller"] == "0852-xx-2093"
    engine = unit("DMK-01")
    take_off_duty(engine.pk, "Isi air", actor=damkar)
    for screen in (desk, fire_brigade):
        screen.see("unit", engine.pk, 1)
        assert screen.card("unit", engine.pk)["state"] == "off"
    assert (desk.card("call", call.pk), patrol.card("unit", engine.pk)) == ({}, {})


def test_what_was_rolled_back_never_arrives(screens: Screens, dispatcher: User, fire: Incident) -> None:
    desk = screens.open("board", browser(dispatcher))
    with pytest.raises(Exception, match="hasil akhir"):
        actions.close(fire.pk, "tidak_ada", actor=dispatcher)
    actions.note(fire.pk, "sesudahnya", actor=dispatcher)
    desk.see("incident", fire.pk, 2)
    versions = [card["version"] for frame in desk.frames for card in frame.get("cards", ()) if card["id"] == fire.pk]
    assert versions == [2]


def test_one_change_after_the_other_is_not_held_up_by_the_pause_after_an_error(
    screens: Screens, dispatcher: User, fire: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "RETRY", 3600)
    monkeypatch.setattr(hub, "CATCH_UP", 3600)
    desk = screens.open("board", browser(dispatcher))
    listener()
    for version in (2, 3, 4):
        actions.note(fire.pk, "lagi", actor=dispatcher)
        desk.see("incident", fire.pk, version)


def test_a_change_is_read_once_and_written_once_for_each_audience_however_many_boards_there_are(
    screens: Screens, dispatcher: User, supervisor: User, fire: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(fire, dispatcher, agencies=("DMK",))
    picture = live.PICTURES["incident"]
    read: list[int] = []
    written: list[str] = []
    tell = Hub.tell

    def reading(ids: Collection[int]) -> dict[int, live.Cards]:
        read.extend(ids)
        return picture.read(ids)

    def telling(self: Hub, audience: str, cards: list[live.Card]) -> None:
        written.append(audience)
        tell(self, audience, cards)

    monkeypatch.setitem(live.PICTURES, "incident", replace(picture, read=reading))
    monkeypatch.setattr(Hub, "tell", telling)
    monkeypatch.setattr(hub, "CATCH_UP", 3600)
    desk = browser(dispatcher)
    boards = [screens.open("board", desk) for _board in range(20)] + [screens.open("board", browser(supervisor))]
    listener()
    read.clear()
    actions.note(fire.pk, "lagi", actor=dispatcher)
    for board in boards:
        board.see("incident", fire.pk, 3)
    assert read == [fire.pk]
    assert sorted(written) == sorted(["desk", "desk+closed", "calls", "wall", f"agency:{agency('DMK').pk}"])


# --- healing --------------------------------------------------------------------------------------------------------


def test_a_hint_that_is_lost_heals_within_a_second(
    screens: Screens, dispatcher: User, fire: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deaf(self: Hub, line: Any, broken: object) -> None:
        line.poll()
        line.notifies.clear()

    monkeypatch.setattr(Hub, "hear", deaf)
    desk = screens.open("board", browser(dispatcher))
    actions.note(fire.pk, "tidak terdengar", actor=dispatcher)
    assert desk.see("incident", fire.pk, 2) < hub.CATCH_UP + 2


def test_a_database_that_drops_every_connection_is_heard_again(
    screens: Screens,
    dispatcher: User,
    fire: Incident,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(hub, "CATCH_UP", 3600)
    desk = screens.open("board", browser(dispatcher))
    first = listener()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(pg_terminate_backend(pid)) {OTHERS}")
    assert listener(but=first) != first
    actions.note(fire.pk, "sesudahnya", actor=dispatcher)
    desk.see("incident", fire.pk, 2)
    assert "Traceback" not in caplog.text, "a database that is away is said in a line"
    assert "hub: listen: " in caplog.text


def test_a_reading_that_fails_is_done_again(
    screens: Screens, dispatcher: User, fire: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = screens.open("board", browser(dispatcher))
    real = live.PICTURES["incident"]
    problems = iter([ZeroDivisionError])

    def stumble(ids: Any) -> Any:
        problem = next(problems, None)
        if problem:
            raise problem
        return real.read(ids)

    monkeypatch.setitem(live.PICTURES, "incident", live.Picture(read=stumble, versions=real.versions))
    actions.note(fire.pk, "sesudahnya", actor=dispatcher)
    desk.see("incident", fire.pk, 2)


def test_a_hub_that_cannot_read_at_first_lets_nobody_in_before_it_can(
    screens: Screens, dispatcher: User, fire: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = live.PICTURES["incident"]
    problems = iter([ZeroDivisionError, ZeroDivisionError])

    def stumble() -> dict[int, int]:
        problem = next(problems, None)
        if problem:
            raise problem
        return real.versions()

    monkeypatch.setitem(live.PICTURES, "incident", live.Picture(read=real.read, versions=stumble))
    screens.open("board", browser(dispatcher))
    assert screens.hub.sent["incident", fire.pk] == 1


async def test_a_reading_that_fails_half_way_loses_nothing_of_its_first_half(monkeypatch: pytest.MonkeyPatch) -> None:
    readings = iter(["one", "fails", "one", "two"])

    async def answer(thread: object, question: object, ids: list[int]) -> dict[int, live.Cards]:
        if next(readings) == "fails":
            raise ZeroDivisionError
        return {pk: {"desk": {"kind": "lamp", "id": pk, "version": 1}} for pk in ids}

    for kind in ("lamp", "road"):
        monkeypatch.setitem(live.PICTURES, kind, live.Picture(read=lambda ids: {}, versions=dict))
    here = Hub()
    monkeypatch.setattr(here, "ask", answer)
    batch = {("lamp", 1), ("road", 2)}
    with pytest.raises(ZeroDivisionError):
        await here.read(batch)
    assert sorted(card["id"] for card in (await here.read(batch))["desk"]) == [1, 2]


# --- leaving sight --------------------------------------------------------------------------------------------------


def test_what_leaves_every_screen_is_gone_and_comes_back_when_it_is_opened_again(
    screens: Screens, dispatcher: User, damkar: User, fire: Incident
) -> None:
    told(fire, dispatcher, agencies=("DMK",))
    actions.close(fire.pk, "nihil", actor=dispatcher)
    desk, fire_brigade = screens.open("board", browser(dispatcher)), screens.open("agency", browser(damkar))
    actions.note(fire.pk, "sesudahnya", actor=dispatcher)
    for screen in (desk, fire_brigade):
        screen.see("incident", fire.pk, 5)
    Incident.objects.update(closed_at=now() - timedelta(hours=13))
    for screen in (desk, fire_brigade):
        screen.lose("incident", fire.pk)
    actions.reopen(fire.pk, "menyala lagi", actor=dispatcher)
    for screen in (desk, fire_brigade):
        screen.see("incident", fire.pk, 6)


def test_a_call_that_is_over_and_the_units_of_a_closed_agency_are_gone(
    screens: Screens, call_taker: User, dispatcher: User
) -> None:
    queue, desk = screens.open("calls", browser(call_taker)), screens.open("board", browser(dispatcher))
    call = calls.answer(ring().pk, actor=call_taker)
    queue.wait(lambda: queue.card("call", call.pk))
    calls.set_outcome(call.pk, "prank", actor=call_taker)
    queue.lose("call", call.pk)
    Agency.objects.filter(code="DMK").update(is_active=False)
    desk.lose("unit", unit("DMK-01").pk)


def test_an_incident_that_leaves_one_audience_is_gone_there_and_news_elsewhere(
    screens: Screens, dispatcher: User, fire: Incident
) -> None:
    screens.open("board", browser(dispatcher))
    here = screens.hub
    card = {"kind": "incident", "id": 7, "version": 3}
    assert here.news(("incident", 7), {"desk": card, "agency:1": card}) == [("desk", card), ("agency:1", card)]
    newer = {**card, "version": 4}
    gone = {**newer, "gone": True}
    assert here.news(("incident", 7), {"desk": newer}) == [("desk", newer), ("agency:1", gone)]
    assert here.news(("incident", 7), {"desk": newer}) == []
    assert here.news(("incident", 7), {}) == [("desk", gone)]
    assert here.news(("incident", 7), {}) == []


# --- catching up and checking ---------------------------------------------------------------------------------------


def test_what_was_said_in_the_last_seconds_is_said_again_to_a_new_socket(
    screens: Screens, dispatcher: User, second_dispatcher: User, call_taker: User, fire: Incident
) -> None:
    desk = screens.open("board", browser(dispatcher))
    actions.note(fire.pk, "baru saja", actor=dispatcher)
    desk.see("incident", fire.pk, 2)
    late = screens.open("board", browser(second_dispatcher))
    late.see("incident", fire.pk, 2)
    assert late.frames[0]["type"] == "hello"
    queue = screens.open("calls", browser(call_taker))
    queue.see("incident", fire.pk, 2)


def test_a_snapshot_from_before_the_hub_began_is_told_apart(screens: Screens, dispatcher: User, fire: Incident) -> None:
    desk = browser(dispatcher)
    cached = get(desk, "board/")[1]
    actions.note(fire.pk, "sebelum siapa pun tersambung", actor=dispatcher)
    first = screens.open("board", desk)
    since = first.frames[0]["since"]
    assert get(desk, "board/")[1] == cached and datetime.fromisoformat(cached["now"]) < datetime.fromisoformat(since)
    live.snapshots.clear()
    fresh = get(desk, "board/")[1]
    assert datetime.fromisoformat(fresh["now"]) > datetime.fromisoformat(since)
    assert next(card["version"] for card in fresh["cards"] if card["kind"] == "incident") == 2
    assert first.cards == {}, "the hub says nothing again of what it knew when it began"


def test_what_was_said_long_ago_is_the_snapshots_to_tell(
    screens: Screens, dispatcher: User, second_dispatcher: User, fire: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "REPEAT_FOR", 0.0)
    desk = screens.open("board", browser(dispatcher))
    actions.note(fire.pk, "tadi", actor=dispatcher)
    desk.see("incident", fire.pk, 2)
    late = screens.open("board", browser(second_dispatcher))
    assert late.cards == {}


def checksum(cards: list[live.Card]) -> tuple[int, int]:
    """Count and sum over the open incidents, as the browser computes them."""
    rows = [card for card in cards if card["kind"] == "incident" and not card.get("closed_at")]
    return len(rows), sum(card["id"] * 1000003 + card["version"] * 7919 for card in rows) % 2**32


def test_the_checksum_of_a_beat_is_that_of_the_cards(
    screens: Screens, dispatcher: User, supervisor: User, damkar: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "ACK_EVERY", 1)
    rows = [incident() for _one in range(4)]
    told(rows[0], dispatcher, agencies=("DMK",))
    actions.close(rows[1].pk, "nihil", actor=dispatcher)
    incident("kdrt")
    for stream, user in (("board", dispatcher), ("board", supervisor), ("agency", damkar)):
        screen = screens.open(stream, browser(user))
        audience = screen.frames[0]["audience"]
        beats = screen.beats()
        assert (beats[0]["count"], beats[0]["sum"]) == checksum(live.cards_of(audience, ("incident", "unit")))
        assert beats[0]["now"].endswith("Z")


def test_every_fifth_beat_counts_and_the_others_are_short(screens: Screens, dispatcher: User) -> None:
    screens.open("board", browser(dispatcher))
    short, counted = screens.hub.pulse("desk", counted=False), screens.hub.pulse("desk", counted=True)
    assert set(counted) - set(short) == {"count", "sum"}


def test_a_beat_says_how_late_the_latest_promise_is(screens: Screens, dispatcher: User) -> None:
    incident(reported_at=now() - timedelta(minutes=8))
    desk = screens.open("board", browser(dispatcher))
    desk.wait(lambda: [one for one in desk.frames if one["type"] == "beat" and one["overdue_s"] >= 60])


def test_a_screen_that_sleeps_is_closed_and_one_that_answers_is_not(
    screens: Screens, dispatcher: User, second_dispatcher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "PATIENCE", 2.5)
    asleep, awake = screens.open("board", browser(dispatcher)), screens.open("board", browser(second_dispatcher))
    until = time.monotonic() + 12
    while asleep.code is None and time.monotonic() < until:
        awake.say({"type": "ack"})
        time.sleep(0.3)
    assert (asleep.code, awake.code) == (4408, None)
