"""Panels around a stage: thin lines to drag, and sides that fold to a rail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from widgets.frame.split_parts import GRIP, Grip, Rail
from widgets.look import motion, style

RAIL = 52


@dataclass
class _Side:
    widget: QWidget
    grip: Grip
    rail: Rail
    first: bool  # left of the main widget, or above it
    default: int
    low: int
    high: int
    folded_size: int
    size: int  # what the person wants
    shown: int = 0  # what it gets
    folded: bool = False


class Splitter(QWidget):
    """One main widget that takes what the sides leave.

    Double-clicking a line restores the default; dragging a side well below its minimum folds it to a rail.
    """

    changed = Signal()  # the person moved or folded something

    def __init__(
        self, orientation: Qt.Orientation = Qt.Orientation.Horizontal, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._across = orientation is Qt.Orientation.Horizontal
        self._sides: dict[str, _Side] = {}
        self._main: QWidget | None = None
        self._main_low = 240
        self._from = (0.0, 0)
        self._motion = QVariantAnimation(self)

    def add_main(self, widget: QWidget, low: int = 240) -> None:
        """The widget that grows; sides shrink before it gets smaller than ``low``."""
        widget.setParent(self)
        self._main, self._main_low = widget, low
        widget.show()
        self._arrange()

    def add_side(
        self, key: str, widget: QWidget, default: int, low: int, high: int, *,
        title: str, first: bool = True, folded_size: int = RAIL,
    ) -> None:  # fmt: skip
        """Add a side called ``key``, before the main widget (left, above) or after it.

        Args:
            default, low, high: its size in px.
            title: says what the rail's button brings back ("Show settings"); English, translated.
            folded_size: 52 for a rail, 28 for a foot.
        """
        widget.setParent(self)
        grip, rail = Grip(self._across, self), Rail(self._across, first, title, self)
        rail.button.setObjectName(f"{key}.unfold")
        side = _Side(widget, grip, rail, first, default, low, high, folded_size, default)
        self._sides[key] = side
        grip.pressed.connect(lambda at: self._press(side, at))
        grip.dragged.connect(lambda at: self._drag(side, at))
        grip.released.connect(self.changed)
        grip.double_clicked.connect(lambda: self._restore(side))
        rail.opened.connect(lambda: self.set_folded(key, False))
        widget.show()
        grip.show()
        self._arrange()

    def set_default(self, key: str, default: int) -> None:
        """Another default size; a side that a person has not sized follows."""
        side = self._sides[key]
        if side.default == default:
            return
        if side.size == side.default:
            side.size = default
        side.default = default
        self._arrange()

    def folded(self, key: str) -> bool:
        """Whether a side is a rail now."""
        return self._sides[key].folded

    def set_folded(self, key: str, folded: bool) -> None:
        """Fold a side to its rail, or bring it back."""
        side = self._sides[key]
        if side.folded == folded:
            return
        side.folded = folded
        start, end = side.shown, side.folded_size if folded else self._wish(side)
        self._motion.stop()
        self._motion = QVariantAnimation(self)
        self._motion.setDuration(motion.duration(motion.FOLD))
        self._motion.setStartValue(start)
        self._motion.setEndValue(end)
        self._motion.valueChanged.connect(lambda size: self._arrange(side, int(size)))
        self._motion.finished.connect(self._arrange)
        self._motion.start()
        self.changed.emit()

    def state(self) -> dict[str, Any]:
        """Sizes and folds, plain enough for JSON."""
        return {key: {"size": side.size, "folded": side.folded} for key, side in self._sides.items()}

    def set_state(self, state: Mapping[str, Any]) -> None:
        """Restore what ``state`` gave; what is missing or makes no sense is passed over."""
        for key, kept in state.items():
            side = self._sides.get(key)
            if side is None or not isinstance(kept, Mapping):
                continue
            if isinstance(size := kept.get("size"), int):
                side.size = min(max(size, side.low), side.high)
            side.folded = kept.get("folded") is True
        self._arrange()

    # the person

    def _press(self, side: _Side, at: float) -> None:
        self._from = (at, side.shown)

    def _drag(self, side: _Side, at: float) -> None:
        start, size = self._from
        wanted = size + (at - start) * (1 if side.first else -1)
        side.folded = wanted < side.low - (side.low - side.folded_size) / 2
        if not side.folded:
            side.size = round(min(max(wanted, side.low), side.high, self._most(side)))
        self._arrange()

    def _most(self, side: _Side) -> int:
        others = sum(other.shown for other in self._sides.values() if other is not side)
        return max(side.low, self._length() - others - self._main_low)

    def _restore(self, side: _Side) -> None:
        side.size, side.folded = side.default, False
        self._arrange()
        self.changed.emit()

    # the places

    def _length(self) -> int:
        return self.width() if self._across else self.height()

    def _arrange(self, moving: _Side | None = None, at: int = 0) -> None:
        for side in self._sides.values():
            side.shown = side.folded_size if side.folded else self._wish(side)
        if moving is not None:
            moving.shown = at
        self._squeeze()
        start, end = 0, self._length()
        for side in self._sides.values():
            near = start if side.first else end - side.shown
            self._lay_side(side, near, side is moving)
            start, end = (start + side.shown, end) if side.first else (start, near)
        if self._main is not None:
            self._main.setGeometry(self._box(start, max(0, end - start)))
        for side in self._sides.values():
            side.grip.raise_()

    def _wish(self, side: _Side) -> int:
        """A side's own size; one that nobody has changed is a little smaller in a small window."""
        small = self._across and self._length() < 1360 and side.size == side.default
        return max(side.low, round(side.default * 0.915)) if small else side.size

    def _squeeze(self) -> None:
        """Take from the sides, the last added first, what the main widget lacks."""
        lack = self._main_low - (self._length() - sum(side.shown for side in self._sides.values()))
        for side in reversed(list(self._sides.values())):
            if lack > 0 and not side.folded:
                give = min(lack, max(0, side.shown - side.low))
                side.shown -= give
                lack -= give

    def _lay_side(self, side: _Side, near: int, moving: bool) -> None:
        railed = side.folded and not moving
        side.widget.setVisible(not railed)
        side.rail.setVisible(railed)
        (side.rail if railed else side.widget).setGeometry(self._box(near, side.shown))
        edge = near + side.shown if side.first else near
        side.grip.setGeometry(self._box(edge - GRIP // 2 - (1 if side.first else 0), GRIP))

    def _box(self, at: int, size: int) -> QRect:
        return QRect(at, 0, size, self.height()) if self._across else QRect(0, at, self.width(), size)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _hint(self, main: QSize, sides: int) -> QSize:
        length = (main.width() if self._across else main.height()) + sides
        return QSize(length, main.height()) if self._across else QSize(main.width(), length)

    def sizeHint(self) -> QSize:
        main = self._main.sizeHint() if self._main is not None else QSize()
        return self._hint(main, sum(side.size for side in self._sides.values()))

    def minimumSizeHint(self) -> QSize:
        low = QSize(self._main_low, 120) if self._across else QSize(240, self._main_low)
        return self._hint(low, sum(side.folded_size for side in self._sides.values()))


def _demo() -> QWidget:
    page = Splitter()
    for key, role, first, words in (
        ("settings", "panel", True, "Settings"),
        ("inspector", "panel", False, "Inspector"),
    ):
        panel = QWidget()
        QHBoxLayout(panel).addWidget(QLabel(words))
        style.set_role(panel, role)
        page.add_side(key, panel, 200, 160, 360, title=f"Show {words.lower()}", first=first)
    inner = Splitter(Qt.Orientation.Vertical)
    stage, foot = QLabel("Stage"), QLabel("Curves")
    style.set_role(stage, "stage")
    inner.add_main(stage, 80)
    inner.add_side("curves", foot, 80, 60, 160, title="Show curves", first=False, folded_size=28)
    page.add_main(inner, 200)
    page.set_state({"inspector": {"size": 180, "folded": True}})
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
