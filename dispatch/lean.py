"""An incident's card as it travels to our own boards: without what the board has already or works out for itself.

Everybody else gets the whole card (`dispatch/board.py`), and so does who gave a command. A thousand cards open a board,
and each change goes to all boards: a board asks for `cards=lean`, and then a card leaves out its usual values, which
come once with the page (`TABLE`), and what follows from the rest. `static/js/board/cards.js` makes it whole again.
Instants are cut to milliseconds; no screen shows more.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from incidents.states import STEPS, State
from journal.live import Card

# Values that are left out, and which therefore hold where nothing is said.
USUAL_OF_CARD: dict[str, Any] = {
    "is_confidential": False,
    "masked": False,
    "place": "",
    "landmark": "",
    "area": "",
    "lat": None,
    "lng": None,
    "reports": 1,
    "alarm": 1,
    "is_simulated": False,
    "closed_at": None,
    "outcome": "",
    "disposition": None,
    "silent_from": None,
    "ending": None,
    "unread": 0,
    "handlers": [],
    "clock": None,
    "promised_at": None,
    "assignments": [],
    "escalations": [],
    "ties": [],
    "reservations": [],
}
USUAL_OF_ASSIGNMENT: dict[str, Any] = {
    "unit": None,
    "unit_id": None,
    "level": 0,
    "reason": "",
    "finding": "",
    "accepted_at": None,
    "departed_at": None,
    "arrived_at": None,
    "controlled_at": None,
    "ended_at": None,
    "ladder_s": None,
}
# What follows from the rest: a chip from the assignments, a verb from the state, a clock's start from the report.
FOLLOWS_FOR_CARD = {"chips", "forwarded_at", "source"}
FOLLOWS_FOR_ASSIGNMENT = {"accept_due_at", "agency_name", "verbs"}

# What the page gives to `cards.js`, to be put back.
TABLE: dict[str, Any] = {
    "card": USUAL_OF_CARD,
    "assignment": USUAL_OF_ASSIGNMENT,
    "verbs": {state: [step.verb for step in STEPS.values() if state in step.start] for state in State.values},
}


def lean_card(card: Card) -> Card:
    """One card without what is usual and what follows."""
    made = without(card, USUAL_OF_CARD, FOLLOWS_FOR_CARD)
    category, clock = card["category"], card["clock"]
    made["category"] = {"code": category["code"], "glyph": category["glyph"]}
    if clock:
        made["clock"] = {key: short(value) for key, value in clock.items() if key not in ("started_at", "limit_s")}
    if card["assignments"]:
        rows = card["assignments"]
        made["assignments"] = [without(row, USUAL_OF_ASSIGNMENT, FOLLOWS_FOR_ASSIGNMENT) for row in rows]
    if card["reservations"]:
        made["reservations"] = [{key: short(value) for key, value in row.items()} for row in card["reservations"]]
    if card["escalations"]:
        made["escalations"] = [{key: short(value) for key, value in row.items()} for row in card["escalations"]]
    return made


def without(row: Card, usual: Card, follows: Collection[str]) -> Card:
    """What is worth saying of a card or a part of it."""
    return {
        key: short(value)
        for key, value in row.items()
        if key not in follows and not (key in usual and usual[key] == value)
    }


def short(value: Any) -> Any:
    """An instant to the millisecond; anything else as it is."""
    if not isinstance(value, datetime):
        return value
    return f"{value.isoformat(timespec='milliseconds')[:-6]}Z"
