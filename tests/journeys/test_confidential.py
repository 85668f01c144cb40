"""A confidential case: whole to whom it concerns, a shape without words to the desk, nothing to everybody else."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.people import Event
from tests.journeys.responder import Responder

pytestmark = pytest.mark.journey

PLACE, WORDS, NAME = "Lorong Kamboja 9", "Suaminya memukul, anak ikut melihat.", "Wa Ina"


def test_confidential_case(people: People) -> None:
    """Violence at home reaches the police whole; the uncleared board never receives a word of it, not even hidden."""
    rizal = people.enter(Dispatcher, "rizal.asrun")
    frames: list[str] = []
    rizal.page.on("websocket", lambda line: line.on("framereceived", lambda frame: frames.append(str(frame))))
    rizal.takes_seat("Meja 06")
    rifai = people.dispatcher("ahmad.rifai", "Meja 08", "supervisor")
    police, sarman = people.responder("polisi"), people.responder("damkar")
    case = taken_down(people)

    expect(rifai.row(case)).to_contain_text("Kekerasan dalam rumah tangga (KDRT)")
    expect(rifai.row(case)).to_contain_text(PLACE)
    rifai.opens_event(case)
    rifai.assigns("POL")
    police.is_rung_for(case, PLACE)
    police.accepts()
    expect(police.page.locator("#task-notes")).to_contain_text(WORDS)
    police.opens(f"/kejadian/{case.pk}/")
    expect(police.page.locator("main")).to_contain_text(PLACE)
    the_desk_sees_its_shape(rizal, case, frames)
    others_know_nothing(sarman, case)


def the_desk_sees_its_shape(rizal: Dispatcher, case: Event, frames: list[str]) -> None:
    """Number, kelurahan, agencies and clock; on the board, on its page and in all that the socket brought."""
    expect(rizal.row(case)).to_contain_text("Kejadian tertutup")
    rizal.sees_chip(case, "POL", "Diterima")
    rizal.opens_event(case)
    expect(rizal.page.locator("#journal")).to_contain_text("POL")
    assert frames and is_hidden_in(rizal.page.content(), *frames)
    rizal.opens(f"/kejadian/{case.pk}/")
    expect(rizal.page.locator("h1")).to_contain_text("Kejadian tertutup")
    assert is_hidden_in(rizal.page.content())


def others_know_nothing(sarman: Responder, case: Event) -> None:
    """To an agency that was not sent it does not exist."""
    sarman.forgives("status of 404")
    sarman.opens(f"/kejadian/{case.pk}/")
    expect(sarman.page.locator("h1")).to_have_text("Halaman ini tidak ditemukan")
    sarman.opens("/riwayat/")
    expect(sarman.page.locator("h1")).to_have_text("Riwayat")
    expect(sarman.page.locator(f"main a[href='/kejadian/{case.pk}/']")).to_have_count(0)


def taken_down(people: People) -> Event:
    """The call-taker writes it down; once handed over his console shows no more than the kelurahan either."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    fitriani.hears_where(PLACE)
    fitriani.page.locator("#area").select_option(label="Kemaraya · Kendari Barat")
    fitriani.hears_what("ppa krt", "KDRT")
    expect(fitriani.page.locator("#is_confidential")).to_be_checked()
    fitriani.page.locator("#reporter_name").fill(NAME)
    fitriani.notes(WORDS)
    fitriani.hands_over()
    case = fitriani.handed_over()
    fitriani.hangs_up()
    around = fitriani.page.locator("#around > li", has_text=case.short)
    expect(around).to_contain_text("Kejadian tertutup")
    expect(around).to_contain_text("Kemaraya")
    expect(around).not_to_contain_text(PLACE)
    return case


def is_hidden_in(*texts: str) -> bool:
    """None of what was said is in what the browser was given."""
    return not any(secret in text for text in texts for secret in (PLACE, WORDS, NAME))
