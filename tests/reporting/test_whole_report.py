"""The report as a whole: every measure is there and defined, with the standards it was measured against."""

from __future__ import annotations

import pytest

from incidents.models import Standard
from reporting.measures import MEASURES, compute, headline, with_trend
from tests.reporting import rows
from tests.reporting.rows import AFTER, JANUARY, figures, incident, minutes, seconds, task

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground() -> None:
    rows.city()


def test_an_empty_month_has_every_figure() -> None:
    found = figures()
    assert {measure.name for measure in MEASURES} <= set(found)
    assert found["response"] == {"median_s": None, "p90_s": None, "of": 0}


def test_every_measure_is_defined_with_the_limits_in_force() -> None:
    found = {row["name"]: row["text"] for row in figures()["definitions"]}
    assert set(found) == {measure.name for measure in MEASURES}
    assert "10 detik" in found["answered_in_time"]
    assert "7 menit" in found["within_limit"]


def test_the_standards_used_are_printed_and_later_ones_are_not() -> None:
    Standard.objects.create(
        clock="answer", track="", limit=seconds(5), percentile=99, valid_from=JANUARY.end + seconds(1)
    )
    found = [row for row in figures()["standards"] if row["clock"] == "answer"]
    assert [(row["limit"], row["percentile"], row["is_example"]) for row in found] == [("10 detik", 90, True)]


def test_a_standard_the_centre_has_agreed_is_no_example() -> None:
    Standard.objects.filter(clock="arrive").update(is_example=False)
    found = {row["clock"] for row in figures()["standards"] if row["is_example"]}
    assert found == {"answer", "accept", "finish"}


def test_a_definition_names_no_limit_that_was_replaced() -> None:
    for row in Standard.objects.filter(clock="arrive"):
        row.pk, row.limit, row.valid_from = None, minutes(8), JANUARY.start
        row.save()
    found = {row["name"]: row["text"] for row in figures()["definitions"]}
    assert "8 menit" in found["within_limit"]


def test_the_trend_ends_with_the_month_itself() -> None:
    task(incident(), arrived=60)
    past = compute(JANUARY.previous, AFTER)
    found = with_trend(figures(), [past])["trend"]
    assert [row["month"] for row in found] == ["2025-12", "2026-01"]
    assert found[1] == headline(figures())
    assert found[1]["agencies"]["DMK"]["within_share"] == 100.0
