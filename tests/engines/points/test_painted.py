"""Points of a painted density: where it was painted, one dot, nothing; the file it lies in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engines.ground.problem import FileProblem, Problem
from engines.points import painted, source

RNG = np.random.default_rng(0)


def saved(folder: Path, grid: np.ndarray) -> Path:
    path = folder / "painting.png"
    Image.fromarray(grid.astype(np.uint8)).save(path)
    return path


def test_points_lie_in_painted_cells_by_their_weight():
    grid = np.zeros((8, 8))
    grid[0, 0], grid[7, 6] = 1.0, 3.0  # upper left, lower right but one
    points = painted.draw(grid, 20_000, np.random.default_rng(1))
    cell = 2 * painted.REACH / 8
    left = points[:, 0] < 0
    assert left.mean() == pytest.approx(0.25, abs=0.02)
    assert (points[left] >= [-2, 2 - cell - 1e-6]).all()
    assert (points[left] <= [-2 + cell + 1e-6, 2]).all()
    assert points[~left].mean(0) == pytest.approx([-2 + 6.5 * cell, -2 + 0.5 * cell], abs=0.01)
    assert points[left].std(0) == pytest.approx([cell / 12**0.5] * 2, rel=0.05)  # even within a cell


@pytest.mark.parametrize("bad", [np.zeros((4, 4)), np.full((4, 4), np.nan), -np.eye(4), np.zeros((0, 0))])
def test_nothing_painted_is_a_sentence(bad: np.ndarray):
    with pytest.raises(Problem, match="Nothing is painted"):
        painted.draw(bad, 5, RNG)


def test_a_painting_of_one_dot_can_be_learned(tmp_path: Path):
    grid = np.zeros((64, 64))
    grid[20, 40] = 255
    points = source.load("painted", str(saved(tmp_path, grid)))
    assert points.name == "painting"
    assert points.train.std() == pytest.approx(1.0, abs=0.01)
    back = points.train * points.scale + points.centre
    assert back.mean(0) == pytest.approx([40.5 / 64 * 4 - 2, 2 - 20.5 / 64 * 4], abs=0.02)


def test_a_dot_of_one_pixel_in_a_large_picture_is_still_there(tmp_path: Path):
    grid = np.zeros((700, 700))
    grid[350, 100] = 255
    points = source.load("painted", str(saved(tmp_path, grid)))
    assert len(points.train) == source.TRAINED


def test_a_black_picture_no_picture_and_no_path_are_sentences(tmp_path: Path):
    with pytest.raises(FileProblem, match="black all over"):
        painted.read(saved(tmp_path, np.zeros((64, 64))))
    with pytest.raises(Problem, match="No density is painted yet"):
        source.load("painted", "")
    (tmp_path / "no.png").write_bytes(b"no picture")
    with pytest.raises(FileProblem, match=r"no\.png"):
        painted.read(tmp_path / "no.png")
    with pytest.raises(FileProblem, match=r"missing\.png"):
        painted.read(tmp_path / "missing.png")
