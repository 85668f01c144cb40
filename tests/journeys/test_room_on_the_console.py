"""What the console keeps in sight when there is much of it, on a usual screen and on a small one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.keeper import Keeper
from tests.journeys.people import WIDE, appears
from tests.journeys.stack import Stack
from tests.journeys.telephony import a_new_number, loses, rings

pytestmark = pytest.mark.journey

# Labels whose words are cut off.
CUT = "rows => rows.filter(row => row.scrollWidth > row.clientWidth).map(row => row.textContent)"
# What of the strip is seen beyond the box it stands in.
DRAWN_OVER = """strip => [...strip.children].flatMap(box => [...box.querySelectorAll("*")].filter(one => {
    const [edge, inner] = [box.getBoundingClientRect(), one.getBoundingClientRect()];
    const isCut = getComputedStyle(one).overflowX !== "visible" || one.clientWidth === 0;
    const isSpilled = !isCut && one.scrollWidth > one.clientWidth + 1;
    return one.checkVisibility() && inner.width > 1 && (inner.right > edge.right + 1 || isSpilled);
}).map(one => `${one.tagName} ${one.className} ${one.textContent}`))"""
ONE_LINE = 56  # pixels that one line of the bar below the report takes at most


def test_a_small_screen_cuts_no_group_and_keeps_the_bar_in_one_line(people: People) -> None:
    """Every need stands in the bar by its sign and one word; what is wrong with it is there to be read out."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    fitriani.hears_what("kbk rmh", "Kebakaran rumah/bangunan")
    needs = fitriani.page.locator(".chk > li:visible")
    expect(needs.filter(has_text="Lokasi belum diisi")).to_be_visible()
    expect(needs.filter(has_text="8 pertanyaan belum dijawab")).to_be_visible()
    bar = fitriani.page.locator(".act")
    height = bar.evaluate("bar => bar.getBoundingClientRect().height")
    assert height <= ONE_LINE, height
    assert len(set(needs.evaluate_all("rows => rows.map(row => row.getBoundingClientRect().top)"))) == 1
    assert bar.evaluate("bar => bar.scrollWidth <= bar.clientWidth")
    assert fitriani.page.locator("#groups li > span").evaluate_all(CUT) == []


def test_many_who_wait_to_be_called_back_leave_the_panels_below_in_sight(people: People, stack: Stack) -> None:
    """Their list scrolls in itself; on a small screen nothing of the one in hand leaves it either."""
    fitriani = people.call_taker("fitriani")
    loses(stack, [("number", a_new_number()) for _each in range(8)])
    rows = fitriani.page.locator("#callbacks > li")
    appears(rows.nth(7))
    fitriani.page.set_viewport_size({"width": 1920, "height": 1080})
    for title in ("queue", "desk", "callback", "talking", "coded", "handover"):
        expect(fitriani.page.locator(f"#{title}-title")).to_be_in_viewport(ratio=1)

    fitriani.page.set_viewport_size(fitriani.size)
    fitriani.presses("F7")
    expect(rows.first.get_by_role("button", name="Tersambung")).to_be_visible()
    fitriani.page.reload()  # the number is masked again
    expect(rows.first.get_by_role("button", name="Tampilkan nomor")).to_be_visible()
    for button in rows.first.get_by_role("button").all():
        expect(button).to_be_in_viewport(ratio=1)
    rows.first.get_by_role("button", name="Lepas").click()
    expect(rows.first.get_by_role("button", name="Telepon", exact=True)).to_be_visible()


def test_the_report_on_the_screen_is_seen_in_a_long_list_after_a_reload(people: People) -> None:
    """Seven lie on the desk; whichever is open, its row is among those seen."""
    fitriani = people.call_taker("fitriani")
    for number in range(1, 8):
        fitriani.begins_without_a_call("Radio")
        expect(fitriani.page.locator("#pieces > li")).to_have_count(number)
    is_seen(fitriani)
    fitriani.page.reload()
    expect(fitriani.page.locator("#pieces > li")).to_have_count(7)
    is_seen(fitriani)


def is_seen(who: CallTaker) -> None:
    """The open piece's row, wholly."""
    expect(who.page.locator("#pieces [aria-current=true]")).to_be_in_viewport(ratio=0.95)


def test_a_number_of_any_length_leaves_the_strip_its_room(people: People, stack: Stack) -> None:
    """An ordinary one is read whole; one of forty digits ends in dots, whole in its title; nothing is drawn over."""
    fitriani = people.call_taker("fitriani")
    number = fitriani.page.locator("#strip .no")
    for size in (fitriani.size, WIDE):
        fitriani.page.set_viewport_size(size)
        for value in ("+6281234567890", "9" * 40):
            rings(stack, value)
            fitriani.answers()
            expect(number).not_to_contain_text("xx")
            assert number.evaluate("one => one.title === one.textContent")
            is_long = len(value) == 40
            assert number.evaluate("one => one.scrollWidth > one.clientWidth") == is_long
            assert fitriani.page.locator("#strip").evaluate(DRAWN_OVER) == []
            fitriani.presses("Alt+2", "Escape")
            expect(fitriani.page.locator("#idle")).to_be_visible()


def test_much_beside_a_report_leaves_the_tabs_of_a_small_screen_in_sight(
    people: People, keeper: Keeper, stack: Stack
) -> None:
    """Seven agencies proposed and two events nearby scroll in their panels, and Alt+S moves nothing off the screen."""
    point = {"lat": -3.9553, "lng": 122.5414}
    for place in ("Jl. Bunga Seroja 17", "Jl. Bunga Seroja 21"):
        keeper.opens("kebakaran_rumah", place, **point)
    fitriani = people.call_taker("fitriani")
    fitriani.answers_a_new_call()
    fitriani.page.locator("#point").fill("-3.9553, 122.5414")
    fitriani.presses("Enter")
    fitriani.hears_what("kbk rmh", "Kebakaran rumah/bangunan")
    appears(fitriani.page.locator("#same-list > li").nth(1))
    appears(fitriani.page.locator("#recommended-list > li").nth(4))
    for panel in ("#tabs", "#recommended", "#same", "#map"):
        expect(fitriani.page.locator(panel)).to_be_in_viewport(ratio=1)
    fitriani.presses("Alt+s")
    expect(fitriani.page.locator("#scripts [data-script]").first).to_be_focused()
    expect(fitriani.page.locator("#strip")).to_be_in_viewport(ratio=1)
    expect(fitriani.page.locator(".act")).to_be_in_viewport(ratio=1)
