"""Who is kept for later: reserved, let go, sent here or elsewhere, and what closing and merging make of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from agencies.actions import take_off_duty
from incidents import actions
from incidents.actions.response import Told
from incidents.models import Incident, Reservation
from incidents.naming import names_of
from incidents.recommending import recommend_for
from incidents.sentences import sentence
from tests.factories import history, incident, told, unit
from tests.refusals import code_of, denied, refused

pytestmark = pytest.mark.django_db


def kept(row: Incident) -> list[str]:
    """Who stands in reserve for it."""
    return [one.who for one in row.reservations.standing().select_related("agency", "unit")]


def said(row: Incident) -> list[str]:
    """Its journal in words."""
    entries = history(row.subject)
    return [sentence(entry, names_of(entries)).text for entry in entries]


def reserved(row: Incident, actor: User, *units: str) -> Reservation:
    """One unit kept for it."""
    return actions.reserve(row.pk, units=units or ["DMK-02"], actor=actor)[0]


def test_units_and_whole_agencies_are_kept_and_nobody_is_told(fire: Incident, dispatcher: User) -> None:
    actions.reserve(fire.pk, agencies=["POL"], units=["DMK-02"], actor=dispatcher)
    assert kept(fire) == ["POL", "DMK-02"]
    assert not fire.assignments.exists()
    assert said(fire)[-2:] == ["Polresta dicadangkan", "DMK-02 dicadangkan"]


def test_a_unit_is_kept_for_one_incident_only(fire: Incident, dispatcher: User) -> None:
    reserved(fire, dispatcher)
    other = incident()
    refusal = refused(actions.reserve, other.pk, units=["DMK-02"], actor=dispatcher)
    assert refusal.messages == ["DMK-02 sudah dicadangkan untuk #1042. Lepas dulu cadangannya, atau pilih yang lain."]
    actions.reserve(fire.pk, agencies=["POL"], actor=dispatcher)
    actions.reserve(other.pk, agencies=["POL"], actor=dispatcher)
    assert code_of(actions.reserve, other.pk, agencies=["POL"], actor=dispatcher) == "already_reserved"


def test_who_cannot_be_kept_is_refused_with_the_reason(fire: Incident, dispatcher: User) -> None:
    take_off_duty(unit("DMK-02").pk, "ban bocor", actor=dispatcher)
    assert refused(actions.reserve, fire.pk, units=["DMK-02"], actor=dispatcher).messages == [
        "DMK-02 tidak siaga (ban bocor). Pilih unit lain."
    ]
    told(fire, dispatcher, units=("DMK-01",), agencies=("POL",))
    assert code_of(actions.reserve, fire.pk, units=["DMK-01"], actor=dispatcher) == "unit_busy"
    assert code_of(actions.reserve, fire.pk, agencies=["POL"], actor=dispatcher) == "already_assigned"
    assert code_of(actions.reserve, fire.pk, actor=dispatcher) == "nobody_chosen"
    assert code_of(actions.reserve, fire.pk, units=["DMK-09"], actor=dispatcher) == "unknown_unit"
    assert code_of(actions.reserve, fire.pk, agencies=["POL"], actor=dispatcher, version=99) == "changed"
    actions.close(fire.pk, "tertangani", actor=dispatcher)
    assert code_of(actions.reserve, fire.pk, agencies=["DHB"], actor=dispatcher) == "already_closed"


def test_only_the_desk_keeps_and_lets_go(
    fire: Incident, dispatcher: User, call_taker: User, damkar: User, head: User
) -> None:
    row = reserved(fire, dispatcher)
    for actor in (call_taker, damkar, head):
        denied(actions.reserve, fire.pk, units=["DMK-01"], actor=actor)
        denied(actions.release_reservation, row.pk, actor=actor)


def test_let_go_it_is_let_go_once(fire: Incident, dispatcher: User) -> None:
    row = reserved(fire, dispatcher)
    actions.release_reservation(row.pk, actor=dispatcher)
    assert (kept(fire), said(fire)[-1]) == ([], "Cadangan DMK-02 dilepas")
    assert code_of(actions.release_reservation, row.pk, actor=dispatcher) == "not_reserved"


def test_assigned_it_is_no_longer_kept_and_taken_back_it_is_again(fire: Incident, dispatcher: User) -> None:
    actions.reserve(fire.pk, agencies=["POL"], units=["DMK-02"], actor=dispatcher)
    rows = actions.assign(fire.pk, agencies=["POL"], units=["DMK-02"], actor=dispatcher)
    assert kept(fire) == []
    assert said(fire)[-1] == "DMK-02 ditugaskan · tadinya dicadangkan untuk #1042"
    for row in rows:
        actions.undo_assign(row.pk, actor=dispatcher)
    assert sorted(kept(fire)) == ["DMK-02", "POL"]


def test_sent_elsewhere_it_is_lost_and_both_journals_say_so(fire: Incident, dispatcher: User) -> None:
    reserved(fire, dispatcher)
    before = Incident.objects.get(pk=fire.pk).version
    other = incident()
    actions.assign(other.pk, units=["DMK-02"], actor=dispatcher)
    assert kept(fire) == []
    assert said(other)[-1] == "DMK-02 ditugaskan · tadinya dicadangkan untuk #1042"
    assert said(fire)[-1] == "Cadangan DMK-02 berakhir: ditugaskan ke #1043"
    assert Incident.objects.get(pk=fire.pk).version == before + 1


def test_an_agency_that_answers_with_a_kept_unit_ends_it_too(fire: Incident, dispatcher: User, damkar: User) -> None:
    reserved(fire, dispatcher)
    other = incident()
    row = told(other, dispatcher, agencies=("DMK",))
    actions.progress(row.pk, "accept", actor=damkar, told=Told(unit="DMK-02"))
    assert (kept(fire), said(fire)[-1]) == ([], "Cadangan DMK-02 berakhir: ditugaskan ke #1043")


def test_closing_lets_everybody_go_and_taken_back_keeps_who_is_still_free(fire: Incident, dispatcher: User) -> None:
    actions.reserve(fire.pk, agencies=["POL"], units=["DMK-01", "DMK-02"], actor=dispatcher)
    actions.close(fire.pk, "tertangani", actor=dispatcher)
    assert kept(fire) == []
    assert "Cadangan DMK-02 dilepas (kejadian ditutup)" in said(fire)
    reserved(incident(), dispatcher, "DMK-02")
    actions.undo_close(fire.pk, actor=dispatcher)
    assert sorted(kept(fire)) == ["DMK-01", "POL"]


def test_merging_takes_it_along_and_taken_back_gives_it_back(fire: Incident, dispatcher: User) -> None:
    other = incident()
    for row in (fire, other):
        actions.reserve(row.pk, agencies=["POL"], actor=dispatcher)
    reserved(other, dispatcher, "DMK-02")
    actions.merge(other.pk, fire.pk, actor=dispatcher)
    assert (sorted(kept(fire)), kept(other)) == (["DMK-02", "POL"], [])
    actions.reserve(fire.pk, units=["DMK-01"], actor=dispatcher)
    actions.unmerge(other.pk, actor=dispatcher)
    assert (sorted(kept(fire)), sorted(kept(other))) == (["DMK-01", "POL"], ["DMK-02", "POL"])


def test_merging_ends_what_the_other_was_given_already(fire: Incident, dispatcher: User) -> None:
    other = incident()
    told(fire, dispatcher, agencies=("POL",))
    actions.reserve(other.pk, agencies=["POL"], actor=dispatcher)
    actions.merge(other.pk, fire.pk, actor=dispatcher)
    assert kept(fire) == []
    assert "Cadangan Polresta dilepas (kejadian digabung)" in said(fire)
    actions.unmerge(other.pk, actor=dispatcher)
    assert kept(other) == ["POL"]


def test_the_recommendation_passes_over_who_is_kept_for_another(fire: Incident, dispatcher: User) -> None:
    reserved(fire, dispatcher)
    other = incident()
    made = recommend_for(other)
    assert "DMK-02" not in [one.unit for one in made.found]
    assert [one["reason"] for one in made.passed if one["unit"] == "DMK-02"] == ["dicadangkan untuk #1042"]
    assert "DMK-02" in [one.unit for one in recommend_for(fire).found]
