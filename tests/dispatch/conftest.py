"""The desk, a task of the fire brigade and an escalation, for every test that goes over HTTP."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from incidents.models import Assignment, Escalation, Incident
from journal.timers import fire_due
from tests.factories import browser, incident, minutes, told


@pytest.fixture
def desk(dispatcher: User) -> Client:
    """The dispatcher's browser."""
    return browser(dispatcher)


@pytest.fixture
def task(fire: Incident, dispatcher: User) -> Assignment:
    """Damkar has been told of the fire."""
    return told(fire, dispatcher, agencies=("DMK",))


@pytest.fixture
def escalation(centre: object) -> Escalation:
    """Nobody was there in seven minutes."""
    incident(reported_at=now() - minutes(8))
    while fire_due():
        pass
    return Escalation.objects.get(clock="arrive")
