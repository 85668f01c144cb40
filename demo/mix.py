"""In what proportions calls come: fitted to what Kendari published for October 2025 to January 2026."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CALLS_PER_DAY = 140

# How busy each hour of the local day and each weekday (Monday first) is, around an average of one.
HOURS = (
    0.30, 0.24, 0.20, 0.17, 0.16, 0.24, 0.42, 0.66, 0.86, 1.00, 1.22, 1.28,
    1.20, 1.12, 1.10, 1.18, 1.30, 1.36, 1.42, 1.50, 1.34, 1.02, 0.70, 0.46,
)  # fmt: skip
WEEKDAYS = (0.94, 0.92, 0.93, 0.96, 1.04, 1.18, 1.10)

# How much it rains, January first: what weather brings about comes that much more often.
RAIN = (2.2, 1.5, 1.3, 1.2, 1.4, 2.0, 1.8, 0.5, 0.3, 0.4, 0.9, 1.6)
RAINY = frozenset({"banjir", "tanah_longsor", "angin_kencang", "pohon_tumbang", "drainase", "rumah_roboh"})

# Shares of answered calls; about a quarter is nuisance, two thirds only ask.
OUTCOMES = {
    "information": 0.586,
    "silent": 0.145,
    "prank": 0.128,
    "report": 0.078,
    "wrong_area": 0.035,
    "cut_off": 0.018,
    "counselling": 0.010,
}
ABANDONED = 0.135

# What is reported, in percent: six in ten are street lights, trees, power and waste.
KINDS = {
    "lampu_jalan": 18.0, "pangkas_pohon": 17.0, "listrik_padam": 15.0, "sampah": 4.0, "jalan_rusak": 1.2,
    "drainase": 0.8, "pipa_air": 1.6, "kabel_tiang": 0.9, "layanan_lain": 0.6,
    "pohon_tumbang": 4.6, "banjir": 1.3, "tanah_longsor": 0.3, "angin_kencang": 0.3, "rumah_roboh": 0.1,
    "kll_motor_mobil": 4.0, "kll_tunggal": 3.4, "kll_pejalan": 0.9, "kll_tanpa_luka": 1.2, "kecelakaan_kerja": 0.3,
    "kebakaran_rumah": 1.7, "kebakaran_lahan": 1.1, "kebakaran_kendaraan": 0.5, "korsleting": 1.0,
    "kebocoran_gas": 0.2, "tumpahan_minyak": 0.3,
    "sesak_napas": 2.0, "tidak_sadar": 1.6, "stroke": 0.8, "henti_jantung": 0.7, "melahirkan": 0.8,
    "keracunan": 0.2, "permintaan_ambulans": 2.4, "mobil_jenazah": 0.3,
    "hewan_liar": 2.0, "sarang_tawon": 0.8, "pertolongan_ringan": 0.5, "orang_terjebak": 0.2, "orang_tenggelam": 0.2,
    "tawuran": 0.8, "pencurian": 1.0, "penganiayaan": 0.5, "perampokan": 0.2, "balap_liar": 0.7, "ketertiban": 1.6,
    "orang_hilang": 0.4, "penemuan_mayat": 0.2, "odgj": 1.2, "orang_terlantar": 0.8,
    "kdrt": 0.6, "kekerasan_anak": 0.25, "bunuh_diri": 0.25,
    "kabel_listrik": 0.9, "lampu_lalu_lintas": 0.5, "derek": 0.4, "darurat_lain": 0.3,
}  # fmt: skip

# Seen by many: further callers ring about the same event.
SEEN = {
    "kebakaran_rumah": 3, "kll_motor_mobil": 2, "kll_beruntun": 3, "banjir": 2, "pohon_tumbang": 1, "tawuran": 1,
    "kebakaran_lahan": 1, "kll_tunggal": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Mix:
    """The proportions of one scenario; training and load give their own."""

    outcomes: Mapping[str, float] = field(default_factory=lambda: OUTCOMES)
    kinds: Mapping[str, float] = field(default_factory=lambda: KINDS)
    seen: Mapping[str, int] = field(default_factory=lambda: SEEN)
    abandoned: float = ABANDONED


USUAL = Mix()
