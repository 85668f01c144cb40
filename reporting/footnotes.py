"""What is printed at the foot of a month: each figure's definition, and the standards it was measured against. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from incidents.clocks import CLOCKS
from reporting.standards import words
from reporting.wording import minutes

# Figures that stand nowhere else on the page: their values are given with their definitions.
SPREADS = ("answer_time", "forwarding")
# Given to programs, not drawn on the page.
UNSEEN = ("district_categories",)


def definitions(figures: dict[str, Any]) -> list[dict[str, str]]:
    """The sentences of the page's figures, with the value of those that stand nowhere else."""
    return [
        {"title": row["title"], "text": row["text"], "value": value_of(row["name"], figures)}
        for row in figures["definitions"]
        if row["name"] not in UNSEEN
    ]


def value_of(name: str, figures: dict[str, Any]) -> str:
    """`median 0:04 · p90 0:09`; nothing for a figure that is shown above."""
    if name not in SPREADS:
        return ""
    spread = figures[name]
    return _("median %(median)s · p90 %(p90)s") % {
        "median": minutes(spread["median_s"]),
        "p90": minutes(spread["p90_s"]),
    }


def standards(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """The standards in force, one line for priorities that share a limit; an older report does not know examples."""
    lines: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in figures["standards"]:
        key = tuple(row[name] for name in ("clock", "track", "category", "limit_s", "percentile"))
        line = lines.setdefault(key, {**row, "priorities": [], "is_example": False})
        line["priorities"] += [f"P{row['priority']}"] if row["priority"] else []
        line["is_example"] = line["is_example"] or row.get("is_example", False)
    return [{**line, **said(line)} for line in lines.values()]


def said(line: dict[str, Any]) -> dict[str, str]:
    """A standard in the words of the reader's language."""
    return {
        "label": str(CLOCKS[line["clock"]].label),
        "whom": whom(line),
        "limit": words(timedelta(seconds=line["limit_s"])),
    }


def whom(line: dict[str, Any]) -> str:
    """What a standard is for: `darurat P1, P2`, `layanan, Jalan rusak`."""
    tracks = {"emergency": _("darurat"), "service": _("layanan")}
    track = " ".join([tracks.get(line["track"], _("semua panggilan")), ", ".join(line["priorities"])]).strip()
    return f"{track}, {line['category']}" if line["category"] else track
