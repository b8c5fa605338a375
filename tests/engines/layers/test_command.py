"""The command line: trains, writes, and refuses in one sentence."""

from __future__ import annotations

import subprocess
import sys

import pytest

from engines.layers import queries
from engines.layers.__main__ import main
from engines.layers.examples.drawings import drawing
from engines.layers.graph import document, edits
from tests.engines.layers.drawn import row


def test_a_drawing_in_and_python_out(tmp_path, capsys):
    (tmp_path / "model.json").write_text(document.to_json(drawing("reader")), "utf-8")
    files = {name: str(tmp_path / name) for name in ("model.py", "trained.json", "run.safetensors")}
    line = [str(tmp_path / "model.json"), "--steps", "3", "--batch", "8"]
    line += [
        "--python",
        files["model.py"],
        "--json",
        files["trained.json"],
        "--out",
        files["run.safetensors"],
    ]
    assert main(line) == 0
    said = capsys.readouterr().out
    assert "6 nodes" in said
    assert "step 3" in said
    assert "floor 0.49" in said
    trained = queries.open_json(files["trained.json"])
    assert trained.graph == drawing("reader").graph
    done = subprocess.run(
        [sys.executable, files["model.py"]], capture_output=True, text=True, cwd=tmp_path, env={"PATH": ""}
    )
    assert "AttentionPool" in done.stdout
    assert main(["--resume", files["run.safetensors"], "--steps", "1"]) == 0
    assert "step 4" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (["nowhere.json"], "nowhere.json is not there"),
        (["--python", "model.exe"], "its ending is none that can be written"),
        (["--json", "/nowhere/model.json"], "there is no folder"),
        (["--steps", "-1"], "counts from 0"),
        (["--drawing", "eye", "--job", "sentences"], "Sentences gives B×12 tokens, not B×1×12×12"),
        (["--device", "cuda:99"], "no device cuda:99"),
    ],
)
def test_a_wrong_line_ends_with_a_sentence(line, why, capsys):
    assert main(line) == 2
    assert why in capsys.readouterr().err


def test_a_model_that_no_job_fits(tmp_path, capsys):
    (tmp_path / "model.json").write_text(document.to_json(edits.rename(row(), "input", "numbers")), "utf-8")
    assert main([str(tmp_path / "model.json")]) == 2
    assert "numbers: Digits gives B×1×12×12, not B×8" in capsys.readouterr().err
