"""Is a run past its best, and does it learn by heart? Curves whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from playground.kit.over_training import LEAST, turned

STEPS = np.arange(1, 201) * 50.0


def noisy(y: np.ndarray, seed: int = 0, by: float = 0.02) -> np.ndarray:
    return y * np.random.default_rng(seed).normal(1, by, len(y))


def falling() -> np.ndarray:
    return 0.02 + 0.1 * np.exp(-STEPS / 1500)


def turning(best: float, rise: float) -> np.ndarray:
    """Falls until step ``best``, then rises in a straight line by ``rise`` in all."""
    after = np.maximum(STEPS - best, 0) / (STEPS[-1] - best)
    return 0.02 + 0.1 * np.exp(-np.minimum(STEPS, best) / 1500) + rise * after


def test_a_run_that_gets_better_is_not_warned_of():
    for seed in range(30):
        unseen, seen = noisy(falling(), seed), noisy(falling(), seed + 99)
        assert turned((STEPS, unseen), (STEPS, seen)) is None


def test_noise_about_a_level_is_no_turn():
    for seed in range(200):
        unseen = noisy(np.full(len(STEPS), 0.03), seed, 0.2)
        assert turned((STEPS, unseen), (STEPS, unseen)) is None


def test_a_turn_is_told_with_its_step_and_both_values():
    unseen, seen = turning(4000, 0.012), falling()
    found = turned((STEPS, noisy(unseen)), (STEPS, noisy(seen, 1)))
    assert found is not None
    assert found.step == pytest.approx(4000, abs=700)
    assert found.best == pytest.approx(unseen.min(), rel=0.05)
    assert found.now == pytest.approx(unseen[-20:].mean(), rel=0.05)
    assert found.by_heart


def test_where_what_is_seen_gets_worse_too_nothing_is_learnt_by_heart():
    curve = (STEPS, noisy(turning(4000, 0.012)))
    found = turned(curve, (STEPS, noisy(turning(4000, 0.012), 1)))
    assert found is not None
    assert not found.by_heart
    assert not turned(curve, (np.empty(0), np.empty(0))).by_heart  # nobody knows: nothing is claimed


def test_only_what_came_after_the_last_change_counts():
    curve = (STEPS, noisy(turning(4000, 0.02)))
    assert turned(curve, curve) is not None
    level = np.where(STEPS < 6000, 0.02, 0.05)  # another loss from step 6,000 on
    changed = (STEPS, noisy(level))
    assert turned(changed, changed) is not None
    assert turned(changed, changed, since=6000) is None


def test_a_few_points_are_too_few():
    short = STEPS[: LEAST - 1]
    rising = np.linspace(0.02, 0.2, LEAST - 1)
    assert turned((short, rising), (short, rising)) is None
