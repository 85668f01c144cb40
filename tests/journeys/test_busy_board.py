"""Many incidents at one board: what is over is closed with one key, the list is narrowed, anything is found again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper

pytestmark = pytest.mark.journey

# What is drawn anew of the list (but for its countdowns), of the strip of units and of the map, from now on.
WATCH = """() => {
  const drawn = (window.drawn = { rows: [], chips: [], marks: [] });
  const note = (place) => {
    if (!place?.closest || place.closest(".sla")) return;
    const [row, chip, mark] = ["[id^=row-]", ".u", ".mk"].map((name) => place.closest(name));
    if (row) drawn.rows.push(row.id);
    if (chip) drawn.chips.push(chip.querySelector("b").textContent);
    if (mark) drawn.marks.push(mark.title);
  };
  const watcher = new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      for (const place of [target, ...addedNodes]) note(place.nodeType === 1 ? place : place.parentElement);
    }
  });
  for (const id of ["rows", "units", "map"]) {
    watcher.observe(document.getElementById(id), { childList: true, characterData: true, subtree: true });
  }
}"""


def test_what_is_over_is_closed_with_one_key(people: People, keeper: Keeper) -> None:
    """The unit is done: the row wants to be closed; T proposes the ending, Enter sends, undo takes it back."""
    rizal = people.dispatcher("rizal.asrun")
    fire, _nest = (
        keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17"),
        keeper.opens("sarang_tawon", "Lorong Anggrek 4"),
    )
    (engine,) = keeper.assigns(fire, "DMK")
    for verb in ("accept", "depart", "arrive", "finish"):
        keeper.records(engine, verb)
    group = rizal.page.locator("#rows [role=group]", has_text="Perlu ditutup")
    expect(group.locator(f"#row-{fire.pk}")).to_be_visible()
    rizal.opens_event(fire)
    rizal.presses("t")
    expect(rizal.page.locator("#line")).to_have_value(f"T {fire.number}")
    expect(rizal.page.locator("#said")).to_contain_text(f"Tutup {fire.short}: Tertangani")
    rizal.presses("Enter")
    expect(rizal.row(fire)).to_have_count(0)
    expect(rizal.page.locator("#rows")).to_be_focused()
    rizal.toasts.get_by_role("button", name="Batalkan").click()
    expect(group.locator(f"#row-{fire.pk}")).to_be_visible()


def test_only_what_changed_is_drawn_anew(people: People, keeper: Keeper) -> None:
    """One of three incidents gets a unit: its row and that unit are drawn, nobody else's; the clocks go on."""
    rizal = people.dispatcher("rizal.asrun")
    fire, nest, flood = (
        keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17", lat=-3.98, lng=122.51),
        keeper.opens("sarang_tawon", "Lorong Anggrek 4", lat=-3.96, lng=122.53),
        keeper.opens("kebakaran_rumah", "Jl. Melati 2", lat=-4.0, lng=122.55),
    )
    keeper.assigns(flood, "DMK")
    for event in (fire, nest, flood):
        expect(rizal.row(event)).to_be_visible()
        expect(rizal.page.locator(f"#map .mk[title^='{event.short} ']")).to_be_visible()
    expect(rizal.row(flood)).to_contain_text("DMK")
    clock = rizal.row(flood).locator(".sla time")
    rizal.page.evaluate(WATCH)
    before = clock.inner_text()
    keeper.assigns(fire, units=("DMK-01",))
    expect(rizal.page.locator("#units .u", has_text="DMK-01")).to_have_attribute("data-incident", str(fire.pk))
    expect(rizal.row(fire)).to_contain_text("DMK")
    expect(clock).not_to_have_text(before)
    drawn = rizal.page.evaluate("() => window.drawn")
    assert set(drawn["rows"]) == {f"row-{fire.pk}"}
    assert set(drawn["chips"]) == {"DMK-01"}
    assert not any(event.short in title for event in (nest, flood) for title in drawn["marks"])


def test_a_filter_hides_says_so_and_is_kept(people: People, keeper: Keeper) -> None:
    """By priority: the count of what is hidden is there, a hidden P1 is said aloud, a reload keeps it, 0 clears it."""
    rizal = people.dispatcher("rizal.asrun")
    fire, nest = (
        keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17"),
        keeper.opens("sarang_tawon", "Lorong Anggrek 4"),
    )
    expect(rizal.row(nest)).to_be_visible()
    rizal.presses("Escape", "f")
    form = rizal.page.locator("#filter")
    form.get_by_label("Prioritas").select_option("3")
    form.get_by_role("button", name="Selesai").click()
    expect(rizal.row(fire)).to_have_count(0)
    expect(rizal.page.locator("#filtered")).to_contain_text("P3")
    expect(rizal.page.locator("#filtered")).to_contain_text("1 disembunyikan")
    expect(rizal.banner.filter(has_text="P1 BARU")).to_contain_text(fire.short)
    asked: list[str] = []
    rizal.page.on("request", lambda request: asked.append(request.url))
    rizal.page.reload()
    rizal.has_live_link()
    assert sum("/api/v1/board/?cards=lean&because=opened" in url for url in asked) == 1, (
        "the scripts take what the head asked for"
    )
    expect(rizal.row(nest)).to_be_visible()
    expect(rizal.row(fire)).to_have_count(0)
    rizal.presses("0")
    expect(rizal.row(fire)).to_be_visible()
    expect(rizal.page.locator("#filtered")).to_be_hidden()


def test_mine_is_what_i_have_taken_in_hand(people: People, keeper: Keeper) -> None:
    """Nothing is, until I assign somebody."""
    rizal = people.dispatcher("rizal.asrun")
    fire, nest = (
        keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17"),
        keeper.opens("sarang_tawon", "Lorong Anggrek 4"),
    )
    rizal.opens_event(fire)
    rizal.assigns("DMK")
    rizal.presses("Escape", "f")
    rizal.page.locator("#filter").get_by_label("Punyaku").check()
    expect(rizal.row(fire)).to_be_visible()
    expect(rizal.row(nest)).to_have_count(0)
    rizal.presses("Escape", "Escape", "0")
    expect(rizal.row(nest)).to_be_visible()


def test_search_finds_open_and_closed(people: People, keeper: Keeper) -> None:
    """C, words of a place, arrows, Enter: an open incident opens on the board."""
    rizal = people.dispatcher("rizal.asrun")
    fire = keeper.opens("kebakaran_rumah", "Jl. Teratai Putih 99")
    expect(rizal.row(fire)).to_be_visible()
    rizal.presses("Escape", "c")
    dialog = rizal.page.locator("#search-dialog")
    expect(dialog.locator("input")).to_be_focused()
    rizal.types("teratai putih 99")
    expect(dialog.locator("#found li").first).to_contain_text(fire.short)
    rizal.presses("Enter")
    expect(dialog).to_be_hidden()
    expect(rizal.page.locator("#detail [data-f=short]").first).to_have_text(fire.short)


def test_the_time_that_is_left_is_a_ring(people: People, keeper: Keeper) -> None:
    """One that empties is not seen where it is filled."""
    rizal = people.dispatcher("rizal.asrun")
    wasps = keeper.opens("sarang_tawon", "Lorong Anggrek 3")
    left = rizal.row(wasps).locator("[data-ring]")
    expect(left).to_be_visible()
    expect(left).to_have_css("fill", "none")
    expect(left).not_to_have_css("stroke", "none")


def test_a_long_list_has_its_rows_where_one_looks(people: People, keeper: Keeper) -> None:
    """Longer than the page keeps rows: the keyboard walks past them, the last one knows its number, and the first press
    on it opens it where it stands."""
    rizal = people.dispatcher("rizal.asrun")
    for number in range(1, 51):
        keeper.opens("sarang_tawon", f"Lorong Dahlia {number}")
    rizal.page.set_viewport_size({"width": 1366, "height": 768})
    rizal.page.reload()
    rizal.has_live_link()
    rizal.page.wait_for_timeout(1500)  # a picture may be a second old; what came since follows
    rows = rizal.page.locator("#rows [role=option]")
    expect(rows.first).to_have_attribute("aria-posinset", "1")
    many = int(rows.first.get_attribute("aria-setsize") or 0)
    assert rows.count() < 50 <= many
    rizal.presses(*"j" * 48)
    pointed = rizal.page.locator("#rows .cur")
    expect(pointed).to_have_attribute("aria-posinset", "48")
    expect(pointed).to_be_in_viewport(ratio=1)
    the_last_row_opens_where_it_stands(rizal, rizal.page.locator(f"#rows [aria-posinset='{many}']"))


def the_last_row_opens_where_it_stands(rizal: Dispatcher, last: Locator) -> None:
    """Scrolled to with the wheel and pressed once."""
    rizal.page.locator("#list").hover()
    while not last.count():
        rizal.page.mouse.wheel(0, 900)
        rizal.page.wait_for_timeout(50)
    rizal.page.mouse.wheel(0, 20_000)
    expect(last).to_be_in_viewport(ratio=1)
    box = last.bounding_box()
    assert box
    rizal.page.mouse.move(box["x"] + 60, box["y"] + 10)
    rizal.page.mouse.down()
    rizal.page.mouse.up()
    expect(last).to_have_attribute("aria-selected", "true")
    assert last.bounding_box() == box
    expect(rizal.page.locator("#detail [data-f=short]").first).to_have_text(f"#{last.locator('.no').inner_text()}")
