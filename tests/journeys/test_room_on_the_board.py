"""What the board says has room on every screen it is used on: nothing is cut, nothing lies over something else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Route, ViewportSize, expect

from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import DESK, POCKET, WIDE, Event
from tests.journeys.stack import Stack
from tests.journeys.test_where_units_are import told

pytestmark = pytest.mark.journey

SCREENS = (WIDE, DESK, POCKET)
PLACE = {"lat": -3.9756, "lng": 122.5172}
MANY = 9
# One of each kind of column: all alike in three columns on a small screen, of several kinds in two.
OLD = ("DMK-01", "AMB-06", "BPB-01")
IS_WHOLE = "(place, side) => place[`scroll${side}`] <= Math.ceil(place.getBoundingClientRect()[side.toLowerCase()])"
WORDS_INSIDE = """button => {
  const words = document.createRange();
  words.selectNodeContents(button);
  const [inner, outer] = [words, button].map((one) => one.getBoundingClientRect());
  const panel = button.closest(".panel, .banner").getBoundingClientRect();
  return inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top - 1
    && inner.bottom <= outer.bottom + 1 && outer.right <= panel.right;
}"""
ALL_AT_ONCE = "buttons => buttons.forEach((button) => button.click())"


@pytest.fixture
def old_places(stack: Stack) -> Iterator[None]:
    """Some units were last heard of twelve minutes ago, one of them hours ago."""
    for sign in OLD:
        told(stack, sign, 12)
    told(stack, "DMK-03", 130)
    yield
    stack.change("DELETE FROM agencies_position")


@pytest.fixture
def drill(keeper: Keeper, stack: Stack) -> Event:
    """A fire of a simulation that the police does not answer, though it was called again; three agencies are told."""
    fire = keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17", **PLACE)
    stack.change("UPDATE incidents_incident SET is_simulated = true WHERE id = %s", fire.pk)
    keeper.assigns(fire, "POL", "PLN", units=("AMB-01",))
    keeper.posts(f"incidents/{fire.pk}/escalation/", {"reason": "belum menerima"})
    return fire


def on_each_screen(who: Dispatcher, *sizes: ViewportSize) -> Iterator[int]:
    """The width of each screen, when the board has its place on it."""
    for size in sizes:
        who.page.set_viewport_size(size)
        who.page.wait_for_function("width => innerWidth === width", arg=size["width"])
        yield size["width"]


def is_order(route: Route) -> bool:
    """Whether something is sent."""
    return route.request.method == "POST"


def is_whole(place: Locator, side: str = "Width") -> bool:
    """Whether nothing of it is beyond its edge; a part of a pixel is no letter."""
    whole: bool = place.evaluate(IS_WHOLE, side)
    return whole


def cut(places: Locator) -> list[str]:
    """The words of those of which something is beyond their edge."""
    return [place.inner_text() for place in places.all() if not is_whole(place)]


def test_the_panel_of_shares_has_room_for_a_long_name(people: People) -> None:
    """Who signed in again stands there once; both columns and every button are inside."""
    rahma = people.dispatcher("wa.rahmawati", "Meja 02")
    for _ in range(2):
        people.dispatcher("rizal.asrun", "Meja 01")
    rahma.opens_sharing()
    for name in ("Damkar", "Polresta Kendari", "Abeli"):
        rahma.shared(name).get_by_role("button", name="Ambil").click()
        expect(rahma.shared(name)).to_contain_text("saya")
    rifai = people.dispatcher("ahmad.rifai", "Meja 08", "supervisor")
    rifai.opens_sharing()
    expect(rifai.shared("Polresta Kendari")).to_contain_text("Wa Ode Rahmawati (Meja 02)")
    offered = rifai.page.locator("#shares-for option").all_inner_texts()
    assert offered.count("Rizal Asrun (Meja 01)") == 1
    assert len(offered) == len(set(offered))
    rifai.page.locator("#shares-for select").select_option(label="Rizal Asrun (Meja 01)")
    rifai.shared("Damkar").get_by_role("button", name="Bagikan").click()
    expect(rifai.shared("Damkar")).to_contain_text("Rizal Asrun (Meja 01)")
    for width in on_each_screen(rifai, *SCREENS):
        assert is_whole(rifai.page.locator("#shares-dialog .parts")), f"{width} wide"
        assert cut(rifai.page.locator("#shares-dialog .whose > *")) == [], f"{width} wide"
        rifai.shared("Polresta Kendari").get_by_role("button", name="Lepas").scroll_into_view_if_needed()
        expect(rifai.shared("Polresta Kendari").get_by_role("button", name="Lepas")).to_be_in_viewport(ratio=1)


def test_a_button_has_room_for_what_it_says_while_it_waits(people: People, drill: Event) -> None:
    """Nothing answers: the recommendations, the alarm, the steps of an agency, a banner."""
    rizal = people.dispatcher("rizal.asrun")
    rizal.forgives("ERR_FAILED")
    rizal.opens_event(drill)
    rizal.assignment("Polresta").locator(".asn").click()
    expect(rizal.page.locator("#suggested .ru").first).to_be_visible()
    kept: list[Route] = []
    rizal.page.route("**/api/v1/**", lambda route: kept.append(route) if is_order(route) else route.continue_())
    pressed = "#suggested .btn, .deeds [data-act=raise], .steps [data-verb=accept], #banners [data-act=acknowledge]"
    rizal.page.locator(pressed).locator("visible=true").evaluate_all(ALL_AT_ONCE)
    waiting = rizal.page.locator("[aria-busy=true]")
    expect(waiting.filter(has_text="belum terkirim…")).to_have_count(waiting.count())
    assert waiting.count() >= 5
    for width in on_each_screen(rizal, *SCREENS):
        over = [button.inner_text() for button in waiting.all() if not button.evaluate(WORDS_INSIDE)]
        assert over == [], f"{width} wide"
        assert cut(rizal.page.locator("#suggested .ru")) == [], f"{width} wide"
    for route in kept:
        route.abort()


def test_a_long_list_of_escalations_leaves_the_board_in_sight(people: People, keeper: Keeper) -> None:
    """Opened, it scrolls within a third of the screen; Tab reaches the last, the newest stays in sight."""
    for number in range(MANY):
        nest = keeper.opens("sarang_tawon", f"Lorong Anggrek {number}", **PLACE)
        keeper.assigns(nest, "POL")
        keeper.posts(f"incidents/{nest.pk}/escalation/", {"reason": "belum menerima"})
    rizal = people.dispatcher("rizal.asrun")
    box = rizal.page.locator("#banners")
    box.get_by_role("button", name="lagi").click()
    expect(rizal.banner).to_have_count(MANY)
    for size in (WIDE, DESK):
        rizal.page.set_viewport_size(size)
        assert box.evaluate("box => box.offsetHeight") <= size["height"] / 3
        assert not is_whole(box, "Height")
    last = rizal.banner.last.get_by_role("button", name="Buka")
    expect(last).not_to_be_in_viewport()
    rizal.banner.first.get_by_role("button", name="Akui").focus()
    rizal.presses(*["Tab"] * (2 * MANY))
    expect(last).to_be_focused()
    expect(last).to_be_in_viewport(ratio=1)
    expect(rizal.banner.first.get_by_role("button", name="ringkas")).to_be_in_viewport(ratio=1)
    expect(rizal.page.locator("#rows [role=option]").first).to_be_in_viewport(ratio=1)


def test_an_old_place_says_its_whole_age_in_the_strip(people: People, old_places: None) -> None:
    """In a few letters that fit, and in words to who points at it or hears it."""
    rizal = people.dispatcher("rizal.asrun")
    aged = rizal.page.locator("#units .u.aged")
    expect(aged).to_have_count(len(OLD) + 1)
    for width in on_each_screen(rizal, *SCREENS):
        ages = aged.locator("[data-f=what]")
        assert sorted(ages.all_inner_texts()) == ["12m", "12m", "12m", "2j"], f"{width} wide"
        assert cut(ages) == [], f"{width} wide"
        assert cut(aged.locator("b")) == [], f"{width} wide"
    for told_of in ("title", "aria-label"):
        expect(aged.first).to_have_attribute(told_of, "DMK-01: Siaga · posisi 12 menit lalu")


def test_a_drill_is_said_in_its_row_on_every_screen(people: People, drill: Event) -> None:
    """Beside its escalation; as a sign with a word for it where there is no room."""
    rizal = people.dispatcher("rizal.asrun")
    flag = rizal.row(drill).get_by_title("simulasi")
    for width in on_each_screen(rizal, *SCREENS):
        assert is_whole(rizal.row(drill).locator(".ty")), f"{width} wide"
        assert flag.evaluate("flag => flag.offsetWidth") >= 12, f"{width} wide"
        expect(flag).to_have_text("simulasi")
