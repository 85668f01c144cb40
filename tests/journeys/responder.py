"""The person with an agency's telephone: it rings, he accepts, departs, arrives, finishes."""

from __future__ import annotations

from typing import ClassVar

from playwright.sync_api import Locator, ViewportSize, expect

from tests.journeys.people import POCKET, Event, Person, appears


class Responder(Person):
    """Works with a thumb on `/tugas/`."""

    screen: ClassVar[str] = "/tugas/"
    size: ClassVar[ViewportSize] = POCKET
    is_touch: ClassVar[bool] = True

    def takes_the_phone(self) -> None:
        """Sign in and have the page open and live."""
        self.signs_in()
        self.has_live_link()

    @property
    def alarm(self) -> Locator:
        """The sheet over everything that asks for an answer."""
        return self.page.locator("dialog#ring")

    def is_rung_for(self, event: Event, place: str) -> None:
        """The alarm fills the screen and says which, and where."""
        appears(self.alarm)
        expect(self.alarm).to_contain_text(event.short)
        expect(self.alarm.locator("[data-f=place]")).to_have_text(place)
        box = self.alarm.bounding_box()
        assert box and box["width"] >= self.size["width"] and box["height"] >= self.size["height"], box

    def accepts(self, unit: str = "") -> None:
        """Terima, naming the unit that goes: the sheet goes, the task stands open."""
        if unit:
            self.alarm.get_by_label("Unit yang berangkat").select_option(unit)
        self.alarm.locator("#ring-accept").tap()
        expect(self.alarm).to_be_hidden()
        expect(self.page.locator("#task")).to_be_visible()

    def declines(self, reason: str) -> None:
        """Tolak, with one of the reasons on the sheet: both sheets go."""
        self.alarm.locator("#ring-decline").tap()
        sheet = appears(self.page.locator("#refuse"))
        sheet.get_by_label(reason).check()
        sheet.get_by_role("button", name="Kirim penolakan").tap()
        expect(sheet).to_be_hidden()
        expect(self.alarm).to_be_hidden()

    def taps(self, label: str) -> None:
        """Press the one big button, which says this now."""
        button = self.page.locator("#main-step")
        expect(button).to_have_text(label)
        expect(button).to_be_enabled()
        button.tap()

    def takes_a_photo(self, content: bytes) -> None:
        """The camera is opened from the task and gives this."""
        field = self.page.locator("#attachment-add input[capture]")
        field.set_input_files({"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": content})

    @property
    def photos(self) -> Locator:
        """The small pictures that have come, drawn."""
        return self.page.locator("#attachment-list img")

    @property
    def waiting(self) -> Locator:
        """Taps that the server does not have yet."""
        return self.page.locator("#task-waiting > li")
