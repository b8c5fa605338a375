"""A titled panel, and groups in it that fold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QPropertyAnimation, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from widgets.controls.buttons import icon_button
from widgets.look import motion, style, tokens
from widgets.look.i18n import say, tr
from widgets.look.labels import ElidedLabel, rule


class Dot(QWidget):
    """A round mark in a token's colour: blue is real, orange is fake."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role = role
        self.setFixedSize(8, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(tokens.current(), self.role)))
        painter.drawEllipse(QPointF(4, 8.5), 4, 4)
        painter.end()


class Panel(QFrame):
    """A header (dot, title, dim facts, icon buttons at the right) over ``body``, the layout to fill.

    Args:
        title: English; translated.
        role: the surface, ``panel`` or ``stage``.
    """

    def __init__(self, title: str, role: str = "panel", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.set_role(self, role)
        self._dot = Dot("text2")
        self._dot.hide()
        self._title = ElidedLabel(role="title")
        self._facts = ElidedLabel(role="dim")
        self._facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(2)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(12, 6, 8, 4)
        self.head.setSpacing(8)
        self.head.addWidget(self._dot)
        self.head.addWidget(self._title)
        self.head.addWidget(self._facts, 1)
        self.head.addLayout(self._tools)
        self._title.setMinimumHeight(28)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(12, 0, 12, 12)
        self.body.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.head)
        layout.addLayout(self.body, 1)
        self.set_title(title)

    def set_title(self, title: str) -> None:
        """Say ``title`` in the header, and to a screen reader."""
        say(self._title, text=title)
        say(self, name=title)

    def set_facts(self, facts: str) -> None:
        """Say ``facts``, already in the language shown, dim beside the title."""
        self._facts.setText(facts)

    def facts_label(self) -> QWidget:
        """What says the facts, to be named."""
        return self._facts

    def set_dot(self, role: str) -> None:
        """Mark the header with a dot in token ``role`` (``real``, ``fake``); empty takes it away."""
        self._dot.role = role or "text2"
        self._dot.setVisible(bool(role))
        self._dot.update()

    def add_tool(self, icon: str, tip: str, slot: Callable[[], Any]) -> QPushButton:
        """Add an icon button at the right end of the header."""
        button = icon_button(icon, tip, slot, size=16)
        self._tools.addWidget(button)
        return button

    def add_to_head(self, widget: QWidget, share: int = 1) -> None:
        """Give ``widget`` room in the header, ``share`` times as much as the facts have."""
        self.head.insertWidget(self.head.count() - 1, widget, share)


class ScrollPanel(Panel):
    """A panel whose contents stand in ``column``, which scrolls when it is higher than the panel."""

    def __init__(self, title: str, role: str = "panel", parent: QWidget | None = None) -> None:
        super().__init__(title, role, parent)
        page = QWidget()
        style.set_role(page, "page")
        self.column = QVBoxLayout(page)
        self.column.setContentsMargins(12, 0, 12, 8)
        self.column.setSpacing(8)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(area, 1)

    def add_foot(self, widget: QWidget) -> None:
        """Put ``widget`` under the part that scrolls, where it is always in sight."""
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 12)
        foot.addWidget(widget)
        self.body.addLayout(foot)


class _Header(QAbstractButton):
    """Caret, bold title, dim note at the right; checked is open."""

    def __init__(self, title: str, note: str) -> None:
        super().__init__()
        self.note = note
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(32)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        say(self, text=title, name=title)

    def sizeHint(self) -> QSize:
        return QSize(180, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = t.text if self.underMouse() else t.text2
        round_ends = (Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(QPen(QColor(colour), 1.3, Qt.PenStyle.SolidLine, *round_ends))
        painter.translate(5, self.height() / 2)
        painter.rotate(90 if self.isChecked() else 0)
        painter.drawPolyline(QPolygonF([QPointF(-2, -3.7), QPointF(1.8, 0), QPointF(-2, 3.7)]))
        painter.resetTransform()
        self._words(painter)
        painter.end()

    def _words(self, painter: QPainter) -> None:
        t = tokens.current()
        small, bold = style.fonts("caption"), style.fonts("body", bold=True)
        note = tr(self.note)
        room = self.rect().adjusted(17, 0, 0, 0)
        painter.setFont(small)
        painter.setPen(QColor(t.text2))
        note_width = min(QFontMetrics(small).horizontalAdvance(note) + 2, room.width() // 2) if note else 0
        right = QRect(room.right() - note_width, 0, note_width + 1, room.height())
        end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            right, int(end), QFontMetrics(small).elidedText(note, Qt.TextElideMode.ElideRight, note_width)
        )
        painter.setFont(bold)
        painter.setPen(QColor(t.text if self.isEnabled() else t.disabled))
        width = room.width() - note_width - 8
        title = QFontMetrics(bold).elidedText(self.text(), Qt.TextElideMode.ElideRight, width)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), title)


class Group(QWidget):
    """A part of a panel that folds: a rule, a header to click, and ``body``, the layout to fill."""

    toggled = Signal(bool)  # open?

    def __init__(self, title: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rule = rule()
        self._header = _Header(title, note)
        self._content = QWidget()
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, 0, 0, 8)
        self.body.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rule)
        layout.addSpacing(4)
        layout.addWidget(self._header)
        layout.addWidget(self._content)
        layout.addSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._fold = QPropertyAnimation(self._content, b"maximumHeight", self)
        self._fold.finished.connect(self._settle)
        self._header.toggled.connect(self._toggle)

    @property
    def header(self) -> QAbstractButton:
        """The button that folds, to be named by its owner."""
        return self._header

    @property
    def folded(self) -> bool:
        """Whether only the header shows."""
        return not self._header.isChecked()

    def set_folded(self, folded: bool) -> None:
        """Fold or unfold at once, without motion or signal."""
        self._header.blockSignals(True)
        self._header.setChecked(not folded)
        self._header.blockSignals(False)
        self._header.update()
        self._fold.stop()
        self._settle()

    def set_note(self, note: str) -> None:
        """Say ``note`` dim at the right of the header."""
        self._header.note = note
        self._header.update()

    def set_rule(self, shown: bool) -> None:
        """Show the rule above; the first group of a panel has none."""
        self._rule.setVisible(shown)

    def _toggle(self, opened: bool) -> None:
        full = self._content.sizeHint().height()
        self._content.setVisible(True)
        self._fold.stop()
        self._fold.setDuration(motion.duration(motion.FOLD))
        self._fold.setStartValue(0 if opened else full)
        self._fold.setEndValue(full if opened else 0)
        self._fold.start()
        self.toggled.emit(opened)

    def _settle(self) -> None:
        self._content.setVisible(not self.folded)
        self._content.setMaximumHeight(16777215)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._header.update()
        super().changeEvent(event)


def _demo() -> QWidget:
    panel = Panel("Settings")
    panel.set_facts("4 changed")
    panel.add_tool("funnel", "Filter", lambda: None)
    panel.add_tool("arrow-counter-clockwise", "Reset all", lambda: None)
    for at, (title, note) in enumerate((("Data", ""), ("Loss", "R1"), ("Precision and speed", "fp32"))):
        group = Group(title, note)
        group.set_rule(at > 0)
        group.body.addWidget(ElidedLabel("What stands in a group, which may be rather long"))
        group.set_folded(at == 2)
        panel.body.addWidget(group)
    panel.body.addStretch()
    return panel


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
