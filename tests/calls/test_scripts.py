"""Words for hard calls: loaded once, edited in the admin, beside the report."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from calls import ground
from calls.book import Script
from tests.factories import browser

pytestmark = pytest.mark.django_db


def test_the_scripts_are_examples_and_keep_what_was_edited() -> None:
    ground.load()
    assert set(Script.objects.values_list("is_example", flat=True)) == {True}
    assert {one.language for one in Script.objects.all()} == {"", "en", "zh", "ar"}
    Script.objects.filter(code="panik").update(title="Panik", text="Tenang.")
    ground.load()
    assert (Script.objects.get(code="panik").title, Script.objects.get(code="panik").text) == ("Panik", "Tenang.")


def test_every_phrase_has_its_meaning_and_how_it_is_said() -> None:
    ground.load()
    for card in Script.objects.exclude(language=""):
        assert len(card.parts) == 6
        assert all(all(parts) for parts in card.parts), card.code


def test_a_line_that_is_written_badly_is_shown_as_far_as_it_goes() -> None:
    card = Script(title="Uji", language="en", text="Anda di mana? | Where are you?\n\n  Halo  ")
    assert card.parts == [["Anda di mana?", "Where are you?", ""], ["Halo", "", ""]]


def test_the_console_shows_what_is_in_use_and_says_that_it_is_an_example(call_taker: User) -> None:
    Script.objects.create(code="ar", title="Arab", language="ar", text="Anda di mana? | أين أنت؟ | Ayna anta?")
    Script.objects.create(code="lama", title="Naskah lama", text="Halo.", is_active=False)
    page = browser(call_taker).get("/konsol/").content.decode()
    assert 'lang="ar" dir="rtl">أين أنت؟</span>' in page
    assert "contoh: belum disahkan pusat" in page
    assert "Naskah lama" not in page


def test_a_console_without_scripts_has_no_empty_panel(call_taker: User) -> None:
    assert 'id="scripts"' not in browser(call_taker).get("/konsol/").content.decode()
