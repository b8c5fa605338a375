"""Any valid config builds and steps, or says in a sentence what to change; presets are valid and distinct."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines import gan, spec
from engines.gan import GanConfig
from engines.problem import Problem
from tests.engines.gan.conftest import advance, noise

# Limits that keep one example within a fraction of a second; everything else is drawn from the whole range.
SMALL = {"nz": 24, "width_g": 8, "width_d": 8, "selfmod_hidden": 16, "batch": 6, "d_steps": 3, "g_steps": 3}
SIZES = (28, 32, 48)


def field_values(field: spec.Field) -> st.SearchStrategy[Any]:
    if field.name == "size":
        return st.sampled_from(SIZES)
    if field.kind == "choice":
        return st.sampled_from([c for c, _ in field.choices])
    if field.kind == "bool":
        return st.booleans()
    if field.kind in ("text", "path"):
        return st.just("")
    assert field.low is not None
    assert field.high is not None
    if field.kind == "int":
        return st.integers(int(field.low), int(min(field.high, SMALL.get(field.name, field.high))))
    return st.floats(field.low, field.high, allow_nan=False)


CONFIGS = st.fixed_dictionaries({f.name: field_values(f) for f in spec.fields(GanConfig)})


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(CONFIGS, st.booleans())
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


@pytest.mark.parametrize("field", spec.fields(GanConfig), ids=lambda f: f.name)
def test_every_field_beyond_its_limits_is_refused_in_a_sentence(field: spec.Field) -> None:
    bad: list[Any] = [None, [], "no such value" if field.kind != "text" else 3, float("nan")]
    if field.low is not None and field.high is not None:
        bad += [field.low - 1, field.high * 2 + 1, float("inf"), True, "5"]
    if field.kind in ("text", "path"):
        bad = [None, 3, "a\0b"]
    for value in bad:
        with pytest.raises(Problem, match=field.title.split()[0]):
            spec.make(GanConfig, {field.name: value})


@pytest.mark.parametrize(
    "field", [f for f in spec.fields(GanConfig) if f.low is not None], ids=lambda f: f.name
)
def test_every_number_at_its_limits_steps(field: spec.Field) -> None:
    """The high limits of sizes are built at the smallest of everything else."""
    for value in (field.low, field.high):
        least = {"nz": 4, "width_g": 4, "width_d": 4, "selfmod_hidden": 2, "batch": 2, "norm_d": "none"}
        config = spec.change(GanConfig(), **{**least, "regulariser": "gp", field.name: value})
        engine = gan.build(config, device="cpu", pictures=noise(n=24))
        advance(engine, 1)
        engine.snapshot()
        engine.close()


def test_every_field_has_a_title_a_help_and_a_section() -> None:
    for field in spec.fields(GanConfig):
        assert field.section in ("Data", "Model", "Loss", "Learning", "Precision and speed"), field.name
        assert 1 <= len(field.title.split()) <= 2, field.name
        sentences = field.help.split("\n")[0]
        assert sentences.endswith("."), field.name
        assert 40 <= len(sentences) <= 240, field.name


def test_presets_are_valid_named_and_differ() -> None:
    keys = [p.key for p in gan.PRESETS]
    assert len(set(keys)) == len(keys) >= 10
    configs = [dataclasses.astuple(p.config()) for p in gan.PRESETS]
    assert len(set(configs)) == len(configs)
    assert gan.DEFAULT.key == "cpu"
    assert (gan.DEFAULT.config().arch, gan.DEFAULT.config().data, gan.DEFAULT.config().ogan) == (
        "selfmod",
        "faces",
        True,
    )
    for preset in gan.PRESETS:
        assert preset.why.endswith(".")
        assert len(preset.name.split()) <= 3


@pytest.mark.parametrize("preset", gan.PRESETS, ids=lambda p: p.key)
def test_every_preset_steps_when_made_narrow(preset: gan.Preset) -> None:
    config = preset.config(width_g=4, width_d=4, batch=4, size=32)
    engine = gan.build(config, device="cpu", pictures=noise(channels=config.channels))
    advance(engine, 2)
    assert np.isfinite(engine.trainer.row.numpy()).all()
    engine.close()


def test_json_round_trip() -> None:
    for preset in gan.PRESETS:
        config, unknown = spec.from_json(GanConfig, spec.to_json(preset.config()))
        assert (config, unknown) == (preset.config(), ())


def test_importing_the_package_imports_no_torch() -> None:
    code = "import sys, engines.gan, engines.gan.snapshot; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
