"""Tools side by side down the left edge, each with the key that takes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from widgets.look import icons, style, tokens
from widgets.look.i18n import say
from widgets.look.labels import rule

WIDTH = 52  # logical px, as of a folded side
_BOX, _TEXT = 36, 14  # the largest box, and the room for the key below it


class _Tool(QAbstractButton):
    """An icon in a box over the name of its key; smaller where the rail is short."""

    def __init__(self, icon: str, title: str, key: str) -> None:
        super().__init__()
        self._key = key
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setFixedWidth(WIDTH - 4)
        icons.set_icon(self, icon)
        say(self, name=title)
        self.tell()

    def tell(self) -> None:
        """Say title and key as the tooltip, in the language shown."""
        title = self.accessibleName()
        self.setToolTip(f"{title} ({self._key})" if self._key else title)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 4, _BOX + _TEXT)

    def minimumSizeHint(self) -> QSize:
        return QSize(WIDTH - 4, 28 + _TEXT - 2)

    def box(self) -> QRect:
        """Where the icon's box lies."""
        side = min(_BOX, self.height() - _TEXT + 1)
        return QRect((self.width() - side) // 2, 0, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, box = tokens.current(), self.box()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hot = self.isEnabled() and self.underMouse()
        if self.isChecked() or hot:
            painter.setPen(QColor(t.accent if self.isChecked() else t.strong))
            ground = t.accent_soft if self.isChecked() else t.pressed if self.isDown() else t.hover
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        inner = QRect(0, 0, 20, 20)
        inner.moveCenter(box.center())
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        state = QIcon.State.On if self.isChecked() else QIcon.State.Off
        self.icon().paint(painter, inner, Qt.AlignmentFlag.AlignCenter, mode, state)
        painter.setFont(style.fonts("caption", bold=self.isChecked()))
        colour = t.disabled if not self.isEnabled() else t.accent if self.isChecked() else t.text2
        painter.setPen(QColor(colour))
        room = QRect(-4, box.bottom() + 1, self.width() + 8, _TEXT)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self._key)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self.update()
        super().changeEvent(event)


class ToolRail(QWidget):
    """One of several tools, arrows choose too. ``foot`` is the layout below them, for undo and the like.

    Args:
        tools: key, Phosphor icon, title (English, translated) and the letters of the key; an empty key is a
            line between groups.
        prefix: the buttons are named ``<prefix>.tool.<key>``.
    """

    chosen = Signal(str)  # by the person

    def __init__(
        self, tools: Sequence[tuple[str, str, str, str]], prefix: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _Tool] = {}
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 6, 2, 6)
        column.setSpacing(2)
        for key, icon, title, letters in tools:
            if not key:
                column.addSpacing(4)
                column.addWidget(rule())
                column.addSpacing(4)
                continue
            button = _Tool(icon, title, letters)
            button.setObjectName(f"{prefix}.tool.{key}")
            button.clicked.connect(lambda _on=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.foot = QVBoxLayout()
        self.foot.setSpacing(2)
        column.addLayout(self.foot)
        if self._buttons:
            self.set_current(next(iter(self._buttons)))

    def current(self) -> str:
        """Key of the tool in force."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Take a tool without a signal. Raises ``KeyError`` for one that is not there."""
        self._buttons[key].setChecked(True)

    def set_tool_enabled(self, key: str, enabled: bool) -> None:
        """Offer a tool, or not for now."""
        self._buttons[key].setEnabled(enabled)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for button in self._buttons.values():
                button.tell()


def _demo() -> QWidget:
    from PySide6.QtWidgets import QHBoxLayout

    from widgets.controls.buttons import icon_button

    rail = ToolRail(
        [
            ("pencil", "pencil-simple", "Pencil", "B"), ("eraser", "eraser", "Eraser", "E"),
            ("fill", "paint-bucket", "Fill", "G"), ("pick", "eyedropper", "Pick a code", "I"),
            ("", "", "", ""), ("select", "selection", "Select", "M"),
            ("wand", "magic-wand", "Same code", "W"),
            ("stamp", "stack", "Stamp", "Ctrl B"), ("", "", "", ""), ("nudge", "magnet", "Nudge", "N"),
            ("noise", "dots-nine", "Noise", "R"), ("line", "line-segment", "Line", "Shift"), ("", "", "", ""),
            ("hand", "hand", "Move the picture", "Space"),
        ],
        "demo",
    )  # fmt: skip
    for icon, tip in (("arrow-arc-left", "Undo"), ("arrow-arc-right", "Redo")):
        rail.foot.addWidget(icon_button(icon, tip), 0, Qt.AlignmentFlag.AlignHCenter)
    page = QWidget()
    line = QHBoxLayout(page)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(rail)
    line.addStretch()
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
