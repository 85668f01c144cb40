"""Rows by the ten thousand: keys taken from a table's own sequence, contents by COPY."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from django.db import connection, models

from journal.models import Journaled

BLOCK = 2000
NULL = r"\N"


class Ids:
    """The next primary keys of a table, taken from its sequence a block at a time."""

    def __init__(self, model: type[models.Model]) -> None:
        """Nothing taken yet."""
        self.table = model._meta.db_table
        self.taken = self.blocks()

    def next(self) -> int:
        """A key nobody else will get."""
        return next(self.taken)

    def blocks(self) -> Iterator[int]:
        """Block after block."""
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [self.table, BLOCK]
                )
                block = [int(row[0]) for row in cursor.fetchall()]
            yield from block


class Sketch(SimpleNamespace):
    """A row of a journaled table by its columns; tens of thousands of model instances would take seconds."""

    kind: str
    id: int
    version: int

    @property
    def subject(self) -> str:
        """The row's name in the journal."""
        return f"{self.kind}:{self.id}"


def sketching(model: type[Journaled]) -> Callable[..., Sketch]:
    """How to sketch rows of this table: columns not named keep the model's own defaults."""
    defaults = {field.attname: field.get_default() for field in model._meta.concrete_fields}
    return partial(Sketch, **{**defaults, "kind": model.kind})


@dataclass(slots=True)
class Line:
    """An entry of the journal before it has a key; light for the same reason."""

    subject: str
    number: int
    happened_at: datetime
    recorded_at: datetime
    actor_id: int | None
    verb: str
    facts: dict[str, Any]
    id: int = 0


class Table:
    """Rows of one model, keys included, as the text that COPY reads; made before the transaction, which is short."""

    def __init__(self, model: type[models.Model], rows: Sequence[object]) -> None:
        """The text of these rows."""
        fields = list(model._meta.concrete_fields)
        columns = ", ".join(f'"{field.column}"' for field in fields)
        self.statement = f"COPY {model._meta.db_table} ({columns}) FROM STDIN WITH (FORMAT csv, NULL '{NULL}')"
        self.text = io.StringIO()
        csv.writer(self.text).writerows(map(reader(fields), rows))
        self.text.seek(0)

    def copy(self) -> None:
        """Write the rows in the order given."""
        with connection.cursor() as cursor:
            cursor.cursor.copy_expert(self.statement, self.text)


def reader(fields: Sequence[models.Field[Any, Any]]) -> Callable[[object], list[Any]]:
    """How a row of these columns becomes values that the csv writer can spell."""
    values_of = attrgetter(*(field.attname for field in fields))
    nullable = [place for place, field in enumerate(fields) if field.null]
    documents = [place for place, field in enumerate(fields) if isinstance(field, models.JSONField)]

    def read(row: object) -> list[Any]:
        values = list(values_of(row))
        for place in nullable:
            if values[place] is None:
                values[place] = NULL
        for place in documents:
            values[place] = json.dumps(values[place])
        return values

    return read
