"""The strip with the tabs at the top, and the status line at the foot."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QToolButton, QWidget

from widgets.look import icons, tokens
from widgets.look.i18n import mark, say, tr
from widgets.look.labels import label
from widgets.look.style import set_role

SEARCH = ((mark("Search actions    Ctrl+Shift+P"), 212), (mark("Search actions"), 160), ("", 40))
"""What the search says, and how wide it is then, from the longest on."""


class Logo(QWidget):
    """Seven dots in a ring, in the colours of the data."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(28, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        colours = (t.accent, t.real, t.fake, *t.categories[2:])
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.translate(14, 14)
        for i in range(7):
            painter.setBrush(QColor(colours[i % len(colours)]))
            painter.drawEllipse(QRectF(-2.4, -10.4, 4.8, 4.8))
            painter.rotate(360 / 7)
        painter.end()


class TopBar(QWidget):
    """Tabs, search, language, theme, help, menu."""

    chosen = Signal(str)
    search_clicked = Signal()
    language_clicked = Signal()
    theme_clicked = Signal()
    help_clicked = Signal()
    menu_clicked = Signal()

    def __init__(self, tabs: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.setFixedHeight(44)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "window")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 8, 3)
        row.setSpacing(4)
        row.addWidget(Logo())
        self._tabs: dict[str, QPushButton] = {}
        self._icons = {key: icon for key, _, icon in tabs}
        group = QButtonGroup(self)
        for key, title, icon in tabs:
            self._tabs[key] = self._tab(key, title, icon)
            group.addButton(self._tabs[key])
            row.addWidget(self._tabs[key])
        row.addStretch(1)
        self._search = self._search_button()
        row.addWidget(self._search)
        row.addSpacing(4)
        for name, tip, icon, signal in (
            ("language", "中文 / English", "translate", self.language_clicked),
            ("theme", "Light or dark", "moon", self.theme_clicked),
            ("help", "About this lab", "question", self.help_clicked),
            ("menu", "Menu", "list", self.menu_clicked),
        ):
            row.addWidget(self._tool(name, tip, icon, signal))
        self.retheme()

    def _tab(self, key: str, title: str, icon: str) -> QPushButton:
        tab = QPushButton()
        tab.setObjectName(f"tab.{key}")
        tab.setCheckable(True)
        tab.setFixedHeight(38)
        tab.setIconSize(QSize(18, 18))
        set_role(tab, "tab")
        icons.set_icon(tab, icon)
        say(tab, text=title, name=title)
        tab.clicked.connect(lambda: self.chosen.emit(key))
        return tab

    def _search_button(self) -> QPushButton:
        search = QPushButton()
        search.setObjectName("search")
        search.setMinimumWidth(SEARCH[0][1])
        search.setFixedHeight(28)
        search.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(search, "search")
        icons.set_icon(search, "magnifying-glass")
        say(search, text=SEARCH[0][0], name="Search actions")
        search.clicked.connect(self.search_clicked)
        return search

    def _tool(self, name: str, tip: str, icon: str, signal: Any) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setFixedSize(28, 28)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(button, "icon")
        icons.set_icon(button, icon)
        say(button, tip=tip, name=tip)
        button.clicked.connect(lambda: signal.emit())
        return button

    def _fit(self) -> None:
        """In a small window the search says less, or it would lie over its neighbours."""
        layout, search = self.layout(), self._search
        assert layout is not None
        others = layout.minimumSize().width() - search.minimumWidth()
        text, width = next((way for way in SEARCH if others + way[1] <= self.width()), SEARCH[-1])
        if search.minimumWidth() != width:
            search.setMinimumWidth(width)
            say(search, text=text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # words of another language
            self._fit()
        return handled

    def set_current(self, key: str) -> None:
        """Mark the tab shown."""
        self._tabs[key].setChecked(True)
        for k, tab in self._tabs.items():
            icons.set_icon(tab, self._icons[k], "accent" if k == key else "text2")

    def retheme(self) -> None:
        """Moon while dark, sun while light."""
        button = self.findChild(QToolButton, "theme")
        if button is not None:
            icons.set_icon(button, "moon" if tokens.current().dark else "sun")

    def menu_position(self, size: QSize) -> QPoint:
        """Where a menu of that size hangs from the last button."""
        button = self.findChild(QToolButton, "menu")
        assert button is not None
        return button.mapToGlobal(QPoint(button.width() - size.width(), button.height() + 4))


class StatusBar(QWidget):
    """One quiet line: what just happened at the left, figures at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setFixedHeight(26)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "window")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(16)
        self._said, self._step, self._memory = (label("", "caption") for _ in range(3))
        name = label("", "caption")
        name.setText("Seven Labs 0.1")
        row.addWidget(self._said, 1)
        for part in (self._step, self._memory, name):
            row.addWidget(part)
        self._quiet, self._rate = "", 0.0
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(6000)
        self._fade.timeout.connect(self._hint)

    def say(self, sentence: str) -> None:
        """Show a sentence for a few seconds."""
        self._said.setText(sentence)
        self._fade.start()

    def set_hint(self, hint: str) -> None:
        """What to say while there is nothing else, English."""
        self._quiet = hint
        self._hint()

    def _hint(self) -> None:
        say(self._said, text=self._quiet)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say_figures()

    def show_run(self, runner: Any) -> None:
        """Time per step and memory in use."""
        if runner is not None:
            self._rate = runner.rate
            self._say_figures()

    def _say_figures(self) -> None:
        rate = self._rate
        self._step.setText(tr("Step {ms} ms", ms=f"{1000 / rate:.0f}") if rate > 0 else "")
        if (used := _resident()) > 0:
            self._memory.setText(tr("Memory {mb} MB", mb=f"{used >> 20:,}"))


def _resident() -> int:
    """Bytes of memory this process holds; 0 where the system does not say."""
    if not sys.platform.startswith("linux"):
        return 0
    import os

    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
