"""How an incident begins, how what is known of it is corrected, and how lines are added."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies.models import Centre
from incidents import actions
from incidents.models import Incident
from tests.factories import (
    KEPT_SECRETS,
    WARD,
    agency,
    facts,
    history,
    incident,
    minutes,
    pending,
    seconds,
    told,
    verbs,
)
from tests.refusals import code_of, denied, fields_of, refused

pytestmark = pytest.mark.django_db


def holds_no_secret(subject: str) -> bool:
    """Whether nothing a person typed is in the journal of this subject."""
    text = json.dumps([entry.facts for entry in history(subject)])
    return not any(secret in text for secret in KEPT_SECRETS)


# --- opening --------------------------------------------------------------------------------------------------------


def test_an_incident_opens_with_the_next_number_and_one_entry(
    clock: time_machine.Traveller, call_taker: User, centre: Centre
) -> None:
    row = actions.open_incident(facts(reported_at=now() - seconds(40)), actor=call_taker)
    assert (row.number, row.short_number, row.track, row.priority) == (1042, "#1042", "emergency", 1)
    assert (row.reported_at, row.opened_at, row.forwarded_at) == (now() - seconds(40), now(), now())
    assert row.full_number(centre.code) == "KDI-20260110-1042", "the local date, not yesterday's of UTC"
    entry = history(row.subject)[0]
    assert (entry.verb, entry.actor, entry.number, row.version) == ("opened", call_taker, 1, 1)
    assert entry.facts == {
        "category": "kebakaran_rumah",
        "priority": 1,
        "area": WARD,
        "confidential": False,
        "source": "call",
    }
    assert [(note.text, note.author) for note in row.notes.all()] == [("asap tebal dari dapur", call_taker)]
    assert holds_no_secret(row.subject)


def test_a_service_carries_its_prefix_and_a_p_may_be_given(centre: object) -> None:
    lamp = incident("lampu_jalan")
    assert (lamp.short_number, str(lamp), lamp.track) == ("L-1042", "L-1042", "service")
    assert incident(priority=3).priority == 3


def test_located_and_classified_keep_their_own_moments(clock: time_machine.Traveller, centre: object) -> None:
    row = incident(located_at=now() - seconds(20), classified_at=now() - seconds(10))
    assert (row.located_at, row.classified_at) == (now() - seconds(20), now() - seconds(10))
    row = incident()
    assert (row.located_at, row.classified_at) == (now(), now())


def test_a_report_from_the_future_counts_from_now(clock: time_machine.Traveller, centre: object) -> None:
    assert incident(reported_at=now() + minutes(5)).reported_at == now()


def test_a_confidential_category_makes_a_confidential_incident_and_a_person_may_too(centre: object) -> None:
    assert incident("kdrt").is_confidential
    assert incident(is_confidential=True).is_confidential
    assert not incident().is_confidential


def test_words_or_a_point_are_enough_to_go_there(centre: object) -> None:
    assert incident(lat=None, lng=None).lat is None
    assert incident(place_text="  ").place_text == ""


@pytest.mark.parametrize(
    ("known", "field"),
    [
        ({"category": "tidak_ada"}, "category"),
        ({"category": "lama"}, "category"),
        ({"area": "99"}, "area"),
        ({"place_text": " ", "lat": None, "lng": None}, "place_text"),
        ({"lng": None}, "lat"),
        ({"lat": None}, "lat"),
        ({"lat": 91.0}, "lat"),
        ({"lng": -181.0}, "lat"),
        ({"words": "a" * 4001}, "text"),
    ],
)
def test_opening_refuses_with_the_field_named_and_wastes_no_number(
    call_taker: User, centre: Centre, known: dict[str, Any], field: str
) -> None:
    category = known.pop("category", "kebakaran_rumah")
    assert fields_of(actions.open_incident, facts(category, **known), actor=call_taker) == [field]
    centre.refresh_from_db()
    assert centre.last_number == 1041


def test_who_may_not_open(damkar: User, head: User, exchange: User) -> None:
    for actor in (damkar, head, exchange):
        denied(actions.open_incident, facts(), actor=actor)


# --- changing -------------------------------------------------------------------------------------------------------


def change(row: Incident, actor: User, **fields: Any) -> Incident:
    """Correct an incident, as it stands in the database afterwards."""
    actions.change(row.pk, actor=actor, **fields)
    found: Incident = Incident.objects.get(pk=row.pk)
    return found


def test_a_correction_changes_what_it_names_and_is_told_by_codes(fire: Incident, dispatcher: User) -> None:
    row = change(fire, dispatcher, place_text="Jl. Lain 3", landmark="", area="", priority=2)
    assert (row.place_text, row.landmark, row.area, row.priority) == ("Jl. Lain 3", "", None, 2)
    entry = history(fire.subject)[-1]
    assert (entry.verb, entry.actor, row.version) == ("changed", dispatcher, 2)
    assert entry.facts == {
        "fields": ["area", "landmark", "place_text", "priority"],
        "moved": {"priority": [1, 2], "area": [WARD, ""]},
    }
    assert holds_no_secret(fire.subject)


def test_another_place_is_a_line_old_to_new_for_crews_to_read(fire: Incident, dispatcher: User) -> None:
    old = fire.place_text
    change(fire, dispatcher, place_text="Jl. Lain 3", landmark="")
    line = fire.notes.last()
    assert line and line.author == dispatcher
    assert line.text == f"Alamat diubah: {old} → Jl. Lain 3\nPatokan diubah: {fire.landmark} → –"
    change(fire, dispatcher, priority=2)
    assert fire.notes.last() == line, "nothing of the place has changed"


def test_another_point_is_a_line_too(fire: Incident, dispatcher: User) -> None:
    change(fire, dispatcher, lat=-3.98, lng=122.51)
    line = fire.notes.last()
    assert line and line.text.startswith("Titik peta diubah: −") and line.text.endswith(" → −3,98000 · 122,51000")
    change(fire, dispatcher, lat=None, lng=None)
    line = fire.notes.last()
    assert line and line.text == "Titik peta diubah: −3,98000 · 122,51000 → –"


def test_only_what_differs_is_named(fire: Incident, dispatcher: User) -> None:
    change(fire, dispatcher, landmark="depan masjid", priority=2)
    assert history(fire.subject)[-1].facts["fields"] == ["priority"]


def test_another_category_brings_its_track_and_keeps_the_number(fire: Incident, dispatcher: User) -> None:
    row = change(fire, dispatcher, category="lampu_jalan")
    assert (row.track, row.short_number) == ("service", "L-1042")


def test_a_category_that_is_confidential_makes_the_incident_confidential_for_good(
    fire: Incident, supervisor: User
) -> None:
    assert change(fire, supervisor, category="kdrt").is_confidential
    assert history(fire.subject)[-1].facts["moved"]["confidential"] == [False, True]
    assert change(fire, supervisor, category="begal").is_confidential


def test_the_cleared_may_open_up_a_confidential_incident(case: Incident, supervisor: User) -> None:
    assert not change(case, supervisor, is_confidential=False).is_confidential


def test_another_priority_keeps_the_start_and_gives_a_new_deadline(
    clock: time_machine.Traveller, dispatcher: User, centre: object
) -> None:
    row = incident(reported_at=now() - minutes(2))
    start = row.reported_at
    told(row, dispatcher, agencies=("DMK",))
    clock.shift(30)
    change(row, dispatcher, priority=3)
    assert pending(row)["arrive"] == [start + minutes(9)]
    assert pending(row)["ladder"] == [now() - seconds(30) + minutes(3)]
    change(row, dispatcher, priority=4)
    assert "arrive" not in pending(row)
    assert pending(row)["ladder"] == [now() - seconds(30) + minutes(15)]
    change(row, dispatcher, priority=1)
    assert pending(row)["arrive"] == [start + minutes(7)]


def test_another_place_leaves_every_promise_as_it_is(fire: Incident, dispatcher: User) -> None:
    before = pending(fire)
    change(fire, dispatcher, place_text="Jl. Lain 3")
    assert pending(fire) == before


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"category": "tidak_ada"}, "category"),
        ({"area": "99"}, "area"),
        ({"number": 7}, "number"),
        ({"place_text": " ", "lat": None, "lng": None}, "place_text"),
        ({"lat": None}, "lat"),
    ],
)
def test_a_wrong_correction_is_refused_with_the_field_named(
    fire: Incident, dispatcher: User, fields: dict[str, Any], field: str
) -> None:
    assert fields_of(actions.change, fire.pk, actor=dispatcher, **fields) == [field]


def test_a_service_becomes_no_emergency_while_its_unit_is_at_another(fire: Incident, dispatcher: User) -> None:
    lamp = incident("lampu_jalan")
    for one in (lamp, fire):
        told(one, dispatcher, units=("DMK-01",))
    assert code_of(actions.change, lamp.pk, actor=dispatcher, category="begal") == "unit_busy"
    lamp.refresh_from_db()
    assert lamp.category.code == "lampu_jalan"
    actions.progress(fire.assignments.get().pk, "recall", actor=dispatcher)
    assert actions.change(lamp.pk, actor=dispatcher, category="begal").track == "emergency"


def test_a_correction_that_changes_nothing_is_refused(fire: Incident, dispatcher: User) -> None:
    assert code_of(actions.change, fire.pk, actor=dispatcher, priority=1) == "unchanged"


def test_a_correction_of_an_older_card_is_refused(fire: Incident, dispatcher: User) -> None:
    assert code_of(actions.change, fire.pk, actor=dispatcher, version=0, priority=2) == "changed"
    assert actions.change(fire.pk, actor=dispatcher, version=1, priority=2).version == 2


def test_a_closed_incident_is_not_corrected(fire: Incident, dispatcher: User) -> None:
    actions.close(fire.pk, "nihil", actor=dispatcher)
    refusal = refused(actions.change, fire.pk, actor=dispatcher, priority=2)
    assert (refusal.code, refusal.messages) == (
        "already_closed",
        ["#1042 sudah ditutup. Buka kembali lebih dulu bila perlu."],
    )


def test_who_sees_only_a_masked_card_does_not_correct_it(case: Incident, dispatcher: User) -> None:
    assert code_of(actions.change, case.pk, actor=dispatcher, priority=1) == "not_cleared"


def test_who_may_not_correct(fire: Incident, call_taker: User, damkar: User, head: User) -> None:
    for actor in (call_taker, damkar, head):
        denied(actions.change, fire.pk, actor=actor, priority=2)


# --- notes ----------------------------------------------------------------------------------------------------------


def test_a_note_is_a_line_of_its_own_and_the_journal_keeps_only_its_id(fire: Incident, dispatcher: User) -> None:
    row = actions.note(fire.pk, " api merambat\x00 ke rumah Wa Ina ", actor=dispatcher)
    assert (row.text, row.author, row.agency) == ("api merambat ke rumah Wa Ina", dispatcher, None)
    entry = history(fire.subject)[-1]
    assert (entry.verb, entry.facts) == ("noted", {"note": row.pk})
    assert holds_no_secret(fire.subject)
    assert str(row).startswith(f"{fire.pk} ")


def test_an_agency_notes_under_its_own_name_what_it_was_given(
    fire: Incident, dispatcher: User, damkar: User, police: User
) -> None:
    denied(actions.note, fire.pk, "belum", actor=damkar)
    told(fire, dispatcher, agencies=("DMK",))
    assert actions.note(fire.pk, "butuh tangga", actor=damkar).agency == agency("DMK")
    denied(actions.note, fire.pk, "bukan milik kami", actor=police)


def test_a_closed_incident_still_takes_notes(fire: Incident, dispatcher: User, call_taker: User) -> None:
    actions.close(fire.pk, "nihil", actor=dispatcher)
    assert actions.note(fire.pk, "pelapor menelepon lagi", actor=call_taker).pk
    assert verbs(fire.subject) == ["opened", "closed", "noted"]


@pytest.mark.parametrize("text", ["", "  \n\x00 ", "a" * 4001])
def test_an_empty_or_endless_note_is_refused(fire: Incident, dispatcher: User, text: str) -> None:
    assert fields_of(actions.note, fire.pk, text, actor=dispatcher) == ["text"]


def test_who_may_not_note(fire: Incident, head: User, exchange: User) -> None:
    for actor in (head, exchange):
        denied(actions.note, fire.pk, "x", actor=actor)


def test_what_is_not_there_cannot_be_changed(dispatcher: User) -> None:
    with pytest.raises(Incident.DoesNotExist):
        actions.change(0, actor=dispatcher, priority=2)
    with pytest.raises(Incident.DoesNotExist):
        actions.note(0, "siapa?", actor=dispatcher)
