"""Any valid config builds and steps, or says in a sentence what to change. More in ``test_picture_settings``."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines import gan
from engines.gan import GanConfig
from engines.ground import spec
from engines.ground.problem import Problem
from tests.engines.gan.conftest import LAB, advance, noise


@settings(max_examples=18, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(LAB.configs(), st.booleans())
def test_any_valid_config_builds_and_steps(values: dict[str, Any], labelled: bool) -> None:
    config, unknown = spec.make(GanConfig, values)
    assert unknown == ()
    pictures = noise(n=24, size=config.size, channels=config.channels, classes=3 if labelled else 0)
    if config.conditional and not labelled:
        with pytest.raises(Problem, match="labels"):
            gan.build(config, device="cpu", pictures=pictures)
        return
    engine = gan.build(config, device="cpu", pictures=pictures)
    advance(engine, 2)
    shown = engine.snapshot()
    assert shown.step == 2
    assert shown.samples.shape == (8 * config.size, 8 * config.size, config.channels)
    assert all(np.isfinite(y).all() for _, y in shown.curves.values())
    engine.close()


@pytest.mark.parametrize("preset", gan.PRESETS, ids=lambda p: p.key)
def test_every_preset_steps_when_made_narrow(preset: gan.Preset) -> None:
    config = preset.config(width_g=4, width_d=4, batch=4, size=32)
    engine = gan.build(config, device="cpu", pictures=noise(channels=config.channels))
    advance(engine, 2)
    assert np.isfinite(engine.trainer.row.numpy()).all()
    engine.close()
