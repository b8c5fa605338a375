"""Brush, preview and painter: gestures change the right cells, the picture follows, nothing stale is kept."""

from __future__ import annotations

import numpy as np
import pytest

from engines.vqvae.painting import drawing, queries
from playground.labs.vqvae.brush import Brush
from tests.playground.labs.vqvae.conftest import heard

# -- the brush -----------------------------------------------------------------------------------------------------


def test_a_brush_says_each_change_and_keeps_within_its_sizes():
    brush = Brush()
    changes = heard(brush.changed)
    brush.choose(5)
    brush.choose(7, back=True)
    brush.swap()
    assert (brush.front, brush.back) == (7, 5)
    brush.resize(99)
    assert brush.size == drawing.LARGEST
    brush.resize(0)
    assert brush.size == 1
    brush.reshape("square")
    brush.take_stamp(np.zeros((2, 3), int))
    assert (brush.shape, brush.tool) == ("square", "stamp")
    assert len(changes) == 7


def test_codes_that_another_codebook_lacks_are_put_down():
    brush = Brush()
    brush.choose(15)
    brush.choose(3, back=True)
    brush.take_stamp(np.zeros((2, 2), int))
    brush.put_down(8)
    assert (brush.front, brush.back, brush.patch) == (7, 3, None)


# -- opening -------------------------------------------------------------------------------------------------------


def test_without_a_document_no_gesture_does_anything(easel):
    e = easel(index=None)
    for command in ("undo", "redo", "stamp", "replace_all", "erase_selection", "next_code", "swap"):
        e.painter.command(command)
    e.painter.press((0, 0))
    e.painter.move([(0, 1)])
    e.painter.release()
    e.painter.rectangle((0, 0), (1, 1))
    e.painter.undo()
    e.painter.put("Blend", np.zeros((8, 8), int))
    assert e.line.waiting == []
    assert (e.painter.document, e.painter.selection) == (None, None)


def test_opening_shows_picture_and_codes_and_starts_anew(easel):
    e = easel(index=None)
    opened, decoded, changed = heard(e.painter.opened), heard(e.preview.decoded), heard(e.painter.changed)
    found = queries.held(e.line.engine, 1)
    e.painter.set_level(-2)
    e.painter.open(found)
    assert opened == [found]
    assert np.array_equal(decoded[-1], found.decoded)
    assert len(changed) == 2
    assert (e.painter.level, e.painter.selection) == (-1, None)
    assert np.array_equal(e.painter.grid, found.codes)
    assert not e.painter.behind().any()
    e.painter.forget()
    assert e.painter.document is None


def test_reading_anew_keeps_codes_mask_and_history(easel):
    e = easel()
    e.brush.tool = "eraser"
    e.painter.press((1, 1))
    e.painter.release()
    document, codes = e.painter.document, e.codes
    e.line.train()
    e.painter.reread(queries.opened(e.line.engine, e.painter.original, codes))
    assert e.painter.document is document
    assert document.version == e.line.engine.version
    assert document.masked
    e.painter.undo()
    assert not document.masked


# -- strokes -------------------------------------------------------------------------------------------------------


def test_a_drag_is_one_command_and_the_picture_follows_it(easel):
    e = easel()
    before = e.codes
    e.brush.choose((int(before[2, 2]) + 1) % 16)
    e.painter.press((2, 2))
    e.painter.move([(2, 3), (2, 4)])
    e.painter.release()
    assert e.painter.behind()[2, 2]
    assert e.line.waiting == ["decode"]
    e.line.answer()
    assert not e.painter.behind().any()
    assert (e.codes[2, 2:5] == e.brush.front).all()
    assert abs(e.preview.picture.astype(int) - e.line.engine.painting.decode(e.codes)).max() <= 1
    e.painter.command("undo")
    assert np.array_equal(e.codes, before)
    e.painter.command("redo")
    assert (e.codes[2, 2:5] == e.brush.front).all()


def test_the_right_button_paints_the_back_code_and_shift_draws_from_the_last_cell(easel):
    e = easel()
    e.brush.choose(3)
    e.brush.choose(9, back=True)
    e.painter.press((1, 1), secondary=True)
    e.painter.release()
    assert e.codes[1, 1] == 9
    e.painter.press((5, 5), straight=True)
    e.painter.release()
    assert all(e.codes[i, i] == 3 for i in range(1, 6))


def test_a_selection_protects_the_rest(easel):
    e = easel()
    before = e.codes
    e.painter.rectangle((0, 0), (1, 1))
    e.brush.choose((int(before[1, 1]) + 1) % 16)
    e.brush.resize(5)
    e.painter.press((1, 1))
    e.painter.release()
    assert (e.codes[:2, :2] == e.brush.front).all()
    outside = ~e.painter.selection
    assert np.array_equal(e.codes[outside], before[outside])
    e.painter.command("erase_selection")
    assert np.array_equal(e.painter.document.mask, ~outside)
    e.painter.command("deselect")
    assert e.painter.selection is None


@pytest.mark.parametrize("tolerance", [0.0, 1.0])
def test_a_fill_takes_equal_codes_or_with_full_tolerance_all(easel, tolerance):
    e = easel()
    before = e.codes
    e.brush.tool, e.brush.tolerance = "fill", tolerance
    e.brush.choose((int(before[0, 0]) + 1) % 16)
    e.painter.press((0, 0))
    e.painter.release()
    e.line.answer()
    wanted = drawing.region(before, 0, 0) if not tolerance else np.ones((8, 8), bool)
    assert np.array_equal(e.codes, np.where(wanted, e.brush.front, before))


def test_a_nudge_of_full_strength_sets_the_code(easel):
    e = easel()
    e.brush.tool, e.brush.strength = "nudge", 1.0
    e.brush.choose((int(e.codes[3, 3]) + 1) % 16)
    e.painter.press((3, 3))
    e.line.answer()
    e.painter.release()
    assert e.codes[3, 3] == e.brush.front


@pytest.mark.parametrize("tool", ["nudge", "fill"])
def test_an_answer_that_comes_after_another_picture_was_opened_is_dropped(easel, tool):
    e = easel()
    e.brush.tool, e.brush.strength, e.brush.tolerance = tool, 1.0, 1.0
    e.painter.press((3, 3))
    e.painter.release()
    e.painter.open(queries.held(e.line.engine, 1))
    codes = e.codes
    e.line.answer()
    assert np.array_equal(e.codes, codes)


def test_eyedropper_wand_and_replace(easel):
    e = easel()
    e.brush.tool = "pick"
    e.painter.press((4, 4))
    e.painter.press((5, 5), secondary=True)
    assert (e.brush.front, e.brush.back) == (e.codes[4, 4], e.codes[5, 5])
    e.brush.tool = "wand"
    e.painter.press((4, 4))
    assert np.array_equal(e.painter.selection, e.codes == e.codes[4, 4])
    e.brush.choose((e.brush.back + 1) % 16)
    old = e.codes
    e.painter.command("replace_all")
    assert np.array_equal(e.codes, np.where(old == e.brush.back, e.brush.front, old))


def test_a_stamp_is_cut_from_the_selection_and_put_down_again(easel):
    e = easel()
    e.painter.command("stamp")
    assert e.brush.patch is None
    e.painter.rectangle((0, 0), (2, 2))
    e.painter.command("stamp")
    assert e.brush.tool == "stamp"
    patch = e.codes[:3, :3]
    assert np.array_equal(e.brush.patch, patch)
    e.painter.select(None)
    e.painter.press((5, 5))
    assert np.array_equal(e.codes[4:7, 4:7], patch)


def test_noise_gives_near_codes(easel):
    e = easel()
    before = e.codes
    e.brush.tool = "noise"
    e.painter.press((3, 3))
    e.painter.release()
    assert e.codes[3, 3] in e.painter.palette.neighbours[before[3, 3]]


def test_stepping_through_the_sheet_comes_round_to_the_first_code(easel):
    e = easel()
    seen = [e.brush.front]
    for _ in range(16):
        e.painter.command("next_code")
        seen.append(e.brush.front)
    assert sorted(seen[:-1]) == list(range(16))
    assert seen[-1] == seen[0]
    e.painter.command("previous_code")
    assert e.brush.front == seen[-2]


# -- two levels ----------------------------------------------------------------------------------------------------


def test_coarse_strokes_are_told_and_fine_ones_are_not(easel):
    e = easel(hierarchy=2)
    painted = heard(e.painter.coarse_painted)
    e.brush.choose((int(e.painter.grid[1, 1]) + 1) % 16)
    e.painter.press((1, 1))
    e.painter.release()
    assert painted == []
    e.painter.select(np.ones(e.painter.grid.shape, bool))
    e.painter.set_level(-2)
    assert e.painter.selection is None
    e.brush.choose((int(e.painter.grid[1, 1]) + 1) % 16)
    e.painter.press((1, 1))
    assert e.painter.behind().sum() == 1
    e.painter.release()
    assert [cells.sum() for cells in painted] == [1]
    assert painted[0][1, 1]
    assert e.painter.colour() == tuple(e.painter.palette.colours()[e.brush.front].astype(int))


def test_a_stroke_that_an_engine_change_cuts_off_ends_quietly(easel):
    e = easel(hierarchy=2)
    e.painter.set_level(-2)
    e.painter.press((1, 1))
    e.painter.forget()
    e.painter.release()
    other = easel(hierarchy=2, size=64)
    e.line.engine = other.line.engine
    e.painter.open(queries.held(other.line.engine, 0))
    e.painter.set_level(-2)
    e.painter.release()
    assert e.painter.document.undo_name == ""


# -- the preview ---------------------------------------------------------------------------------------------------


def test_only_the_newest_codes_are_decoded_and_nothing_is_behind_another_grid(easel):
    e = easel()
    decoded = heard(e.preview.decoded)
    for code in (1, 2, 3):
        e.painter.put("Blend", np.full((8, 8), code, np.int32))
    assert e.line.waiting == ["decode"]
    e.line.answer()
    assert len(decoded) == 1
    assert not e.preview.behind(np.zeros((3, 3), int), -1).any()
    assert not e.preview.behind(np.zeros((8, 8), int), -2).any()
    assert e.preview.behind(np.zeros((8, 8), int), -1).all()
