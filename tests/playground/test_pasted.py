"""Texts pasted: named for people, the same one once, the oldest given up."""

from __future__ import annotations

import os

import numpy as np
import pytest
from PIL import Image

from playground.ground import paths
from playground.kit import pasted


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "state", lambda: tmp_path)
    return tmp_path


def test_the_same_text_is_the_same_file(home):
    first, again, other = pasted.keep("甲乙"), pasted.keep("甲乙"), pasted.keep("丙丁")
    assert first == again != other
    assert first.name == other.name == "Pasted text.txt"
    assert first.read_text("utf-8") == "甲乙"


def test_trees_keep_their_suffix_and_pictures_their_values(home):
    assert pasted.keep("(S a b)", ".mrg").name == "Pasted text.mrg"
    grey = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert np.array_equal(np.asarray(Image.open(pasted.keep_picture(grey))), grey)


def test_the_oldest_go_also_those_kept_in_another_way_before(home):
    old = home / "pasted" / "pasted-81a63c24.txt"
    old.parent.mkdir()
    old.write_text("x")
    os.utime(old, (1, 1))
    kept = []
    for at in range(pasted.KEPT + 3):
        kept.append(pasted.keep(f"text {at}"))
        os.utime(kept[-1].parent, (100 + at, 100 + at))
    newest = pasted.keep("newest")
    assert not old.exists()
    assert newest.exists()
    assert [path for path in kept if path.exists()] == kept[1 - pasted.KEPT :]


def test_a_painted_density_is_kept_as_a_picture():
    pixels = np.arange(64, dtype=np.uint8).reshape(8, 8)
    path = pasted.keep_picture(pixels)
    assert path == pasted.keep_picture(pixels.copy())
    with Image.open(path) as found:
        assert np.array_equal(np.asarray(found), pixels)
