"""Files of any form: what a dropped path is, forbidden ones, reading that tells how far and can be cancelled."""

from __future__ import annotations

import pickle
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engines.ground.problem import Cancelled, FileProblem, Problem
from engines.images import bounded, guess, load
from tests.engines.images.conftest import write_mnist
from tests.engines.images.damage import FUZZ, problem


@FUZZ
@given(st.binary(max_size=700))
def test_any_bytes_are_answered(tmp_path, data):
    path = tmp_path / "any"
    path.write_bytes(data)
    assert guess(path) in {"file", "font", "picture", None}
    with pytest.raises(FileProblem):
        load("file", path=str(path))


def test_forbidden_files_are_said(tmp_path, monkeypatch):
    path = write_mnist(tmp_path)

    def forbid(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(bounded, "ordinary", forbid)
    assert "no permission" in problem(path)


def test_reading_can_be_cancelled_and_tells_how_far(tmp_path):
    path = write_mnist(tmp_path, count=6000)
    told: list[float] = []
    load("file", path=str(path), size=48, progress=lambda s, f: told.append(f))
    assert all(0 <= f <= 1 for f in told)
    assert len(told) > 10
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        load("file", path=str(path), cancel=cancel, progress=lambda s, f: cancel.set())


def test_what_a_dropped_path_is(tmp_path):
    Image.new("RGB", (4, 4)).save(tmp_path / "a.png")
    Image.new("RGB", (4, 4)).save(tmp_path / "unnamed", "PNG")
    (tmp_path / "a.otf").write_bytes(b"OTTO")
    (tmp_path / "bare").write_bytes(b"wOF2")
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "data_batch_1").write_bytes(pickle.dumps({}))
    data = tmp_path / "data"
    data.mkdir()
    mnist = write_mnist(data)
    kinds = {
        tmp_path: "folder",
        data: "file",
        mnist: "file",
        tmp_path / "a.png": "picture",
        tmp_path / "unnamed": "picture",
        tmp_path / "a.otf": "font",
        tmp_path / "bare": "font",
        tmp_path / "data_batch_1": "file",
        tmp_path / "a.txt": None,
        tmp_path / "missing": None,
    }
    assert {path: guess(path) for path in kinds} == kinds
    assert len(load("file", path=str(data)).pixels) == 20


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"source": "none"}, "no picture source"),
        ({"source": "faces", "size": 31}, "31 px are not offered"),
        ({"source": "faces", "channels": 2}, "1 or 3 channels"),
        ({"source": "file"}, "Choose a file"),
    ],
)
def test_arguments_outside_their_choices_are_said(arguments, sentence):
    source = arguments.pop("source")
    with pytest.raises(Problem, match=sentence):
        load(source, **arguments)
