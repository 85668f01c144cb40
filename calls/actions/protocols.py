"""What a supervisor does with protocols: publish a new edition, approve it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.permissions import permit
from calls.questions import Protocol, Question
from incidents.models import Category, Priority
from journal.journal import record

PUBLISHING = 112_004  # our name among PostgreSQL's advisory locks
MOST = 12


@dataclass(frozen=True)
class Asked:
    """One question as a supervisor wrote it."""

    text: str
    alarm: str = ""
    raises_to: int | None = None
    instruction: str = ""
    agency: str = ""
    agency_reply: str = ""
    agency_when: str = ""


@transaction.atomic
def publish_protocol(
    protocol_id: int | None,
    *,
    actor: User,
    title: str,
    sop: str,
    categories: Sequence[str],
    questions: Sequence[Asked],
) -> Protocol:
    """Put a new edition in the place of the one that was edited, or begin a protocol; the old edition stays as it was.

    What says the same as the current edition is no new one, so a double click is one edition.
    """
    lock_editions()
    permit(actor, "keep_protocols")
    text = checked(title, sop, questions)
    kinds = kinds_of(categories)
    callable_now = agencies_of(questions)
    old = edited(protocol_id)
    same = saying_the_same(old, text, kinds, questions)
    if same:
        return same
    code = old.code if old else new_code(text["title"])
    refuse_shared(kinds, code)
    at = now()
    row = next_edition(code, text, actor, at)
    row.categories.set(kinds)
    Question.objects.bulk_create(question(row, order, one, callable_now) for order, one in enumerate(questions, 1))
    record(row, "published", actor=actor, at=at, code=code, edition=row.edition)
    return row


def question(row: Protocol, order: int, one: Asked, agencies: dict[str, Agency]) -> Question:
    """One question as its row keeps it."""
    return Question(
        protocol=row,
        order=order,
        text=one.text.strip(),
        alarm=one.alarm,
        raises_to=one.raises_to if one.alarm else None,
        instruction=one.instruction.strip(),
        agency=agencies.get(one.agency),
        agency_reply=one.agency_reply if one.agency else "",
        agency_when=one.agency_when.strip() if one.agency else "",
    )


def agencies_of(questions: Sequence[Asked]) -> dict[str, Agency]:
    """Whom replies call for, by code; only those who are there to be sent."""
    codes = {one.agency for one in questions if one.agency}
    found = {row.code: row for row in Agency.objects.filter(code__in=codes, is_active=True)}
    if codes - set(found):
        raise ValidationError({"questions": _("Pilih instansi dari daftar.")})
    return found


def lock_editions() -> None:
    """One publisher at a time, until the transaction ends: no two protocols may be for the same kind of event."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING])


def edited(protocol_id: int | None) -> Protocol | None:
    """The edition that was open on the page; None for a new protocol."""
    return Protocol.objects.with_questions().get(pk=protocol_id) if protocol_id else None


def saying_the_same(
    old: Protocol | None, text: dict[str, str], kinds: Sequence[Category], questions: Sequence[Asked]
) -> Protocol | None:
    """The edition that says exactly this; refused is what was edited on one that another has replaced meanwhile."""
    if old is None or is_same(old, text, kinds, questions):
        return old
    if old.is_current:
        return None
    newest: Protocol = Protocol.objects.current().get(code=old.code)
    if is_same(newest, text, kinds, questions):
        return newest
    raise ValidationError(
        _("Protokol ini sudah diterbitkan sebagai versi %(edition)s. Buka versi itu, lalu ulangi perubahan Anda."),
        code="changed",
        params={"edition": newest.edition},
    )


def next_edition(code: str, text: dict[str, str], actor: User, at: datetime) -> Protocol:
    """The edition after the latest, in force instead of it; without questions yet."""
    Protocol.objects.current().filter(code=code).update(is_current=False)
    latest = Protocol.objects.filter(code=code).aggregate(top=Max("edition"))["top"] or 0
    return Protocol.objects.create(code=code, edition=latest + 1, written_by=actor, published_at=at, **text)


def checked(title: str, sop: str, questions: Sequence[Asked]) -> dict[str, str]:
    """The texts, trimmed; a protocol has a title and one to twelve questions that fit the panel."""
    errors: dict[str, str] = {}
    if not title.strip() or len(title.strip()) > 60:
        errors["title"] = _("Tulis judul, paling panjang 60 huruf.")
    if len(sop.strip()) > 2000:
        errors["sop"] = _("Teks SOP paling panjang 2.000 huruf.")
    if not 1 <= len(questions) <= MOST:
        errors["questions"] = _("Tulis satu sampai dua belas pertanyaan.")
    for one in questions:
        if not is_sound(one):
            errors["questions"] = _(
                "Pertanyaan paling panjang 90 huruf, petunjuk 300, alasan memanggil 40; prioritas hanya dengan jawaban "
                "bahaya, instansi dengan jawaban dan alasan yang memanggilnya."
            )
    if errors:
        raise ValidationError(dict(errors))
    return {"title": title.strip(), "sop": sop.replace("\r\n", "\n").strip()}


def is_sound(one: Asked) -> bool:
    """Whether a question fits its row."""
    is_short = 0 < len(one.text.strip()) <= 90 and len(one.instruction.strip()) <= 300
    is_known = one.alarm in ("", *Question.ALARMS) and one.raises_to in (None, *Priority.values)
    is_called_well = not one.agency or (one.agency_reply in Question.ALARMS and 0 < len(one.agency_when.strip()) <= 40)
    return is_short and is_known and is_called_well and bool(one.alarm or one.raises_to is None)


def kinds_of(codes: Sequence[str]) -> list[Category]:
    """The kinds of event a protocol is for."""
    kinds = list(Category.objects.filter(code__in=codes).order_by("order"))
    if not kinds or len(kinds) != len(set(codes)):
        raise ValidationError({"categories": _("Pilih sedikitnya satu jenis kejadian dari daftar.")})
    return kinds


def is_same(row: Protocol, text: dict[str, str], kinds: Sequence[Category], questions: Sequence[Asked]) -> bool:
    """Whether an edition already says exactly this."""
    asked = [
        Asked(
            one.text,
            one.alarm,
            one.raises_to,
            one.instruction,
            one.agency.code if one.agency else "",
            one.agency_reply,
            one.agency_when,
        )
        for one in row.questions.all()
    ]
    new = [
        replace(
            one,
            text=one.text.strip(),
            instruction=one.instruction.strip(),
            agency_reply=one.agency_reply if one.agency else "",
            agency_when=one.agency_when.strip() if one.agency else "",
        )
        for one in questions
    ]
    same_text = (row.title, row.sop) == (text["title"], text["sop"])
    return same_text and asked == new and {one.pk for one in row.categories.all()} == {one.pk for one in kinds}


def new_code(title: str) -> str:
    """A code for a protocol that begins; one that is taken belongs to another protocol."""
    code = slugify(title)[:40]
    if not code or Protocol.objects.filter(code=code).exists():
        raise ValidationError({"title": _("Judul ini sudah dipakai protokol lain. Pilih judul lain.")})
    return code


def refuse_shared(kinds: Sequence[Category], code: str) -> None:
    """A kind of event is asked by one protocol."""
    others = Protocol.objects.current().filter(categories__in=kinds).exclude(code=code)
    taken = list(others.values_list("categories__name", "title").filter(categories__in=kinds)[:1])
    if taken:
        raise ValidationError(
            {
                "categories": _("%(kind)s sudah memakai protokol %(title)s.")
                % {"kind": taken[0][0], "title": taken[0][1]}
            }
        )


@transaction.atomic
def approve_protocol(protocol_id: int, *, actor: User, version: int | None = None) -> Protocol:
    """The centre's own SOP stands behind this edition from now on; its texts are no longer an example."""
    row: Protocol = Protocol.objects.locked(protocol_id, version=version)
    permit(actor, "keep_protocols")
    if row.approved_at:
        raise ValidationError(_("Versi ini sudah disahkan."), code="already_approved")
    if not row.is_current:
        raise ValidationError(_("Versi ini sudah diganti; sahkan versi terbaru."), code="not_current")
    row.approved_by, row.approved_at = actor, now()
    row.save(update_fields=["approved_by", "approved_at"])
    record(row, "approved", actor=actor, at=row.approved_at, code=row.code, edition=row.edition)
    return row
