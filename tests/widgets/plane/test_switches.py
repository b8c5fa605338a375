"""Switches of layers that are called otherwise, and clouds that are seen again."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QAbstractButton

from widgets.plane.cloud import Cloud
from widgets.plane.heat import HeatMap
from widgets.plane.square import Square
from widgets.plane.switches import LayerSwitches
from widgets.plane.view import PlaneView


def test_switches_may_be_called_after_the_view_and_leave_layers_out(full: PlaneView, show):
    switches = LayerSwitches(full, prefix="lab.plane", without=("real",))
    show(switches, 300, 100)
    names = [b.objectName() for b in switches.children() if b.isWidgetType()]
    assert names == [f"lab.plane.{name}" for name in full.names() if name != "real"]


def test_a_cloud_seen_as_before_is_painted_as_before_and_otherwise_anew(full: PlaneView):
    full.set_layer("real", Cloud(np.array([[0.4, 0.2]] * 3), "Real", "real"))
    first, again = full.picture(1.0), full.picture(1.0)
    assert again == first
    full.set_square(Square(0.3, 0.1, full.square().half))
    assert full.picture(1.0) != first
    full.reset()
    assert full.picture(1.0) == first


def test_a_switch_follows_its_layer_to_another_name_and_other_colours(full: PlaneView, show):
    switches = LayerSwitches(full)
    show(switches, 300, 100)
    grid = np.arange(16.0).reshape(4, 4)
    full.set_layer("map", HeatMap(grid, Square(0, 0, 1), "Density"))
    (switch,) = [b for b in switches.findChildren(QAbstractButton) if b.objectName() == "map"]
    assert switch.text() == "Density"
    plain = switch.grab().toImage()
    full.set_layer("map", HeatMap(grid, Square(0, 0, 1), "Density", scheme="diverging_r"))
    assert switch.grab().toImage() != plain
    full.set_layer("map", HeatMap(grid, Square(0, 0, 1), "Error"))
    assert switch.text() == "Error"
