"""Each entry of the journal in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from incidents.sentences import Names, is_late, sentence
from incidents.states import STEPS

NOON = datetime(2026, 1, 10, 4, tzinfo=UTC)
NAMES = Names(
    agencies={"DMK": "Damkar"},
    categories={"banjir": "Banjir", "longsor": "Longsor"},
    areas={"a1": "Kemaraya", "a2": "Sodohoa"},
    dispositions={"tertangani": "Tertangani"},
    notes={7: "Air naik"},
    reasons={31: "jalan tergenang"},
    told={9: "Piket"},
)


@dataclass
class Said:
    """An entry, as far as a sentence needs it."""

    verb: str
    facts: dict[str, Any] = field(default_factory=dict)
    happened_at: datetime = NOON
    recorded_at: datetime = NOON


ASSIGNMENT = {"assignment": 31, "agency": "DMK", "unit": None}
CASES = [
    (
        Said("opened", {"category": "banjir", "priority": 3, "area": "a1", "confidential": False, "source": "call"}),
        "Kejadian dibuka (panggilan 112): Banjir · prioritas 3 Mendesak · Kemaraya",
    ),
    (
        Said("opened", {"category": "kdrt", "priority": 2, "area": "", "confidential": True, "source": "radio"}),
        "Kejadian dibuka (radio): Kejadian tertutup · prioritas 2 Darurat · tertutup",
    ),
    (Said("assigned", {**ASSIGNMENT, "unit": "DMK-01"}), "DMK-01 ditugaskan"),
    (Said("assigned", ASSIGNMENT), "Damkar ditugaskan"),
    (Said("assigned", {**ASSIGNMENT, "agency": "XYZ"}), "XYZ ditugaskan"),
    (Said("told", {**ASSIGNMENT, "level": 0, "channels": ["app"]}), "Damkar diberi tahu (aplikasi)"),
    (
        Said("told", {**ASSIGNMENT, "level": 2, "channels": ["gateway", "telephone"]}),
        "Damkar tingkat 2 diberi tahu (WhatsApp/SMS, telepon oleh dispatcher)",
    ),
    (Said("told", {**ASSIGNMENT, "level": 1, "channels": []}), "Damkar tingkat 1 diberi tahu"),
    (Said("accepted", {**ASSIGNMENT, "via": "radio"}), "Damkar menerima (lewat radio)"),
    (Said("arrived", {**ASSIGNMENT, "via": "app"}), "Damkar tiba di lokasi (aplikasi)"),
    (Said("finished", {**ASSIGNMENT, "via": "closing"}), "Damkar selesai (kejadian ditutup)"),
    (Said("declined", {**ASSIGNMENT, "via": "app"}), "Damkar menolak: jalan tergenang"),
    (Said("declined", {**ASSIGNMENT, "assignment": 1, "via": "simulation"}), "Damkar menolak (simulasi)"),
    (
        Said("escalated", {**ASSIGNMENT, "clock": "accept", "escalation": 9, "level": 1}),
        "Eskalasi tingkat 1: Damkar belum menerima → Piket",
    ),
    (
        Said("escalated", {**ASSIGNMENT, "clock": "accept", "escalation": 1, "level": 2}),
        "Eskalasi tingkat 2: Damkar belum menerima",
    ),
    (Said("breached", {"clock": "arrive"}), "Lewat batas waktu tanggap: belum ada unit di lokasi"),
    (Said("breached", {"clock": "tell"}), "Lewat batas waktu: belum ada instansi yang ditugaskan"),
    (Said("breached", {"clock": "finish"}), "Lewat batas waktu: belum selesai"),
    (Said("acknowledged", {"escalation": 9, "level": 2}), "Eskalasi tingkat 2 diakui"),
    (
        Said(
            "changed",
            {"fields": ["category", "priority"], "moved": {"priority": [3, 2], "category": ["banjir", "longsor"]}},
        ),
        "Prioritas: 3 Mendesak → 2 Darurat · Jenis: Banjir → Longsor",
    ),
    (
        Said("changed", {"fields": ["area", "place_text", "lat", "lng"], "moved": {"area": ["a1", "a2"]}}),
        "Wilayah: Kemaraya → Sodohoa · Diubah: alamat, titik di peta",
    ),
    (
        Said("changed", {"fields": ["is_confidential"], "moved": {"confidential": [False, True]}}),
        "Dijadikan kejadian tertutup",
    ),
    (Said("changed", {"fields": [], "moved": {}}), "Data kejadian diubah"),
    (Said("noted", {"note": 7}), "“Air naik”"),
    (Said("noted", {"note": 8}), "Catatan ditambahkan"),
    (Said("closed", {"disposition": "tertangani"}), "Ditutup: Tertangani"),
    (Said("reopened"), "Dibuka kembali"),
    (Said("undone", {**ASSIGNMENT, "undid": "assigned"}), "Penugasan Damkar dibatalkan"),
    (Said("undone", {"undid": "closed"}), "Penutupan dibatalkan"),
    (Said("undone", {"undid": "alarm_set", "alarm": [2, 1]}), "Perubahan alarm dibatalkan: kembali ke 1"),
    (Said("painted"), "Tercatat: painted"),
]


@pytest.mark.parametrize(("entry", "text"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_an_entry_is_said_in_words(entry: Said, text: str) -> None:
    assert sentence(entry, NAMES).text == text


def test_every_step_of_an_assignment_has_words() -> None:
    for step in STEPS.values():
        assert not sentence(Said(step.past, ASSIGNMENT), NAMES).text.startswith("Tercatat")


def test_what_went_wrong_stands_out() -> None:
    assert sentence(Said("breached", {"clock": "arrive"}), NAMES).tone == "alarm"
    assert sentence(Said("changed"), NAMES).tone == "edit"


def test_an_entry_is_late_after_a_minute() -> None:
    assert not is_late(Said("arrived", recorded_at=NOON + timedelta(seconds=60)))
    assert is_late(Said("arrived", recorded_at=NOON + timedelta(seconds=61)))
