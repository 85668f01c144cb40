"""Indonesian unless somebody chose English, and then all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.test import Client
from django.utils import translation

from agencies.models import Centre

FOLDER = Path(settings.BASE_DIR) / "locale" / "en" / "LC_MESSAGES"
# `%(count)s`, `{who}`, tags and the like: what a program fills in or reads.
HELD = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}|</?\w[^>]*>")


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A request leaves its language behind on the thread; the next test starts in Indonesian again."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def catalogue() -> Catalog:
    """The English sentences as written."""
    with (FOLDER / "django.po").open("rb") as written:
        return read_po(written)


def forms(one: Message) -> Iterator[tuple[str, str]]:
    """Each Indonesian form beside its English."""
    if isinstance(one.id, str):
        yield one.id, str(one.string)
    else:
        yield from zip(one.id, one.string or (), strict=True)


SENTENCES = [one for one in catalogue() if one.id]


def test_every_sentence_has_an_english_one() -> None:
    assert len(SENTENCES) > 900
    assert not [source for one in SENTENCES for source, english in forms(one) if not english.strip()]
    assert not [one.id for one in SENTENCES if one.fuzzy]


def test_the_english_holds_what_a_program_fills_in() -> None:
    odd = [
        (source, english)
        for one in SENTENCES
        for source, english in forms(one)
        if sorted(HELD.findall(source)) != sorted(HELD.findall(english))
    ]
    assert not odd


def test_the_english_keeps_the_spaces_at_both_ends() -> None:
    odd = [
        source
        for one in SENTENCES
        for source, english in forms(one)
        if (source[:1].isspace(), source[-1:].isspace()) != (english[:1].isspace(), english[-1:].isspace())
    ]
    assert not odd


def test_no_english_can_end_an_attribute_it_stands_in() -> None:
    assert not [english for one in SENTENCES for _, english in forms(one) if '"' in english and "<" not in english]


def test_the_compiled_catalogue_is_the_written_one() -> None:
    fresh = BytesIO()
    write_mo(fresh, catalogue())
    fresh.seek(0)
    with (FOLDER / "django.mo").open("rb") as compiled:
        assert said(read_mo(compiled)) == said(read_mo(fresh))


def said(machine: Catalog) -> set[tuple[object, str, str]]:
    """All forms of all sentences of a compiled catalogue."""
    return {(one.context, *pair) for one in machine if one.id for pair in forms(one)}


def test_the_words_of_the_database_are_in_the_catalogue() -> None:
    known = {one.id for one in SENTENCES}
    models = [model for model in apps.get_models() if model.__module__.split(".")[0] in {"agencies", "incidents"}]
    with translation.override(None):
        words = {word for model in models for word in spoken(model)}
    assert words
    assert words <= known


def spoken(model: type[Model]) -> Iterator[str]:
    """The names of fields that somebody put in words; the others have the name of their column."""
    for field in model._meta.get_fields():
        word = str(getattr(field, "verbose_name", ""))
        if word not in {"", "ID", field.name.replace("_", " ")}:
            yield word


@pytest.mark.parametrize("accepted", ["en-GB,en;q=0.9", "id"])
def test_the_sign_in_page_is_indonesian_whatever_the_browser_asks_for(centre: Centre, accepted: str) -> None:
    page = Client().get("/masuk/", headers={"accept-language": accepted}).content.decode()
    assert '<html lang="id"' in page
    assert "Masuk dan mulai jaga" in page
    assert "Sign in" not in page


def test_the_sign_in_page_is_english_for_who_chose_it(centre: Centre) -> None:
    browser = Client()
    browser.post("/bahasa/setlang/", {"language": "en", "next": "/masuk/"})
    assert browser.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    page = browser.get("/masuk/", headers={"accept-language": "id"}).content.decode()
    assert '<html lang="en"' in page
    assert "Sign in and start the watch" in page
    assert "Masuk" not in page
