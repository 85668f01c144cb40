"""The words that places are spelt with: by them a misspelt word finds the right ones, however many places there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

from agencies.models import PlaceWord

LONGEST = 40
SHORTEST = 4
"""Letters: a shorter word has too few trigrams to be like another."""

WORDS = 6
"""Words of a text that are looked for; a caller's place has rarely more."""

NEAREST = """
WITH given AS MATERIALIZED (
    SELECT word, EXISTS (SELECT FROM agencies_placeword known WHERE known.word = given.word) AS is_known
    FROM unnest(%s::text[]) AS given(word)
)
SELECT given.word, near.word
FROM given CROSS JOIN LATERAL (
    SELECT word FROM agencies_placeword WHERE word %% given.word
    ORDER BY similarity(word, given.word) DESC, word LIMIT 6
) AS near
WHERE NOT given.is_known OR (SELECT bool_and(is_known) FROM given)
"""


def learn(texts: Iterable[str]) -> None:
    """Know the words of these searchable texts; called wherever places are written."""
    found = {word for text in texts for word in text.split() if SHORTEST <= len(word) <= LONGEST}
    known = set(PlaceWord.objects.filter(word__in=found).values_list("word", flat=True)) if len(found) < 100 else set()
    PlaceWord.objects.bulk_create(
        [PlaceWord(word=word) for word in sorted(found - known)], ignore_conflicts=True, batch_size=2000
    )


def all_of(spellings: Iterable[Sequence[str]]) -> str:
    """As PostgreSQL's text search asks for it: each word in one of its spellings, begun or whole, in any order."""
    return " & ".join(f"({' | '.join(f'{spelling}:*' for spelling in one)})" for one in spellings)


def spelt_like(plain: str) -> Iterator[str]:
    """What to ask for in turn: each word or one like it, then the same with one of several left out."""
    words = list(dict.fromkeys(plain.split()))[:WORDS]
    spellings = [[word, *near] for word, near in _nearest(words).items()]
    yield all_of(spellings)
    rests = [spellings[:at] + spellings[at + 1 :] for at in range(len(words))]
    # What is left must say something: `jl` alone is half the city.
    telling = [rest for rest in rests if any(len(one[0]) >= SHORTEST for one in rest)]
    if telling:
        yield " | ".join(f"({all_of(rest)})" for rest in telling)


def _nearest(words: list[str]) -> dict[str, list[str]]:
    """The known words most like each of these; if some are not known, only those are taken for misspelt."""
    found: dict[str, list[str]] = {word: [] for word in words}
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, [[word for word in words if len(word) >= SHORTEST]])
        for word, near in cursor.fetchall():
            if near != word:
                found[word].append(near)
    return found
