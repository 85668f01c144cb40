"""How an incident begins, and how what is known of it is corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.actions.standing import draw_number
from agencies.fixes import is_in_indonesia
from agencies.models import Area, Centre, Unit
from agencies.permissions import permit, standing
from agencies.plain import plain
from incidents.actions.clockwork import wind
from incidents.models import Assignment, Category, Incident, Note, Track
from journal.journal import record


@dataclass(frozen=True)
class Facts:
    """What is known of an incident when it opens. `reported_at`: the answer of its first call, else the report."""

    source: str
    category: str
    place_text: str
    reported_at: datetime
    located_at: datetime | None = None
    classified_at: datetime | None = None
    priority: int | None = None
    landmark: str = ""
    area: str = ""
    lat: float | None = None
    lng: float | None = None
    is_confidential: bool = False
    is_simulated: bool = False
    is_area_event: bool = False
    words: str = ""
    proposed: str = ""


@transaction.atomic
def open_incident(facts: Facts, *, actor: User | None) -> Incident:
    """Open an incident with the centre's next number; its clocks run from the moment it was reported."""
    permit(actor, "open_incident")
    category = category_of(facts.category)
    check_place(facts.place_text, facts.lat, facts.lng)
    number = draw_number()
    at = now()
    incident = Incident.objects.create(
        number=number,
        opened_on=at.astimezone(Centre.objects.get().zone).date(),
        track=category.track,
        category=category,
        priority=facts.priority or category.priority,
        is_confidential=facts.is_confidential or category.is_confidential,
        source=facts.source,
        place_text=facts.place_text.strip(),
        landmark=facts.landmark.strip(),
        area=area_of(facts.area),
        lat=facts.lat,
        lng=facts.lng,
        reported_at=min(facts.reported_at, at),
        located_at=facts.located_at or at,
        classified_at=facts.classified_at or at,
        opened_at=at,
        forwarded_at=at,
        is_simulated=facts.is_simulated,
        is_area_event=facts.is_area_event,
        report_count=0 if facts.is_area_event else 1,
        proposed=facts.proposed,
    )
    add_note(incident, facts.words, actor=actor, at=at)
    wind(incident, at=at)
    record(incident, "opened", actor=actor, at=at, **codes(incident), source=incident.source)
    return incident


def codes(incident: Incident) -> dict[str, Any]:
    """What a change of an incident is told by in the journal: codes, never words."""
    return {
        "category": incident.category.code,
        "priority": incident.priority,
        "area": incident.area.code if incident.area else "",
        "confidential": incident.is_confidential,
    }


def category_of(code: str) -> Category:
    """The active category of this code; refuses another with the field named."""
    category = Category.objects.filter(code=code, is_active=True).first()
    if category is None:
        raise ValidationError({"category": _("Pilih jenis kejadian dari daftar.")})
    return category


def area_of(code: str) -> Area | None:
    """The kelurahan of this code; none when none was given."""
    area = Area.objects.filter(code=code).first() if code else None
    if code and area is None:
        raise ValidationError({"area": _("Kelurahan ini tidak ada dalam daftar.")})
    return area


def check_place(place_text: str, lat: float | None, lng: float | None) -> None:
    """A crew must know where to go: words or a point on the map."""
    if not place_text.strip() and lat is None:
        raise ValidationError({"place_text": _("Isi alamat atau nama tempat, atau tandai titik di peta.")})
    if (lat is None) != (lng is None):
        raise ValidationError({"lat": _("Titik di peta perlu lintang dan bujur.")})
    if lat is not None and lng is not None and not (-90 <= lat <= 90 and -180 <= lng <= 180):
        raise ValidationError({"lat": _("Titik ini tidak ada di bumi. Periksa lintang dan bujur.")})
    if lat == 0 and lng == 0:
        raise ValidationError({"lat": _("Titik 0,0 berarti posisi belum didapat. Pilih titiknya, atau kosongkan.")})


def refuse_abroad(lat: float | None, lng: float | None) -> None:
    """The desk moves a point by hand: abroad it is a slip. A report goes on with any point, which its screen says."""
    if lat is not None and lng is not None and not is_in_indonesia(lat, lng):
        raise ValidationError({"lat": _("Titik ini di luar Indonesia. Periksa lintang dan bujurnya.")})


CHANGEABLE = ("priority", "category", "place_text", "landmark", "area", "lat", "lng", "is_confidential")


@transaction.atomic
def change(incident_id: int, *, actor: User, version: int | None = None, **fields: Any) -> Incident:
    """Correct what is known. The start of the clocks stays; a new priority or category gives them new deadlines."""
    incident: Incident = Incident.objects.locked(incident_id, version=version)
    permit(actor, "change")
    refuse_closed(incident)
    check_clearance(incident, actor)
    if ("lat" in fields) != ("lng" in fields):
        raise ValidationError({"lat": _("Titik di peta perlu lintang dan bujur.")})
    old = codes(incident)
    before = {name: getattr(incident, name) for name in CHANGEABLE}
    write(incident, fields)
    # Of all columns, not only the named ones: a category may make the incident confidential.
    changed = sorted(name for name, value in before.items() if getattr(incident, name) != value)
    if not changed:
        raise ValidationError(_("Tidak ada yang berubah."), code="unchanged")
    refuse_hidden(incident)
    check_place(incident.place_text, incident.lat, incident.lng)
    if {"lat", "lng"} & set(changed):
        refuse_abroad(incident.lat, incident.lng)
    refuse_two_emergencies(incident)
    incident.save(update_fields=[*changed, *(["track"] if "category" in changed else [])])
    at = now()
    add_note(incident, place_moved(before, incident), actor=actor, at=at)
    wind(incident, at=at, rewind=True)
    new = codes(incident)
    moved = {key: [old[key], new[key]] for key in new if old[key] != new[key]}
    record(incident, "changed", actor=actor, at=at, fields=changed, moved=moved)
    return incident


def refuse_two_emergencies(incident: Incident) -> None:
    """A service that becomes an emergency claims its units, which must not be at another one."""
    if incident.track != Track.EMERGENCY:
        return
    ids = list(incident.assignments.active().exclude(unit=None).values_list("unit_id", flat=True))
    list(Unit.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True))
    held = Assignment.objects.holding().filter(unit__in=ids).exclude(incident=incident)
    if busy := held.select_related("incident", "unit").first():
        raise ValidationError(
            _("%(unit)s sedang di %(number)s. Tarik dulu dari salah satunya, lalu ubah jenisnya."),
            code="unit_busy",
            params={"unit": str(busy.unit), "number": busy.incident.short_number},
        )


def refuse_hidden(incident: Incident) -> None:
    """An area event is on every board and on the wall: it cannot become a confidential case."""
    if incident.is_area_event and incident.is_confidential:
        raise ValidationError(_("Kejadian wilayah tampil di semua layar dan tidak bisa tertutup."), code="area_event")


def place_moved(before: dict[str, Any], incident: Incident) -> str:
    """The place, old → new, as a line that crews read too; the journal itself only names them."""
    labels = {"place_text": _("Alamat"), "landmark": _("Patokan"), "point": _("Titik peta")}
    old_point, new_point = point_text(before["lat"], before["lng"]), point_text(incident.lat, incident.lng)
    moved = {name: (before[name], getattr(incident, name)) for name in ("place_text", "landmark")}
    moved["point"] = (old_point, new_point)
    return "\n".join(
        _("%(what)s diubah: %(old)s → %(new)s") % {"what": labels[name], "old": old or "–", "new": new or "–"}
        for name, (old, new) in moved.items()
        if old != new
    )


def point_text(lat: float | None, lng: float | None) -> str:
    """`−3,98123 · 122,51234`; nothing without a point."""
    if lat is None or lng is None:
        return ""
    return " · ".join(f"{degrees:.5f}".replace("-", "−").replace(".", ",") for degrees in (lat, lng))


def write(incident: Incident, fields: dict[str, Any]) -> None:
    """Put the new values on the row; codes become rows, an unknown name is refused."""
    for name, value in fields.items():
        if name not in CHANGEABLE:
            raise ValidationError({name: _("Isian ini tidak dapat diubah.")})
        if name == "category":
            incident.category = category_of(value)
            incident.track = incident.category.track
            incident.is_confidential = incident.is_confidential or incident.category.is_confidential
        elif name == "area":
            incident.area = area_of(value)
        else:
            setattr(incident, name, value)


def refuse_closed(incident: Incident) -> None:
    """What is closed is changed only after it is reopened; what was merged goes on in another."""
    refuse_merged(incident)
    if incident.closed_at:
        raise ValidationError(
            _("%(number)s sudah ditutup. Buka kembali lebih dulu bila perlu."),
            code="already_closed",
            params={"number": incident.short_number},
        )


def refuse_merged(incident: Incident) -> None:
    """Of two that work on one event the later is told where it goes on."""
    if incident.merged_into:
        raise ValidationError(
            _("%(number)s sudah digabung ke %(into)s. Lanjutkan di %(into)s, atau batalkan penggabungannya."),
            code="already_merged",
            params={"number": incident.short_number, "into": incident.merged_into.short_number},
        )


def check_clearance(incident: Incident, actor: User) -> None:
    """Whoever sees only "Kejadian tertutup" cannot correct what he does not see."""
    if incident.is_confidential and not standing(actor).is_cleared:
        raise ValidationError(
            _("Kejadian tertutup hanya diubah oleh petugas yang berwenang. Hubungi supervisor."), code="not_cleared"
        )


@transaction.atomic
def note(incident_id: int, text: str, *, actor: User, version: int | None = None) -> Note:
    """Add a line to the incident, open or closed; nobody can change or remove it."""
    incident: Incident = Incident.objects.locked(incident_id, version=version)
    stand = standing(actor)
    own = stand.agency_id is not None and incident.assignments.filter(agency_id=stand.agency_id).exists()
    permit(actor, "note", agency_id=stand.agency_id if own else None)
    at = now()
    row = add_note(incident, text, actor=actor, at=at, agency_id=None if stand.is_desk else stand.agency_id)
    if row is None:
        raise ValidationError({"text": _("Tulis catatannya lebih dulu.")})
    record(incident, "noted", actor=actor, at=at, note=row.pk)
    return row


def add_note(
    incident: Incident,
    text: str,
    *,
    actor: User | None,
    at: datetime,
    agency_id: int | None = None,
    corrects: Note | None = None,
) -> Note | None:
    """Write the line down as part of another action; nothing for an empty one. `corrects` is struck through by it."""
    words = plain(text).strip()
    if not words:
        return None
    if len(words) > 4000:
        raise ValidationError({"text": _("Catatan paling panjang 4.000 huruf. Bagi menjadi dua catatan.")})
    return Note.objects.create(
        incident=incident, author=actor, agency_id=agency_id, written_at=at, text=words, corrects=corrects
    )
