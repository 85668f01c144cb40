"""Each figure against hand-made rows with known seconds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from agencies.models import Agency
from calls.models import CallOutcome, PhoneNumber
from incidents.models import Disposition, Outcome, Standard
from incidents.states import State
from tests.reporting import rows
from tests.reporting.rows import JANUARY, NOON, call, called_off, figures, incident, minutes, seconds, task

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground() -> None:
    rows.city()


def agency(code: str) -> dict[str, Any]:
    return next(row for row in figures()["agencies"] if row["code"] == code)


# --- the seven minutes ----------------------------------------------------------------------------------------------


def test_an_arrival_at_exactly_seven_minutes_is_in_time() -> None:
    task(incident(), arrived=420)
    assert figures()["within_limit"] == {"kept": 1, "of": 1, "share": 100.0, "not_arrived": 0, "excluded": 0}


def test_an_arrival_one_second_later_is_missed() -> None:
    task(incident(), arrived=421)
    assert figures()["within_limit"] == {"kept": 0, "of": 1, "share": 0.0, "not_arrived": 0, "excluded": 0}


def test_an_arrival_a_fraction_of_a_second_later_is_missed() -> None:
    task(incident(), arrived=420.001)
    assert figures()["within_limit"]["kept"] == 0


def test_the_first_unit_of_any_agency_counts() -> None:
    row = incident()
    task(row, "DMK", arrived=600)
    task(row, "POL", arrived=300)
    assert figures()["within_limit"]["kept"] == 1
    assert agency("DMK")["within_limit"]["kept"] == 0
    assert agency("POL")["within_limit"]["kept"] == 1


def test_an_incident_nobody_came_to_is_missed() -> None:
    task(incident(), accepted=60)
    incident()
    assert figures()["within_limit"] == {"kept": 0, "of": 2, "share": 0.0, "not_arrived": 2, "excluded": 0}


@pytest.mark.parametrize("outcome", [Outcome.CANCELLED, Outcome.MERGED])
def test_an_incident_called_off_before_arrival_is_excluded_and_counted(outcome: str) -> None:
    called_off(incident(), after=200, outcome=outcome)
    task(incident(), arrived=100)
    assert figures()["within_limit"] == {"kept": 1, "of": 1, "share": 100.0, "not_arrived": 0, "excluded": 1}


@pytest.mark.parametrize(("apco", "counted"), [("10", "cancelled"), ("32", "cancelled"), ("22", "merged")])
def test_the_desks_own_words_for_calling_off_count_as_such(apco: str, counted: str) -> None:
    row = incident()
    called_off(row, after=200, outcome=Outcome.CLOSED)
    row.disposition = Disposition.objects.create(code=apco, name=apco, apco_code=apco)
    row.save(update_fields=["disposition"])
    found = figures()
    assert (found["within_limit"]["of"], found["within_limit"]["excluded"]) == (0, 1)
    assert found["incidents"][counted] == 1


def test_merged_incidents_are_one_event_counted_once() -> None:
    task(incident(), arrived=100)
    called_off(incident(), after=200, outcome=Outcome.MERGED)
    found = figures()
    assert found["incidents"] == {"total": 1, "emergency": 1, "service": 0, "cancelled": 0, "merged": 1}
    assert [row["count"] for row in found["categories"]] == [1]
    assert sum(row["emergency"] for row in found["districts"]) == 1
    assert sum(row["count"] for row in found["district_categories"]) == 1


def test_an_incident_where_nothing_was_found_was_still_to_be_reached() -> None:
    row = incident()
    called_off(row, after=200, outcome=Outcome.CLOSED)
    row.disposition = Disposition.objects.create(code="nihil", name="Nihil", apco_code="14")
    row.save(update_fields=["disposition"])
    assert figures()["within_limit"]["not_arrived"] == 1


def test_an_incident_called_off_after_arrival_still_counts() -> None:
    row = incident()
    task(row, arrived=500)
    called_off(row, after=600)
    assert figures()["within_limit"] == {"kept": 0, "of": 1, "share": 0.0, "not_arrived": 0, "excluded": 0}


def test_an_incident_closed_without_arrival_is_missed() -> None:
    row = incident()
    called_off(row, after=200, outcome=Outcome.CLOSED)
    assert figures()["within_limit"]["not_arrived"] == 1


def test_priority_four_and_services_are_not_asked_for_seven_minutes() -> None:
    task(incident(priority=4), arrived=60)
    task(incident("lpju", priority=1), "DHB", arrived=60)
    assert figures()["within_limit"]["of"] == 0
    assert figures()["within_limit"]["share"] is None


def test_an_agency_the_desk_withdrew_before_it_arrived_was_not_late() -> None:
    row = incident()
    task(row, "DMK", arrived=100)
    task(row, "POL", state=State.RECALLED, ended=200)
    assert agency("POL")["within_limit"]["of"] == 0


def test_an_agency_that_declined_did_not_arrive() -> None:
    task(incident(), "POL", state=State.DECLINED, ended=60)
    assert agency("POL")["within_limit"] == {"kept": 0, "of": 1, "share": 0.0, "not_arrived": 1, "excluded": 0}


def test_the_limit_is_the_one_that_held_when_it_was_reported() -> None:
    Standard.objects.create(
        clock="arrive", track="emergency", priority=1, limit=minutes(10), percentile=80, valid_from=NOON
    )
    task(incident(at=NOON - seconds(1)), arrived=500)
    task(incident(at=NOON), arrived=500)
    assert figures()["within_limit"]["kept"] == 1


def test_the_last_row_of_the_agencies_counts_each_incident_once() -> None:
    row = incident()
    task(row, "DMK", arrived=100)
    task(row, "POL", arrived=600)
    total = agency("")
    assert total["emergency"]["received"] == 2
    assert total["within_limit"]["of"] == 1


# --- the border of the month ----------------------------------------------------------------------------------------


def test_a_month_counts_what_was_reported_between_its_local_midnights() -> None:
    incident(at=JANUARY.start)
    incident(at=JANUARY.end - seconds(1))
    incident(at=JANUARY.start - seconds(1))
    incident(at=JANUARY.end)
    assert figures()["incidents"]["total"] == 2


def test_a_call_belongs_to_the_month_in_which_it_rang() -> None:
    call(at=JANUARY.end - seconds(2), rang=5)
    call(at=JANUARY.end)
    assert figures()["calls"]["offered"] == 1


def test_an_arrival_after_the_months_end_still_counts_for_it() -> None:
    task(incident(at=JANUARY.end - seconds(60)), arrived=300)
    assert figures()["within_limit"]["kept"] == 1


# --- response times -------------------------------------------------------------------------------------------------


def test_the_response_is_measured_from_report_to_first_arrival_in_median_and_ninetieth_percentile() -> None:
    for arrived in (100, 200, 300, 400, 500):
        task(incident(), arrived=arrived)
    assert figures()["response"] == {"median_s": 300, "p90_s": 460, "of": 5}


def test_the_forwarding_time_ends_when_the_first_agency_is_told() -> None:
    row = incident()
    task(row, "DMK", told=90)
    task(row, "POL", told=40)
    assert figures()["forwarding"] == {"median_s": 40, "p90_s": 40, "of": 1}


def test_acceptance_is_measured_from_being_told() -> None:
    task(incident(), told=30, accepted=70)
    task(incident(), told=30, departed=90)
    assert agency("DMK")["accept"] == {"median_s": 50, "p90_s": 58, "of": 2}


# --- the agencies ---------------------------------------------------------------------------------------------------


def test_an_agency_answers_in_time_up_to_the_limit_of_the_priority() -> None:
    task(incident(), told=30, accepted=90)
    task(incident(), told=30, accepted=91)
    task(incident(priority=3), told=30, accepted=210)
    assert agency("DMK")["answered_in_time"] == {"kept": 2, "of": 3, "share": 66.7}


def test_a_refusal_in_time_is_an_answer_and_silence_is_not() -> None:
    task(incident(), told=30, state=State.DECLINED, ended=60)
    task(incident(), told=30)
    assert agency("DMK")["answered_in_time"] == {"kept": 1, "of": 2, "share": 50.0}


def test_an_assignment_withdrawn_unanswered_says_nothing_about_the_agency() -> None:
    task(incident(), told=30, state=State.RECALLED, ended=500)
    assert agency("DMK")["answered_in_time"]["of"] == 0


def test_emergency_assignments_are_counted_by_what_became_of_them() -> None:
    task(incident(), accepted=60, arrived=300, ended=900)
    task(incident(), state=State.DECLINED, ended=60)
    task(incident(), state=State.RECALLED, accepted=50, ended=60)
    task(incident(), accepted=60)
    task(incident())
    assert agency("DMK")["emergency"] == {
        "received": 5,
        "accepted": 3,
        "declined": 1,
        "recalled": 1,
        "closed": 1,
        "open": 2,
    }


def test_an_agency_without_anything_has_no_row() -> None:
    task(incident(), "DMK")
    assert [row["code"] for row in figures()["agencies"]] == ["DMK", ""]


def test_a_neighbour_that_helps_is_counted_and_not_measured() -> None:
    Agency.objects.filter(code="POL").update(is_neighbour=True)
    row = incident()
    task(row, "DMK", told=30, accepted=60, arrived=500)
    task(row, "POL", told=30, accepted=400, arrived=410)
    aid = agency("POL")
    assert aid["emergency"]["received"] == 1
    assert (aid["answered_in_time"]["of"], aid["within_limit"]["of"], aid["accept"]["of"]) == (0, 0, 0)
    together = agency("")
    assert (together["emergency"]["received"], together["answered_in_time"]) == (
        2,
        {"kept": 1, "of": 1, "share": 100.0},
    )
    assert figures()["within_limit"]["kept"] == 1, "who called waited no longer than for the first unit, whosever"


# --- service tickets ------------------------------------------------------------------------------------------------


def test_a_ticket_is_finished_when_its_agency_says_so_or_the_desk_closes_it() -> None:
    task(incident("lpju"), "DHB", accepted=600, ended=7200)
    row = incident("lpju")
    task(row, "DHB", state=State.RECALLED, accepted=600, ended=9000)
    called_off(row, after=9000, outcome=Outcome.CLOSED)
    task(incident("lpju"), "DHB", accepted=600)
    service = agency("DHB")["service"]
    assert (service["received"], service["finished"], service["open"]) == (3, 2, 1)


def test_open_tickets_include_those_of_earlier_months_and_the_oldest_gives_its_age() -> None:
    task(incident("lpju", at=NOON - timedelta(days=40)), "DHB", accepted=600)
    task(incident("lpju"), "DHB", accepted=600)
    age = JANUARY.end - (NOON - timedelta(days=40))
    assert agency("DHB")["service"] == {
        "received": 1,
        "finished": 0,
        "open": 2,
        "oldest_s": int(age.total_seconds()),
    }
    assert figures()["service"]["open"] == 2


def test_a_ticket_finished_after_the_month_was_open_at_its_end() -> None:
    row = incident("lpju")
    late = (JANUARY.end - NOON).total_seconds() + 60
    task(row, "DHB", accepted=600, ended=late)
    called_off(row, after=late, outcome=Outcome.CLOSED)
    assert agency("DHB")["service"]["open"] == 1
    assert figures()["service"] == {
        "received": 1,
        "finished": 0,
        "open": 1,
        "oldest_s": int((JANUARY.end - NOON).total_seconds()),
    }


def test_a_ticket_the_agency_refused_is_not_its_ticket() -> None:
    task(incident("lpju"), "DHB", state=State.DECLINED, ended=600)
    assert agency("DHB")["service"]["received"] == 0


# --- calls ----------------------------------------------------------------------------------------------------------


def test_calls_are_counted_by_outcome_and_test_calls_apart() -> None:
    call(CallOutcome.PRANK)
    call(CallOutcome.SILENT)
    call(CallOutcome.INFORMATION)
    call(CallOutcome.ABANDONED)
    call(CallOutcome.TEST, is_test=True)
    call("")
    found = figures()
    assert found["calls"] == {
        "offered": 5,
        "answered": 4,
        "abandoned": 1,
        "written": 0,
        "per_day": 0,
        "tests": 1,
        "unfollowed": 0,
    }
    assert found["outcomes"]["prank"] == found["outcomes"]["abandoned"] == found["outcomes"]["pending"] == 1
    assert "test" not in found["outcomes"]
    assert found["nuisance"] == {"count": 2, "share": 40.0}


def test_a_conversation_by_message_counts_as_a_call_but_never_against_the_ring() -> None:
    sender = PhoneNumber.objects.create(identity="number", value="085241872093")
    call(CallOutcome.INFORMATION)
    call(CallOutcome.EMERGENCY, rang=300, channel="whatsapp", caller=sender)
    found = figures()
    assert (found["calls"]["offered"], found["calls"]["written"]) == (2, 1)
    assert sum(found["outcomes"].values()) == 2
    assert (found["answered_in_time"]["kept"], found["answered_in_time"]["of"]) == (1, 1)
    assert (found["answer_time"]["median_s"], found["answer_time"]["of"]) == (4, 1)


def test_a_call_answered_at_exactly_ten_seconds_is_in_time() -> None:
    call(rang=10)
    call(rang=10.001)
    assert figures()["answered_in_time"] == {"kept": 1, "of": 2, "share": 50.0}


def test_a_call_given_up_within_five_seconds_is_not_held_against_the_centre() -> None:
    call(rang=4)
    call(CallOutcome.ABANDONED, rang=4.9)
    call(CallOutcome.ABANDONED, rang=5)
    assert figures()["answered_in_time"] == {"kept": 1, "of": 2, "share": 50.0}


def test_the_answer_time_has_a_median_and_a_ninetieth_percentile() -> None:
    for rang in (2, 4, 6, 8, 20):
        call(rang=rang)
    assert figures()["answer_time"] == {"median_s": 6, "p90_s": 15, "of": 5}


def test_calls_stand_in_the_hour_and_weekday_of_the_local_clock() -> None:
    call(at=JANUARY.start)
    table = figures()["calls_by_hour"]
    assert table[3][0] == 1
    assert sum(map(sum, table)) == 1


# --- where and what -------------------------------------------------------------------------------------------------


def test_incidents_are_counted_by_kecamatan_and_those_without_one_apart() -> None:
    incident()
    incident("lpju")
    incident(ward="")
    found = figures()["districts"]
    assert found == [
        {"code": "74.71.08", "name": "Kadia", "emergency": 1, "service": 1},
        {"code": "74.71.11", "name": "Nambo", "emergency": 0, "service": 0},
        {"code": "", "name": "", "emergency": 1, "service": 0},
    ]


def test_rare_confidential_kinds_are_not_told_apart() -> None:
    for _once in range(3):
        incident()
    incident("kdrt")
    found = {row["code"]: row["count"] for row in figures()["categories"]}
    assert found == {"kebakaran": 3, "tertutup": 1}


def test_frequent_confidential_kinds_keep_their_name() -> None:
    for _once in range(3):
        incident("kdrt")
    assert [row["code"] for row in figures()["categories"]] == ["kdrt"]


def test_confidential_incidents_are_in_no_cell_of_place_and_kind_and_small_cells_are_summed() -> None:
    for _once in range(3):
        incident()
        incident("kdrt")
    incident(is_confidential=True)
    incident("lpju")
    assert figures()["district_categories"] == [
        {"district": "74.71.08", "category": "kebakaran", "count": 3},
        {"district": "74.71.08", "category": "lain", "count": 1},
    ]
