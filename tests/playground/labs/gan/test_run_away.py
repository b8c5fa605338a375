"""Do a critic's scores run away? Curves whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from playground.labs.gan.run_away import LARGE, LEAST, runs_away

STEPS = np.arange(1, 401) * 10.0


def game(real: np.ndarray, seed: int = 0) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """Scores of real pictures, and their opposite for fake ones, with noise."""
    noise = np.random.default_rng(seed).normal(0, 1, (2, len(real)))
    x = STEPS[: len(real)]
    return (x, real + noise[0]), (x, -real + noise[1])


@pytest.mark.parametrize("level", [0.0, 2.0, 20.0, 35.0])
def test_scores_that_are_held_are_healthy_at_any_level(level):
    assert runs_away(*game(np.full(400, level))) is None


def test_large_scores_that_stand_still_are_held():
    assert runs_away(*game(np.full(400, LARGE + 20))) is None


def test_scores_that_double_are_told_with_both_means():
    found = runs_away(*game(np.linspace(0, 120, 400)))
    assert found == (pytest.approx(114, abs=2), pytest.approx(-114, abs=2))


def test_scores_that_ran_away_long_ago_still_have():
    early = np.concatenate([np.linspace(0, 300, 50), np.full(350, 300.0)])
    assert runs_away(*game(early)) is not None


def test_what_came_before_a_change_of_settings_does_not_count():
    cured = np.where(STEPS < 2000, 300.0, 5.0)
    assert runs_away(*game(cured), since=2000) is None
    assert runs_away(*game(cured[:190])) is not None


def test_few_points_are_too_few():
    assert runs_away(*game(np.linspace(0, 900, LEAST - 1))) is None
