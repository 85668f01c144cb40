"""The description of a report names every part of the answer, and no other."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from reporting.audience import of_agency
from reporting.shapes import Figures, ReportPicture
from tests.factories import browser, get
from tests.reporting.months import january

pytestmark = pytest.mark.django_db

# Both ends of the month in UTC: kept with the figures, of no interest to whoever reads them.
UNSAID = {"from", "until"}


def test_every_part_of_the_answer_is_described(centre_head: User) -> None:
    january()
    status, answer = get(browser(centre_head), "reports/2026-01/")
    assert status == 200
    assert set(answer) == set(ReportPicture().fields)
    assert set(answer["figures"]) - UNSAID == set(Figures().fields) - {"agency"}


def test_what_an_agency_is_given_is_described_too_and_nothing_else_is_required(centre: object) -> None:
    own = of_agency("DMK", january().figures)
    described = Figures().fields
    assert set(own) - UNSAID <= set(described)
    assert {name for name, field in described.items() if field.required} <= set(own)
