"""A run in short comes back in the shapes and kinds it had."""

from __future__ import annotations

import numpy as np
import pytest

from engines.gan import GanConfig
from engines.ground import checkpoint, saved
from engines.ground.problem import FileProblem
from tests.tools import shortened

ARRAYS = {
    "G.w": np.linspace(-3, 3, 12, dtype=np.float32).reshape(3, 4),
    "opt.0.exp_avg": np.ones((3, 4), np.float32),
    "opt.0.exp_avg_sq": np.ones((3, 4), np.float32),
    "opt.0.step": np.array(7, np.float32),
    "curve.loss": np.array([[1.0, 2], [3, 4], [5, 6]]),
    "rng": np.arange(8, dtype=np.uint8),
}


def test_what_is_left_out_comes_back_as_at_the_first_step() -> None:
    meta, arrays = shortened.shortened({"step": 7}, ARRAYS)
    assert set(arrays) == {"G.w", "curve.loss", "rng"}
    assert sum(a.nbytes for a in arrays.values()) == 12 * 2 + 6 * 4 + 8
    found = saved.widened(checkpoint.Checkpoint("gan", meta, arrays))
    assert found.meta == {"step": 7}
    assert {n: (a.dtype, a.shape) for n, a in found.tensors.items()} == {
        n: (a.dtype, a.shape) for n, a in ARRAYS.items()
    }
    np.testing.assert_array_equal(found.tensors["G.w"], ARRAYS["G.w"].astype(np.float16).astype(np.float32))
    np.testing.assert_array_equal(found.tensors["curve.loss"], ARRAYS["curve.loss"])
    assert not found.tensors["opt.0.exp_avg"].any()
    assert found.tensors["opt.0.step"] == 0


def test_exact_leaves_weights_as_they_are() -> None:
    meta, arrays = shortened.shortened({"step": 7}, ARRAYS, exact=True)
    assert set(arrays) == {"G.w", "curve.loss", "rng"}
    assert arrays["curve.loss"].dtype == np.float32
    np.testing.assert_array_equal(
        saved.widened(checkpoint.Checkpoint("gan", meta, arrays)).tensors["G.w"], ARRAYS["G.w"]
    )


def test_networks_may_be_their_averages_which_stand_there_once() -> None:
    run = {
        "data.net.w": np.ones(4, np.float32),
        "data.average.w": np.full(4, 2.0, np.float32),
        "G.net.b": ARRAYS["G.w"],
    }
    meta, arrays = shortened.averaged(*shortened.shortened({"step": 7}, run))
    assert set(arrays) == {"data.average.w", "G.net.b"}  # the latter has no average
    found = saved.widened(checkpoint.Checkpoint("denoise", meta, arrays)).tensors
    assert set(found) == set(run)
    np.testing.assert_array_equal(found["data.net.w"], run["data.average.w"])
    assert not np.shares_memory(found["data.net.w"], found["data.average.w"])


def test_a_whole_run_is_as_it_is() -> None:
    whole = checkpoint.Checkpoint("gan", {"step": 7}, ARRAYS)
    assert saved.widened(whole) is whole


def test_a_number_too_large_for_half_precision_is_refused() -> None:
    with pytest.raises(ValueError, match=r"G\.w"):
        shortened.shortened({}, {"G.w": np.array([1e6], np.float32)})


@pytest.mark.parametrize(
    "short",
    [
        3,
        {"left": {}},
        {"left": {}, "narrow": ["absent"]},
        {"left": {}, "narrow": ["rng"]},
        {"left": {"a": ["float32", [1 << 40]]}, "narrow": []},
        {"left": {"a": ["float32", [-1]]}, "narrow": []},
        {"left": {"a": ["nonsense", [2]]}, "narrow": []},
        {"left": {"a": ["float32", "ab"]}, "narrow": []},
        {"left": {}, "narrow": [], "same": 3},
        {"left": {}, "narrow": [], "same": {"a": "absent"}},
        {"left": {}, "narrow": [], "same": {"a": ["rng"]}},
        {"left": {}, "narrow": [], "same": {str(i): "rng" for i in range(1 << 12)}},
    ],
)
def test_a_file_that_lies_is_one_typed_error(short: object, tmp_path) -> None:
    path = tmp_path / "run.safetensors"
    arrays = {"rng": np.arange(1 << 15, dtype=np.uint16)}
    meta = {"version": GanConfig.version, "config": {}, "step": 0}
    checkpoint.save(path, "gan", meta | {saved.SHORT: {"left": {}, "narrow": []}}, arrays)
    assert saved.read_config(path, "gan", GanConfig)[0] == GanConfig()
    checkpoint.save(path, "gan", meta | {saved.SHORT: short}, arrays)
    with pytest.raises(FileProblem, match="damaged"):
        saved.read_config(path, "gan", GanConfig)


def test_thinned_keeps_the_ends_and_the_best() -> None:
    meta = {"past": {"steps": [0, 20, 40, 80, 160], "best": 140}}
    arrays = {f"past.kept.{s}.sheet": np.zeros(1) for s in meta["past"]["steps"]} | {
        "past.best.sheet": np.zeros(1)
    }
    few, kept = shortened.thinned(meta, arrays, 3, "past", "past.")
    assert few["past"]["steps"] == [0, 40, 160]
    assert set(kept) == {"past.kept.0.sheet", "past.kept.40.sheet", "past.kept.160.sheet", "past.best.sheet"}
    assert meta["past"]["steps"] == [0, 20, 40, 80, 160]
