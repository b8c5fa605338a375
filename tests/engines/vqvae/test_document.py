"""The painting: tools touch the right cells, undo restores every byte, files come back or are refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.ground.problem import FileProblem
from engines.vqvae.painting import drawing
from engines.vqvae.painting import files as paintings
from engines.vqvae.painting.document import CAP, LatentDocument

K = 16


def document(h: int = 8, w: int = 9, seed: int = 0) -> LatentDocument:
    return LatentDocument(np.random.default_rng(seed).integers(0, K, (h, w)), "v1", K)


def both(d: LatentDocument) -> tuple[bytes, ...]:
    return tuple(d.grid(i).tobytes() + d.holes(i).tobytes() for i in range(d.levels))


NEIGHBOURS = (np.arange(K)[:, None] + np.arange(1, 4)) % K
TOOLS: dict[str, Callable[[LatentDocument], bool]] = {
    "pencil": lambda d: d.pencil(3, 4, 7, 3),
    "square pencil at the rim": lambda d: d.pencil(0, 0, 7, 5, "square"),
    "line": lambda d: d.line((0, 0), (7, 5), 3, 2),
    "flood": lambda d: d.flood(2, 2, 15, np.arange(K) < 14),
    "replace": lambda d: d.replace(int(d.grid()[0, 0]), (int(d.grid()[0, 0]) + 1) % K),
    "stamp": lambda d: d.stamp(-1, 6, np.full((4, 5), 2, np.int32)),
    "noise": lambda d: d.noise(np.ones((8, 9), bool), NEIGHBOURS, np.random.default_rng(1)),
    "eraser": lambda d: d.erase("Eraser", drawing.brush((8, 9), 4, 4, 4)),
    "rectangle": lambda d: d.set("Rectangle", drawing.rectangle((8, 9), (1, 2), (5, 3)), 9),
    "put": lambda d: d.put("Fill", (np.asarray(d.codes) + 1) % K),
}


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS.keys())
def test_undo_and_redo_restore_every_byte(tool: Callable[[LatentDocument], bool]) -> None:
    d = document()
    d.erase("Eraser", drawing.rectangle((8, 9), (0, 0), (2, 2)))
    before = both(d)
    assert tool(d)
    after = both(d)
    assert after != before
    assert d.undo()
    assert both(d) == before
    assert d.redo()
    assert both(d) == after
    assert not d.redo()
    assert d.undo()
    assert d.undo()
    assert both(d) == both(document())
    assert not d.undo()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(list(TOOLS)), max_size=12), st.integers(0, 12))
def test_any_history_goes_back_and_forth(names: list[str], back: int) -> None:
    d = document()
    states = [both(d)]
    for name in names:
        states += [both(d)] if TOOLS[name](d) else []
    back = min(back, len(states) - 1)
    for i in range(1, back + 1):
        d.undo()
        assert both(d) == states[-1 - i]
    for i in range(back, 0, -1):
        d.redo()
        assert both(d) == states[-i]


def test_a_stroke_is_one_command() -> None:
    d = document()
    before = both(d)
    d.begin("Pencil")
    for column in range(9):
        d.pencil(3, column, 5)
        d.pencil(3, column, 6)
    assert d.end()
    assert (d.grid()[3] == 6).all()
    assert d.undo_name == "Pencil"
    assert d.undo()
    assert both(d) == before
    assert d.undo_name == ""


def test_what_changes_nothing_leaves_no_command() -> None:
    d = document()
    code = int(d.grid()[2, 2])
    assert not d.pencil(2, 2, code)
    assert not d.replace(3, 3)
    assert not d.put("Fill", d.codes)
    assert not d.pencil(-5, 40, 1)
    assert d.undo_name == ""
    assert not d.end()


def test_a_new_command_ends_redo_and_history_is_capped() -> None:
    d = document()
    for i in range(CAP + 20):
        d.pencil(0, 0, (int(d.grid()[0, 0]) + 1 + i % 2) % K)
    undone = 0
    while d.undo():
        undone += 1
    assert undone == CAP
    d.redo()
    d.pencil(5, 5, (int(d.grid()[5, 5]) + 1) % K)
    assert d.redo_name == ""


def test_eraser_masks_and_keeps_the_code_beneath_and_paint_makes_whole() -> None:
    d = document()
    codes = d.codes
    d.erase("Eraser", drawing.brush((8, 9), 3, 3, 3, "square"))
    assert d.masked
    assert d.holes().sum() == 9
    assert np.array_equal(d.codes, codes)
    d.pencil(3, 3, int(codes[3, 3]))
    assert d.holes().sum() == 8
    d.erase("Restore", d.holes(), erased=False)
    assert not d.masked


def test_bad_codes_and_shapes_are_refused() -> None:
    d = document()
    before = both(d)
    for code in (-1, K):
        with pytest.raises(ValueError, match="codes"):
            d.pencil(0, 0, code)
    with pytest.raises(ValueError, match="shape"):
        d.put("Fill", np.zeros((2, 2), np.int32))
    with pytest.raises(ValueError, match="codes"):
        LatentDocument(np.full((3, 3), K), "v", K)
    with pytest.raises(ValueError, match="shape"):
        LatentDocument(np.zeros((3, 3)), "v", K, np.zeros((2, 2), bool))
    assert both(d) == before
    with pytest.raises(ValueError, match="read-only"):
        d.grid()[0, 0] = 1


def test_two_levels_are_painted_apart_and_undone_together() -> None:
    d = LatentDocument((np.zeros((4, 4)), np.zeros((8, 8))), "v", K)
    d.begin("Pencil")
    d.pencil(1, 1, 3, level=0)
    d.pencil(7, 7, 4)
    d.end()
    top, bottom = d.codes
    assert top.sum() == 3
    assert bottom.sum() == 4
    d.undo()
    assert all(part.sum() == 0 for part in d.codes)


# -- shapes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["round", "square"])
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_brushes(size: int, shape: str) -> None:
    tip = drawing.tip(size, shape)
    assert tip.shape == (size, size)
    assert np.array_equal(tip, tip.T)
    assert np.array_equal(tip, tip[::-1, ::-1])
    if shape == "square" or size <= 2:
        assert tip.all()
    else:
        assert tip[size // 2].all()
        assert not tip[0, 0]
    middle = drawing.brush((20, 20), 10, 10, size, shape)
    assert middle.sum() == tip.sum()
    assert middle[10, 10]
    assert drawing.brush((20, 20), 0, 0, size, shape)[0, 0]


CELLS = st.tuples(st.integers(-5, 25), st.integers(-5, 25))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(CELLS, CELLS)
def test_lines_are_thin_connected_and_straight(a: tuple[int, int], b: tuple[int, int]) -> None:
    cells = drawing.line(a, b)
    down, across = abs(b[0] - a[0]), abs(b[1] - a[1])
    assert cells[0] == a
    assert cells[-1] == b
    assert len(cells) == max(down, across) + 1 == len(set(cells))
    steps = np.abs(np.diff(np.array(cells), axis=0)) if len(cells) > 1 else np.ones((1, 2))
    assert steps.max() == 1
    for row, column in cells:  # never further than half a cell from the true line
        away = abs((row - a[0]) * (b[1] - a[1]) - (column - a[1]) * (b[0] - a[0]))
        assert 2 * away <= max(down, across, 1)


def flood_by_hand(codes: np.ndarray, row: int, column: int) -> np.ndarray:
    found, todo = np.zeros(codes.shape, bool), [(row, column)]
    while todo:
        r, c = todo.pop()
        inside = 0 <= r < codes.shape[0] and 0 <= c < codes.shape[1]
        if inside and not found[r, c] and codes[r, c] == codes[row, column]:
            found[r, c] = True
            todo += [(r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)]
    return found


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), st.integers(0, 7), st.integers(0, 8))
def test_flood_fills_what_is_connected(seed: int, row: int, column: int) -> None:
    codes = np.random.default_rng(seed).integers(0, 2, (8, 9))
    assert np.array_equal(drawing.region(codes, row, column), flood_by_hand(codes, row, column))
    assert drawing.region(codes, row, column, np.ones(2, bool)).all()


def test_rectangle_and_selection_and_stamp_holes() -> None:
    assert drawing.rectangle((4, 4), (3, 1), (1, 9)).sum() == 9
    assert drawing.rectangle((4, 4), (-3, -3), (-1, -1)).sum() == 0
    d = LatentDocument(np.array([[1, 2], [2, 1]]), "v", K)
    assert d.same(0, 1).tolist() == [[False, True], [True, False]]
    d.stamp(0, 0, np.array([[-1, 5], [6, -1]]))
    assert d.codes.tolist() == [[1, 5], [6, 1]]
    assert not d.stamp(9, 9, np.array([[1]]))


# -- files -------------------------------------------------------------------------------------------------------


def test_a_painting_comes_back(tmp_path: Path) -> None:
    d = document()
    d.erase("Eraser", drawing.rectangle((8, 9), (0, 0), (2, 2)))
    paintings.save(tmp_path / "a.safetensors", d)
    back = paintings.load(tmp_path / "a.safetensors", "v1", ((8, 9),))
    assert both(back) == both(d)
    assert (back.version, back.K) == ("v1", K)
    two = LatentDocument((np.zeros((4, 4)), np.ones((8, 8))), "v", K)
    paintings.save(tmp_path / "b.safetensors", two)
    assert both(paintings.load(tmp_path / "b.safetensors", "v", ((4, 4), (8, 8)))) == both(two)


def test_a_painting_of_another_codebook_is_refused_in_a_sentence(tmp_path: Path) -> None:
    paintings.save(tmp_path / "a.safetensors", document())
    for version, grids in (("v2", ((8, 9),)), ("v1", ((8, 8),)), ("v1", ((4, 4), (8, 9)))):
        with pytest.raises(FileProblem, match=r"a\.safetensors was painted with another codebook.*Open"):
            paintings.load(tmp_path / "a.safetensors", version, grids)


def test_damaged_paintings_are_refused(tmp_path: Path) -> None:
    from engines.ground import checkpoint

    path = tmp_path / "a.safetensors"
    paintings.save(path, document())
    whole = path.read_bytes()
    for bad in (b"", whole[:100], whole[:-5], whole[:-3] + b"abc", b"x" * 500):
        path.write_bytes(bad)
        with pytest.raises(FileProblem, match=r"a\.safetensors"):
            paintings.load(path, "v1", ((8, 9),))
    good = {"version": 1, "codebook": "v1", "codes": K, "levels": 1}
    codes, mask = np.zeros((8, 9), np.int32), np.zeros((8, 9), np.uint8)
    spoiled = [
        ({**good, "version": 9}, {"codes.0": codes, "mask.0": mask}),
        ({**good, "levels": 2}, {"codes.0": codes, "mask.0": mask}),
        ({**good, "levels": 0}, {"codes.0": codes, "mask.0": mask}),
        ({**good, "codes": "x"}, {"codes.0": codes, "mask.0": mask}),
        (good, {"codes.0": codes + K, "mask.0": mask}),
        (good, {"codes.0": codes.astype(np.float32), "mask.0": mask}),
        (good, {"codes.0": codes, "mask.0": mask[:3]}),
        ({}, {}),
    ]
    for meta, arrays in spoiled:
        checkpoint.save(path, paintings.LAB, meta, arrays)
        with pytest.raises(FileProblem, match=r"a\.safetensors"):
            paintings.load(path, "v1", ((8, 9),))
    checkpoint.save(path, "vqvae", good, {})
    with pytest.raises(FileProblem, match="another lab"):
        paintings.load(path, "v1", ((8, 9),))


def test_exports(tmp_path: Path) -> None:
    d = document()
    d.erase("Eraser", drawing.rectangle((8, 9), (0, 0), (0, 1)))
    paintings.export_json(tmp_path / "a.json", d)
    found = json.loads((tmp_path / "a.json").read_text())
    assert found["codebook"] == "v1"
    assert found["grids"][0][0][:2] == [None, None]
    assert found["grids"][0][5] == d.grid()[5].tolist()
    assert paintings.export_npy(tmp_path / "a.npy", d) == [tmp_path / "a.npy"]
    array = np.load(tmp_path / "a.npy")
    assert array[0, 0] == -1
    assert np.array_equal(array[1:], d.grid()[1:])
    two = LatentDocument((np.zeros((2, 2)), np.ones((4, 4))), "v", K)
    written = paintings.export_npy(tmp_path / "b.npy", two)
    assert [np.load(p).shape for p in written] == [(2, 2), (4, 4)]
