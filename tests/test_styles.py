"""Style sheets hold what screens use: no class, id or token that nothing names."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.source import ROOT, name_of, sources

SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
# Put together where they are used: the steps of the month's map and heat, the tones of a state, layers switched off,
# Leaflet's own; icons, each of which is asked for by its name.
MADE_UP = re.compile(
    r"leaflet-[\w-]+|i-[\w-]+|[hst]\d|no-(?:areas|callers|cameras|hospitals|posts|roads)|c-(?:crit|high|warn|ok|info|vio|off)"
)


@cache
def words() -> frozenset[str]:
    """Every word of the templates, scripts and programs that make screens."""
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").rglob("*.js")]
    files += sources("agencies", "incidents", "calls", "dispatch", "reporting")
    return frozenset(word for path in files for word in re.findall(r"[\w-]+", path.read_text(encoding="utf-8")))


def bare(sheet: Path) -> str:
    """A sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)


@pytest.mark.parametrize("sheet", SHEETS, ids=name_of)
def test_every_class_and_id_is_on_some_screen(sheet: Path) -> None:
    selectors = re.sub(r"{[^{}]*}", "{}", bare(sheet))
    named = {name for name in re.findall(r"[.#]([a-zA-Z][\w-]*)", selectors) if not MADE_UP.fullmatch(name)}
    assert named - words() == set()


def test_every_token_is_used() -> None:
    text = "".join(map(bare, SHEETS))
    tokens = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert {"--bg", "--crit", "--ctl"} <= tokens
    assert tokens == set(re.findall(r"var\((--[\w-]+)", text))
