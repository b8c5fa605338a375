"""Any valid config builds and steps, or says in a sentence what to change. More in ``test_picture_settings``."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from engines import vqvae
from engines.ground import spec
from engines.ground.problem import Problem
from engines.vqvae import VqvaeConfig
from engines.vqvae.config import grids
from tests.engines.vqvae.conftest import LAB, advance, noise


@settings(max_examples=24, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(LAB.configs())
def test_any_valid_config_builds_and_steps(values: dict[str, Any]) -> None:
    config, unknown = spec.make(VqvaeConfig, values)
    assert unknown == ()
    pictures = noise(n=24, size=config.size, channels=config.channels)
    if config.quantizer == "none" and config.phase == "prior":
        with pytest.raises(Problem, match="no codes"):
            vqvae.build(config, device="cpu", pictures=pictures)
        return
    engine = vqvae.build(config, device="cpu", pictures=pictures)
    advance(engine, 2)
    shown = engine.snapshot()
    assert shown.step == 2
    assert shown.originals.shape == (2 * config.size, 8 * config.size, config.channels)
    assert all(np.isfinite(y).all() for _, y in shown.curves.values())
    engine.close()


@pytest.mark.parametrize("preset", vqvae.PRESETS, ids=lambda p: p.key)
def test_every_preset_steps_when_made_narrow(preset: vqvae.Preset) -> None:
    config = preset.config(hidden=8, res_hidden=4, batch=4, size=32, prior_width=8, prior_layers=1)
    engine = vqvae.build(config, device="cpu", pictures=noise(channels=config.channels))
    advance(engine, 2)
    engine.set_config(spec.change(config, phase="prior"))
    advance(engine, 1)
    assert all(np.isfinite(y).all() for _, y in engine.snapshot().curves.values())
    engine.close()


def test_grids() -> None:
    for size, downs, hierarchy, expected in (
        (28, 2, 1, ((7, 7),)),
        (28, 3, 1, ((4, 4),)),
        (28, 2, 2, ((4, 4), (8, 8))),
        (32, 2, 2, ((4, 4), (8, 8))),
        (128, 2, 1, ((32, 32),)),
        (48, 4, 2, ((2, 2), (4, 4))),
    ):
        assert grids(VqvaeConfig(size=size, downs=downs, hierarchy=hierarchy)) == expected
