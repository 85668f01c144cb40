"""The journal of calls and reports in Indonesian sentences, beside those of incidents. Pure."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from calls.commanding import Third, Verb
from calls.ends import CallBackReason, CallBackResult, Clue, NoAction, Topic
from calls.ends import reason_words as why
from calls.identity import masked
from calls.models import Call, CallOutcome
from calls.positions import Way
from calls.secrecy import hides_caller
from incidents.sentences import Facts, Line, Sentence


def call_sentence(entry: Line, call: Call) -> Sentence | None:
    """What happened to a call; None for what says nothing to a reader of the incident."""
    if entry.verb not in CALL_VERBS:
        return None
    icon, tone, words = CALL_VERBS[entry.verb]
    return Sentence(icon, words(entry.facts, call), tone)


def report_sentence(entry: Line) -> Sentence | None:
    """What happened to a report; its drafting is left out."""
    if entry.verb == "forwarded":
        return Sentence("go", _("Laporan diteruskan ke dispatcher"))
    if entry.verb == "attached":
        return Sentence("merge", _("Laporan digabung ke kejadian ini"))
    if entry.verb == "detached":
        return Sentence("x", _("Penggabungan laporan dibatalkan"), "edit")
    if entry.verb == "moved":
        return Sentence("merge", _("Laporan pindah karena kejadiannya digabung atau dipisahkan"), "edit")
    if entry.verb == "taken_over":
        return Sentence("xfer", _("Penulisan laporan dilanjutkan rekan"), "edit")
    if entry.verb == "seen":
        return Sentence("eye", _("Pra-kirim dilihat di papan"))
    if entry.verb == "revealed":
        text = _("Data pelapor dibuka · alasan: %(reason)s") % {"reason": reason(entry.facts)}
        return Sentence("eye", text, "edit")
    return None


def rang(facts: Facts, call: Call) -> str:
    """Who rang, masked; nobody at all if he asked for that."""
    if hides_caller(call):
        return _("Panggilan masuk · identitas dirahasiakan")
    who = masked(call.caller.value) if call.caller else _("tanpa identitas")
    dialled = _(", memutar %(number)s") % {"number": call.dialled} if call.dialled else ""
    return _("Panggilan masuk %(who)s") % {"who": who} + dialled


def answered(facts: Facts, call: Call) -> str:
    """How long it rang, or waited in the queue by the exchange's count."""
    if "hold_s" not in facts and call.answered_at is None:
        return _("Dijawab")
    rang_for = (call.answered_at or call.offered_at) - call.offered_at
    seconds = facts.get("hold_s", round(rang_for.total_seconds()))
    return _("Dijawab dalam %(seconds)s detik") % {"seconds": seconds}


def commanded(facts: Facts, call: Call) -> str:
    """What the exchange was asked to do."""
    code = facts.get("asked", "")
    label = Verb(code).label if code in Verb.values else code
    return _("Perintah ke sentral: %(verb)s") % {"verb": str(label).lower()}


def conferred(facts: Facts, call: Call) -> str:
    """Where the third person of a conference stands; who it is, is no word of the journal."""
    code = facts.get("third", "")
    label = Third(code).label if code in Third.values else code
    return _("Konferensi: pihak ketiga %(stands)s") % {"stands": label}


def unqueued(facts: Facts, call: Call) -> str:
    """How long it waited for nothing."""
    return _("Keluar dari antrean telepon setelah %(seconds)s detik tanpa dijawab") % {
        "seconds": facts.get("hold_s", "–")
    }


def coded(facts: Facts, call: Call) -> str:
    """What it turned out to be."""
    code = facts.get("outcome", "")
    label = CallOutcome(code).label if code in CallOutcome.values else code
    said = _("Hasil panggilan: %(outcome)s") % {"outcome": label}
    return " · ".join([said, *details(facts, call)])


def details(facts: Facts, call: Call) -> list[str]:
    """What the short end added."""
    found = [str(Clue(clue).label) for clue in facts.get("clues", ())]
    if facts.get("no_action"):
        found.append(unfollowed(facts["no_action"]))
    if facts.get("contact") and facts["contact"] == call.referred_to_id and call.referred_to:
        found.append(_("diarahkan ke %(contact)s") % {"contact": call.referred_to.name})
    if facts.get("receipt") and call.receipt:
        found.append(_("diterima: %(receipt)s") % {"receipt": call.receipt})
    return found


def unfollowed(code: str) -> str:
    """That nobody was needed, and why."""
    reason = str(NoAction(code).label).lower() if code in NoAction.values else code
    return _("tanpa tindak lanjut: %(reason)s") % {"reason": reason}


def explained(facts: Facts, call: Call) -> str:
    """Why it was a prank, or what was asked."""
    code = facts.get("reason", "")
    said = _("Topik informasi: %(reason)s") if code in Topic.values else _("Alasan iseng: %(reason)s")
    return said % {"reason": why(code)}


def transferred(facts: Facts, call: Call) -> str:
    """Where it went."""
    return _("Dialihkan ke %(number)s") % {"number": call.transferred_to or "–"}


def revealed(facts: Facts, call: Call) -> str:
    """Somebody looked at the number, and why."""
    return _("Nomor penelepon dibuka · alasan: %(reason)s") % {"reason": reason(facts)}


def tried(facts: Facts, call: Call) -> str:
    """What came of ringing back."""
    code = facts.get("result", "")
    label = CallBackResult(code).label if code in CallBackResult.values else code
    return _("Ditelepon balik: %(result)s") % {"result": label}


def shut(facts: Facts, call: Call) -> str:
    """Why nobody is rung back any more."""
    code = facts.get("reason", "")
    label = CallBackReason(code).label if code in CallBackReason.values else code
    return _("Telepon balik ditutup · alasan: %(reason)s") % {"reason": label}


def located(facts: Facts, call: Call) -> str:
    """That a place was said, how and how closely; never which."""
    code = str(facts.get("way", ""))
    way = str(Way(code).label) if code in Way.values else code
    if not facts.get("found"):
        return _("Lokasi penelepon diterima: %(way)s, ponsel tidak menemukan posisinya") % {"way": way}
    if not facts.get("metres"):
        return _("Lokasi penelepon diterima: %(way)s") % {"way": way}
    return _("Lokasi penelepon diterima: %(way)s, ± %(metres)s m") % {"way": way, "metres": facts["metres"]}


def reason(facts: Facts) -> str:
    """A reason's code in words."""
    code = str(facts.get("reason", ""))
    return reason_words().get(code, code)


def reason_words() -> dict[str, str]:
    """The centre's reasons for looking at a caller's data, by code."""
    return {
        "callback": _("menelepon balik"),
        "verification": _("memeriksa laporan"),
        "legal": _("permintaan penegak hukum"),
        "quality": _("telaah mutu"),
    }


CALL_VERBS: dict[str, tuple[str, str, Callable[[Facts, Call], str]]] = {
    #  verb           icon         tone    words
    "rang": ("phone-in", "", rang),
    "answered": ("phone", "", answered),
    "climbed": ("over", "", lambda facts, call: _("Berdering tanpa ada yang mengangkat; naik ke supervisor")),
    "unheard": (
        "hang",
        "",
        lambda facts, call: _("Berdering 30 menit tanpa kabar dari sentral; dianggap ditutup penelepon"),
    ),
    "taken_in_hand": ("xfer", "edit", lambda facts, call: _("Panggilan tanpa hasil diambil alih")),
    "taken_on": ("check", "edit", lambda facts, call: _("Diurus supervisor")),
    "commanded": ("phone", "edit", commanded),
    "unqueued": ("hang", "", unqueued),
    "requeued": ("phone-in", "", lambda facts, call: _("Dikembalikan ke antrean telepon")),
    "conferred": ("users", "", conferred),
    "still_up": (
        "warn",
        "edit",
        lambda facts, call: _("Sentral tidak memutus sambungan setelah hasil panggilan disimpan; dicoba lagi"),
    ),
    "left_up": (
        "warn",
        "edit",
        lambda facts, call: _("Lima menit sambungan tidak diputus sentral; sesudah ini tidak dicoba lagi"),
    ),
    "transferred": ("xfer", "", transferred),
    "ended": ("hang", "", lambda facts, call: _("Panggilan berakhir")),
    "coded": ("list", "", coded),
    "explained": ("mask", "", explained),
    "undone": ("x", "edit", lambda facts, call: _("Hasil panggilan dibatalkan")),
    "revealed": ("eye", "edit", revealed),
    "located": ("pin", "", located),
    "wrote": (
        "chat",
        "",
        lambda facts, call: _("Pelapor menulis pesan (%(channel)s)") % {"channel": call.get_channel_display()},
    ),
    "replied": ("chat2", "", lambda facts, call: _("Pesan pelapor dibalas")),
    "delivered": ("check", "", lambda facts, call: _("Balasan terkirim")),
    "undelivered": ("x", "edit", lambda facts, call: _("Balasan tidak terkirim")),
    "resent": ("sync", "", lambda facts, call: _("Balasan dikirim ulang")),
    "callback_taken": ("phone-out", "edit", lambda facts, call: _("Nomor dibuka untuk ditelepon balik")),
    "callback_released": ("x", "", lambda facts, call: _("Telepon balik dilepas, belum ditelepon")),
    "callback_tried": ("phone-out", "", tried),
    "callback_closed": ("x", "", shut),
    "callback_reopened": ("sync", "edit", lambda facts, call: _("Penutupan telepon balik dibatalkan")),
}
