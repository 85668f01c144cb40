"""Every figure of a monthly report: its name, the function that computes it, and the sentence printed under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reporting import agency_figures, call_figures, incident_figures
from reporting.books import Books, read
from reporting.periods import Month
from reporting.standards import in_force, shortest, words

TREND = 6


@dataclass(frozen=True)
class Measure:
    """One figure: a pair of timestamps or a count, of which rows, in which form."""

    name: str
    compute: Callable[[Books], Any]
    title: str | Promise
    definition: str | Promise


MEASURES = (
    Measure(
        "calls",
        call_figures.offered,
        _("Total panggilan"),
        _(
            "Semua panggilan yang sampai di pusat panggilan dalam bulan ini menurut waktu berdering, tanpa panggilan "
            "uji. Ditutup sebelum dijawab: penelepon memutus sebelum diangkat. Percakapan pesan (SMS, WhatsApp, "
            "aplikasi, tombol panik) dihitung sebagai satu panggilan."
        ),
    ),
    Measure(
        "outcomes",
        call_figures.by_outcome,
        _("Hasil panggilan"),
        _(
            "Jumlah panggilan menurut hasil yang dicatat penerima panggilan; satu panggilan satu hasil. Yang "
            "laporannya ditutup tanpa tindak lanjut (sudah ditangani, dibatalkan, ganda) tetap dihitung menurut "
            "hasilnya."
        ),
    ),
    Measure(
        "answered_in_time",
        call_figures.answered_in_time,
        _("Diangkat tepat waktu"),
        _(
            "Panggilan telepon yang diangkat paling lama %(answer)s sejak berdering, dibagi semua panggilan telepon "
            "kecuali yang ditutup penelepon sebelum 5 detik. Percakapan pesan tidak berdering dan tidak dihitung."
        ),
    ),
    Measure(
        "answer_time",
        call_figures.answer_time,
        _("Waktu angkat"),
        _(
            "Median dan persentil ke-90 dari berdering sampai diangkat, panggilan telepon yang diangkat. Yang "
            "dikembalikan ke antrean dihitung sampai jawaban pertamanya."
        ),
    ),
    Measure(
        "nuisance",
        call_figures.nuisance,
        _("Iseng & hening"),
        _("Panggilan dengan hasil iseng atau hening, dibagi semua panggilan."),
    ),
    Measure(
        "calls_by_hour",
        call_figures.by_hour,
        _("Panggilan per jam dan hari"),
        _("Jumlah panggilan menurut waktu setempat saat berdering."),
    ),
    Measure(
        "incidents",
        incident_figures.totals,
        _("Kejadian"),
        _(
            "Kejadian yang waktu lapornya dalam bulan ini. Darurat dan layanan ditentukan oleh jalur kategorinya. "
            "Kejadian yang digabung dihitung sekali, pada kejadian tujuannya. Kejadian wilayah (mode lonjakan), yang "
            "tidak dilaporkan siapa pun, tidak dihitung."
        ),
    ),
    Measure(
        "categories",
        incident_figures.by_category,
        _("Kejadian per kategori"),
        _("Jumlah kejadian per kategori. Kategori tertutup digabung bila salah satunya kurang dari 3 kejadian."),
    ),
    Measure(
        "districts",
        incident_figures.by_district,
        _("Kejadian per kecamatan"),
        _(
            "Jumlah kejadian menurut kecamatan tempat kejadian; yang tidak diketahui atau di luar kota dihitung "
            "tersendiri."
        ),
    ),
    Measure(
        "district_categories",
        incident_figures.by_district_and_category,
        _("Kategori per kecamatan"),
        _("Tanpa kejadian tertutup; sel dengan kurang dari 3 kejadian dijumlahkan sebagai lain-lain."),
    ),
    Measure(
        "response",
        incident_figures.response,
        _("Waktu tanggap"),
        _(
            "Median dan persentil ke-90 dari waktu lapor (panggilan dijawab) sampai unit pertama, dari instansi mana "
            "pun, tiba di lokasi; kejadian darurat prioritas 1–3."
        ),
    ),
    Measure(
        "forwarding",
        incident_figures.forwarding,
        _("Waktu penugasan"),
        _(
            "Median dan persentil ke-90 dari waktu lapor sampai instansi pertama ditugaskan; kejadian darurat "
            "prioritas 1–3."
        ),
    ),
    Measure(
        "within_limit",
        incident_figures.within_limit,
        _("Tiba tepat waktu"),
        _(
            "Kejadian darurat prioritas 1–3 yang unit pertamanya tiba paling lama %(arrive)s sejak waktu lapor, dibagi "
            "semua kejadian demikian. Yang tidak pernah didatangi dihitung terlambat; yang dibatalkan atau digabung "
            "sebelum ada yang tiba tidak dihitung dan disebut jumlahnya."
        ),
    ),
    Measure(
        "service",
        incident_figures.service,
        _("Tiket layanan"),
        _(
            "Masuk: dilaporkan dalam bulan ini. Selesai: di antaranya, ditutup sampai akhir bulan. Terbuka: semua "
            "tiket yang belum ditutup pada akhir bulan, termasuk dari bulan sebelumnya. Tertua: umur yang terlama."
        ),
    ),
    Measure(
        "agencies",
        agency_figures.by_agency,
        _("Kinerja per instansi"),
        _(
            "Penugasan: penugasan darurat. Dijawab tepat waktu: instansi menjawab (menerima, menolak, berangkat atau "
            "tiba) dalam batas waktu terima menurut prioritasnya sejak diberi tahu. Median dan p90 terima: dari "
            "diberi tahu sampai diterima. Median dan p90 tiba: dari waktu lapor sampai unit pertama instansi itu "
            "tiba, prioritas 1–3. Tiba tepat waktu: sama seperti untuk semua, bagi kedatangan pertama instansi itu; "
            "yang ditarik sebelum tiba tidak dihitung. Layanan: tiket yang diberikan kepada instansi itu. Instansi "
            "daerah tetangga yang membantu: penugasannya dihitung, waktunya tidak diukur."
        ),
    ),
)


def compute(month: Month, moment: datetime) -> dict[str, Any]:
    """All figures of a month with their definitions and the standards they were measured against."""
    books = read(month, moment)
    with translation.override("id"):
        return {
            "month": str(month),
            "from": month.start.isoformat(),
            "until": month.end.isoformat(),
            "as_of": books.as_of.isoformat(),
            "is_final": books.as_of >= month.end,
            **{measure.name: measure.compute(books) for measure in MEASURES},
            "standards": in_force(books),
            "definitions": definitions(books),
        }


def definitions(books: Books) -> list[dict[str, str]]:
    """The sentence of each figure, with the limits that were in force filled in."""
    limits = {
        "answer": words(call_figures.answer_limit(books)),
        "arrive": words(shortest(books, "arrive")),
    }
    return [
        {"name": measure.name, "title": str(measure.title), "text": str(measure.definition) % limits}
        for measure in MEASURES
    ]


def headline(figures: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a month to compare the next ones with."""
    return {
        "month": figures["month"],
        "offered": figures["calls"]["offered"],
        "answered_share": figures["answered_in_time"]["share"],
        "nuisance_share": figures["nuisance"]["share"],
        "emergency": figures["incidents"]["emergency"],
        "tickets": figures["incidents"]["service"],
        "median_s": figures["response"]["median_s"],
        "p90_s": figures["response"]["p90_s"],
        "within_share": figures["within_limit"]["share"],
        "agencies": {
            row["code"]: {
                "received": row["emergency"]["received"],
                "answered_share": row["answered_in_time"]["share"],
                "median_s": row["arrive"]["median_s"],
                "within_share": row["within_limit"]["share"],
            }
            for row in figures["agencies"]
            if row["code"]
        },
    }


def with_trend(figures: dict[str, Any], earlier: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The figures with the headlines of the months before, oldest first, as their own reports gave them."""
    return {**figures, "trend": [*[headline(past) for past in earlier], headline(figures)]}
