"""Rows by statements that are written out are the rows that the ORM reads."""

from __future__ import annotations

import pytest
from django.db import models
from django.db.transaction import TransactionManagementError

from agencies.models import Centre, LadderStep, Unit
from incidents.models import Incident, Standard
from journal.models import Timer
from journal.rows import select
from tests.factories import incident

pytestmark = pytest.mark.django_db


def told(row: models.Model) -> dict[str, object]:
    """All that a row says."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("model", [Centre, Incident, LadderStep, Standard, Timer, Unit])
def test_each_column_is_read_as_the_orm_reads_it(centre: object, model: type[models.Model]) -> None:
    Incident.objects.filter(pk=incident().pk).update(called=[{"code": "DMK", "why": "terjebak"}])
    rows = list(model._default_manager.order_by("pk"))
    assert rows
    assert [told(row) for row in select(model, "ORDER BY id")] == [told(row) for row in rows]


def test_a_row_is_one_of_the_database(centre: object) -> None:
    row = select(Unit, "WHERE call_sign = %s", "DMK-01")[0]
    row.call_sign = "DMK-91"
    row.save(update_fields=["call_sign"])
    assert Unit.objects.filter(pk=row.pk, call_sign="DMK-91").exists()


@pytest.mark.django_db
def test_narrowed_rows_are_not_locked_as_if_they_were_all(centre: object) -> None:
    with pytest.raises(TypeError):
        Incident.objects.filter(is_confidential=False).locked(incident().pk)


def test_what_is_not_there_is_not_locked(centre: object) -> None:
    with pytest.raises(Incident.DoesNotExist):
        Incident.objects.locked(0)


@pytest.mark.django_db(transaction=True)
def test_a_lock_needs_a_transaction_to_last_as_long_as(centre: object) -> None:
    with pytest.raises(TransactionManagementError):
        Incident.objects.locked(incident().pk)
