"""A surge: proposed by its calls, switched on and off by the shift lead, its incidents attached, its losses counted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from agencies.models import Area, Centre
from agencies.permissions import permit
from agencies.plain import plain
from incidents.actions.intake import Facts, add_note, category_of, open_incident
from incidents.actions.linking import link
from incidents.actions.merging import locked_pair
from incidents.models import Category, Incident, Source
from incidents.surge_figures import figures_of
from incidents.surges import MOST_STRUCK, Alert, Counted, Surge, SurgeCount, SurgeStage
from journal.journal import record

QUIET = timedelta(hours=1)  # after a proposal was dismissed, or a surge switched off, its area is left alone so long
BEFORE = timedelta(hours=12)  # how long before its start somebody may have counted


@transaction.atomic
def propose_surge(area_id: int | None, counted: int, window_min: int, *, actor: User | None) -> Surge | None:
    """So many calls came from an area (None: from everywhere) in so many minutes; None if that is known already."""
    hold_centre()
    permit(actor, "lead_surge")
    at = now()
    if is_known(area_id, at):
        return None
    row = Surge.objects.create(
        stage=SurgeStage.PROPOSED, area_id=area_id, counted=counted, window_min=window_min, proposed_at=at
    )
    record(row, "proposed", actor=actor, at=at, counted=counted, minutes=window_min)
    return row


def hold_centre() -> None:
    """One at a time proposes or switches on, so that of two leads the later sees what the first has done."""
    list(Centre.objects.select_for_update(no_key=True).values_list("pk", flat=True))


def is_known(area_id: int | None, at: datetime) -> bool:
    """Whether this area is proposed or on already, or was settled a moment ago.

    Everywhere is not proposed beside any that is shown; of what was settled only what was everywhere, or proposed so,
    keeps it quiet.
    """
    shown = list(Surge.objects.shown().prefetch_related("areas"))
    settled = list(Surge.objects.filter(settled_at__gt=at - QUIET).prefetch_related("areas"))
    if area_id is None:
        return bool(shown) or any(was_everywhere(row) for row in settled)
    return any(speaks_of(row, area_id) for row in [*shown, *settled])


def was_everywhere(row: Surge) -> bool:
    """Whether everywhere was proposed, or it was on there."""
    return row.area_id is None and (row.proposed_at is not None or not row.areas.all())


def speaks_of(row: Surge, area_id: int) -> bool:
    """Whether this is about the area: a proposal of it, or a surge that is or was on there."""
    if row.stage in (SurgeStage.PROPOSED, SurgeStage.DISMISSED):
        return row.area_id == area_id
    areas = list(row.areas.all())
    return not areas or any(area_id in (area.pk, area.parent_id) for area in areas)


@transaction.atomic
def dismiss_surge(surge_id: int, *, actor: User) -> Surge:
    """The shift lead has seen the proposal and does not follow it, by name."""
    row: Surge = Surge.objects.locked(surge_id)
    permit(actor, "lead_surge")
    refuse_settled(row)
    row.stage, row.settled_at, row.settled_by = SurgeStage.DISMISSED, now(), actor
    row.save(update_fields=["stage", "settled_at", "settled_by"])
    record(row, "dismissed", actor=actor, at=row.settled_at)
    return row


def refuse_settled(row: Surge) -> None:
    """Of two leads the later is told what the first has done with the proposal."""
    if row.stage == SurgeStage.PROPOSED:
        return
    by, at = row.settled_by or row.started_by, row.settled_at or row.started_at
    assert by is not None and at is not None
    names = {"who": by.get_full_name(), "at": clock(at)}
    text = _("Usulan ini sudah dikesampingkan %(who)s pukul %(at)s.")
    if row.stage != SurgeStage.DISMISSED:
        text = _("Usulan ini sudah diikuti %(who)s pukul %(at)s.")
    raise ValidationError(text, code="already_settled", params=names)


def clock(at: datetime) -> str:
    """The hour as the centre reads it."""
    return f"{localtime(at):%H.%M}"


@transaction.atomic
def start_surge(
    category: str,
    areas: Collection[str],
    alert: str,
    reason: str,
    *,
    actor: User,
    proposal_id: int | None = None,
) -> Surge:
    """Switch a surge on for a kind of event in these areas (none: in all), with an area event opened to lead it by."""
    hold_centre()
    permit(actor, "lead_surge")
    kind, where, words = kind_of(category), areas_of(areas), reason_of(reason)
    refuse_overlap({area.pk for area in where}, {area.parent_id for area in where if area.parent_id})
    proposal: Surge | None = Surge.objects.locked(proposal_id) if proposal_id else None
    if proposal:
        refuse_settled(proposal)
    incident = open_incident(event_of(kind, where), actor=actor)
    at = incident.opened_at
    columns = {"incident": incident, "started_at": at, "started_by": actor, **alert_columns(alert, words, at)}
    row = switched_on(proposal, columns)
    row.areas.set(where)
    add_note(incident, alert_line(row), actor=actor, at=at)
    codes = {"alert": row.alert, "areas": [area.code for area in where]}
    record(incident, "surge_on", actor=actor, at=at, surge=row.pk, **codes)
    record(row, "switched_on", actor=actor, at=at, incident=incident.pk, **codes)
    return row


def switched_on(proposal: Surge | None, columns: dict[str, Any]) -> Surge:
    """The proposal's own row, or a new one where nothing was proposed."""
    if proposal is None:
        return Surge.objects.create(stage=SurgeStage.ON, **columns)
    proposal.stage = SurgeStage.ON
    for name, value in columns.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=["stage", *columns])
    return proposal


def kind_of(code: str) -> Category:
    """The kind of event; one that must stay hidden has no place on every board and the wall."""
    kind = category_of(code)
    if kind.is_confidential:
        raise ValidationError({"category": _("Jenis ini tertutup dan tidak bisa menjadi kejadian wilayah.")})
    return kind


def areas_of(codes: Collection[str]) -> list[Area]:
    """The areas of these codes; one that is not in the list any more is refused by name."""
    rows = list(Area.objects.filter(code__in=codes).defer("outline").order_by("code"))
    if unknown := sorted(set(codes) - {row.code for row in rows}):
        raise ValidationError(
            {"areas": _("Wilayah %(code)s tidak ada dalam daftar. Pilih lagi.") % {"code": unknown[0]}}
        )
    return rows


def reason_of(text: str) -> str:
    """A reason in words."""
    words = " ".join(plain(text).split())
    if not words:
        raise ValidationError({"reason": _("Tulis alasannya, misalnya sumber dan tinggi air.")})
    return words[:200]


def refuse_overlap(ids: set[int], parents: set[int]) -> None:
    """An incident belongs to one surge: of two leads who switch on at once the later is told who was first."""
    for row in Surge.objects.on().select_related("started_by", "incident").prefetch_related("areas"):
        theirs = {area.pk for area in row.areas.all()}
        above = {area.parent_id for area in row.areas.all()}
        if not ids or not theirs or ids & theirs or parents & theirs or ids & above:
            assert row.started_by and row.started_at and row.incident
            raise ValidationError(
                _("Mode lonjakan sudah dinyalakan %(who)s pukul %(at)s untuk %(where)s (%(short)s)."),
                code="already_on",
                params={
                    "who": row.started_by.get_full_name(),
                    "at": clock(row.started_at),
                    "where": row.where_text,
                    "short": row.incident.short_number,
                },
            )


def event_of(kind: Category, where: list[Area]) -> Facts:
    """The area event as an incident: in the middle of its areas, or of the centre."""
    names = ", ".join(area.name for area in where) or _("seluruh wilayah")
    spots = [(area.lat, area.lng) for area in where] or [*Centre.objects.values_list("lat", "lng")]
    return Facts(
        source=Source.DESK,
        category=kind.code,
        place_text=names[:200],
        reported_at=now(),
        area=where[0].code if len(where) == 1 else "",
        lat=sum(lat for lat, _lng in spots) / len(spots),
        lng=sum(lng for _lat, lng in spots) / len(spots),
        is_area_event=True,
    )


def alert_columns(alert: str, words: str, at: datetime) -> dict[str, Any]:
    """A status as the row keeps it."""
    if alert not in Alert.values:
        raise ValidationError({"alert": _("Pilih Waspada, Siaga, atau Awas.")})
    return {"alert": alert, "alert_reason": words, "alert_at": at}


def alert_line(row: Surge) -> str:
    """The status and its reason as a line that agencies read too; the journal itself keeps no words."""
    return _("Status %(alert)s: %(reason)s") % {"alert": Alert(row.alert).label, "reason": row.alert_reason}


@transaction.atomic
def set_alert(surge_id: int, alert: str, reason: str, *, actor: User, was: str | None = None) -> Surge:
    """Another status word, with the reason. `was`: the one that its writer saw."""
    incident, row = locked_surge(surge_id)
    permit(actor, "lead_surge")
    refuse_off(row)
    words, old, at = reason_of(reason), row.alert, now()
    columns = alert_columns(alert, words, at)
    if was is not None and was != old:
        raise ValidationError(
            _("Statusnya sudah diubah menjadi %(alert)s. Periksa lalu ulangi."),
            code="alert_meanwhile",
            params={"alert": Alert(old).label},
        )
    if alert == old:
        raise ValidationError(_("Statusnya sudah %(alert)s."), code="unchanged", params={"alert": Alert(alert).label})
    row.alert, row.alert_reason, row.alert_at = alert, words, at
    row.save(update_fields=list(columns))
    add_note(incident, alert_line(row), actor=actor, at=at)
    record(incident, "alert_set", actor=actor, at=at, alert=[old, alert])
    record(row, "alert_set", actor=actor, at=at, alert=[old, alert])
    return row


def locked_surge(surge_id: int) -> tuple[Incident, Surge]:
    """The surge and its area event under their locks, the incident's first as everywhere."""
    incident_id = Surge.objects.exclude(incident=None).values_list("incident_id", flat=True).get(pk=surge_id)
    return Incident.objects.locked(incident_id), Surge.objects.locked(surge_id)


def refuse_off(row: Surge) -> None:
    """What is off takes nothing any more; says since when, and by whom."""
    if row.stage != SurgeStage.ON:
        assert row.settled_by and row.settled_at
        raise ValidationError(
            _("Mode lonjakan ini sudah dimatikan %(who)s pukul %(at)s."),
            code="surge_off",
            params={"who": row.settled_by.get_full_name(), "at": clock(row.settled_at)},
        )


@transaction.atomic
def attach_to_surge(surge_id: int, incident_id: int, *, actor: User) -> Incident:
    """Make an incident a part of the area event while its surge is on; one action for each of many at once."""
    event_id = Surge.objects.exclude(incident=None).values_list("incident_id", flat=True).get(pk=surge_id)
    locked_pair(incident_id, event_id, version=None)
    row: Surge = Surge.objects.locked(surge_id)
    permit(actor, "link")
    refuse_off(row)
    part = link(incident_id, event_id, actor=actor)
    record(row, "attached", actor=actor, at=now(), incident=incident_id)
    return part


@transaction.atomic
def tell_count(
    surge_id: int,
    what: str,
    value: int,
    source: str,
    *,
    actor: User,
    was: int | None = None,
    at: datetime | None = None,
    reason: str = "",
) -> SurgeCount:
    """The last word on how many, from whom and told when. One that falls wants a reason.

    `was`: the number the writer saw.
    """
    incident, row = locked_surge(surge_id)
    permit(actor, "count_surge")
    refuse_off(row)
    moment = now()
    check_count(row, what, value, at, moment)
    said, why = " ".join(plain(source).split())[:80], " ".join(plain(reason).split())[:200]
    if not said:
        raise ValidationError({"source": _("Sebut sumbernya, misalnya Posko BPBD.")})
    known = row.counts.filter(what=what).order_by("counted_at", "pk")
    refuse_other(known.last(), was)
    earlier = known.filter(counted_at__lte=at or moment).last()
    before = earlier.value if earlier else None
    if before is not None and value < before and not why:
        raise ValidationError(
            {"reason": _("Turun dari %(old)s menjadi %(new)s: beri alasannya.") % {"old": before, "new": value}}
        )
    made = SurgeCount.objects.create(
        surge=row, what=what, value=value, source=said, reason=why,
        counted_at=at or moment, written_at=moment, written_by=actor,
    )  # fmt: skip
    add_note(incident, count_line(made, before), actor=actor, at=moment)
    facts = {"what": what, "count": [before, value], "word": made.pk}
    record(incident, "counted", actor=actor, at=made.counted_at, **facts)
    record(row, "counted", actor=actor, at=made.counted_at, **facts)
    return made


def check_count(row: Surge, what: str, value: int, at: datetime | None, moment: datetime) -> None:
    """Refuses what cannot be a count, or was told at a time that cannot be."""
    if what not in Counted.values:
        raise ValidationError({"what": _("Pilih yang dihitung dari daftar.")})
    if not 0 <= value <= MOST_STRUCK:
        raise ValidationError({"value": _("Isi jumlah antara 0 dan 999.999.")})
    assert row.started_at is not None
    if at is not None and not row.started_at - BEFORE <= at <= moment + timedelta(minutes=1):
        raise ValidationError({"at": _("Jam sumbernya tidak mungkin: periksa tanggal dan jamnya.")})


def refuse_other(last: SurgeCount | None, was: int | None) -> None:
    """Two who write the same number at once: the later is shown what stands now, and from whom."""
    before = last.value if last else 0
    if was is not None and was != before:
        raise ValidationError(
            _("%(what)s sudah menjadi %(value)s (%(source)s, %(at)s). Periksa lalu ulangi."),
            code="counted_meanwhile",
            params={
                "what": last.get_what_display() if last else "",
                "value": before,
                "source": last.source if last else "–",
                "at": clock(last.counted_at) if last else "–",
            },
        )


def count_line(row: SurgeCount, before: int | None) -> str:
    """The number with its source as a line that agencies read too."""
    text = _("%(what)s: %(new)s menurut %(source)s pukul %(at)s") % {
        "what": row.get_what_display(),
        "new": row.value if before is None else f"{before} → {row.value}",
        "source": row.source,
        "at": clock(row.counted_at),
    }
    return f"{text}. {row.reason}" if row.reason else text


@transaction.atomic
def end_surge(surge_id: int, *, actor: User, calls: int | None = None) -> Surge:
    """Switch it off; what it came to is kept. The area event stays open until it is closed as any other.

    `calls`: how many came meanwhile, as the caller has counted them.
    """
    incident, row = locked_surge(surge_id)
    permit(actor, "lead_surge")
    refuse_off(row)
    at = now()
    row.summary = figures_of(row, until=at, calls=calls)
    row.stage, row.settled_at, row.settled_by = SurgeStage.OFF, at, actor
    row.save(update_fields=["summary", "stage", "settled_at", "settled_by"])
    record(incident, "surge_off", actor=actor, at=at, **row.summary)
    record(row, "switched_off", actor=actor, at=at)
    return row
