"""The words behind the codes and ids in the journal, looked up at once for any number of entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import User

from agencies.models import Agency, Area, Member
from incidents.messages import UnitMessage
from incidents.models import Assignment, Category, Disposition, Escalation, Note
from incidents.plans import Plan
from incidents.sentences import Names
from journal.models import Entry


def names_of(entries: Collection[Entry], *, with_content: bool = True, with_messages: bool = False) -> Names:
    """The names that these entries need, in a handful of queries.

    Without content (a confidential incident to somebody not cleared) the kind of event, the notes and the reasons of
    refusals stay out; agencies, areas and endings do not. Messages to units are only for the desk and for
    those they were sent to.
    """
    facts = [entry.facts for entry in entries]
    names = Names(
        people=people(entry.actor_id for entry in entries),
        agencies=dict(Agency.objects.values_list("code", "short_name")),
        areas=dict(Area.objects.filter(code__in=area_codes(facts)).values_list("code", "name")),
        dispositions=dict(Disposition.objects.values_list("code", "name")),
        told=dict(Escalation.objects.filter(pk__in=values(facts, "escalation")).values_list("pk", "told")),
    )
    if with_content:
        names.categories.update(Category.objects.filter(code__in=values(facts, "category")).values_list("code", "name"))
        if by_hand := {row["escalation"] for row in facts if row.get("by_hand")}:
            names.raised_for.update(Escalation.objects.filter(pk__in=by_hand).values_list("pk", "reason"))
        if editions := values(facts, "plan"):
            named = Plan.objects.filter(code__in=editions).values_list("code", "edition", "title")
            names.plans.update({(code, edition): title for code, edition, title in named})
        names.notes.update(Note.objects.filter(pk__in=values(facts, "note")).values_list("pk", "text"))
        if with_messages and (sent := values(facts, "message")):
            names.messages.update(UnitMessage.objects.filter(pk__in=sent).values_list("pk", "text"))
        names.reasons.update(Assignment.objects.filter(pk__in=values(facts, "assignment")).values_list("pk", "reason"))
    return names


def area_codes(facts: Iterable[dict[str, Any]]) -> set[str]:
    """Every area spoken of, alone or among several."""
    rows = list(facts)
    return values(rows, "area") | {code for row in rows for code in row.get("areas", ())}


def people(ids: Iterable[int | None]) -> dict[int, str]:
    """Who acted: the name, and the agency of whoever belongs to one."""
    wanted = {pk for pk in ids if pk is not None}
    named = {user.pk: user.get_full_name() or user.username for user in User.objects.filter(pk__in=wanted)}
    members = Member.objects.filter(user__in=wanted, agency__isnull=False).values_list("user_id", "agency__code")
    return named | {pk: f"{named[pk]} · {code}" for pk, code in members}


def values(facts: Iterable[dict[str, Any]], key: str) -> set[Any]:
    """Every value of this fact, also where a change moved it from one to another."""
    rows = list(facts)
    direct = {row[key] for row in rows if row.get(key) is not None}
    moved = {value for row in rows for value in row.get("moved", {}).get(key, ()) if value is not None}
    return direct | moved
