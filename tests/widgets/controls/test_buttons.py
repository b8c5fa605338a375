"""Buttons as the look has them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from widgets.controls.buttons import icon_button, text_button

MAKERS = {
    "icon": lambda slot=None, **more: icon_button("play", "Play", slot, **more),
    "text": lambda slot=None, **more: text_button("Play", slot, icon="play", **more),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_click_does_it_once_and_without_arguments(qtbot, kind):
    done: list[tuple[object, ...]] = []
    button = MAKERS[kind](lambda *given: done.append(given))
    qtbot.addWidget(button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [()]
    assert button.accessibleName() == "Play"


@pytest.mark.parametrize("kind", MAKERS)
def test_one_reached_by_tab_alone_leaves_the_focus_where_it_is(qtbot, kind):
    usual, by_tab = MAKERS[kind](), MAKERS[kind](by_tab=True)
    for button in (usual, by_tab):
        qtbot.addWidget(button)
    assert usual.focusPolicy() & Qt.FocusPolicy.ClickFocus
    assert by_tab.focusPolicy() == Qt.FocusPolicy.TabFocus
