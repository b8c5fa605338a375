"""The command lines of picture engines."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engines.ground import outputs
from engines.ground.problem import FileProblem
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


@pytest.mark.parametrize("trouble", ["limit", "folder", "no path", "file", "steps", "out"])
def test_problems_are_one_sentence(
    lab: Lab, main: Main, trouble: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line, wanted = {
        "limit": ([*lab.line.too_much], lab.line.frozen[2]),
        "folder": (["--data", "folder", "--path", "/no/such/folder"], "folder"),
        "no path": (["--data", "file"], "needs a file: name it with --path"),
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


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--sheet", "x.xyz"], "its ending is none"),
        (["--sheet", "missing/x.png"], "no folder"),
        (["--out", "missing/x.safetensors"], "no folder"),
        (["--device", "tpu"], "no device tpu"),
        (["--device", "cuda:77"], "no device cuda:77"),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_before_the_work(
    main: Main, options: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(["--steps", "999999999", *options]) == 2
    assert said in capsys.readouterr().err


def test_a_sheet_that_cannot_be_written_costs_no_run(tmp_path: Path) -> None:
    """What was trained is written first, and each output on its own."""
    run, sheet = tmp_path / "run.safetensors", tmp_path / "sheet.png"

    def fail(path: str) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(FileProblem, match=r"sheet.png could not be saved: No space"):
        outputs.write_all({str(sheet): fail, str(run): lambda path: Path(path).write_text("run")})
    assert run.read_text() == "run"


def test_a_prior_of_an_autoencoder_that_learned_nothing_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from engines.vqvae.__main__ import main

    assert main(["--phase", "prior", "--steps", "999999999", "--device", "cpu"]) == 2
    assert "name its run with --resume" in capsys.readouterr().err
