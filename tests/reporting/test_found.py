"""Search from the board: open and closed, by number, words or a caller's number, and never what is hidden."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from calls.models import Report
from incidents import actions
from incidents.models import Incident
from tests.factories import browser, get, incident, ring

pytestmark = pytest.mark.django_db


def found(user: User, q: str) -> list[dict[str, Any]]:
    """What this person is shown for these words."""
    status, body = get(browser(user), f"incidents/search/?q={q}")
    assert status == 200, body
    rows: list[dict[str, Any]] = body["incidents"]
    return rows


def shorts(user: User, q: str) -> list[str]:
    """The numbers found, in order."""
    return [row["short"] for row in found(user, q)]


def called_in(row: Incident, taken_by: User) -> None:
    """A call with a number that told of it."""
    Report.objects.create(call=ring(), incident=row, taken_by=taken_by, started_at=now(), source="call")


@pytest.mark.parametrize("query", ["{0.number}", "%23{0.number}", "seroja", "kemaraya", "rumah"])
def test_open_and_closed_are_found_open_first(
    query: str, clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    assert shorts(dispatcher, query.format(fire)) == [fire.short_number]
    actions.close(fire.pk, "nihil", actor=dispatcher)
    assert [(row["short"], row["ended"]) for row in found(dispatcher, query.format(fire))] == [
        (fire.short_number, "Nihil di lokasi")
    ]
    clock.shift(60)
    other = incident()
    if not query.startswith(("{", "%")):
        assert shorts(dispatcher, query) == [other.short_number, fire.short_number]


def test_of_those_that_are_over_the_latest_reported_comes_first_whenever_it_ended(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    clock.shift(60)
    later = incident()
    for row in (later, fire):
        clock.shift(60)
        actions.close(row.pk, "nihil", actor=dispatcher)
    assert shorts(dispatcher, "seroja") == [later.short_number, fire.short_number]


def test_the_callers_whole_number_finds_his_incidents_for_the_desk_alone(
    fire: Incident, dispatcher: User, damkar: User
) -> None:
    called_in(fire, dispatcher)
    assert shorts(dispatcher, "0852-4187-2093") == [fire.short_number]
    assert shorts(dispatcher, "%2B6285241872093") == [fire.short_number]
    assert shorts(dispatcher, "0852-4187") == []
    actions.assign(fire.pk, agencies=["DMK"], actor=dispatcher)
    assert get(browser(damkar), "incidents/search/?q=seroja")[0] == 403


def test_a_confidential_incident_is_found_by_number_and_area_and_says_no_more(
    case: Incident, dispatcher: User, supervisor: User
) -> None:
    called_in(case, dispatcher)
    assert shorts(dispatcher, "seroja") == shorts(dispatcher, "0852-4187-2093") == []
    (row,) = found(dispatcher, str(case.number))
    assert (row["title"], row["place"], row["area"]) == ("Kejadian tertutup", "", str(case.area))
    assert shorts(supervisor, "seroja") == shorts(supervisor, "0852-4187-2093") == [case.short_number]


def test_only_the_first_are_given_and_it_is_said_that_there_are_more(dispatcher: User) -> None:
    for _one in range(13):
        incident()
    status, body = get(browser(dispatcher), "incidents/search/?q=seroja")
    assert (status, len(body["incidents"]), body["more"]) == (200, 12, True)


def test_nothing_typed_and_too_much_typed_are_refused(dispatcher: User) -> None:
    assert get(browser(dispatcher), "incidents/search/")[0] == 400
    assert get(browser(dispatcher), f"incidents/search/?q={'x' * 101}")[0] == 400
