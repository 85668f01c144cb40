"""Who helps in other ways: a neighbour's agency that is asked, an office that only has to know."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies.models import Agency
from agencies.permissions import standing
from dispatch import board, journal_view
from incidents import actions
from incidents.actions.response import Told
from incidents.models import Incident
from incidents.recommending import recommend_for
from incidents.states import Stage, State
from journal.models import Entry
from tests.factories import agency, browser, incident, minutes, pending, told, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def konawe(centre: object) -> Agency:
    """The fire brigade of the neighbouring Kabupaten Konawe, which has no account here and no units listed."""
    return Agency.objects.create(
        code="DKN", name="Damkar Kabupaten Konawe", short_name="Damkar Konawe", glyph="flame", is_neighbour=True
    )


@pytest.fixture
def utility(centre: object) -> Agency:
    """The power company, told of fires so that it switches off."""
    return Agency.objects.create(
        code="PLN", name="PLN UP3 Kendari", short_name="PLN", glyph="zap", only_acknowledges=True
    )


def lines(row: Incident, actor: User) -> list[str]:
    """The journal in words, oldest first."""
    return [entry["text"] for entry in reversed(journal_view.picture(row, standing(actor))["entries"])]


# --- a neighbour's agency ---------------------------------------------------------------------------------------------


def test_a_neighbour_is_asked_answers_by_telephone_and_is_named_as_such(
    fire: Incident, konawe: Agency, dispatcher: User
) -> None:
    """It is never proposed by itself; the desk records for it whatever it says, and its clocks run like any other's."""
    assert konawe.code not in [one.agency for one in recommend_for(fire).found]
    task = told(fire, dispatcher, agencies=("DKN",))
    assert "ladder" in pending(fire)
    for verb in ("accept", "depart", "arrive", "finish"):
        actions.progress(task.pk, verb, actor=dispatcher, told=Told(via="radio"))
    assert lines(fire, dispatcher)[1:3] == [
        "Damkar Konawe ditugaskan · bantuan daerah tetangga",
        "Damkar Konawe menerima (lewat radio)",
    ]
    card = board.card_for(fire.subject, dispatcher)
    assert card and card["clock"]["stopped_at"] == actions_at(fire, "arrived")


def actions_at(row: Incident, verb: str) -> object:
    """When this happened, by the journal."""
    return Entry.objects.get(subject=row.subject, verb=verb).happened_at


def test_the_desk_sees_which_agencies_are_neighbours_and_which_only_have_to_know(
    konawe: Agency, utility: Agency, dispatcher: User
) -> None:
    agencies = browser(dispatcher).get("/api/v1/board/").json()["ground"]["agencies"]
    marks = {row["code"]: (row["is_neighbour"], row["only_acknowledges"]) for row in agencies}
    assert (marks["DKN"], marks["PLN"], marks["DMK"]) == ((True, False), (False, True), (False, False))


# --- an office that only has to know ----------------------------------------------------------------------------------


def test_what_only_has_to_be_known_is_done_once_it_is_answered(
    fire: Incident, utility: Agency, dispatcher: User
) -> None:
    """Nothing waits for it any more, closing does not take it back, and the fire still needs whoever goes."""
    task = told(fire, dispatcher, agencies=("PLN",))
    row = actions.progress(task.pk, "accept", actor=dispatcher, told=Told(via="radio"))
    assert (row.state, row.ended_at) == (State.DONE, row.accepted_at)
    assert lines(fire, dispatcher)[-1] == "PLN menerima (lewat radio) · cukup menerima kabar"
    crew = told(fire, dispatcher, agencies=("DMK",))
    card = board.card_for(fire.subject, dispatcher)
    assert card and card["stage"] == Stage.WAITING
    actions.progress(crew.pk, "arrive", actor=dispatcher)
    actions.close(fire.pk, "tertangani", actor=dispatcher)
    assert verbs(fire.subject)[-2:] == ["finished", "closed"]


def test_a_slip_of_the_thumb_is_taken_back_whole(fire: Incident, utility: Agency, dispatcher: User) -> None:
    task = told(fire, dispatcher, agencies=("PLN",))
    actions.progress(task.pk, "accept", actor=dispatcher)
    row = actions.undo_step(task.pk, actor=dispatcher)
    assert (row.state, row.accepted_at, row.ended_at) == (State.NOTIFIED, None, None)
    assert "ladder" in pending(fire)


def test_where_the_event_is_its_own_work_it_has_to_come(utility: Agency, dispatcher: User) -> None:
    wires = incident("kebakaran_rumah")
    wires.category.leads.add(utility)
    task = told(wires, dispatcher, agencies=("PLN",))
    assert actions.progress(task.pk, "accept", actor=dispatcher).state == State.ACCEPTED


def test_who_does_more_than_acknowledge_is_followed_like_any_other(
    clock: time_machine.Traveller, fire: Incident, utility: Agency, dispatcher: User
) -> None:
    """A crew that says it drives is driving; told late, the step keeps both clocks."""
    task = told(fire, dispatcher, agencies=("PLN",))
    clock.shift(300)
    at = now() - minutes(3)
    row = actions.progress(task.pk, "depart", actor=dispatcher, told=Told(at=at, via="radio"))
    assert (row.state, row.departed_at) == (State.EN_ROUTE, at)
    entry = Entry.objects.get(subject=fire.subject, verb="departed")
    assert (entry.happened_at, entry.recorded_at) == (at, now())


def test_a_unit_of_it_is_sent_and_comes(fire: Incident, dispatcher: User) -> None:
    Agency.objects.filter(code="DHB").update(only_acknowledges=True)
    assert agency("DHB").only_acknowledges
    task = told(fire, dispatcher, units=("DHB-01",))
    assert actions.progress(task.pk, "accept", actor=dispatcher).state == State.ACCEPTED
