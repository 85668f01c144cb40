"""The commands of the API as the table of addresses has them, so that no test has to remember a new one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# Commands that ask for no version of a card, and why.
UNVERSIONED = {
    "telephony/events/": "an exchange tells in any order what has happened; it sees no card",
    "locations/aml/": "a telephone tells where it is; it sees no card",
    "locations/sms/": "a gateway tells where a telephone is; it sees no card",
    "locations/cell/": "an operator tells where a cell is; it sees no card",
    "board/presence/": "says what lies open, anew every few seconds; it changes no card of an incident",
    "board/shares/": "takes what has no holder, or says who holds it",
    "agency/sharing/": "one's own consent, which nobody else changes",
    "agency/position/": "a telephone tells where it is; it sees no card",
    "positions/": "a device tells where a unit is; it sees no card",
    "messages/": "a gateway hands a message in; it sees no card",
    "demo/ring/": "rings; the call has no card before",
    "incidents/": "opens an incident, which has no card before",
    "reports-drafts/": "begins a report, which has no card before",
    "handover/": "writes a line, which has no card before",
    "incidents/{pk}/attachments/": "adds a file, which is the whole body",
    "surges/": "switches on, which has no card before; of two at once the later is told who was first",
    "surges/{pk}/dismissal/": "a proposal is settled once; the later is told by whom",
    "surges/{pk}/alert/": "says which status it saw; an attachment meanwhile is nothing to it",
    "surges/{pk}/counts/": "says which number it saw; another count meanwhile is nothing to it",
    "surges/{pk}/attaching/": "many at once: each is looked at under its lock and answered for on a line of its own",
    "surges/{pk}/attaching/undo/": "many at once: as far as each still is a part of it",
    "surges/{pk}/ending/": "is switched off once; the later is told by whom",
    "callbacks/closing/": "many at once: each is looked at under its lock, and what may not be closed is counted",
    "callbacks/closing/undo/": "many at once: what this person closed in the last seconds, as far as it still can be",
}


def posting(app: str = "") -> list[str]:
    """Every address below `/api/v1/` where a view of this app takes a POST, or of any app; ids stand as `{pk}`."""
    return [
        re.sub(r"<\w+:(\w+)>", r"{\1}", route.removeprefix("api/v1/"))
        for route, pattern in addresses(get_resolver())
        if route.startswith("api/v1/") and takes_post(pattern) and pattern.callback.__module__.startswith(app)
    ]


def commands(app: str) -> list[str]:
    """Those of an app that honour the version of the card they were given on."""
    return [path for path in posting(app) if path not in UNVERSIONED]


def addresses(table: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Each line of a table of addresses, and of the tables in it, with its whole address."""
    for one in table.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, route)
        else:
            yield route, one


def takes_post(pattern: URLPattern) -> bool:
    """Whether the view behind it does; a plain function may."""
    view = getattr(pattern.callback, "view_class", None)
    return view is None or hasattr(view, "post")
