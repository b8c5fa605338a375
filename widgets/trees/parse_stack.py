"""Tree, distances and gates of one sentence, one under the other in the same columns."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollBar, QVBoxLayout, QWidget

from widgets.look import style
from widgets.look.i18n import say
from widgets.trees.column_view import ColumnView
from widgets.trees.columns import WordColumns
from widgets.trees.distance_bars import DistanceBars
from widgets.trees.gate_map import GateMap
from widgets.trees.view import TreeView

_GATES_FROM, _BARS_FROM = 300, 200  # logical px of height at which they are shown
_STEP = 40  # logical px of an arrow of the scroll bar


class ParseStack(QWidget):
    """Three views that share columns, scrolling and the gap pointed at.

    Where there is little height the map folds first, then the bars.
    """

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.set_role(self, "stage")
        self.columns = WordColumns(self)
        self.tree = TreeView(self.columns, empty)
        self.distances = DistanceBars(self.columns)
        self.gates = GateMap(self.columns)
        self.scroll_bar = QScrollBar(Qt.Orientation.Horizontal)
        self.scroll_bar.setSingleStep(_STEP)
        say(self.scroll_bar, name="Scroll the sentence")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for view in self.views():
            column.addWidget(view)
            view.hovered_gap.connect(self.light)
        column.setStretch(0, 1)
        column.addWidget(self.scroll_bar)
        self.scroll_bar.setVisible(False)
        self.scroll_bar.valueChanged.connect(lambda value: self.columns.set_offset(float(value)))
        self.columns.changed.connect(self._follow)

    def views(self) -> tuple[ColumnView, ColumnView, ColumnView]:
        """From the top."""
        return self.tree, self.distances, self.gates

    def light(self, gap: int) -> None:
        """Light a gap in all three, -1 for none."""
        for view in self.views():
            view.set_hovered_gap(gap)

    def _follow(self) -> None:
        """The scroll bar shows where the columns are."""
        self.scroll_bar.blockSignals(True)
        self.scroll_bar.setRange(0, round(self.columns.longest))
        self.scroll_bar.setPageStep(round(self.columns.room))
        self.scroll_bar.setValue(round(self.columns.offset))
        self.scroll_bar.blockSignals(False)
        self.scroll_bar.setVisible(self.columns.longest > 0.5)
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fold()

    def _fold(self) -> None:
        """Shares as in the look: bars an eighth, map a good fifth, the tree all the rest."""
        high, words = self.height(), bool(self.columns.words)
        self.distances.setVisible(high >= _BARS_FROM and words)
        self.gates.setVisible(high >= _GATES_FROM and words)
        self.distances.setFixedHeight(min(72, max(48, high // 8)))
        self.gates.setFixedHeight(min(220, max(76, high * 22 // 100)))


def _demo() -> QWidget:
    from widgets.trees.samples import DISTANCES, english, gates

    stack = ParseStack()
    words, tree, right, wrong, missed = english()
    stack.tree.set_sentence(words, tree)
    stack.tree.set_marks(right, wrong, missed)
    stack.tree.set_threshold(0.42)
    stack.distances.set_distances(DISTANCES)
    stack.gates.set_gates(gates(DISTANCES), "Forget gate")
    stack.light(7)
    return stack


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
