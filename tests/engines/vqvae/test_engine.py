"""The engine as the window uses it: looks that change nothing, live settings, snapshots, the guard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from engines import vqvae
from engines.ground import spec
from engines.ground.problem import Halt, Problem
from engines.ground.runner import Runner, State
from engines.images.rolling import tile
from engines.vqvae.codes import levels_of
from engines.vqvae.model.projection import project
from engines.vqvae.painting import queries
from tests.engines.pictures import frozen, same
from tests.engines.vqvae.conftest import Set, advance, noise, tiny

Make = Callable[..., Any]


def look_at_everything(engine: Any) -> None:
    codes = engine.encode(engine.real(3))
    engine.decode(codes)
    opened = queries.opened(engine, engine.real(3))
    queries.decoded(engine, opened.codes)
    engine.entropy(16)
    engine.held(2)
    engine.real_sheet(2, 3, seed=1)
    engine.snapshot()
    if engine.prior_trainer is not None and engine.prior_trainer.steps:
        holes = tuple(np.ones(c.shape, bool) for c in levels_of(codes))
        engine.fill(codes, holes if len(holes) > 1 else holes[0], 2)
        engine.surprise(codes)
        engine.sample(2)


@pytest.mark.parametrize("values", [{}, {"hierarchy": 2, "norm": "bn"}, {"quantizer": "fsq"}], ids=str)
def test_looks_in_the_middle_of_a_step_leave_training_bit_identical(
    make: Make, values: dict[str, Any]
) -> None:
    pictures = noise()
    watched, alone = make(pictures, **values), make(pictures, **values)
    for phase in ("autoencoder", "prior"):
        for engine in (watched, alone):
            engine.set_config(spec.change(engine.config, phase=phase))
        for _ in range(2):
            for _ in watched.step():
                look_at_everything(watched)
            advance(alone, 1)
    assert same(frozen(watched), frozen(alone))


@pytest.mark.parametrize("size", [28, 32, 48, 64, 128])
@pytest.mark.parametrize(
    "values",
    [
        {"quantizer": "ema"},
        {"quantizer": "grad", "norm": "bn", "recon": "bce", "downs": 3},
        {"quantizer": "fsq", "recon": "l1", "downs": 1},
        {"quantizer": "none"},
        {"hierarchy": 2, "estimator": "rotation"},
        {"hierarchy": 2, "quantizer": "none", "downs": 4},
    ],
    ids=str,
)
def test_every_kind_at_every_size(make: Make, size: int, values: dict[str, Any]) -> None:
    engine = make(noise(24, size, 1), size=size, channels=1, batch=2, **values)
    advance(engine, 2)
    shown = engine.snapshot()
    assert shown.step == 2
    for sheet in (shown.originals, shown.reconstructions, shown.bypassed):
        assert sheet.shape == (shown.rows * size, shown.cols * size, 1)
        assert sheet.dtype == np.uint8
    assert all(np.isfinite(y).all() for _, y in shown.curves.values())
    for level, book in enumerate(shown.codebooks):
        K = len(book.usage)
        side = size_of(engine, level)
        assert (book.dead.shape, book.projection.shape) == ((K,), (K, 2))
        assert book.thumbnails.shape == (K, side, side, 1)
        assert book.usage.sum() == 2 * 2 * np.prod(shown.grids[level])
    if values.get("quantizer") != "none":
        codes = engine.encode(engine.real(0))
        assert tuple(c.shape for c in levels_of(codes)) == shown.grids
        assert engine.decode(codes).shape == (size, size, 1)


def size_of(engine: Any, level: int) -> int:
    coarse = engine.config.hierarchy == 2 and level == 0
    return 2 ** (engine.config.downs + coarse)


def test_snapshots_are_fresh_and_complete(make: Make) -> None:
    engine = make(quantizer="grad")
    first = engine.snapshot()
    kept = first.reconstructions.copy()
    advance(engine, 25)
    second = engine.snapshot()
    assert np.array_equal(first.reconstructions, kept)
    for name in ("originals", "reconstructions", "bypassed"):
        assert not np.shares_memory(getattr(first, name), getattr(second, name))
    wanted = {"loss", "recon", "commit", "codebook", "nmse", "psnr", "ssim", "perplexity", "used", "z", "e"}
    wanted |= {"psnr_past", "psnr_mean", "psnr_small", "psnr_seen"}
    assert set(second.curves) == wanted
    assert list(second.curves["loss"][0]) == list(range(1, 26))
    assert second.figures["images"] == 100
    assert second.figures["bits"] == 64 * 4
    assert second.figures["bits_used"] <= second.figures["bits"]
    assert (second.data_name, second.data_count, second.licence) == ("Test pictures", 40, "none")
    resting = engine.snapshot()
    picture = engine.held(9)
    row, col = divmod(9, resting.cols)
    box = (slice(32 * row, 32 * row + 32), slice(32 * col, 32 * col + 32))
    assert np.array_equal(resting.originals[box], picture)
    assert np.abs(resting.reconstructions[box].astype(int) - engine.decode(engine.encode(picture))).max() <= 1


def test_without_a_quantiser_nothing_is_bypassed(make: Make) -> None:
    shown = make(quantizer="none").snapshot()
    assert np.array_equal(shown.reconstructions, shown.bypassed)
    assert shown.codebooks == ()
    assert shown.codebook is None


def test_projection_follows_smoothly_whatever_signs_the_axes_have() -> None:
    rng = np.random.default_rng(0)
    embed = rng.normal(size=(50, 6)) * [3, 2.9, 1, 1, 1, 1]
    points, axes = project(embed)
    for _ in range(30):
        embed = embed + 0.02 * rng.normal(size=embed.shape)
        moved, axes = project(embed, axes)
        assert np.abs(moved - points).max() < 0.2
        assert np.allclose(axes.T @ axes, np.eye(2), atol=1e-8)
        points = moved
    again, _ = project(-embed, -axes)
    assert np.allclose(again, points, atol=1e-5)
    assert project(np.ones((3, 1)))[0].shape == (3, 2)


def test_curves_of_two_levels_tell_them_apart(make: Make) -> None:
    engine = make(hierarchy=2)
    advance(engine, 10)
    assert {"perplexity", "perplexity_top", "used", "used_top"} <= set(engine.snapshot().curves)


# -- live settings -------------------------------------------------------------------------------------------------


def test_live_fields_change_a_run_and_keep_its_weights(make: Make) -> None:
    engine = make()
    advance(engine, 2)
    before = {k: v.clone() for k, v in engine.tensors().items()}
    engine.set_config(spec.change(engine.config, lr=1e-4, beta=1.0, decay=0.5, restart=False, flip=True))
    assert all(torch.equal(v, before[k]) for k, v in engine.tensors().items())
    assert engine.trainer.optimiser.param_groups[0]["lr"] == 1e-4
    assert engine.trainer.model.books[0].decay == 0.5
    advance(engine, 2)


def test_restart_can_be_turned_off_and_on(make: Make) -> None:
    engine = make(codes=64, restart=False, init="normal", restart_every=1)
    advance(engine, 30)
    embed = engine.trainer.model.embed(0)
    idle = engine.trainer.windows[0].counts() == 0
    assert idle.any()
    engine.set_config(spec.change(engine.config, restart=True, restart_threshold=1.0))
    before = embed.clone()
    advance(engine, 60)
    assert (embed[idle] != before[idle]).any(1).float().mean() > 0.5


# -- bad input and failures ----------------------------------------------------------------------------------------


def test_one_picture_trains_and_none_is_a_problem() -> None:
    engine = vqvae.build(tiny(batch=1), device="cpu", pictures=noise(1))
    advance(engine, 30)
    shown = engine.snapshot()
    assert np.isfinite(shown.figures["nmse"])
    engine.close()
    with pytest.raises(Problem, match="Test pictures holds no picture"):
        vqvae.build(tiny(), device="cpu", pictures=Set(np.zeros((0, 32, 32, 3), np.uint8)))


def test_pictures_of_one_colour_train(make: Make) -> None:
    engine = make(Set(np.full((30, 32, 32, 3), 200, np.uint8)))
    advance(engine, 10)
    assert all(np.isfinite(y).all() for _, y in engine.snapshot().curves.values())


@pytest.mark.parametrize("values", [{"quantizer": "ema"}, {"quantizer": "grad"}, {"hierarchy": 2}], ids=str)
def test_a_number_that_breaks_restores_the_last_good_state(make: Make, values: dict[str, Any]) -> None:
    engine = make(**values)
    advance(engine, 100)
    good = {k: v.clone() for k, v in engine.tensors().items()}
    steps = engine.trainer.steps
    advance(engine, 3)
    next(engine.trainer.model.decoder.parameters()).data.fill_(float("nan"))
    with pytest.raises(
        Halt, match=r"reconstruction loss is no longer a number\. Step 100 is restored"
    ) as halt:
        advance(engine, 2)
    assert halt.value.facts["term"] == "recon"
    assert all(torch.equal(v, good[k]) for k, v in engine.tensors().items())
    assert (engine.count, engine.trainer.steps) == (100, steps)
    advance(engine, 2)
    assert engine.count == 102
    engine.trainer.model.encoder.layers[0].weight.data.fill_(float("inf"))
    with pytest.raises(Halt, match="restored"):
        advance(engine, 2)
    advance(engine, 1)


def test_too_large_a_run_is_refused_before_its_first_step(monkeypatch: pytest.MonkeyPatch) -> None:
    from engines.ground import device

    monkeypatch.setattr(device, "free_memory", lambda: 1 << 20)
    with pytest.raises(MemoryError, match="GiB"):
        vqvae.build(tiny(batch=256), device="cpu", pictures=noise())


def test_looks_that_need_codes_say_so(make: Make) -> None:
    engine = make(quantizer="none")
    for look in (
        lambda: engine.encode(engine.real(0)),
        lambda: engine.decode(np.zeros((8, 8), int)),
        engine.freeze,
        engine.entropy,
        lambda: engine.sample(1),
        lambda: engine.set_config(spec.change(engine.config, phase="prior")),
        lambda: vqvae.build(tiny(quantizer="none", phase="prior"), device="cpu", pictures=noise()),
    ):
        with pytest.raises(Problem, match="no codes"):
            look()
    with pytest.raises(Problem, match="Set Train to Prior"):
        make().sample(1)
    with pytest.raises(Problem, match="one level"):
        make().resample_bottom(*(np.zeros((8, 8), int),) * 3)


def test_maps(make: Make) -> None:
    engine = make()
    assert engine.entropy().shape == (8, 8)
    assert (engine.entropy() >= 0).all()
    assert [m.shape for m in make(hierarchy=2).entropy()] == [(4, 4), (8, 8)]


# -- with a runner -------------------------------------------------------------------------------------------------


def test_a_runner_trains_answers_in_mid_step_and_closes() -> None:
    runner: Runner[Any] = Runner(lambda r: vqvae.build(tiny(), r.report, r.cancelled, "cpu", noise()))
    runner.start()
    try:
        runner.play()
        copy = runner.ask(lambda e: e.freeze(), anytime=True).result(60)
        codes = runner.ask(lambda e: e.encode(e.real(0)), anytime=True).result(60)
        picture = runner.ask(lambda e: copy.decode(codes), key="paint", anytime=True).result(60)
        assert picture.shape == (32, 32, 3)
    finally:
        assert runner.close(20)
    assert runner.state is State.CLOSED


def test_building_can_be_cancelled() -> None:
    from engines.ground.problem import Cancelled

    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        vqvae.build(tiny(), cancel=cancel, device="cpu")


def test_pieces_of_a_step_are_short() -> None:
    """Not a time but a count: the default recipe yields often enough for its work."""
    engine = vqvae.build(vqvae.DEFAULT.config(), device="cpu", pictures=noise(64))
    advance(engine, 2)
    yields = sum(1 for _ in range(5) for _ in engine.step())
    engine.close()
    assert yields >= 5 * 4


def test_tile() -> None:
    pictures = np.arange(6)[:, None, None, None] * np.ones((1, 2, 3, 1), np.uint8)
    sheet = tile(pictures.astype(np.uint8), 2, 3)
    assert sheet.shape == (4, 9, 1)
    assert sheet[2:4, 3:6].min() == sheet[2:4, 3:6].max() == 4
