"""A page names all modules of its script at once."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User

from agencies.templatetags.modules import imported, modules
from tests.factories import browser
from tests.source import ROOT

MODULE = re.compile(r'<link rel="modulepreload" href="/static/(js/[\w/]+)[\w.]*\.js">')
SCRIPT = re.compile(r'<script type="module" src="/static/(js/[\w/]+)[\w.]*\.js">')


def test_a_module_is_followed_to_the_last_of_its_imports() -> None:
    found = imported("js/board/main.js")
    assert {"js/board/list.js", "js/shared/dom.js", "js/shared/clock.js", "js/board/marks.js"} <= found
    assert all((ROOT / "static" / name).exists() for name in found)
    assert imported("js/shared/later.js") == frozenset()


def test_modules_that_import_each_other_end_somewhere() -> None:
    assert imported("js/nowhere.js") == frozenset()
    assert modules("js/shared/later.js", "js/shared/later.js").count("modulepreload") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/papan/", "/papan/peta/"])
def test_a_board_asks_for_all_its_modules_at_once(path: str, dispatcher: User) -> None:
    page = browser(dispatcher).get(path).content.decode()
    named, scripts = MODULE.findall(page), SCRIPT.findall(page)
    assert len(scripts) == 3
    wanted = {f"{name}.js" for name in scripts} | {one for name in scripts for one in imported(f"{name}.js")}
    assert {f"{name}.js" for name in named} == wanted
    assert page.index("modulepreload") < page.index("</head>")
