"""The foot of a month: definitions with the figures that stand nowhere else, standards in as few lines as they need."""

from __future__ import annotations

from typing import Any

from reporting import footnotes


def standard(priority: int | None, limit_s: int = 420, **more: Any) -> dict[str, Any]:
    """One standard as a report keeps it."""
    usual = {"clock": "arrive", "label": "tiba", "track": "emergency", "category": "", "percentile": 80}
    return {**usual, "priority": priority, "limit_s": limit_s, "is_example": True, **more}


def lines(*rows: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """For whom, how long, and whether it is an example."""
    found = footnotes.standards({"standards": list(rows)})
    return [(row["whom"], row["limit"], row["is_example"]) for row in found]


def test_priorities_that_share_a_limit_share_a_line() -> None:
    found = lines(standard(1), standard(2), standard(3, 540))
    assert found == [("darurat P1, P2", "7 menit", True), ("darurat P3", "9 menit", True)]


def test_a_standard_says_for_whom_it_is() -> None:
    for_all = standard(None, track="", is_example=False)
    for_roads = standard(None, track="service", category="Jalan rusak")
    assert lines(for_all, for_roads) == [
        ("semua panggilan", "7 menit", False),
        ("layanan, Jalan rusak", "7 menit", True),
    ]


def test_a_report_from_before_examples_were_kept_calls_none_one() -> None:
    row = standard(1)
    del row["is_example"]
    assert lines(row) == [("darurat P1", "7 menit", False)]


def test_a_figure_that_stands_nowhere_else_is_given_with_its_definition() -> None:
    names = ("calls", "answer_time", "district_categories")
    figures = {
        "definitions": [{"name": name, "title": name, "text": "…"} for name in names],
        "answer_time": {"median_s": 4, "p90_s": None, "of": 1},
    }
    found = [(row["title"], row["value"]) for row in footnotes.definitions(figures)]
    assert found == [("calls", ""), ("answer_time", "median 0:04 · p90 –")]
