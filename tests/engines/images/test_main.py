"""The command line, and what every line of the picker says."""

from __future__ import annotations

import string

import numpy as np
from PIL import Image

from engines.images import SOURCES
from engines.images.__main__ import main, sheet


def test_a_contact_sheet(tmp_path, capsys):
    out = tmp_path / "sheet.png"
    assert main(["--source", "shapes", "--limit", "12", "--show", "12", "--out", str(out)]) == 0
    assert Image.open(out).size == (5 * 32, 3 * 32)
    said = capsys.readouterr().out
    assert "(12, 32, 32, 3)" in said
    assert "free to use" in said


def test_a_problem_is_a_sentence_and_exit_code_1(tmp_path, capsys):
    assert main(["--source", "folder", "--path", str(tmp_path / "none")]) == 1
    assert "There is no folder" in capsys.readouterr().err


def test_a_grey_sheet_keeps_each_picture():
    pixels = np.arange(3, dtype=np.uint8)[:, None, None, None] * np.ones((1, 4, 4, 1), np.uint8)
    tiled = sheet(pixels)
    assert tiled.shape == (4, 3 * 4, 3)
    assert tiled[0, ::4, 0].tolist() == [0, 1, 2]


def test_every_source_says_what_it_is():
    assert list(SOURCES) == [
        "faces",
        "icons",
        "glyphs",
        "shapes",
        "folder",
        "file",
        "mnist",
        "fashion",
        "cifar10",
    ]
    for key, source in SOURCES.items():
        assert source.key == key
        assert source.title
        assert source.licence
        assert source.help.endswith(".")
        assert source.needs_path in {"", "folder", "file", "font"}
        assert not next(iter(string.Formatter().parse(source.help)))[1]
    assert [k for k, s in SOURCES.items() if s.download] == ["mnist", "fashion", "cifar10"]
