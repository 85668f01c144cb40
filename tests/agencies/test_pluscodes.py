"""Plus codes against the reference vectors of the Open Location Code project (Apache 2.0)."""

import pytest

from agencies.pluscodes import decode, encode, near, split


@pytest.mark.parametrize(
    ("code", "low", "high"),
    [
        ("7FG49Q00+", (20.35, 2.75), (20.4, 2.8)),
        ("7FG49QCJ+2V", (20.37, 2.782125), (20.370125, 2.78225)),
        ("7FG49QCJ+2VX", (20.3701, 2.78221875), (20.370125, 2.78225)),
        ("7FG49QCJ+2VXGJ", (20.370113, 2.782234375), (20.370114, 2.78223632813)),
        ("8FVC2222+22", (47.0, 8.0), (47.000125, 8.000125)),
        ("4VCPPQGP+Q9", (-41.273125, 174.785875), (-41.273, 174.786)),
        ("62G20000+", (0.0, -180.0), (1.0, -179.0)),
        ("22220000+", (-90.0, -180.0), (-89.0, -179.0)),
        ("7FG40000+", (20.0, 2.0), (21.0, 3.0)),
        ("6VGX0000+", (0.0, 179.0), (1.0, 180.0)),
    ],
)
def test_a_whole_code_is_the_middle_of_its_cell(code: str, low: tuple[float, float], high: tuple[float, float]) -> None:
    middle = ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2)
    assert decode(code) == pytest.approx(middle, abs=1e-9)


@pytest.mark.parametrize(
    ("point", "code"),
    [
        ((20.3700625, 2.7821875), "7FG49QCJ+2V"),
        ((47.0000625, 8.0000625), "8FVC2222+22"),
        ((-41.2730625, 174.7859375), "4VCPPQGP+Q9"),
        ((90, 1), "CFX3X2X2+X2"),
    ],
)
def test_a_point_has_its_code(point: tuple[float, float], code: str) -> None:
    assert encode(*point) == code


@pytest.mark.parametrize(
    ("short", "reference", "whole"),
    [
        ("CJ+2VX", (51.3708675, -1.217765625), "9C3W9QCJ+2VX"),
        ("CJ+2VX", (51.3693575, -1.217765625), "9C3W9QCJ+2VX"),
        ("9QCJ+2VX", (51.3852125, -1.217765625), "9C3W9QCJ+2VX"),
        ("9QCJ+2VX", (51.3550125, -1.217765625), "9C3W9QCJ+2VX"),
        ("22+", (42.899, 9.012), "8FJFW222+"),
        ("22+", (14.95125, -23.5001), "796RXG22+"),
        ("2222+22", (89.6, 0.0), "CFX22222+22"),
    ],
)
def test_a_short_code_is_the_cell_nearest_to_where_it_is_said_to_be(
    short: str, reference: tuple[float, float], whole: str
) -> None:
    assert near(short, reference) == pytest.approx(decode(whole), abs=1e-9)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("6p4gxhc6+x9", ("6P4GXHC6+X9", "")),
        ("XHC6+X9 Kendari", ("XHC6+X9", "Kendari")),
        ("xhc6+x9, Kota Kendari", ("XHC6+X9", "Kota Kendari")),
        ("7FG40000+", ("7FG40000+", "")),
    ],
)
def test_a_text_may_begin_with_a_code(text: str, found: tuple[str, str]) -> None:
    assert split(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        "G+",
        "8FWC2345+G",
        "8FWC2_45+G6",
        "8FWC2η45+G6",
        "8FWC2345+G6+",
        "8FWC2300+G6",
        "WC2300+",
        "WC2345+G",
        "8FWC1234+",
        "LL22+22",
        "jalan",
        "A+B",
        "1+1",
        "FWC2345+G6",
        "X0000000+",
        "XXXX0000+",
        "8F0WC000+",
    ],
)
def test_other_texts_are_no_code(text: str) -> None:
    assert split(text) is None
