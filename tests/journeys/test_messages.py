"""A deaf caller reports a fire by WhatsApp, is asked, sent on to the board, and reads that help is on its way."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Locator, expect

from launcher.children import Child
from tests.gateway import Gateway, listening
from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.people import Event, appears, within_a_second
from tests.journeys.stack import Stack
from tests.journeys.telephony import a_new_call

pytestmark = pytest.mark.journey

DEAF = "+6285241872093"


@contextmanager
def connected(stack: Stack, gateway: Gateway) -> Iterator[None]:
    """The stack as it is where a gateway is connected, with the schedule that hands over what waits."""
    names = {"NOTIFY_URL": gateway.url, "NOTIFY_TOKEN": "rahasia"}
    stack.environment.update(names)
    folder = stack.worker.folder
    words = ["-m", "celery", "--app", "ntpd112", "--quiet", "worker", "--beat", "--concurrency", "1"]
    schedule = ["--schedule", str(folder / "beat"), "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    sender = Child("sender", [sys.executable, *words, *schedule], folder, stack.environment)
    stack.worker.stop()  # it knows of no gateway, and would take every other message to send
    stack.web.kill()
    stack.start_web()
    sender.spawn()
    try:
        yield
    finally:
        sender.stop()
        stack.worker.spawn()
        for name in names:
            del stack.environment[name]
        stack.web.kill()
        stack.start_web()


class Phone:
    """Somebody's WhatsApp, by way of the gateway."""

    def __init__(self, stack: Stack, gateway: Gateway) -> None:
        """Nothing written yet; the gateway has its token."""
        self.stack, self.gateway = stack, gateway
        self.token = stack.manage("issue_token", "gateway-uji", "--scope", "messages").strip().splitlines()[-1]

    def writes(self, text: str, **said: Any) -> None:
        """A message reaches the centre."""
        usual = {"id": a_new_call(), "channel": "whatsapp", "sender": DEAF, "text": text}
        body = json.dumps({**usual, "sent_at": datetime.now(UTC).isoformat(), "simulated": True, **said}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Token {self.token}"}
        with urlopen(Request(self.stack.url("/api/v1/messages/"), body, headers), timeout=10) as answer:
            assert answer.status == 201

    def read(self) -> list[str]:
        """What arrived at the telephone."""
        return [body["text"] for _headers, body in self.gateway.taken if body["to"] == DEAF]


def last(person: CallTaker) -> Locator:
    """The last line of the thread."""
    return person.page.locator("#thread-lines > li").last


RESTARTS = ("ERR_CONNECTION_REFUSED", "WebSocket connection", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE")


def test_a_deaf_caller_reports_a_fire_by_whatsapp(people: People, stack: Stack) -> None:
    """It waits in the queue with its words; question and answer; the point is taken; the board; help is on its way."""
    with listening() as gateway, connected(stack, gateway):
        phone = Phone(stack, gateway)
        fitriani, rizal = people.call_taker("fitriani"), people.dispatcher("rizal.asrun")
        the_message_waits(fitriani, phone)
        a_question_survives_a_reload_and_arrives(fitriani, phone)
        the_answer_brings_a_place(fitriani, phone)
        fire = it_is_handed_over(fitriani)
        expect(appears(rizal.row(fire))).to_contain_text("Kebakaran rumah/bangunan")
        help_is_on_its_way(fitriani, phone)
        rizal.opens(f"/kejadian/{fire.pk}/")
        expect(rizal.page.locator("main")).to_contain_text("Bantuan sedang menuju ke Anda.")
        for person in (fitriani, rizal):
            person.forgives(*RESTARTS)


def the_message_waits(fitriani: CallTaker, phone: Phone) -> None:
    """Within a second it stands in the queue with its first words; F2 opens the thread."""
    with within_a_second("the message"):
        phone.writes("Saya tuli. Ada kebakaran!")
        row = appears(fitriani.ringing.first)
    expect(row).to_contain_text("WhatsApp")
    expect(row).to_contain_text("Saya tuli. Ada kebakaran!")
    fitriani.answers()
    expect(last(fitriani)).to_contain_text("Saya tuli. Ada kebakaran!")


def a_question_survives_a_reload_and_arrives(fitriani: CallTaker, phone: Phone) -> None:
    """What is half typed is there after a reload; Enter sends it."""
    box = fitriani.page.locator("#thread-text")
    expect(box).to_be_visible()
    fitriani.presses("Alt+b")
    fitriani.types("Di mana lokasi And")
    fitriani.page.reload()
    expect(box).to_have_value("Di mana lokasi And")
    expect(box).to_be_visible()
    fitriani.presses("Alt+b", "End")
    fitriani.types("a?")
    fitriani.presses("Enter")
    expect(last(fitriani)).to_contain_text("terkirim")
    expect(box).to_have_value("")
    assert phone.read() == ["Di mana lokasi Anda?"]


def the_answer_brings_a_place(fitriani: CallTaker, phone: Phone) -> None:
    """It is there within a second; its point is offered and not imposed."""
    with within_a_second("the answer"):
        phone.writes("rumah sebelah Tugu Religi", lat=-3.9778, lng=122.5151, accuracy=12)
        expect(last(fitriani)).to_contain_text("Tugu Religi")
    expect(fitriani.page.locator("#point")).to_have_value("")
    last(fitriani).get_by_role("button", name="Pakai sebagai titik").click()
    expect(fitriani.page.locator("#area")).not_to_have_value("")


def it_is_handed_over(fitriani: CallTaker) -> Event:
    """Place, kind, Ctrl+Enter, as with any call."""
    fitriani.hears_where("rumah sebelah Tugu Religi")
    fitriani.hears_what("kbk rmh", "Kebakaran rumah/bangunan")
    fitriani.hands_over()
    return fitriani.handed_over()


def help_is_on_its_way(fitriani: CallTaker, phone: Phone) -> None:
    """The conversation goes on after the report was sent, until it is closed."""
    fitriani.page.get_by_role("button", name="Bantuan sedang menuju ke Anda.").click()
    fitriani.presses("Control+Enter")
    expect(last(fitriani)).to_contain_text("Bantuan sedang menuju")
    expect(last(fitriani)).to_contain_text("terkirim")
    assert phone.read()[-1] == "Bantuan sedang menuju ke Anda."
    fitriani.hangs_up()
    expect(fitriani.page.locator("#thread-closed")).to_contain_text("Percakapan ditutup")
