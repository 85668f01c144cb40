"""On the small screens of a control room, and on a telephone, words are whole or are said to be cut."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import POCKET, Event

pytestmark = pytest.mark.journey

IS_WHOLE = "place => place.scrollWidth <= place.clientWidth"
# A copy of a select that nothing squeezes is as wide as its longest choice.
TAKES_ITS_CHOICES = """select => {
  const free = select.cloneNode(true);
  Object.assign(free.style, { width: "max-content", position: "absolute" });
  select.after(free);
  const fits = free.offsetWidth <= select.offsetWidth;
  free.remove();
  return fits;
}"""


@pytest.fixture
def fire(keeper: Keeper) -> Event:
    """A house burns: the police has not answered though it was called again, a fire engine has arrived."""
    fire = keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17", lat=-3.9756, lng=122.5172)
    _police, engine = keeper.assigns(fire, "POL", units=("DMK-02",))
    for verb in ("accept", "depart", "arrive"):
        keeper.records(engine, verb)
    keeper.posts(f"incidents/{fire.pk}/escalation/", {"reason": "belum menerima"})
    return fire


def is_whole(place: Locator) -> bool:
    """Whether nothing of it is beyond its edge."""
    whole: bool = place.evaluate(IS_WHOLE)
    return whole


def test_words_are_whole_on_a_small_screen(people: People, fire: Event) -> None:
    """How an agency stands, the choices of the filter, the table of an incident's page; a name that is cut says so."""
    rizal = people.dispatcher("rizal.asrun")
    rizal.opens_event(fire)
    police = rizal.assignment("Polresta").locator(".asn .st")
    expect(police).to_have_attribute("title", "Menunggu diterima")
    assert is_whole(police.locator("[data-f=state]"))
    for part in ("agency", "level"):
        place = rizal.page.locator(f"#ladder [data-f={part}]")
        expect(place).to_have_attribute("title", place.inner_text())
    rizal.presses("Escape", "f")
    assert rizal.page.locator("#filter [name=priority]").evaluate(TAKES_ITS_CHOICES)
    for cut in (".brand > span:last-child", ".brand small"):
        expect(rizal.page.locator(cut)).to_have_css("text-overflow", "ellipsis")
    rizal.opens(f"/kejadian/{fire.pk}/")
    assert is_whole(rizal.page.locator(".wide-table"))


def test_an_escalation_is_whole_in_a_row_390_points_wide(people: People, fire: Event) -> None:
    """The name gives way to it."""
    rizal = people.enter(Dispatcher, "rizal.asrun")
    rizal.page.set_viewport_size(POCKET)
    rizal.takes_seat("Meja 06")
    flag = rizal.row(fire).get_by_text("Esk. 1")
    expect(flag).to_be_visible()
    assert is_whole(rizal.row(fire).locator(".ty"))
