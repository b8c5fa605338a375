"""Small pictures in saved runs: there and back, bounded, and never in the way of the run itself."""

from __future__ import annotations

import base64
import json
import threading
import zlib
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engines.ground import checkpoint, spec
from engines.ground.report import silent
from engines.ground.thumbnail import drawing
from engines.ground.thumbnail.encoding import HEIGHT, LONGEST, WIDTH, of_text, text_of, to_text
from engines.ground.training import Training
from tests.app.test_every_lab import TINY

SOME = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)


@given(
    arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=40))
    | arrays(np.uint8, st.tuples(st.integers(1, 20), st.integers(1, 30), st.just(3)))
)
def test_a_picture_comes_back_as_it_was(picture):
    again = of_text(to_text(picture))
    assert again is not None
    assert again.shape == picture.shape
    assert (again == picture).all()
    again[...] = 0  # fresh: nobody else's memory


def test_the_largest_picture_fits_whatever_it_shows():
    picture = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    assert len(to_text(picture)) <= LONGEST
    assert (of_text(to_text(picture)) == picture).all()


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((HEIGHT + 1, 4), np.uint8),
        np.zeros((4, WIDTH + 1, 3), np.uint8),
        np.zeros((0, 4), np.uint8),
        np.zeros((4, 4, 2), np.uint8),
        np.zeros((4, 4, 1), np.uint8),
        np.zeros((4, 4)),
        np.zeros(4, np.uint8),
    ],
)
def test_what_is_no_small_picture_is_none_in_a_file(picture):
    with pytest.raises(ValueError):
        to_text(picture)
    assert text_of(lambda: picture) == ""


def packed(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data)).decode()


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        "",
        "4x2x3",
        "4x2x3:",
        "4x2x3:====",
        "4x2x3:" + packed(bytes(23)),
        "4x2x3:" + packed(bytes(25)),
        "4x2x3:" + packed(bytes(1 << 24)),
        "4x2x3:" + packed(bytes(24))[:-8],
        "4x2x2:" + packed(bytes(16)),
        "0x0x3:" + packed(b""),
        f"{WIDTH + 1}x1x1:" + packed(bytes(WIDTH + 1)),
        "٤x2x3:" + packed(bytes(24)),
        " 4x2x3:" + packed(bytes(24)),
    ],
)
def test_a_spoilt_text_is_no_picture(text):
    assert of_text(text) is None


def respelled(path: Path, text: str) -> Path:
    """The same file with another thumbnail, its arrays untouched."""
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    header["__metadata__"]["thumbnail"] = text
    head = json.dumps(header, separators=(",", ":")).encode()
    path.write_bytes(len(head).to_bytes(8, "little") + head + data[8 + size :])
    return path


def test_a_run_whose_picture_is_spoilt_is_the_same_run(tmp_path):
    path, weights = tmp_path / "run.safetensors", {"w": np.arange(5.0)}
    checkpoint.save(path, "gan", {"step": 3}, weights, to_text(SOME))
    assert (checkpoint.thumbnail_of(path) == SOME).all()
    respelled(path, "4x2x3:" + packed(bytes(7)))
    assert checkpoint.thumbnail_of(path) is None
    found = checkpoint.load(path, "gan")
    assert found.meta == {"step": 3}
    assert (found.tensors["w"] == weights["w"]).all()


def test_files_without_one_and_what_is_no_file_have_none(tmp_path):
    path = tmp_path / "run.safetensors"
    checkpoint.save(path, "gan", {}, {"w": np.zeros(2)})
    assert checkpoint.thumbnail_of(path) is None
    assert checkpoint.thumbnail_of(tmp_path / "missing") is None
    assert checkpoint.thumbnail_of(tmp_path) is None
    for data in (b"", b"\1", bytes(8), b"\xff" * 64, (4).to_bytes(8, "little") + b"[1]]", b"[" * 4096):
        path.write_bytes(data)
        assert checkpoint.thumbnail_of(path) is None


def test_a_text_that_speaks_of_one_is_not_taken_for_it(tmp_path):
    path, said = (
        tmp_path / "run.safetensors",
        {"text": f'"thumbnail":"{to_text(SOME)}"', "thumbnail": to_text(SOME)},
    )
    checkpoint.save(path, "gan", said, {"thumbnail": np.zeros(2)})
    assert checkpoint.thumbnail_of(path) is None
    checkpoint.save(path, "gan", said, {}, to_text(SOME[::-1]))
    assert (checkpoint.thumbnail_of(path) == SOME[::-1]).all()


def test_only_the_header_is_read(tmp_path):
    """Arrays that are not there are not missed: a list of large files costs little."""
    path = tmp_path / "run.safetensors"
    checkpoint.save(path, "gan", {}, {"w": np.zeros(100_000)}, to_text(SOME))
    path.write_bytes(path.read_bytes()[:-700_000])
    assert (checkpoint.thumbnail_of(path) == SOME).all()


class Run(Training):
    """A run whose picture cannot be drawn."""

    LAB = "gan"

    def __init__(self) -> None:
        import torch

        super().__init__(torch.device("cpu"))

    def state(self) -> Any:
        return {"step": 1}, {"w": np.ones(3)}

    def thumbnail(self) -> np.ndarray:
        raise RuntimeError("out of ink")


def test_a_run_is_saved_without_the_picture_that_cannot_be_drawn(tmp_path, caplog):
    Run().save(tmp_path / "run.safetensors")
    assert "out of ink" in caplog.text
    assert checkpoint.load(tmp_path / "run.safetensors").meta["step"] == 1
    assert checkpoint.thumbnail_of(tmp_path / "run.safetensors") is None


def engine_of(lab: str, **values: Any) -> Any:
    package = import_module(f"engines.{lab}")
    config = spec.make(type(package.PRESETS[0].config()), TINY[lab] | values)[0]
    return package.build(config, silent, threading.Event(), "cpu")


def step(engine: Any) -> None:
    for _ in engine.step() or ():
        pass


PICTURED = [
    ("gan", {}, 3),
    ("gan", {"data": "moons"}, 2),
    ("vqvae", {}, 3),
    ("onlstm", {}, 2),
    ("denoise", {}, 2),
    ("layers", {}, 2),
    ("ellipse", {}, 2),
]


@pytest.mark.parametrize(("lab", "values", "dims"), PICTURED, ids=[f"{k}{len(v)}" for k, v, _ in PICTURED])
def test_a_run_carries_what_it_makes(lab, values, dims, tmp_path):
    engine = engine_of(lab, **values)
    step(engine)
    engine.save(tmp_path / "run.safetensors")
    found = checkpoint.thumbnail_of(tmp_path / "run.safetensors")
    engine.close()
    assert found is not None
    assert found.ndim == dims
    assert len(np.unique(found)) > 1


@pytest.mark.parametrize("lab", ["gan", "vqvae", "onlstm", "denoise", "layers"])
def test_saving_changes_nothing_that_comes_after(lab, tmp_path):
    """To the bit: no random number is drawn for a picture, no average moved."""
    ends = []
    for saves in (False, True):
        engine = engine_of(lab)
        for _ in range(3):
            step(engine)
            if saves:
                engine.thumbnail()
                engine.save(tmp_path / "between.safetensors")
        ends.append(engine.state()[1])
        engine.close()
    one, other = ends
    assert one.keys() == other.keys()
    assert all(np.array_equal(one[name], other[name], equal_nan=True) for name in one)


def test_a_sheet_gives_its_first_pictures_in_their_order():
    pictures = np.arange(24, dtype=np.uint8)[:, None, None, None] * np.ones((1, 5, 5, 1), np.uint8)
    sheet = pictures.reshape(4, 6, 5, 5, 1).swapaxes(1, 2).reshape(20, 30, 1)
    found = drawing.of_sheet(sheet, 4, 6)
    assert found.shape == (10, 20, 3)
    assert found[2::5, 2::5, 0].tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_few_pictures_stand_in_one_row_and_large_ones_are_averaged():
    found = drawing.of_pictures(np.full((3, 64, 64, 3), 90, np.uint8))
    assert found.shape == (48, 144, 3)
    assert (found == 90).all()


def test_points_lie_where_they_are_and_strays_are_left_out():
    corners = np.array([[1.0, 1.0], [9.0, 0.0], [np.nan, 0.0]])
    found = drawing.of_points(corners)
    y, x = np.unravel_index(found.argmax(), found.shape)
    assert x > HEIGHT / 2 > y  # right of the middle and above it
    assert np.count_nonzero(found) == 5  # one point, and its four neighbours


def test_lines_fill_the_room_and_nothing_else_is_drawn():
    found = drawing.of_lines([np.array([[0.0, 0.0], [5.0, 1.0]])])
    rows, cols = np.nonzero(found)
    assert cols.min() < 10 < WIDTH - 10 < cols.max()
    assert rows.min() < 10 < HEIGHT - 10 < rows.max()
    flat = drawing.of_lines([np.array([[0.0, 3.0], [5.0, 3.0]])])
    assert np.nonzero(flat)[0].max() - np.nonzero(flat)[0].min() < 4
    for bad in ([], [np.array([[0.0, np.inf], [1.0, 1.0]])]):
        with pytest.raises(ValueError):
            drawing.of_lines(bad)
