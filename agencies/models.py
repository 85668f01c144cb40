"""Who can help and the ground they cover: the centre, agencies, units, members and areas."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.cameras import Camera as Camera  # tables of this app that Django must know of
from agencies.hospitals import Beds as Beds
from agencies.hospitals import Hospital as Hospital
from agencies.positions import Position as Position
from agencies.positions import Tracker as Tracker
from agencies.road_lines import RoadLine as RoadLine
from journal.models import Journaled, JournaledQuerySet


class Role(models.TextChoices):
    """What a person may act as; a session carries one or two of them."""

    CALL_TAKER = "call_taker", _("Penerima Panggilan")
    DISPATCHER = "dispatcher", _("Dispatcher")
    SUPERVISOR = "supervisor", _("Supervisor")
    RESPONDER = "responder", _("Petugas OPD")
    HEAD = "head", _("Kepala Dinas")
    ADMINISTRATOR = "administrator", _("Administrator")
    WALL = "wall", _("Layar dinding")


def usual_shifts() -> list[int]:
    """The hours at which a watch usually begins."""
    return [7, 14, 21]


def check_shifts(hours: Collection[int]) -> None:
    """ValidationError unless they are different hours of a day."""
    if not hours or len(set(hours)) < len(hours) or not all(0 <= hour <= 23 for hour in hours):
        raise ValidationError(_("Tulis jam 0 sampai 23 yang berbeda, misalnya 7,14,21."))


class Centre(models.Model):
    """The one 112 centre this installation serves."""

    name = models.CharField(_("nama"), max_length=80)
    region = models.CharField(_("daerah"), max_length=80)
    code = models.CharField(_("kode"), max_length=5, help_text=_("Awalan nomor kejadian, misalnya KDI."))
    time_zone = models.CharField(_("zona waktu"), max_length=40, default="Asia/Makassar")
    time_zone_label = models.CharField(_("singkatan zona waktu"), max_length=6, default="WITA")
    greeting = models.CharField(_("salam pembuka"), max_length=200, blank=True)
    lat = models.FloatField(_("lintang tengah peta"))
    lng = models.FloatField(_("bujur tengah peta"))
    zoom = models.PositiveSmallIntegerField(_("perbesaran peta"), default=13)
    shift_hours = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("jam mulai regu"),
        default=usual_shifts,
        validators=[check_shifts],
        help_text=_("Jam bulat menurut jam pusat panggilan, misalnya 7,14,21."),
    )
    climbs_after_s = models.PositiveSmallIntegerField(
        _("panggilan tak diangkat naik ke supervisor setelah (detik)"), default=30
    )
    # How many calls within the window make a surge be proposed: from one kecamatan, from everywhere; 0: never.
    surge_calls_area = models.PositiveSmallIntegerField(_("usul lonjakan: panggilan dari satu kecamatan"), default=10)
    surge_calls_all = models.PositiveSmallIntegerField(_("usul lonjakan: panggilan dari seluruh wilayah"), default=30)
    surge_window_min = models.PositiveSmallIntegerField(_("usul lonjakan: dalam (menit)"), default=10)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("pusat panggilan")
        verbose_name_plural = _("pusat panggilan")

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which this centre's people read the clock."""
        return ZoneInfo(self.time_zone)


class Agency(models.Model):
    """An agency (OPD, police, utility) that incidents are given to."""

    code = models.CharField(_("kode"), max_length=5, unique=True)
    name = models.CharField(_("nama"), max_length=80)
    short_name = models.CharField(_("nama pendek"), max_length=24)
    glyph = models.CharField(_("glif"), max_length=20, help_text=_("Nama ikon dari lembar ikon."))
    phone = models.CharField(_("telepon piket"), max_length=30, blank=True)
    order = models.PositiveSmallIntegerField(_("urutan"), default=100)
    is_active = models.BooleanField(_("aktif"), default=True)
    only_acknowledges = models.BooleanField(
        _("cukup menerima kabar"),
        default=False,
        help_text=_("Penugasan tanpa unit selesai begitu diterima, kecuali instansi ini yang utama pada jenisnya."),
    )
    is_neighbour = models.BooleanField(_("instansi daerah tetangga"), default=False)

    class Meta:
        verbose_name = _("instansi")
        verbose_name_plural = _("instansi")
        ordering: ClassVar = ["order", "code"]

    def __str__(self) -> str:
        return f"{self.code} {self.short_name}"


class Post(models.Model):
    """A place an agency starts from; its parent is the post above it (Polsek → Polresta → Polda → Mabes)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="posts", verbose_name=_("instansi"))
    name = models.CharField(_("nama"), max_length=80)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, verbose_name=_("pos di atasnya"))
    lat = models.FloatField(_("lintang"), null=True, blank=True)
    lng = models.FloatField(_("bujur"), null=True, blank=True)
    phone = models.CharField(_("telepon"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("pos")
        verbose_name_plural = _("pos")
        ordering: ClassVar = ["agency", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "name"], name="post_agency_name")]

    def __str__(self) -> str:
        return self.name


class Unit(Journaled):
    """A vehicle or crew of an agency that can be sent."""

    kind = "unit"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units", verbose_name=_("instansi"))
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, verbose_name=_("pos"))
    call_sign = models.CharField(_("sandi panggil"), max_length=12, unique=True)
    capability = models.CharField(_("jenis"), max_length=40, blank=True)
    is_on_duty = models.BooleanField(_("siaga"), default=True)
    off_duty_reason = models.CharField(_("alasan tidak siaga"), max_length=40, blank=True)
    # Where it stands when nothing tells where it is; where it is, is its `position`.
    lat = models.FloatField(_("lintang"), null=True, blank=True)
    lng = models.FloatField(_("bujur"), null=True, blank=True)

    objects = JournaledQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("unit")
        ordering: ClassVar = ["agency", "call_sign"]

    def __str__(self) -> str:
        return self.call_sign


class LadderStepQuerySet(models.QuerySet["LadderStep"]):
    """The rungs of escalation."""

    def of(self, agency_id: int) -> list[LadderStep]:
        """The ladder of an agency, lowest rung first: its own, else the centre's (rows without an agency)."""
        return ladder_among(self.filter(Q(agency_id=agency_id) | Q(agency=None)).order_by("level"), agency_id)


def ladder_among(steps: Collection[LadderStep], agency_id: int) -> list[LadderStep]:
    """The ladder of an agency among the steps of many, in the order given."""
    own = [step for step in steps if step.agency_id == agency_id]
    return own or [step for step in steps if step.agency_id is None]


class LadderStep(models.Model):
    """One rung: who is told, how long after the agency was told without its accepting."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, null=True, blank=True, related_name="ladder", verbose_name=_("instansi")
    )
    level = models.PositiveSmallIntegerField(_("tingkat"), help_text=_("0 = operator instansi, diberi tahu seketika."))
    after = models.DurationField(_("setelah"))
    title = models.CharField(_("jabatan"), max_length=60)
    name = models.CharField(_("nama"), max_length=60, blank=True)
    phone = models.CharField(_("telepon"), max_length=30, blank=True)

    objects = LadderStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("anak tangga eskalasi")
        verbose_name_plural = _("tangga eskalasi")
        ordering: ClassVar = ["agency", "level"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "level"], name="ladder_agency_level", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.title}"


class Member(Journaled):
    """A person of the centre or of an agency, with the roles he may choose from at sign-in."""

    kind = "member"

    user = models.OneToOneField(User, models.CASCADE, related_name="member", verbose_name=_("akun"))
    roles = ArrayField(models.CharField(max_length=20, choices=Role), verbose_name=_("peran"))
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, verbose_name=_("instansi"))
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, verbose_name=_("unit"))
    is_cleared = models.BooleanField(
        _("boleh melihat kejadian tertutup"), default=False, help_text=_("KDRT, anak, percobaan bunuh diri.")
    )
    theme = models.CharField(max_length=5, blank=True, default="")

    objects = JournaledQuerySet.as_manager()

    class Meta:
        verbose_name = _("anggota")
        verbose_name_plural = _("anggota")

    def __str__(self) -> str:
        return self.user.get_full_name() or self.user.username


class Seat(models.Model):
    """A desk of the centre with its telephone."""

    name = models.CharField(_("meja"), max_length=20, unique=True)
    extension = models.CharField(_("pesawat"), max_length=10, unique=True)

    class Meta:
        verbose_name = _("meja")
        verbose_name_plural = _("meja")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class WatchQuerySet(models.QuerySet["Watch"]):
    """Signed-in periods."""

    def open(self) -> Self:
        """Still on watch, by an account that may still sign in; only a wall watches longer than a session lasts."""
        began = now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
        lasting = Q(started_at__gt=began) | Q(roles=[Role.WALL])
        return self.filter(lasting, ended_at=None, member__user__is_active=True)


class Watch(models.Model):
    """A signed-in period: who, as what, at which desk. Sockets and permissions read it."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="watches")
    roles = ArrayField(models.CharField(max_length=20, choices=Role))
    seat = models.ForeignKey(Seat, models.SET_NULL, null=True)
    extension = models.CharField(max_length=10, blank=True)
    session_key = models.CharField(max_length=40, db_index=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    shares_position_since = models.DateTimeField(null=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["member"], condition=Q(ended_at=None), name="watch_open_member"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.started_at:%Y-%m-%d %H:%M}"


class HandoverNote(Journaled):
    """A line one watch leaves to the next; who has seen to it ticks it off."""

    kind = "handover"

    text = models.CharField(max_length=280)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_index=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    objects = JournaledQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_by=None, done_at=None) | Q(done_by__isnull=False, done_at__isnull=False),
                name="handover_done_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.written_at:%Y-%m-%d %H:%M}"


class DutyPeriod(models.Model):
    """When a unit was on duty; what coverage and availability are measured from."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="duty_periods")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit"], condition=Q(ended_at=None), name="duty_one_open_per_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.started_at:%Y-%m-%d %H:%M}"


class Token(models.Model):
    """A machine account's key; only its hash is kept. Scopes: `telephony`, `messages`, `positions:DMK`, …"""

    user = models.OneToOneField(User, models.CASCADE, related_name="token")
    hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=20))
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.user.username


class Area(models.Model):
    """A kelurahan or kecamatan: a point proposes it, a person decides."""

    class Level(models.TextChoices):
        """Which tier of the administration."""

        DISTRICT = "kecamatan", _("kecamatan")
        WARD = "kelurahan", _("kelurahan")

    code = models.CharField(_("kode"), max_length=13, unique=True)
    name = models.CharField(_("nama"), max_length=60)
    level = models.CharField(_("tingkat"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="parts", verbose_name=_("kecamatan")
    )
    aliases = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("ejaan lain"))
    lat = models.FloatField(_("lintang"))
    lng = models.FloatField(_("bujur"))
    outline = models.JSONField(
        pgettext_lazy("area", "batas"), null=True, blank=True, help_text=_("Geometri GeoJSON, [bujur, lintang].")
    )
    is_approximate = models.BooleanField(_("batas perkiraan"), default=True)

    class Meta:
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return f"{self.name} · {self.parent.name}" if self.parent else self.name


class Place(models.Model):
    """A landmark or address that callers name."""

    name = models.CharField(_("nama"), max_length=120)
    type = models.CharField(_("jenis"), max_length=20)
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True, verbose_name=_("nama lain"))
    search = models.CharField(max_length=400, editable=False, db_collation="C")  # its beginnings in order, by an index
    lat = models.FloatField(_("lintang"))
    lng = models.FloatField(_("bujur"))
    area = models.ForeignKey(Area, models.SET_NULL, null=True, blank=True, verbose_name=_("kelurahan"))

    class Meta:
        verbose_name = _("tempat")
        verbose_name_plural = _("tempat")
        ordering: ClassVar = ["name"]
        indexes: ClassVar = [
            GinIndex(SearchVector("search", config="simple"), name="place_search_words"),
            models.Index(fields=["search"], name="place_search_begun"),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceWord(models.Model):
    """A word that some place is spelt with (`words.py`); what is not used any more does no harm."""

    word = models.CharField(max_length=40, unique=True)

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["word"], name="placeword_trigram", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word
