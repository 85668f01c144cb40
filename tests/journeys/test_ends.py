"""Calls that end otherwise than on the board: each has its key, and a way on for the caller."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

# What would have gone to the printer.
PRINTS = "() => { window.print = () => { window.printed = document.getElementById('sheet-paper').textContent; }; }"


def test_each_end_has_its_key(people: People, stack: Stack) -> None:
    """Emergency that breaks off, another region's, counselling, a complaint for others, a complaint for us."""
    fitriani = people.call_taker("fitriani")
    fitriani.context.grant_permissions(["clipboard-read", "clipboard-write"])
    an_emergency_breaks_off(fitriani)
    another_regions_call_is_handed_over(fitriani)
    a_caller_is_pointed_to_a_counsellor(fitriani)
    a_complaint_is_others_to_handle(fitriani)
    assert last_calls(stack, 4) == [
        ("cut_off", None, None),
        ("wrong_area", "Kab. Konawe", None),
        ("counselling", "Konseling kejiwaan 119 ext. 8", None),
        ("complaint", "SP4N-LAPOR!", None),
    ]
    a_complaint_becomes_a_ticket(fitriani)
    assert last_calls(stack, 1) == [("complaint", None, "lampu_jalan")]


def end(who: CallTaker, outcome: str) -> Locator:
    """The panel of a short end."""
    return who.page.locator(f"[data-end={outcome}]")


def is_over(who: CallTaker, label: str) -> None:
    """The desk is free, and the call stands among those of this watch."""
    expect(who.page.locator("#idle")).to_be_visible()
    expect(who.page.locator("#coded-list > li").first).to_contain_text(label)


def an_emergency_breaks_off(who: CallTaker) -> None:
    """Alt+1 keeps the report open; Alt+4 ends the call that broke off."""
    who.rings_a_test_call()
    who.answers()
    who.presses("Alt+1")
    expect(who.page.locator("[data-outcome=emergency]")).to_have_attribute("aria-checked", "true")
    expect(who.page.locator("#form")).to_be_visible()
    who.presses("Alt+4")
    is_over(who, "Terputus")


def another_regions_call_is_handed_over(who: CallTaker) -> None:
    """Alt+8 opens the sheet with what the caller said; it is copied and printed as shown."""
    who.rings_a_test_call()
    who.answers()
    who.types("Pasar Sampara")
    who.notes("Truk terguling, sopir terjepit.")
    who.presses("Alt+8", "Alt+8")
    names_who_took_it(who)
    sheet = who.page.locator("#sheet")
    for words in ("Kab. Konawe", "Diterima oleh: Pak Andi, BPBD", "Pasar Sampara", "Truk terguling, sopir terjepit."):
        expect(sheet).to_have_value(re.compile(re.escape(words)))
    expect(sheet).not_to_have_value(re.compile("dirahasiakan"))
    who.page.get_by_label("Rahasiakan identitas pelapor").check()
    for line in ("Penelepon", "Nama pelapor"):
        expect(sheet).to_have_value(re.compile(f"{line}: Identitas dirahasiakan"))
    text = sheet.input_value()
    who.page.get_by_role("button", name="Salin lembar").click()
    expect(who.page.locator("#toasts")).to_contain_text("Lembar disalin.")
    assert who.page.evaluate("() => navigator.clipboard.readText()") == text
    who.page.evaluate(PRINTS)
    who.page.get_by_role("button", name="Cetak lembar").click()
    assert who.page.evaluate("() => window.printed") == text
    who.presses("Alt+8")
    is_over(who, "Salah wilayah")


def names_who_took_it(who: CallTaker) -> None:
    """While nobody has it a digit is not the receiver's name: it chooses the region, and then the name is asked for."""
    regions = end(who, "wrong_area").locator(".contact")
    expect(who.page.locator("#err-receipt")).to_contain_text("Belum ada yang menerima")
    expect(regions.first).to_be_focused()
    who.presses("2")
    expect(who.page.locator("#err-receipt")).to_be_hidden()
    expect(who.page.locator("#receipt")).to_be_focused()
    who.presses("1")  # the other one after all: nobody is called so
    expect(regions.first).to_have_attribute("aria-pressed", "true")
    expect(who.page.locator("#receipt")).to_have_value("")
    who.types("Pak Andi, BPBD")


def a_caller_is_pointed_to_a_counsellor(who: CallTaker) -> None:
    """Alt+7 shows whom there is, and of those with hours whether they are on duty."""
    who.rings_a_test_call()
    who.answers()
    who.presses("Alt+7")
    roster = end(who, "counselling").locator(".contact")
    expect(roster).to_have_count(5)
    duty = roster.filter(has_text="Konselor jaga malam").locator("[data-f=onDuty]:visible, [data-f=offDuty]:visible")
    expect(duty).to_contain_text("bertugas")
    roster.filter(has_text="119 ext. 8").click()
    who.presses("Alt+7")
    is_over(who, "Konseling")


def a_complaint_is_others_to_handle(who: CallTaker) -> None:
    """Alt+6, the first referral, Alt+6: typed faster than the server answers the first of them."""
    who.rings_a_test_call()
    who.answers()
    who.presses("Alt+6", "1", "Alt+6")
    is_over(who, "Pengaduan")


def a_complaint_becomes_a_ticket(who: CallTaker) -> None:
    """Alt+6 offers whom to turn to, in words to be read out; Alt+6 again keeps the report, which becomes a ticket."""
    who.rings_a_test_call()
    who.answers()
    who.types("Jl. Saranani depan masjid")
    who.presses("Alt+6")
    first = end(who, "complaint").locator(".contact").first
    expect(first).to_contain_text("SP4N-LAPOR!")
    expect(first).to_contain_text("SMS ke 1708")
    expect(first).to_be_focused()
    expect(who.page.locator("[data-outcome=complaint]")).to_have_attribute("aria-checked", "true")
    who.presses("Alt+6")
    expect(end(who, "complaint")).to_be_hidden()
    who.hears_what("fas lpj", "Lampu jalan")
    who.hands_over()
    ticket = who.handed_over()
    assert ticket.short.startswith("L-")
    who.hangs_up()


def last_calls(stack: Stack, most: int) -> list[tuple[str, str | None, str | None]]:
    """The latest calls, the oldest first: outcome, whom the caller was pointed to, the kind of what was sent on."""
    rows = stack.rows(
        "SELECT c.outcome, b.name, k.code FROM calls_call c LEFT JOIN calls_contact b ON b.id = c.referred_to_id"
        " LEFT JOIN calls_report r ON r.call_id = c.id LEFT JOIN incidents_incident i ON i.id = r.incident_id"
        " LEFT JOIN incidents_category k ON k.id = i.category_id ORDER BY c.id DESC LIMIT %s",
        most,
    )
    return [(outcome, contact, kind) for outcome, contact, kind in reversed(rows)]
