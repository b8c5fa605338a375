"""Widgets are tested dressed, without motion, in English, and shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from widgets import i18n, motion, style, tokens


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dark look with icons; nothing moves; English."""
    monkeypatch.setattr(motion, "off", True)
    monkeypatch.setattr(i18n, "_lookup", str)
    if tokens.current() is not tokens.DARK or not qapp.styleSheet():
        style.stage(qapp)


@pytest.fixture
def show(qtbot) -> Callable[..., QWidget]:
    """Show a widget at a size in a bare window, and close it after the test."""

    windows: list[QWidget] = []  # qtbot alone would let them die

    def shown(widget: QWidget, width: int = 300, height: int = 200) -> QWidget:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(width, height)
        widget.setParent(window)
        widget.resize(width, height)
        widget.show()
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        return widget

    return shown


@pytest.fixture
def shout(monkeypatch: pytest.MonkeyPatch) -> Callable[[QWidget], None]:
    """Change the language to CAPITALS and tell a widget, as the playground does."""
    from PySide6.QtCore import QEvent

    def change(widget: QWidget) -> None:
        monkeypatch.setattr(i18n, "_lookup", _capitals)
        i18n.retell([widget])
        QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))

    return change


def _capitals(text: str) -> str:
    """Upper case, but for the names of {places}."""
    import re

    return "".join(p if p.startswith("{") else p.upper() for p in re.split(r"(\{\w+\})", text))
