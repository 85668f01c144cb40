"""The font of the icons is what the sheet draws."""

from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont

from icons import font
from tests.source import ROOT

SHEET = (ROOT / "icons/sheet.svg").read_text(encoding="utf-8")


def signs(kept: bytes) -> dict[int, list[tuple[int, int]]]:
    """The points of every sign of a font."""
    read = TTFont(io.BytesIO(kept))
    glyphs = read["glyf"]
    return {sign: list(glyphs[name].getCoordinates(glyphs)[0]) for sign, name in read.getBestCmap().items()}


def test_the_font_and_its_styles_are_what_the_sheet_draws_today() -> None:
    assert signs((ROOT / "static/icons.woff").read_bytes()) == signs(font.font(SHEET))
    assert (ROOT / "static/css/icons.css").read_text(encoding="utf-8") == font.styles(SHEET)


def test_every_icon_has_ink_and_stays_on_its_grid() -> None:
    for name, symbol in font.symbols(SHEET).items():
        left, top, right, bottom = font.outline(symbol).bounds
        assert -1 <= left < right <= font.GRID + 1, name
        assert -1 <= top < bottom <= font.GRID + 1, name


@pytest.mark.parametrize(
    ("shape", "area"),
    [
        ('<path d="M4 12h16"/>', 16 * 2 + 3.12),
        ('<circle cx="12" cy="12" r="6" fill="currentColor" stroke="none"/>', 3.12 * 36),
        (
            '<path fill="currentColor" stroke="none" d="M4 4h16v16H4z"/><path stroke="var(--s1)" d="M12 0v24"/>',
            256 - 32,
        ),
    ],
    ids=["a stroke with round ends", "a disc", "a square with a stroke left out"],
)
def test_a_shape_is_inked_as_the_sheet_says(shape: str, area: float) -> None:
    sheet = f'<svg xmlns="http://www.w3.org/2000/svg"><symbol id="i-one" viewBox="0 0 24 24">{shape}</symbol></svg>'
    assert font.outline(font.symbols(sheet)["i-one"]).area == pytest.approx(area, rel=0.02)
