"""Who of the desk has taken an incident in hand: "yang saya tangani" on the board. Reads, decides nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from incidents.models import Incident
from journal.models import Entry

# What only the desk does. A note alone, or a report joined, does not make an incident one's own.
DEEDS = ("assigned", "escalated", "recalled", "acknowledged", "changed", "reopened")


def handlers_of(rows: Iterable[Incident]) -> dict[int, list[int]]:
    """The accounts that did one of these deeds, by incident, in the order of their numbers."""
    subjects = {row.subject: row.pk for row in rows}
    done = Entry.objects.filter(subject__in=subjects, verb__in=DEEDS, actor__isnull=False)
    found: dict[int, list[int]] = defaultdict(list)
    for subject, actor_id in done.order_by("actor_id").values_list("subject", "actor_id").distinct():
        found[subjects[subject]].append(actor_id)
    return found
