"""Rows read by statements that are written out: the ORM takes longer to build one than the database takes to answer it.

For what every request and every change reads, and for nothing else. Which columns there are is asked of the model, so
that a new field is read like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

M = TypeVar("M", bound=Model)


def select(model: type[M], rest: str = "", *values: Any) -> list[M]:
    """The rows of a model; `rest` is what follows its table in the statement."""
    return [made(model, row) for row in asked(f"SELECT {columns(model)} FROM {model._meta.db_table} {rest}", values)]


def asked(statement: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
    """What the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@cache
def columns(model: type[Model], table: str = "") -> str:
    """A model's columns, as a statement names them that calls its table by its own name or by this one."""
    table = table or model._meta.db_table
    return ", ".join(f'{table}."{field.column}"' for field in model._meta.concrete_fields)


def width(model: type[Model]) -> int:
    """How many columns these are."""
    return len(model._meta.concrete_fields)


def made(model: type[M], values: Sequence[Any]) -> M:
    """The row of a model that begins with these values of its columns."""
    own = list(values[: width(model)])
    for place, read in _readers(model):
        own[place] = read(own[place], None, connection)
    row: M = model.from_db(connection.alias, (), own)
    return row


def parted(values: Sequence[Any], *models: type[Model]) -> list[Any]:
    """The rows of these models that stand side by side in one; None where a join found nothing."""
    found, start = [], 0
    for model in models:
        end = start + width(model)
        found.append(None if values[start] is None else made(model, values[start:end]))
        start = end
    return found


@cache
def _readers(model: type[Model]) -> list[tuple[int, Callable[..., Any]]]:
    """What of a model comes from the database in another form than it is kept in, and how it is read."""
    fields = enumerate(model._meta.concrete_fields)
    return [(place, read) for place, field in fields for read in field.get_db_converters(connection)]
