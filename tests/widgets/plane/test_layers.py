"""Maps, lines, arrows, meshes and paths: numbers and pixels where they must be, and words for them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.look import tokens
from widgets.look.ramp import packed
from widgets.plane import ink
from widgets.plane.arrows import Arrows, PointArrows
from widgets.plane.cloud import Cloud
from widgets.plane.contours import Contours, march
from widgets.plane.field import VectorField
from widgets.plane.heat import HeatMap
from widgets.plane.mesh import Mesh
from widgets.plane.path import Path
from widgets.plane.square import Square
from widgets.plane.viewport import Viewport

UNIT = Square(0, 0, 1)
VIEW = Viewport(UNIT, 0, 0, 100)
BAD = [np.nan, np.inf, -np.inf, 1e300]


def painted(layer, view: Viewport = VIEW) -> QImage:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(QColor(tokens.current().stage))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    layer.paint(painter, view)
    painter.end()
    return image


def inked(image: QImage, x0: int = 0, x1: int = 100, y0: int = 0, y1: int = 100) -> int:
    stage = QColor(tokens.current().stage).rgb()
    return sum(image.pixel(x, y) != stage for x in range(x0, x1) for y in range(y0, y1))


def contrast(one: QColor, other: QColor) -> float:
    """WCAG."""
    light = []
    for colour in (one, other):
        parts = np.array(colour.getRgbF()[:3])
        light.append(
            np.where(parts <= 0.03928, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
            @ (0.2126, 0.7152, 0.0722)
        )
    return (max(light) + 0.05) / (min(light) + 0.05)


@pytest.fixture(params=["dark", "light"])
def theme(request, qapp):
    tokens.use(tokens.DARK if request.param == "dark" else tokens.LIGHT)
    yield tokens.current()
    tokens.use(tokens.DARK)


# maps


def test_a_map_interpolates_numbers_and_puts_row_0_at_the_bottom(theme):
    values = np.array([(0, 1), (2, 3)], np.float32)
    heat = HeatMap(values, UNIT, low=0.0, high=3.0)
    found, table = heat.pixels(VIEW, 100), packed(ink.table("sequential"))
    for col, row in ((0, 0), (99, 0), (0, 99), (99, 99), (30, 70)):
        u, v = (col + 0.5) / 100, 1 - (row + 0.5) / 100
        assert found[row, col] == table[int(255 * (u + 2 * v) / 3)]
    assert heat.value(1, -1) == 1
    assert heat.value(0, 0) == 1.5
    assert heat.value(0, 1.01) is None


def test_a_map_ends_where_its_square_does(theme):
    heat = HeatMap(np.ones((3, 3)), Square(0.5, 0.5, 0.5))
    found = heat.pixels(VIEW, 100) >> 24
    assert found[:50, 50:].min() == 255
    assert found[50:].max() == found[:, :50].max() == 0
    assert inked(painted(heat), 0, 49) == 0


def test_text_and_points_can_be_read_on_every_map(theme):
    for role, least in (("text", 3.0), ("real", 2.2), ("fake", 2.2)):
        for scheme in ("diverging", "sequential") if role == "text" else ("diverging",):
            for colour in ink.table(scheme)[::15]:
                assert contrast(QColor(getattr(theme, role)), QColor(*colour.tolist())) >= least, (
                    role,
                    scheme,
                )


def test_diverging_maps_have_the_ground_in_their_middle(theme):
    table, turned = ink.table("diverging", full=True), ink.table("diverging_r", full=True)
    assert np.array_equal(table, turned[::-1])
    assert table[0].tolist() == ink.rgb(theme.real).tolist()
    assert np.abs(table[127].astype(int) - ink.rgb(theme.stage)).max() <= 3
    heat = HeatMap(np.array([(0, 0.2), (0.9, 0.4)]), UNIT, scheme="diverging_r", centre=0.5)
    low, high = heat.range
    assert low + high == pytest.approx(1.0)


def test_the_ramp_of_a_map_only_grows_brighter_or_darker(theme):
    for full in (False, True):
        light = ink.table("sequential", full) @ (0.2126, 0.7152, 0.0722)
        steps = np.diff(light)
        assert (steps >= -0.01).all() or (steps <= 0.01).all()


def test_a_map_spends_its_colours_robustly_and_says_so(qapp):
    values = np.linspace(0, 1, 10_000).reshape(100, 100)
    values[0, 0] = -1e9
    heat = HeatMap(values, UNIT, "Energy")
    assert heat.range == pytest.approx((0.01, 0.99), abs=2e-3)
    assert heat.words() == "Energy from 0.01 to 0.99"
    key = heat.key()
    assert (key.label, key.low, key.high) == ("Energy", "0.01", "0.99")
    assert HeatMap(np.full((2, 2), 3.0), UNIT).range[0] < 3
    assert HeatMap(np.zeros((2, 2)), UNIT, low=5.0).range[0] == 5


@pytest.mark.parametrize("bad", BAD)
def test_no_layer_takes_what_is_no_number(qapp, bad: float):
    grid, points = np.zeros((4, 4)), np.zeros((4, 2))
    grid[1, 2] = points[1, 1] = bad
    mesh = np.zeros((4, 4, 2))
    mesh[2, 2, 1] = bad
    for make in (
        lambda: HeatMap(grid, UNIT), lambda: Contours(grid, UNIT), lambda: Mesh(mesh), lambda: Path(points),
        lambda: PointArrows(points, np.zeros((4, 2))), lambda: PointArrows(np.zeros((4, 2)), points),
        lambda: Cloud(points),
    ):  # fmt: skip
        with pytest.raises(ValueError):
            make()


def test_nor_limits_that_are_none(qapp):
    good, field = np.zeros((4, 4)), VectorField(np.zeros((2, 3, 3)), UNIT)
    for make in (
        lambda: HeatMap(good, UNIT, low=np.nan), lambda: HeatMap(good, UNIT, low=2.0, high=2.0),
        lambda: HeatMap(good, UNIT, centre=np.inf), lambda: HeatMap(good, UNIT, scheme="rainbow"),
        lambda: HeatMap(np.zeros((1, 5)), UNIT), lambda: Contours(good, UNIT, (np.nan,)),
        lambda: Arrows(field, across=1), lambda: Arrows(field, across=10_000), lambda: Arrows(field, by="weight"),
        lambda: Mesh(np.zeros((1, 4, 2))), lambda: Mesh(np.zeros((4, 4, 3))), lambda: Path(np.zeros((4, 3))),
        lambda: PointArrows(np.zeros((3, 2)), np.zeros((4, 2))),
    ):  # fmt: skip
        with pytest.raises(ValueError):
            make()


# lines


def test_a_circle_is_found_where_it_is():
    x, y = np.meshgrid(*UNIT.nodes(81))
    lines = Contours(np.hypot(x, y), UNIT, (0.6,)).segments
    assert np.hypot(*lines.reshape(-1, 2).T) == pytest.approx(0.6, abs=1e-3)
    length = np.hypot(*(lines[:, 1] - lines[:, 0]).T).sum()
    assert length == pytest.approx(2 * np.pi * 0.6, rel=2e-3)


def test_lines_of_a_slope_are_exact_and_meet():
    x, y = np.meshgrid(np.arange(5.0), np.arange(4.0))
    lines = march(x + 2 * y, 3.25)
    ends = lines.reshape(-1, 2)
    assert ends @ (1, 2) == pytest.approx(3.25)
    _, times = np.unique(ends.round(9), axis=0, return_counts=True)
    assert sorted(times.tolist())[:2] == [1, 1]  # two loose ends, at the rim; all else meets
    assert set(times.tolist()[2:]) <= {1, 2}
    assert (times == 1).sum() == 2


@pytest.mark.parametrize("middle", [0.2, -0.2])
def test_the_middle_of_a_saddle_decides(middle: float):
    corners = np.array([(1, -1), (-1, 1)]) + middle
    lines = march(corners, 0.0)
    assert len(lines) == 2
    towards_lower_left = [line.sum(1).max() < 1.0 for line in lines]
    assert any(towards_lower_left) == (
        middle < 0
    )  # the high corners stand alone only where the middle is low


def test_flat_ground_has_no_lines_but_words(qapp):
    flat = Contours(np.zeros((5, 5)), UNIT)
    assert len(flat.segments) == 0
    assert len(flat.levels) == 8
    assert inked(painted(flat)) == 0
    assert (
        Contours(np.zeros((5, 5)), UNIT, (-1.0, 2.0), "Energy").words()
        == "Energy at 2 heights from −1.00 to 2.00"
    )


# arrows


def test_arrows_point_along_the_field_and_grow_with_it(theme):
    def flow(right: float, up: float) -> VectorField:
        return VectorField(np.stack([np.full((3, 3), right), np.full((3, 3), up)]), UNIT)

    across = inked(painted(Arrows(flow(1, 0), across=2)))
    x, _ = np.meshgrid(*UNIT.nodes(21))
    weak_left = VectorField(np.stack([0.5 + 0.5 * np.sign(x + 1e-9), 0 * x]) + 0.01, UNIT)
    image = painted(Arrows(weak_left, across=2))
    assert across > 100
    assert inked(image, 0, 50) < inked(image, 50, 100) / 3
    up = painted(Arrows(flow(0, 1), across=2))
    head, tail = inked(up, 0, 50, 0, 15), inked(up, 0, 50, 35, 50)
    assert head > tail  # the head is the wider end, and it is above
    assert inked(painted(Arrows(flow(0, 0), across=2))) == 0


def test_arrows_by_colour_are_of_one_length(theme):
    x, _ = np.meshgrid(*UNIT.nodes(21))
    field = VectorField(np.stack([1.2 + x, 0 * x]), UNIT)
    image = painted(Arrows(field, across=2, by="colour"))
    assert inked(image, 0, 50) == pytest.approx(inked(image, 50, 100), rel=0.1)
    away = abs(QColor(theme.stage).lightness() - np.array([[image.pixelColor(x, y).lightness() for x in range(100)] for y in range(100)]))  # fmt: skip
    assert away[:, 50:].max() > away[:, :50].max() + 20
    assert Arrows(field, by="colour").key().colours is not None
    assert Arrows(field).key().arrow > 0


def test_arrows_stay_where_there_is_a_field_at_any_zoom(qapp):
    field = VectorField(np.ones((2, 3, 3)), Square(0.5, 0.5, 0.5))
    image = painted(Arrows(field, across=10))
    assert inked(image, 0, 44) == inked(image, 0, 100, 56, 100) == 0
    near = painted(Arrows(field, across=10), Viewport(Square(0.5, 0.5, 0.1), 0, 0, 100))
    assert inked(near) > inked(image)


def test_arrows_from_points_begin_there(theme):
    steps = PointArrows(np.array([(0.0, 0.0), (5.0, 5.0)]), np.array([(1.0, 0.0), (0.0, 1.0)]), "Steps")
    image = painted(steps)
    assert inked(image, 50, 80, 40, 60) > 20
    assert inked(image, 0, 47) == 0
    assert steps.words() == "Steps: arrows up to 1.00"
    none = PointArrows(np.zeros((0, 2)), np.zeros((0, 2)))
    assert none.strength == 0
    painted(none)


# meshes and paths


def test_a_mesh_knows_its_areas_and_folds(qapp):
    x, y = np.meshgrid(*UNIT.nodes(5))
    flat = Mesh(np.stack([x, y], -1))
    assert flat.areas() == pytest.approx(np.full((4, 4), 0.25))
    assert flat.words() == "Grid of 5 by 5, 0 % folded over"
    folded = Mesh(np.stack([np.abs(x) - 0.25 * (x > 0.6), y], -1), "Noise")
    assert folded.words() == "Noise of 5 by 5, 50 % folded over"
    mirrored = Mesh(np.stack([-x, y], -1))
    assert mirrored.areas().sum() == pytest.approx(-4)
    assert mirrored.words().endswith("0 % folded over")


def test_small_cells_are_strong(theme):
    x, y = np.meshgrid(np.array([-0.8, -0.7, 0.8]), np.array([-0.8, 0.8]))
    image = painted(Mesh(np.stack([x, y], -1)))
    fake, stage = ink.rgb(theme.fake).astype(int), ink.rgb(theme.stage).astype(int)
    away = [np.abs(np.array(image.pixelColor(at, 50).getRgb()[:3]) - fake).sum() for at in (12, 60)]
    assert away[0] < away[1] < np.abs(stage - fake).sum() + 1
    painted(Mesh(np.zeros((3, 3, 2))))  # all in one place
    painted(Mesh(np.full((3, 3, 2), 3e38)))


def test_a_path_goes_from_a_ring_to_a_dot(theme):
    path = Path(np.array([(-0.6, 0), (0.6, 0)]), "Pointer")
    image = painted(path)
    accent = QColor(theme.accent).rgb()
    assert image.pixel(80, 50) == accent
    assert image.pixel(20, 50) != accent  # the ring is empty
    assert inked(image, 30, 70, 47, 53) >= 80
    assert path.words() == "Pointer of 2 places, now at 0.60, 0.00"
    assert Path(np.zeros((0, 2))).words() == "Path: nothing yet"
    painted(Path(np.zeros((0, 2))))
    painted(Path(np.zeros((1, 2))))
    painted(Path(np.random.default_rng(0).normal(size=(100_000, 2))))
