"""The command line: what it prints beside floors, what it writes, and how it refuses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engines.denoise.__main__ import main

SMALL = [
    "--data",
    "moons",
    "--width",
    "16",
    "--batch",
    "16",
    "--length",
    "100",
    "--device",
    "cpu",
    "--levels",
    "3",
]


@pytest.mark.parametrize(("method", "steps"), [("dsm", 2), ("dde", 101)])
def test_it_prints_scores_beside_floors(
    method: str, steps: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    files = ["--out", str(tmp_path / "run.safetensors"), "--sheet", str(tmp_path / "points.png")]
    assert main([*SMALL, "--method", method, "--steps", str(steps), *files]) == 0
    said = capsys.readouterr().out
    assert "steps/s" in said
    rows = {line.split()[0]: line.split() for line in said.splitlines() if line}
    assert rows["samples"][1:] == ["calls", "SW1", "floor", "ratio", "MMD2", "strays"]
    for way in ("langevin", "sde", "heun") + (("generator",) if method == "dde" else ()):
        distance, floor, ratio = map(float, rows[way][2:5])
        assert ratio == pytest.approx(distance / floor, rel=0.05)
    assert "score error" in said
    assert np.asarray(Image.open(tmp_path / "points.png")).max() > 0
    assert main(["--resume", str(tmp_path / "run.safetensors"), "--steps", "1", "--device", "cpu"]) == 0


def test_a_wrong_line_ends_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main([*SMALL, "--data", "table", "--steps", "1"]) == 2
    assert "Choose a file of points" in capsys.readouterr().err
    bad = tmp_path / "bad.csv"
    bad.write_text("1,2\n3,four\n")
    assert main([*SMALL, "--data", "table", "--path", str(bad), "--steps", "1"]) == 2
    assert "line 2" in capsys.readouterr().err
