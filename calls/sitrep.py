"""The situation report of a surge, as a centre reads it out or sends it to the Pusdalops of BPBD.

A letter between offices: Indonesian in whatever language its writer reads his screen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime

from agencies.models import Centre
from calls.surging import calls_of
from incidents.models import Assignment
from incidents.naming import names_of
from incidents.sentences import sentence
from incidents.states import State
from incidents.surge_figures import figures_of
from incidents.surges import Alert, Counted, Surge, SurgeCount
from journal.models import Entry

# What of the area event's journal belongs in it; notes stay in the house, for they may name people.
TOLD = ("opened", "surge_on", "alert_set", "counted", "assigned", "arrived", "finished", "surge_off", "closed")
LINES = 20


@translation.override("id")
def text_of(surge: Surge, *, by: User, at: datetime) -> str:
    """The whole report, in lines; personal data is nowhere in it."""
    centre = Centre.objects.get()
    figures = figures_of(surge, until=surge.settled_at or at, calls=calls_of(surge, surge.settled_at or at))
    parts = (
        head(surge, centre, at),
        ["1. DAMPAK", *struck(surge.last_words(), centre)],
        ["2. PENANGANAN", *handling(surge, figures)],
        ["3. KRONOLOGI", *chronicle(surge, centre)],
        [f"Disusun oleh {by.get_full_name()}, {centre.name}."],
    )
    return "\n\n".join("\n".join(lines) for lines in parts)


def head(surge: Surge, centre: Centre, at: datetime) -> list[str]:
    """What, where, since when, how grave."""
    event = surge.incident
    assert event is not None and surge.started_at and surge.alert_at
    status = f"{str(Alert(surge.alert).label).upper()} sejak {hour(surge.alert_at, centre)} ({surge.alert_reason})"
    if surge.settled_at:
        status = f"Mode lonjakan dimatikan {hour(surge.settled_at, centre)}"
    return [
        "LAPORAN SITUASI (SITREP)",
        f"Kepada : Pusdalops PB BPBD {centre.region}",
        f"Dari : {centre.name}",
        f"Kejadian : {event.category.name}, {event.full_number(centre.code)}",
        f"Wilayah : {surge.where_text}",
        f"Mulai : {moment(surge.started_at, centre)}",
        f"Keadaan per : {moment(at, centre)}",
        f"Status : {status}",
    ]


def moment(at: datetime, centre: Centre) -> str:
    """Day and hour as the centre reads them."""
    return f"{date_format(localtime(at, centre.zone), 'l, j F Y')} {hour(at, centre)}"


def hour(at: datetime, centre: Centre) -> str:
    """`21.04 WITA`."""
    return f"{localtime(at, centre.zone):%H.%M} {centre.time_zone_label}"


def struck(words: list[SurgeCount], centre: Centre) -> Iterator[str]:
    """The last word on people, families and houses, and whose it is; what nobody spoke of is said to be unknown."""
    known = {row.what: row for row in words}
    for what in Counted:
        row = known.get(what)
        yield (
            f"- {what.label}: {number(row.value)} {what.unit} ({row.source}, {hour(row.counted_at, centre)})"
            if row
            else f"- {what.label}: belum ada data"
        )


def number(value: int) -> str:
    """With the thousands parted as Indonesians write them."""
    return str(number_format(value, force_grouping=True))


def handling(surge: Surge, figures: dict[str, Any]) -> Iterator[str]:
    """What the centre and the agencies have done."""
    yield "- Panggilan 112 dari wilayah ini: {n}".format(n=number(figures["calls"]))
    yield "- Kejadian: {n}, dikaitkan {attached}, masih ditangani {open}".format(
        n=number(figures["incidents"]),
        attached=number(figures["attached"]),
        open=number(figures["attached_open"]),
    )
    at_work = working(surge)
    yield "- Bertugas: {who}".format(who=", ".join(at_work) or "belum ada")
    if figures["reached"]:
        yield "- Waktu tanggap: median {median} menit, persentil 90 {p90} menit ({n} kejadian)".format(
            median=number(round(figures["median_s"] / 60)),
            p90=number(round(figures["p90_s"] / 60)),
            n=number(figures["reached"]),
        )


def working(surge: Surge) -> list[str]:
    """Each agency that is at the event or at a part of it, with how many of its assignments run."""
    event = surge.incident_id
    rows = Assignment.objects.active().filter(Q(incident=event) | Q(incident__parent=event))
    counts = Counter(rows.exclude(state=State.NOTIFIED).values_list("agency__short_name", flat=True))
    return [f"{name} {count}" for name, count in sorted(counts.items())]


def chronicle(surge: Surge, centre: Centre) -> Iterator[str]:
    """The last lines of the area event's journal as they happened: what was told late stands where it belongs."""
    assert surge.incident is not None
    rows = Entry.objects.filter(subject=surge.incident.subject, verb__in=TOLD).order_by("-number")[:LINES]
    entries = sorted(rows, key=lambda entry: (entry.happened_at, entry.number))
    names = names_of(entries)
    for entry in entries:
        yield f"- {hour(entry.happened_at, centre)} {sentence(entry, names).text}"
