"""Whom to propose: the category's leads first, the nearest free unit of each, the agency itself where none is free."""

from __future__ import annotations

import pytest

from incidents.suggest import Base, Called, Candidate, Proposal, called_forward, kilometres, minutes_for, proposals

KEMARAYA = (-3.9612, 122.5301)
KADIA = (-3.9900, 122.5100)
NAMBO = (-4.0600, 122.6100)

FAR = Candidate("DMK", "DMK-02", 2, NAMBO)
NEAR = Candidate("DMK", "DMK-01", 1, KADIA)
LOST = Candidate("DMK", "DMK-03", 3, None)
PATROL = Candidate("POL", "POL-01", 4, KADIA)


def names(found: list[Proposal]) -> list[str]:
    """Who was proposed, in order."""
    return [one.unit or one.agency for one in found]


def test_leads_come_first_and_the_nearest_unit_of_each() -> None:
    found = proposals(["DMK"], ["POL"], [PATROL, FAR, NEAR], at=KEMARAYA, assigned=())
    assert names(found) == ["DMK-01", "DMK-02", "POL-01"]
    assert [one.is_lead for one in found] == [True, True, False]


def test_a_unit_without_a_position_comes_after_those_with_one() -> None:
    assert names(proposals(["DMK"], [], [LOST, FAR], at=KEMARAYA, assigned=())) == ["DMK-02", "DMK-03"]


def test_without_a_place_units_are_named_in_order_and_have_no_distance() -> None:
    found = proposals(["DMK"], [], [FAR, NEAR], at=None, assigned=())
    assert names(found) == ["DMK-01", "DMK-02"]
    assert [(one.km, one.minutes) for one in found] == [(None, None), (None, None)]


def test_an_agency_without_a_free_unit_is_proposed_as_a_whole() -> None:
    assert proposals(["DMK"], [], [], at=KEMARAYA, assigned=()) == [Proposal("DMK", None, None, True, None, None)]


def test_who_is_at_it_already_is_not_proposed() -> None:
    assert names(proposals(["DMK"], ["POL"], [NEAR, PATROL], at=KEMARAYA, assigned=["DMK"])) == ["POL-01"]


def test_no_more_than_a_few_units_of_one_agency() -> None:
    assert names(proposals(["DMK"], [], [FAR, NEAR, LOST], at=KEMARAYA, assigned=(), per_agency=1)) == ["DMK-01"]


def test_an_agency_that_leads_is_not_named_again_among_those_also_told() -> None:
    assert names(proposals(["DMK"], ["DMK", "POL"], [], at=None, assigned=())) == ["DMK", "POL"]


def test_a_unit_that_stands_at_the_place_needs_a_minute() -> None:
    found = proposals(["DMK"], [], [Candidate("DMK", "DMK-01", 1, KEMARAYA)], at=KEMARAYA, assigned=())
    assert (found[0].km, found[0].minutes) == (0.0, 1)


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert kilometres((0, 0), (1, 0)) == pytest.approx(111.2, abs=0.1)
    assert kilometres(KADIA, NAMBO) == kilometres(NAMBO, KADIA)


def test_minutes_grow_with_the_distance_and_are_never_none() -> None:
    assert [minutes_for(km) for km in (0, 0.1, 5, 25)] == [1, 1, 12, 60]


def test_an_agency_without_a_free_unit_is_told_from_its_nearest_post() -> None:
    posts = [
        Base("PKM", "Puskesmas Nambo", NAMBO),
        Base("PKM", "Puskesmas Kadia", KADIA),
        Base("POL", "Polsek", KEMARAYA),
    ]
    [found] = proposals([], ["PKM"], [], at=KEMARAYA, assigned=(), bases=posts)
    assert (found.post, found.unit, found.minutes) == ("Puskesmas Kadia", None, None)
    assert found.km == pytest.approx(kilometres(KADIA, KEMARAYA))


def test_the_post_of_the_events_own_area_goes_before_a_nearer_one_even_without_a_known_place() -> None:
    posts = [Base("CML", "Kantor Camat Kadia", KADIA), Base("CML", "Kantor Camat Nambo", None, is_of_area=True)]
    [found] = proposals([], ["CML"], [], at=KEMARAYA, assigned=(), bases=posts)
    assert (found.post, found.km) == ("Kantor Camat Nambo", None)


def test_where_nothing_is_known_of_a_post_the_agency_is_named_alone() -> None:
    [found] = proposals([], ["CML"], [], at=None, assigned=(), bases=[Base("CML", "Kantor Camat Kadia", KADIA)])
    assert found == Proposal("CML", None, None, False, None, None)


def test_whom_an_answer_calls_for_stands_before_the_second_unit_of_another() -> None:
    units = [
        Candidate(sign[:3], sign, pk, None) for pk, sign in enumerate(("PSC-1", "PSC-2", "POL-1", "POL-2", "DMK-1"))
    ]
    found = proposals(["PSC", "POL"], ["DMK"], units, at=None, assigned=())
    waiting, called = (Called("DMK", "Damkar", "ada yang terjepit", is_called=one) for one in (False, True))
    assert [one.unit for one in called_forward(found, [waiting])] == ["PSC-1", "PSC-2", "POL-1", "POL-2", "DMK-1"]
    assert [one.unit for one in called_forward(found, [called])] == ["PSC-1", "POL-1", "DMK-1", "PSC-2", "POL-2"]
