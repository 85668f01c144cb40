"""What holds for every command of the console: the version of the card, and the sign-in."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now
from pytest_django import Settings

from calls import actions
from calls.actions.exchange import ONLY
from calls.actions.hearing import SwitchEvent
from calls.models import Call, Report
from calls.thread import Message
from incidents.actions import merge
from incidents.models import Incident
from tests.endpoints import commands, posting
from tests.factories import browser, get, incident, post, ring, traces, write
from tests.refusals import refusal

pytestmark = pytest.mark.django_db

UNSEEN = 77
# The reason that a command asks for is of its own list.
REASONS = {
    "calls/{pk}/reason/": "child",
    "calls/{pk}/callback/closing/": "surge",
    "reports-drafts/{pk}/ending/": "handled",
}


def lost(number: str) -> Call:
    """A call that rang until its caller gave up."""
    call = ring(number=number)
    return actions.hear(SwitchEvent("ended", call.switch_id, now()), actor=None)


def nobodys(number: str) -> Call:
    """A call that was picked up at a telephone where nobody sits."""
    call = ring(number=number)
    return actions.hear(SwitchEvent("answered", call.switch_id, now(), extension="1099"), actor=None)


@pytest.fixture
def rows(call_taker: User, dispatcher: User, settings: Settings) -> dict[str, dict[str, int]]:
    """What each command is given on: by its address, else by the first word of it."""
    settings.ASTERISK_URL = "ami://cad:rahasia@127.0.0.1/?queue=112"
    actions.exchange_heard(actor=None)
    talking = actions.answer(ring().pk, actor=call_taker)
    Call.objects.filter(pk=talking.pk).update(exchange=ONLY)
    waiting, taken = lost("0811-0000-0001"), lost("0811-0000-0002")
    actions.take_call_back(taken.pk, actor=call_taker)
    thread = actions.answer(write(sender="+6281100000003").pk, actor=call_taker)
    draft = {"pk": Report.objects.get(call=talking).pk}
    merged = incident()
    radio = actions.start_report("radio", actor=call_taker)
    sent = actions.forward(radio.pk, actor=call_taker, category="begal", place_text="Jl. Uji")
    merge(merged.pk, incident().pk, actor=dispatcher)
    return {
        "calls": {"pk": talking.pk},
        "reports": draft,
        "reports-drafts": draft,
        "incidents": {"pk": merged.pk},
        "incidents/{pk}/splitting/": {"pk": sent.incident_id or 0},
        "calls/{pk}/answer/": {"pk": ring(number="0811-0000-0004").pk},
        "calls/{pk}/taking/": {"pk": nobodys("0811-0000-0005").pk},
        "calls/{pk}/callback/": {"pk": waiting.pk},
        "calls/{pk}/callback/closing/": {"pk": waiting.pk},
        "calls/{pk}/callback/release/": {"pk": taken.pk},
        "calls/{pk}/callback/tries/": {"pk": taken.pk},
        "calls/{pk}/messages/": {"pk": thread.pk},
        "calls/{pk}/messages/{line}/resending/": {"pk": thread.pk, "line": Message.objects.get(call=thread).pk},
    }


@pytest.fixture
def body(fire: Incident, second_call_taker: User) -> dict[str, Any]:
    """Everything any of them asks for."""
    return {
        "version": UNSEEN,
        "outcome": "prank",
        "reason": "callback",
        "words": "x",
        "result": "no_answer",
        "verb": "hold",
        "text": "x",
        "lines": [{"key": str(uuid4()), "text": "x", "at": now().isoformat()}],
        "incident": fire.pk,
        "into": fire.pk,
        "draft": actions.start_report("radio", actor=second_call_taker).pk,
    }


@pytest.mark.parametrize("path", commands("calls"))
def test_every_command_honours_the_version_of_the_card(
    rows: dict[str, dict[str, int]], body: dict[str, Any], call_taker: User, dispatcher: User, path: str
) -> None:
    is_desks = path.endswith("/seen/") or path.startswith("incidents")
    client = browser(dispatcher if is_desks else call_taker)
    address = path.format(**rows.get(path) or rows[path.partition("/")[0]])
    more = {"report": Report.objects.exclude(incident=None).get().pk} if path.endswith("/splitting/") else {}
    before = traces()
    status, answer = post(client, address, {**body, **more, "reason": REASONS.get(path, body["reason"])})
    assert (status, answer["code"]) == (409, "changed")
    assert "sudah diubah orang lain" in answer["detail"]
    assert path.endswith("/seen/") or answer["card"]["version"] < UNSEEN
    assert traces() == before


@pytest.mark.parametrize("path", posting("calls"))
def test_nobody_commands_without_signing_in(centre: object, path: str) -> None:
    assert refusal(post(Client(), path.format(pk=1, line=1))) == (401, "not_authenticated")


@pytest.mark.parametrize("path", ["calls/", "reports-drafts/"])
def test_nobody_looks_without_signing_in(centre: object, path: str) -> None:
    assert refusal(get(Client(), path)) == (401, "not_authenticated")
