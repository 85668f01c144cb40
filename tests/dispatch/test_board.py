"""How an incident looks to each audience: whole, masked, the kelurahan alone, or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies.models import Unit
from dispatch import board
from incidents import actions
from incidents.actions.response import Told
from incidents.models import Assignment, Incident
from incidents.states import ENDED, STEPS, State
from journal.live import Card
from journal.timers import fire_due
from tests.factories import agency, incident, minutes, seconds, told, unit

pytestmark = pytest.mark.django_db


def cards_of(row: Incident) -> dict[str, Card]:
    """The cards of an incident, by audience."""
    return board.read([row.pk]).get(row.pk, {})


def whole(row: Incident) -> Card:
    """The card of those who may see all of it."""
    return cards_of(row)["desk+closed"]


def at_agency(code: str) -> str:
    """The audience of an agency."""
    return f"agency:{agency(code).pk}"


def words_of(card: object) -> str:
    """Everything a card says."""
    return repr(card)


# --- the whole card -------------------------------------------------------------------------------------------------


def test_a_new_incident_as_the_desk_sees_it(clock: time_machine.Traveller, fire: Incident) -> None:
    at = now()
    assert cards_of(fire)["desk"] == {
        "kind": "incident",
        "id": fire.pk,
        "version": 1,
        "number": 1042,
        "short": "#1042",
        "track": "emergency",
        "priority": 1,
        "category": {"code": "kebakaran_rumah", "name": "Kebakaran rumah/bangunan", "glyph": "flame"},
        "title": "Kebakaran rumah/bangunan",
        "is_confidential": False,
        "masked": False,
        "place": "Jl. Bunga Seroja 17",
        "landmark": "depan masjid",
        "area": "Kemaraya · Kendari Barat",
        "lat": -3.9612,
        "lng": 122.5301,
        "source": "call",
        "reports": 1,
        "alarm": 1,
        "is_simulated": False,
        "reported_at": at,
        "forwarded_at": at,
        "closed_at": None,
        "outcome": "",
        "disposition": None,
        "stage": "unassigned",
        "silent_from": None,
        "ending": None,
        "unread": 0,
        "handlers": [],
        "clock": {
            "name": "arrive",
            "label": "tiba",
            "started_at": at,
            "due_at": at + minutes(7),
            "stopped_at": None,
            "limit_s": 420,
        },
        "chips": [],
        "assignments": [],
        "escalations": [],
        "promised_at": at + minutes(1),
        "ties": [],
        "reservations": [],
    }


def test_an_assignment_shows_its_steps_and_when_it_must_be_accepted(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    row = told(fire, dispatcher, units=("DMK-01",))
    card = whole(fire)
    assert card["assignments"] == [
        {
            "id": row.pk,
            "agency": "DMK",
            "agency_name": "Damkar",
            "unit": "DMK-01",
            "unit_id": unit("DMK-01").pk,
            "state": "notified",
            "level": 0,
            "reason": "",
            "finding": "",
            "notified_at": now(),
            **dict.fromkeys(("accepted_at", "departed_at", "arrived_at", "controlled_at", "ended_at")),
            "accept_due_at": now() + minutes(1),
            "ladder_s": 60,
            "verbs": ["accept", "decline", "depart", "arrive", "recall"],
        }
    ]
    assert (card["stage"], card["version"]) == ("waiting", 2)


def test_an_answer_ends_the_ladder_and_offers_the_next_steps(fire: Incident, dispatcher: User) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    for verb, state in (("accept", State.ACCEPTED), ("arrive", State.ON_SCENE), ("finish", State.DONE)):
        actions.progress(row.pk, verb, actor=dispatcher)
        card = whole(fire)
        assert (card["assignments"][0]["ladder_s"], card["assignments"][0]["accept_due_at"]) == (None, None)
        assert card["assignments"][0]["verbs"] == [step.verb for step in STEPS.values() if state in step.start]


def test_one_chip_for_each_agency_in_the_order_they_were_told(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    told(fire, dispatcher, agencies=("POL",))
    clock.shift(1)
    rows = actions.assign(fire.pk, units=["DMK-01", "DMK-02"], actor=dispatcher)
    actions.progress(rows[0].pk, "arrive", actor=dispatcher)
    clock.shift(60)
    while fire_due():
        pass
    assert whole(fire)["chips"] == [
        {"code": "POL", "name": "Polresta", "glyph": "shield", "state": "notified", "escalated": True},
        {"code": "DMK", "name": "Damkar", "glyph": "flame", "state": "notified", "escalated": True},
    ]


def test_an_escalation_shows_who_was_told_and_who_took_it_on(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    clock.shift(420)
    while fire_due():
        pass
    card = whole(fire)
    shown = [(one["clock"], one["level"], one["assignment"], one["agency"], one["told"]) for one in card["escalations"]]
    assert shown == [
        ("accept", 1, row.pk, "DMK", "Komandan regu"),
        ("accept", 2, row.pk, "DMK", "Kepala bidang"),
        ("accept", 3, row.pk, "DMK", "Kepala dinas"),
        ("arrive", 1, None, None, ""),
    ]
    assert card["assignments"][0]["level"] == 3
    actions.acknowledge(card["escalations"][0]["id"], actor=dispatcher)
    taken = whole(fire)["escalations"][0]
    assert (taken["acknowledged_by"], taken["acknowledged_at"]) == ("Rizal Asrun", now())
    assert row.notified_at == now() - minutes(7)


# --- its clock ------------------------------------------------------------------------------------------------------


def clock_of(row: Incident) -> tuple[Any, ...] | None:
    """Name, limit in seconds and stop of the clock on the card."""
    shown = whole(row)["clock"]
    return (shown["name"], shown["limit_s"], shown["stopped_at"]) if shown else None


def test_the_clock_of_an_emergency_stops_at_the_first_arrival(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    first, second = actions.assign(fire.pk, agencies=["DMK", "POL"], actor=dispatcher)
    clock.shift(100)
    actions.progress(first.pk, "arrive", actor=dispatcher)
    clock.shift(100)
    actions.progress(second.pk, "arrive", actor=dispatcher)
    assert clock_of(fire) == ("arrive", 420, now() - seconds(100))


def test_the_clock_of_a_service_stops_when_somebody_is_done(
    clock: time_machine.Traveller, lamp: Incident, dispatcher: User
) -> None:
    assert clock_of(lamp) == ("finish", 3 * 86400, None)
    row = told(lamp, dispatcher, agencies=("DHB",))
    actions.progress(row.pk, "accept", actor=dispatcher)
    clock.shift(1)
    actions.progress(row.pk, "finish", actor=dispatcher)
    assert clock_of(lamp) == ("finish", 3 * 86400, now())
    assert whole(lamp)["stage"] == "finished"


def test_a_refusal_does_not_stop_the_clock_of_a_service(lamp: Incident, dispatcher: User) -> None:
    row = told(lamp, dispatcher, agencies=("DHB",))
    actions.progress(row.pk, "decline", actor=dispatcher, told=Told(reason="bukan kami"))
    assert clock_of(lamp) == ("finish", 3 * 86400, None)


def test_a_breached_clock_stays_on_the_card(clock: time_machine.Traveller, fire: Incident) -> None:
    clock.shift(421)
    fire_due()
    assert clock_of(fire) == ("arrive", 420, None)
    assert whole(fire)["promised_at"] is None


def test_a_closed_incident_keeps_the_clock_it_had(fire: Incident, dispatcher: User) -> None:
    actions.close(fire.pk, "nihil", actor=dispatcher)
    assert clock_of(fire) == ("arrive", 420, None)


def test_no_standard_means_no_clock(centre: object) -> None:
    assert clock_of(incident("kucing")) is None


def test_another_priority_changes_the_clock_or_takes_it_off(fire: Incident, dispatcher: User) -> None:
    actions.change(fire.pk, actor=dispatcher, priority=3)
    assert clock_of(fire) == ("arrive", 540, None)
    actions.change(fire.pk, actor=dispatcher, priority=4)
    assert clock_of(fire) is None
    actions.change(fire.pk, actor=dispatcher, priority=1)
    assert clock_of(fire) == ("arrive", 420, None)
    actions.change(fire.pk, actor=dispatcher, category="lampu_jalan")
    assert clock_of(fire) == ("finish", 3 * 86400, None)


# --- who sees what --------------------------------------------------------------------------------------------------

SECRETS = ("Jl. Bunga Seroja", "depan masjid", "Kekerasan", "kdrt", "-3.96", "122.53", "home", "asap tebal")


def test_a_confidential_case_is_masked_for_the_desk_and_whole_for_the_cleared(
    clock: time_machine.Traveller, case: Incident, dispatcher: User
) -> None:
    row = told(case, dispatcher, agencies=("POL",))
    actions.progress(row.pk, "decline", actor=dispatcher, told=Told(reason="Kekerasan di rumah lain"))
    made = cards_of(case)
    masked, full = made["desk"], made["desk+closed"]
    assert set(masked) == set(full)
    assert not any(secret in words_of(masked) for secret in SECRETS)
    assert (masked["masked"], masked["title"], masked["category"]) == (
        True,
        "Kejadian tertutup",
        {"code": "", "name": "Kejadian tertutup", "glyph": "lock"},
    )
    same = ("area", "priority", "chips", "clock", "stage", "version", "short", "reported_at")
    assert [masked[key] for key in same] == [full[key] for key in same]
    assert (full["masked"], full["title"], full["assignments"][0]["reason"]) == (
        False,
        "Kekerasan dalam rumah tangga",
        "Kekerasan di rumah lain",
    )


def test_how_a_confidential_case_ended_is_for_the_cleared(case: Incident, dispatcher: User) -> None:
    actions.close(case.pk, "tertangani", actor=dispatcher)
    assert (cards_of(case)["desk"]["disposition"], whole(case)["disposition"]) == (None, "Tertangani")


def test_a_confidential_case_is_whole_for_the_agency_it_was_given_to_and_nothing_to_others(
    case: Incident, dispatcher: User
) -> None:
    assert set(cards_of(case)) == {"desk", "desk+closed", "calls"}
    told(case, dispatcher, agencies=("POL",))
    made = cards_of(case)
    assert set(made) == {"desk", "desk+closed", "calls", at_agency("POL")}
    card = made[at_agency("POL")]
    assert (card["title"], card["place"], card["is_confidential"]) == (
        "Kekerasan dalam rumah tangga",
        "Jl. Bunga Seroja 17",
        True,
    )


def test_call_takers_see_of_a_confidential_case_the_kelurahan_alone(case: Incident) -> None:
    card = cards_of(case)["calls"]
    assert not any(secret in words_of(card) for secret in SECRETS)
    assert (card["area"], card["title"], card["place"], card["lat"], card["priority"]) == (
        "Kemaraya · Kendari Barat",
        "Kejadian tertutup",
        "",
        None,
        None,
    )


def test_call_takers_see_enough_to_tell_whether_it_is_the_same_event(fire: Incident, dispatcher: User) -> None:
    told(fire, dispatcher, agencies=("DMK",))
    card = cards_of(fire)["calls"]
    assert (card["title"], card["glyph"], card["place"], card["lat"], card["lng"]) == (
        "Kebakaran rumah/bangunan",
        "flame",
        "Jl. Bunga Seroja 17",
        -3.9612,
        122.5301,
    )
    assert (card["stage"], card["reports"], card["priority"]) == ("waiting", 1, 1)
    assert "assignments" not in card


def test_an_agency_sees_its_own_rows_and_the_last_words(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User, damkar: User
) -> None:
    actions.assign(fire.pk, agencies=["DMK", "POL"], actor=dispatcher)
    for number in range(5):
        clock.shift(1)
        actions.note(fire.pk, f"catatan {number}", actor=damkar if number == 4 else dispatcher)
    card = cards_of(fire)[at_agency("DMK")]
    assert [row["agency"] for row in card["assignments"]] == ["DMK"]
    assert [note["text"] for note in card["notes"]] == [f"catatan {number}" for number in range(5)]
    assert [note["who"] for note in card["notes"]] == ["Rizal Asrun"] * 4 + ["Damkar"]
    assert "chips" not in card and "reports" not in card


def test_a_line_of_the_system_is_signed_as_such(fire: Incident, dispatcher: User) -> None:
    told(fire, dispatcher, agencies=("DMK",))
    assert cards_of(fire)[at_agency("DMK")]["notes"][0]["who"] == "Sistem"


# --- what belongs on a screen ---------------------------------------------------------------------------------------


def test_what_was_closed_half_a_day_ago_leaves_the_screens(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    actions.close(fire.pk, "nihil", actor=dispatcher)
    clock.shift(12 * 3600 - 1)
    assert (whole(fire)["stage"], board.versions()) == ("closed", {fire.pk: 2})
    clock.shift(2)
    assert (cards_of(fire), board.versions()) == ({}, {})


def test_many_incidents_are_read_with_as_many_queries_as_one(dispatcher: User, django_assert_num_queries: Any) -> None:
    rows = [incident() for _one in range(6)]
    for row in rows:
        actions.assign(row.pk, agencies=["DMK", "POL"], actor=dispatcher)
    board.read([rows[0].pk])  # the names of the ground are kept from here on
    for ids in ([rows[0].pk], [row.pk for row in rows]):
        with django_assert_num_queries(6):
            assert len(board.read(ids)) == len(ids)


def test_a_unit_added_a_moment_ago_is_named_on_the_next_card(dispatcher: User) -> None:
    row = incident()
    board.read([row.pk])
    Unit.objects.create(agency=agency("DMK"), call_sign="DMK-77")
    actions.assign(row.pk, units=["DMK-77"], actor=dispatcher)
    assert [one["unit"] for one in board.read([row.pk])[row.pk]["desk"]["assignments"]] == ["DMK-77"]


def test_the_card_of_a_command_is_that_of_the_account(
    case: Incident,
    dispatcher: User,
    supervisor: User,
    call_taker: User,
    police: User,
    damkar: User,
    centre_head: User,
) -> None:
    told(case, dispatcher, agencies=("POL",))

    def title(user: User) -> str | None:
        card = board.card_for(case.subject, user)
        return card["title"] if card else None

    hidden, shown = "Kejadian tertutup", "Kekerasan dalam rumah tangga"
    assert [title(one) for one in (dispatcher, call_taker, centre_head)] == [hidden] * 3
    assert [title(one) for one in (supervisor, police)] == [shown] * 2
    assert title(damkar) is None
    assert board.card_for("call:1", supervisor) is None


def test_an_incident_without_area_or_ladder_has_a_card_too(fire: Incident, dispatcher: User) -> None:
    row = incident("kucing", area="", lat=None, lng=None)
    told(row, dispatcher, agencies=("DHB",))
    Assignment.objects.filter(incident=row).update(notified_at=now() - timedelta(days=800))
    card = whole(row)
    assert (card["area"], card["lat"], card["assignments"][0]["ladder_s"]) == ("", None, None)
    assert {one.value for one in ENDED}.isdisjoint({one["state"] for one in card["assignments"]})
