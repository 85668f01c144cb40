"""An answer calls for an agency: it is added to whom the call-taker means, and the dispatcher is told, and why."""

from __future__ import annotations

from calls.calling import called_by, calling, read
from calls.models import Report
from calls.protocols import fitting
from incidents.models import Incident
from incidents.proposing import NOBODY, called_for, is_meant

MOST = 13  # codes that fit into the column


def propose_called(draft: Report, before: set[str]) -> None:
    """Add whom an answer has just called for to those whom the call-taker ticked by hand, as part of saving the draft;
    `before` are those called for already. Where he ticked nobody by hand nobody need be added.
    """
    if not draft.proposed or draft.category is None:
        return
    called = called_by(read(draft))
    known = {*called_for(draft.category), *(one.agency for one in called)}
    ticked = [code for code in draft.proposed.split(",") if code and code != NOBODY]
    added = [one.agency for one in called if one.is_called and one.agency not in before | set(ticked)]
    if added and is_meant(draft.proposed, known) and len(ticked) + len(added) <= MOST:
        draft.proposed = ",".join([*ticked, *added])
        draft.save(update_fields=["proposed"])


def renew_called(incident: Incident) -> None:
    """Put on an incident, whose lock is held, whom its reports' answers call for or their call-takers ticked."""
    rows = Report.objects.filter(incident=incident).select_related("category").order_by("pk")
    found: dict[str, list[str]] = {}
    for report in rows.prefetch_related(fitting(), calling()):
        for one in called_by(report):
            if one.is_called or one.agency in report.proposed.split(","):
                found.setdefault(one.agency, [one.agency, one.name, one.why])
    if incident.called != list(found.values()):
        incident.called = list(found.values())
        incident.save(update_fields=["called"])
