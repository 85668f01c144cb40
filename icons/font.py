"""The font of the icons. A glyph is painted with the words around it; an <svg> is a piece of its own that the browser
has to compose, and a board shows a thousand (docs/performance.md, Frames)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree import ElementTree

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.svgLib.path import SVGPath
from shapely import LinearRing, LineString, MultiPolygon, Polygon, union_all
from shapely.geometry.base import BaseGeometry

GRID, UNIT = 24, 80  # a symbol is 24 × 24; the em of the font is that many units
FIRST = 0xE000  # the first sign that Unicode leaves to private use
WIDTH = 2.0
STEPS = 8  # straight pieces of a curve, and of a quarter of a round end half as many
SVG = "{http://www.w3.org/2000/svg}"
NOTHING = Polygon()

Point = tuple[float, float]


def symbols(sheet: str) -> dict[str, ElementTree.Element]:
    """The symbols of the sheet in their order: `i-…` are drawn with a pen, all others are filled."""
    return {one.attrib["id"]: one for one in ElementTree.fromstring(sheet).iter(f"{SVG}symbol")}


def outline(symbol: ElementTree.Element) -> BaseGeometry:
    """What is inked of a symbol; a stroke in another colour is left out of what lies under it."""
    inked: BaseGeometry = NOTHING
    for shape in symbol:
        lines = drawn(shape)
        if shape.get("fill") == "currentColor" or not symbol.attrib["id"].startswith("i-"):
            inked = union_all([inked, *(Polygon(line) for line in lines if len(line) > 2)])
        if not symbol.attrib["id"].startswith("i-") or shape.get("stroke") == "none":
            continue
        width = float(shape.get("stroke-width", WIDTH))
        pen = union_all([LineString(line).buffer(width / 2, quad_segs=STEPS // 2) for line in lines])
        inked = inked.difference(pen) if (shape.get("stroke") or "").startswith("var(") else inked.union(pen)
    return inked.simplify(0.01)


def drawn(shape: ElementTree.Element) -> list[list[Point]]:
    """The lines of one path or circle, curves in `STEPS` straight pieces."""
    path, pen = SVGPath(), RecordingPen()
    path.root = ElementTree.Element(f"{SVG}svg")
    path.root.append(shape)
    path.draw(pen)
    lines: list[list[Point]] = []
    for way, points in pen.value:
        if way == "moveTo":
            lines.append(list(points))
        elif way == "closePath":
            lines[-1].append(lines[-1][0])
        elif way != "endPath":
            lines[-1] += points if way == "lineTo" else bent(lines[-1][-1], *points)
    return [line for line in lines if len(line) > 1]


def bent(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """A cubic Bézier curve as points, without its start."""
    found = []
    for share in (step / STEPS for step in range(1, STEPS + 1)):
        rest = 1 - share
        weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
        pairs = list(zip(weights, (start, first, second, end), strict=True))
        found.append((sum(weight * x for weight, (x, _y) in pairs), sum(weight * y for weight, (_x, y) in pairs)))
    return found


def glyph(shape: BaseGeometry) -> object:
    """The outline as the font keeps it: upright, outer rings clockwise."""
    pen = TTGlyphPen(None)
    for ring, is_outer in rings(shape):
        points = [(round(x * UNIT), round((GRID - y) * UNIT)) for x, y in ring]
        points = points if is_clockwise(points) == is_outer else points[::-1]
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def rings(shape: BaseGeometry) -> Iterator[tuple[list[Point], bool]]:
    """Every ring, and whether it is an outer one."""
    for polygon in shape.geoms if isinstance(shape, MultiPolygon) else [shape]:
        assert isinstance(polygon, Polygon)
        yield points_of(polygon.exterior), True
        for hole in polygon.interiors:
            yield points_of(hole), False


def points_of(ring: LinearRing) -> list[Point]:
    """A ring without its repeated last point."""
    return [(x, y) for x, y in list(ring.coords)[:-1]]


def is_clockwise(points: list[tuple[int, int]]) -> bool:
    """Whether these points go round as the hands of a clock, y upwards."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairs) > 0


def font(sheet: str) -> bytes:
    """The font as WOFF, the same bytes from the same sheet."""
    drawings = {name: glyph(outline(symbol)) for name, symbol in symbols(sheet).items()}
    names = [".notdef", *drawings]
    build = FontBuilder(GRID * UNIT, isTTF=True)
    build.setupGlyphOrder(names)
    build.setupCharacterMap({FIRST + number: name for number, name in enumerate(drawings)})
    build.setupGlyf({".notdef": TTGlyphPen(None).glyph(), **drawings})
    build.setupHorizontalMetrics({name: (GRID * UNIT, build.font["glyf"][name].xMin) for name in names})
    build.setupHorizontalHeader(ascent=GRID * UNIT, descent=0)
    build.setupNameTable({"familyName": "Icons", "styleName": "Regular"})
    build.setupOS2(sTypoAscender=GRID * UNIT, sTypoDescender=0, usWinAscent=GRID * UNIT, usWinDescent=0)
    build.setupPost(keepGlyphNames=False)
    build.font["head"].created = build.font["head"].modified = 0
    build.font.recalcTimestamp = False
    build.font.flavor = "woff"
    kept = io.BytesIO()
    build.save(kept)
    return kept.getvalue()


def styles(sheet: str) -> str:
    """The style sheet that gives each icon its sign."""
    rules = [
        f'.{"" if name.startswith("i-") else "pr."}{name}::before {{ content: "\\{FIRST + number:x}"; }}'
        for number, name in enumerate(symbols(sheet))
    ]
    face = '@font-face { font-family: Icons; src: url("../icons.woff") format("woff"); font-display: block; }'
    return "\n".join(["/* Made by icons/draw of icons/sheet.svg. */", face, *rules, ""])
