"""What the desk tells those who are at an incident: to whom it goes, who acknowledges it, and what becomes of it."""

from __future__ import annotations

from collections.abc import Collection

import pytest
import time_machine
from django.contrib.auth.models import User

from agencies.models import Role
from incidents import actions
from incidents.messages import UnitMessage
from incidents.models import Incident
from incidents.naming import names_of
from incidents.sentences import sentence
from tests.factories import history, incident, person, seconds, told, verbs
from tests.refusals import code_of, denied, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def burning(fire: Incident, dispatcher: User) -> Incident:
    """DMK-01 and the police are at the fire."""
    told(fire, dispatcher, agencies=("POL",), units=("DMK-01",))
    return fire


def sent(
    row: Incident,
    actor: User,
    text: str = "Masuk dari lorong kiri.",
    *,
    agencies: Collection[str] = (),
    units: Collection[str] = ("DMK-01",),
) -> list[UnitMessage]:
    """A message, to DMK-01 unless others are named."""
    return actions.send_message(row.pk, text, agencies=agencies, units=units, actor=actor)


def test_each_who_is_named_gets_a_message_of_his_own(burning: Incident, dispatcher: User) -> None:
    rows = sent(burning, dispatcher, " Masuk dari lorong kiri. ", agencies=["POL"], units=["DMK-01", "DMK-01"])
    assert [(row.agency.code, row.unit and row.unit.call_sign) for row in rows] == [("POL", None), ("DMK", "DMK-01")]
    assert {row.text for row in rows} == {"Masuk dari lorong kiri."}
    assert verbs(burning.subject)[-2:] == ["messaged", "messaged"]


def test_the_journal_names_whom_and_tells_the_words_only_to_who_may_read_them(
    burning: Incident, dispatcher: User, damkar: User
) -> None:
    row = sent(burning, dispatcher)[0]
    actions.read_message(row.pk, actor=damkar)
    entries = history(burning.subject)[-2:]
    assert entries[0].facts == {"message": row.pk, "agency": "DMK", "unit": "DMK-01"}
    assert [sentence(entry, names_of(entries)).text for entry in entries] == [
        "Pesan ke DMK-01",
        "Pesan ke DMK-01 dibaca",
    ]
    names = names_of(entries, with_messages=True)
    assert sentence(entries[0], names).text == "Pesan ke DMK-01: “Masuk dari lorong kiri.”"
    hidden = names_of(entries, with_content=False, with_messages=True)
    assert sentence(entries[0], hidden).text == "Pesan ke DMK-01"


def test_it_reaches_only_who_is_there(burning: Incident, dispatcher: User) -> None:
    for units in (["DMK-02"], ["NN-99"], ["DMK-01", "DMK-02"]):
        assert code_of(sent, burning, dispatcher, units=units) == "not_assigned"
    assert code_of(sent, burning, dispatcher, agencies=["DHB"]) == "not_assigned"
    assert not UnitMessage.objects.exists()


def test_a_unit_of_an_agency_that_was_told_as_a_whole_may_be_named(fire: Incident, dispatcher: User) -> None:
    told(fire, dispatcher, agencies=("DMK",))
    assert sent(fire, dispatcher, units=["DMK-02"])[0].unit is not None


def test_who_has_gone_is_told_nothing_more(burning: Incident, dispatcher: User) -> None:
    actions.progress(burning.assignments.get(agency__code="POL").pk, "recall", actor=dispatcher)
    assert code_of(sent, burning, dispatcher, agencies=["POL"], units=[]) == "not_assigned"
    actions.close(burning.pk, "tertangani", actor=dispatcher)
    assert code_of(sent, burning, dispatcher) == "already_closed"


def test_it_needs_words_of_a_length_that_is_read_on_the_way_and_somebody(burning: Incident, dispatcher: User) -> None:
    for text in ("  ", "x" * 501):
        assert fields_of(sent, burning, dispatcher, text) == ["text"]
    assert code_of(actions.send_message, burning.pk, "Hati-hati.", actor=dispatcher) == "nobody_chosen"


def test_it_is_the_desks_to_say_and_its_agencys_to_acknowledge(
    burning: Incident, dispatcher: User, call_taker: User, damkar: User, police: User, head: User
) -> None:
    for actor in (call_taker, damkar, head):
        denied(sent, burning, actor)
    row = sent(burning, dispatcher)[0]
    for actor in (police, dispatcher, call_taker, head):
        denied(actions.read_message, row.pk, actor=actor)
    assert actions.read_message(row.pk, actor=damkar).read_by == damkar


def test_of_two_who_read_it_the_first_is_named(burning: Incident, dispatcher: User, damkar: User) -> None:
    second = person("ramli", "Ramli", Role.RESPONDER, agency_code="DMK")
    row = sent(burning, dispatcher)[0]
    actions.read_message(row.pk, actor=damkar)
    before = len(history(burning.subject))
    assert actions.read_message(row.pk, actor=second).read_by_id == damkar.pk
    assert len(history(burning.subject)) == before


def test_it_was_read_by_the_telephones_clock_as_far_as_that_is_possible(
    clock: time_machine.Traveller, burning: Incident, dispatcher: User, damkar: User
) -> None:
    one, other, third = (sent(burning, dispatcher)[0] for _ in range(3))
    clock.shift(90)
    moments = [one.sent_at + seconds(20), one.sent_at - seconds(500), one.sent_at + seconds(500)]
    read = [
        actions.read_message(row.pk, actor=damkar, at=at).read_at
        for row, at in zip((one, other, third), moments, strict=True)
    ]
    assert read == [moments[0], one.sent_at, one.sent_at + seconds(90)]


def test_it_goes_along_when_its_incident_is_merged_and_comes_back(
    burning: Incident, dispatcher: User, damkar: User
) -> None:
    row = sent(burning, dispatcher)[0]
    other = incident()
    actions.merge(burning.pk, other.pk, actor=dispatcher)
    assert list(other.messages.all()) == [row]
    actions.read_message(row.pk, actor=damkar)
    assert verbs(other.subject)[-1] == "message_read"
    actions.unmerge(burning.pk, actor=dispatcher)
    assert list(burning.messages.all()) == [row]


def test_what_was_said_since_a_merging_goes_back_with_who_has_to_read_it(burning: Incident, dispatcher: User) -> None:
    other = incident()
    told(other, dispatcher, agencies=("DHB",))
    actions.merge(burning.pk, other.pk, actor=dispatcher)
    sent(other, dispatcher, "Lanjut.", agencies=["DHB"])
    actions.unmerge(burning.pk, actor=dispatcher)
    assert [one.agency.code for one in burning.messages.all()] == ["DMK"]
    assert [one.agency.code for one in other.messages.all()] == ["DHB"]


def test_whose_version_is_old_says_nothing(burning: Incident, dispatcher: User) -> None:
    assert code_of(actions.send_message, burning.pk, "x", units=["DMK-01"], actor=dispatcher, version=1) == "changed"
