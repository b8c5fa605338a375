"""Priors of several kinds live side by side in one run: each keeps what it has learnt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines import vqvae
from engines.ground import spec
from engines.ground.problem import FileProblem, Problem
from tests.engines.vqvae.conftest import advance, noise

Make = Callable[..., Any]


def learnt(engine: Any, *kinds: str) -> None:
    for kind in kinds:
        engine.set_config(spec.change(engine.config, phase="prior", prior=kind))
        advance(engine, 2)


def test_changing_the_kind_keeps_the_run_and_both_priors(make: Make) -> None:
    engine = make()
    advance(engine, 3)
    version = engine.version
    learnt(engine, "masked", "pixelcnn", "masked")
    shown = engine.snapshot()
    assert (shown.version, shown.step) == (version, 9)
    assert shown.priors == ("masked", "pixelcnn")
    assert [engine.prior_trainers[k].steps for k in shown.priors] == [4, 2]
    assert {"prior_loss", "prior_loss.pixelcnn"} <= set(shown.curves)
    assert len(shown.curves["prior_loss"][0]) == 4


def test_each_kind_fills_in_its_own_way(make: Make) -> None:
    engine = make()
    advance(engine, 3)
    learnt(engine, "masked", "pixelcnn")
    codes = engine.encode(engine.real(0))
    mask = np.ones(codes.shape, bool)
    one, other, chosen = (engine.fill(codes, mask, 4, seed=3, kind=k) for k in ("masked", "pixelcnn", ""))
    assert not np.array_equal(one, other)
    assert np.array_equal(other, chosen)
    with pytest.raises(Problem, match="No prior"):
        engine.fill(codes, mask, 4, kind="causal")


def test_all_kinds_are_saved_and_go_on_bit_for_bit(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures, path = noise(), tmp_path / "run.safetensors"
    engine = make(pictures)
    advance(engine, 3)
    learnt(engine, "masked", "pixelcnn")
    engine.save(path)
    monkeypatch.setattr("engines.images.run.load_pictures", lambda *_: pictures)
    resumed = vqvae.open_checkpoint(path, device="cpu")
    for each in (engine, resumed):
        learnt(each, "masked", "pixelcnn")
    ours, theirs = engine.state()[1], resumed.state()[1]
    assert ours.keys() == theirs.keys()
    assert all(np.array_equal(ours[k], theirs[k]) for k in ours)


def test_an_unknown_kind_in_a_file_is_refused(make: Make) -> None:
    engine = make()
    meta, arrays = engine.state()
    with pytest.raises(FileProblem, match="makes no sense"):
        make().restore(meta | {"priors": {"oracle": [1, ""]}}, arrays)
