"""The whole picture of the desk, as a board fetches it when it opens."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Unit
from dispatch import names
from dispatch.api import ON_BOARD, ground_of_board
from incidents import actions
from journal.live import snapshots
from tests.factories import agency, incident

pytestmark = pytest.mark.django_db


def queries() -> int:
    """How many a snapshot takes that reads every card anew."""
    snapshots.clear()
    with CaptureQueriesContext(connection) as made:
        snapshots.get("desk", ON_BOARD, ground_of_board)
    return len(made)


def more(many: int, dispatcher: User) -> None:
    """Incidents, each with an agency, a unit of its own and a note."""
    for number in range(many):
        unit = Unit.objects.create(agency=agency("DMK"), call_sign=f"DMK-{many}-{number}", lat=-3.9, lng=122.5)
        row = incident()
        actions.assign(row.pk, agencies=["POL"], units=[unit.call_sign], actor=dispatcher)
        actions.note(row.pk, "Api membesar.", actor=dispatcher)


def test_a_snapshot_takes_as_many_queries_however_much_there_is(dispatcher: User) -> None:
    more(1, dispatcher)
    queries()
    few = queries()
    names.forget()
    few_with_names = queries()
    more(7, dispatcher)
    queries()
    assert queries() == few
    names.forget()
    assert queries() == few_with_names > few
