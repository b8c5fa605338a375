"""A switch, 32 x 18, painted: filled, knob at the right when on; outline, knob at the left when off."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from widgets.look import tokens
from widgets.look.i18n import say


class Switch(QAbstractButton):
    """On or off. ``toggled`` tells every change, ``clicked`` only a person's."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if name:
            say(self, name=name)

    def sizeHint(self) -> QSize:
        return QSize(34, 24)  # the hit area; the switch itself is 32 x 18

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, 0, 32, 18)
        box.moveCenter(QRectF(self.rect()).center())
        on, enabled, hot = self.isChecked(), self.isEnabled(), self.underMouse()
        edge = (
            t.disabled
            if not enabled
            else (t.accent_hover if hot else t.accent)
            if on
            else t.text2
            if hot
            else t.strong
        )
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(edge) if on else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8.5, 8.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor((t.on_accent if enabled else t.panel) if on else edge))
        painter.drawEllipse(QPointF(box.right() - 9 if on else box.left() + 9, box.center().y()), 6, 6)
        painter.end()


def _demo() -> QWidget:
    page = QWidget()
    layout = QHBoxLayout(page)
    for checked, enabled in ((True, True), (False, True), (True, False), (False, False)):
        switch = Switch("A switch")
        switch.setChecked(checked)
        switch.setEnabled(enabled)
        layout.addWidget(switch)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
