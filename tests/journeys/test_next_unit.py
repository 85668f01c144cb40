"""A unit that another desk has just sent away: the loser is told where it went, and which unit is next."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import Event, appears

pytestmark = pytest.mark.journey


def test_the_loser_is_told_what_won_and_offered_the_next(people: People, keeper: Keeper) -> None:
    """The first recommendation goes elsewhere while its incident stands open at a board."""
    here = keeper.opens("kebakaran_rumah", "Jl. Malik Raya 4", lat=-3.97, lng=122.52)
    elsewhere = keeper.opens("kebakaran_lahan", "Jl. Jauh", lat=-3.99, lng=122.58)
    rizal = people.dispatcher("rizal.asrun")
    rizal.opens_event(here)
    names = rizal.page.locator("#suggested [data-f=who]")
    appears(names.first)
    wanted = str(names.first.text_content())
    keeper.assigns(elsewhere, units=(wanted,))
    expect(rizal.row(elsewhere).locator(".as").first).to_be_visible()
    rizal.forgives("status of 409")
    rizal.presses("1")
    expect(rizal.toasts.filter(has_text=f"{wanted} baru saja ke {elsewhere.short}")).to_be_visible()
    offer = rizal.toasts.filter(has_text="Berikutnya yang siaga")
    expect(offer).to_contain_text(re.compile(r"[A-Z]{3}-\d\d"))
    expect(offer).not_to_contain_text(wanted)
    expect(names.first).not_to_have_text(wanted)
    second = str(names.first.text_content())
    rizal.presses("1")
    rizal.sees_state(second, "Menunggu diterima")
    a_crew_reports_by_radio(rizal, second)
    it_is_kept_for_later(rizal, second, here, elsewhere)
    the_line_offers_it_too(rizal, keeper, here, elsewhere)


def the_line_offers_it_too(rizal: Dispatcher, keeper: Keeper, here: Event, elsewhere: Event) -> None:
    """Who types the command and loses while it is on its way reads the reason and the next unit; the line stays."""
    wanted = str(rizal.page.locator("#suggested [data-f=who]").first.text_content())

    def faster(route: Route) -> None:
        keeper.assigns(elsewhere, units=(wanted,))
        route.continue_()

    rizal.page.route("**/assignments/", faster, times=1)
    rizal.presses("Escape", "/")
    rizal.types(f"D {here.number} {wanted}")
    rizal.presses("Enter")
    expect(rizal.toasts.filter(has_text=f"{wanted} baru saja ke {elsewhere.short}")).to_be_visible()
    offer = rizal.toasts.filter(has_text="Berikutnya yang siaga").last
    expect(offer).to_contain_text(re.compile(r"[A-Z]{3}-\d\d"))
    expect(offer).not_to_contain_text(wanted)
    expect(rizal.page.locator("#line")).to_have_value(f"D {here.number} {wanted}")


def a_crew_reports_by_radio(rizal: Dispatcher, sign: str) -> None:
    """The desk writes down that a unit cannot be sent, and that it can; without a hyphen, and said in words before."""
    chip = rizal.page.locator("#units .u", has_text="DMK-05")
    rizal.commands("S dmk05 siaga", "DMK-05 siaga")
    expect(chip).to_have_class(re.compile(r"\brdy\b"))
    rizal.commands("S DMK-05 tidak siap rusak", "DMK-05 tidak siap: rusak")
    expect(chip).to_have_class(re.compile(r"\boffl\b"))
    rizal.commands(f"X {sign}", f"Tarik {sign} dari")
    rizal.sees_state(sign, "Ditarik")


def it_is_kept_for_later(rizal: Dispatcher, sign: str, here: Event, elsewhere: Event) -> None:
    """By a word and by the picker; let go by one press; sent elsewhere it is lost here, and the board says so first."""
    line = rizal.page.locator("#reserved li", has_text=sign)
    chip = rizal.page.locator("#units .u", has_text=sign)
    rizal.commands(f"CADANG {here.number} {sign}", f"Cadangkan {sign} untuk {here.short}")
    appears(line)
    expect(chip).to_have_accessible_name(re.compile(f"dicadangkan untuk {here.short}"))
    line.get_by_role("button", name="Lepas").click()
    expect(line).to_be_hidden()
    rizal.picks(sign)
    rizal.page.locator("#picker").get_by_role("button", name="Cadangkan").click()
    appears(line)
    rizal.commands(f"D {elsewhere.number} {sign}", f"cadangannya untuk {here.short} berakhir")
    expect(line).to_be_hidden()
    expect(rizal.page.locator("#journal")).to_contain_text(f"Cadangan {sign} berakhir: ditugaskan ke {elsewhere.short}")
