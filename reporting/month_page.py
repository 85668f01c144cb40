"""The monthly page as its templates show it: cards, tables, drawings, each made from the figures of one report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from agencies.models import Area
from calls.models import CallOutcome
from reporting import attention, drawing, footnotes, standards
from reporting.cards import agency_cards, cards
from reporting.incident_figures import CONFIDENTIAL
from reporting.periods import parse
from reporting.wording import age, minutes, month_name, percent, share_of, short_month

CATEGORIES = 16
OUTCOMES = (
    ("information", "info"),
    ("abandoned", "cut"),
    ("silent", "quiet"),
    ("prank", "mask"),
    ("complaint", "bubble"),
    ("emergency", "warn"),
    ("wrong_area", "globe"),
    ("cut_off", "phone-x"),
    ("counselling", "heart"),
    ("pending", "hour"),
)


def picture(figures: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """Everything the page of the whole centre shows."""
    heat = drawing.heat(figures["calls_by_hour"])
    return {
        **frame(figures, zone),
        "cards": cards(figures, zone),
        "attention": attention.lines(figures),
        "heat": list(zip(weekdays(), heat, [sum(row) for row in figures["calls_by_hour"]], strict=True)),
        "hours": [f"{hour:02d}" for hour in range(24)],
        "hour_totals": [sum(row[hour] for row in figures["calls_by_hour"]) for hour in range(24)],
        "busiest": busiest(figures["calls_by_hour"]),
        "agencies": [agency_row(row, figures) for row in figures["agencies"] if row["code"]],
        "everyone": next((agency_row(row, figures) for row in figures["agencies"] if not row["code"]), None),
        "outcomes": outcomes(figures),
        "categories": categories(figures),
        "districts": districts(figures),
        "trend": trend(
            ((past["month"], past["offered"], past["within_share"]) for past in figures["trend"]), figures, zone
        ),
    }


def agency_picture(figures: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """Everything the page of one agency's head shows."""
    code = figures["agency"]
    own = figures["agencies"][0] if figures["agencies"] else None
    past = [month["agencies"].get(code, {}) for month in figures["trend"]]
    months = [
        (month["month"], own_past.get("received", 0), own_past.get("within_share"))
        for month, own_past in zip(figures["trend"], past, strict=True)
    ]
    return {
        **frame(figures, zone),
        "cards": agency_cards(own, past, figures) if own else [],
        "agencies": [agency_row(own, figures)] if own else [],
        "trend": trend(months, figures, zone),
    }


def frame(figures: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """What stands around any figures: the month, the one before, the standards and definitions."""
    month = parse(figures["month"], zone)
    limits = {row["clock"]: row["limit"] for row in reversed(figures["standards"])}
    lines = footnotes.standards(figures)
    return {
        "figures": figures,
        "title": month_name(month.first),
        "before": month_name(month.previous.first) if len(figures["trend"]) > 1 else "",
        "first": month.first,
        "last": month.last,
        "as_of": localtime(datetime.fromisoformat(figures["as_of"]), zone),
        "target": standards.target(figures, "arrive"),
        "limits": limits,
        "definitions": footnotes.definitions(figures),
        "standards": lines,
        "few": attention.FEW,
        "has_example": any(line["is_example"] for line in lines),
    }


def weekdays() -> list[str]:
    """Monday first."""
    return [_("Senin"), _("Selasa"), _("Rabu"), _("Kamis"), _("Jumat"), _("Sabtu"), _("Minggu")]


def busiest(table: list[list[int]]) -> str:
    """`Sabtu 19:00`; nothing while nobody has called."""
    value, day, hour = max((value, -day, -hour) for day, row in enumerate(table) for hour, value in enumerate(row))
    return f"{weekdays()[-day]} {-hour:02d}:00" if value else ""


def agency_row(row: dict[str, Any], figures: dict[str, Any]) -> dict[str, Any]:
    """One line of the table of agencies."""
    target = standards.target(figures, "arrive") or 0
    accept_target = standards.target(figures, "accept") or 0
    kept, answered = row["within_limit"]["share"], row["answered_in_time"]["share"]
    says_nothing = row["within_limit"]["of"] < attention.FEW
    return {
        **row,
        "answered": percent(answered, 0),
        "is_slow": row["answered_in_time"]["of"] >= attention.FEW and answered < accept_target - 15,
        "median": minutes(row["arrive"]["median_s"]),
        "p90": minutes(row["arrive"]["p90_s"]),
        "kept": percent(kept),
        "bar": kept or 0,
        "tone": "few" if says_nothing and kept is not None else bar_tone(kept, target),
        "oldest": age(row["service"]["oldest_s"]),
        "is_piled": row["service"]["open"] > 10,
    }


def bar_tone(share: float | None, target: int) -> str:
    """Met, near, or far from it."""
    if share is None:
        return "off"
    if share >= target:
        return "ok"
    return "warn" if share >= target - 25 else "crit"


def outcomes(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """What the calls turned out to be, most frequent first; outcomes that did not occur are left out."""
    counts = figures["outcomes"]
    total, most = sum(counts.values()), max(counts.values(), default=0)
    rows = [
        {
            "name": CallOutcome(code if code != "pending" else "").label,
            "icon": icon,
            "count": counts[code],
            "share": percent(share_of(counts[code], total)),
            "length": drawing.length(counts[code], most),
            "is_emergency": code == "emergency",
        }
        for code, icon in OUTCOMES
        if counts.get(code)
    ]
    return sorted(rows, key=lambda row: -row["count"])


def categories(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """The most frequent kinds of event; the others are summed up."""
    rows = figures["categories"]
    most = max((row["count"] for row in rows), default=0)
    shown = [
        {
            "name": _("Kategori tertutup") if row["code"] == CONFIDENTIAL else row["name"],
            "is_service": row["track"] == "service",
            "count": row["count"],
            "length": drawing.length(row["count"], most),
        }
        for row in rows[:CATEGORIES]
    ]
    rest = sum(row["count"] for row in rows[CATEGORIES:])
    if rest:
        name = _("%(count)s kategori lain") % {"count": len(rows) - CATEGORIES}
        shown.append({"name": name, "is_rest": True, "count": rest, "length": drawing.length(rest, most)})
    return shown


def districts(figures: dict[str, Any]) -> dict[str, Any]:
    """Emergencies by kecamatan: a map and a list, most first, those outside last."""
    rows = figures["districts"]
    most = max((row["emergency"] for row in rows), default=0)
    areas = {area.code: area for area in Area.objects.filter(level=Area.Level.DISTRICT)}
    sheet = drawing.sheet(area.outline for area in areas.values())
    listed = [{**row, "length": drawing.length(row["emergency"], most)} for row in rows]
    known = sorted((row for row in listed if row["code"]), key=lambda row: -row["emergency"])
    return {
        "width": drawing.MAP_WIDTH,
        "height": sheet.height,
        "shapes": [shape(areas[row["code"]], row["emergency"], most, sheet) for row in rows if row["code"] in areas],
        "rows": [*known, *(row for row in listed if not row["code"])],
        "total": sum(row["emergency"] for row in rows),
    }


def shape(area: Area, value: int, most: int, sheet: drawing.Sheet) -> dict[str, Any]:
    """One kecamatan on the map."""
    x, y = sheet.xy(*drawing.middle(area.outline, area.lng, area.lat))
    return {
        "d": sheet.path(area.outline),
        "step": drawing.step_of(value, most),
        "x": x,
        "y": y,
        "name": area.name,
        "value": value,
    }


def trend(months: Iterable[tuple[str, int, float | None]], figures: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """The last months as bars of counts and a line of shares."""
    target = standards.target(figures, "arrive") or 80
    named = [(short_month(parse(key, zone).first), value, share, percent(share, 0)) for key, value, share in months]
    points = drawing.trend(named, target)
    line = " ".join(f"{point.middle},{point.y}" for point in points if point.y is not None)
    return {"target": target, "points": points, "line": line}
