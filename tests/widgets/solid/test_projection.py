"""The camera: exact places, both painters' projections agree, orbit, zoom and pan have limits."""

from __future__ import annotations

import math

import numpy as np
import pytest

from widgets.solid.projection import Camera, Projection

FRONT = Camera(0, 0)


def looking(camera: Camera = FRONT) -> Projection:
    return Projection(camera, (0.0, 0.0, 0.0), 1.0, 400, 300)


def test_the_middle_of_the_ball_is_the_middle_of_the_picture():
    view = Projection(Camera(31, 17), (3.0, -2.0, 5.0), 2.0, 400, 300)
    assert view.project(np.array([[3.0, -2.0, 5.0]]))[0] == pytest.approx([200, 150, view.distance])


def test_from_the_front_y_points_right_and_z_up_and_x_toward_the_eye():
    view = looking()
    right, up, near = view.project(np.eye(3)[[1, 2, 0]])
    scale = view.focal / view.distance
    assert right == pytest.approx([200 + scale, 150, view.distance])
    assert up == pytest.approx([200, 150 - scale, view.distance])
    assert near == pytest.approx([200, 150, view.distance - 1])


def test_the_ball_fits_the_shorter_side_from_anywhere():
    draw = np.random.default_rng(0)
    ball = draw.normal(size=(4000, 3))
    ball /= np.linalg.norm(ball, axis=1, keepdims=True)
    for azimuth, elevation in draw.uniform((-180, -89), (180, 89), (8, 2)):
        seen = looking(Camera(azimuth, elevation)).project(ball)
        reach = np.hypot(seen[:, 0] - 200, seen[:, 1] - 150).max()
        assert 0.9 * 150 < reach < 150


def test_the_axes_are_a_rotation():
    for azimuth, elevation in ((0, 0), (123, -40), (-62, 89)):
        axes = looking(Camera(azimuth, elevation)).axes
        assert axes @ axes.T == pytest.approx(np.eye(3), abs=1e-12)
        assert np.linalg.det(axes) == pytest.approx(1)


@pytest.mark.parametrize("camera", [Camera(), Camera(200, -35, 2.5, (0.3, -0.4))])
def test_clip_space_is_where_project_says(camera: Camera):
    view = Projection(camera, (0.4, -0.2, 0.1), 1.3, 640, 360)
    points = np.random.default_rng(1).uniform(-1, 1, (50, 3))
    seen = view.project(points)
    clip = np.c_[points, np.ones(50)] @ view.matrix().T
    ndc = clip[:, :3] / clip[:, 3:]
    assert clip[:, 3] == pytest.approx(seen[:, 2])
    assert (ndc[:, 0] + 1) / 2 * 640 == pytest.approx(seen[:, 0])
    assert (1 - ndc[:, 1]) / 2 * 360 == pytest.approx(seen[:, 1])
    assert view.clip(seen) == pytest.approx(clip, abs=1e-9)


def test_lifted_lines_keep_their_place_and_lie_just_so_much_nearer():
    view = looking(Camera(40, 10))
    points = np.random.default_rng(2).uniform(-1, 1, (20, 3))
    seen = view.project(points)
    lifted = view.clip(seen, nearer=0.1)
    assert lifted[:, :2] / lifted[:, 3:] == pytest.approx((view.clip(seen) / view.clip(seen)[:, 3:])[:, :2])
    nearer = seen - (0, 0, 0.1)
    as_if = view.clip(nearer)
    assert lifted[:, 2] / lifted[:, 3] == pytest.approx(as_if[:, 2] / as_if[:, 3])


def test_what_lies_behind_the_eye_is_not_turned_over():
    seen = looking().project(np.array([[100.0, 0.5, 0.5]]))
    assert np.isfinite(seen).all()
    assert seen[0, 2] > 0


def test_orbit_zoom_and_pan_have_limits():
    camera = Camera(350, 80).orbited(20, 60)
    assert (camera.azimuth, camera.elevation) == (10, 89)
    assert Camera().zoomed(1e6).zoom == 12
    assert Camera().zoomed(1e-6).zoom == 0.3
    assert Camera().panned(9, -9).pan == (2.0, -2.0)
    assert math.isclose(looking(Camera(0, 0, 2)).focal, 2 * looking().focal)
