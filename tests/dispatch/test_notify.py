"""What agencies are told through the gateway, against one of our own on the loopback address."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now
from pytest_django import Settings

from dispatch import tasks
from dispatch.models import Delivery
from incidents.models import Incident
from tests.factories import KEPT_SECRETS, incident, told
from tests.gateway import Gateway

pytestmark = pytest.mark.django_db


def waiting(row: Incident, dispatcher: User, level: int = 1) -> Delivery:
    """A message about this incident that waits to be sent."""
    task = row.assignments.first() or told(row, dispatcher, agencies=("DMK",))
    return Delivery.objects.create(
        assignment=task, level=level, channel="gateway", title="Komandan regu", phone="0401-1", created_at=now()
    )


def test_a_message_carries_number_words_and_a_key(gateway: Gateway, fire: Incident, dispatcher: User) -> None:
    delivery = waiting(fire, dispatcher)
    tasks.send_waiting()
    headers, body = gateway.taken[0]
    assert body == {"to": "0401-1", "text": tasks.text_of(delivery), "key": f"delivery-{delivery.pk}"}
    assert headers["idempotency-key"] == f"delivery-{delivery.pk}"


def test_what_waits_is_sent_once_and_what_failed_is_tried_again(
    clock: time_machine.Traveller, gateway: Gateway, fire: Incident, dispatcher: User
) -> None:
    first, second = waiting(fire, dispatcher, 1), waiting(fire, dispatcher, 2)
    gateway.status = 500
    tasks.send_waiting()
    gateway.status = 202
    tasks.send_waiting()
    tasks.send_waiting()
    assert [body["key"] for _headers, body in gateway.taken] == [
        f"delivery-{one.pk}" for one in (first, second, first, second)
    ]
    assert [(row.attempts, row.sent_at) for row in Delivery.objects.all()] == [(2, now())] * 2


def test_without_a_gateway_nothing_is_tried(fire: Incident, dispatcher: User, settings: Settings) -> None:
    settings.NOTIFY_URL = ""
    row = waiting(fire, dispatcher)
    tasks.send_waiting()
    row.refresh_from_db()
    assert row.attempts == 0


def test_what_leaves_the_house_says_nothing_of_the_caller(fire: Incident, dispatcher: User) -> None:
    text = tasks.text_of(waiting(fire, dispatcher))
    assert text == (
        "112: #1042 Kebakaran rumah/bangunan di Kemaraya · Kendari Barat menunggu diterima. "
        "Buka aplikasi untuk menjawab."
    )
    assert not any(secret in text for secret in KEPT_SECRETS)


def test_of_a_confidential_case_it_says_less_still(case: Incident, dispatcher: User) -> None:
    text = tasks.text_of(waiting(case, dispatcher))
    assert text.startswith("112: #1042 Kejadian tertutup di Kemaraya · Kendari Barat menunggu")
    assert "Kekerasan" not in text


def test_where_the_kelurahan_is_unknown_the_app_must_tell(centre: object, dispatcher: User) -> None:
    assert "di lihat aplikasi menunggu" in tasks.text_of(waiting(incident(area=""), dispatcher))
