"""Every demo of every widget: named, large enough to hit, painted in both themes and languages, and quiet."""

from __future__ import annotations

import gc
import importlib.util
import runpy
import subprocess
import sys
import warnings
import weakref
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QListView,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from widgets.look import icons, style, tokens

ROOT = Path(__file__).parent.parent.parent
DEMOS = sorted(
    ".".join(path.relative_to(ROOT / "widgets").with_suffix("").parts)
    for path in (ROOT / "widgets").rglob("*.py")
    if "def _demo" in path.read_text("utf-8")
)


def demo(name: str) -> QWidget:
    """What ``python -m widgets.<name>`` shows."""
    shown: list[QWidget] = []
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setattr("widgets.look.demo.run", lambda build: shown.append(build()))
        warnings.filterwarnings("ignore", "'widgets.* found in sys.modules", RuntimeWarning)
        runpy.run_module(f"widgets.{name}", run_name="__main__")
    (page,) = shown
    return page


def test_there_are_demos():
    assert {
        "form.form",
        "form.sliders",
        "frame.transport",
        "pictures.grid",
        "plots.curves",
        "frame.notice",
    } <= set(DEMOS)


@pytest.mark.parametrize("name", DEMOS)
def test_what_takes_focus_has_a_name_and_can_be_hit(show, name: str):
    page = show(demo(name), 1300, 700)
    for widget in [page, *page.findChildren(QWidget)]:
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible():
            continue
        if isinstance(widget, QListView) or widget.focusProxy() is not None:
            continue
        known = f"{type(widget).__name__} {widget.objectName()}"
        assert widget.accessibleName(), known
        assert min(widget.width(), widget.height()) >= 24, known


@pytest.mark.parametrize("name", DEMOS)
def test_it_paints_in_both_themes_and_languages_enabled_or_not(show, shout, name: str):
    page = show(demo(name), 900, 500)
    pictures = []
    for t in (tokens.DARK, tokens.LIGHT):
        tokens.use(t)
        QApplication.sendEvent(page, QEvent(QEvent.Type.PaletteChange))
        pictures.append(page.grab().toImage())
    tokens.use(tokens.DARK)
    assert not pictures[0].isNull()
    shout(page)
    page.setEnabled(False)
    page.grab()
    page.resize(240, 160)
    page.grab()


class _Windows(QObject):
    """Notes every window that shows."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.mark.parametrize("name", DEMOS)
def test_building_it_shows_nothing(qapp, qtbot, name: str):
    """A part made visible before it has a parent flashes as a window of its own."""
    windows = _Windows()
    qapp.installEventFilter(windows)
    page = demo(name)
    qtbot.addWidget(page)
    qapp.removeEventFilter(windows)
    assert windows.shown == []


def test_a_change_of_theme_reaches_everything(qapp, show):
    page = show(demo("form.form"), 280, 600)
    try:
        style.stage(qapp, dark=False)
        light = page.grab().toImage()
    finally:
        style.stage(qapp, dark=True)
    dark = page.grab().toImage()
    assert light != dark
    assert dark.pixelColor(2, 2).lightness() < 60 < 200 < light.pixelColor(2, 2).lightness()


def test_the_sheet_is_short_and_says_no_colour_itself(tmp_path):
    from widgets.look.sheet import SHEET

    assert len(SHEET.splitlines()) < 120
    assert "#" not in SHEET
    for t in (tokens.DARK, tokens.LIGHT):
        style.write_arrows(t, tmp_path)
        sheet = style.qss(t, tmp_path)
        assert "$" not in sheet
        for line in sheet.splitlines():
            if "url(" in line:
                assert Path(line.partition('url("')[2].partition('"')[0]).is_file(), line


def test_figures_are_tabular(qapp):
    from PySide6.QtGui import QFontMetrics

    metrics = QFontMetrics(style.fonts("field"))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def before_the_font() -> ModuleType:
    """The icons as they are when the program starts: another copy, for the one in use is past that."""
    found = importlib.util.find_spec("widgets.look.icons")
    icons = importlib.util.module_from_spec(found)
    found.loader.exec_module(icons)
    return icons


def test_icons_wait_for_the_font_and_follow_the_theme(qtbot):
    button, action = QPushButton(), QAction()
    qtbot.addWidget(button)
    icons = before_the_font()
    icons.set_icon(button, "play")
    icons.set_icon(action, "pause")
    assert button.icon().isNull()
    assert icons.icon("play").isNull()
    icons.load()
    assert not button.icon().isNull()
    assert not action.icon().isNull()
    dark = button.icon().pixmap(18).toImage()
    assert icons.icon("play") is icons.icon("play")
    tokens.use(tokens.LIGHT)
    try:
        icons.refresh()
        assert button.icon().pixmap(18).toImage() != dark
    finally:
        tokens.use(tokens.DARK)
        icons.refresh()
    assert button.icon().pixmap(18).toImage() == dark
    with pytest.raises(KeyError):
        icons.icon("no-such-icon")


def test_icons_keep_no_widget_alive(qapp):
    button = QPushButton()
    icons.set_icon(button, "play")
    gone = weakref.ref(button)
    del button
    gc.collect()
    assert gone() is None
    other = QPushButton()
    icons.set_icon(other, "play")
    other.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    icons.refresh()


def test_icons_differ_when_on_and_when_disabled(qapp):
    made = icons.icon("play")
    drawn = [made.pixmap(18, mode, state).toImage() for mode, state in (
        (QIcon.Mode.Normal, QIcon.State.Off), (QIcon.Mode.Normal, QIcon.State.On), (QIcon.Mode.Disabled, QIcon.State.Off),
    )]  # fmt: skip
    assert drawn[0] != drawn[1] != drawn[2] != drawn[0]


def ring_of(window: QWidget) -> QWidget | None:
    rings = [ring for ring in window.findChildren(QWidget, "focus.ring") if ring.isVisible()]
    return rings[-1] if rings else None


@pytest.fixture
def two_buttons(show) -> tuple[QWidget, QPushButton, QPushButton]:
    page = QWidget()
    line = QHBoxLayout(page)
    one, two = QPushButton("One"), QPushButton("Two")
    line.addWidget(one)
    line.addWidget(two)
    show(page, 300, 100)
    QTest.mouseRelease(page, Qt.MouseButton.LeftButton)  # a drag of another test may have left it down
    return page.window(), one, two


def test_the_keyboard_brings_a_ring(two_buttons, qtbot):
    window, one, two = two_buttons
    one.setFocus()
    qtbot.waitUntil(one.hasFocus)
    QTest.keyClick(one, Qt.Key.Key_Tab)
    ring = ring_of(window)
    assert two.hasFocus()
    assert ring is not None
    around = two.rect().translated(two.mapTo(window, two.rect().topLeft())).adjusted(-4, -4, 4, 4)
    assert ring.geometry() == around
    two.move(two.x() - 10, two.y() + 5)
    assert ring.geometry() == around.translated(-10, 5)
    ring.grab()
    two.hide()
    assert not ring.isVisible()


def test_the_mouse_brings_none(two_buttons, qtbot):
    window, one, two = two_buttons
    one.setFocus()
    qtbot.waitUntil(one.hasFocus)
    QTest.mousePress(two, Qt.MouseButton.LeftButton)
    assert two.hasFocus()
    assert ring_of(window) is None
    QTest.mouseRelease(two, Qt.MouseButton.LeftButton)


def test_the_ring_is_cut_by_the_scroll_area_it_is_in(show, qtbot):
    area, page = QScrollArea(), QWidget()
    column = QVBoxLayout(page)
    buttons = [QPushButton(str(at)) for at in range(20)]
    for button in buttons:
        column.addWidget(button)
    area.setWidget(page)
    show(area, 200, 150)
    buttons[0].setFocus()
    qtbot.waitUntil(buttons[0].hasFocus)
    QTest.keyClick(buttons[0], Qt.Key.Key_Tab)
    window = area.window()
    ring = ring_of(window)
    assert ring is not None
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert not ring.isVisible()


def test_importing_all_widgets_brings_neither_torch_nor_engines_and_most_not_even_pyqtgraph():
    names = [
        ".".join(path.relative_to(ROOT / "widgets").with_suffix("").parts)
        for path in (ROOT / "widgets").rglob("*.py")
        if path.stem not in ("__init__", "curves")
    ]
    assert len(names) > 100
    code = "\n".join(f"import widgets.{name}" for name in names)
    probe = f"{code}\nimport sys\nprint([m for m in sys.modules if m.split('.')[0] in " + (
        "('torch', 'engines', 'playground', 'pyqtgraph', 'qtawesome', 'scipy', 'PIL')])"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_no_widget_names_a_colour():
    import re

    for path in (ROOT / "widgets").rglob("*.py"):
        if path.stem != "tokens":
            assert not re.search(r"#[0-9A-Fa-f]{6}\b", path.read_text("utf-8")), path.name
