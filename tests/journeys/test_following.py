"""Two call-takers hear of the same event before either has sent it: one waits for the other."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.keeper import Keeper
from tests.journeys.people import appears
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey


def hears_of_the_crash(who: CallTaker, words: str) -> None:
    """A call about the same place and kind."""
    who.rings_a_test_call()
    who.answers()
    who.picks_the_place("Kendari Beach")
    who.hears_what("kll mtr", "Kecelakaan motor")
    who.notes(words)
    who.presses("Enter")
    expect(who.page.locator("#lines > li")).to_contain_text([words])


def both_hear_of_it(people: People, words: str) -> tuple[CallTaker, CallTaker]:
    """Fitriani writes first; Rahma sees it and waits for her report."""
    fitriani = people.call_taker("fitriani")
    rahma = people.call_taker("wa.rahmawati", "Meja 04")
    hears_of_the_crash(fitriani, words)
    hears_of_the_crash(rahma, "Satu orang tidak sadar.")
    expect(rahma.page.locator("#same-list > li").first).to_contain_text("sedang ditulis Meja 03")
    rahma.presses("F5")
    return fitriani, rahma


def test_a_report_waits_for_a_colleagues_and_joins_it(people: People, stack: Stack) -> None:
    """F5 on a draft: the form says whose report it waits for; when that is sent, both are reports of one incident."""
    fitriani, rahma = both_hear_of_it(people, "Dua motor bertabrakan.")
    banner = rahma.page.locator("#following")
    expect(banner).to_contain_text("Ikut laporan Fitriani Halik (Meja 03), belum dikirim")
    banner.get_by_role("button", name="Batalkan").click()
    expect(banner).to_be_hidden()
    rahma.presses("F5")
    expect(banner).to_be_visible()

    fitriani.hands_over()
    crash = fitriani.handed_over()
    expect(rahma.page.locator("#sent [data-f=title]")).to_have_text(f"Digabung ke {crash.short}")
    rahma.opens(f"/kejadian/{crash.pk}/")
    for words in ("Dua motor bertabrakan.", "Satu orang tidak sadar."):
        expect(rahma.page.locator("table.jr")).to_contain_text(words)
    assert stack.rows(f"SELECT report_count FROM incidents_incident WHERE id = {crash.pk}") == [(2,)]


def test_it_stands_alone_again_when_the_colleagues_was_a_prank(people: People) -> None:
    """The form says so, loudly, and nothing that was typed is gone."""
    fitriani, rahma = both_hear_of_it(people, "Katanya tabrakan.")
    expect(rahma.page.locator("#following")).to_contain_text("belum dikirim")
    fitriani.presses("Alt+2")
    expect(rahma.page.locator("#following")).to_contain_text("tidak jadi dikirim")
    expect(rahma.page.locator("#toasts")).to_contain_text("Laporan Fitriani Halik (Meja 03) tidak jadi dikirim")
    expect(rahma.page.locator("#lines > li")).to_contain_text(["Satu orang tidak sadar."])
    rahma.hands_over()
    rahma.handed_over()


def test_it_waits_again_when_the_colleague_takes_his_joining_back(people: People, keeper: Keeper) -> None:
    """Both joined an incident; the colleague undoes it within five seconds, and the report is on its own desk again."""
    fitriani, rahma = both_hear_of_it(people, "Dua motor bertabrakan.")
    expect(rahma.page.locator("#following")).to_contain_text("belum dikirim")
    point = fitriani.page.locator("#point").input_value()
    lat, lng = (float(part.replace("−", "-").replace(",", ".")) for part in point.split(" · "))
    crash = keeper.opens("kll_motor_mobil", "Kendari Beach", lat=lat, lng=lng)
    fitriani.joins(crash)
    appears(rahma.page.locator("#sent [data-f=title]", has_text=f"Digabung ke {crash.short}"))
    fitriani.presses("Alt+z")
    expect(rahma.page.locator("#toasts")).to_contain_text("Rekan membatalkan penggabungannya")
    expect(rahma.page.locator("#following")).to_contain_text("Ikut laporan Fitriani Halik (Meja 03), belum dikirim")
    expect(rahma.page.locator("#lines > li")).to_contain_text(["Satu orang tidak sadar."])
    for one in (rahma, fitriani):
        one.presses("Alt+2")
        expect(one.page.locator("#pieces > li")).to_have_count(0)
