"""The short ends of calls: which outcome asks for a reason, for what was heard, for somebody to turn to. Pure."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# Silent calls of one number within this time are counted together, and the more there are the more they matter.
SILENT_WINDOW = timedelta(minutes=30)
# A prank weighs on its number for so long; then it is history and no mark.
MARK_LASTS = timedelta(days=30)
# A number that was put below the others is there no longer than this.
DEMOTION_LASTS = timedelta(hours=24)


class Reason(models.TextChoices):
    """Why a call was a prank."""

    CHILD = "child", _("Anak-anak")
    TEASING = "teasing", _("Mengejek atau main-main")
    HARASSING = "harassing", _("Melecehkan petugas")
    FALSE_REPORT = "false_report", _("Laporan palsu")
    TRYING = "trying", _("Coba-coba nomor")


class Topic(models.TextChoices):
    """What somebody asked who wanted to know something."""

    NUMBER = "number", _("Nomor penting")
    SERVICE = "service", _("Layanan pemerintah")
    WEATHER = "weather", _("Cuaca atau bencana")
    TRAFFIC = "traffic", _("Lalu lintas")
    OTHER = "other", _("Lainnya")


# What one more key may add to an outcome, by the outcome's code.
REASONS: dict[str, type[models.TextChoices]] = {"prank": Reason, "information": Topic}
REASON_CHOICES = [*Reason.choices, *Topic.choices]


def reason_words(code: str) -> str:
    """A reason's or a topic's code in words."""
    return str(dict(REASON_CHOICES).get(code, code))


class Clue(models.TextChoices):
    """What was heard on a line on which nobody spoke."""

    BREATHING = "breathing", _("Napas atau rintihan")
    CRYING = "crying", _("Menangis")
    TAPPING = "tapping", _("Ketukan atau bunyi tombol")
    STRUGGLE = "struggle", _("Keributan")
    VOICES = "voices", _("Suara orang lain")
    BACKGROUND = "background", _("Hanya latar: jalan, musik, TV")


# What may mean that somebody needs help and cannot say so.
ALARMING = frozenset({Clue.BREATHING, Clue.CRYING, Clue.TAPPING, Clue.STRUGGLE})


class ContactKind(models.TextChoices):
    """What a row of the contact book is for."""

    NEIGHBOUR = "neighbour", _("wilayah tetangga")
    COUNSELLING = "counselling", _("konseling")
    REFERRAL = "referral", _("rujukan pengaduan")


# Which contacts an outcome may name, by the outcome's code.
CONTACTS_OF = {
    "wrong_area": ContactKind.NEIGHBOUR,
    "counselling": ContactKind.COUNSELLING,
    "complaint": ContactKind.REFERRAL,
}
GIVES_CLUES = "silent"
# A call of another region's is over when that region has it: whom we told is said, or why there was nobody to tell.
NEEDS_RECEIPT = "wrong_area"


class NoAction(models.TextChoices):
    """Why a report ended that needed nobody; the last is said with a word."""

    HANDLED = "handled", _("Sudah ditangani")
    CANCELLED = "cancelled", _("Pelapor membatalkan")
    NOT_EMERGENCY = "not_emergency", _("Bukan keadaan darurat")
    DUPLICATE = "duplicate", _("Laporan ganda")
    OTHER = "other", _("Lain-lain")


class CallBackResult(models.TextChoices):
    """What came of ringing somebody back."""

    CONNECTED = "connected", _("Tersambung")
    NO_ANSWER = "no_answer", _("Tidak diangkat")
    BUSY = "busy", _("Sibuk")
    UNREACHABLE = "unreachable", _("Nomor tidak aktif")
    WRONG_NUMBER = "wrong_number", _("Nomor salah")


class CallBackReason(models.TextChoices):
    """Why a call-back was closed; the first two are the results that close it by themselves."""

    CONNECTED = "connected", _("Tersambung")
    WRONG_NUMBER = "wrong_number", _("Nomor salah")
    SURGE = "surge", _("Lonjakan: kejadian yang sama sudah ditangani")
    TRIED = "tried", _("Sudah dicoba, tidak terhubung")
    PRANK = "prank", _("Diduga iseng")
    NO_NUMBER = "no_number", _("Tidak bisa ditelepon balik")
    CALLED = "called", _("Sudah ditelepon balik atau tidak perlu")
