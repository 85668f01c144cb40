"""What holds for every command of the desk and of the agencies: the version, the sign-in, and whose incident it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from dispatch.actions import share_out
from dispatch.shares import Share
from incidents import actions
from incidents.actions.response import Told
from incidents.attachments import Attachment
from incidents.messages import UnitMessage
from incidents.models import Assignment, Escalation, Incident, Reservation
from tests.endpoints import commands
from tests.factories import browser, machine_client, post, told, unit
from tests.incidents.files import attached, darkroom
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


__all__ = ["darkroom"]

COMMANDS = commands("dispatch")
EVERYTHING = {
    "agencies": ["POL"],
    "disposition": "nihil",
    "reason": "x",
    "remind_at": None,
    "priority": 2,
    "level": 2,
    "text": "x",
    "verb": "accept",
    "is_on_duty": False,
}


@pytest.fixture
def photo(darkroom: Path, task: Assignment, dispatcher: User) -> Attachment:
    """A photo of the fire."""
    return attached(task.incident, dispatcher)


@pytest.fixture
def kept(task: Assignment, dispatcher: User) -> Reservation:
    """The lamp crew is kept for the fire."""
    return actions.reserve(task.incident_id, agencies=["DHB"], actor=dispatcher)[0]


@pytest.fixture
def message(task: Assignment, dispatcher: User) -> UnitMessage:
    """What Damkar was told about the fire."""
    return actions.send_message(task.incident_id, "Api di dapur.", agencies=["DMK"], actor=dispatcher)[0]


@pytest.fixture
def share(dispatcher: User) -> Share:
    """The dispatcher holds the fire brigade."""
    return share_out("agency", "DMK", dispatcher.member.watches.get().pk, actor=dispatcher)


@pytest.fixture
def rows(
    escalation: Escalation, task: Assignment, photo: Attachment, share: Share, kept: Reservation, message: UnitMessage
) -> dict[str, int]:
    """The rows of this story by what their addresses begin with."""
    return {
        "incidents": task.incident_id,
        "assignments": task.pk,
        "escalations": escalation.pk,
        "units": unit("DMK-01").pk,
        "unit-messages": message.pk,
        "attachments": photo.pk,
        "board": share.pk,
        "reservations": kept.pk,
    }


def addressed(path: str, rows: dict[str, int]) -> str:
    """The address of a command for the rows of this story."""
    return path.format(pk=rows[path.partition("/")[0]])


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_honours_the_version_of_the_card(
    desk: Client, escalation: Escalation, rows: dict[str, int], path: str
) -> None:
    said = {**EVERYTHING, "parent": escalation.incident_id, "version": 77}
    status, answer = post(desk, addressed(path, rows), said)
    assert (status, answer["code"]) == (409, "changed")
    assert "sudah diubah orang lain" in answer["detail"]
    if "board" in path:
        return  # the board hears of a share within a second
    kind = "unit" if path.startswith("units") else "incident"
    assert (answer["card"]["kind"], answer["card"]["version"] < 77) == (kind, True)


@pytest.mark.parametrize("path", COMMANDS)
def test_nobody_commands_without_signing_in(rows: dict[str, int], path: str) -> None:
    assert refusal(post(Client(), addressed(path, rows), EVERYTHING)) == (
        401,
        "not_authenticated",
    )


@pytest.mark.parametrize("path", [path for path in COMMANDS if path.startswith("incidents")])
def test_an_incident_of_others_is_not_there(task: Assignment, police: User, path: str) -> None:
    for client in (browser(police), machine_client("polisi", "agency:POL"), machine_client("pabx", "telephony")):
        answer = post(client, path.format(pk=task.incident_id), {**EVERYTHING, "parent": task.incident_id})
        assert refusal(answer) == (404, "not_found")


def test_a_masked_card_comes_with_a_changed_too(desk: Client, case: Incident, dispatcher: User) -> None:
    answer = post(desk, f"incidents/{case.pk}/closing/", {"disposition": "nihil", "version": 77})[1]
    assert answer["card"]["title"] == "Kejadian tertutup"
    row = told(case, dispatcher, agencies=("POL",))
    actions.progress(row.pk, "decline", actor=dispatcher, told=Told(reason="rahasia"))
    assert "rahasia" not in repr(post(desk, f"incidents/{case.pk}/notes/", {"text": "x", "version": 77})[1])


def test_who_was_slower_is_told_what_won(dispatcher: User, supervisor: User, fire: Incident, case: Incident) -> None:
    told(fire, supervisor, units=("DMK-01",))
    late = post(browser(dispatcher), f"incidents/{fire.pk}/closing/", {"disposition": "nihil", "version": 1})
    assert refusal(late) == (409, "changed")
    assert "Terakhir: DMK-01 ditugaskan" in late[1]["detail"] and "(Ahmad Rifai" in late[1]["detail"]
    told(case, supervisor, agencies=("POL",))
    hidden = post(browser(dispatcher), f"incidents/{case.pk}/closing/", {"disposition": "nihil", "version": 1})
    assert "Terakhir" not in hidden[1]["detail"]


def test_a_recall_offers_no_undoing(dispatcher: User, fire: Incident) -> None:
    row = told(fire, dispatcher, units=("DMK-01",))
    status, answer = post(browser(dispatcher), f"assignments/{row.pk}/progress/", {"verb": "recall"})
    assert (status, answer["undo_until"]) == (200, None)


def test_an_agency_is_not_told_what_others_did(dispatcher: User, fire: Incident, damkar: User) -> None:
    row = told(fire, dispatcher, agencies=("DMK", "POL"))
    actions.note(fire.pk, "Saksi di rumah tetangga.", actor=dispatcher)
    late = post(browser(damkar), f"assignments/{row.pk}/progress/", {"verb": "accept", "version": 1})
    assert refusal(late) == (409, "changed")
    assert "Terakhir" not in late[1]["detail"]


def test_the_time_to_take_back_runs_from_when_a_step_is_entered(dispatcher: User, fire: Incident) -> None:
    row = told(fire, dispatcher, units=("DMK-01",))
    Assignment.objects.filter(pk=row.pk).update(notified_at=now() - timedelta(minutes=5))
    Incident.objects.update(reported_at=now() - timedelta(minutes=6))
    said = {"verb": "arrive", "via": "radio", "at": (now() - timedelta(minutes=3)).isoformat()}
    _status, answer = post(browser(dispatcher), f"assignments/{row.pk}/progress/", said)
    assert datetime.fromisoformat(answer["undo_until"]) > now()
    assert post(browser(dispatcher), f"assignments/{row.pk}/undo/", {})[0] == 200
