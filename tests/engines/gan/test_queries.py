"""What the window asks: each picture is the render of the code that the arithmetic says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engines.gan import queries
from engines.gan.latent import arithmetic
from tests.engines.gan.conftest import advance, at, noise

Make = Callable[..., Any]


def rendered(engine: Any, z: np.ndarray) -> np.ndarray:
    return engine.inference.render(z[None])[0]


def sliders(*values: float) -> np.ndarray:
    return np.array([*values, *[0.0] * (queries.COUNT - len(values))], np.float32)


@pytest.mark.parametrize(("size", "channels"), [(28, 1), (32, 3)])
def test_shapes(make: Make, size: int, channels: int) -> None:
    engine, one = make(size=size, channels=channels), (size, size, channels)
    for look in (at(index=3), at(z=engine.bank.code(3), raw=True), at(index=3, walk=0.5)):
        assert queries.edited(engine, look).shape == one
        assert queries.ends(engine, look).shape == (8, 2, *one)
        assert queries.between(engine, look, 7).shape == (7, *one)


def test_at_rest_a_sample_is_itself(make: Make) -> None:
    engine = make()
    wanted = rendered(engine, engine.bank.code(5))
    assert np.array_equal(queries.edited(engine, at(index=5)), wanted)
    assert np.array_equal(queries.edited(engine, at(z=engine.bank.code(5))), wanted)


def test_sliders_move_along_directions_after_truncation(make: Make) -> None:
    engine = make()
    z, d = engine.bank.code(0), engine.directions(3).matrix
    look = at(index=0, coefficients=sliders(2.0, 0.0, -3.0), truncation=0.5)
    assert np.array_equal(queries.edited(engine, look), rendered(engine, 0.5 * z + 2 * d[0] - 3 * d[2]))


def test_raw_sliders_move_coordinates_of_their_page(make: Make) -> None:
    engine = make(nz=20)
    moved = engine.bank.code(1)
    moved[9] += 1.5
    look = at(index=1, raw=True, first=8, coefficients=sliders(0.0, 1.5))
    assert np.array_equal(queries.edited(engine, look), rendered(engine, moved))
    last = at(index=1, raw=True, first=16)  # four coordinates are left on the last page
    assert len(queries.ends(engine, last)) == 4


def test_ends_are_the_sliders_at_their_ends(make: Make) -> None:
    engine = make()
    found = queries.ends(engine, at(index=0, truncation=0.7))
    for side, value in enumerate((-arithmetic.END, arithmetic.END)):
        pushed = at(index=0, truncation=0.7, coefficients=sliders(0.0, value))
        assert np.array_equal(found[1, side], queries.edited(engine, pushed))


def test_a_small_code_has_fewer_sliders(make: Make) -> None:
    engine = make(nz=3)
    assert len(queries.ends(engine, at(index=0))) == 3
    assert len(json.loads(queries.code(engine, at(index=0)))) == 3


def test_the_way_begins_at_the_edited_picture_and_ends_at_b(make: Make) -> None:
    engine = make()
    look = at(index=0, b=5, coefficients=sliders(1.0))
    strip = queries.between(engine, look, 4)
    b = rendered(engine, engine.bank.code(5))
    assert np.abs(strip[0].astype(int) - queries.edited(engine, look)).max() <= 1
    assert np.abs(strip[-1].astype(int) - b).max() <= 1
    for i, t in enumerate((0.0, 1 / 3, 2 / 3, 1.0)):
        there = at(index=0, b=5, coefficients=sliders(1.0), walk=t)
        assert np.abs(strip[i].astype(int) - queries.edited(engine, there)).max() <= 1


def test_the_tour_passes_the_next_samples_and_comes_round(make: Make) -> None:
    engine = make()
    last = len(engine.bank.codes) - 1
    look = at(index=last, coefficients=sliders(1.0))
    found = queries.tour(engine, look, 2, 3)
    assert len(found) == 9
    for place, stop in ((3, 0), (6, 1)):  # after the last sample comes the first one
        assert np.abs(found[place].astype(int) - rendered(engine, engine.bank.code(stop))).max() <= 1
    assert np.abs(found[0].astype(int) - queries.edited(engine, look)).max() <= 1


@pytest.mark.parametrize("walk", [0.0, 0.7, 1.0])
def test_facts_are_of_the_picture_that_is_shown(make: Make, walk: float) -> None:
    engine = make()
    look = at(index=4, b=11, coefficients=sliders(2.0), walk=walk)
    picture = queries.edited(engine, look)
    found = queries.facts(engine, look)
    assert found.score == engine.inference.score(picture)
    assert (found.nearest, found.distance) == engine.inference.nearest(picture)
    assert np.array_equal(found.picture, engine.real(found.nearest))


def test_the_code_as_text_is_the_code(make: Make) -> None:
    engine = make()
    look = at(index=2, truncation=0.5, raw=True, coefficients=sliders(1.0))
    wanted = 0.5 * engine.bank.code(2) + np.eye(8)[0]
    assert np.allclose(json.loads(queries.code(engine, look)), wanted, atol=1e-4)


def test_on_the_way_the_code_is_that_of_the_picture_shown(make: Make) -> None:
    engine = make()
    for walk in (0.0, 0.4, 1.0):
        look = at(index=2, b=7, coefficients=sliders(1.0), walk=walk)
        code = np.array(json.loads(queries.code(engine, look)), np.float32)
        shown = queries.edited(engine, look).astype(int)
        assert np.abs(rendered(engine, code) - shown).max() <= 1, walk
    assert np.allclose(code, engine.bank.code(7), atol=1e-4)


def test_a_class_goes_along(make: Make) -> None:
    engine = make(noise(classes=3), conditional=True)
    advance(engine, 3)
    z = engine.bank.code(1)
    assert engine.bank.label(1) == 1
    assert np.array_equal(queries.edited(engine, at(index=1)), queries.edited(engine, at(z=z, label=1)))
    assert not np.array_equal(queries.edited(engine, at(index=1)), queries.edited(engine, at(z=z, label=0)))


@pytest.mark.parametrize(("size", "channels"), [(16, 1), (48, 3), (32, 1)])
def test_a_picture_is_brought_along_to_another_size(size: int, channels: int) -> None:
    grey = np.full((32, 32, 1), 90, np.uint8)
    found = queries.resized(grey, size, channels)
    assert found.shape == (size, size, channels)
    assert (found == 90).all()


def test_asking_needs_no_torch_in_the_window() -> None:
    code = "import engines.gan.queries, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
