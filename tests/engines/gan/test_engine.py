"""The engine as the window uses it: looks that change nothing, live settings, snapshots, the guard."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch

from engines import gan
from engines.gan import queries
from engines.gan.messages import SENTENCES
from engines.ground import spec
from engines.ground.problem import Halt, Problem
from engines.ground.runner import Runner, State
from engines.images.rolling import tile
from tests.engines.gan.conftest import Set, advance, at, noise, tiny
from tests.engines.pictures import frozen, same

Make = Callable[..., Any]


def look_at_everything(engine: Any) -> None:
    picture, code = engine.real(3), engine.bank.code(5)
    engine.inference.render(np.stack([code, code]))
    engine.directions(4)
    for look in (at(index=2), at(z=code, raw=True, truncation=0.7, walk=0.3)):
        queries.edited(engine, look)
        queries.ends(engine, look)
        queries.between(engine, look, 5)
        queries.facts(engine, look)
        queries.code(engine, look)
    engine.inference.score(picture)
    engine.inference.nearest(picture)
    engine.real_sheet(2, 3, seed=1)
    engine.snapshot()
    if engine.config.ogan:
        engine.inference.encode(picture)


def test_looks_in_the_middle_of_a_step_leave_training_bit_identical(make: Make) -> None:
    pictures = noise()
    watched, alone = make(pictures), make(pictures)
    watched.directions(4)
    alone.directions(4)  # the basis is remembered, so both have one
    for _ in range(3):
        for _ in watched.step():
            look_at_everything(watched)
        advance(alone, 1)
    a, b = frozen(watched), frozen(alone)
    for arrays in (a, b):
        del arrays["basis"], arrays["basis.values"]
    assert same(a, b)


def test_shapes_of_what_can_be_asked(make: Make) -> None:
    for size, channels in ((28, 1), (32, 3)):
        engine = make(size=size, channels=channels)
        advance(engine, 1)
        one = (size, size, channels)
        z = engine.bank.code(0)
        assert z.shape == (8,)
        assert engine.inference.render(np.stack([z] * 3)).shape == (3, *one)
        assert engine.real(0).shape == one
        sheet, indices = engine.real_sheet(3, 4, seed=2)
        assert sheet.shape == (3 * size, 4 * size, channels)
        assert np.array_equal(sheet[:size, :size], engine.real(int(indices[0])))
        found = engine.inference.encode(engine.real(1))
        assert found.reconstruction.shape == one
        assert np.linalg.norm(found.z) == pytest.approx(8**0.5, rel=1e-3)
        assert found.error > 0 < found.mean_error
        for array in (z, engine.real(0), sheet, found.reconstruction):
            assert array.flags.writeable


def test_directions_keep_place_and_sign_while_training(make: Make) -> None:
    engine = make(nz=16, width_g=8, width_d=8, lr_g=1e-3)
    before = engine.directions(16).matrix
    for _ in range(4):
        advance(engine, 25)
        now = engine.directions(16).matrix
        alike = (now * before).sum(1)
        assert (alike > 0).all()
        assert np.median(alike) > 0.9
        before = now


def test_wrong_pictures_are_refused(make: Make) -> None:
    engine = make()
    for bad in (np.zeros((32, 32, 1), np.uint8), np.zeros((32, 32, 3)), np.zeros((16, 16, 3), np.uint8)):
        with pytest.raises(ValueError, match="shape"):
            engine.inference.encode(bad)
    with pytest.raises(Problem, match="O-GAN"):
        make(ogan=False).inference.encode(engine.real(0))


# -- snapshots -------------------------------------------------------------------------------------------------


def test_snapshots_are_fresh_and_complete(make: Make) -> None:
    engine = make(regulariser="r1")
    first = engine.snapshot()
    assert first.samples.shape == (8 * 32, 8 * 32, 3)
    assert first.samples.dtype == np.uint8
    assert np.array_equal(first.samples[32:64, :32], engine.inference.render(engine.bank.code(8)[None])[0])
    kept = first.samples.copy()
    advance(engine, 5)
    second = engine.snapshot()
    assert np.array_equal(first.samples, kept)
    assert not np.shares_memory(first.samples, second.samples)
    assert set(second.curves) >= {"loss_d", "loss_g", "real", "fake", "penalty", "corr", "rec", "rec_mean"}
    x, _ = second.curves["loss_d"]
    assert list(x) == [1, 2, 3, 4, 5]
    assert second.figures["images"] == 20
    assert (second.data_name, second.data_count, second.licence) == ("Test pictures", 40, "none")
    resting = engine.snapshot()
    for index in (0, 63):
        row, col = divmod(index, 8)
        tile = resting.samples[32 * row : 32 * row + 32, 32 * col : 32 * col + 32]
        assert np.abs(tile.astype(int) - engine.inference.render(engine.bank.code(index)[None])[0]).max() <= 1


def test_curves_lose_nothing_when_nobody_looks(make: Make) -> None:
    engine = make()
    advance(engine, 30)
    x, y = engine.snapshot().curves["loss_g"]
    assert list(x) == list(range(1, 31))
    assert np.isfinite(y).all()


# -- live settings ---------------------------------------------------------------------------------------------


def test_live_fields_change_a_run_and_keep_its_weights(make: Make) -> None:
    engine = make()
    advance(engine, 2)
    before = {k: v.clone() for k, v in engine.trainer.tensors().items()}
    for values in (
        {"loss": "hinge", "lr_d": 1e-3, "lr_g": 5e-4, "ema": 0.5, "beta1": 0.0},
        {"loss": "wgan", "regulariser": "gp", "reg_weight": 2.0, "d_steps": 2},
        {"joint": True, "ogan_weight": 0.0, "score_scale": 1.0, "flip": True, "augment": "diffaugment"},
    ):
        engine.set_config(spec.change(engine.config, **values))
        assert all(torch.equal(v, before[k]) for k, v in engine.trainer.tensors().items())
    group = engine.trainer.optimiser_d.param_groups[0]
    assert (group["lr"], group["betas"]) == (1e-3, (0.0, 0.99))
    assert engine.trainer.critic.scale == 1.0
    advance(engine, 2)
    assert "penalty" in engine.snapshot().curves


# -- data ------------------------------------------------------------------------------------------------------


def test_one_picture_trains(make: Make) -> None:
    engine = make(noise(n=1), loss="qp_l1")
    advance(engine, 3)
    engine.snapshot()
    assert engine.real_sheet(2, 2)[1].tolist() == [0, 0, 0, 0]
    assert engine.inference.nearest(engine.real(0)) == (0, 0.0)
    engine.inference.encode(engine.real(0))


def test_no_picture_is_a_problem() -> None:
    with pytest.raises(Problem, match="no picture"):
        gan.build(tiny(), device="cpu", pictures=Set(np.zeros((0, 32, 32, 3), np.uint8)))


def test_labels_that_do_not_exist_are_a_problem() -> None:
    with pytest.raises(Problem, match="no labels"):
        gan.build(tiny(conditional=True), device="cpu", pictures=noise())


def test_held_pictures_are_never_trained_on(make: Make) -> None:
    engine = make(noise(n=100))
    train, held = set(engine.deck.train.tolist()), set(engine.deck.held.tolist())
    assert not train & held
    assert len(train | held) == 100
    assert len(held) == 5


def test_a_run_too_large_for_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engines.ground.device.free_memory", lambda: 1000)
    with pytest.raises(MemoryError):
        gan.build(tiny(), device="cpu", pictures=noise())


# -- the guard -------------------------------------------------------------------------------------------------


def poison(engine: Any, part: str) -> None:
    net = engine.trainer.generator if part == "G" else engine.trainer.critic
    with torch.no_grad():
        next(iter(net.parameters())).fill_(float("nan"))


@pytest.mark.parametrize(("part", "term"), [("G", "fake"), ("D", "real")])
def test_a_poisoned_weight_halts_names_the_term_and_restores(make: Make, part: str, term: str) -> None:
    engine = make()
    advance(engine, 120)
    poison(engine, part)
    with pytest.raises(Halt) as caught:
        advance(engine, 1)
    assert caught.value.template == SENTENCES[term]
    assert caught.value.facts["step"] == 100
    assert engine.count == 100
    assert all(v.isfinite().all() for v in engine.trainer.tensors().values() if v.is_floating_point())
    shown = engine.snapshot()
    assert shown.step == 100
    assert shown.curves["loss_d"][0][-1] == 100
    advance(engine, 3)  # and it goes on
    assert engine.count == 103


def test_an_exploding_penalty_is_named(make: Make) -> None:
    engine = make(regulariser="wgan_div", norm_d="none", loss="wgan")
    with torch.no_grad():
        for p in engine.trainer.critic.parameters():
            p.mul_(1e7)  # scores stay finite, their slope to the sixth does not
    with pytest.raises(Halt) as caught:
        advance(engine, 1)
    assert caught.value.facts["term"] == "penalty"
    assert engine.count == 0


class Ride:
    """A runner with a tiny run, and a way to wait for what it does."""

    def __init__(self) -> None:
        self.woken = threading.Event()
        pictures = noise()
        self.runner: Runner[Any] = Runner(
            lambda r: gan.build(tiny(), r.report, r.cancelled, "cpu", pictures), self.woken.set
        )
        self.runner.start()

    def until(self, condition: Callable[[], Any]) -> Any:
        while not (found := condition()):
            assert self.woken.wait(30)
            self.woken.clear()
        return found


@pytest.fixture
def ride() -> Iterator[Ride]:
    found = Ride()
    yield found
    assert found.runner.close(30)


def test_the_runner_pauses_on_a_halt_and_plays_on(ride: Ride) -> None:
    ride.runner.ask(lambda e: poison(e, "D")).result(30)
    ride.runner.play()
    halt = ride.until(ride.runner.halts.take)
    assert "discriminator" in str(halt)
    ride.until(lambda: ride.runner.state is State.PAUSED)
    assert ride.runner.ask(lambda e: e.count).result(30) == 0
    ride.runner.step(2)
    ride.until(lambda: (s := ride.runner.latest.take()) and s.step == 2)


def test_a_run_at_rest_shows_the_whole_sheet(ride: Ride) -> None:
    """While steps pass, snapshots redraw a part of it."""

    def draw(engine: Any) -> np.ndarray:
        return tile(engine.inference.render(np.stack([engine.bank.code(i) for i in range(64)])), 8, 8).astype(
            int
        )

    ride.runner.step(3)
    ride.until(lambda: ride.runner.state is State.PAUSED)
    whole = ride.runner.ask(draw, anytime=True).result(30)
    shown = ride.until(
        lambda: (s := ride.runner.latest.take()) and np.abs(s.samples - whole).max() <= 1 and s
    )
    assert shown.step == 3


def test_loading_can_be_cancelled_and_reported() -> None:
    said: list[str] = []
    engine = gan.build(tiny(limit=30), lambda sentence, fraction: said.append(sentence), device="cpu")
    assert said
    assert 0 < len(engine.deck) <= 30
    engine.close()
