"""What an incident is on the wall, where everybody in the room and every visitor reads it: kind, about where, how far.

Never on it: names, telephone numbers, house numbers, notes, anything of a confidential incident. What people typed as
the place is cleaned here, on the server, so that no browser ever holds what the wall must not show: only the parts are
left that begin as a street or a public place does, for a name without a title cannot be told from any other word.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from incidents.models import Assignment, Escalation, Incident
from incidents.states import State
from journal.live import Card

ABOUT = 3  # decimals of a coordinate: some hundred metres, a street but no house

# `No. 17`, `Blok C/9`, `RT 04/RW 02`, `lantai 2`: a marker with what follows it.
HOUSE = re.compile(
    r"\b(?:no|nomor|nmr|rt|rw|kav|kavling|lt|lantai|kamar|unit|rumah no)\b[\s.:]*[\w/.-]*\d[\w/.-]*(?:\s[a-z]\b)?"
    r"|\b(?:blok|blk)\b[\s.:]*\w{1,3}\b(?:[\s/.-]*\d+)?",
    re.IGNORECASE,
)
# Any other word with a digit in it, telephone numbers included; `km 8` says where on a long road and stays.
NUMBERED = re.compile(r"(?<!km )(?<!km\. )(?<!km)[+#]*\b[\w/()-]*\d[\w/().-]*(?:\s[a-z]\b)?", re.IGNORECASE)
# `rumah Pak Budi`, `depan warung Bu Sitti`, `milik La Ode`: a person, to the end of that part of the text.
SOMEBODY = re.compile(
    r"\b(?:(?:di|depan|dekat|samping|belakang|sebelah|kios|warung|toko|kos|kost)\s+)*(?:"
    r"(?:rumah|rmh|kediaman)(?!\s+(?:sakit|makan|ibadah|potong|susun|dinas|jabatan))\b"
    r"|(?:milik|atas nama|a\.?n\.?|pak|bapak|bpk|ibu|bu|sdr|sdri|saudara|saudari|mas|mbak|om|tante"
    r"|keluarga|alm|almarhum)\b"
    r").*",
    re.IGNORECASE,
)
NEAR = """
di depan dekat samping belakang sebelah seberang sekitar arah menuju antara tepat gerbang pintu masuk halaman parkiran
eks bekas utara selatan timur barat kiri kanan ujung tikungan turunan tanjakan lampu merah
"""
KINDS = """
jl jln jalan lorong lrg lr gang gg btn perum perumahan perumnas komp komplek kompleks kawasan area rusun rusunawa asrama
pasar mal mall plaza lippo hypermart swalayan indomaret alfamart alfamidi simpang pertigaan perempatan perlimaan
bundaran tugu monumen terminal pelabuhan dermaga bandara jembatan flyover kali sungai muara teluk pantai pulau laut
danau bendungan embung gunung bukit hutan tahura kebun taman lapangan stadion gor gedung aula masjid mesjid musala
musholla mushola gereja pura vihara wihara klenteng pesantren ponpes kantor dinas balai polda polres polresta polsek
kodim koramil korem lanal lanud brimob lapas rutan pengadilan kejari kejati dprd sd sdn smp smpn sma sman smk smkn min
mts mtsn man tk paud slb sekolah universitas univ kampus fakultas uho umk iain politeknik rs rsu rsud rsia puskesmas pkm
pustu klinik apotek apotik hotel penginapan wisma pertamina spbu depot gudang pabrik pltd pltu gardu pln pdam telkom
bank bri bni bca bsi atm pegadaian
tpa tps tpu pemakaman kuburan kel kelurahan kec kecamatan desa dusun kampung kota poros
bypass by km mtq thr
"""
PUBLIC = re.compile(
    rf"(?:(?:{'|'.join(NEAR.split())})\s+)*"
    rf"(?:{'|'.join(KINDS.split())}|rumah\s+(?:sakit|makan|ibadah|potong|susun|dinas|jabatan))\b",
    re.IGNORECASE,
)
"""How a street or a public place begins, after what it is near to."""

LEFT_OVER = re.compile(r"\s*[/()\-–·:;]+\s*$|^\s*[/()\-–·:;.]+\s*|\b(?:no|nomor|rt|rw|blok)\.?\s*$", re.IGNORECASE)


def card(row: Incident, whole: Card, raised: Collection[Escalation], given: Collection[Assignment]) -> Card:
    """One incident for the wall, made of the desk's card; the caller sees to it that it is not confidential."""
    return {
        **{
            key: whole[key] for key in ("kind", "id", "version", "short", "track", "priority", "title", "area", "stage")
        },
        **{key: whole[key] for key in ("reported_at", "closed_at", "clock", "is_simulated")},
        "place": place_of(row.place_text),
        "lat": round(row.lat, ABOUT) if row.lat is not None else None,
        "lng": round(row.lng, ABOUT) if row.lng is not None else None,
        "chips": [{key: chip[key] for key in ("code", "glyph", "state", "escalated")} for chip in whole["chips"]],
        "escalation": escalation_of(row, raised, given),
    }


def place_of(text: str) -> str:
    """A typed place as far as it is a street or a public place, without house numbers, telephone numbers and people."""
    parts = (cleaned(part) for part in re.split(r"[,;\n()]", text))
    return ", ".join(part for part in parts if PUBLIC.match(part))


def cleaned(part: str) -> str:
    """One part of a typed place."""
    for hidden in (HOUSE, NUMBERED, SOMEBODY):
        part = hidden.sub(" ", part)
    before = None
    while part != before:
        before, part = part, LEFT_OVER.sub("", " ".join(part.split()))
    return part


def escalation_of(row: Incident, raised: Collection[Escalation], given: Collection[Assignment]) -> Card | None:
    """The highest escalation that nobody at the desk has taken on, and since when it has been waited for.

    Of what was made good meanwhile the wall is silent; the desk still acknowledges that it was late.
    """
    waiting = [one for one in raised if one.acknowledged_at is None and is_still_so(one, given)]
    if row.closed_at or not waiting:
        return None
    worst = max(waiting, key=lambda one: (one.level, one.raised_at))
    asked = next((one for one in given if one.pk == worst.assignment_id), None)
    return {
        "clock": worst.clock,
        "level": worst.level,
        "agency": asked.agency.short_name if asked else "",
        "since": asked.notified_at if asked else row.reported_at,
        "raised_at": worst.raised_at,
    }


def is_still_so(one: Escalation, given: Collection[Assignment]) -> bool:
    """Whether what was raised is true now: nobody has answered, nobody is there."""
    if one.assignment_id is not None:
        return any(row.pk == one.assignment_id and row.state == State.NOTIFIED for row in given)
    return one.clock != "arrive" or not any(row.arrived_at for row in given)
