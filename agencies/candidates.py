"""What a text may mean, as rows to be weighed; `places.py` puts them in order. Statements are written out: to have the
ORM build one took longer than PostgreSQL needs to answer it, and a person who types asks at every letter.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import connection

ALIKE = 0.42
"""Share of common trigrams from which a word is taken for a misspelling of another."""

MOST = 400
"""Places that are weighed for one text: where more fit, the text says too little for their order to matter."""

READ = 40
"""Places that are read for one text, the likeliest of those weighed."""

ENOUGH = 8
"""Places whose names begin as the text does; where there are as many, its words are not looked for elsewhere."""


class Candidate(NamedTuple):
    """A place, or an area if it has a level; `own` is how far its own names are like the text, `likeness` its names and
    those of what it lies in, both from 0 to 1.
    """

    level: str
    area_id: int | None
    name: str
    aliases: list[str]
    type: str
    lat: float
    lng: float
    search: str
    likeness: float
    own: float


OWN = "word_similarity(%(text)s, name || ' ' || array_to_string(aliases, ' ')) AS own"
# Limited before anything is compared: otherwise PostgreSQL may compare every place there is.
FITTING = """
SELECT * FROM agencies_place WHERE to_tsvector('simple', COALESCE(search, '')) @@ to_tsquery('simple', %(words)s)
"""
AREA_SEARCH = "replace(lower(concat_ws(' ', area.name, array_to_string(area.aliases, ' '), above.name)), '-', ' ')"
AREAS = f"""
SELECT * FROM (
    SELECT level, id, name, aliases, '' AS type, lat, lng, search, word_similarity(%(text)s, search) AS likeness, {OWN}
    FROM (
        SELECT area.*, {AREA_SEARCH} AS search
        FROM agencies_area area LEFT JOIN agencies_area above ON above.id = area.parent_id
    ) AS named
) AS alike WHERE likeness >= %(alike)s
"""
PLACE = "'' AS level, area_id, name, aliases, type, lat, lng, search"
NAMED = f"""
WITH begun AS MATERIALIZED (
    SELECT * FROM agencies_place WHERE search LIKE %(begun)s ORDER BY search LIMIT %(read)s
), fitting AS MATERIALIZED (
    {FITTING} AND search NOT LIKE %(begun)s AND (SELECT count(*) FROM begun) < %(enough)s LIMIT %(most)s
)
(SELECT {PLACE}, 0.0 AS likeness, {OWN} FROM begun)
UNION ALL (SELECT {PLACE}, 0.0 AS likeness, {OWN} FROM fitting ORDER BY own DESC, length(name), id LIMIT %(read)s)
UNION ALL ({AREAS})
"""
SPELT = f"""
SELECT {PLACE}, likeness, own FROM (
    SELECT *, word_similarity(%(text)s, search) AS likeness, {OWN} FROM ({FITTING} LIMIT %(most)s) AS fitting
) AS alike WHERE likeness >= %(alike)s
ORDER BY likeness + own DESC, length(name), id LIMIT %(read)s
"""


def named(text: str, words: str) -> list[Candidate]:
    """Places whose names begin as the text does, or have these words, of no likeness yet; and the areas that are spelt
    much like it.
    """
    return _read(NAMED, text=text, words=words, begun=f"{text}%", enough=ENOUGH)


def spelt(text: str, words: str) -> list[Candidate]:
    """Places that have these words and are spelt much like the text."""
    return _read(SPELT, text=text, words=words)


def _read(statement: str, **given: Any) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"alike": ALIKE, "most": MOST, "read": READ, **given})
        return [Candidate(*row) for row in cursor.fetchall()]
