"""Redis and then the database go away and come back: screens say so, nothing typed is lost, nothing is restarted."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import expect

from launcher.waiting import wait_for
from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import Event
from tests.journeys.responder import Responder
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

HEALED = 10_000  # milliseconds from the return of the database to a whole screen
SAID = 30_000  # milliseconds until an order that got no answer counts as unsent, on a busy machine


def test_the_broker_and_the_database_go_and_come_back(people: People, stack: Stack, keeper: Keeper) -> None:
    """Without Redis everything at the desk goes on. Without the database screens wait, and go on where they were."""
    rizal, sarman = people.dispatcher("rizal.asrun"), people.responder("damkar")
    fitriani = people.call_taker("fitriani")
    fire = keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17")
    web, worker = stack.web.process, stack.worker.process
    rizal.opens_event(fire)
    without_redis(stack, rizal, sarman, fire)
    without_database(stack, rizal, sarman, fitriani, fire)
    assert (stack.web.process, stack.worker.process) == (web, worker)
    assert stack.web.is_alive() and stack.worker.is_alive()
    wait_for(stack.worker, lambda: health(stack)["status"] == "ok")


def health(stack: Stack) -> dict[str, Any]:
    """What the server says of itself."""
    try:
        with urllib.request.urlopen(stack.url("/healthz"), timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as refused:
        found = json.load(refused)
    return found


def without_redis(stack: Stack, rizal: Dispatcher, sarman: Responder, fire: Event) -> None:
    """Somebody is sent, his telephone rings, he accepts; the broker is back for what may wait."""
    stack.valkey.stop()
    assert health(stack) | {"timers": {}, "version": ""} == {
        "status": "degraded",
        "database": True,
        "broker": False,
        "exchange": None,
        "exchange_clock_behind_s": None,
        "timers": {},
        "version": "",
    }
    rizal.commands(f"D {fire.number} DMK-02", "Tugaskan DMK-02")
    sarman.is_rung_for(fire, "Jl. Bunga Seroja 17")
    sarman.accepts()
    rizal.sees_state("DMK-02", "Diterima")
    rizal.has_live_link()
    stack.valkey.start()


def without_database(stack: Stack, rizal: Dispatcher, sarman: Responder, fitriani: CallTaker, fire: Event) -> None:
    """Screens say that they are cut off; an order waits for a person, a tap and what a caller says go by themselves."""
    for one in (rizal, sarman, fitriani):
        one.forgives("503", "WebSocket connection")
        one.forgives("status of 409")  # what is tried again while its first try is still at work
    fitriani.begins_without_a_call("Datang langsung")
    fitriani.hears_where("Lorong Anggrek 8")
    expect(fitriani.page.locator("#saved")).to_contain_text("Tersimpan otomatis")
    stack.postgres.stop()
    all_say_so(rizal, sarman, fitriani, fire)
    assert health(stack)["status"] == "failing"
    stack.postgres.start()
    all_go_on(rizal, sarman, fitriani)


def all_say_so(rizal: Dispatcher, sarman: Responder, fitriani: CallTaker, fire: Event) -> None:
    """Who writes, orders or taps while there is no database."""
    fitriani.notes("Atap pasar roboh.")
    expect(fitriani.page.locator("#saved")).to_contain_text("elum tersimpan")
    expect(rizal.page.locator("#health")).to_have_class(re.compile(r"\b(warn|bad)\b"))
    rizal.presses("Escape", "/")
    rizal.types(f"N {fire.number} api membesar")
    rizal.presses("Enter")
    sarman.taps("Berangkat")
    expect(sarman.waiting).to_have_count(1)
    expect(rizal.banner).to_contain_text("Sambungan ke server terputus")
    expect(rizal.page.locator("body")).to_have_class(re.compile(r"\blink-lost\b"))
    expect(rizal.page.locator("#unsent")).to_contain_text("api membesar", timeout=SAID)


def all_go_on(rizal: Dispatcher, sarman: Responder, fitriani: CallTaker) -> None:
    """What may go by itself has gone; the order goes when its dispatcher says so, once."""
    rizal.sees_state("DMK-02", "Menuju lokasi")
    expect(rizal.banner).to_have_count(0, timeout=HEALED)
    expect(sarman.waiting).to_have_count(0)
    expect(fitriani.page.locator("#saved")).to_contain_text("Tersimpan otomatis", timeout=HEALED)
    fitriani.page.reload()
    expect(fitriani.page.locator("#words")).to_have_value("Atap pasar roboh.")
    expect(rizal.page.locator("#journal")).not_to_contain_text("api membesar")
    rizal.page.locator("#unsent [data-act=resend]").click()
    expect(rizal.page.locator("#journal > li", has_text="api membesar")).to_have_count(1)
    expect(rizal.page.locator("#unsent")).to_be_empty()
