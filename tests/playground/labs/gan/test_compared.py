"""Curves of samples: which features compare them, and that two kinds are never one line."""

from __future__ import annotations

import numpy as np

from engines.images.scores.verdict import Features
from playground.kit.curve_marks import best
from playground.kit.sheets import series
from playground.labs.gan.compared import joined, learned_from, newest, note
from playground.labs.gan.troubles import troubles

EARLY, LATE = np.arange(1, 6) * 200.0, np.arange(6, 31) * 200.0
LEARNED = Features("turns", 0.9)


def measured(early: float, late: float, names: tuple[str, ...] = ("distance", "variety")) -> dict[str, tuple]:
    """By random features to step 1,000, then by learned ones."""
    found = {name: (EARLY, np.full(5, early)) for name in names}
    return found | {f"{name}.learned": (LATE, np.full(25, late)) for name in names}


def test_the_newest_are_of_the_features_of_now_alone():
    both = measured(0.2, 0.9) | {"loss_d": (EARLY, EARLY)}
    found = newest(both)
    assert found["distance"][0].tolist() == LATE.tolist()
    assert set(found["distance"][1]) == {0.9}
    assert found["loss_d"] == both["loss_d"]
    random = {name: curve for name, curve in both.items() if not name.endswith(".learned")}
    assert newest(random) == random
    assert newest({"coverage": 0.1, "distance": 1.0, "coverage.learned": 0.5, "distance.learned": 2.0}) == {
        "coverage": 0.5,
        "distance": 2.0,
    }


def test_two_kinds_on_one_line_are_parted():
    curves, parts = joined(measured(0.2, 0.9))
    assert parts == [1199]
    assert curves["distance"][0].tolist() == [*EARLY, *LATE]
    ((_, _, _, drawn),) = series(curves, (("distance", "fake", "distance"),), parts)
    assert set(drawn) == {0.2, 0.9}  # nothing between: they are not smoothed into each other
    (told,) = learned_from(parts, LEARNED)
    assert told.x == 1200
    assert told.text.startswith("learned features\n")
    assert "which way up" in told.text
    assert "a scale of their own" in told.text
    assert "step 1,200" in told.text


def test_one_kind_is_a_line_without_a_mark():
    random = {"distance": (EARLY, EARLY), "variety": (EARLY, EARLY)}
    learned = {f"{name}.learned": curve for name, curve in random.items()}
    assert joined(random) == (random, [])
    assert joined(learned) == (random, [])
    assert learned_from([], LEARNED) == []
    assert joined({}) == ({}, [])
    assert note(Features())["text"] == "random features"
    assert note(LEARNED)["text"] == "learned features"
    assert "which way up" in note(LEARNED)["tip"]
    assert "classes" in note(Features("classes", 1.0))["tip"]


def test_a_plateau_of_before_is_no_best_of_now():
    curves = measured(0.1, 0.9)
    curves["distance.learned"] = LATE, 0.5 + np.abs(LATE - 3000) / 10_000
    (found,) = best(newest(curves), "distance")
    assert found.x == 3000  # 0.1 by random features is less, and of another kind


def test_troubles_are_seen_by_the_features_of_now():
    assert "collapse" in troubles(
        newest(measured(0.9, 0.05, ("variety",)) | measured(0.9, 0.9, ("distance",)))
    )
    healthy = measured(0.05, 0.9, ("variety",)) | measured(0.9, 0.3, ("distance",))
    assert troubles(newest(healthy)) == {}
    few = measured(0.05, 0.05, ("variety",)) | measured(0.9, 0.9, ("distance",))
    few = {name: (x[:2], y[:2]) if name.endswith(".learned") else (x, y) for name, (x, y) in few.items()}
    assert troubles(newest(few)) == {}  # two points by these features tell nothing yet
