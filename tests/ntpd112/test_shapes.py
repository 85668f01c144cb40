"""Real answers are of the form that the description gives them: every part is named, and no other is there."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import now
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from agencies.actions import write_handover
from calls import actions as calls
from calls.actions.hearing import SwitchEvent
from calls.models import Call, Report
from incidents import actions
from incidents.models import Incident
from journal.models import Timer
from journal.timers import fire_due
from tests.factories import WARD, browser, get, incident, machine_client, minutes, post, ring, told, unit, write

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The description, in which an object has no part that is not named."""
    whole = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    found: dict[str, Any] = closed(whole)
    return found


def closed(node: Any) -> Any:
    """The same description, strict."""
    if isinstance(node, list):
        return [closed(one) for one in node]
    if not isinstance(node, dict):
        return node
    more = {"additionalProperties": False} if isinstance(node.get("properties"), dict) else {}
    return more | {key: closed(value) for key, value in node.items()}


def misfits(schema: dict[str, Any], path: str, verb: str, answer: tuple[int, dict[str, Any]]) -> list[str]:
    """Where an answer is not as described for its status."""
    status, body = answer
    said = schema["paths"][f"/api/v1/{path}"][verb]["responses"][str(status)]["content"]["application/json"]["schema"]
    validator = Draft202012Validator({**said, "components": schema["components"]})
    return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(body)]


def kinds(answer: tuple[int, dict[str, Any]]) -> set[str]:
    """The kinds of its cards."""
    return {card["kind"] for card in answer[1]["cards"]}


@pytest.fixture
def night(fire: Incident, case: Incident, dispatcher: User, call_taker: User, supervisor: User) -> None:
    """Something of everything: agencies told, a limit passed, a surge, drafts, calls that ring, talk or gave up."""
    actions.start_surge("begal", [WARD], "awas", "ramai", actor=supervisor)
    told(fire, dispatcher, agencies=("POL",), units=("DMK-01",))
    incident(reported_at=now() - minutes(8))
    ring(number="0811-0000-0001")
    Timer.objects.pending().filter(kind="ring").update(due_at=now(), next_try_at=now())
    while fire_due():
        pass
    talking = calls.answer(ring().pk, actor=call_taker)
    draft = Report.objects.get(call=talking)
    calls.save_draft(draft.pk, actor=call_taker, place_text="Jl. Uji", area=WARD, category="begal")
    calls.see_draft(draft.pk, actor=dispatcher)
    calls.answer(write(sender="+6281100000002").pk, actor=call_taker)
    lost = ring(number="0811-0000-0003")
    calls.hear(SwitchEvent("ended", lost.switch_id, now()), actor=None)
    write_handover("Hujan lebat.", actor=call_taker)


def test_the_board_fits(schema: dict[str, Any], night: None, dispatcher: User, supervisor: User) -> None:
    for user in (dispatcher, supervisor):
        answer = get(browser(user), "board/")
        assert kinds(answer) == {"incident", "unit", "draft", "ring", "surge"}
        assert misfits(schema, "board/", "get", answer) == []


def test_the_queue_fits(schema: dict[str, Any], night: None, call_taker: User) -> None:
    answer = get(browser(call_taker), "calls/")
    assert kinds(answer) == {"call", "incident", "member", "handover", "ring", "draft", "surge"}
    assert misfits(schema, "calls/", "get", answer) == []


def test_an_agencys_cards_fit(schema: dict[str, Any], night: None, damkar: User) -> None:
    answer = get(browser(damkar), "agency/")
    assert kinds(answer) == {"incident", "unit", "surge"}
    assert misfits(schema, "agency/", "get", answer) == []


def test_what_a_command_answers_fits_at_the_desk_and_for_an_agency(
    schema: dict[str, Any], dispatcher: User, damkar: User
) -> None:
    desk = browser(dispatcher)
    body = {"source": "radio", "category": "kebakaran_rumah", "place_text": "Jl. Uji", "area": WARD}
    opened = post(desk, "incidents/", body)
    assert (opened[0], misfits(schema, "incidents/", "post", opened)) == (201, [])
    pk = opened[1]["incident"]["id"]
    given = post(desk, f"incidents/{pk}/assignments/", {"agencies": ["POL"], "units": ["DMK-01"]})
    assert (given[0], misfits(schema, "incidents/{id}/assignments/", "post", given)) == (201, [])
    row = Incident.objects.get(pk=pk).assignments.get(unit=unit("DMK-01")).pk
    moved = post(desk, f"assignments/{row}/moving/", {"unit": "DMK-02"})
    assert (moved[0], misfits(schema, "assignments/{id}/moving/", "post", moved)) == (201, [])
    back = post(desk, f"assignments/{moved[1]['assignments'][0]}/moving/undo/", {})
    assert (back[0], misfits(schema, "assignments/{id}/moving/undo/", "post", back)) == (200, [])
    sent = post(desk, f"incidents/{pk}/messages/", {"text": "Lorong kiri.", "units": ["DMK-01"]})
    assert (sent[0], misfits(schema, "incidents/{id}/messages/", "post", sent)) == (201, [])
    read = post(browser(damkar), f"unit-messages/{sent[1]['messages'][0]}/reading/", {})
    assert (read[0], misfits(schema, "unit-messages/{id}/reading/", "post", read)) == (200, [])
    ways = get(desk, f"incidents/{pk}/ways/?units=DMK-01")
    assert misfits(schema, "incidents/{id}/ways/", "get", ways) == []
    journal = get(desk, f"incidents/{pk}/journal/")
    assert misfits(schema, "incidents/{id}/journal/", "get", journal) == []
    task = Incident.objects.get(pk=pk).assignments.get(unit=unit("DMK-01")).pk
    steps = {"accept": browser(damkar), "depart": machine_client("damkar", "agency:DMK"), "arrive": desk}
    for verb, client in steps.items():
        done = post(client, f"assignments/{task}/progress/", {"verb": verb})
        assert (done[0], misfits(schema, "assignments/{id}/progress/", "post", done)) == (200, []), verb


def test_a_refusal_fits_too(schema: dict[str, Any], ringing: Call, dispatcher: User) -> None:
    answer = post(browser(dispatcher), f"calls/{ringing.pk}/answer/")
    assert (answer[0], misfits(schema, "calls/{id}/answer/", "post", answer)) == (403, [])
