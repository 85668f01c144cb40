"""The person at the board: sees, assigns, records what comes by radio, closes."""

from __future__ import annotations

import re
from typing import ClassVar

from playwright.sync_api import Locator, expect

from tests.journeys.people import Event, Person, appears


class Dispatcher(Person):
    """Works on `/papan/`."""

    screen: ClassVar[str] = "/papan/"

    def takes_seat(self, seat: str, acting: str = "dispatcher") -> None:
        """Sign in and have the board open and live."""
        self.signs_in(acting, seat)
        self.has_live_link()

    def row(self, event: Event) -> Locator:
        """Its line in the list."""
        return self.page.locator(f"#row-{event.pk}")

    def mark(self, event: Event) -> Locator:
        """Its sign on the map."""
        return self.page.locator("#map .mk.inc", has_text=event.number)

    @property
    def banner(self) -> Locator:
        """The lines above the board."""
        return self.page.locator("#banners .banner")

    @property
    def toasts(self) -> Locator:
        """What the board says of the last deeds."""
        return self.page.locator("#toasts .toast")

    def opens_event(self, event: Event) -> None:
        """Open the incident in the panel on the right."""
        self.row(event).click()
        expect(self.page.locator("#detail [data-f=short]").first).to_have_text(event.short)

    def assigns(self, name: str) -> None:
        """Choose one agency or unit in the picker and press the button."""
        self.picks(name)
        self.page.locator("#picker [data-act=assign]").click()
        expect(self.assignment(name)).to_be_visible()

    def picks(self, name: str) -> None:
        """Choose one agency or unit in the picker."""
        self.page.get_by_role("toolbar").get_by_role("button", name="Tugaskan").click()
        self.page.locator("#pick-filter").fill(name)
        choice = self.page.locator("#choices label.choice", has=self.page.locator(f"input[value='{name}']"))
        choice.click()

    def commands(self, line: str, means: str | re.Pattern[str]) -> None:
        """Type a line into the command line, read what it means, and send it."""
        self.presses("Escape", "/")
        box = self.page.locator("#line")
        expect(box).to_be_focused()
        self.types(line)
        expect(self.page.locator("#said")).to_contain_text(means)
        self.presses("Enter")
        expect(box).to_have_value("")
        self.presses("Escape")

    def assignment(self, who: str) -> Locator:
        """The line of one agency or unit in the opened incident."""
        return self.page.locator("#assignments .asg", has_text=who)

    def sees_state(self, who: str, state: str) -> None:
        """How it stands with one agency or unit, as the opened incident shows it."""
        head = self.page.locator("#assignments .asn", has_text=who)
        expect(head.locator("[data-f=state]")).to_have_text(state)

    def sees_reason(self, who: str, reason: str) -> None:
        """Why an agency or unit has declined, under its line."""
        self.assignment(who).locator(".asn").click()
        expect(self.assignment(who).locator("[data-f=fact]")).to_have_text(reason)

    def records_by_radio(self, who: str, verb: str, at: str = "") -> None:
        """Record a step on somebody's behalf, with the time he said if it was not now."""
        line = self.assignment(who)
        head = line.locator(".asn")
        if head.get_attribute("aria-expanded") != "true":
            head.click()
        line.locator("[data-at]").fill(at)
        line.get_by_role("button", name=verb, exact=True).click()

    def closes(self, disposition: str, note: str = "") -> None:
        """Close the opened incident with how it ended."""
        self.page.get_by_role("toolbar").get_by_role("button", name="Tutup").click()
        dialog = self.page.locator("#close-dialog")
        dialog.get_by_label("Hasil akhir").select_option(label=disposition)
        dialog.get_by_label("Catatan penutup").fill(note)
        dialog.get_by_role("button", name="Tutup kejadian").click()
        expect(dialog).to_be_hidden()

    def sees_chip(self, event: Event, agency: str, words: str) -> None:
        """How an agency stands in the list, said in words for those who do not see the sign."""
        chip = self.row(event).locator(".as", has_text=re.compile(f"^{agency}"))
        expect(chip).to_have_accessible_name(f"{agency}: {words}")

    def looks_at_the_photo(self) -> None:
        """The only photo of the opened incident is there, opens whole, and is put away again."""
        small = self.page.locator("#attachment-list img")
        expect(small).to_have_count(1)
        small.click()
        shown = appears(self.page.locator("#attachment-dialog"))
        expect(shown.locator("img")).to_have_js_property("complete", True)
        expect(shown.locator("img")).not_to_have_js_property("naturalWidth", 0)
        shown.get_by_role("button", name="Tutup").click()
        expect(shown).to_be_hidden()

    def opens_sharing(self) -> None:
        """The panel in which the work is shared out, by way of the filter."""
        self.presses("f")
        self.page.locator("#shares-open").click()
        appears(self.page.locator("#shares-dialog"))

    def shared(self, name: str) -> Locator:
        """The line of a kecamatan or an agency in that panel."""
        return self.page.locator("#shares-dialog li").filter(has=self.page.get_by_text(name, exact=True))
