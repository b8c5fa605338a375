"""Recording a step, as far as that can be tried without a GPU; the rest runs where there is one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch

from engines import gan
from engines.gan.graph import WARM, Recorded
from engines.gan.training import Trainer
from engines.ground import spec
from tests.engines.gan.conftest import advance, noise, tiny

Make = Callable[..., Any]


class FakeCuda:
    """Streams and graphs of a machine without a GPU: a replay is an eager step.

    Attributes:
        recordings: how many were begun.
        replays: how many steps were replayed.
        refuses: the driver does not allow it.
    """

    def __init__(self, trainer: Trainer, monkeypatch: pytest.MonkeyPatch) -> None:
        self.trainer, self.recordings, self.replays, self.refuses = trainer, 0, 0, False
        for name in ("CUDAGraph", "graph", "Stream", "stream", "current_stream", "synchronize"):
            monkeypatch.setattr(f"torch.cuda.{name}", getattr(self, name))
        self.wait_stream = self.register_generator_state = lambda *_: None

    def CUDAGraph(self) -> FakeCuda:
        self.recordings += 1
        if self.refuses:
            raise RuntimeError("operation not permitted when stream is capturing")
        return self

    @contextlib.contextmanager
    def graph(self, *_: object, **__: object) -> Iterator[None]:
        before = {name: value.clone() for name, value in self.trainer.tensors().items()}
        state = self.trainer.rng.get_state()
        yield  # what is recorded is not done
        for name, value in self.trainer.tensors().items():
            value.copy_(before[name])
        self.trainer.rng.set_state(state)

    def replay(self) -> None:
        self.replays += 1
        for _ in self.trainer.iterate():
            pass

    def Stream(self, *_: object) -> FakeCuda:
        return self

    def stream(self, *_: object) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    current_stream = Stream

    def synchronize(self) -> None:
        """There is nothing to wait for."""


@pytest.fixture
def recorded(make: Make, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, FakeCuda]:
    """An engine whose steps are recorded, on a GPU that is none."""
    engine = make(noise())
    engine.recorded = Recorded(engine.trainer, torch.device("cuda"), enabled=True)
    return engine, FakeCuda(engine.trainer, monkeypatch)


def same_state(a: Any, b: Any) -> bool:
    one, two = a.state()[1], b.state()[1]
    return all(np.array_equal(one[k], two[k]) for k in one)


def test_falls_back_to_eager_steps_where_recording_fails(make: Make, recorded: tuple[Any, FakeCuda]) -> None:
    """The driver refuses: training goes on as if nothing had been tried, random numbers included."""
    tried, cuda = recorded
    cuda.refuses = True
    plain = make(noise())
    advance(tried, WARM + 3)
    advance(plain, WARM + 3)
    assert cuda.recordings == 1  # and never again
    assert not tried.recorded.replaying
    assert same_state(tried, plain)


def test_steps_are_recorded_once_warm_and_then_replayed(make: Make, recorded: tuple[Any, FakeCuda]) -> None:
    tried, cuda = recorded
    plain = make(noise())
    advance(tried, WARM + 4)
    advance(plain, WARM + 4)
    assert (cuda.recordings, cuda.replays) == (1, 4)
    assert same_state(tried, plain)


def test_a_live_change_records_anew(recorded: tuple[Any, FakeCuda]) -> None:
    engine, cuda = recorded
    advance(engine, WARM + 1)
    assert engine.recorded.replaying
    engine.set_config(spec.change(engine.config, lr_d=2e-4, ema=0.9))  # these sit in tensors
    assert engine.recorded.replaying
    engine.set_config(spec.change(engine.config, loss="hinge"))
    assert not engine.recorded.replaying
    advance(engine, WARM + 1)
    assert cuda.recordings == 2


def test_steps_with_and_without_regulariser_are_two_recordings(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make(noise(), regulariser="r1", reg_every=2)
    engine.recorded = Recorded(engine.trainer, torch.device("cuda"), enabled=True)
    cuda = FakeCuda(engine.trainer, monkeypatch)
    advance(engine, 2 * WARM + 4)
    assert (cuda.recordings, cuda.replays) == (2, 4)


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
        assert engine.recorded.replaying == (graph == "auto")
        engine.set_config(spec.change(engine.config, loss="lsgan"))
        advance(engine, 10)
        assert np.isfinite(engine.trainer.row.cpu().numpy()).all()
        engine.close()
    assert abs(rows["auto"][-10:].mean() - rows["off"][-10:].mean()) < 0.5
