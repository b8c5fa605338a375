"""The command line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engines import vqvae
from engines.vqvae.__main__ import main

SMALL = ["--device", "cpu", "--limit", "40", "--hidden", "8", "--n-res", "1", "--batch", "4", "--codes", "8"]


def test_trains_saves_resumes_and_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, sheet = tmp_path / "run.safetensors", tmp_path / "sheet.png"
    line = ["--preset", "cpu", "--data", "faces", "--steps", "4", *SMALL]
    assert main([*line, "--out", str(run), "--sheet", str(sheet)]) == 0
    said = capsys.readouterr().out
    assert str(run) in said
    assert "steps/s" in said
    for figure in ("NMSE", "PSNR", "perplexity", "codes used"):
        assert figure in said
    assert np.asarray(Image.open(sheet)).shape == (192, 256, 3)
    assert (
        main(["--resume", str(run), "--steps", "3", "--lr", "0.001", "--device", "cpu", "--out", str(run)])
        == 0
    )
    engine = vqvae.open_checkpoint(run, device="cpu")
    assert engine.count == 7
    assert engine.config.lr == 0.001
    engine.close()


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (["--codes", "1000000"], "Codes"),
        (["--data", "folder", "--path", "/no/such/folder"], "folder"),
        (["--resume", "/no/such/file.safetensors"], "file.safetensors"),
    ],
)
def test_problems_are_one_sentence(line: list[str], wanted: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL, "--steps", "1", *line]) == 2
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert error.startswith("vqvae: ")
    assert wanted in error


def test_a_frozen_field_is_refused_on_resume(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = tmp_path / "run.safetensors"
    assert main([*SMALL, "--steps", "1", "--out", str(run)]) == 0
    assert main(["--resume", str(run), "--steps", "1", "--codes", "9", "--device", "cpu"]) == 2
    assert "Codes" in capsys.readouterr().err
