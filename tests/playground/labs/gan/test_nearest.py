"""The nearest real picture, seen and measured."""

from __future__ import annotations

import numpy as np
import pytest

from engines.gan.snapshot import Facts
from playground.labs.gan.nearest import Nearest

PICTURE = np.full((8, 8, 3), 200, np.uint8)


@pytest.fixture
def shown(qtbot):
    view = Nearest()
    qtbot.addWidget(view)

    def show(distance: float, typical: float) -> tuple[str, str]:
        view.show_nearest(Facts(0.5, 4502, PICTURE, distance, typical))
        number, far = (view.findChild(object, name) for name in ("gan.nearest", "gan.nearest.distance"))
        return number.text(), far.text()

    show.view = view
    return show


def test_the_picture_its_number_and_distance_are_shown(shown):
    assert shown(0.12, 0.1) == (
        "Nearest real picture: 4,502",
        "distance 0.120, usually 0.100",
    )
    assert shown.view.findChild(object, "gan.nearest.picture").has_pixels()


def test_a_picture_much_nearer_than_usual_may_be_a_copy(shown):
    assert shown(0.02, 0.1)[0].endswith("A copy?")
    assert not shown(0.08, 0.1)[0].endswith("A copy?")


def test_one_picture_alone_has_no_usual_distance(shown):
    assert shown(0.0, float("nan")) == ("Nearest real picture: 4,502", "distance 0.000")
