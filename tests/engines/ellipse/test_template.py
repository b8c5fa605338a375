"""What is cut out: ticks of true length, read back from the files, that meet in pairs on the glued seam."""

from __future__ import annotations

import re

import numpy as np
import pytest

from engines.ellipse import template
from engines.ellipse.dform import dform
from engines.ellipse.outline import Ellipse, around
from engines.ellipse.quarter import quarter
from engines.ellipse.unequal import partner

ONE = Ellipse(1.0, 0.5)
PAIRS = [(ONE, ONE, 1.0), (ONE, ONE, 0.35), (ONE, partner(ONE, 0.3), 1.0), (ONE, partner(ONE, 0.3), 0.6)]
HUNDREDTH = 0.01  # mm


def strokes(made: template.Drawing) -> list[np.ndarray]:
    """As the SVG has them, in mm, y upwards: (n, 2) each."""
    text = template.svg(made)
    rows = re.findall(r'<polyline points="([^"]*)"', text)
    lines = [np.array([[float(v) for v in pair.split(",")] for pair in row.split()]) for row in rows]
    for line in lines:
        line[:, 1] = made.size[1] - line[:, 1]
    return lines


def pdf_strokes(made: template.Drawing) -> list[np.ndarray]:
    """As the PDF has them, in mm on the page."""
    content = template.pdf(made, (1000.0, 1000.0)).decode("latin-1")
    paths = re.findall(r"^[\d.]+ w (.*) S$", content, re.M)
    found = []
    for path in paths:
        numbers = re.findall(r"(-?[\d.]+) (-?[\d.]+) [ml]", path)
        found.append(np.array(numbers, float) / template.POINT)
    return found


def tick_arcs(lines: list[np.ndarray], outline: Ellipse, *, second: bool) -> np.ndarray:
    """Arc lengths, in mm, at which a sheet's ticks stand in a file, in their order.

    They are read off the drawn places alone: the parameter of a point of the ellipse, then its arc length.
    """
    outlines = [line for line in lines if len(line) == 721]
    centre = (outlines[second].max(0) + outlines[second].min(0)) / 2
    where = [line[0] - centre for line in lines if len(line) == 2]
    on = [
        p for p in where
        if abs(np.hypot(p[0] / outline.a, p[1] / outline.b) - 1.0) < 1e-4
    ]  # fmt: skip
    p = np.array(on) * ([1.0, -1.0] if second else [1.0, 1.0])  # the second is drawn mirrored
    t = np.arctan2(p[:, 1] / outline.b, p[:, 0] / outline.a) % (2 * np.pi)
    quarters = np.floor(t / (np.pi / 2))
    rest = t - quarters * np.pi / 2
    odd = quarters % 2 == 1
    inside = outline.arc(np.where(odd, np.pi / 2 - rest, rest))
    return quarters * outline.quarter + np.where(odd, outline.quarter - inside, inside)


@pytest.mark.parametrize("read", [strokes, pdf_strokes])
@pytest.mark.parametrize(("first", "second", "offset"), PAIRS)
def test_ticks_stand_where_their_numbers_say(first, second, offset, read):
    made = template.drawing(first, second, offset, size=160.0, tabs=False)
    lines = read(made)
    scale = 80.0
    large = [Ellipse(o.a * scale, o.b * scale) for o in (first, second)]
    round_ = 4 * large[0].quarter
    count = len(template.ticks(large[0], offset)[0])
    for outline, shift, other in zip(large, (0.0, offset * large[0].quarter), (False, True), strict=True):
        found = tick_arcs(lines, outline, second=other)
        assert len(found) == count
        wanted = (np.arange(count) * template.EVERY + shift) % round_
        away = np.abs((found - wanted + round_ / 2) % round_ - round_ / 2)
        assert away.max() < HUNDREDTH


def test_equal_numbers_meet_on_the_solid():
    """A tick's place on the seam is the same from either sheet: at a quarter turn in closed form."""
    solid = quarter(80.0, 40.0)
    one, other = template.ticks(solid.first, 1.0)
    points, _ = around(solid.first, one)
    points2, _ = around(solid.second, other)
    inside = one <= solid.length
    seam = solid.at(one[inside])
    assert np.abs(seam[:, 1] - points[inside, 1]).max() < 1e-9  # y is the first sheet's height
    assert np.abs(seam[:, 2] - points2[inside, 1]).max() < 1e-9  # z the second's


def test_equal_numbers_meet_at_any_offset():
    """The solver's seam lies on both flat sheets, shifted against each other by what the ticks say."""
    offset = 0.4
    form = dform(1.0, 0.5, offset)
    arcs = []
    for flat in form.flat:
        t = np.unwrap(np.arctan2(flat[:, 1] / 0.5, flat[:, 0]))
        quarters = np.floor(t / (np.pi / 2))
        rest = t - quarters * np.pi / 2
        odd = quarters % 2 == 1
        inside = ONE.arc(np.where(odd, np.pi / 2 - rest, rest))
        arcs.append(quarters * ONE.quarter + np.where(odd, ONE.quarter - inside, inside))
    shift = arcs[1] - arcs[0]
    assert np.abs(shift - offset * ONE.quarter).max() < 2e-3  # equal chords are no equal arcs, to 1e-3


def test_both_printed_sides_face_outward():
    """Numbers run one way round on the first sheet and the other way on the second."""
    lines = strokes(template.drawing(ONE, ONE, 1.0, size=160.0, tabs=False))
    areas = []
    for outline in (line for line in lines if len(line) == 721):
        x, y = (outline - outline.mean(0)).T
        areas.append((x[:-1] * y[1:] - y[:-1] * x[1:]).sum())
    assert areas[0] > 0 > areas[1]


@pytest.mark.parametrize("offset", [0.35, 1.0])
def test_every_stretch_of_the_edge_has_one_tab_outside_the_sheet(offset):
    bare = template.drawing(ONE, ONE, offset, size=160.0, tabs=False)
    made = template.drawing(ONE, ONE, offset, size=160.0, tabs=True)
    tabs = [line.points for line in made.lines if len(line.points) == 4]
    assert not [line for line in bare.lines if len(line.points) == 4]
    assert len(tabs) == len(template.ticks(Ellipse(80.0, 40.0), offset)[0])
    outline = next(line.points for line in made.lines if line.cut)
    centre = (outline.max(0) + outline.min(0)) / 2
    for tab in tabs:
        far = np.hypot(*((tab[1:3] - centre) / [80.0, 40.0]).T)
        assert (far > 1.02).all()


def test_all_of_it_lies_on_the_page_and_the_ruler_is_true():
    for first, second, offset in PAIRS:
        made = template.drawing(first, second, offset, size=160.0, tabs=True)
        points = np.concatenate([line.points for line in made.lines])
        assert (points >= 0).all()
        assert (points <= made.size).all()
    ruler = max((line for line in strokes(made) if len(line) == 2), key=lambda line: np.ptp(line[:, 0]))
    assert np.ptp(ruler[:, 0]) == pytest.approx(100.0, abs=1e-6)


@pytest.mark.parametrize("page", template.PAGES)
def test_tiles_overlap_and_cover_the_drawing(page):
    """Every stroke's every point is inside the printed part of at least one page."""
    made = template.drawing(ONE, ONE, 1.0, size=400.0, tabs=True)
    width, height = template.PAGES[page]
    inner = np.array([width, height]) - 2 * template.MARGIN
    content = template.pdf(made, (width, height)).decode("latin-1")
    pages = content.split("endstream")[:-1]
    assert len(pages) > 4
    seen = np.zeros(0, bool)
    points = np.concatenate([line.points for line in made.lines])
    for page_text in pages:
        numbers = re.findall(r"(-?[\d.]+) (-?[\d.]+) [ml](?= )", "\n".join(
            row for row in page_text.splitlines() if not row.startswith("0.4 w")
        ))  # fmt: skip
        placed = np.array(numbers, float) / template.POINT - template.MARGIN
        assert len(placed) == len(points)
        shown = ((placed >= -1e-3) & (placed <= inner + 1e-3)).all(1)
        seen = shown if not len(seen) else seen | shown
        assert "0.4 w" in page_text  # the marks to lay pages on each other
    assert seen.all()
