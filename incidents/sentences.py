"""An entry of the journal as an Indonesian sentence and its icon. Pure: names are looked up before, in `naming`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.states import STEPS, Finding
from incidents.surges import Alert, Counted

LATE = timedelta(seconds=60)
Facts = dict[str, Any]


class Line(Protocol):
    """What a sentence needs of an entry."""

    verb: str
    facts: Facts
    happened_at: datetime
    recorded_at: datetime


@dataclass(frozen=True)
class Names:
    """The words behind the codes and ids of some entries; whoever may not read one gets it left out."""

    people: dict[int, str] = field(default_factory=dict)
    agencies: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    dispositions: dict[str, str] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    messages: dict[int, str] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    told: dict[int, str] = field(default_factory=dict)
    raised_for: dict[int, str] = field(default_factory=dict)
    plans: dict[tuple[str, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sentence:
    """What happened, in words; `tone` is "alarm", "edit" or nothing."""

    icon: str
    text: str
    tone: str = ""


def sentence(entry: Line, names: Names) -> Sentence:
    """The entry in words; a verb this table does not know is shown as it is, never left out."""
    icon, tone, words = VERBS.get(entry.verb, ("dot", "", unknown(entry.verb)))
    return Sentence(icon, words(entry.facts, names), tone)


def is_late(entry: Line) -> bool:
    """Written down more than a minute after it happened."""
    return entry.recorded_at - entry.happened_at > LATE


def unknown(verb: str) -> Callable[[Facts, Names], str]:
    """A sentence for a verb without words of its own."""
    return lambda facts, names: _("Tercatat: %(verb)s") % {"verb": verb}


def opened(facts: Facts, names: Names) -> str:
    """How it began."""
    parts = [names.categories.get(facts["category"], _("Kejadian tertutup")), priority(facts["priority"])]
    parts += [names.areas[facts["area"]]] if facts.get("area") in names.areas else []
    parts += [_("tertutup")] if facts.get("confidential") else []
    return _("Kejadian dibuka (%(source)s): %(what)s") % {
        "source": source(facts.get("source", "")),
        "what": " · ".join(parts),
    }


def step(words: Promise) -> Callable[[Facts, Names], str]:
    """One step of an assignment: who, what, by which way; of a refusal the reason."""

    def tell(facts: Facts, names: Names) -> str:
        text = str(words) % {"who": who(facts, names)}
        reason = names.reasons.get(facts.get("assignment", 0), "") if words is DECLINED else ""
        more = _(" · cukup menerima kabar") if facts.get("is_all") else ""
        return f"{text}: {reason}" if reason else text + via(facts) + more

    return tell


def assigned(facts: Facts, names: Names) -> str:
    """Who was given the incident, and by which edition of which plan, if it asked for him."""
    text = _("%(who)s ditugaskan") % {"who": who(facts, names)}
    aid = _(" · bantuan daerah tetangga") if facts.get("is_neighbour") else ""
    held = (
        _(" · tadinya dicadangkan untuk %(short)s") % {"short": facts["reserved_for"]}
        if "reserved_for" in facts
        else ""
    )
    came = _(" · dipindahkan dari %(short)s") % {"short": facts["short"]} if "short" in facts else ""
    came += _(" · menggantikan %(who)s") % {"who": facts["for"]} if "for" in facts else ""
    return text + came + by_plan(facts, names) + via(facts) + aid + held


def recalled(facts: Facts, names: Names) -> str:
    """Somebody was taken back: to go elsewhere, for another, or to go home."""
    text = _("%(who)s ditarik") % {"who": who(facts, names)}
    if "short" in facts:
        text = _("%(who)s dipindahkan ke %(short)s") % {"who": who(facts, names), "short": facts["short"]}
    return text + (_(", digantikan %(who)s") % {"who": facts["by"]} if "by" in facts else "") + via(facts)


def unreserved(facts: Facts, names: Names) -> str:
    """Somebody is kept no longer: let go, or sent to another incident."""
    if facts.get("short"):
        text = _("Cadangan %(who)s berakhir: ditugaskan ke %(short)s")
        return text % {"who": who(facts, names), "short": facts["short"]}
    return _("Cadangan %(who)s dilepas") % {"who": who(facts, names)} + via(facts)


def alarm_set(facts: Facts, names: Names) -> str:
    """Another level of the plan."""
    old, new = facts["alarm"]
    text = _("Alarm dinaikkan ke %(level)s") if new > old else _("Alarm diturunkan ke %(level)s")
    return text % {"level": new} + by_plan(facts, names)


def by_plan(facts: Facts, names: Names) -> str:
    """The edition of a plan, for whoever may read what happened."""
    title = names.plans.get((facts.get("plan", ""), facts.get("edition", 0)))
    return _(" · rencana %(title)s v%(edition)s") % {"title": title, "edition": facts["edition"]} if title else ""


def who(facts: Facts, names: Names) -> str:
    """The unit, else the agency."""
    code = facts.get("agency") or ""
    return str(facts.get("unit") or names.agencies.get(code, code))


def via(facts: Facts) -> str:
    """How a step was reported, where that says something."""
    ways = {
        "radio": _("lewat radio"),
        "app": _("aplikasi"),
        "simulation": _("simulasi"),
        "closing": _("kejadian ditutup"),
        "merging": _("kejadian digabung"),
    }
    way = ways.get(facts.get("via", ""))
    return f" ({way})" if way else ""


def told(facts: Facts, names: Names) -> str:
    """A message left for the agency, or for a rung of its ladder, and by which ways."""
    ways = {"app": _("aplikasi"), "gateway": _("WhatsApp/SMS"), "telephone": _("telepon oleh dispatcher")}
    channels = ", ".join(ways.get(code, code) for code in facts.get("channels", ()))
    level = facts.get("level", 0)
    rung = _(" tingkat %(level)s") % {"level": level} if level else ""
    text = _("%(who)s%(rung)s diberi tahu") % {"who": who(facts, names), "rung": rung}
    return f"{text} ({channels})" if channels else text


def escalated(facts: Facts, names: Names) -> str:
    """An agency did not accept in time, or somebody did not wait for that; who was told instead, and why."""
    text = _("Eskalasi tingkat %(level)s: %(who)s belum menerima") % {"level": facts["level"], "who": who(facts, names)}
    told = names.told.get(facts.get("escalation", 0))
    text = f"{text} → {told}" if told else text
    if facts.get("by_hand"):
        text = _("%(text)s, tanpa menunggu tangga") % {"text": text}
    why = names.raised_for.get(facts.get("escalation", 0))
    return f"{text}: {why}" if why else text


def breached(facts: Facts, names: Names) -> str:
    """A clock of the incident ran out."""
    words = {
        "tell": _("Lewat batas waktu: belum ada instansi yang ditugaskan"),
        "arrive": _("Lewat batas waktu tanggap: belum ada unit di lokasi"),
        "finish": _("Lewat batas waktu: belum selesai"),
    }
    return words.get(facts["clock"], _("Lewat batas waktu"))


def acknowledged(facts: Facts, names: Names) -> str:
    """Somebody took an escalation on."""
    return _("Eskalasi tingkat %(level)s diakui") % {"level": facts.get("level", 1)}


def changed(facts: Facts, names: Names) -> str:
    """What was corrected, old → new where codes tell it; typed texts are only named."""
    moved = facts.get("moved", {})
    parts = [shift(key, old, new, names) for key, (old, new) in moved.items()]
    texts = {"place_text": _("alamat"), "landmark": _("patokan"), "lat": _("titik di peta")}
    fields = [texts[name] for name in facts.get("fields", ()) if name in texts]
    parts += [_("Diubah: %(fields)s") % {"fields": ", ".join(fields)}] if fields else []
    return " · ".join(parts) or _("Data kejadian diubah")


def shift(key: str, old: Any, new: Any, names: Names) -> str:
    """One value, before and after."""
    if key == "confidential":
        return _("Dijadikan kejadian tertutup") if new else _("Tidak lagi kejadian tertutup")
    labels = {"priority": _("Prioritas"), "category": _("Jenis"), "area": _("Wilayah")}
    words: dict[str, Callable[[Any], str]] = {
        "priority": lambda value: priority(value, short=True),
        "category": lambda value: names.categories.get(value, _("tertutup")),
        "area": lambda value: names.areas.get(value, "–"),
    }
    word = words.get(key, str)
    return f"{labels.get(key, key)}: {word(old)} → {word(new)}"


def noted(facts: Facts, names: Names) -> str:
    """A line somebody added."""
    text = names.notes.get(facts.get("note", 0))
    return f"“{text}”" if text else _("Catatan ditambahkan")


def messaged(facts: Facts, names: Names) -> str:
    """What the desk told an agency or a unit; the words only to who may read them."""
    text = _("Pesan ke %(who)s") % {"who": who(facts, names)}
    said = names.messages.get(facts.get("message", 0))
    return f"{text}: “{said}”" if said else text


def added(photo: Promise, sound: Promise) -> Callable[[Facts, Names], str]:
    """A sentence about an attachment, by what it is."""
    return lambda facts, names: str(sound if facts.get("media") == "audio" else photo)


def joined(facts: Facts, names: Names) -> str:
    """Another reporter of the same event, and his words."""
    text = _("Laporan ke-%(number)s digabung") % {"number": facts.get("reports", "")}
    said = names.notes.get(facts.get("note", 0))
    return f"{text}: “{said}”" if said else text


def numbered(words: Promise) -> Callable[[Facts, Names], str]:
    """A sentence about another incident, by its number."""
    return lambda facts, names: str(words) % {"short": facts.get("short", "")}


def absorbed(facts: Facts, names: Names) -> str:
    """Another incident of the same event, and what came with it."""
    text = _("%(short)s digabung ke sini: %(reports)s laporan, %(assignments)s penugasan") % {
        "short": facts.get("short", ""),
        "reports": facts.get("reports", 0),
        "assignments": facts.get("assignments", 0),
    }
    raised = facts.get("alarm")
    return _("%(text)s; menjadi alarm %(level)s") % {"text": text, "level": raised[1]} if raised else text


def closed(facts: Facts, names: Names) -> str:
    """How it ended."""
    code = facts.get("disposition", "")
    return _("Ditutup: %(how)s") % {"how": names.dispositions.get(code, code)}


def undone(facts: Facts, names: Names) -> str:
    """What was taken back within its five seconds."""
    if facts.get("undid") == "assigned":
        return _("Penugasan %(who)s dibatalkan") % {"who": who(facts, names)}
    if facts.get("undid") == "closed":
        return _("Penutupan dibatalkan")
    if facts.get("undid") == "alarm_set":
        return _("Perubahan alarm dibatalkan: kembali ke %(level)s") % {"level": facts["alarm"][1]}
    return _("Langkah %(who)s dibatalkan: %(step)s") % {"who": who(facts, names), "step": step_name(facts["undid"])}


def step_name(past: str) -> str:
    """The state a step led to, by its word in the journal."""
    known = next((step for step in STEPS.values() if step.past == past), None)
    return str(Finding(known.finding).label if known.finding else known.end.label) if known else past


def priority(value: int, *, short: bool = False) -> str:
    """A priority's number and name."""
    named = {1: _("Gawat darurat"), 2: _("Darurat"), 3: _("Mendesak"), 4: _("Tidak darurat")}
    text = f"{value} {named.get(value, '')}".strip()
    return text if short else _("prioritas %(priority)s") % {"priority": text}


def surge_on(facts: Facts, names: Names) -> str:
    """A surge was switched on; where, and how grave."""
    where = ", ".join(names.areas.get(code, code) for code in facts["areas"]) or _("seluruh wilayah")
    return _("Mode lonjakan dinyalakan untuk %(where)s, status %(alert)s") % {
        "where": where,
        "alert": Alert(facts["alert"]).label,
    }


def alert_set(facts: Facts, names: Names) -> str:
    """Another status word."""
    old, new = facts["alert"]
    return _("Status: %(old)s → %(new)s") % {"old": Alert(old).label, "new": Alert(new).label}


def counted(facts: Facts, names: Names) -> str:
    """The last word on how many; who said so is a line of its own."""
    old, new = facts["count"]
    label = Counted(facts["what"]).label
    return f"{label}: {new}" if old is None else f"{label}: {old} → {new}"


def surge_off(facts: Facts, names: Names) -> str:
    """What a surge came to."""
    return _(
        "Mode lonjakan dimatikan setelah %(minutes)s menit: %(incidents)s kejadian, %(attached)s dikaitkan, "
        "%(reports)s laporan"
    ) % {
        "minutes": facts["duration_s"] // 60,
        "incidents": facts["incidents"],
        "attached": facts["attached"],
        "reports": facts["reports"],
    }


def source(code: str) -> str:
    """How the first word of it came."""
    words = {
        "call": _("panggilan 112"),
        "radio": _("radio"),
        "walk_in": _("datang langsung"),
        "phone": _("telepon lain"),
        "message": _("pesan"),
        "desk": _("meja pengendali"),
    }
    return words.get(code, code or "–")


DECLINED = gettext_lazy("%(who)s menolak")

# What became of an attachment; a glance at its small copy is in the books, but not told line by line.
ATTACHMENT_VERBS: dict[str, tuple[str, str, Promise] | None] = {
    "kept": None,  # the incident's own entry tells it
    "glanced": None,
    "seen": ("eye", "edit", gettext_lazy("Lampiran dibuka")),
    "removed": None,
    "expired": ("x", "edit", gettext_lazy("Lampiran dihapus, masa simpannya lewat")),
}


def attachment_sentence(entry: Line) -> Sentence | None:
    """What happened to an attachment; None for what the incident's own journal tells, and for glances."""
    known = ATTACHMENT_VERBS.get(entry.verb)
    return Sentence(known[0], str(known[2]), known[1]) if known else None


VERBS: dict[str, tuple[str, str, Callable[[Facts, Names], str]]] = {
    #  verb           icon      tone      words
    "opened": ("plus", "", opened),
    "assigned": ("go", "", assigned),
    "reserved": ("pause", "", step(gettext_lazy("%(who)s dicadangkan"))),
    "unreserved": ("x", "", unreserved),
    "reminded": ("bell", "edit", step(gettext_lazy("Waktunya diingatkan: %(who)s dicadangkan"))),
    "reminder_set": ("clock", "", step(gettext_lazy("Jam pengingat cadangan %(who)s diatur"))),
    "alarm_set": ("up", "edit", alarm_set),
    "told": ("bell", "", told),
    "accepted": ("check", "", step(gettext_lazy("%(who)s menerima"))),
    "declined": ("x", "alarm", step(DECLINED)),
    "departed": ("go", "", step(gettext_lazy("%(who)s menuju lokasi"))),
    "arrived": ("pinf", "", step(gettext_lazy("%(who)s tiba di lokasi"))),
    "controlled": ("shield2", "", step(gettext_lazy("%(who)s melaporkan terkendali"))),
    "finished": ("check2", "", step(gettext_lazy("%(who)s selesai"))),
    "found_nil": ("check2", "edit", step(gettext_lazy("%(who)s: nihil di lokasi"))),
    "found_false": ("check2", "edit", step(gettext_lazy("%(who)s: laporan palsu"))),
    "recalled": ("x", "", recalled),
    "escalated": ("up", "alarm", escalated),
    "breached": ("over", "alarm", breached),
    "acknowledged": ("check", "", acknowledged),
    "changed": ("edit", "edit", changed),
    "noted": ("chat", "", noted),
    "messaged": ("chat", "", messaged),
    "message_read": ("check", "", step(gettext_lazy("Pesan ke %(who)s dibaca"))),
    "attached": ("cam", "", added(gettext_lazy("Foto ditambahkan"), gettext_lazy("Rekaman suara ditambahkan"))),
    "detached": ("x", "edit", added(gettext_lazy("Foto dihapus"), gettext_lazy("Rekaman suara dihapus"))),
    "joined": ("merge", "", joined),
    "parted": ("x", "edit", lambda facts, names: _("Penggabungan laporan dibatalkan: bukan tentang kejadian ini")),
    "merged": ("merge", "edit", numbered(gettext_lazy("Digabung ke %(short)s"))),
    "absorbed": ("merge", "edit", absorbed),
    "unmerged": ("x", "edit", numbered(gettext_lazy("Penggabungan dengan %(short)s dibatalkan"))),
    "linked": ("link", "edit", numbered(gettext_lazy("Bagian dari %(short)s"))),
    "part_added": ("link", "edit", numbered(gettext_lazy("%(short)s menjadi bagian kejadian ini"))),
    "unlinked": ("x", "edit", numbered(gettext_lazy("Kaitan dengan %(short)s dilepas"))),
    "split": ("go", "edit", numbered(gettext_lazy("Satu laporan dipisahkan menjadi %(short)s"))),
    "split_off": ("go", "edit", numbered(gettext_lazy("Dipisahkan dari %(short)s"))),
    "closed": ("check2", "", closed),
    "reopened": ("sync", "edit", lambda facts, names: _("Dibuka kembali")),
    "undone": ("x", "edit", undone),
    "surge_on": ("up", "alarm", surge_on),
    "alert_set": ("warn", "edit", alert_set),
    "counted": ("users", "", counted),
    "surge_off": ("check2", "edit", surge_off),
}
