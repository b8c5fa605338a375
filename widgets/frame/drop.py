"""A dashed place that asks for a file, by drop or by click."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QIcon,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from widgets.controls.file_button import FileButton
from widgets.look import icons, style, tokens
from widgets.look.i18n import say, tr


class DropTarget(FileButton):
    """Icon, title, subtitle in a dashed frame; ``clicked`` should open a dialog.

    While files hover, the frame turns accent and says a verb and what is held.

    Args:
        icon: a Phosphor name.
        title, subtitle: English, translated.
        verb: what a drop will do ("Train on this folder"); the title if not told.
    """

    def __init__(
        self, icon: str, title: str, subtitle: str = "", verb: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._subtitle, self._verb = subtitle, verb
        self.setAcceptDrops(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        say(self, text=title, name=title, description=subtitle)
        icons.set_icon(self, icon)

    def set_words(self, title: str, subtitle: str, verb: str = "") -> None:
        """Ask for something else."""
        self._subtitle, self._verb = subtitle, verb
        say(self, text=title, name=title, description=subtitle)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, 60)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 56)

    def _words(self) -> tuple[str, str]:
        if not self._held:
            return self.text(), tr(self._subtitle)
        first = Path(self._held[0]).name
        others = len(self._held) - 1
        held = tr("{name} and {count} more", name=first, count=others) if others else first
        return tr(self._verb) or self.text(), held

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hot = self.isEnabled() and (self.underMouse() or self.isDown())
        if self._held:
            pen = QPen(QColor(t.accent), 2)
        else:
            pen = QPen(QColor(t.text2 if hot else t.strong if self.isEnabled() else t.border), 1)
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(QColor(t.accent_soft if self._held else t.hover if hot else t.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        self._paint_words(painter, tall=self.height() >= 84)
        painter.end()

    def _paint_words(self, painter: QPainter, tall: bool) -> None:
        t = tokens.current()
        title, subtitle = self._words()
        middle = self.height() // 2
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        if tall:
            place, left, align = (
                QRect(self.width() // 2 - 12, middle - 36, 24, 24),
                8,
                Qt.AlignmentFlag.AlignHCenter,
            )
            top = middle - 6
        else:
            place, left, align = QRect(16, middle - 12, 24, 24), 48, Qt.AlignmentFlag.AlignLeft
            top = middle - 20 if subtitle else middle - 10
        state = QIcon.State.On if self._held else QIcon.State.Off
        self.icon().paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode, state)
        lines = (("body", True, t.text, title, 0), ("caption", False, t.text2, subtitle, 20))
        for role, bold, colour, text, down in lines:
            font = style.fonts(role, bold=bold)
            painter.setFont(font)
            painter.setPen(QColor(colour if self.isEnabled() else t.disabled))
            room = QRect(left, top + down, self.width() - left - 8, 20)
            elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(align | Qt.AlignmentFlag.AlignVCenter), elided)


def _demo() -> QWidget:
    page = QWidget()
    line = QHBoxLayout(page)
    held = DropTarget("folder-open", "Drop a folder", "", "Train on this folder")
    held._hold(["/home/me/my-faces", "/b", "/c"])
    held.setMinimumHeight(92)
    line.addWidget(held)
    line.addWidget(DropTarget("image", "Drop a picture to encode it", "or open one with Ctrl+O"))
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
