"""The picture trained on that is nearest, and how near."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.engines.gan.conftest import Set, noise

Make = Callable[..., Any]


def test_nearest_finds_a_picture_itself_at_no_distance(make: Make) -> None:
    engine = make(noise())
    for index in engine.deck.train[[0, 17, 37]].tolist():
        assert engine.inference.nearest(engine.real(index)) == (index, 0.0)


def test_pictures_kept_out_are_not_near_themselves(make: Make) -> None:
    engine = make(noise())
    held = engine.deck.held.tolist()
    found = [engine.inference.nearest(engine.real(index)) for index in held]
    assert not {at for at, _ in found} & set(held)
    assert engine.deck.typical == pytest.approx(sorted(d for _, d in found)[(len(held) - 1) // 2], rel=1e-4)


def test_a_distance_is_that_of_pixels_between_0_and_1(make: Make) -> None:
    pixels = np.repeat(np.array([0, 51, 255], np.uint8), 20)[:, None, None, None].repeat(32, 1).repeat(32, 2)
    engine = make(Set(pixels.repeat(3, 3)))
    assert engine.inference.nearest(np.full((32, 32, 3), 102, np.uint8))[1] == pytest.approx(0.2)
    assert engine.deck.typical == pytest.approx(0, abs=1e-3)  # twenty copies of each
