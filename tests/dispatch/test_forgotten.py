"""When an incident that is being handled counts as forgotten, and which ending the field's own words propose."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from dispatch import board
from incidents import actions
from incidents.models import Assignment, Incident, Standard
from journal.live import Card
from tests.factories import SINCE, minutes, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def half_an_hour(centre: object) -> None:
    """What a handled emergency may be silent for."""
    Standard.objects.create(clock="still", track="emergency", limit=minutes(30), valid_from=SINCE)


def whole(row: Incident) -> Card:
    """The card of those who may see all of it."""
    return board.read([row.pk])[row.pk]["desk+closed"]


def test_the_last_step_or_note_of_what_is_handled_starts_the_silence(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    assert whole(fire)["silent_from"] is None  # waits for an answer, which has its own clock
    actions.progress(row.pk, "arrive", actor=dispatcher)
    assert whole(fire)["silent_from"] == now() + minutes(30)
    clock.shift(timedelta(minutes=12))
    actions.note(fire.pk, "Masih mendinginkan.", actor=dispatcher)
    assert whole(fire)["silent_from"] == now() + minutes(30)


def test_what_needs_a_unit_or_has_no_standard_never_counts_as_forgotten(fire: Incident, dispatcher: User) -> None:
    assert whole(fire)["silent_from"] is None
    row = told(fire, dispatcher, agencies=("DMK",))
    actions.progress(row.pk, "recall", actor=dispatcher)
    assert (whole(fire)["stage"], whole(fire)["silent_from"]) == ("unassigned", None)
    Standard.objects.filter(clock="still").delete()
    actions.progress(told(fire, dispatcher, agencies=("DMK",)).pk, "arrive", actor=dispatcher)
    assert (whole(fire)["stage"], whole(fire)["silent_from"]) == ("handled", None)


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        (("accept",), "32"),
        (("depart",), "21"),
        (("arrive",), "01"),
        (("arrive", "finish"), "01"),
    ],
)
def test_how_far_the_units_came_proposes_the_ending(
    fire: Incident, dispatcher: User, steps: tuple[str, ...], code: str
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    for verb in steps:
        actions.progress(row.pk, verb, actor=dispatcher)
    assert whole(fire)["ending"] == code


def test_the_fields_last_telling_words_come_first_and_the_desks_do_not_count(
    fire: Incident, dispatcher: User, damkar: User
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    actions.progress(row.pk, "arrive", actor=damkar)
    actions.note(fire.pk, "Di lokasi nihil, cek sekitar.", actor=damkar)
    assert whole(fire)["ending"] == "14"
    actions.note(fire.pk, "Ternyata api di belakang rumah, sudah PADAM.", actor=damkar)
    actions.note(fire.pk, "Pelapor menelepon: laporan palsu?", actor=dispatcher)
    actions.note(fire.pk, "Kembali ke mako.", actor=damkar)
    assert whole(fire)["ending"] == "23"


@pytest.mark.parametrize(("verb", "code"), [("find_nil", "14"), ("find_false", "17")])
def test_what_the_crews_found_comes_before_all_words_unless_another_crew_worked(
    fire: Incident, dispatcher: User, damkar: User, verb: str, code: str
) -> None:
    first, second = (told(fire, dispatcher, agencies=(one,)) for one in ("DMK", "POL"))
    for row in (first, second):
        actions.progress(row.pk, "arrive", actor=dispatcher)
    actions.progress(first.pk, verb, actor=damkar)
    actions.progress(second.pk, "finish", actor=dispatcher)
    actions.note(fire.pk, "Warga selamat.", actor=damkar)
    assert whole(fire)["ending"] == "24"
    Assignment.objects.filter(pk=second.pk).delete()
    assert whole(fire)["ending"] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Api sudah dipadamkan. Kami meninggalkan lokasi, tidak ada korban.", "23"),
        ("Selamat pagi, tim pemadam tiba.", "01"),
        ("Tidak ada korban meninggal.", "01"),
        ("Satu korban meninggal dunia.", "39"),
        ("Korban selamat, dibawa ke RS.", "45"),
    ],
)
def test_only_whole_words_of_the_field_propose_an_ending(
    fire: Incident, dispatcher: User, damkar: User, text: str, code: str
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    actions.progress(row.pk, "arrive", actor=damkar)
    actions.note(fire.pk, text, actor=damkar)
    assert whole(fire)["ending"] == code


def test_whoever_is_not_cleared_learns_no_ending_of_a_confidential_incident(
    fire: Incident, dispatcher: User, damkar: Any
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    actions.progress(row.pk, "arrive", actor=damkar)
    Incident.objects.filter(pk=fire.pk).update(is_confidential=True)
    assert board.read([fire.pk])[fire.pk]["desk"]["ending"] is None
