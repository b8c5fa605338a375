"""Recording a step, as far as that can be tried without a GPU; the rest runs where there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from engines import gan
from engines.gan.graph import WARM
from engines.ground import spec
from tests.engines.gan.conftest import advance, noise, tiny

Make = Callable[..., Any]


def test_falls_back_to_eager_steps_where_recording_fails(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver refuses: training goes on as if nothing had been tried, random numbers included."""
    pictures = noise()
    tried, plain = make(pictures), make(pictures)
    recorded = tried._recorded
    recorded._possible = True

    def aside() -> None:
        recorded._run()
        recorded._warm[tried.trainer.due] += 1

    def refuse() -> None:
        raise RuntimeError("operation not permitted when stream is capturing")

    monkeypatch.setattr(recorded, "_aside", aside)
    monkeypatch.setattr("torch.cuda.CUDAGraph", refuse)
    monkeypatch.setattr("torch.cuda.synchronize", lambda: None)
    advance(tried, WARM + 3)
    advance(plain, WARM + 3)
    assert not recorded._possible
    a, b = tried.state()[1], plain.state()[1]
    assert all(np.array_equal(a[k], b[k]) for k in a)


def test_a_live_change_records_anew(make: Make) -> None:
    engine = make()
    engine._recorded._graphs[False] = object()
    engine._recorded._warm[False] = WARM
    engine.set_config(spec.change(engine.config, loss="hinge"))
    assert not engine._recorded._graphs
    assert not engine._recorded._warm


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs an NVIDIA GPU")
@pytest.mark.parametrize(
    "values", [{}, {"loss": "wgan", "regulariser": "gp", "norm_d": "none"}, {"joint": True}]
)
def test_replayed_steps_learn_like_eager_ones(values: dict[str, Any]) -> None:
    pictures = noise(n=200)
    rows = {}
    for graph in ("auto", "off"):
        engine = gan.build(tiny(graph=graph, **values), device="cuda", pictures=pictures)
        advance(engine, 40)
        rows[graph] = engine.snapshot().curves["loss_d"][1]
        assert bool(engine._recorded._graphs) == (graph == "auto")
        engine.set_config(spec.change(engine.config, loss="lsgan"))
        advance(engine, 10)
        assert np.isfinite(engine.trainer.row.cpu().numpy()).all()
        engine.close()
    assert abs(rows["auto"][-10:].mean() - rows["off"][-10:].mean()) < 0.5
