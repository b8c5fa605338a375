"""Any valid config builds and steps, or says in a sentence what to change; presets are valid and distinct."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines import onlstm
from engines.ground import spec
from engines.ground.problem import Problem
from engines.onlstm import OnLstmConfig
from tests.engines.onlstm.conftest import PAPER, advance

SMALL = {"emb": 24, "hidden": 24, "chunk": 6, "batch": 6, "bptt": 12, "sentences": 60, "threads": 1}
SECTIONS = ("Text", "Model", "Learning", "Regularisation", "Speed")
TEXT = 10 * (PAPER + "今天天气很好。我们去公园玩。")
TREES = 30 * "(S (NP (DT a) (NN b)) (VP (VB c) (NP (NN d))))\n"


def field_values(field: spec.Field) -> st.SearchStrategy[Any]:
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


CONFIGS = st.fixed_dictionaries({f.name: field_values(f) for f in spec.fields(OnLstmConfig)})


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(CONFIGS, st.booleans())
def test_any_valid_config_builds_and_steps(values: dict[str, Any], fitting: bool) -> None:
    if fitting:
        values |= {"emb": 4 * values["chunk"], "hidden": 8 * values["chunk"]}
    config, unknown = spec.make(OnLstmConfig, values)
    assert unknown == ()
    text = {"text": TEXT, "treebank": TREES}.get(config.corpus, "")
    try:
        engine = onlstm.build(config, text=text, lexicon=("今天", "公园"))
    except Problem as e:
        assert "chunks" in str(e) or "Jieba" in str(e)  # noqa: PT017 - either sentence will do
        return
    try:
        advance(engine, min(2, config.steps))
    except Problem as e:
        assert "no longer a number" in str(e)  # noqa: PT017 - a rate of 50 may do this
    shown = engine.snapshot()
    assert all(np.isfinite(y).all() for _, y in shown.curves.values())
    engine.close()


@pytest.mark.parametrize("field", spec.fields(OnLstmConfig), ids=lambda f: f.name)
def test_every_field_beyond_its_limits_is_refused_in_a_sentence(field: spec.Field) -> None:
    bad: list[Any] = [None, [], "no such value" if field.kind != "text" else 3, float("nan")]
    if field.low is not None and field.high is not None:
        bad += [field.low - 1, field.high * 2 + 1, float("inf"), True, "5"]
    if field.kind in ("text", "path"):
        bad = [None, 3, "a\0b"]
    for value in bad:
        with pytest.raises(Problem, match=field.title.split()[0]):
            spec.make(OnLstmConfig, {field.name: value})


def test_every_field_has_a_title_a_help_and_a_section() -> None:
    for field in spec.fields(OnLstmConfig):
        assert field.section in SECTIONS, field.name
        assert 1 <= len(field.title.split()) <= 2, field.name
        sentences = field.help.split("\n")[0]
        assert sentences.endswith("."), field.name
        assert 25 <= len(sentences) <= 240, field.name


def test_presets_are_valid_named_and_differ() -> None:
    assert [p.key for p in onlstm.PRESETS] == ["english", "chinese", "fading", "control", "real", "paper"]
    configs = [dataclasses.astuple(p.config()) for p in onlstm.PRESETS]
    assert len(set(configs)) == len(configs)
    assert onlstm.DEFAULT.key == "english"
    for preset in onlstm.PRESETS:
        assert preset.why[-1] in ".?"
        assert len(preset.name.split()) <= 3


@pytest.mark.parametrize("preset", onlstm.PRESETS, ids=lambda p: p.key)
def test_every_preset_steps_when_made_narrow(preset: onlstm.Preset, tmp_path: Path) -> None:
    config = preset.config(emb=20, hidden=20, chunk=5, sentences=60, batch=4)
    if config.corpus == "treebank":  # one of our own in place of the one to download
        path = tmp_path / "trees.mrg"
        path.write_text("(S (NP (D the) (N dog)) (VP (V sees) (NP (D the) (N cat))))\n" * 80)
        config = spec.change(config, bank="file", path=str(path))
    engine = onlstm.build(config)
    advance(engine, 2)
    assert all(np.isfinite(y).all() for _, y in engine.snapshot().curves.values())
    engine.close()


def test_json_round_trip() -> None:
    for preset in onlstm.PRESETS:
        config, unknown = spec.from_json(OnLstmConfig, spec.to_json(preset.config()))
        assert (config, unknown) == (preset.config(), ())


def test_importing_the_package_imports_no_torch() -> None:
    code = (
        "import sys, engines.onlstm, engines.onlstm.texts.corpus, engines.onlstm.texts.grammar;"
        "sys.exit('torch' in sys.modules or 'jieba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
