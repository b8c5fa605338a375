"""Widgets are tested dressed, without motion, in English, and shown."""

from __future__ import annotations

import gc
import sys
import threading
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPoint, QTimer
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from shiboken6 import isValid

from tests.conftest import flush_deleted
from widgets.look import i18n, motion, style, tokens


@pytest.fixture(autouse=True)
def no_leaks(qapp: QApplication) -> Iterator[None]:
    """A window that survives a test fails it. What costs a search of the whole heap waits for the module."""
    before = set(map(id, QApplication.topLevelWidgets()))
    yield
    flush_deleted()
    left = [w for w in QApplication.topLevelWidgets() if id(w) not in before and w.isVisible()]
    assert not left, f"windows left open: {left}"


@pytest.fixture(autouse=True, scope="module")
def no_leaks_in_module() -> Iterator[None]:
    """No thread and no timer without a parent survives the module."""
    threads = threading.active_count()
    yield
    gc.collect()
    flush_deleted()
    assert threading.active_count() <= threads
    timers = [t for t in gc.get_objects() if isinstance(t, QTimer) and isValid(t)]
    timers = [t for t in timers if t.parent() is None and t.isActive()]
    assert not timers, f"timers left running: {timers}"


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The dark look with icons; nothing moves; English."""
    monkeypatch.setattr(motion, "off", True)
    i18n.install(str)
    if tokens.current() is not tokens.DARK or not qapp.styleSheet():
        style.stage(qapp)
    yield
    i18n.install(str)


def calls(work: Callable[[], object]) -> int:
    """How many functions, Python's and C's, a piece of work calls: its length in steps, not in seconds."""
    counted = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


def tip_at(widget: QWidget, place: QPoint) -> str:
    """What a person reads whose mouse rests at ``place``, empty where nothing is told."""
    _put_tips_away()
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    return " ".join(tip.text() for tip in _put_tips_away())


def written_in(widget: QWidget) -> list[str]:
    """What is written in a widget and the parts of it in sight, piece by piece as it is painted."""
    from PySide6.QtSvg import QSvgGenerator

    QApplication.sendPostedEvents()  # new words may want other room
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(widget.size())
    painter = QPainter(drawing)
    widget.render(painter, QPoint())
    painter.end()
    texts = ElementTree.fromstring(bytes(data.data())).iter("{http://www.w3.org/2000/svg}text")
    return [said for text in texts if (said := "".join(text.itertext()).strip())]


def _put_tips_away() -> list[QLabel]:
    """Close the tool tips that are open, at once: Qt takes its time over it. Returns them."""
    tips = [w for w in QApplication.topLevelWidgets() if w.inherits("QTipLabel") and w.isVisible()]
    for tip in tips:
        tip.close()
    return tips


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
def shout() -> Callable[[QWidget], None]:
    """Change the language to CAPITALS and tell a widget, as the playground does."""

    def change(widget: QWidget) -> None:
        i18n.install(_capitals)
        i18n.retranslate([widget])
        QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))

    return change


def _capitals(text: str) -> str:
    """Upper case, but for the names of {places}."""
    import re

    return "".join(p if p.startswith("{") else p.upper() for p in re.split(r"(\{\w+\})", text))
