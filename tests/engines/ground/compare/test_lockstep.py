"""The lockstep is for whatever lab: two equal runs stay equal, and each is what it would be alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engines import denoise, onlstm, vqvae
from engines.gan.plane import engine as plane
from engines.ground.compare.lockstep import Lockstep
from tests.engines.denoise.conftest import tiny as small_denoiser
from tests.engines.gan.conftest import tiny as small_gan
from tests.engines.ground.compare.conftest import equal
from tests.engines.onlstm.conftest import tiny as small_model
from tests.engines.pictures import advance, noise
from tests.engines.vqvae.conftest import tiny as small_vqvae

STEPS = 3


def of_codes(**values: Any) -> Any:
    return vqvae.build(small_vqvae(**values), device="cpu", pictures=noise())


def of_denoising(**values: Any) -> Any:
    return denoise.build(small_denoiser(**values), device="cpu")


def of_points(**values: Any) -> Any:
    return plane.build(small_gan(data="gaussians8", hidden=8, **RATES[bool(values)]), device="cpu")


def of_sentences(**values: Any) -> Any:
    return onlstm.build(small_model(sentences=40, **values))


RATES = ({}, {"lr_g": 1e-3})  # a GAN has two
LABS = pytest.mark.parametrize("build", [of_codes, of_denoising, of_points, of_sentences])


@LABS
def test_equal_runs_stay_equal(build: Callable[..., Any]):
    both: Lockstep[Any] = Lockstep(build(), build())
    for _ in range(STEPS):
        advance(both, 1)
        assert equal(both.a, both.b)
    both.close()


@LABS
def test_each_is_what_it_would_be_alone(build: Callable[..., Any]):
    both: Lockstep[Any] = Lockstep(build(), build(lr=1e-3))
    alone = [build(), build(lr=1e-3)]
    advance(both, STEPS)
    for engine, side in zip(alone, (both.a, both.b), strict=True):
        for _ in range(STEPS):
            for _ in engine.step() or ():
                pass
        assert equal(engine, side)
        engine.close()
    assert not equal(both.a, both.b)
    assert both.snapshot().step == STEPS
    both.close()
