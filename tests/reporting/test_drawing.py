"""Shapes of the monthly page: where names stand on the map."""

from __future__ import annotations

from typing import Any

from reporting import drawing


def square(west: float, south: float, side: float) -> list[list[list[float]]]:
    """The rings of a square."""
    east, north = west + side, south + side
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def test_a_name_stands_in_the_largest_part_of_a_kecamatan() -> None:
    outline = {"type": "MultiPolygon", "coordinates": [square(0, 0, 1), square(5, 5, 4)]}
    assert drawing.middle(outline, 2, 2) == (7, 7)


def test_a_name_stands_inside_a_bent_outline() -> None:
    bent: list[list[float]] = [[0, 0], [9, 0], [9, 9], [8, 9], [8, 1], [0, 1], [0, 0]]
    outline: dict[str, Any] = {"type": "Polygon", "coordinates": [bent]}
    x, y = drawing.middle(outline, 0, 0)
    assert 0 < y < 1 or 8 < x < 9


def test_a_name_without_an_outline_stands_on_its_point() -> None:
    assert drawing.middle(None, 122.5, -4) == (122.5, -4)
