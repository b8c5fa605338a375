"""The kinds of nodes in groups: dragged onto the canvas, or added by a click or Enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QWidget

from widgets.graph.search import KIND, Choice
from widgets.look import icons, style
from widgets.look.i18n import say, tr

_KEY = Qt.ItemDataRole.UserRole
_HIGH, _ICON = 28, 18


class NodePalette(QListWidget):
    """A list with headings; Up and Down skip them."""

    chosen = Signal(str)  # key of a Choice that was clicked, or struck with Enter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[tuple[str, tuple[Choice, ...]], ...] = ()
        style.set_property(self, "role", "rows")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        say(self, name="Kinds of nodes")

    def set_choices(self, groups: Mapping[str, Sequence[Choice]]) -> None:
        """Show what can be added, by group (English, translated)."""
        self._groups = tuple((name, tuple(choices)) for name, choices in groups.items())
        self._fill()

    def current(self) -> str:
        """The key of the row that is chosen, empty for none."""
        item = self.currentItem()
        return str(item.data(_KEY)) if item is not None else ""

    def _fill(self) -> None:
        self.clear()
        for name, choices in self._groups:
            head = QListWidgetItem(tr(name))
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            head.setFont(style.fonts("caption"))
            self._add(head, "")
            for choice in choices:
                item = QListWidgetItem(choice.title)
                item.setToolTip(tr("Drag it onto the canvas, or press Enter"))
                self._add(item, choice.key)
        self._dress()

    def _add(self, item: QListWidgetItem, key: str) -> None:
        item.setData(_KEY, key)
        item.setSizeHint(QSize(80, _HIGH))
        self.addItem(item)

    def _dress(self) -> None:
        """Icons in the colours of the theme."""
        known = {choice.key: choice.icon for _, choices in self._groups for choice in choices}
        for at in range(self.count()):
            name = known.get(self.item(at).data(_KEY))
            self.item(at).setIcon(icons.icon(name) if name else QIcon())

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        data = QMimeData()
        if items:
            data.setData(KIND, str(items[0].data(_KEY)).encode())
        return data

    def mimeTypes(self) -> list[str]:
        return [KIND]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and item is not None and item is self.currentItem():
            self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        if self.current():
            self.chosen.emit(self.current())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
        elif event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def sizeHint(self) -> QSize:
        return QSize(180, 320)


def _demo() -> QWidget:
    from widgets.graph.samples import CHOICES

    palette = NodePalette()
    palette.set_choices({"With weights": CHOICES[:4], "Without": CHOICES[4:]})
    return palette


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
