"""Sheets and seams: what is refused and named, normals, edges, and where a scene puts them."""

from __future__ import annotations

import numpy as np
import pytest

from widgets.solid.mesh import Mesh, Seam, cross
from widgets.solid.samples import cube, two_ellipses
from widgets.solid.scene import Options, Scene

TRIANGLE = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0]])
FACE = np.array([[0, 1, 2]])


def test_what_is_not_a_number_is_refused_and_named():
    for name, made in (
        ("vertices", lambda bad: Mesh(bad, FACE)),
        ("uv", lambda bad: Mesh(TRIANGLE, FACE, bad[:, :2])),
        ("points of the seam", lambda bad: Seam(bad, np.zeros(3))),
        ("gap", lambda bad: Seam(TRIANGLE, bad[:, 1])),
    ):
        for value in (np.nan, np.inf):
            bad = TRIANGLE.copy()
            bad[1, 1] = value
            with pytest.raises(ValueError, match=f"{name}: row 1 is not finite"):
                made(bad)


def test_what_does_not_fit_is_refused():
    for made in (
        lambda: Mesh(TRIANGLE[:, :2], FACE),
        lambda: Mesh(TRIANGLE, FACE + 1),
        lambda: Mesh(TRIANGLE, FACE - 1),
        lambda: Mesh(TRIANGLE, FACE, np.zeros((2, 2))),
        lambda: Mesh(TRIANGLE, FACE, rulings=np.array([[0, 3]])),
        lambda: Seam(TRIANGLE, np.zeros(2)),
        lambda: Seam(np.zeros((3, 3, 3)), np.zeros(3)),
        lambda: Seam(TRIANGLE, np.zeros(3), full=0.0),
        lambda: Seam(TRIANGLE, np.zeros(3), full=np.nan),
    ):
        with pytest.raises(ValueError):
            made()


def test_empty_is_a_sheet_too():
    mesh = Mesh(np.zeros((0, 3)), np.zeros((0, 3)))
    assert mesh.normals.shape == (0, 3)
    assert len(mesh.edges[0]) == 0
    assert (mesh.centroid == 0).all()
    scene = Scene((mesh, mesh), None, None, Options(exploded=1.0))
    assert scene.radius > 0
    assert np.isfinite(scene.centre).all()
    assert len(scene.placed) == 2


def test_normals_of_a_cube_point_out_of_its_corners():
    mesh = cube(2.0)
    assert (np.sign(mesh.normals) == np.sign(mesh.vertices)).all()
    assert np.linalg.norm(mesh.normals, axis=1) == pytest.approx(1)


def test_a_cube_has_eighteen_edges_with_two_faces_each_and_a_sheet_has_a_rim():
    edges, beside = cube().edges
    assert len(edges) == 18  # 12, and a diagonal for each face
    assert (beside >= 0).all()
    for edge, faces in zip(edges, beside, strict=True):
        for face in faces:
            assert set(edge) <= set(cube().faces[face])
    x, y = np.meshgrid(range(3), range(3))
    quads = [(k, k + 1, k + 4, k + 3) for k in (0, 1, 3, 4)]
    faces = np.array([(q[0], q[i], q[i + 1]) for q in quads for i in (1, 2)])
    edges, beside = Mesh(np.stack([x, y, 0 * x], -1).reshape(-1, 3), faces).edges
    assert len(edges) == 16
    assert (beside[:, 1] < 0).sum() == 8


def test_the_sample_is_an_isometry_at_every_bend_and_closes():
    for bend in (0.0, 0.4, 1.0):
        for mesh in two_ellipses(1, 0.5, bend).meshes:
            a, b = mesh.edges[0].T
            bent = np.linalg.norm(mesh.vertices[a] - mesh.vertices[b], axis=1)
            flat = np.linalg.norm(mesh.uv[a] - mesh.uv[b], axis=1)
            assert (bent <= flat + 1e-6).all()  # chords of what is bent are no longer
            assert bent == pytest.approx(flat, abs=2e-3)
    assert two_ellipses(1, 0.5, 0).seam.gap.max() == pytest.approx(0.5, abs=1e-3)
    assert two_ellipses(1, 0.5, 1).seam.gap.max() < 1e-3
    assert two_ellipses(1, 0.5).depth == pytest.approx(0.78488, abs=3e-4)


def test_both_sheets_of_the_sample_look_outward():
    body = two_ellipses()
    middle = np.array([body.depth / 2, 0, 0])
    for mesh in body.meshes:
        a, b, c = mesh.corners.transpose(1, 0, 2)
        outward = (np.cross(b - a, c - a) * (mesh.corners.mean(1) - middle)).sum(1)
        assert (outward > 0).mean() > 0.99


def test_rims_that_lie_on_each_other_are_one():
    body = two_ellipses()
    both = np.stack([body.seam.points[0]] * 2)
    gap = np.zeros(len(both[0]))
    assert len(Scene(body.meshes, Seam(both, gap, 0.5)).rims) == 1
    assert len(Scene(body.meshes, Seam(both, gap, 0.5)).with_options(exploded=1.0).rims) == 2
    gap[3] = 1e-5
    assert len(Scene(body.meshes, Seam(both, gap, 0.5)).rims) == 2


def test_the_vector_product_is_numpys():
    one, other = np.random.default_rng(0).normal(size=(2, 50, 3))
    assert np.array_equal(cross(one, other), np.cross(one, other))


def test_apart_the_sheets_move_away_from_each_other_and_the_rims_with_them():
    body = two_ellipses()
    scene = Scene(body.meshes, Seam(body.seam.points[0], body.seam.gap))
    assert len(scene.rims) == 1
    apart = scene.with_options(exploded=1.0)
    one, other = apart.shifts
    assert one == pytest.approx(-other)
    assert one[0] > 0.3  # the first one's middle lies at the far end
    assert len(apart.rims) == 2
    assert apart.rims[0] - apart.rims[1] == pytest.approx(np.tile(one - other, (160, 1)), abs=1e-6)
    assert (
        apart.placed[0].normals is scene.meshes[0].normals
        or (apart.placed[0].normals == scene.meshes[0].normals).all()
    )


def test_sheets_in_one_another_are_lifted_off_each_other():
    scene = Scene((cube(), cube(tone="fake")), None, None, Options(exploded=0.5))
    one, other = scene.shifts
    assert one == pytest.approx(-other)
    assert np.linalg.norm(one) > 0.1


def test_bending_hardly_zooms_and_the_printed_grid_never_changes():
    scenes = [Scene(two_ellipses(bend=bend).meshes) for bend in np.linspace(0, 1, 11)]
    radii = np.array([scene.radius for scene in scenes])
    assert abs(np.diff(radii)).max() < 0.08 * radii.max()
    assert {scene.step for scene in scenes} == {0.2}


def test_levels_of_a_seam():
    seam = Seam(TRIANGLE, np.array([0.0, 0.1, 0.4]), full=0.2)
    assert seam.levels == pytest.approx([0, 0.5, 1])
    assert Seam(TRIANGLE, np.zeros(3)).levels == pytest.approx([0, 0, 0])
    assert Seam(TRIANGLE, np.array([0.0, 0.1, 0.4])).levels == pytest.approx([0, 0.25, 1])
