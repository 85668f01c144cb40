"""Cameras from a CSV file. The whole file is checked before anything is written; a broken line refuses all of it.

The file may come from anybody: its size, encoding, columns, points and links are looked at. What is wrong is said in
Indonesian, line by line, as a ValueError.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from math import isfinite

from django.core.exceptions import ValidationError
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.cameras import Camera, check_link
from agencies.fixes import Spot, metres_between
from agencies.models import Centre

LARGEST = 2 * 1024 * 1024
"""Bytes of a file that is still read."""

MOST = 5000
FURTHEST_KM = 100
"""Kilometres from the middle of the centre's map: further away it is another city, or the figures are swapped."""

LISTED = 10
LONGEST = {"code": 30, "name": 120, "link": 400}
"""Letters of a field, as the table has them."""

COLUMNS = {
    "code": ("kode", "code", "id"),
    "name": ("nama", "name", "lokasi"),
    "lat": ("lintang", "lat", "latitude"),
    "lng": ("bujur", "lng", "lon", "longitude"),
    "link": ("tautan", "link", "url"),
}


def load_cameras(content: bytes) -> tuple[int, int]:
    """Add the cameras of a CSV and write over those of the same code; how many are new, how many stood before.

    Run it inside a transaction. Cameras that are not in the file stay.
    """
    rows = _checked(content)
    codes = [row.code for row in rows]
    known = Camera.objects.filter(code__in=codes).count()
    Camera.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "lat", "lng", "link"],
        batch_size=1000,
    )
    return len(rows) - known, known


def _checked(content: bytes) -> list[Camera]:
    """Every camera of the file, or a ValueError that names its broken lines."""
    if len(content) > LARGEST:
        raise ValueError(_("berkas lebih besar dari %(mb)d MB. Bagi menjadi beberapa berkas") % {"mb": LARGEST >> 20})
    centre = Centre.objects.get()
    rows: dict[str, Camera] = {}
    wrong: list[str] = []
    for number, said in _lines(_text(content)):
        if len(rows) + len(wrong) >= MOST:
            raise ValueError(_("lebih dari %(most)d kamera. Bagi menjadi beberapa berkas") % {"most": MOST})
        try:
            row = _camera(said, centre)
            _refuse_twice(row.code, rows)
        except ValueError as problem:
            wrong.append(_("baris %(line)d: %(problem)s") % {"line": number, "problem": problem})
        else:
            rows[row.code] = row
    if wrong or not rows:
        raise ValueError(_listed(wrong) if wrong else _("tidak ada satu kamera pun di dalamnya"))
    return list(rows.values())


def _refuse_twice(code: str, rows: dict[str, Camera]) -> None:
    if code in rows:
        raise ValueError(_("kode %(code)s sudah ada di baris sebelumnya") % {"code": code})


def _text(content: bytes) -> str:
    """UTF-8, as spreadsheets write it with or without their mark."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(_("bukan teks UTF-8. Simpan lagi sebagai CSV UTF-8")) from None
    if "\x00" in text:
        raise ValueError(_("bukan berkas teks. Simpan lagi sebagai CSV UTF-8"))
    return text


def _lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line with its number and its fields by our names, `over` being what has no column; not the empty ones."""
    head = text.split("\n", 1)[0]
    # A spreadsheet set to Indonesian parts its columns by semicolons, because the comma is for decimals.
    reader = csv.reader(text.splitlines(keepends=True), delimiter=";" if head.count(";") > head.count(",") else ",")
    try:
        titles = next(reader, [])
        places, width = _places(titles), len(titles)
        for fields in reader:
            if not any(field.strip() for field in fields):
                continue
            said = {key: fields[at].strip() if at < len(fields) else "" for key, at in places.items()}
            yield reader.line_num, said | {"over": "".join(fields[width:]).strip()}
    except csv.Error:
        raise ValueError(_("baris %(line)d tidak terbaca sebagai CSV") % {"line": reader.line_num}) from None


def _places(head: list[str]) -> dict[str, int]:
    """In which column each field stands."""
    names = [name.strip().lower() for name in head]
    places = {
        key: next((names.index(one) for one in spellings if one in names), None) for key, spellings in COLUMNS.items()
    }
    if missing := [COLUMNS[key][0] for key, at in places.items() if at is None]:
        words = {"missing": ", ".join(missing), "all": ",".join(spellings[0] for spellings in COLUMNS.values())}
        raise ValueError(_("kolom %(missing)s tidak ada. Baris pertama harus: %(all)s") % words)
    return {key: at for key, at in places.items() if at is not None}


def _camera(said: dict[str, str], centre: Centre) -> Camera:
    """One line as a camera; ValueError says what is wrong with it."""
    if said["over"]:
        raise ValueError(_("kolomnya lebih banyak daripada di baris pertama. Beri tanda kutip pada isian yang berkoma"))
    for key, most in LONGEST.items():
        column = COLUMNS[key][0]
        if not said[key]:
            raise ValueError(_("%(column)s kosong") % {"column": column})
        if len(said[key]) > most or not said[key].isprintable():
            words = {"column": column, "most": most}
            raise ValueError(_("%(column)s harus satu baris, paling panjang %(most)d huruf") % words)
    lat, lng = _degrees(said["lat"], "lintang"), _degrees(said["lng"], "bujur")
    metres = metres_between(Spot(lat, lng, now()), Spot(centre.lat, centre.lng, now()))
    if metres > FURTHEST_KM * 1000:
        words = {"centre": centre.region, "km": FURTHEST_KM}
        raise ValueError(_("titiknya lebih dari %(km)d km dari %(centre)s. Periksa lintang dan bujurnya") % words)
    try:
        check_link(said["link"])
    except ValidationError as problem:
        raise ValueError(problem.messages[0].rstrip(".")) from None
    return Camera(code=said["code"], name=said["name"], lat=lat, lng=lng, link=said["link"])


def _degrees(text: str, column: str) -> float:
    """A figure with a point or a comma."""
    try:
        figure = float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        figure = float("nan")
    if not isfinite(figure) or abs(figure) > 180:
        raise ValueError(_("%(column)s bukan derajat desimal, misalnya -3.9812") % {"column": column})
    return round(figure, 6)


def _listed(wrong: list[str]) -> str:
    more = len(wrong) - LISTED
    return "\n".join([*wrong[:LISTED], *([_("dan %(n)d baris lagi") % {"n": more}] if more > 0 else [])])
