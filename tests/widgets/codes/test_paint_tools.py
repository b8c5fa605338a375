"""The tool rail and the four guesses."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from widgets.codes.tool_rail import ToolRail
from widgets.pictures.demo_faces import face
from widgets.pictures.picture import Picture
from widgets.pictures.variants import Variants

LEFT, K = Qt.MouseButton.LeftButton, Qt.Key
TOOLS = [
    ("pencil", "pencil-simple", "Pencil", "B"),
    ("eraser", "eraser", "Eraser", "E"),
    ("", "", "", ""),
    ("hand", "hand", "Move", "Space"),
]


@pytest.fixture
def rail(show) -> ToolRail:
    return show(ToolRail(TOOLS, "lab"), 52, 400)


def tool(rail: ToolRail, key: str) -> QPushButton:
    return rail.findChild(object, f"lab.tool.{key}")


def test_a_tool_is_chosen_by_mouse_and_by_key_and_only_one(rail: ToolRail, qtbot):
    said: list[str] = []
    rail.chosen.connect(said.append)
    assert rail.current() == "pencil"
    assert rail.width() == 52
    QTest.mouseClick(tool(rail, "eraser"), LEFT)
    tool(rail, "hand").setFocus()
    qtbot.waitUntil(tool(rail, "hand").hasFocus)
    QTest.keyClick(tool(rail, "hand"), K.Key_Space)
    assert said == ["eraser", "hand"]
    assert [key for key in ("pencil", "eraser", "hand") if tool(rail, key).isChecked()] == ["hand"]
    rail.set_current("pencil")
    assert (rail.current(), said) == ("pencil", ["eraser", "hand"])
    with pytest.raises(KeyError):
        rail.set_current("spoon")


def test_arrows_choose_too(rail: ToolRail, qtbot):
    tool(rail, "pencil").setFocus()
    qtbot.waitUntil(tool(rail, "pencil").hasFocus)
    said: list[str] = []
    rail.chosen.connect(said.append)
    QTest.keyClick(tool(rail, "pencil"), K.Key_Down)
    assert rail.current() == "eraser"
    assert said == ["eraser"]


def test_tools_say_name_and_key(rail: ToolRail, shout):
    assert tool(rail, "hand").accessibleName() == "Move"
    assert tool(rail, "hand").toolTip() == "Move (Space)"
    shout(rail)
    assert tool(rail, "hand").toolTip() == "MOVE (Space)"
    rail.set_tool_enabled("hand", False)
    assert not tool(rail, "hand").isEnabled()
    rail.grab()


def test_a_short_rail_shows_smaller_boxes(show):
    rail = show(ToolRail([(f"t{at}", "hand", "Tool", "T") for at in range(11)], "lab"), 52, 560)
    boxes = [tool(rail, f"t{at}") for at in range(11)]
    assert all(button.height() >= 40 for button in boxes)
    assert rail.minimumSizeHint().height() <= 500
    assert boxes[-1].geometry().bottom() < 560


@pytest.fixture
def variants(show) -> Variants:
    variants = show(Variants("lab"), 300, 420)
    variants.set_pictures(np.stack([face(32, kind) for kind in range(4)]))
    return variants


def guess(variants: Variants, at: int) -> Picture:
    return variants.findChild(Picture, f"lab.variants.{at}")


def button(variants: Variants, name: str) -> QPushButton:
    return variants.findChild(QPushButton, f"lab.{name}")


def test_a_guess_is_framed_then_used(variants: Variants):
    said: list[tuple[str, int]] = []
    variants.chosen.connect(lambda at: said.append(("chosen", at)))
    variants.used.connect(lambda at: said.append(("used", at)))
    assert not button(variants, "use").isEnabled()
    QTest.mouseClick(guess(variants, 2), LEFT)
    assert button(variants, "use").text() == "Use no. 3"
    QTest.mouseClick(button(variants, "use"), LEFT)
    assert said == [("chosen", 2), ("used", 2)]
    assert [guess(variants, at).isChecked() for at in range(4)] == [False, False, True, False]
    variants.set_current(9)
    assert variants.current() == -1


def test_while_busy_nothing_can_be_taken(variants: Variants, qtbot):
    variants.set_current(1)
    with qtbot.waitSignal(variants.more):
        QTest.mouseClick(button(variants, "more"), LEFT)
    variants.set_busy(True)
    assert not any(
        widget.isEnabled()
        for widget in (button(variants, "use"), button(variants, "more"), guess(variants, 0))
    )
    assert guess(variants, 0).has_pixels()
    variants.grab()
    variants.set_pictures(np.stack([face(32, 3)] * 2))
    assert (variants.count(), variants.current()) == (2, -1)
    assert button(variants, "more").isEnabled()
    assert guess(variants, 1).isEnabled()
    assert not guess(variants, 2).isEnabled()
    variants.set_pictures(None)
    assert variants.count() == 0


def test_hover_offers_a_preview(variants: Variants):
    said: list[int] = []
    variants.hovered.connect(said.append)
    for at in (0, 3):
        for kind in (QEvent.Type.Enter, QEvent.Type.Leave):
            QApplication.sendEvent(guess(variants, at), QEvent(kind))
    assert said == [0, -1, 3, -1]


def test_guesses_are_square_named_and_translated(variants: Variants, shout):
    assert guess(variants, 0).height() == guess(variants, 0).width() == 148
    assert guess(variants, 3).accessibleName() == "guess 4"
    variants.set_current(0)
    shout(variants)
    assert button(variants, "use").text() == "USE NO. 1"
    assert guess(variants, 3).accessibleName() == "GUESS 4"
