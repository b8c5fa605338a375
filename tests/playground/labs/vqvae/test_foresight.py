"""The stroke under the pointer, seen before it is made: exactly what it would make, and nothing is touched by it."""

from __future__ import annotations

import numpy as np
import pytest

from engines.vqvae.codes import levels_of
from engines.vqvae.painting import drawing, queries
from playground.labs.vqvae.foresight import Foresight
from tests.playground.labs.vqvae.conftest import heard
from widgets.codes.cells import covered


class Seer:
    """An easel with foresight."""

    def __init__(self, easel):
        self.easel, self.line, self.brush = easel, easel.line, easel.brush
        self.painter, self.preview = easel.painter, easel.preview
        self.foresight = Foresight(easel.line.ask, easel.painter, easel.preview)
        self.seen = heard(self.foresight.seen)

    def rest(self, *cells):
        self.foresight.rest(cells)
        self.line.answer()
        return self.seen[-1]

    def stroke(self, *cells):
        """As the canvas tells of it."""
        self.painter.press(cells[0])
        self.painter.move(cells[1:])
        self.painter.release()
        self.line.answer()

    def other_code(self, cell):
        self.brush.choose((int(self.painter.grid[cell]) + 1) % self.painter.document.K)


def same(a, b):
    return all(map(np.array_equal, levels_of(a), levels_of(b)))


VARIANTS = [
    pytest.param({}, -1, id="one level"),
    pytest.param({"hierarchy": 2}, -1, id="fine"),
    pytest.param({"hierarchy": 2}, -2, id="coarse"),
    pytest.param({"quantizer": "fsq"}, -1, id="fsq"),
    pytest.param({"size": 64, "downs": 1}, -1, id="decoded in part"),
]
TOOLS = {
    "pencil": [(2, 2)], "noise": [(2, 2), (2, 3), (3, 4)], "nudge": [(2, 2), (3, 3)], "line": [(0, 0), (1, 1), (2, 2)],
    "fill": [(1, 1)], "stamp": [(2, 1)],
}  # fmt: skip


@pytest.mark.parametrize(("config", "level"), VARIANTS)
@pytest.mark.parametrize("tool", TOOLS)
def test_it_is_to_the_last_bit_what_the_stroke_makes(easel, config, level, tool):
    s = Seer(easel(**config))
    s.painter.set_level(level)
    cells = TOOLS[tool]
    s.other_code(cells[0])
    s.brush.resize(2)
    s.brush.tool, s.brush.strength = tool, 1.0
    if tool == "stamp":
        s.brush.take_stamp((s.painter.grid[:2, :2] + 1) % s.painter.document.K)
    s.painter.document.set("Pencil", drawing.brush(s.painter.grid.shape, 3, 3), 3, level)  # something to undo
    s.preview.refresh(s.painter.document.codes)
    s.line.answer()
    before, picture, edited = s.painter.document.codes, s.preview.picture.copy(), s.painter.document.edited
    found = s.rest(*cells)
    assert found is not None
    assert not np.array_equal(found.picture, picture)
    assert same(s.painter.document.codes, before)
    assert (s.painter.document.edited, s.painter.document.undo_name) == (edited, "Pencil")
    assert np.array_equal(s.preview.picture, picture)
    s.stroke(*cells)
    assert same(s.painter.document.codes, found.codes)
    assert np.array_equal(s.preview.picture, found.picture)
    assert np.array_equal(found.grid, s.painter.grid)
    assert np.array_equal(found.cells, levels_of(before)[level] != s.painter.grid)


def test_what_was_looked_at_leaves_no_trace_in_later_pictures(easel):
    """Decoding in part remembers; two painters of the same strokes, one of whom looks ahead, see the same."""
    seers = [Seer(easel(size=64, downs=1)) for _ in range(2)]
    for s in seers:
        for cell in ((4, 4), (20, 20), (5, 25)):
            s.other_code(cell)
            if s is seers[0]:
                s.rest((30, 30))
                s.rest((10, 2))
            s.stroke(cell)
    assert same(seers[0].painter.document.codes, seers[1].painter.document.codes)
    assert np.array_equal(seers[0].preview.picture, seers[1].preview.picture)


def test_a_stroke_that_was_seen_is_shown_at_once(easel):
    s = Seer(easel())
    s.other_code((2, 2))
    found = s.rest((2, 2))
    s.painter.press((2, 2))
    assert np.array_equal(s.preview.picture, found.picture)  # before the engine has answered
    assert not s.painter.behind().any()
    assert s.line.waiting == ["decode"]
    s.painter.release()
    assert s.seen[-1] is None


def test_another_stroke_than_the_one_seen_is_decoded(easel):
    s = Seer(easel())
    s.other_code((2, 2))
    s.rest((2, 2))
    picture = s.preview.picture
    s.painter.press((5, 5))
    assert s.preview.picture is picture


def test_it_goes_when_the_pointer_moves_and_a_late_answer_is_dropped(easel):
    s = Seer(easel())
    s.other_code((2, 2))
    assert s.rest((2, 2)) is not None
    s.foresight.leave()
    assert s.seen[-1] is None
    s.foresight.rest([(2, 2)])
    s.foresight.leave()
    s.line.answer()
    assert s.seen[-1] is None


def test_only_the_newest_place_is_asked_for(easel):
    s = Seer(easel())
    for cell in ((1, 1), (2, 2), (3, 3)):
        s.other_code(cell)
        s.foresight.rest([cell])
    assert s.line.waiting == ["foresee"]
    s.line.answer()
    found = [f for f in s.seen if f is not None]
    assert len(found) == 1
    assert found[0].cells[3, 3]


def test_undoing_shows_the_painting_and_not_the_stroke_again(easel):
    s = Seer(easel())
    s.other_code((2, 2))
    s.rest((2, 2))
    s.stroke((2, 2))
    s.painter.undo()
    s.line.answer()
    assert s.seen[-1] is None
    assert "foresee" not in s.line.waiting


def test_what_a_newer_model_has_read_is_looked_at_again(easel):
    s = Seer(easel())
    s.other_code((2, 2))
    old = s.rest((2, 2))
    s.line.train(3)
    s.painter.open(queries.opened(s.line.engine, s.painter.original))
    s.other_code((2, 2))
    assert s.line.waiting == ["foresee"]
    s.line.answer()
    assert not np.array_equal(s.seen[-1].picture, old.picture)


@pytest.mark.parametrize("tool", ["eraser", "pick", "wand", "select", "hand", "stamp"])
def test_what_paints_no_picture_asks_nothing(easel, tool):
    """The eraser hides cells without a change of the picture; a stamp in hand there is none."""
    s = Seer(easel())
    s.brush.tool = tool
    assert s.rest((2, 2)) is None


def test_nothing_is_shown_where_nothing_would_change_and_outside(easel):
    s = Seer(easel())
    s.brush.choose(int(s.painter.grid[2, 2]))
    assert s.rest((2, 2)) is None
    s.other_code((2, 2))
    assert s.rest((99, 2)) is None
    assert Seer(easel(index=None)).rest((0, 0)) is None


def test_a_masked_cell_would_be_whole_again(easel):
    s = Seer(easel())
    s.brush.tool = "eraser"
    s.stroke((2, 2))
    s.brush.tool = "pencil"
    s.brush.choose(int(s.painter.grid[2, 2]))
    found = s.rest((2, 2))
    assert np.argwhere(found.cells).tolist() == [[2, 2]]
    assert s.painter.document.masked


@pytest.mark.parametrize("tool", ["pencil", "fill", "stamp"])
def test_a_selection_protects_the_rest_from_every_tool(easel, tool):
    s = Seer(easel())
    s.painter.put("Blend", np.zeros((8, 8), np.int32))
    s.painter.rectangle((1, 1), (2, 2))
    s.brush.choose(3)
    s.brush.resize(5)
    s.brush.tool = tool
    if tool == "stamp":
        s.brush.take_stamp(np.full((5, 5), 3))
    found = s.rest((2, 2))
    assert np.array_equal(found.cells, s.painter.selection)
    s.stroke((2, 2))
    assert np.array_equal(s.painter.grid == 3, s.painter.selection)


def test_two_lines_are_not_joined(easel):
    """Each goes from where the pointer was pressed; the second once began where the first had ended."""
    s = Seer(easel())
    s.painter.put("Blend", np.zeros((8, 8), np.int32))
    s.brush.choose(3)
    s.brush.tool = "line"
    s.stroke((0, 0), (0, 1), (0, 2))
    s.stroke((7, 5), (7, 6), (7, 7))
    assert np.argwhere(s.painter.grid == 3).tolist() == [[0, 0], [0, 1], [0, 2], [7, 5], [7, 6], [7, 7]]


@pytest.mark.parametrize("shape", ["round", "square"])
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_the_frame_on_the_canvas_is_around_what_is_painted(size, shape):
    for cell in ((4, 4), (0, 0), (8, 7)):
        painted = drawing.brush((9, 8), *cell, size, shape)
        assert np.array_equal(covered([cell], size, shape, 9, 8), painted)
