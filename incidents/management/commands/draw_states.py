"""Draws the table of steps: docs/states.md is generated, never written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from incidents.states import ACTIVE, AGENCY_VERBS, STEPS, State

PAGE = settings.BASE_DIR / "docs" / "states.md"

HEAD = """# The steps of an assignment

Generated from `incidents/states.py` by `manage.py draw_states`; a test fails when it is stale.

An incident itself is only open, closed, cancelled or merged: that is what people decide. Its stage on a board is
derived from its assignments and never stored.
"""


class Command(BaseCommand):
    """The table and the diagram of the steps, as a page."""

    help = "Write docs/states.md from incidents/states.py."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page."""
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(drawn(), encoding="utf-8")
        self.stdout.write(f"{PAGE}")


def drawn() -> str:
    """The whole page."""
    with override("id"):
        parts = (HEAD, *states(), "", *steps(), "", "```mermaid", *diagram(), "```")
        return "\n".join(parts) + "\n"


def states() -> Iterator[str]:
    """What each state is called on a screen, and whether it has ended."""
    yield "| state | on screen | |"
    yield "|---|---|---|"
    for state in State:
        yield f"| `{state}` | {state.label} | {'active' if state in ACTIVE else 'ended'} |"


def steps() -> Iterator[str]:
    """Each verb with what it may follow and what it stamps."""
    yield "| verb | from | to | stamps | in the journal | who |"
    yield "|---|---|---|---|---|---|"
    for step in STEPS.values():
        start = ", ".join(f"`{state}`" for state in State if state in step.start)
        who = "agency, desk" if step.verb in AGENCY_VERBS else "desk"
        yield f"| {step.verb} | {start} | `{step.end}` | `{step.stamps}` | {step.past} | {who} |"


def diagram() -> Iterator[str]:
    """The same as a picture."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {State.NOTIFIED}: assign"
    for step in STEPS.values():
        for start in State:
            if start in step.start:
                yield f"    {start} --> {step.end}: {step.verb}"
    for state in State:
        if state not in ACTIVE:
            yield f"    {state} --> [*]"
