"""Arrays of a saved run are held against the engine's own before any of them is taken over."""

from __future__ import annotations

import numpy as np
import pytest

from engines.ground import checkpoint
from engines.ground.problem import FileProblem
from engines.ground.saved import check_fits, read_config
from engines.onlstm import OnLstmConfig

LIVE = {
    "adam.a.step": np.zeros((), np.float32),
    "adam.a.exp_avg_sq": np.zeros(3, np.float32),
    "adam.a.exp_avg": np.zeros(3, np.float32),
    "weight": np.zeros(3, np.float32),
}


@pytest.mark.parametrize("name", sorted(LIVE))
def test_below_zero_only_what_is_no_counter(name):
    found = {key: value.copy() for key, value in LIVE.items()}
    check_fits(LIVE, found, "a")
    found[name] -= 1
    if name.endswith(("step", "exp_avg_sq")):  # Adam divides by 1 - beta ** (step + 1)
        with pytest.raises(FileProblem):
            check_fits(LIVE, found, "a")
    else:
        check_fits(LIVE, found, "a")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_refused_by_its_name(value):
    found = {**LIVE, "weight": np.array([0, value, 0], np.float32)}
    with pytest.raises(FileProblem, match="weight is not finite"):
        check_fits(LIVE, found, "a")


@pytest.mark.parametrize("settings", [[], [["seed", 3]], "", None])
def test_settings_that_are_no_object_are_none(settings, tmp_path):
    """An empty list once opened as a run of defaults, in the place of a small one."""
    path = tmp_path / "a.safetensors"
    meta = {"version": 1, "config": settings, "step": 0}
    checkpoint.save(path, "onlstm", meta, {"w": np.zeros(1, np.float32)})
    with pytest.raises(FileProblem, match="its settings make no sense"):
        read_config(path, "onlstm", OnLstmConfig)
    checkpoint.save(path, "onlstm", meta | {"config": {"seed": 3}}, {"w": np.zeros(1, np.float32)})
    assert read_config(path, "onlstm", OnLstmConfig)[0].seed == 3
