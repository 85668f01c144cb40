"""The board's page: who may open it, and that its scripts find every template and sentence they ask for."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User

from incidents.models import Category, Priority
from incidents.states import STEPS, Stage, State
from tests import factories

BOARD = Path(settings.BASE_DIR) / "static" / "js" / "board"
SHARED = [BOARD.parent / "shared" / f"{name}.js" for name in ("attachments", "hospitals")]
SCRIPTS = "\n".join(path.read_text() for path in [*sorted(BOARD.glob("*.js")), *SHARED])


def page_of(user: User) -> str:
    """The board as this person gets it."""
    return factories.browser(user).get("/papan/").content.decode()


def sentences(text: str) -> set[str]:
    """The names of the sentences the page holds."""
    return set(re.findall(r'data-w="([^"]+)"', text))


def test_a_dispatcher_and_a_supervisor_open_the_board(dispatcher: User, supervisor: User) -> None:
    for user in (dispatcher, supervisor):
        answer = factories.browser(user).get("/papan/")
        assert answer.status_code == 200
        assert "csrftoken" in answer.cookies


def test_nobody_else_opens_the_board(call_taker: User, damkar: User, head: User) -> None:
    for user in (call_taker, damkar, head):
        assert factories.browser(user).get("/papan/").status_code == 403


def test_the_map_alone_is_for_those_of_the_board(
    dispatcher: User, supervisor: User, call_taker: User, damkar: User
) -> None:
    for user in (dispatcher, supervisor):
        answer = factories.browser(user).get("/papan/peta/")
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
    for user in (call_taker, damkar):
        assert factories.browser(user).get("/papan/peta/").status_code == 403


def test_the_map_alone_has_all_that_its_scripts_fill_and_say(dispatcher: User) -> None:
    text = factories.browser(dispatcher).get("/papan/peta/").content.decode()
    scripts = "\n".join((BOARD / f"{name}.js").read_text() for name in ("screen", "map", "marks", "second"))
    assert set(re.findall(r'"(t-[a-z0-9-]+)"', scripts)) <= set(re.findall(r'<template id="([^"]+)"', text))
    assert set(re.findall(r'getElementById\("([^"]+)"\)', scripts)) <= set(re.findall(r'\sid="([^"]+)"', text))
    assert set(re.findall(r'say\("([^"]+)"', scripts)) | {f"state.{state}" for state in State.values} <= sentences(text)
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", text)


def test_a_page_asks_for_its_snapshot_before_its_scripts_do_at_the_address_they_ask_at(dispatcher: User) -> None:
    scripts = (BOARD / "main.js").read_text() + (BOARD / "screen.js").read_text()
    assert set(re.findall(r'snapshot: "([^"]+)"', scripts)) == {"/api/v1/board/?cards=lean"}
    assert 'const OPENED = "because=opened";' in (BOARD.parent / "shared" / "live.js").read_text()
    for path in ("/papan/", "/papan/peta/"):
        head = factories.browser(dispatcher).get(path).content.decode().partition("</head>")[0]
        asked = '<link rel="preload" as="fetch" crossorigin href="/api/v1/board/?cards=lean&amp;because=opened">'
        assert asked in head.partition("modulepreload")[0]


def test_every_layer_of_a_map_has_its_switch(dispatcher: User, call_taker: User) -> None:
    for user, path, layers in (
        (
            dispatcher,
            "/papan/",
            {"service", "units", "posts", "hospitals", "roads", "areas", "callers", "cameras", "places", "notes"},
        ),
        (call_taker, "/konsol/", {"service", "posts", "hospitals", "roads", "areas", "cameras", "places"}),
    ):
        text = factories.browser(user).get(path).content.decode()
        assert set(re.findall(r'data-layer="([^"]+)"', text)) == layers
        assert {"layers", "layers-button", "map-site"} <= set(re.findall(r'\sid="([^"]+)"', text))


def test_the_page_holds_no_inline_style_or_script(dispatcher: User) -> None:
    text = page_of(dispatcher)
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", text)
    assert not re.search(r'<script(?![^>]*(src=|type="application/json"))', text)


def test_the_page_knows_incidents_only_as_cards(dispatcher: User, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    client = factories.browser(dispatcher)
    with django_assert_max_num_queries(7) as captured:
        client.get("/papan/")
    assert not [query for query in captured.captured_queries if 'FROM "incidents_incident"' in query["sql"]]


def test_an_incident_may_be_changed_to_every_priority_and_category_in_use(dispatcher: User) -> None:
    text = page_of(dispatcher)
    for priority in Priority.values:
        assert f'name="priority" value="{priority}"' in text
    for category in Category.objects.all():
        assert (f'<option value="{category.code}">' in text) is category.is_active


def test_every_template_the_scripts_fill_is_on_the_page(dispatcher: User) -> None:
    wanted = set(re.findall(r'"(t-[a-z0-9-]+)"', SCRIPTS)) | {"t-p1", "t-p2", "t-p3", "t-p4"}
    held = set(re.findall(r'<template id="([^"]+)"', page_of(dispatcher)))
    assert wanted <= held
    assert {name for name in held if name.startswith("t-")} <= wanted


def test_every_element_the_scripts_look_for_is_on_the_page(dispatcher: User) -> None:
    wanted = set(re.findall(r'getElementById\("([^"]+)"\)', SCRIPTS))
    held = set(re.findall(r'\sid="([^"]+)"', page_of(dispatcher)))
    assert wanted <= held


def test_every_sentence_the_scripts_say_is_on_the_page(dispatcher: User) -> None:
    held = sentences(page_of(dispatcher))
    assert set(re.findall(r'say\("([^"]+)"', SCRIPTS)) <= held
    assert {f"problem.{name}" for name in re.findall(r'no\("([a-z_]+)"', SCRIPTS)} <= held
    assert {f"say.{name}" for name in re.findall(r'say: (?:at \? )?"([a-z_]+)"', SCRIPTS)} <= held


def test_every_sentence_on_the_page_is_said_by_a_script(dispatcher: User) -> None:
    """Those with a dot in their name are put together where they are said."""
    held = {name for name in sentences(page_of(dispatcher)) if "." not in name}
    assert len(held) > 20
    assert {name for name in held if f'"{name}"' not in SCRIPTS} == set()


def test_every_state_stage_and_step_has_its_word(dispatcher: User) -> None:
    held = sentences(page_of(dispatcher))
    assert {f"state.{state}" for state in State.values} <= held
    assert {f"stage.{stage}" for stage in Stage.values} <= held
    assert {f"verb.{verb}" for verb in STEPS} <= held
