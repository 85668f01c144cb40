"""A city in memory, for scenarios without a database."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from demo.city import City, Kind, Spot
from demo.mix import KINDS

SERVICES = {
    "lampu_jalan": "DHB", "pangkas_pohon": "DLH", "listrik_padam": "PLN", "sampah": "DLH", "jalan_rusak": "PUP",
    "drainase": "PUP", "pipa_air": "PDM", "kabel_tiang": "KMF", "layanan_lain": "KMF",
}  # fmt: skip


def city() -> City:
    """Four kelurahan, three agencies with units, every kind of event."""
    return City(
        zone=ZoneInfo("Asia/Makassar"),
        wards=[Spot(f"74.71.0{n}.1001", f"Kelurahan {n}", -3.95 - n / 50, 122.5 + n / 50) for n in range(1, 5)],
        landmarks=[Spot("", "Balai Kota", -3.97, 122.52)],
        kinds={code: kind(code) for code in KINDS},
        units={
            code: tuple(Spot(f"{code}-0{n}", "", -3.96 - n / 50, 122.51 + n / 50) for n in range(1, 5))
            for code in ("DMK", "PSC", "POL")
        },
    )


def kind(code: str) -> Kind:
    """Services go to their agency, everything else to fire brigade, ambulance and police."""
    if code in SERVICES:
        return Kind(code, code, "service", 4, (SERVICES[code],), ())
    return Kind(code, code, "emergency", 1, ("PSC", "POL"), ("DMK", "BPB"))
