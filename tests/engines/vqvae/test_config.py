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

from engines import spec, vqvae
from engines.problem import Problem
from engines.vqvae import VqvaeConfig
from engines.vqvae.config import grids
from tests.engines.vqvae.conftest import advance, noise

# Limits that keep one example within a fraction of a second; everything else is drawn from the whole range.
SMALL = {
    "hidden": 16,
    "res_hidden": 8,
    "n_res": 2,
    "codes": 40,
    "dim": 8,
    "batch": 5,
    "prior_width": 16,
    "prior_layers": 2,
}
SECTIONS = ("Data", "Model", "Codebook", "Loss", "Learning", "Prior", "Precision and speed")
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


CONFIGS = st.fixed_dictionaries({f.name: field_values(f) for f in spec.fields(VqvaeConfig)})


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(CONFIGS)
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


@pytest.mark.parametrize("field", spec.fields(VqvaeConfig), ids=lambda f: f.name)
def test_every_field_beyond_its_limits_is_refused_in_a_sentence(field: spec.Field) -> None:
    bad: list[Any] = [None, [], "no such value" if field.kind != "text" else 3, float("nan")]
    if field.low is not None and field.high is not None:
        bad += [field.low - 1, field.high * 2 + 1, float("inf"), True, "5"]
    if field.kind in ("text", "path"):
        bad = [None, 3, "a\0b"]
    for value in bad:
        with pytest.raises(Problem, match=field.title.split()[0]):
            spec.make(VqvaeConfig, {field.name: value})


@pytest.mark.parametrize(
    "field", [f for f in spec.fields(VqvaeConfig) if f.low is not None], ids=lambda f: f.name
)
def test_every_number_at_its_limits_steps(field: spec.Field) -> None:
    """The high limits of sizes are built at the smallest of everything else."""
    for value in (field.low, field.high):
        least = {"hidden": 8, "res_hidden": 4, "n_res": 1, "codes": 4, "dim": 2, "batch": 2, "prior_width": 8}
        config = spec.change(VqvaeConfig(), **{**least, "prior_layers": 1, field.name: value})
        engine = vqvae.build(config, device="cpu", pictures=noise(n=24))
        for phase in ("autoencoder", "prior"):
            engine.set_config(spec.change(config, phase=phase))
            advance(engine, 1)
        engine.snapshot()
        engine.close()


def test_every_field_has_a_title_a_help_and_a_section() -> None:
    for field in spec.fields(VqvaeConfig):
        assert field.section in SECTIONS, field.name
        assert 1 <= len(field.title.split()) <= 2, field.name
        sentences = field.help.split("\n")[0]
        assert sentences.endswith("."), field.name
        assert 40 <= len(sentences) <= 240, field.name


def test_presets_are_valid_named_and_differ() -> None:
    keys = [p.key for p in vqvae.PRESETS]
    assert len(set(keys)) == len(keys) >= 6
    configs = [dataclasses.astuple(p.config()) for p in vqvae.PRESETS]
    assert len(set(configs)) == len(configs)
    assert vqvae.DEFAULT.key == "cpu"
    assert (vqvae.DEFAULT.config().data, vqvae.DEFAULT.config().size) == ("faces", 32)
    for preset in vqvae.PRESETS:
        assert preset.why.endswith(".")
        assert len(preset.name.split()) <= 3


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


def test_json_round_trip() -> None:
    for preset in vqvae.PRESETS:
        config, unknown = spec.from_json(VqvaeConfig, spec.to_json(preset.config()))
        assert (config, unknown) == (preset.config(), ())


def test_importing_the_package_imports_no_torch() -> None:
    code = "import sys, engines.vqvae, engines.vqvae.snapshot; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
