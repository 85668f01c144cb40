"""Two hundred calls a minute: the queue stays usable, and afterwards no call is without an end."""

from __future__ import annotations

from threading import Thread

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import People
from tests.journeys.people import appears
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

SURGE = ("simulate_calls", "--per-minute", "200", "--minutes", "0.3", "--stays", "20")
EACH = 4


def test_a_surge_is_worked_off_and_nothing_is_lost(people: People, stack: Stack) -> None:
    """Two call-takers answer and code with one key each while it rings on; who gave up waits to be called back."""
    fitriani = people.call_taker("fitriani", "Meja 03")
    rahma = people.call_taker("wa.rahmawati", "Meja 04")
    printed: list[str] = []
    token = stack.manage("issue_token", "latihan", "--scope", "telephony").split()[-1]
    words = (*SURGE, "--url", stack.url(""), "--token", token)
    surge = Thread(target=lambda: printed.append(stack.manage(*words)))
    surge.start()
    for _turn in range(EACH):
        for one in (fitriani, rahma):
            appears(one.ringing.first)
            one.presses("F2")
            expect(one.page.locator("#form")).to_be_visible()
            one.presses("Alt+5")
            expect(one.page.locator("#form")).to_be_hidden()
    surge.join()
    assert "0 kejadian tidak diterima" in printed[0]
    expect(fitriani.ringing).to_have_count(0)
    unfinished = (
        "SELECT count(*) FROM calls_call WHERE switch_id LIKE 'latihan-%%' AND (outcome = '' OR ended_at IS NULL)"
    )
    informed = "SELECT count(*) >= %d FROM calls_call WHERE outcome = 'information' AND switch_id LIKE 'latihan-%%%%'"
    assert stack.rows(unfinished) == [(0,)]
    assert stack.rows(informed % (2 * EACH)) == [(True,)]
