"""The table of presets against what needs no learning: none is missing from it, and quick ones win at once."""

from __future__ import annotations

from importlib import import_module

import pytest

from playground.lab import REGISTRY
from tests.benchmarks.presets.line import shows_failure
from tests.benchmarks.presets.table import OF, QUICK, presets


@pytest.mark.parametrize("lab", [entry.key for entry in REGISTRY])
def test_every_preset_of_every_lab_is_in_the_table(lab):
    there = import_module(f"engines.{lab}.presets").PRESETS
    assert [preset.key for preset in presets(lab)] == [preset.key for preset in there]
    assert lab in OF
    assert set(QUICK[lab]) <= {preset.key for preset in there}
    assert QUICK[lab]


@pytest.mark.parametrize("lab", [entry.key for entry in REGISTRY])
def test_quick_ones_beat_what_needs_no_learning(lab, long):
    if lab != "ellipse" and not long:
        pytest.skip("trains for 40 s a preset: --long, or python -m tests.benchmarks.presets --short")
    for preset in presets(lab):
        if preset.key in QUICK[lab]:
            line = OF[lab](preset, 11, 40.0)
            assert line.beaten or shows_failure(preset)


def test_presets_that_fail_say_so_in_the_menu():
    failing = {f"{lab} {preset.key}" for lab in OF for preset in presets(lab) if shows_failure(preset)}
    assert failing == {
        "gan collapse", "gan unbounded", "denoise smooth", "denoise untold", "denoise wide", "ellipse short",
    }  # fmt: skip
