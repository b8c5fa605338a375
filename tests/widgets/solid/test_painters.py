"""Both painters: a picture that is not empty, what hides what, and the same from either."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from tests.tools import xvfb
from widgets.look import tokens
from widgets.solid.gl import NoOpenGLError, OpenGLPainter, ribbons
from widgets.solid.ground import shadow
from widgets.solid.mesh import Mesh
from widgets.solid.painter import SoftwarePainter, shaded, visible
from widgets.solid.projection import Camera, Projection
from widgets.solid.samples import cube, two_ellipses
from widgets.solid.scene import Options, Scene
from widgets.solid.strokes import Stroke, contour, rulings, strokes

ROOT = Path(__file__).parents[3]


def view_of(scene: Scene, camera: Camera = Camera(), width: int = 320, height: int = 240) -> Projection:  # noqa: B008
    return Projection(camera, scene.centre, scene.radius, width, height)


def pixels(image: QImage) -> np.ndarray:
    """(height, width, 4) uint8: blue, green, red, cover."""
    image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    raw = np.frombuffer(image.constBits(), np.uint8)
    return raw.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()].copy()


def body(**options: bool | float) -> Scene:
    made = two_ellipses(n=16)
    return Scene(made.meshes, made.seam, None, Options(**options))


@pytest.mark.parametrize("fine", [False, True])
def test_the_picture_has_both_tones_and_nothing_around(qapp, fine: bool):
    scene = body(grid=False)
    image = pixels(SoftwarePainter().paint(scene, view_of(scene), fine=fine))
    assert image.shape == (240, 320, 4)
    assert (image[[0, -1]] == 0).all()
    assert (image[:, [0, -1]] == 0).all()
    blue, red = (image[..., k].astype(int) for k in (0, 2))
    whole = image[..., 3] == 255
    assert (whole & (blue > red + 40)).sum() > 3000  # the sheet in real
    assert (whole & (red > blue + 40)).sum() > 1500  # the one in fake


def test_a_fine_picture_covers_as_much_and_has_softer_edges(qapp):
    scene = Scene((cube(),))
    rough, fine = (
        pixels(SoftwarePainter().paint(scene, view_of(scene), fine=f))[..., 3] for f in (False, True)
    )
    assert rough.astype(int).sum() == pytest.approx(fine.astype(int).sum(), rel=0.01)


@pytest.mark.parametrize("meshes", [
    (), (Mesh(np.zeros((0, 3)), np.zeros((0, 3))),), (Mesh(np.eye(3), np.zeros((0, 3))),),
    (Mesh(np.zeros((3, 3)), np.array([[0, 1, 2]])),), (Mesh(np.ones((1, 3)), np.zeros((0, 3))), cube()),
])  # fmt: skip
@pytest.mark.parametrize("seam", [False, True])
def test_little_or_nothing_paints_without_an_error(qapp, meshes, seam: bool):
    made = two_ellipses(n=4).seam if seam else None
    scene = Scene(meshes, made, np.zeros((4, 3)), Options(True, True, True, 1.0))
    image = SoftwarePainter().paint(scene, view_of(scene))
    assert (image.width(), image.height()) == (320, 240)
    assert np.isfinite(shadow(scene)).all()


def test_the_near_sheet_hides_the_far_one_from_either_end(qapp):
    scene = body(grid=False)
    for azimuth, tone in ((0.0, "real"), (180.0, "fake")):
        image = SoftwarePainter().paint(scene, view_of(scene, Camera(azimuth, 0)))
        seen, wanted = image.pixelColor(160, 120), QColor(getattr(tokens.current(), tone))
        assert abs(seen.hue() - wanted.hue()) < 12


def test_shades_of_a_cube_are_flat_enough_to_tell_its_faces(qapp):
    mesh = cube()
    flat = [Mesh(mesh.corners[f].reshape(-1, 3), np.array([[0, 1, 2]])) for f in range(12)]
    scene = Scene(tuple(flat), None, None, Options(grid=False))
    _, colours, _ = shaded(scene, view_of(scene, Camera(30, 30)))
    found, count = np.unique(colours, return_counts=True)
    assert len(found[count > 100]) == 3


def test_the_grid_is_printed_where_flat_coordinates_are_whole_steps(qapp):
    square = np.array([[0, -1, -1], [0, 1, -1], [0, 1, 1], [0, -1, 1]], float)
    mesh = Mesh(square, np.array([[0, 1, 2], [0, 2, 3]]), square[:, 1:])
    scene = Scene((mesh,))
    view = view_of(scene, Camera(0, 0), 400, 400)
    at, printed, _ = shaded(scene, view)
    _, blank, _ = shaded(scene.with_options(grid=False), view)
    inked = at[printed != blank]
    scale = view.focal / view.distance / (1 - 0.002 * scene.radius / view.distance)
    u = (inked % 400 + 0.5 - 200) / scale / scene.step
    v = (inked // 400 + 0.5 - 200) / scale / scene.step
    off = np.minimum(abs(u - np.rint(u)), abs(v - np.rint(v))) * scene.step * scale
    assert len(inked) > 2000
    assert off.max() < 1.3  # pixels from a line


def test_a_sheet_without_flat_coordinates_has_no_grid(qapp):
    scene = Scene((cube(),))
    _, colours, _ = shaded(scene, view_of(scene))
    other = shaded(scene.with_options(grid=False), view_of(scene))
    assert (colours == other[1]).all()


def test_visible_is_before_what_is_nearest_or_beside_its_edge():
    depth = np.zeros((10, 10), np.float32)
    depth[:, :5] = 1 / 2.0
    near, far = 1 / 1.9, 1 / 2.1
    places = np.array([[2.5, 2.5, near], [2.5, 2.5, far], [7.5, 2.5, far], [4.5, 5.5, far], [-30, 99, near]])
    assert visible(places, depth).tolist() == [True, False, True, True, True]


def test_through_a_crack_between_two_sheets_nothing_is_seen():
    """A seam that runs across the picture leaves pixels that neither sheet covers."""
    depth = np.full((20, 20), 1 / 2.0, np.float32)
    depth[np.arange(20), np.arange(20)] = 0.0
    behind = np.array([[x + 0.5, 9.5, 1 / 2.1] for x in (8, 9, 11, 12)])
    assert not visible(behind[[0, 2, 3]], depth, beside=2.0).any()
    assert visible(behind * (1, 1, 1.2), depth, beside=2.0).all()


def test_contours_of_a_cube_are_the_six_edges_of_its_outline():
    mesh = cube()
    scene = Scene((mesh,))
    edges = contour(mesh, view_of(scene, Camera(45, 35.26)))
    assert len(edges) == 6
    assert np.linalg.norm(mesh.vertices[edges[:, 0]] - mesh.vertices[edges[:, 1]], axis=1) == pytest.approx(1)
    assert len(contour(mesh, view_of(scene, Camera(0, 0)))) == 4


def test_rulings_are_straight_lines_of_constant_u_and_own_ones_go_first():
    mesh = two_ellipses(n=16).meshes[0]
    ends = rulings(mesh, 0.1)
    assert len(ends) > 100
    assert ends[:, :, 1].min() < 0 < ends[:, :, 1].max()
    assert ends[:, 0, [0, 2]] == pytest.approx(ends[:, 1, [0, 2]], abs=1e-5)  # this sheet's run along y
    own = Mesh(mesh.vertices, mesh.faces, mesh.uv, rulings=np.array([[0, 5]]))
    assert rulings(own, 0.1) == pytest.approx(mesh.vertices[[[0, 5]]])
    assert len(rulings(cube(), 0.1)) == 0


def test_threads_and_two_rims_only_where_the_sheets_are_apart():
    closed = body()
    one_rim = Scene(closed.meshes, type(closed.seam)(closed.seam.points[0], closed.seam.gap))
    number = [len(strokes(scene, view_of(scene))) for scene in (one_rim, one_rim.with_options(exploded=1.0))]
    assert number[1] == number[0] + 2  # the second rim, and threads


def test_ribbons_are_as_wide_as_told_and_where_the_line_is():
    scene = Scene((cube(),))
    view = view_of(scene)
    line = Stroke(
        np.array([[[0, -0.3, 0.1], [0.2, 0.3, 0]]]), np.array([[9, 9, 9, 255]], np.uint8), 4.0, lift=0
    )
    corners = ribbons(line, view, 2.0, ahead=0.0)
    assert corners.shape == (6, 8)
    x = (corners[:, 0] / corners[:, 3] + 1) / 2 * 320
    y = (1 - corners[:, 1] / corners[:, 3]) / 2 * 240
    assert np.hypot(x[0] - x[1], y[0] - y[1]) == pytest.approx(8, rel=1e-4)
    ends = view.project(line.ends[0])
    assert (x[0] + x[1]) / 2 == pytest.approx(ends[0, 0], abs=1e-3)
    assert (y[2] + y[5]) / 2 == pytest.approx(ends[1, 1], abs=1e-3)


def test_the_shadow_is_dark_under_the_body_and_gone_far_away():
    scene = body()
    dark = shadow(scene)
    assert 0.5 < dark.max() <= 1
    assert abs(np.array(np.unravel_index(dark.argmax(), dark.shape)) - 32).max() < 12
    assert dark[[0, -1]].max() < 0.02
    assert dark[:, [0, -1]].max() < 0.02
    lifted = Scene(tuple(mesh.moved(np.array([0, 0, 1.0])) for mesh in scene.meshes))
    assert shadow(lifted) == pytest.approx(dark, abs=0.02)  # the ground goes with the body


def test_there_is_no_opengl_offscreen(qapp):
    with pytest.raises(NoOpenGLError, match="offscreen"):
        OpenGLPainter()


GL_RUN = """
import json
import numpy as np
from PySide6.QtWidgets import QApplication
app = QApplication([])
from tests.widgets.solid.test_painters import body, pixels, view_of
from widgets.look import style
from widgets.solid.gl import OpenGLPainter
from widgets.solid.mesh import Mesh
from widgets.solid.painter import SoftwarePainter
from widgets.solid.scene import Scene
style.stage(app)
card, soft = OpenGLPainter(), SoftwarePainter()
said = []
for options in ({}, {"exploded": 0.8}, {"rulings": True, "grid": False}, {"wireframe": True}):
    scene = body(**options)
    view = view_of(scene, width=640, height=480)
    one, other = (pixels(p.paint(scene, view)).astype(int) for p in (card, soft))
    either = (one[..., 3] > 0) | (other[..., 3] > 0)
    off = abs(one - other).max(-1)[either]
    said.append({"covered": int((one[..., 3] > 0).sum()), "mean": float(off.mean()), "far": float((off > 48).mean())})
for meshes in ((), (Mesh(np.zeros((0, 3)), np.zeros((0, 3))),), (Mesh(np.zeros((3, 3)), np.array([[0, 1, 2]])),)):
    scene = Scene(meshes)
    said.append({"empty": int(pixels(card.paint(scene, view_of(scene)))[..., 3].max())})
second = OpenGLPainter()
scene = body()
same = pixels(second.paint(scene, view_of(scene))) == pixels(card.paint(scene, view_of(scene)))
said.append({"same": bool(same.all())})
second.close()
card.close()
second.close()
print(json.dumps(said))
"""


@pytest.mark.xvfb
def test_opengl_draws_what_software_draws():
    if not xvfb.available():
        pytest.skip("Xvfb is not installed")
    with xvfb.screen() as display:
        import os

        env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", GL_RUN], capture_output=True, text=True, env=env, cwd=ROOT
        )
    if "NoOpenGLError" in done.stderr:
        pytest.skip("this Xvfb has no OpenGL: install libgl1-mesa-dri")
    assert done.returncode == 0, done.stderr
    *drawn, a, b, c, twice = json.loads(done.stdout)
    for said in drawn:
        assert said["covered"] > 15000
        assert said["mean"] < 7, drawn
        assert said["far"] < 0.05, drawn
    assert a["empty"] == b["empty"] == c["empty"] == 0
    assert twice["same"]
