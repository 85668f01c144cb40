"""Cameras of the city, and which stand nearest to a point. The centre keeps where they are and a link to each picture.

The server fetches nothing: a person opens the link, in a window of his own.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from agencies.fixes import Spot, metres_between

NEAREST = 5
REACH_M = 2000
BOX = 0.02  # degrees: a little more than REACH_M, up to 20 degrees from the equator
SCHEMES = ("http", "https")

_is_address = URLValidator(schemes=SCHEMES)


def check_link(link: str) -> None:
    """ValidationError unless it is a web address without a sign-in in it: everybody at the desk reads the link."""
    try:
        _is_address(link)
    except ValidationError:
        raise ValidationError(_t("Tautan harus berupa alamat http:// atau https:// yang lengkap."), "link") from None
    if "@" in link.split("://", 1)[1].split("/", 1)[0]:
        raise ValidationError(_t("Tautan memuat nama pengguna atau sandi. Pakai tautan tanpa sandi."), "link")


class CameraQuerySet(models.QuerySet["Camera"]):
    """Cameras."""

    def near(self, lat: float, lng: float) -> list[tuple[float, Camera]]:
        """The nearest few with their distance in metres."""
        rows = self.filter(lat__range=(lat - BOX, lat + BOX), lng__range=(lng - BOX, lng + BOX))
        here = Spot(lat, lng, now())
        far = ((metres_between(Spot(row.lat, row.lng, here.at), here), row) for row in rows)
        return sorted((one for one in far if one[0] <= REACH_M), key=lambda one: (one[0], one[1].pk))[:NEAREST]


class Camera(models.Model):
    """A camera that somebody of the region runs; `code` is how its owner names it."""

    code = models.CharField(_("kode"), max_length=30, unique=True)
    name = models.CharField(_("nama"), max_length=120)
    lat = models.FloatField(_("lintang"))
    lng = models.FloatField(_("bujur"))
    link = models.CharField(_("tautan"), max_length=400, validators=[check_link])

    objects = CameraQuerySet.as_manager()

    class Meta:
        verbose_name = _("kamera")
        verbose_name_plural = _("kamera")
        ordering: ClassVar = ["code"]
        indexes: ClassVar = [models.Index(fields=["lat"], name="camera_lat")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


def nearest_lines(lat: float | None, lng: float | None) -> list[dict[str, Any]]:
    """The nearest cameras as screens show them; none for a place without a point."""
    if lat is None or lng is None:
        return []
    return [
        {"code": row.code, "name": row.name, "link": row.link, "metres": int(round(metres, -1))}
        for metres, row in Camera.objects.near(lat, lng)
    ]
