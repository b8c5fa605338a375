"""A run taken away as Python gives the same losses in a process of its own, to the last digit."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engines import denoise, gan, onlstm, vqvae
from playground.shell.script import script

STEPS = 20
RUNS = {
    "gan": (gan, {"limit": 60, "nz": 8, "width_g": 4, "width_d": 4, "batch": 4, "selfmod_hidden": 4}),
    "vqvae": (vqvae, {"limit": 60, "hidden": 8, "res_hidden": 4, "codes": 16, "dim": 4, "batch": 4}),
    "denoise": (denoise, {"width": 16, "batch": 16}),
    "onlstm": (onlstm, {"sentences": 60, "emb": 12, "hidden": 12, "chunk": 3, "batch": 4, "steps": 99}),
}
ALL = "import runpy, sys\nfor path in sys.argv[1:]:\n    print('run', path)\n    runpy.run_path(path)\n"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, float]]]:
    """What the four scripts said, step by step, in one fresh process."""
    folder = tmp_path_factory.mktemp("scripts")
    for key, (package, values) in RUNS.items():
        text = script(key, "A run", package.DEFAULT.config(**values), STEPS, "cpu")
        (folder / f"{key}.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", ALL, *(f"{key}.py" for key in RUNS)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[dict[str, float]]] = {}
    for line in done.stdout.splitlines():
        word, _, rest = line.partition(" ")
        if word == "run":
            steps = found[Path(rest).stem] = []
        else:
            steps.append(ast.literal_eval(rest.replace("nan", "None")))
    assert all((folder / f"{key}.safetensors").exists() for key in RUNS)
    return found


@pytest.mark.parametrize("key", RUNS)
def test_the_first_twenty_losses_are_those_of_the_window_s_engine(printed, key):
    package, values = RUNS[key]
    engine = package.build(package.DEFAULT.config(**values), device="cpu")
    for said in printed[key]:
        for _ in engine.step():
            pass
        wanted = {name: float(y[-1]) for name, (_, y) in engine.history.points().items()}
        assert said == wanted
    assert len(printed[key]) == STEPS
    assert wanted
    engine.close()


def test_only_what_differs_from_the_defaults_is_said():
    text = script("gan", 'a "quoted" \\name', gan.GanConfig(), 5, "auto")
    assert "GanConfig()" in text
    text = script("gan", "x", gan.GanConfig(path="a'b\n\"c"), 5, "cpu", {"lexicon": ("天地", "b")})
    ast.parse(text)
    assert "path=" in text
    assert "nz" not in text
    assert "lexicon=('天地', 'b')" in text
