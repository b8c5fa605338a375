"""Settings of picture engines: what is refused, what is said of each, and what changes while a run goes on."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from typing import Any

import pytest

from engines.ground import spec
from engines.ground.problem import Problem
from tests.engines.labs import LABS
from tests.engines.pictures import Lab, advance, making, noise

every_lab = pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.name)
FIELDS = [(lab, field) for lab in LABS for field in spec.fields(lab.config)]
NUMBERS = [(lab, field) for lab, field in FIELDS if field.low is not None]


def _ids(fields: list[tuple[Lab, spec.Field]]) -> list[str]:
    return [f"{lab.name}-{field.name}" for lab, field in fields]


@pytest.mark.parametrize(("lab", "field"), FIELDS, ids=_ids(FIELDS))
def test_every_field_beyond_its_limits_is_refused_in_a_sentence(lab: Lab, field: spec.Field) -> None:
    bad: list[Any] = [None, [], "no such value" if field.kind != "text" else 3, float("nan")]
    if field.low is not None and field.high is not None:
        bad += [field.low - 1, field.high * 2 + 1, float("inf"), True, "5"]
    if field.kind in ("text", "path"):
        bad = [None, 3, "a\0b"]
    for value in bad:
        with pytest.raises(Problem, match=field.title.split()[0]):
            spec.make(lab.config, {field.name: value})


@pytest.mark.parametrize(("lab", "field"), NUMBERS, ids=_ids(NUMBERS))
def test_every_number_at_its_limits_steps(lab: Lab, field: spec.Field) -> None:
    """The high limits of sizes are built at the smallest of everything else."""
    for value in (field.low, field.high):
        config = spec.change(lab.config(), **{**lab.least, field.name: value})
        engine = lab.package.build(config, device="cpu", pictures=noise(n=24))
        lab.walk(engine, 1)
        engine.snapshot()
        engine.close()


@every_lab
def test_every_field_has_a_title_a_help_and_a_section(lab: Lab) -> None:
    for field in spec.fields(lab.config):
        assert field.section in lab.sections, field.name
        assert 1 <= len(field.title.split()) <= 2, field.name
        sentences = field.help.split("\n")[0]
        assert sentences.endswith("."), field.name
        assert 40 <= len(sentences) <= 240, field.name


@every_lab
def test_every_live_field_can_change_and_no_other(lab: Lab) -> None:
    for make in making(lab):
        engine = make()
        for field in spec.fields(lab.config):
            changed = dataclasses.replace(engine.config, **{field.name: _other(engine.config, field)})
            if field.live:
                engine.set_config(changed)
                advance(engine, 1)
                continue
            kept = engine.config
            with pytest.raises(Problem, match=f"{field.title}.*new run"):
                engine.set_config(changed)
            assert engine.config is kept


def _other(config: Any, field: spec.Field) -> Any:
    """Another value that is allowed."""
    now = getattr(config, field.name)
    if field.kind == "choice":
        return next(c for c, _ in field.choices if c != now)
    if field.kind == "bool":
        return not now
    if field.kind in ("text", "path"):
        return "elsewhere"
    return field.low if now != field.low else field.high


@every_lab
def test_presets_are_valid_named_and_differ(lab: Lab) -> None:
    presets, default = lab.package.PRESETS, lab.package.DEFAULT
    keys = [p.key for p in presets]
    assert len(set(keys)) == len(keys) >= lab.presets
    configs = [dataclasses.astuple(p.config()) for p in presets]
    assert len(set(configs)) == len(configs)
    assert default.key == "cpu"
    assert {name: getattr(default.config(), name) for name in lab.usual} == lab.usual
    for preset in presets:
        assert preset.why.endswith(".")
        assert len(preset.name.split()) <= 3


@every_lab
def test_json_round_trip(lab: Lab) -> None:
    for preset in lab.package.PRESETS:
        config, unknown = spec.from_json(lab.config, spec.to_json(preset.config()))
        assert (config, unknown) == (preset.config(), ())


@every_lab
def test_importing_the_package_imports_no_torch(lab: Lab) -> None:
    package = lab.package.__name__
    code = f"import sys, {package}, {package}.snapshot; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
