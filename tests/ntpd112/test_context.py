"""The frame of every page: which pages, which theme, acting as what."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from agencies.models import Agency, Centre, Role, Watch
from agencies.pages import open_to
from ntpd112.context import acting_as, logins, standing_of, theme_of
from tests import factories


def watch_of(user: User) -> Watch:
    """The open watch of this person."""
    return Watch.objects.open().select_related("member__agency", "member__user", "seat").get(member__user=user)


@pytest.mark.parametrize(
    ("roles", "names"),
    [
        ({Role.CALL_TAKER}, ["console", "history"]),
        ({Role.DISPATCHER}, ["board", "history"]),
        ({Role.CALL_TAKER, Role.DISPATCHER}, ["console", "board", "history"]),
        ({Role.SUPERVISOR}, ["console", "board", "protocols", "plans", "month", "history"]),
        ({Role.RESPONDER}, ["phone", "history"]),
        ({Role.HEAD}, ["month", "history"]),
        ({Role.ADMINISTRATOR}, ["month"]),
        (set(), []),
    ],
)
def test_each_role_has_its_pages(roles: set[Role], names: list[str]) -> None:
    assert [page.name for page in open_to(roles)] == names


def test_a_desk_is_named_with_its_seat_and_an_agency_by_its_name(dispatcher: User, damkar: User, head: User) -> None:
    assert acting_as(watch_of(dispatcher)) == "Dispatcher · Meja 06"
    assert acting_as(watch_of(damkar)) == "Petugas OPD · DMK Damkar"
    assert acting_as(None) == ""


def test_the_theme_follows_the_role_until_somebody_chooses(dispatcher: User, damkar: User, centre_head: User) -> None:
    for user, theme in ((dispatcher, "dark"), (damkar, "device"), (centre_head, "light")):
        watch = watch_of(user)
        assert theme_of(watch, standing_of(watch)) == theme
    watch = watch_of(damkar)
    watch.member.theme = "light"
    assert theme_of(watch, standing_of(watch)) == "light"
    assert theme_of(None, standing_of(None)) == "dark"


def test_a_role_that_was_taken_away_opens_nothing(dispatcher: User) -> None:
    watch = watch_of(dispatcher)
    watch.member.roles = [Role.CALL_TAKER]
    assert standing_of(watch).roles == frozenset()


def test_the_demo_shows_one_person_of_each_kind_first(centre: Centre) -> None:
    Agency.objects.filter(code="DMK").update(short_name="Damkar")
    shown = logins()
    assert len({row["role"] for row in shown["first"]}) == len(shown["first"])
    assert {"wa.rahmawati", "damkar", "kadis"} <= {row["username"] for row in shown["first"]}
    assert "polisi" in {row["username"] for row in shown["others"]}


def test_an_address_nobody_has_is_explained(dispatcher: User) -> None:
    answer = factories.browser(dispatcher).get("/tidak-ada/")
    assert answer.status_code == 404
    assert "Halaman ini tidak ditemukan" in answer.content.decode()


def test_a_page_of_another_role_is_explained(dispatcher: User) -> None:
    answer = factories.browser(dispatcher).get("/konsol/")
    assert answer.status_code == 403
    assert "Halaman ini bukan untuk peran Anda sekarang" in answer.content.decode()


def test_without_a_centre_the_sign_in_page_still_stands(db: None) -> None:
    assert Client().get("/masuk/").status_code == 200


def test_every_icon_that_a_template_asks_for_is_drawn() -> None:
    base = Path(settings.BASE_DIR)
    drawn = set(re.findall(r'id="i-([^"]+)"', (base / "icons/sheet.svg").read_text()))
    asked = set()
    for page in (base / "templates").rglob("*.html"):
        asked |= set(re.findall(r'{% icon "([^"]+)"', page.read_text()))
    for rows in (base / "ground").glob("*.json"):
        asked |= set(re.findall(r'"glyph": ?"([^"]+)"', rows.read_text()))
    assert asked
    assert asked <= drawn


def test_no_template_carries_a_style_of_its_own() -> None:
    for page in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script>", page.read_text()), page.name
