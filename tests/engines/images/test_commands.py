"""The command lines of picture engines."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.engines.labs import LABS
from tests.engines.pictures import Lab

Main = Callable[[list[str]], int]


@pytest.fixture(params=LABS, ids=lambda lab: lab.name)
def lab(request: pytest.FixtureRequest) -> Lab:
    return request.param


@pytest.fixture
def main(lab: Lab) -> Main:
    return import_module(f"{lab.package.__name__}.__main__").main


def test_trains_saves_resumes_and_draws(
    lab: Lab, main: Main, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, sheet = tmp_path / "run.safetensors", tmp_path / "sheet.png"
    small = ["--device", "cpu", *lab.line.small]
    line = ["--preset", "cpu", "--data", "faces", "--steps", "4", *small]
    assert main([*line, "--out", str(run), "--sheet", str(sheet)]) == 0
    said = capsys.readouterr().out
    for words in (str(run), *lab.line.said):
        assert words in said
    assert np.asarray(Image.open(sheet)).shape == lab.line.sheet
    option, text, field, value = lab.line.live
    assert (
        main(["--resume", str(run), "--steps", "3", option, text, "--device", "cpu", "--out", str(run)]) == 0
    )
    engine = lab.package.open_checkpoint(run, device="cpu")
    assert engine.count == 7
    assert getattr(engine.config, field) == value
    engine.close()


@pytest.mark.parametrize("trouble", ["limit", "folder", "file", "steps", "out"])
def test_problems_are_one_sentence(
    lab: Lab, main: Main, trouble: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line, wanted = {
        "limit": ([*lab.line.too_much], lab.line.frozen[2]),
        "folder": (["--data", "folder", "--path", "/no/such/folder"], "folder"),
        "file": (["--resume", "/no/such/file.safetensors"], "file.safetensors"),
        "steps": (["--steps", "-1"], "Steps"),
        "out": (["--out", "/no/such/folder/run.safetensors"], "run.safetensors"),
    }[trouble]
    assert main(["--device", "cpu", *lab.line.small, "--steps", "1", *line]) == 2
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert error.startswith(f"{lab.name}: ")
    assert wanted in error


def test_a_frozen_field_is_refused_on_resume(
    lab: Lab, main: Main, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run.safetensors"
    option, value, title = lab.line.frozen
    assert main(["--device", "cpu", *lab.line.small, "--steps", "1", "--out", str(run)]) == 0
    assert main(["--resume", str(run), "--steps", "1", option, value, "--device", "cpu"]) == 2
    assert title in capsys.readouterr().err
