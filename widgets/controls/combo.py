"""A combo box that elides long text, ignores the wheel unless focused, and may explain its choices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QWidget,
)

from widgets.look import icons, style, tokens
from widgets.look.i18n import say, tr

_WHY = Qt.ItemDataRole.UserRole + 1
_TITLE = Qt.ItemDataRole.UserRole + 2
_Index = QModelIndex | QPersistentModelIndex


class Combo(QComboBox):
    """Choices with a key each. ``chosen`` tells the key a person took; setting one is silent.

    Args:
        name: what a screen reader calls it; English, translated.
        icon: a Phosphor icon shown before the text.
    """

    chosen = Signal(str)

    def __init__(self, name: str, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self, name=name)
        self._icon = QIcon()
        self._suffix = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(16)
        self.activated.connect(lambda at: self.chosen.emit(self.itemData(at)))
        if icon:
            icons.set_icon(self, icon)

    def set_choices(self, choices: Sequence[tuple[str, ...]]) -> None:
        """Offer ``(key, title)`` or ``(key, title, why)`` in English; keeps the choice if still there."""
        kept = self.key()
        self.blockSignals(True)
        self.clear()
        for key, title, *why in choices:
            self.addItem(tr(title), key)
            self.setItemData(self.count() - 1, title, _TITLE)
            if why:
                self.setItemData(self.count() - 1, why[0], _WHY)
        if any(len(choice) > 2 for choice in choices):
            self.setItemDelegate(_Explained(self))
        self.setCurrentIndex(max(0, self.findData(kept)) if choices else -1)
        self.blockSignals(False)

    def key(self) -> str:
        """The key in force, empty when there is none."""
        return str(self.currentData() or "")

    def set_key(self, key: str) -> None:
        """Choose ``key`` without a signal; one that is not offered leaves the box empty."""
        at = self.findData(key)
        if at != self.currentIndex():
            self.blockSignals(True)
            self.setCurrentIndex(at)
            self.blockSignals(False)
            self.update()

    def set_suffix(self, suffix: str) -> None:
        """Words after the text shown (", edited"); English, translated."""
        if suffix != self._suffix:
            self._suffix = suffix
            self.update()

    def shown_text(self) -> str:
        """What the closed box says."""
        return self.currentText() + tr(self._suffix) if self._suffix else self.currentText()

    def setIcon(self, icon: QIcon) -> None:
        """Show ``icon`` before the text (called by ``icons.set_icon``)."""
        self._icon = icon
        self.update()

    def showPopup(self) -> None:
        metrics = QFontMetrics(self.font())
        rows = range(self.count())
        texts = [self.itemText(at) for at in rows] + [tr(self.itemData(at, _WHY) or "") for at in rows]
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        self.view().setMinimumWidth(min(max(self.width(), widest + 40), 460))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            for at in range(self.count()):
                self.setItemText(at, tr(self.itemData(at, _TITLE)))
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self)
        if not self._icon.isNull():
            mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
            self._icon.paint(painter, QRect(room.left(), room.center().y() - 7, 16, 16), mode=mode)
            room.setLeft(room.left() + 24)
        t = tokens.current()
        painter.setPen(QColor(t.text if self.isEnabled() else t.disabled))
        suffix, metrics = tr(self._suffix) if self._suffix else "", self.fontMetrics()
        width = room.width() - metrics.horizontalAdvance(suffix)  # a long name must not push ", edited" out
        text = metrics.elidedText(self.currentText(), Qt.TextElideMode.ElideRight, width) + suffix
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()


class _Explained(QStyledItemDelegate):
    """A choice in two lines: its title, and why one would take it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, 46 if index.data(_WHY) else 30)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        t = tokens.current()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(area, QColor(t.accent_soft))
        why = tr(index.data(_WHY) or "")
        room = area.adjusted(10, 5 if why else 0, -8, -5 if why else 0)
        lines = [
            (
                "body",
                t.text,
                index.data(),
                Qt.AlignmentFlag.AlignTop if why else Qt.AlignmentFlag.AlignVCenter,
            )
        ]
        if why:
            lines.append(("caption", t.text2, why, Qt.AlignmentFlag.AlignBottom))
        for role, colour, text, where in lines:
            font = style.fonts(role)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | where), elided)
        painter.restore()


def _demo() -> QWidget:
    page = QWidget()
    layout = QHBoxLayout(page)
    preset = Combo("Preset", "bookmark-simple")
    preset.set_choices([
        ("cpu", "CPU faces, DCGAN 32", "Small and quick: faces in half a minute"),
        ("ogan", "O-GAN and SELF-MOD", "Encodes your own pictures while it learns to draw"),
    ])  # fmt: skip
    preset.set_suffix(", edited")
    off = Combo("Off")
    off.set_choices([("one", "One that cannot be changed now")])
    off.setEnabled(False)
    layout.addWidget(preset)
    layout.addWidget(off)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
