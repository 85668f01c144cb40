"""The desk escalates over HTTP: everybody who owes an answer, or only who is named."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from incidents.models import Assignment
from tests.factories import post, told
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


def test_escalating_the_named_agency_only(desk: Client, task: Assignment, dispatcher: User) -> None:
    told(task.incident, dispatcher, agencies=("POL",))
    path = f"incidents/{task.incident_id}/escalation/"
    assert refusal(post(desk, path, {"agencies": ["PSC"]})) == (409, "not_awaited")
    status, answer = post(desk, path, {"agencies": ["POL"], "reason": "tidak diangkat"})
    levels = {row["agency"]: row["level"] for row in answer["incident"]["assignments"]}
    assert (status, levels) == (200, {"DMK": 0, "POL": 1})


def test_without_a_name_all_are_meant_and_a_reason_is_asked_for(
    desk: Client, task: Assignment, dispatcher: User
) -> None:
    told(task.incident, dispatcher, agencies=("POL",))
    path = f"incidents/{task.incident_id}/escalation/"
    status, answer = post(desk, path, {"reason": " "})
    assert (status, answer["fields"].keys()) == (400, {"reason"})
    status, answer = post(desk, path, {"reason": "tidak diangkat"})
    assert (status, [row["level"] for row in answer["incident"]["assignments"]]) == (200, [1, 1])
