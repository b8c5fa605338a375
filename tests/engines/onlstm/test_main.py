"""The command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines import onlstm
from engines.onlstm.__main__ import main

SMALL = ["--emb", "12", "--hidden", "12", "--chunk", "3", "--sentences", "80", "--eval-every", "5"]


def test_trains_saves_resumes_and_parses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = tmp_path / "run.safetensors"
    line = ["--corpus", "english", "--steps", "10", "--control", *SMALL, "--parse", "the dog sleeps"]
    assert main([*line, "--out", str(run)]) == 0
    said = capsys.readouterr().out
    assert str(run) in said
    for figure in (
        "perplexity",
        "F1 layer 1",
        "F1 layer 2",
        "F1 mean of layers",
        "plain LSTM",
        "baselines: left",
    ):
        assert figure in said
    assert "step 10  " in said
    assert said.count("the dog sleeps") + said.count("(the dog)") + said.count("(dog sleeps)") >= 1
    assert main(["--resume", str(run), "--steps", "13", "--out", str(run)]) == 0
    engine = onlstm.open_checkpoint(run)
    assert engine.count == 13
    engine.close()


def test_chinese_and_own_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--corpus", "chinese", "--steps", "2", *SMALL]) == 0
    assert "Chinese grammar" in capsys.readouterr().out
    path = tmp_path / "a.txt"
    path.write_text("One two three. Four five six.\n" * 20)
    assert main(["--corpus", "text", "--path", str(path), "--steps", "2", *SMALL]) == 0
    said = capsys.readouterr().out
    assert "a.txt: " in said
    assert "mostly noise" in said
    assert "baselines" not in said


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (["--chunk", "7"], "chunks of 7"),
        (["--corpus", "treebank", "--path", "/no/such/trees.mrg"], "trees.mrg"),
        (["--resume", "/no/such/file.safetensors"], "file.safetensors"),
        (["--layers", "9"], "Layers"),
    ],
)
def test_problems_are_one_sentence(line: list[str], wanted: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL, "--steps", "1", *line]) == 2
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert error.startswith("onlstm: ")
    assert wanted in error
