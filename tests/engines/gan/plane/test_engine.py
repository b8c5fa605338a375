"""Moves and steps on points: exact where it is exact, and covering eight spots as it should."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from engines import gan
from engines.gan.__main__ import main
from engines.gan.fields.game import LossKind
from engines.gan.fields.source import POINTS
from engines.gan.plane.presets import PLANE, PRESETS
from engines.gan.plane.snapshot import PlaneSnapshot
from engines.ground import spec
from engines.ground.problem import FileProblem, Halt, Problem
from tests.engines.pictures import advance, frozen, same

Make = Callable[..., Any]
HARD = {"loss": "qp_l2", "regulariser": "gp", "spectral_norm": True, "optimiser": "rmsprop"}


def part(engine: Any, letters: str) -> dict[str, np.ndarray]:
    """A copy of the tensors of players and optimisers by their first letters."""
    return {
        k: v.numpy().copy()
        for k, v in engine.trainer.tensors().items()
        if k.startswith(tuple(letters.split()))
    }


def unlike(a: dict[str, np.ndarray], b: dict[str, np.ndarray]) -> bool:
    return any((a[k] != b[k]).any() for k in a)


@pytest.mark.parametrize("values", [{}, HARD, {"loss": "rsgan", "regulariser": "r1"}])
def test_each_player_moves_alone(make: Make, values: dict[str, Any]) -> None:
    engine = make(**values)
    advance(engine, 2)
    g, d = part(engine, "G. E. opt_g."), part(engine, "D. opt_d.")
    engine.only("d")
    assert same(part(engine, "G. E. opt_g."), g)
    assert unlike(part(engine, "D. opt_d."), d)
    g, d = part(engine, "G. E. opt_g."), part(engine, "D. opt_d.")
    engine.only("g")
    assert same(part(engine, "D. opt_d."), d)
    assert unlike(part(engine, "G. E. opt_g."), g)
    assert engine.count == 2


@pytest.mark.parametrize("values", [{}, HARD, {"joint": True, "loss": "hinge"}])
def test_two_half_steps_are_a_step(make: Make, values: dict[str, Any]) -> None:
    whole, halves = make(**values), make(**values)
    advance(whole, 4)
    halves.slow = True
    moves = 0
    while halves.count < 3:
        advance(halves, 1)
        moves += 1
    assert moves == (3 if values.get("joint") else 6)
    advance(halves, 1)
    halves.slow = False
    if halves.turn == "g":
        advance(halves, 1)
    assert halves.count == 4
    assert same(frozen(whole), frozen(halves))


@pytest.mark.parametrize(
    "values", [{}, HARD, {"joint": True}, {"data": "moons", "loss": "ragan", "noise": 5}]
)
def test_resume_is_bit_equal_through_live_changes(make: Make, values: dict[str, Any], tmp_path: Path) -> None:
    unbroken, paused = make(**values), make(**values)
    for engine in (unbroken, paused):
        advance(engine, 3)
        engine.set_config(spec.change(engine.config, loss="lsgan", regulariser="r1", lr_g=2e-3))
        advance(engine, 2)
        engine.slow = True
        advance(engine, 1)  # in the middle of a step
        engine.slow = False
    paused.save(tmp_path / "run.safetensors")
    resumed = gan.open_checkpoint(tmp_path / "run.safetensors", device="cpu")
    try:
        assert resumed.config == paused.config
        assert resumed.turn == paused.turn
        for engine in (unbroken, resumed):
            advance(engine, 2)
            engine.set_config(spec.change(engine.config, loss="ragan", regulariser="gp_one_sided", ema=0.5))
            advance(engine, 2)
        (a, one), (b, two) = unbroken.state(), resumed.state()
        assert a == b
        assert same(one, two)
        assert np.array_equal(unbroken.snapshot().fake, resumed.snapshot().fake)
    finally:
        resumed.close()


def test_equal_seeds_repeat_and_others_do_not(make: Make) -> None:
    runs = [make(seed=seed) for seed in (1, 1, 2)]
    for engine in runs:
        advance(engine, 3)
    one, two, three = (engine.snapshot().fake for engine in runs)
    assert np.array_equal(one, two)
    assert not np.array_equal(one, three)


@pytest.mark.parametrize("loss", LossKind.__args__)
def test_every_loss_can_be_switched_to(make: Make, loss: str) -> None:
    engine = make()
    advance(engine, 1)
    engine.set_config(spec.change(engine.config, loss=loss, regulariser="wgan_div"))
    advance(engine, 2)
    assert np.isfinite(engine.trainer.row.numpy()).all()
    assert [change.field for change in engine.changes] == ([] if loss == "ns" else ["loss"]) + ["regulariser"]


def test_what_is_not_live_is_refused(make: Make) -> None:
    engine = make()
    with pytest.raises(Problem, match="Hidden width changes only with a new run"):
        engine.set_config(spec.change(engine.config, hidden=9))
    assert engine.config.hidden == 8


@pytest.mark.parametrize("move", ["step", "only"])
def test_a_number_that_breaks_halts_and_the_good_state_is_back(make: Make, move: str) -> None:
    engine = make()
    engine.KEEP_EVERY = 2
    advance(engine, 2)
    good = part(engine, "G. D. E. opt")
    advance(engine, 1)
    with torch.no_grad():
        next(engine.trainer.critic.parameters())[0, 0] = float("nan")
    go = (lambda: engine.only("d")) if move == "only" else (lambda: advance(engine, 2))
    with pytest.raises(Halt, match="Step 2 is restored"):
        go()
    assert engine.count == 2
    assert engine.turn == "d"
    assert same(part(engine, "G. D. E. opt"), good)
    advance(engine, 1)


def test_a_file_with_a_foreign_turn_is_refused_and_nothing_changes(make: Make) -> None:
    engine = make()
    advance(engine, 1)
    meta, arrays = engine.state()
    before = part(engine, "G. D. E.")
    for bad in ("x", None, 3):
        with pytest.raises(FileProblem, match="makes no sense"):
            engine.restore(meta | {"turn": bad}, arrays)
    with pytest.raises(FileProblem, match=r"G\.net\.0\.weight"):
        engine.restore(meta, arrays | {"G.net.0.weight": arrays["G.net.0.weight"][:1]})
    assert same(part(engine, "G. D. E."), before)


@pytest.mark.parametrize("data", [key for key in POINTS if key not in ("painted", "table")])
def test_every_set_is_learned_and_scored_beside_its_floor(make: Make, data: str) -> None:
    engine = make(data=data)
    advance(engine, 1)
    shown = engine.snapshot()
    assert isinstance(shown, PlaneSnapshot)
    counted = {"modes"} if data.startswith("gaussians") else set()
    assert shown.modes == {"gaussians8": 8, "gaussians25": 25}.get(data, 0)
    assert set(shown.floors) == {"quality", "js", "wasserstein"} | counted
    assert set(shown.floors) <= set(shown.figures)
    assert shown.figures["wasserstein"] > shown.floors["wasserstein"] > 0
    assert shown.floors["quality"] > 0.98
    assert shown.floors.get("modes", 0) == shown.modes


def test_a_table_of_few_points_is_learned(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text("x,y\n0,0\n1,2\n3,1\n")
    engine = make(data="table", path=str(path))
    advance(engine, 2)
    assert engine.snapshot().data_count == 3
    assert np.isfinite(list(engine.snapshot().figures.values())).all()


@pytest.mark.parametrize("preset", PRESETS, ids=lambda p: p.key)
def test_every_recipe_steps(preset: Any) -> None:
    engine = gan.build(preset.config(hidden=8, batch=8), device="cpu")
    advance(engine, 2)
    assert np.isfinite(engine.trainer.row.numpy()).all()
    engine.close()


def test_the_default_recipe_covers_all_eight_and_most_of_its_points_are_good() -> None:
    engine = gan.build(PLANE.config(seed=11), device="cpu")
    advance(engine, 300)
    figures = engine.snapshot().figures
    engine.close()
    assert figures["modes"] == 8
    assert figures["quality"] > 0.5


def test_the_command_line_takes_points_with_their_own_recipe(tmp_path: Path, capsys: Any) -> None:
    run, sheet = tmp_path / "run.safetensors", tmp_path / "sheet.png"
    line = ["--data", "gaussians8", "--hidden", "8", "--steps", "2", "--device", "cpu"]
    assert main([*line, "--out", str(run), "--sheet", str(sheet)]) == 0
    assert "floor 8.000" in capsys.readouterr().out
    assert Image.open(sheet).size == (480, 480)
    engine = gan.open_checkpoint(run, device="cpu")
    assert engine.count == 2
    assert engine.config.batch == PLANE.values["batch"]
    engine.close()
    assert main(["--data", "table", "--steps", "1"]) == 2
    assert "Choose a file of points" in capsys.readouterr().err


@pytest.mark.slow
def test_the_recipe_that_collapses_stays_so_and_its_cure_cures(long: bool) -> None:
    (recipe,) = (preset for preset in PRESETS if preset.key == "collapse")
    config = recipe.config(seed=7)
    engine = gan.build(config, device="cpu")
    advance(engine, 1500 if long else 400)
    assert engine.snapshot().figures["modes"] <= 3
    engine.set_config(spec.change(config, lr_d=1e-3, lr_g=1e-3, beta1=0.5))  # as its line in the menu says
    advance(engine, 300)
    assert engine.snapshot().figures["modes"] == 8
    engine.close()
