"""Duty times of the contact book, as an administrator writes them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from calls import ground
from calls.book import Contact, check_duty
from calls.duty import spans_of
from tests.factories import browser

DAY = 1440


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("Sen 08:00-16:00", [(480, 960)]),
        ("sen-sel 8.00 - 16.00", [(480, 960), (DAY + 480, DAY + 960)]),
        ("Min 20:00-06:00", [(6 * DAY + 1200, 6 * DAY + 1800)]),
        ("Sab-Sen 00:00-24:00", [(0, DAY), (5 * DAY, 6 * DAY), (6 * DAY, 7 * DAY)]),
        ("Jum 08:00-11:00; Jum 13:00-16:00", [(4 * DAY + 480, 4 * DAY + 660), (4 * DAY + 780, 4 * DAY + 960)]),
    ],
)
def test_days_and_hours_are_minutes_of_the_week(text: str, spans: list[tuple[int, int]]) -> None:
    assert spans_of(text) == spans


@pytest.mark.parametrize("text", ["setiap hari", "Sen 8-16", "Xyz 08:00-16:00", "Sen 25:00-26:00", "Sen 08:61-09:00"])
def test_what_cannot_be_read_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValidationError, match="Sen-Jum 08:00-16:00"):
        check_duty(text)


@pytest.mark.django_db
def test_the_ground_brings_readable_duty_times_and_the_console_gets_them(call_taker: User) -> None:
    ground.load()
    assert all(row.spans for row in Contact.objects.exclude(duty=""))
    page = browser(call_taker).get("/konsol/").content.decode()
    assert 'data-duty="[[480,960],[1920,2400]' in page
