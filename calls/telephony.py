"""What a switch says (ringing, answered, …, ended), checked for shape and passed to the one action."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils.timezone import now
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from agencies.answers import Shape
from agencies.plain import plain
from agencies.typed import ZonedMoment
from calls.actions.hearing import EVENTS, SwitchEvent, hear
from calls.actions.timing import OFF_BY
from calls.models import Call, Identity
from calls.positions import WIDEST, Fix, is_point
from calls.recordings import LONGEST_NAME


class Lenient:
    """A field that is no reason to lose a call: what it cannot be is left out, and the event is taken.

    Only what is of another kind altogether (an object or a list, a yes for a text) is refused: no exchange says that
    of one call and not of all, and whoever connects it is to see so at once.
    """

    kinds: tuple[type, ...] = (str, int, float)
    wanted = _("Kirim teks, bukan objek, daftar, atau ya/tidak.")

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """The value, or what is kept of one that is none."""
        if data is not serializers.empty and data is not None and not self.is_of_kind(data):
            raise serializers.ValidationError(self.wanted)
        try:
            return super().run_validation(data)  # type: ignore[misc]
        except serializers.ValidationError:
            return self.kept_of(data)

    def is_of_kind(self, data: Any) -> bool:
        """Whether JSON has it as what the field is, or as a text or number that may stand for it."""
        return isinstance(data, self.kinds) and (bool in self.kinds or not isinstance(data, bool))

    def kept_of(self, data: Any) -> Any:
        """Nothing of it."""
        return None


class Name(Lenient, serializers.CharField):
    """A name by which something is found: too long, cut or broken it would find another, so it is left out."""

    def kept_of(self, data: Any) -> str:
        """Nothing of it."""
        return ""


class Told(Lenient, serializers.CharField):
    """Something that people read: of one that is too long the beginning is kept, and that it went on."""

    def kept_of(self, data: Any) -> str:
        """Its letters, as far as the row has room."""
        text = "" if data is None else plain(str(data)).strip()
        most = int(self.max_length or 0)
        return text if len(text) <= most else f"{text[: most - 1]}…"


class Number(Lenient, serializers.IntegerField):
    """A whole number."""

    wanted = _("Kirim angka.")


class Measure(Lenient, serializers.FloatField):
    """A number."""

    wanted = _("Kirim angka.")


class Mark(Lenient, serializers.BooleanField):
    """Yes or no; what is neither is no."""

    kinds = (bool, str, int, float)
    wanted = _("Kirim true atau false.")

    def kept_of(self, data: Any) -> bool:
        """No."""
        return False


class EventInput(Shape):
    """One event of the exchange; a caller has one of number, pseudo, imei, or nothing.

    Refused is what makes it no event: without `event`, `call_id` and `at` there is no call; and a value of another JSON
    type than its field's. Of the rest what is odd is cut or left out, and unknown fields are ignored.
    """

    event = serializers.ChoiceField(choices=list(EVENTS))
    call_id = serializers.CharField(max_length=80, help_text=_("Nomor panggilan di sentral."))
    at = ZonedMoment(help_text=_("Waktu sentral, ISO 8601 dengan zona."))
    number = Told(max_length=40, required=False, allow_blank=True)
    pseudo = Told(max_length=40, required=False, allow_blank=True)
    imei = Told(max_length=40, required=False, allow_blank=True, help_text=_("14 sampai 16 angka."))
    dialled = Told(max_length=10, required=False, allow_blank=True)
    transferred_from = Told(max_length=10, required=False, allow_blank=True)
    transferred_to = Told(max_length=40, required=False, allow_blank=True)
    extension = Name(max_length=10, required=False, allow_blank=True)
    hold_s = Number(
        min_value=0, max_value=86400, required=False, help_text=_("Lama menunggu dalam antrean menurut sentral, detik.")
    )
    recording = Name(
        max_length=LONGEST_NAME,
        required=False,
        allow_blank=True,
        help_text=_("Nama berkas rekaman di tempat rekaman sentral, bila bukan nomor panggilannya."),
    )
    cell_lat = Measure(
        required=False,
        allow_null=True,
        help_text=_("Titik tengah area sel; yang tidak lengkap atau bukan tempat diabaikan, panggilannya tetap masuk."),
    )
    cell_lng = Measure(required=False, allow_null=True)
    cell_radius_m = Measure(required=False, allow_null=True)
    cell_azimuth = Number(
        required=False, allow_null=True, help_text=_("Arah tengah sektor, derajat dari utara searah jarum jam.")
    )
    cell_opening = Number(required=False, allow_null=True, help_text=_("Bukaan sektor, derajat."))
    test = Mark(required=False, default=False)
    simulated = Mark(required=False, default=False)


def receive(data: Any, *, actor: User | None) -> Call:
    """Take one event in the form switches send it; raises as `read` does."""
    return hear(read(data), actor=actor)


def read(data: Any) -> SwitchEvent:
    """One event in the form switches send it.

    Raises rest_framework's ValidationError, the field named, for one that is no event.
    """
    shape = EventInput(data=data)
    shape.is_valid(raise_exception=True)
    return event_of(shape.validated_data)


def clock_notice(at: datetime) -> str:
    """What an exchange is told whose event is not of now; empty where its clock agrees with ours within minutes."""
    off = at - now()
    if abs(off) < OFF_BY:
        return ""
    said = {"minutes": round(abs(off).total_seconds() / 60)}
    if off > timedelta(0):
        return _t("Waktu kejadian ini %(minutes)d menit di depan jam server. Betulkan jam sentral (NTP).") % said
    words = _t("Waktu kejadian ini %(minutes)d menit di belakang jam server.")
    return f"{words % said} {_t('Bila bukan kiriman ulang, betulkan jam sentral (NTP).')}"


def event_of(said: dict[str, Any]) -> SwitchEvent:
    """The event in our words; the first identity that is given counts."""
    identity = next(
        (kind for kind in (Identity.NUMBER, Identity.PSEUDO, Identity.IMEI) if said.get(kind)), Identity.NONE
    )
    return SwitchEvent(
        event=said["event"],
        call_id=said["call_id"],
        at=said["at"],
        identity=identity,
        value=said.get(identity, ""),
        dialled=said.get("dialled", ""),
        transferred_from=said.get("transferred_from", ""),
        transferred_to=said.get("transferred_to", ""),
        extension=said.get("extension", ""),
        hold_s=said.get("hold_s"),
        recording=said.get("recording", ""),
        is_test=said["test"],
        is_simulated=said["simulated"],
        cell=cell_of(said),
    )


def cell_of(said: dict[str, Any]) -> Fix | None:
    """The area of the caller's cell; what makes none is left out, for no call may be lost by it."""
    lat, lng, radius = (said.get(name) for name in ("cell_lat", "cell_lng", "cell_radius_m"))
    if lat is None or lng is None or radius is None or not is_point(lat, lng) or not 1 <= radius <= WIDEST:
        return None
    azimuth, opening = said.get("cell_azimuth"), said.get("cell_opening")
    if azimuth is None or opening is None or not (0 <= azimuth < 360 and 0 < opening < 360):
        azimuth = opening = None
    return Fix(lat=lat, lng=lng, radius_m=radius, azimuth=azimuth, opening=opening)
