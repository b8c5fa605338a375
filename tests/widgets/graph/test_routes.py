"""The way of a wire around what is in between."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF

from widgets.graph.places.routes import Router


def points(path) -> np.ndarray:
    found = [path.pointAtPercent(at) for at in np.linspace(0, 1, 400)]
    return np.array([(p.x(), p.y()) for p in found])


def inside(way: np.ndarray, card: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = card
    x, y = way.T
    return bool(((x > left) & (x < right) & (y > top) & (y < bottom)).any())


def test_a_free_way_is_a_curve_from_port_to_port():
    way = points(Router(np.zeros((0, 4))).way(QPointF(0, 0), QPointF(100, 60)))
    assert (way[0] == (0, 0)).all()
    assert (way[-1] == (100, 60)).all()
    assert (np.diff(way[:, 0]) >= 0).all()


def test_a_card_in_between_is_gone_around_on_the_nearer_side():
    card = (100.0, -20.0, 200.0, 60.0)
    way = points(Router(np.array([card])).way(QPointF(0, 0), QPointF(300, 0)))
    assert not inside(way, card)
    assert way[:, 1].min() < -20  # above: that is nearer than below
    assert way[:, 1].max() < 1


def test_a_way_back_goes_around_its_own_cards():
    source, target = (300.0, 0.0, 400.0, 50.0), (0.0, 200.0, 100.0, 250.0)
    way = points(Router(np.array([source, target])).way(QPointF(400, 25), QPointF(0, 225)))
    assert not inside(way, source)
    assert not inside(way, target)
    same = (0.0, 0.0, 100.0, 50.0)
    loop = points(Router(np.array([same])).way(QPointF(100, 25), QPointF(0, 25)))
    assert not inside(loop, same)


def test_no_two_wires_share_a_lane_unless_they_are_one_outputs():
    card = (100.0, -20.0, 200.0, 60.0)
    router = Router(np.array([card]))
    heights = [
        points(router.way(QPointF(0, y), QPointF(300, y), owner))[:, 1].min()
        for y, owner in ((0, "a"), (4, "b"), (2, "a"))
    ]
    assert abs(heights[0] - heights[1]) >= 6
    assert heights[0] == heights[2]
