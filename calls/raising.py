"""How urgent an event is by its kind and by what was answered. Pure."""

from __future__ import annotations

from collections.abc import Iterable

# The alarming reply of a question (or none), the priority it raises to (or none), and what was replied.
Said = tuple[str, int | None, str]


def suggested(default: int, answers: Iterable[Said]) -> int:
    """The most urgent of the kind's own priority and those that alarming answers raise to; answers never lower it."""
    return min([default, *(to for alarm, to, reply in answers if alarm and reply == alarm and to)])
