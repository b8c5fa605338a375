"""A "…" button that takes in what a narrow strip has no room for, and gives it back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from widgets.controls.buttons import icon_button
from widgets.look import style


class Overflow:
    """Moves groups of widgets between a strip's layout and a pop-up under the "…" button.

    The widgets stay the same objects, children of the strip or of the pop-up in it, so their names,
    connections and values do not know where they are shown.
    """

    def __init__(self, name: str, strip: QWidget) -> None:
        self._strip = strip
        self.button = icon_button("dots-three", "More", self._open)
        self.button.setObjectName(name)
        self.button.hide()
        self._popup = QFrame(strip, Qt.WindowType.Popup)
        style.set_role(self._popup, "popup")
        self._shelf = QVBoxLayout(self._popup)
        self._shelf.setContentsMargins(12, 12, 12, 12)
        self._shelf.setSpacing(8)
        self._groups: list[list[QWidget]] = []
        self._start = 0  # where in the strip they stand
        self._out = 0  # how many groups are in the pop-up

    def manage(self, line: QHBoxLayout, groups: list[list[QWidget]]) -> None:
        """Add ``groups`` to ``line``; the first is the first to leave."""
        self._line, self._groups, self._start = line, groups, line.count()
        for group in groups:
            for widget in group:
                line.addWidget(widget)

    @property
    def hidden(self) -> list[QWidget]:
        """What stands in the pop-up now."""
        return [widget for group in self._groups[: self._out] for widget in group]

    def fit(self, width: int) -> None:
        """Move as few groups as possible out of a strip ``width`` wide."""
        out = 0
        while out < len(self._groups) and self._needs(out) > width:
            out += 1
        if out != self._out:
            self._out = out
            self._move()

    def _needs(self, out: int) -> int:
        """Width the strip would need with the first ``out`` groups gone."""
        managed = [widget for group in self._groups for widget in group]
        kept = [widget for group in self._groups[out:] for widget in group]
        margins = self._line.contentsMargins()
        widths = [widget.sizeHint().width() for widget in kept]
        for at in range(self._line.count()):
            item = self._line.itemAt(at)
            widget = item.widget() if item is not None else None
            if widget is None or widget in managed or widget is self.button or widget.isHidden():
                continue
            widths.append(max(widget.minimumSizeHint().width(), widget.minimumWidth()))
        if out:
            widths.append(self.button.width())
        return sum(widths) + self._line.spacing() * (len(widths) - 1) + margins.left() + margins.right()

    def _move(self) -> None:
        for group in self._groups:
            for widget in group:
                self._line.removeWidget(widget)
                self._shelf.removeWidget(widget)
        for widget in self.hidden:
            self._shelf.addWidget(widget)
            widget.show()
        kept = [widget for group in self._groups[self._out :] for widget in group]
        for at, widget in enumerate(kept, start=self._start):
            self._line.insertWidget(at, widget)
            widget.show()
        self.button.setVisible(self._out > 0)
        if not self._out:
            self._popup.hide()

    def _open(self) -> None:
        self._popup.adjustSize()
        corner = self.button.mapToGlobal(QPoint(self.button.width(), self.button.height() + 4))
        self._popup.move(corner - QPoint(self._popup.width(), 0))
        self._popup.show()
        self._popup.setFocus(Qt.FocusReason.PopupFocusReason)
