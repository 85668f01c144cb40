"""Every address of the site against everybody who may knock: who reads what, and who changes nothing anywhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver

from agencies.models import Role
from calls import actions as calls
from calls.models import Report
from incidents.actions import send_message, start_surge
from incidents.models import Incident
from reporting.actions import build
from tests.calls.protocols import publish
from tests.endpoints import addresses, takes_post
from tests.factories import WARD, browser, machine_client, person, ring, told, traces
from tests.incidents import plans
from tests.incidents.files import attached, darkroom

__all__ = ["darkroom"]

pytestmark = pytest.mark.django_db

# Without a watch one can sign in, choose a language, ring in a demo, and read how the API is spoken.
OPEN = {"masuk/", "keluar/", "bahasa/setlang/", "api/v1/demo/ring/", "api/v1/schema/"}
DESK = {"dispatcher", "supervisor"}
INTAKE = {"taker", "supervisor"}
ROOM = DESK | INTAKE
FIRE = {"damkar", "damkar's own system"}
READERS = {"centre's head", "damkar's head", "supervisor", "administrator"}
PEOPLE = ROOM | READERS | {"damkar", "police"}
MACHINES = {"exchange", "gateway of places", "gateway of messages", "gateway of units", "damkar's own system"}

# Who is answered by what can be read.
READ: dict[str, set[str]] = {
    "konsol/": INTAKE,
    "konsol/usulan/": {"supervisor"},
    "protokol/": {"supervisor"},
    "protokol/baru/": {"supervisor"},
    "protokol/{pk}/": {"supervisor"},
    "protokol/{pk}/ubah/": {"supervisor"},
    "papan/": DESK,
    "rencana/": {"supervisor"},
    "rencana/baru/": {"supervisor"},
    "rencana/coba/": {"supervisor"},
    "rencana/{pk}/": {"supervisor"},
    "rencana/{pk}/ubah/": {"supervisor"},
    "papan/peta/": DESK,
    "dinding/": {"wall"},
    "catatan-lokasi/": DESK,
    "rumah-sakit/": DESK,
    "tugas/": {"damkar", "police"},
    "laporan/": READERS,
    "laporan/{key}/": READERS,
    "riwayat/": PEOPLE - {"administrator"},
    "riwayat/panggilan/": ROOM,
    "panggilan/{pk}/": ROOM,
    "kejadian/{pk}/": ROOM | {"damkar", "damkar's head", "centre's head"},
    "rekaman/{pk}/": set(),
    "lampiran/{pk}/": ROOM | {"damkar"},
    "lampiran/{pk}/kecil/": ROOM | {"damkar"},
    "api/v1/places/": ROOM,
    "api/v1/places/outside/": INTAKE,
    "api/v1/places/at/": ROOM,
    "api/v1/places/within/": ROOM,
    "api/v1/areas/": PEOPLE | MACHINES | {"wall"},
    "api/v1/roads/{rank}/": PEOPLE | MACHINES | {"wall"},
    "api/v1/posts/": ROOM,
    "api/v1/cameras/": ROOM,
    "api/v1/place-notes/": DESK,
    "api/v1/board/": DESK,
    "api/v1/board/shares/": DESK,
    "api/v1/wall/": {"wall"},
    "api/v1/wall/strip/": {"wall"},
    "api/v1/positions/": {"gateway of units"},
    "api/v1/calls/": INTAKE,
    "api/v1/agency/": FIRE | {"police"},
    "api/v1/calls/{pk}/locations/": INTAKE,
    "api/v1/calls/{pk}/messages/": INTAKE,
    "api/v1/calls/{pk}/history/": ROOM,
    "api/v1/incidents/{pk}/callers/": ROOM,
    "api/v1/incidents/{pk}/reports/": ROOM,
    "api/v1/incidents/search/": ROOM,
    "api/v1/incidents/{pk}/attachments/": ROOM | FIRE,
    "api/v1/incidents/{pk}/ways/": DESK,
    "api/v1/incidents/{pk}/journal/": ROOM | FIRE | {"damkar's head", "centre's head"},
    "api/v1/protocols/{pk}/": INTAKE,
    "api/v1/surges/{pk}/sitrep/": DESK,
    "api/v1/reports-drafts/": INTAKE,
    "api/v1/reports-drafts/{pk}/matches/": {"taker"},
    "api/v1/reports-drafts/{pk}/proposals/": {"taker"},
    "api/v1/reports-drafts/{pk}/following/": {"taker"},
    "api/v1/reports-drafts/{pk}/handed/": {"taker"},
    "api/v1/reports/{key}/": READERS,
}

# Enough for most commands, so that it is the role that refuses.
BODY = {
    "verb": "accept",
    "text": "Ada.",
    "reason": "lain",
    "disposition": "nihil",
    "agencies": ["POL"],
    "units": [],
    "outcome": "prank",
    "result": "no_answer",
    "calls": [1],
    "is_done": True,
    "is_paused": True,
    "on_duty": False,
    "source": "radio",
    "category": "kebakaran_rumah",
    "place_text": "Jl. Uji",
    "area": WARD,
    "priority": 1,
    "incident": 1,
    "lines": [],
    "to": "transfer",
    "cause": "salah",
    "areas": [],
    "alert": "siaga",
    "what": "dead",
    "value": 1,
    "incidents": [1],
}


def doors() -> dict[str, bool]:
    """Every address of ours but the administration's, and whether it takes commands; ids stand as `{pk}`."""
    found = {}
    for route, pattern in addresses(get_resolver()):
        if not route.startswith("admin/"):
            plain = re.sub(r"<\w+:(\w+)>|\(\?P<(\w+)>[^)]*\)", lambda part: f"{{{part[1] or part[2]}}}", route)
            found[plain.strip("^$")] = takes_post(pattern)
    return found


@pytest.fixture
def ids(
    darkroom: Path, fire: Incident, call_taker: User, dispatcher: User, supervisor: User
) -> dict[str, dict[str, Any]]:
    """What stands behind the addresses: a call that is being talked in, its draft, a fire that Damkar was told of."""
    call = calls.answer(ring().pk, actor=call_taker)
    draft = Report.objects.get(call=call)
    calls.save_draft(draft.pk, actor=call_taker, place_text="Jl. Uji", area=WARD, category="kebakaran_rumah")
    protocol = publish(supervisor)
    plan = plans.publish(supervisor)
    assignment = told(fire, dispatcher, units=("DMK-01",))
    surge = start_surge("begal", [WARD], "siaga", "ramai", actor=supervisor)
    build("2025-11", actor=None)
    return {
        "call": {"pk": call.pk, "line": 1, "deed": "tahan"},
        "draft": {"pk": draft.pk},
        "incident": {"pk": fire.pk, "report_id": draft.pk},
        "assignment": {"pk": assignment.pk},
        "protocol": {"pk": protocol.pk},
        "plan": {"pk": plan.pk},
        "message": {"pk": send_message(fire.pk, "Ada.", units=["DMK-01"], actor=dispatcher)[0].pk},
        "attachment": {"pk": attached(fire, dispatcher).pk},
        "surge": {"pk": surge.pk},
        "month": {"key": "2025-11"},
        "rest": {"pk": 1, "deed": "approve", "rank": 1},
    }


def filled(door: str, ids: dict[str, dict[str, Any]]) -> str:
    """An address with the ids of what stands behind it."""
    kinds = {
        "api/v1/calls/": "call",
        "panggilan/": "call",
        "api/v1/reports-drafts/": "draft",
        "api/v1/incidents/": "incident",
        "kejadian/": "incident",
        "api/v1/assignments/": "assignment",
        "api/v1/unit-messages/": "message",
        "api/v1/protocols/": "protocol",
        "api/v1/surges/": "surge",
        "protokol/": "protocol",
        "lampiran/": "attachment",
        "api/v1/attachments/": "attachment",
        "rencana/": "plan",
        "laporan/{key}": "month",
        "api/v1/reports/{key}": "month",
    }
    kind = next((kind for start, kind in kinds.items() if door.startswith(start)), "rest")
    searches = ("api/v1/places/", "api/v1/places/outside/", "api/v1/incidents/search/")
    query = {
        "api/v1/places/at/": "?lat=-3.96&lng=122.53",
        "api/v1/places/within/": "?south=-4&west=122&north=-3&east=123",
        **dict.fromkeys(searches, "?q=ke"),
    }
    return "/" + door.format(**ids[kind]) + query.get(door, "")


@pytest.fixture
def visitors(
    call_taker: User,
    dispatcher: User,
    supervisor: User,
    damkar: User,
    police: User,
    head: User,
    centre_head: User,
    administrator: User,
) -> dict[str, Client]:
    """Everybody who may knock."""
    people = {
        "wall": person("dinding", "Layar Dinding", Role.WALL),
        "taker": call_taker,
        "dispatcher": dispatcher,
        "supervisor": supervisor,
        "damkar": damkar,
        "police": police,
        "damkar's head": head,
        "centre's head": centre_head,
        "administrator": administrator,
    }
    machines = {
        "exchange": machine_client("pabx", "telephony"),
        "gateway of places": machine_client("aml", "location"),
        "gateway of messages": machine_client("wa", "messages"),
        "gateway of units": machine_client("traccar", "positions"),
        "damkar's own system": machine_client("damkar", "agency:DMK"),
    }
    return {name: browser(user) for name, user in people.items()} | machines


def test_a_stranger_finds_every_door_closed(ids: dict[str, dict[str, Any]]) -> None:
    before = traces()
    for door, is_command in doors().items():
        address = filled(door, ids)
        answers = [Client().get(address)] + [Client().post(address, {}, "application/json")] * is_command
        for answer in answers:
            is_sent_to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/masuk/?next=")
            is_closed = is_sent_to_sign_in or answer.status_code in (401, 405)
            assert is_closed != (door in OPEN) or answer.status_code == 405, f"{door}: {answer.status_code}"
    assert traces() == before


def test_each_address_is_read_by_exactly_those_who_may(
    ids: dict[str, dict[str, Any]], visitors: dict[str, Client]
) -> None:
    found = {}
    for door in doors():
        if door in OPEN or not door:
            continue
        answers = {name: client.get(filled(door, ids)) for name, client in visitors.items()}
        readers = {name for name, answer in answers.items() if answer.status_code == 200}
        if readers or door in READ:
            found[door] = readers
        assert {answer.status_code for answer in answers.values()} <= {200, 302, 401, 403, 404, 405}, door
    assert found == READ


@pytest.mark.parametrize(
    "who", ["damkar's head", "centre's head", "wall", "exchange", "gateway of places", "gateway of messages"]
)
def test_who_only_reads_or_only_tells_changes_nothing_anywhere(
    ids: dict[str, dict[str, Any]], visitors: dict[str, Client], who: str
) -> None:
    before = traces()
    for door, is_command in doors().items():
        if is_command and door not in OPEN:
            answer = visitors[who].post(filled(door, ids), BODY, "application/json")
            assert answer.status_code in (302, 400, 401, 403, 404, 405, 422), f"{door}: {answer.status_code}"
    assert traces() == before


def test_another_agency_reaches_nothing_of_what_it_was_not_given(
    ids: dict[str, dict[str, Any]], visitors: dict[str, Client]
) -> None:
    before = traces()
    for door, is_command in doors().items():
        if is_command and any(f"{rows}/{{pk}}" in door for rows in ("incidents", "assignments", "unit-messages")):
            answer = visitors["police"].post(filled(door, ids), BODY, "application/json")
            assert answer.status_code in (400, 403, 404), f"{door}: {answer.status_code}"
    assert traces() == before


def test_every_page_says_that_nobody_may_frame_it_nor_add_to_it(
    ids: dict[str, dict[str, Any]], visitors: dict[str, Client]
) -> None:
    pages = [("supervisor", door) for door, readers in READ.items() if "supervisor" in readers] + [("police", "tugas/")]
    answers = [visitors[who].get(filled(door, ids)) for who, door in pages] + [Client().get("/masuk/")]
    for answer in answers:
        policy = answer["Content-Security-Policy"]
        assert {"default-src 'self'", "frame-ancestors 'none'", "form-action 'self'"} <= set(policy.split("; "))
        assert "unsafe" not in policy
        assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")
        assert answer["Referrer-Policy"] == "same-origin"


def test_the_cookie_of_a_session_is_for_our_own_pages_and_no_script(dispatcher: User) -> None:
    dispatcher.set_password("sandi-yang-panjang")
    dispatcher.save(update_fields=["password"])
    typed = {"username": dispatcher.username, "password": "sandi-yang-panjang"}
    cookie = Client().post("/masuk/", typed).cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
