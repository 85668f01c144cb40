"""A whole call with names and numbers in it: neither the journal, nor the logs, nor the queue hears of them."""

from __future__ import annotations

import inspect
import json
import logging
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from calls.models import Call, Report
from incidents.models import Incident
from journal.models import Entry, Timer
from ntpd112.celery import app
from tests.factories import KEPT_SECRETS, WARD, browser, machine_client, post
from tests.source import APPS, name_of, sources

TYPED = {
    "place_text": "Jl. Bunga Seroja 17",
    "landmark": "depan masjid",
    "area": WARD,
    "category": "kebakaran_rumah",
    "reporter_name": "Wa Ina",
    "callback": "085241872093",
}
SAID = "asap tebal, kata Wa Ina"


def event(exchange: Client, what: str, **said: Any) -> tuple[int, dict[str, Any]]:
    """The exchange tells of the call."""
    at = now().isoformat()
    return post(exchange, "telephony/events/", {"event": what, "call_id": "rahasia", "at": at, **said})


def a_call_to_its_end(call_taker: User, dispatcher: User, damkar: User) -> Incident:
    """Rung, answered, written down, sent, refused, noted, closed; and asked for again in Riwayat."""
    exchange, console, desk, phone = (
        machine_client("pabx", "telephony"),
        *map(browser, (call_taker, dispatcher, damkar)),
    )
    assert event(exchange, "ringing", number="0852-4187-2093")[0] == 200
    call = Call.objects.get()
    assert post(console, f"calls/{call.pk}/answer/")[0] == 200
    draft = Report.objects.get()
    lines = [{"key": str(uuid.uuid4()), "text": SAID, "at": now().isoformat()}]
    assert post(console, f"reports-drafts/{draft.pk}/", {**TYPED, "lines": lines})[0] == 200
    assert post(console, f"reports-drafts/{draft.pk}/forwarding/", TYPED)[0] == 201
    row = Incident.objects.get()
    assert post(desk, f"incidents/{row.pk}/assignments/", {"agencies": ["DMK"]})[0] == 201
    task = row.assignments.get()
    assert post(phone, f"assignments/{task.pk}/progress/", {"verb": "decline", "reason": SAID})[0] == 200
    assert post(desk, f"incidents/{row.pk}/notes/", {"text": SAID})[0] == 201
    assert post(desk, f"incidents/{row.pk}/closing/", {"disposition": "nihil", "note": SAID})[0] == 200
    assert desk.get("/riwayat/panggilan/", {"q": "0852-4187-2093"}).status_code == 200
    return row


def mistakes(call_taker: User, dispatcher: User, row: Incident) -> None:
    """What is refused was typed all the same."""
    exchange, console, desk = machine_client("lain", "telephony"), browser(call_taker), browser(dispatcher)
    assert event(exchange, "menyanyi", number="0852-4187-2093")[0] == 400
    assert post(console, f"reports-drafts/{row.reports.get().pk}/", {**TYPED, "priority": SAID})[0] == 400
    assert post(desk, "incidents/", {**TYPED, "source": SAID})[0] == 400
    assert desk.get("/tidak-ada/", {"q": "0852-4187-2093"}).status_code == 404


@pytest.mark.django_db
def test_a_call_to_its_end_leaves_no_name_number_or_place_in_journal_logs_or_promises(
    call_taker: User, dispatcher: User, damkar: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        row = a_call_to_its_end(call_taker, dispatcher, damkar)
        mistakes(call_taker, dispatcher, row)
    assert "Bad Request: /api/v1/telephony/events/" in caplog.text
    kept = [json.dumps(facts) for facts in Entry.objects.values_list("facts", flat=True)]
    kept += [str(promise) for promise in Timer.objects.values()]
    assert len(kept) > 10
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert not [secret for secret in KEPT_SECRETS if secret in ours or any(secret in one for one in kept)]


def test_what_is_queued_in_redis_is_the_name_of_a_task_and_nothing_else() -> None:
    app.loader.import_default_modules()
    ours = [task for name, task in app.tasks.items() if name.partition(".")[0] in APPS]
    assert len(ours) >= 8
    assert not [task.name for task in ours if inspect.signature(task.run).parameters]
    asking = (".delay(", ".apply_async(", "send_task(")
    assert not [name_of(path) for path in sources(*APPS) if any(word in path.read_text("utf-8") for word in asking)]
