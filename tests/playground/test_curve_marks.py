"""What is written into curves: changed settings, best points."""

from __future__ import annotations

import numpy as np

from engines.gan.config import GanConfig
from engines.ground.changes import Change
from playground.kit.curve_marks import best, breaks, moments
from playground.kit.sheets import series

STEPS = np.arange(1, 201) * 10.0
VALLEY = 1 + np.abs(STEPS - 800) / 1000


def test_a_change_is_told_in_the_words_of_the_form_with_its_step():
    (told,) = moments([Change(3000, "loss", "wgan", "nonsaturating")], GanConfig)
    assert (told.x, told.text) == (3000, "Loss: Wasserstein\nstep 3,000")


def test_another_unit_is_said_where_it_begins():
    changes = [Change(3000, "loss", "wgan", "nonsaturating"), Change(4000, "flip", True, False)]
    assert breaks(changes, "loss") == [3000]
    unit, other = moments(changes, GanConfig, "loss")
    assert "a scale of their own" in unit.text
    assert "a scale of their own" not in other.text


def test_what_is_smoothed_does_not_mix_units():
    y = np.where(STEPS > 1000, 500.0, 1.0)
    ((_, _, _, drawn),) = series({"loss": (STEPS, y)}, (("G", "fake", "loss"),), [1000])
    assert set(drawn) == {1.0, 500.0}


def test_changes_of_one_step_share_a_line():
    told = moments([Change(50, "loss", "hinge", "wgan"), Change(50, "flip", True, False)], GanConfig)
    assert [m.text.count("\n") for m in told] == [2]


def test_the_best_is_the_lowest_of_what_is_drawn():
    (found,) = best({"rec": (STEPS, VALLEY)}, "rec")
    assert found.x == 800
    assert found.text.startswith("best 1.0")
    assert "step 800" in found.tip
    (highest,) = best({"psnr": (STEPS, -VALLEY)}, "psnr", lowest=False)
    assert highest.x == 800


def test_a_curve_that_still_gets_better_has_no_best():
    assert best({"rec": (STEPS, -STEPS)}, "rec") == []


def test_no_curve_and_a_short_one_have_none():
    assert best({}, "rec") == []
    assert best({"rec": (STEPS[:10], VALLEY[:10])}, "rec") == []
