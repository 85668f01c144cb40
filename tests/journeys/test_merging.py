"""Two incidents that are one event, at the board: merged by key and by command, taken back, and a report split off."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import Event, appears
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey


def reported(keeper: Keeper, words: str, joins: Event | None = None) -> Event | None:
    """A report by radio that opens an incident, or joins one."""
    draft = keeper.posts("reports-drafts/", {"source": "radio"})["report"]
    if joins:
        keeper.posts(f"reports-drafts/{draft['id']}/attaching/", {"incident": joins.pk, "words": words})
        return None
    fields = {"category": "kebakaran_rumah", "place_text": "Pasar Baru", "words": words}
    made = keeper.posts(f"reports-drafts/{draft['id']}/forwarding/", fields)["incident"]
    return Event(made["id"], made["short"])


def test_one_fire_reported_twice(people: People, keeper: Keeper) -> None:
    """G, Enter: the other goes on with both, and the one that ended says where; taken back by its button."""
    first = keeper.opens("kebakaran_rumah", "Jl. Malik Raya 4", lat=-3.97, lng=122.52)
    keeper.opens("kebakaran_lahan", "Jl. Jauh", lat=-3.99, lng=122.58)
    second = keeper.opens("kebakaran_rumah", "Jl. Malik Raya", lat=-3.971, lng=122.52)
    keeper.assigns(second, "DMK")
    rizal = people.dispatcher("rizal.asrun")
    rizal.opens_event(second)
    rizal.presses("g")
    dialog = rizal.page.locator("#merge-dialog")
    expect(dialog.locator("select option").first).to_contain_text(first.short)
    expect(dialog).to_contain_text(f"{second.short} ditutup; laporan")
    pictured(rizal, "merge-dialog")
    dialog.get_by_role("button", name="Gabung").click()
    expect(rizal.page.locator("#detail [data-f=short]").first).to_have_text(first.short)
    rizal.sees_state("DMK", "Menunggu diterima")
    expect(rizal.page.locator("#d-ties")).to_contain_text(f"termasuk {second.short}")
    expect(rizal.page.locator("#journal")).to_contain_text(f"{second.short} digabung ke sini")
    pictured(rizal, "merged")
    rizal.page.locator("#d-ties [data-act=open]").click()
    expect(rizal.page.locator("#d-facts")).to_contain_text("Digabung")
    rizal.page.get_by_role("toolbar").get_by_role("button", name="Batalkan penggabungan").click()
    expect(rizal.page.locator("#d-ties")).to_be_hidden()
    rizal.sees_state("DMK", "Menunggu diterima")


def test_the_command_line_merges_too(people: People, keeper: Keeper) -> None:
    """`G 1043 1042`, said in words before it is sent."""
    first, second = (keeper.opens("kebakaran_rumah", "Jl. Malik Raya 4") for _one in range(2))
    rizal = people.dispatcher("rizal.asrun")
    rizal.commands(f"G {second.number} {first.number}", f"Gabung {second.short} ke {first.short}")
    rizal.opens_event(first)
    expect(rizal.page.locator("#d-ties")).to_contain_text(second.short)


def test_a_rescue_is_part_of_a_flood(people: People, keeper: Keeper) -> None:
    """Both go on, each names the other, and the part can be taken out again."""
    flood, rescue = keeper.opens("banjir", "Kali Wanggu"), keeper.opens("banjir", "Jl. Kali Wanggu 3")
    rizal = people.dispatcher("rizal.asrun")
    rizal.opens_event(rescue)
    rizal.presses("g")
    dialog = rizal.page.locator("#merge-dialog")
    dialog.locator("select").select_option(str(flood.pk))
    dialog.get_by_role("button", name="Kaitkan").click()
    ties = rizal.page.locator("#d-ties")
    expect(ties).to_contain_text(f"bagian dari {flood.short}")
    pictured(rizal, "part")
    ties.get_by_role("button", name=flood.short).click()
    expect(ties).to_contain_text(f"bagiannya: {rescue.short}")
    rizal.page.get_by_role("toolbar").get_by_role("button", name="Tutup").click()
    closing = appears(rizal.page.locator("#close-dialog"))
    expect(closing).to_contain_text(f"1 bagiannya masih terbuka dan tetap terbuka: {rescue.short}.")
    closing.locator("[data-cancel]").click()
    ties.get_by_role("button", name=rescue.short).click()
    ties.get_by_role("button", name="Lepaskan").click()
    expect(ties).to_be_hidden()


def test_a_report_is_split_off(people: People, keeper: Keeper, stack: Stack) -> None:
    """Of two reports one is of another event: its button makes an incident of it."""
    fire = reported(keeper, "api di kios")
    assert fire is not None
    reported(keeper, "asap di gudang, lain tempat", joins=fire)
    rizal = people.dispatcher("rizal.asrun")
    rizal.opens_event(fire)
    lines = rizal.page.locator("#reports li")
    expect(lines).to_have_count(2)
    pictured(rizal, "reports")
    lines.filter(has_text="asap di gudang").get_by_role("button", name="Pisahkan").click()
    expect(lines).to_have_count(1)
    expect(rizal.page.locator("#journal")).to_contain_text("Satu laporan dipisahkan menjadi")
    ((pk,),) = stack.rows("SELECT max(id) FROM incidents_incident")
    appears(rizal.page.locator(f"#row-{pk}"))


def pictured(person: Dispatcher, name: str) -> None:
    """Kept for whoever wants to look, where the environment names a folder."""
    if folder := os.environ.get("JOURNEY_PICTURES"):
        person.page.screenshot(path=Path(folder) / f"{name}.png")
