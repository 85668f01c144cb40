"""What a call-taker looks up: the contact book and the words for hard calls; rows that an administrator keeps."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from calls.duty import Span, spans_of
from calls.ends import ContactKind


def check_duty(text: str) -> None:
    """Duty times must be readable."""
    try:
        spans_of(text)
    except ValueError as error:
        raise ValidationError(
            _("Jam jaga tidak terbaca. Tulis seperti: Sen-Jum 08:00-16:00; Sab 20:00-06:00.")
        ) from error


class Contact(models.Model):
    """A row of the contact book: to whom a call is handed, or where a caller is pointed to."""

    kind = models.CharField(_("untuk"), max_length=12, choices=ContactKind)
    name = models.CharField(_("nama"), max_length=80)
    area = models.CharField(_("wilayah"), max_length=80, blank=True)
    phone = models.CharField(_("telepon"), max_length=60, blank=True)
    hours = models.CharField(_("jam layanan"), max_length=60, blank=True)
    duty = models.CharField(
        _("jam jaga"),
        max_length=200,
        blank=True,
        validators=[check_duty],
        help_text=_("Misalnya Sen-Jum 08:00-16:00; Sab 08:00-12:00. Kosong: tidak diketahui."),
    )
    note = models.CharField(
        _("catatan"), max_length=300, blank=True, help_text=_("Dibacakan atau disampaikan kepada penelepon.")
    )
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)
    is_active = models.BooleanField(_("dipakai"), default=True)
    is_example = models.BooleanField(_("contoh, menunggu pengesahan"), default=True)

    class Meta:
        verbose_name = _("kontak")
        verbose_name_plural = _("buku kontak")
        ordering: ClassVar = ["kind", "order", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "name"], name="contact_kind_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def spans(self) -> list[Span]:
        """When somebody answers there, in minutes of the week; none where that is unreadable: the console must open."""
        try:
            return spans_of(self.duty)
        except ValueError:
            return []


class Script(models.Model):
    """Words for a hard call: lines to read out, or phrases of a language with their meaning and how they are said."""

    code = models.SlugField(_("kode"), max_length=20, unique=True)
    title = models.CharField(_("judul"), max_length=40)
    language = models.CharField(
        _("bahasa"),
        max_length=2,
        blank=True,
        help_text=_("Kode bahasa kartu frasa, mis. en, zh, ar; kosong untuk naskah."),
    )
    text = models.TextField(
        _("isi"), max_length=2000, help_text=_("Satu kalimat satu baris. Kartu frasa: arti | kalimat | cara baca.")
    )
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)
    is_active = models.BooleanField(_("dipakai"), default=True)
    is_example = models.BooleanField(_("contoh, menunggu pengesahan"), default=True)

    class Meta:
        verbose_name = _("naskah")
        verbose_name_plural = _("naskah cepat")
        ordering: ClassVar = ["order", "code"]

    def __str__(self) -> str:
        return self.title

    @property
    def parts(self) -> list[list[str]]:
        """Each line by its parts; a phrase has three, and what is not written is empty."""
        rows = [[part.strip() for part in line.split("|", 2)] for line in self.text.splitlines() if line.strip()]
        return [row + [""] * (3 - len(row)) for row in rows]
