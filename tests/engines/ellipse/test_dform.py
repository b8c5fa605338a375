"""Any offset: certain, symmetric, and right where the closed form knows."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from engines.ellipse.dform import Path, dform
from engines.ellipse.offsets import reduced
from engines.ellipse.ovals import superellipse
from engines.ellipse.quarter import glued, quarter
from engines.ground.problem import Cancelled, Problem

EXACT = 0.3959329490


def test_it_converges_to_the_closed_form_with_second_order():
    errors = [EXACT - dform(1.0, 0.5, 1.0, n).volume for n in (32, 64, 128)]
    assert errors[0] / errors[1] == pytest.approx(4.0, rel=0.05)
    assert errors[1] / errors[2] == pytest.approx(4.0, rel=0.05)


@pytest.mark.parametrize("ratio", [0.2, 0.3, 0.5, 0.8, 0.97])
def test_every_offset_is_certain(ratio):
    path = Path(quarter(1.0, ratio))
    for offset in (*np.arange(0.98, 0.05, -0.06), 0.03):
        form = path.at(offset)
        assert form.residual < 1e-10
        assert len(np.unique(form.faces)) == len(form.vertices) == 64
        assert len(form.faces) == 2 * 64 - 4  # a closed surface of triangles
        assert sorted(np.bincount(form.sheet)) == [62, 62]
        turns = curvature(form.vertices, form.faces)
        assert turns.sum() == pytest.approx(4 * np.pi)
        assert (turns > -1e-9).all()


@pytest.mark.parametrize(("power", "ratio", "offset"), [(1.3, 0.5, 0.3), (4.0, 0.5, 0.9), (6.0, 0.8, 0.1)])
def test_boxy_sheets_are_walked_in_shorter_strides(power, ratio, offset):
    """A tenth of a quarter at a time is too far for these."""
    sheet = superellipse(1.0, ratio, power)
    path = Path(glued(sheet, sheet))
    form = path.at(offset)
    assert form.offset == offset
    assert form.residual < 1e-10
    assert sorted(np.bincount(form.sheet)) == [62, 62]
    assert np.diff(path.curve()[0]).min() < 0.1 - 1e-6  # it did


def test_what_is_too_boxy_is_said_soon():
    sheet = superellipse(1.0, 0.22, 8.0)
    with pytest.raises(Problem, match="too abruptly"):
        Path(glued(sheet, sheet), 24).at(0.05)


def curvature(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """2 pi less the angles around each vertex."""
    left = np.full(len(vertices), 2 * np.pi)
    for i in range(3):
        p, q, r = (vertices[faces[:, (i + k) % 3]] for k in range(3))
        one, other = q - p, r - p
        cosine = (one * other).sum(1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)
        np.subtract.at(left, faces[:, i], np.arccos(np.clip(cosine, -1, 1)))
    return left


def test_published_ratios_of_volumes():
    """V(offset) / V(quarter) of b/a = 0.5 and 0.3, with n = 96."""
    for ratio, wanted in ((0.5, {0.8: 0.996, 0.5: 0.940, 0.3: 0.830}), (0.3, {0.8: 1.042, 0.5: 1.036})):
        path, whole = Path(quarter(1.0, ratio), 96), quarter(1.0, ratio).volume
        for offset, value in wanted.items():
            assert path.at(offset).volume / whole == pytest.approx(value, abs=0.004)


@pytest.mark.parametrize("offset", [0.4, 0.75])
def test_it_is_the_same_body_from_every_side(offset):
    volume = dform(1.0, 0.5, offset).volume
    for other in (-offset, offset + 2, 2 - offset):
        assert dform(1.0, 0.5, other).volume == pytest.approx(volume, abs=1e-9)
    assert dform(2.0, 1.0, offset).volume == pytest.approx(8 * volume, rel=1e-9)
    assert reduced(-0.4) == pytest.approx(reduced(2.4))


def test_tip_on_tip_is_flat():
    form = dform(1.0, 0.5, 0.0)
    assert form.volume == 0.0
    assert form.area == pytest.approx(np.pi, rel=0.01)


def test_a_drag_meets_a_near_neighbour_at_once():
    path = Path(quarter(1.0, 0.5))
    assert path.nearest(0.5) is None
    path.at(0.5)
    near = path.nearest(0.53)
    assert near is not None
    assert near.offset == pytest.approx(0.5)
    assert path.at(0.5) is path.at(0.5)
    places, volumes = path.curve()
    assert (np.diff(places) > 0).all()
    assert volumes[0] == 0.0


def test_slender_sheets_are_refused_and_a_cancel_is_heard():
    with pytest.raises(Problem, match="too sharp"):
        dform(1.0, 0.1, 0.5)
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        dform(1.0, 0.5, 0.5, cancel=cancel)
