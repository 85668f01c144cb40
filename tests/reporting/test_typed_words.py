"""What a caller or an operator typed is text on every page that shows it, whatever is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies.actions import write_handover
from agencies.models import Agency, Role
from calls import actions
from calls.actions.hearing import SwitchEvent
from calls.book import Contact
from calls.ends import ContactKind
from calls.models import Call, Report
from incidents import actions as incidents
from incidents.models import Incident
from reporting.actions import build
from tests.factories import browser, get, person, post, ring, told, write

pytestmark = pytest.mark.django_db

# Ends an attribute, a script and a title, then begins an element; with a picture and a word that runs from the right.
TYPED = "\"'></script></title><x-typed>🔥 حريق"
PAGES = (
    "konsol/",
    "konsol/usulan/",
    "papan/",
    "protokol/",
    "kejadian/{incident}/",
    "panggilan/{call}/",
    "riwayat/",
    "riwayat/?q={typed}",
    "riwayat/panggilan/",
    "riwayat/panggilan/?q={typed}",
    "laporan/",
)
SAYS = {"kejadian/{incident}/", "riwayat/", "riwayat/?q={typed}", "konsol/", "laporan/"}


class Page(HTMLParser):
    """A page as a browser reads it: what begins an element, and the text between."""

    def __init__(self, html: str) -> None:
        """Read it."""
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element; its attributes are text as well."""
        self.tags.append(tag)
        self.words += [value or "" for _name, value in attrs]

    def handle_data(self, data: str) -> None:
        """What a person reads."""
        self.words.append(data)


@dataclass(frozen=True)
class Story:
    """An event of which every word is TYPED, told by telephone and by message."""

    incident: Incident
    call: Call

    def address(self, path: str) -> str:
        """An address of it."""
        return "/" + path.format(incident=self.incident.pk, call=self.call.pk, typed=quote(TYPED))


@pytest.fixture
def story(clock: time_machine.Traveller, call_taker: User, second_call_taker: User, dispatcher: User) -> Story:
    """Reported, added to, handed over, written in a message, refused by an agency."""
    call = actions.answer(ring().pk, actor=call_taker)
    said: dict[str, Any] = dict.fromkeys(("place_text", "landmark", "reporter_name", "callback", "words"), TYPED)
    said["lines"] = [{"key": uuid4(), "text": TYPED, "at": now()}]
    report = actions.forward(Report.objects.get(call=call).pk, actor=call_taker, category="kebakaran_rumah", **said)
    assert report.incident
    incidents.note(report.incident.pk, TYPED, actor=dispatcher)
    told(report.incident, dispatcher, agencies=("DMK",))
    talk = actions.answer(write(TYPED).pk, actor=second_call_taker)
    actions.attach(Report.objects.get(call=talk).pk, report.incident.pk, actor=second_call_taker, words=TYPED)
    write_handover(TYPED, actor=call_taker)
    Contact.objects.create(kind=ContactKind.NEIGHBOUR, name=TYPED, phone="0401")
    Agency.objects.filter(code="DMK").update(name=TYPED, short_name="<x-typed>")
    actions.hear(SwitchEvent("ringing", "uji-aneh", now(), identity="pseudo", value=TYPED), actor=None)
    actions.await_recording(call.pk, actor=None)
    return Story(report.incident, call)


@pytest.mark.parametrize("path", PAGES)
def test_on_every_page_of_the_centre(story: Story, supervisor: User, path: str) -> None:
    answer = browser(supervisor).get(story.address(path))
    assert answer.status_code == 200
    page = Page(answer.content.decode())
    assert "x-typed" not in page.tags
    if path in SAYS:
        assert any("<x-typed>" in words for words in page.words)


def test_in_the_report_of_a_month_and_on_its_printed_sheet(clock: time_machine.Traveller, story: Story) -> None:
    """The sheet that is printed is the page itself; a report is told to programs as JSON, never as a spreadsheet."""
    clock.move_to(datetime.fromisoformat("2026-02-05T08:00:00+08:00"))
    build("2026-01", actor=None)
    head = browser(person("ketua", "Siti Hajar", Role.HEAD))
    page = Page(head.get("/laporan/2026-01/").content.decode())
    assert "x-typed" not in page.tags
    assert any("<x-typed>" in words for words in page.words)
    assert head.get("/api/v1/reports/2026-01/").headers["Content-Type"].startswith("application/json")


def test_what_was_refused_on_the_page_of_a_call_stands_in_its_field_as_text(story: Story, supervisor: User) -> None:
    answer = browser(supervisor).post(story.address("panggilan/{call}/dengar/"), {"reason": TYPED})
    page = Page(answer.content.decode())
    assert answer.status_code == 422
    assert "x-typed" not in page.tags


def test_on_an_agencys_pages(story: Story, damkar: User) -> None:
    client = browser(damkar)
    for path in ("tugas/", "kejadian/{incident}/", "riwayat/"):
        answer = client.get(story.address(path))
        assert answer.status_code == 200
        assert "x-typed" not in Page(answer.content.decode()).tags


def test_to_programs_it_is_json_and_never_a_page(story: Story, supervisor: User, dispatcher: User) -> None:
    client = browser(dispatcher)
    path = f"incidents/{story.incident.pk}/journal/"
    answer = client.get(f"/api/v1/{path}")
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert TYPED in [note["text"] for note in get(client, path)[1]["notes"]]
    why = {"reason": "verification"}
    report = Report.objects.get(call=story.call)
    assert post(browser(supervisor), f"reports/{report.pk}/reveal/", why)[1]["name"] == TYPED
