"""Counting points into pixels: each where it belongs, strays nowhere, ink by the law of translucent dots."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.look import tokens
from widgets.plane.cloud import Cloud, counted, paint_counts, resolution, size
from widgets.plane.square import Square
from widgets.plane.trails import Trails, dotted
from widgets.plane.viewport import Viewport

VIEW = Viewport(Square(0, 0, 1), 0, 0, 40)


def painted(layer, view: Viewport = VIEW, ground: str = "stage") -> QImage:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(getattr(tokens.current(), ground)))
    painter = QPainter(image)
    layer.paint(painter, view)
    painter.end()
    return image


def test_every_point_in_sight_is_counted_where_it_lies(qapp):
    points = np.random.default_rng(0).uniform(-1.5, 1.5, (5000, 2)).astype(np.float32)
    found = counted(points, VIEW, 40)
    wanted = np.histogram2d(-points[:, 1], points[:, 0], 40, ((-1, 1), (-1, 1)))[0]
    assert np.array_equal(found, wanted)


def test_a_dot_is_round_as_large_as_told_and_cut_at_the_rim(qapp):
    middle = np.zeros((1, 2), np.float32)
    disc = counted(middle, VIEW, 40, 4.0)
    assert disc.sum() == pytest.approx(np.pi * 4**2, rel=0.08)
    assert disc[20, 20] == disc.max() == 1
    square = counted(middle, VIEW, 40, 4.0, "square")
    assert square[17, 17] == 1 > disc[17, 17]
    outside = counted(np.array([(1.02, 0)], np.float32), VIEW, 40, 4.0)
    assert 0 < outside.sum() < disc.sum() / 2  # its left part reaches in
    assert outside[:, :30].sum() == 0


def test_many_dots_are_inked_as_few_are(qapp):
    points = np.random.default_rng(2).uniform(-1.3, 1.3, (9000, 2)).astype(np.float32)
    for radius in (1.4, 3.0):
        many = counted(points, VIEW, 40, radius)
        few = sum(counted(points[at : at + 300], VIEW, 40, radius) for at in range(0, 9000, 300))
        assert many == pytest.approx(few, rel=0.06)  # in sixteenths of a pixel each
        assert few.mean() == pytest.approx(9000 / (1.3 * 40) ** 2 * np.pi * radius**2, rel=0.12)


def test_strays_at_the_end_of_the_numbers_ink_nothing(qapp):
    most = np.finfo(np.float32).max
    points = np.array([(most, most), (-most, 0), (0, -most), (1.3, -1.3)], np.float32)
    for radius in (0.5, 3.2):
        assert counted(points, VIEW, 40, radius).sum() == 0


def test_weights_count_as_so_many_dots(qapp):
    points = np.array([(0.01, 0.01), (0.012, 0.012)], np.float32)
    assert counted(points, VIEW, 40, weights=np.array([0.25, 0.5])).sum() == 0.75
    assert counted(points, VIEW, 40, 2.0, weights=np.array([0.25, 0.5])).max() == pytest.approx(0.75)


def test_dots_over_each_other_let_through_what_they_leave(qapp):
    counts = np.zeros((40, 40))
    counts[0, :4] = 0, 1, 2, 50
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(0, 0, 0))
    painter = QPainter(image)
    paint_counts(painter, VIEW, counts, "knob", 0.5)
    painter.end()
    full = QColor(tokens.current().knob).green()
    found = [image.pixelColor(x, 0).green() for x in range(4)]
    assert found == pytest.approx([0, full / 2, full * 3 / 4, full], abs=3)


def test_the_more_there_are_the_smaller_and_fainter(qapp):
    sizes = [size(number) for number in (0, 10, 1000, 5000, 20_000, 60_000, 100_000, 10**7)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1][0] == 0.5
    assert resolution(Viewport(Square(), 0, 0, 5000)) == 900
    assert resolution(Viewport(Square(), 0, 0, 0.2)) == 1


@pytest.mark.parametrize("dark", [True, False])
def test_points_are_in_the_colour_of_their_token_with_a_rim_of_the_ground(qapp, dark: bool):
    tokens.use(tokens.DARK if dark else tokens.LIGHT)
    image = painted(Cloud(np.zeros((1, 2)), role="fake"), ground="accent")
    far = QColor(tokens.current().fake).toRgb()
    middle = image.pixelColor(20, 20)
    assert abs(middle.red() - far.red()) + abs(middle.blue() - far.blue()) < 60
    accent, rim = QColor(tokens.current().accent), image.pixelColor(20, 24)
    assert rim != accent
    assert image.pixelColor(20, 28) == accent
    tokens.use(tokens.DARK)


def test_fewer_in_sight_are_larger(qapp):
    points = np.full((50_000, 2), 0.9, np.float32)
    points[0] = 0
    stage = QColor(tokens.current().stage)
    inked = []
    for half in (1.0, 0.5):
        image = painted(Cloud(points), Viewport(Square(0, 0, half), 0, 0, 40))
        inked.append(sum(image.pixelColor(x, y) != stage for x in range(10, 30) for y in range(10, 30)))
    assert inked[0] <= 9 < 20 < inked[1]


def test_clouds_refuse_what_is_no_point_or_colour():
    for wrong in (np.zeros((3, 3)), np.full((2, 2), np.nan), np.full((2, 2), 1e300), np.zeros(4)):
        with pytest.raises(ValueError):
            Cloud(wrong)
    with pytest.raises(ValueError):
        Cloud(np.zeros((1, 2)), role="pink")


def test_trails_are_lines_that_fade(qapp):
    path = np.stack([np.linspace(-0.9, 0.9, 7), np.zeros(7)], 1)[:, None]
    image = painted(Trails(path))
    row = [image.pixelColor(x, 20).lightness() for x in range(40)]
    stage = QColor(tokens.current().stage).lightness()
    assert all(light > stage for light in row[4:37])  # without a gap
    assert row[35] > row[20] > row[5]
    assert row[0] == row[39] == stage


def test_many_long_trails_stay_within_the_budget(qapp):
    paths = np.random.default_rng(0).uniform(-1, 1, (20, 5000, 2)).astype(np.float32)
    dots, ages = dotted(paths, 300)
    assert len(dots) == len(ages) <= 130_000
    assert 0 < ages.min() < ages.max() == 1
    for none in (paths[:1], paths[:0], paths[:, :0]):
        assert len(dotted(none, 300)[0]) == 0
        painted(Trails(none))
    with pytest.raises(ValueError):
        Trails(np.full((2, 3, 2), np.inf))
