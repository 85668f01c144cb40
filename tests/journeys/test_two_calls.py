"""One call-taker with two calls side by side: no word crosses over, and neither a sign-out nor a crash loses one."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.keeper import Keeper
from tests.journeys.people import WIDE, Event
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

SAVED = "Tersimpan otomatis"
SIGN_OUT = "Keluar dan akhiri jaga"
# The watch of a browser that crashed is open until somebody ends it.
LEFT_BEHIND = (
    "UPDATE agencies_watch SET ended_at = now() WHERE ended_at IS NULL AND member_id ="
    " (SELECT m.id FROM agencies_member m JOIN auth_user u ON u.id = m.user_id WHERE u.username = %s)"
)


@dataclass
class Told:
    """What one of the callers has said so far."""

    place: str
    words: str
    lines: list[str] = field(default_factory=list)

    def is_on_the_screen_of(self, who: CallTaker) -> None:
        """This and nothing of the other."""
        expect(who.page.locator("#place_text")).to_have_value(self.place)
        expect(who.page.locator("#words")).to_have_value(self.words)

    def goes_on(self, who: CallTaker, words: str) -> None:
        """More words of the same caller, behind those that are there."""
        who.presses("Alt+n", "Control+End")
        who.types(words)
        self.words += words


def test_two_calls_side_by_side(people: People, stack: Stack, keeper: Keeper) -> None:
    """The first waits while the second speaks; he changes between them, signs out, crashes, and sends both."""
    fitriani = people.call_taker("fitriani")
    tree, smoke = Told("Lorong Anggrek 4", "Pohon menimpa mobil."), Told("Jl. Melati 9", "Asap dari gudang.")
    for caller in (tree, smoke):
        answers_one_more(fitriani, caller)
    changes_between_them(fitriani, tree, smoke)
    writes_to_the_one_beside(fitriani, tree, smoke)
    goes_on_where_the_cursor_was(fitriani, tree, smoke)

    fitriani = signs_out_and_in_again(people, fitriani, tree, smoke)
    both_are_there(fitriani, tree, smoke)
    fitriani = crashes(people, fitriani, stack)
    both_are_there(fitriani, tree, smoke)

    fallen = is_sent(fitriani, "bnc phn", "Pohon tumbang")
    fitriani.presses("Alt+ArrowDown")
    smoke.is_on_the_screen_of(fitriani)
    fire = is_sent(fitriani, "kbk rmh", "Kebakaran rumah/bangunan")
    for event, caller in ((fallen, tree), (fire, smoke)):
        assert is_written_down(event, stack, keeper) == (caller.place, [*caller.lines, caller.words])


def answers_one_more(who: CallTaker, caller: Told) -> None:
    """Its form is empty, whatever is in the other's."""
    who.rings_a_test_call()
    who.answers()
    Told("", "").is_on_the_screen_of(who)
    who.types(caller.place)
    who.notes(caller.words)


def changes_between_them(who: CallTaker, tree: Told, smoke: Told) -> None:
    """In the middle of a word, without a pause: what is typed belongs to the call that is on the screen."""
    who.presses("Alt+ArrowUp")
    tree.is_on_the_screen_of(who)
    tree.goes_on(who, " Satu orang terjepit.")
    who.presses("Alt+ArrowDown")
    smoke.is_on_the_screen_of(who)
    smoke.goes_on(who, " Belum ada api.")
    who.presses("Alt+ArrowDown")
    tree.is_on_the_screen_of(who)
    who.presses("Alt+ArrowUp")
    smoke.is_on_the_screen_of(who)


def writes_to_the_one_beside(who: CallTaker, tree: Told, smoke: Told) -> None:
    """One caller has hung up and his report is not sent; what belongs to it is written down from the other's."""
    who.presses("Alt+ArrowUp")
    who.hangs_up()
    who.presses("Alt+ArrowDown")
    beside = who.page.locator("#beside-list > li")
    expect(beside).to_contain_text("Telepon berakhir")
    expect(beside).to_contain_text(tree.place)
    note = beside.locator("textarea")
    expect(note).to_have_value(tree.words)
    note.press("Control+End")
    who.types(" Mesin menyala.")
    who.presses("Control+Enter")
    tree.lines.append(f"{tree.words} Mesin menyala.")
    expect(beside).to_contain_text(tree.lines[0])
    expect(note).to_have_value("")
    tree.words = "Warga membantu."
    who.types(tree.words)
    smoke.is_on_the_screen_of(who)


def goes_on_where_the_cursor_was(who: CallTaker, tree: Told, smoke: Told) -> None:
    """Beside on a wide screen, a band on a small one; what was typed there is in the form, and there after a reload."""
    who.presses("Alt+ArrowUp")
    tree.is_on_the_screen_of(who)
    expect(who.page.locator("#words")).to_be_focused()
    who.page.set_viewport_size(WIDE)
    expect(who.page.locator("#right > #beside")).to_contain_text(smoke.place)
    who.page.set_viewport_size(who.size)
    expect(who.page.locator("#content > #beside")).to_contain_text(smoke.place)
    who.page.reload()
    who.has_live_link()
    both_are_there(who, tree, smoke)
    who.presses("Alt+ArrowDown")


def both_are_there(who: CallTaker, tree: Told, smoke: Told) -> None:
    """Two pieces of work lie on the desk, the older first; at the end the older is open."""
    expect(who.page.locator("#pieces > li")).to_have_count(2)
    for caller in (tree, smoke):
        expect(who.page.locator("#pieces > li").filter(has_text=caller.place)).to_have_count(1)
    smoke.is_on_the_screen_of(who)
    who.presses("Alt+ArrowUp")
    tree.is_on_the_screen_of(who)
    expect(who.page.locator("#saved")).to_contain_text(SAVED)


def signs_out_and_in_again(people: People, who: CallTaker, tree: Told, smoke: Told) -> CallTaker:
    """The last words are typed and at once he leaves: they reach the server first, and nothing stays in the browser."""
    smoke.goes_on(who, " Pintu terkunci.")
    who.page.get_by_role("button", name=SIGN_OUT).click()
    expect(who.page.locator("#id_username")).to_be_visible()
    assert who.page.evaluate("() => Object.keys(localStorage).filter((key) => key.includes('.draft.'))") == []
    who.takes_seat("Meja 03")
    return who


def crashes(people: People, who: CallTaker, stack: Stack) -> CallTaker:
    """The browser is gone with all it kept; he sits down at another desk."""
    who.context.close()
    people.present.remove(who)
    stack.change(LEFT_BEHIND, who.username)
    return people.call_taker(who.username, "Meja 04")


def is_sent(who: CallTaker, short_code: str, name: str) -> Event:
    """Kind, hand over, hang up."""
    who.hears_what(short_code, name)
    who.hands_over()
    event = who.handed_over()
    who.hangs_up()
    return event


def is_written_down(event: Event, stack: Stack, keeper: Keeper) -> tuple[str, list[str]]:
    """The place of the incident and the lines of its caller."""
    ((place,),) = stack.rows("SELECT place_text FROM incidents_incident WHERE id = %s", event.pk)
    return place, [note["text"] for note in keeper.reads(f"incidents/{event.pk}/journal/")["notes"]]
