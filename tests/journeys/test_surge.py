"""Two hundred calls in a minute: four operators keep answering, and afterwards no call is without an end."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread
from typing import Literal

import pytest
from playwright.sync_api import TimeoutError, expect

from demo.people import PASSWORD
from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.people import appears
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.journey, pytest.mark.alone]

SURGE = ("simulate_calls", "--per-minute", "200", "--minutes", "1", "--stays", "20")
DESKS = {"fitriani": "Meja 03", "wa.rahmawati": "Meja 04", "hendra": "Meja 02", "sitti": "Meja 05"}
# Two more than the demo has; they take calls and nothing else.
HIRE = f"""
from django.contrib.auth.models import User
from agencies.models import Member, Role
for name in ("hendra", "sitti"):
    if not User.objects.filter(username=name).exists():
        user = User.objects.create_user(name, first_name=name.title(), password={PASSWORD!r})
        Member.objects.create(user=user, roles=[Role.CALL_TAKER])
"""
SOON = 5_000  # milliseconds
AT_LEAST = 4  # calls of each operator while it rings
LAST = "SELECT coalesce(max(id), 0) FROM calls_call"
OF_THE_SURGE = "SELECT count(*) FROM calls_call WHERE switch_id LIKE 'latihan-%%' AND id > %s AND "


def test_a_surge_is_worked_off_and_nothing_is_lost(people: People, stack: Stack) -> None:
    """Each answers and codes with one key for as long as it rings; who gave up waits to be called back."""
    stack.manage("shell", "-c", HIRE)
    takers = [people.call_taker(name, seat) for name, seat in DESKS.items()]
    for one in takers:
        one.forgives("status of 409")
    ((before,),) = stack.rows(LAST)
    printed: list[str] = []
    token = stack.manage("issue_token", "latihan", "--scope", "telephony").split()[-1]
    words = (*SURGE, "--url", stack.url(""), "--token", token)
    surge = Thread(target=lambda: printed.append(stack.manage(*words)))
    surge.start()
    taken = dict.fromkeys(takers, 0)
    appears(takers[-1].ringing.nth(2 * len(takers)))
    while surge.is_alive() and any_rings(takers):
        for one in takers:
            taken[one] += answers_and_codes(one)
    surge.join()
    assert min(taken.values()) >= AT_LEAST
    assert "0 kejadian tidak diterima" in printed[0]
    expect(takers[0].ringing).to_have_count(0)
    ((endless,),) = stack.rows(OF_THE_SURGE + "(outcome = '' OR ended_at IS NULL)", before)
    ((informed,),) = stack.rows(OF_THE_SURGE + "outcome = 'information'", before)
    ((abandoned,),) = stack.rows(OF_THE_SURGE + "outcome = 'abandoned'", before)
    assert endless == 0
    assert informed == sum(taken.values())
    assert abandoned


def any_rings(takers: list[CallTaker]) -> bool:
    """Whether every operator has a call to take; with the last callers gone the surge is over."""
    return all(one.ringing.count() > len(takers) for one in takers)


def answers_and_codes(one: CallTaker) -> bool:
    """F2 and one key, and the desk is free for the next; each again where nothing came of it.

    The caller gave up, a colleague was first, or the report was on the screen a moment before its keys were. False if
    meanwhile the last caller has gone.
    """
    if not presses_until(one, "F2", "visible"):
        expect(one.ringing).to_have_count(0)
        return False
    assert presses_until(one, "Alt+5", "hidden")
    return True


def presses_until(one: CallTaker, key: str, state: Literal["hidden", "visible"]) -> bool:
    """Press until the form is there, or gone; whether it is."""
    form = one.page.locator("#form")
    for _ in range(AT_LEAST):
        one.presses(key)
        with suppress(TimeoutError):
            form.wait_for(state=state, timeout=SOON)
            return True
    return False
