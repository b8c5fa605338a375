"""MP4 is made where a codec is there, with the pictures and words that it was asked for."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from engines.ground.problem import Problem
from engines.images.film import film
from engines.images.formats import mp4

WORDS = {"config": '{"path": "照片"}', "step": "15"}
FAKE = """#!/bin/sh
[ -n "$FAKE_FAILS" ] && { echo "warm-up" >&2; echo "no such codec" >&2; exit 3; }
for last; do :; done
printf '%s\\n' "$@" > "$FAKE_SAYS"
cat > "$last"
"""


def pictures(n: int, height: int, width: int) -> list[np.ndarray]:
    return list(np.random.default_rng(0).integers(0, 256, (n, height, width, 3), dtype=np.uint8))


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any codec; an empty folder on its path."""
    for module in ("av", "imageio_ffmpeg"):
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.fixture
def stand_in(bare: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An ffmpeg that writes what it is given, and says how it was called; the file that it says it in."""
    if sys.platform == "win32":
        pytest.skip("a stand-in is a shell script")
    program = bare / "ffmpeg"
    program.write_text(FAKE)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(bare), "/usr/bin", "/bin"]))
    monkeypatch.setenv("FAKE_SAYS", str(bare / "said"))
    return bare / "said"


def test_without_a_codec_it_is_said_what_to_do(bare: Path) -> None:
    assert mp4.codec() is None
    with pytest.raises(Problem, match="Install imageio-ffmpeg"):
        film(pictures(2, 8, 8), "mp4", WORDS)


def test_a_program_on_the_path_gets_pictures_rate_and_words(stand_in: Path) -> None:
    given = pictures(3, 301, 257)  # sides that codecs want even
    raw = film(given, "mp4", WORDS, rate=24)
    assert len(raw) == 3 * 302 * 258 * 3
    found = np.frombuffer(raw, np.uint8).reshape(3, 302, 258, 3)
    assert np.array_equal(found[:, :301, :257], np.stack(given))
    assert np.array_equal(found[:, 301, :257], np.stack(given)[:, 300])
    said = stand_in.read_text().splitlines()
    assert said[said.index("-s") + 1] == "258x302"
    assert said[said.index("-r") + 1] == "24"
    comment = said[said.index("-metadata") + 1]
    assert json.loads(comment.removeprefix("comment=")) == WORDS
    assert not Path(said[-1]).exists()  # what it wrote into is gone


def test_what_a_codec_says_when_it_fails_is_passed_on(
    stand_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_FAILS", "1")
    with pytest.raises(Problem, match="no such codec"):
        film(pictures(2, 8, 8), "mp4", WORDS)


@pytest.mark.parametrize("module", ["av", "imageio_ffmpeg"])
def test_a_real_codec_makes_a_film(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(module)
    if module != "av":
        monkeypatch.setitem(sys.modules, "av", None)
    data = film([p.repeat(8, 0).repeat(8, 1) for p in pictures(5, 4, 4)], "mp4", WORDS)
    assert data[4:8] == b"ftyp"
    assert b"moov" in data[:4096]  # the index is in front
    assert json.dumps(WORDS).encode() in data
