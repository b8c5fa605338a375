"""A plane with nothing on it, and one with every layer."""

from __future__ import annotations

import pytest

from widgets.plane import samples
from widgets.plane.view import PlaneView

HOME = samples.SQUARE


@pytest.fixture
def view(show) -> PlaneView:
    view = PlaneView("Nothing here yet")
    view.set_home(HOME)
    return show(view, 420, 440)


@pytest.fixture
def full(view: PlaneView) -> PlaneView:
    for name, layer in samples.layers().items():
        view.set_layer(name, layer)
    view.set_particles(samples.crowd(500, 6))
    return view
