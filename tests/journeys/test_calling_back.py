"""Who rang in vain is called back by one call-taker, which the other sees; a surge is closed with one reason."""

from __future__ import annotations

from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.people import appears
from tests.journeys.stack import WITA, Stack
from tests.journeys.telephony import a_new_device, a_new_number, loses

pytestmark = pytest.mark.journey


def waiting(person: CallTaker) -> Locator:
    """Who waits to be called back, the longest-waiting first."""
    return person.page.locator("#callbacks > li")


def hears_of_f7(person: CallTaker, words: str) -> None:
    """The key does nothing but say why."""
    person.presses("F7")
    expect(person.page.locator("#toasts")).to_contain_text(words)


def four_give_up(stack: Stack) -> str:
    """One number twice, another, a telephone without a SIM; answers the first number."""
    number = a_new_number()
    loses(stack, [("number", number)] * 2 + [("number", a_new_number()), ("imei", a_new_device())])
    return number


def test_one_is_called_back_by_one(people: People, stack: Stack) -> None:
    """F7 takes the longest-waiting; the colleague sees by whom; what came of it begins a report."""
    fitriani = people.call_taker("fitriani", "Meja 03")
    rahma = people.call_taker("wa.rahmawati", "Meja 04")
    hears_of_f7(rahma, "Tidak ada yang menunggu ditelepon balik.")
    number = four_give_up(stack)
    expect(waiting(fitriani)).to_have_count(2)
    expect(waiting(rahma).first).to_contain_text(f"0811-xx-{number[-4:]}")
    expect(waiting(rahma).first).to_contain_text("2× mencoba")
    expect(fitriani.page.locator("#uncallable > li")).to_contain_text("Tanpa SIM")

    fitriani.presses("F7")
    expect(waiting(fitriani).first).to_contain_text(f"0811-{number[4:8]}-{number[-4:]}")
    hears_of_f7(fitriani, "Catat dulu hasil telepon balik yang Anda pegang.")
    expect(waiting(rahma).first).to_contain_text("Fitriani Halik menelepon")
    expect(waiting(rahma).first).not_to_contain_text(number[4:8])
    is_accessible(fitriani)

    fitriani.presses("Shift+Tab", "Enter")
    appears(fitriani.page.locator("#form"))
    expect(fitriani.page.locator("#callback")).to_have_value(f"0811-{number[4:8]}-{number[-4:]}")
    expect(waiting(rahma)).to_have_count(1)

    closes_all(rahma)
    for one in (rahma, fitriani):
        expect(waiting(one)).to_have_count(0)
        expect(one.page.locator("#uncallable > li")).to_have_count(0)
    closed = "SELECT facts->>'reason' FROM journal_entry WHERE verb = 'callback_closed' ORDER BY id DESC LIMIT 2"
    assert stack.rows(closed) == [("surge",), ("surge",)]
    discards(fitriani)


def test_a_watch_is_handed_over_and_a_desk_left_for_a_while(people: People) -> None:
    """A line is there on the other screen at once, is ticked off there and taken back; who pauses is seen to."""
    fitriani = people.call_taker("fitriani", "Meja 03")
    rahma = people.call_taker("wa.rahmawati", "Meja 04")
    for one in (fitriani, rahma):
        one.page.get_by_role("tab", name="Serah terima").click()
    words = f"GPS AMB-06 mati sejak {datetime.now(WITA):%H.%M.%S}; radio kanal 2."
    rahma.page.get_by_label("Catatan untuk jaga berikutnya").fill(words)
    rahma.presses("Enter")
    line = fitriani.page.get_by_role("checkbox", name=words)
    line.check()
    there = rahma.page.locator("#handover > li", has_text=words)
    expect(there).to_contain_text("selesai: Fitriani Halik")
    expect(rahma.page.get_by_label("Catatan untuk jaga berikutnya")).to_have_value("")
    line.uncheck()
    expect(there).not_to_contain_text("selesai")
    fitriani.page.get_by_role("button", name="Mulai istirahat").click()
    expect(rahma.page.locator("#talking > li").filter(has_text="Meja 03")).to_contain_text("Istirahat")
    is_accessible(rahma)
    fitriani.page.get_by_role("button", name="Selesai istirahat").click()
    expect(rahma.page.locator("#talking > li").filter(has_text="Meja 03")).to_contain_text("Siap")


def discards(person: CallTaker) -> None:
    """Put the open report aside."""
    person.page.locator("#discard").click()
    person.page.locator("#discard-dialog").get_by_role("button", name="Buang").click()
    expect(person.page.locator("#pieces > li")).to_have_count(0)


def is_accessible(person: CallTaker) -> None:
    """No serious fault on the screen as it stands."""
    found = Axe().run(person.page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def closes_all(person: CallTaker) -> None:
    """The batch: all of them, one reason."""
    person.page.get_by_role("button", name="Tutup beberapa…").click()
    person.page.get_by_label("Pilih semua").check()
    person.page.get_by_label("Lonjakan: kejadian yang sama sudah ditangani").check()
    is_accessible(person)
    person.page.locator("#callback-confirm").click()


def test_one_who_never_answers_keeps_nobody_waiting(people: People, stack: Stack) -> None:
    """F7, no answer, F7: the next caller; whoever was tried stands at the end of the list."""
    fitriani = people.call_taker("fitriani")
    deaf, other = a_new_number(), a_new_number()
    loses(stack, [("number", deaf), ("number", other)])
    rows = waiting(fitriani)
    expect(rows).to_have_count(2)
    for place, number in enumerate((deaf, other)):
        fitriani.presses("F7")
        in_hand = rows.filter(has_text=f"0811-{number[4:8]}-{number[-4:]}")
        in_hand.get_by_role("button", name="Tidak diangkat").click()
        expect(rows.nth(1)).to_contain_text("Tidak diangkat", ignore_case=True)
        expect(rows.nth(1)).to_contain_text(number[-4:])
        assert rows.locator("[data-f=tried]:visible").count() == place + 1
    closes_all(fitriani)
    expect(rows).to_have_count(0)
