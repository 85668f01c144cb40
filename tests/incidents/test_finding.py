"""Nothing there, or a lie: only a crew on scene can say it, and the desk closes so only on its word."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from dispatch.board import read
from incidents import actions
from incidents.actions.response import Told
from incidents.models import Assignment, Disposition, Incident
from incidents.sentences import VERBS, Names
from incidents.states import Finding, State
from tests.factories import history, told
from tests.refusals import code_of, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

FOUND = {"find_nil": (Finding.NIL, "found_nil", "14"), "find_false": (Finding.FALSE, "found_false", "17")}


@pytest.fixture
def there(fire: Incident, dispatcher: User, damkar: User) -> Assignment:
    """A crew that has arrived."""
    row = told(fire, dispatcher, units=("DMK-01",))
    return actions.progress(row.pk, "arrive", actor=damkar)


@pytest.mark.parametrize("verb", FOUND)
def test_a_crew_on_scene_says_what_it_found(there: Assignment, fire: Incident, damkar: User, verb: str) -> None:
    finding, past, _code = FOUND[verb]
    actions.progress(there.pk, verb, actor=damkar)
    there.refresh_from_db()
    assert (there.state, there.ended_at, there.finding) == (State.DONE, now(), finding)
    entry = history(fire.subject)[-1]
    assert (entry.verb, entry.actor) == (past, damkar)
    _icon, _tone, words = VERBS[past]
    assert words(entry.facts, Names()).startswith("DMK-01: ")
    card = read([fire.pk])[fire.pk]["desk"]
    assert ([row["finding"] for row in card["assignments"]], card["stage"]) == ([finding], "finished")


def test_the_desk_writes_it_down_when_it_comes_by_radio(there: Assignment, fire: Incident, dispatcher: User) -> None:
    actions.progress(there.pk, "find_nil", actor=dispatcher, told=Told(via="radio"))
    assert history(fire.subject)[-1].facts["via"] == "radio"


def test_who_is_not_there_has_found_nothing(fire: Incident, dispatcher: User, damkar: User) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    assert code_of(actions.progress, row.pk, "find_nil", actor=damkar) == "already_notified"
    actions.progress(row.pk, "depart", actor=damkar)
    assert code_of(actions.progress, row.pk, "find_false", actor=damkar) == "already_en_route"


def test_a_slip_of_the_thumb_is_taken_back(
    there: Assignment, fire: Incident, damkar: User, clock: time_machine.Traveller
) -> None:
    actions.progress(there.pk, "find_false", actor=damkar)
    clock.shift(4)
    actions.undo_step(there.pk, actor=damkar)
    there.refresh_from_db()
    assert (there.state, there.ended_at, there.finding) == (State.ON_SCENE, None, "")
    assert history(fire.subject)[-1].facts["undid"] == "found_false"


@pytest.mark.parametrize("verb", FOUND)
def test_the_desk_closes_so_only_on_the_word_of_a_crew(
    there: Assignment, fire: Incident, dispatcher: User, damkar: User, verb: str
) -> None:
    _finding, _past, code = FOUND[verb]
    Disposition.objects.create(code="temuan", name="Temuan", apco_code=code)
    refusal = refused(actions.close, fire.pk, "temuan", actor=dispatcher)
    assert refusal.code == "not_found_on_scene"
    assert refusal.messages == [
        "Temuan adalah kata petugas di lokasi. Catat dulu pada unitnya, atau pilih hasil akhir lain."
    ]
    other = next(name for name in FOUND if name != verb)
    actions.progress(there.pk, other, actor=damkar)
    assert code_of(actions.close, fire.pk, "temuan", actor=dispatcher) == "not_found_on_scene"
    actions.undo_step(there.pk, actor=damkar)
    actions.progress(there.pk, verb, actor=damkar)
    assert actions.close(fire.pk, "temuan", actor=dispatcher).closed_at
