"""The splitter: who takes which room, dragging, folding to a rail, its state."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.widgets.conftest import written_in
from widgets.frame.split_parts import Grip
from widgets.frame.splitter import RAIL, Splitter

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def splitter(show) -> Splitter:
    splitter = Splitter()
    splitter.add_side("left", named("left"), 280, 240, 360, title="Show settings")
    splitter.add_side("right", named("right"), 304, 264, 420, title="Show inspector", first=False)
    splitter.add_main(named("main"), 400)
    return show(splitter, 1440, 300)


def named(name: str) -> QWidget:
    made = QWidget()
    made.setObjectName(name)
    return made


def part(splitter: Splitter, name: str) -> QWidget:
    return splitter.findChild(QWidget, name)


def widths(splitter: Splitter) -> tuple[int, int, int]:
    """Of left, main and right, whatever stands there now."""
    main = part(splitter, "main").geometry()
    return main.left(), main.width(), splitter.width() - main.left() - main.width()


def grip(splitter: Splitter, key: str) -> Grip:
    """What the mouse takes hold of at the edge of a side."""
    main = part(splitter, "main").geometry()
    found = splitter.childAt(main.left() - 1 if key == "left" else main.right() + 1, 100)
    assert isinstance(found, Grip)
    assert found.width() == 7
    return found


def drag(splitter: Splitter, key: str, *xs: int) -> None:
    held = grip(splitter, key)
    QTest.mousePress(held, LEFT, NONE, QPoint(3, 100))
    for x in xs:
        QTest.mouseMove(held, held.mapFrom(splitter, QPoint(x, 100)))
    QTest.mouseRelease(held, LEFT, NONE, QPoint(3, 100))


def test_the_main_widget_takes_what_is_left(splitter: Splitter):
    assert widths(splitter) == (280, 1440 - 280 - 304, 304)
    splitter.resize(1920, 300)
    assert widths(splitter) == (280, 1920 - 280 - 304, 304)
    splitter.resize(1280, 300)
    assert widths(splitter) == (256, 1280 - 256 - 278, 278)


def test_sides_give_way_before_the_main_widget_gets_too_small(splitter: Splitter):
    splitter.resize(920, 300)
    left, main, right = widths(splitter)
    assert main == 400
    assert left >= 240
    assert right >= 264
    splitter.resize(1440, 300)
    assert widths(splitter) == (280, 856, 304)


def test_dragging_keeps_the_limits_and_tells(splitter: Splitter, qtbot):
    with qtbot.waitSignal(splitter.changed):
        drag(splitter, "left", 320)
    assert widths(splitter)[0] == pytest.approx(320, abs=2)
    drag(splitter, "left", 700)
    assert widths(splitter)[0] == 360
    drag(splitter, "right", 1440 - 400)
    assert widths(splitter)[2] == pytest.approx(400, abs=2)


def test_dragging_far_below_the_minimum_folds_to_a_rail(splitter: Splitter):
    drag(splitter, "left", 200)
    assert not splitter.folded("left")
    assert widths(splitter)[0] == 240
    drag(splitter, "left", 60)
    side, unfold = part(splitter, "left"), part(splitter, "left.unfold")
    assert splitter.folded("left")
    assert (widths(splitter)[0], unfold.isVisible(), side.isVisible()) == (RAIL, True, False)
    QTest.mouseClick(unfold, LEFT)
    assert not splitter.folded("left")
    assert (widths(splitter)[0], unfold.isVisible(), side.isVisible()) == (240, False, True)
    assert unfold.accessibleName() == "Show settings"


def test_a_double_click_restores_the_default(splitter: Splitter):
    drag(splitter, "left", 340)
    QTest.mouseDClick(grip(splitter, "left"), LEFT, NONE, QPoint(3, 100))
    assert widths(splitter)[0] == 280
    splitter.set_folded("right", True)
    QTest.mouseDClick(grip(splitter, "right"), LEFT, NONE, QPoint(3, 100))
    assert widths(splitter)[2] == 304


def test_its_state_is_plain_and_comes_back(splitter: Splitter):
    drag(splitter, "left", 340)
    splitter.set_folded("right", True)
    state = json.loads(json.dumps(splitter.state()))
    splitter.set_state({"left": {"size": 280}, "right": {"size": 304, "folded": False}})
    assert widths(splitter) == (280, 856, 304)
    splitter.set_state(state)
    assert widths(splitter)[0] == pytest.approx(340, abs=2)
    assert splitter.folded("right")


@pytest.mark.parametrize(
    "nonsense", [{"left": 3}, {"x": {}}, {"left": {"size": "wide"}}, {"left": {"size": -9}}, {}]
)
def test_a_state_that_makes_no_sense_harms_nothing(splitter: Splitter, nonsense):
    splitter.set_state(nonsense)
    assert 240 <= widths(splitter)[0] <= 360


def test_a_default_that_changes_moves_only_an_untouched_side(splitter: Splitter):
    splitter.set_default("left", 300)
    assert widths(splitter)[0] == 300
    drag(splitter, "left", 350)
    splitter.set_default("left", 260)
    assert widths(splitter)[0] == pytest.approx(350, abs=2)


def test_a_foot_folds_to_its_title(show):
    splitter, main = Splitter(Qt.Orientation.Vertical), QWidget()
    splitter.add_main(main, 80)
    splitter.add_side("curves", QWidget(), 180, 100, 200, title="Show curves", first=False, folded_size=28)
    show(splitter, 400, 500)
    assert main.height() == 320
    splitter.set_folded("curves", True)
    assert main.height() == 472
    assert written_in(splitter) == ["Show curves"]
