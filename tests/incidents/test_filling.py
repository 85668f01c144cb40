"""How needs are met: nearest first, by kind, counting who is there; what is missing, why each other is not sent."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from incidents.filling import Filling, Gap, Given, Rostered, Want, fill
from incidents.suggest import Candidate, Trip

PUMPS = Want("DMK", "pompa", 2)
TANK = Want("DMK", "tangki air", 1)
ANY = Want("DMK", "", 1)


def crew(number: int, *, kind: str = "pompa", agency: str = "DMK", obstacle: str = "", detail: str = "") -> Rostered:
    """A unit of the fire brigade."""
    return Rostered(Candidate(agency, f"{agency}-{number:02}", number, None, kind), obstacle, detail)


def filled(wants: Sequence[Want], roster: Sequence[Rostered], *given: Given) -> Filling:
    """Unit n needs n minutes; the ninth is nowhere known."""
    trips = {one.unit.unit_id: Trip(1.0, one.unit.unit_id) for one in roster if one.unit.unit_id != 9}
    return fill(wants, roster, trips, given=given, leads=["DMK"])


def sent(made: Filling) -> list[str]:
    """Who is proposed, in order."""
    return [one.unit or "" for _want, one in made.units]


def why(made: Filling) -> dict[str, str]:
    """Why each other unit is not."""
    return {one.unit.unit: one.obstacle for one in made.passed}


def test_those_who_are_there_first_are_proposed_and_the_others_are_farther() -> None:
    made = filled([PUMPS], [crew(3), crew(9), crew(1), crew(2)])
    assert sent(made) == ["DMK-01", "DMK-02"]
    assert why(made) == {"DMK-03": "slow", "DMK-09": "lost"}
    assert not made.gaps and not made.told


def test_a_unit_whose_way_is_not_known_comes_last() -> None:
    assert sent(filled([PUMPS], [crew(9), crew(8)])) == ["DMK-08", "DMK-09"]


def test_a_need_that_names_a_kind_chooses_before_one_that_takes_any() -> None:
    made = filled([ANY, PUMPS], [crew(1), crew(2), crew(3, kind="tangki air")])
    assert [(want.kind, one.unit) for want, one in made.units] == [
        ("", "DMK-03"),
        ("pompa", "DMK-01"),
        ("pompa", "DMK-02"),
    ]


def test_what_is_short_is_counted_by_what_stands_in_the_way() -> None:
    roster = [crew(1, obstacle="busy", detail="#7"), crew(2), crew(3, obstacle="off"), crew(4, kind="tangki air")]
    made = filled([Want("DMK", "pompa", 3)], roster)
    assert made.gaps == [Gap(Want("DMK", "pompa", 3), 2, 1, {"busy": 1, "off": 1})]
    assert why(made) == {"DMK-01": "busy", "DMK-03": "off", "DMK-04": "kind"}


def test_an_agency_none_of_whose_units_is_free_is_told_as_a_whole_and_still_short() -> None:
    made = filled([PUMPS, TANK], [crew(1, obstacle="busy")])
    assert [(want.agency, reason) for want, reason in made.told] == [("DMK", "none_free")]
    assert [one.want for one in made.gaps] == [PUMPS, TANK]
    assert made.gaps[1].obstacles == {}


def test_an_agency_without_listed_units_is_told_and_is_short_of_nothing() -> None:
    made = filled([Want("KDM", "", 1), Want("CML", "", 0)], [])
    assert [(want.agency, reason) for want, reason in made.told] == [("KDM", "no_units"), ("CML", "asked")]
    assert not made.gaps


def test_who_is_at_it_already_counts() -> None:
    roster = [crew(1, obstacle="busy"), crew(2), crew(3)]
    made = filled([PUMPS], roster, Given("DMK", 1))
    assert sent(made) == ["DMK-02"] and not made.gaps
    assert why(made) == {"DMK-03": "slow"}
    assert sent(filled([PUMPS], roster, Given("DMK", 1), Given("DMK", 2))) == []


def test_who_is_at_it_without_being_asked_for_is_neither_proposed_nor_passed_over() -> None:
    made = filled([TANK], [crew(1, obstacle="busy"), crew(2, kind="tangki air")], Given("DMK", 1))
    assert sent(made) == ["DMK-02"] and why(made) == {}


def test_an_agency_that_was_told_as_a_whole_chooses_itself() -> None:
    made = filled([PUMPS, Want("POL", "", 0)], [crew(1)], Given("DMK"), Given("POL", 40))
    assert (sent(made), made.told, made.gaps) == ([], [], [])


def over(agency: str, unit_id: int | None = None, *, level: int = 1) -> Given:
    """Who has finished there what was asked at this alarm level."""
    return Given(agency, unit_id, is_over=True, level=level)


def test_what_was_answered_is_asked_no_more_and_its_units_are_passed_over_as_not_needed() -> None:
    made = filled(
        [Want("PLN", "yantek", 1), Want("PDM", "", 0)],
        [crew(1, agency="PLN", kind="yantek")],
        *map(over, ("PLN", "PDM")),
    )
    assert (sent(made), made.told, made.gaps) == ([], [], [])
    assert why(made) == {"PLN-01": "met"}


def test_who_has_finished_is_asked_anew_by_a_later_alarm_alone() -> None:
    later = Want("DMK", "pompa", 1, level=2)
    assert sent(filled([PUMPS, later], [crew(1)], over("DMK"))) == ["DMK-01"]
    assert sent(filled([PUMPS, later], [crew(1)], over("DMK", level=2))) == []
    assert [want for want, _why in filled([later], [crew(1, obstacle="off")], over("DMK")).told] == [later]


def test_a_unit_that_has_finished_meets_its_need_and_may_be_sent_again_for_another() -> None:
    roster = [crew(1), crew(2), crew(3)]
    made = filled([PUMPS], roster, over("DMK", 1), Given("DMK", 2))
    assert sent(made) == [] and why(made) == {"DMK-01": "over", "DMK-03": "met"}
    made = filled([Want("DMK", "pompa", 3)], roster, over("DMK", 1), Given("DMK", 2))
    assert sent(made) == ["DMK-03"], "after all others"
    made = filled([Want("DMK", "pompa", 3)], roster[:2], over("DMK", 1), Given("DMK", 2))
    assert sent(made) == ["DMK-01"] and not made.gaps
    made = filled([Want("DMK", "pompa", 4)], roster[:2], over("DMK", 1), Given("DMK", 2))
    assert [(one.short, one.there) for one in made.gaps] == [(1, 2)], "there are two of them, not three"


@pytest.mark.parametrize(
    ("trip", "behind"),
    [(Trip(2.5, 3), "far"), (Trip(1.5, 3), "slow"), (Trip(2.5, 2), "even"), (Trip(2.0, 2), "even"), (None, "lost")],
)
def test_a_unit_that_is_not_needed_is_compared_with_who_is_chosen(trip: Trip | None, behind: str) -> None:
    trips = {1: Trip(2.0, 2)} | ({2: trip} if trip else {})
    made = fill([ANY], [crew(1), crew(2)], trips, given=[], leads=[])
    assert sent(made) == ["DMK-01"] and why(made) == {"DMK-02": behind}


def test_where_no_way_is_known_nobody_is_farther() -> None:
    assert why(fill([ANY], [crew(1), crew(2)], {}, given=[], leads=[])) == {"DMK-02": "met"}


def test_one_unit_meets_one_need() -> None:
    made = filled([PUMPS, ANY], [crew(1), crew(2)])
    assert sent(made) == ["DMK-01", "DMK-02"]
    assert [one.want for one in made.gaps] == [ANY]
    assert (made.gaps[0].there, made.gaps[0].obstacles) == (0, {})


def test_an_agency_that_is_told_and_sends_units_is_named_once() -> None:
    made = filled([PUMPS, Want("DMK", "", 0)], [crew(1), crew(2)])
    assert sent(made) == ["DMK-01", "DMK-02"] and made.told == []
