"""A table of words: sorted, filtered and copied by the hundred thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHeaderView, QMenu, QTableView, QWidget

from widgets.look import style
from widgets.look.figures import count
from widgets.look.grid_marks import paint_empty
from widgets.look.i18n import mark, say, tr
from widgets.text.table_model import Column, WordModel
from widgets.text.table_paint import ROW, Header, Rows, width_of


class WordTable(QTableView):
    """Rows are known by their place in the arrays given, whatever the order and the filter are now."""

    chosen = Signal(int)  # the row the person goes to
    copied = Signal(int)  # how many rows
    ignore_wanted = Signal(list)  # rows
    sorted_by = Signal(str, bool)  # key, descending; by the person

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._rows, self._empty = WordModel(self), Rows(self), empty
        self._silent = False
        self.setModel(self._model)
        self.setItemDelegate(self._rows)
        self._dress()
        self.horizontalHeader().sectionClicked.connect(self._click_title)
        self.selectionModel().currentRowChanged.connect(self._gone_to)
        say(self, name=mark("Words"))

    def _dress(self) -> None:
        style.set_role(self, "rows")
        self.setHorizontalHeader(Header(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW)
        rows.hide()

    # what is shown

    def set_columns(self, columns: Sequence[tuple[str, str, str, str]]) -> None:
        """The columns: key, title (English), kind (word, bar, int, float, bool), tooltip (English)."""
        with self._quiet():
            self._model.set_columns([Column(*column) for column in columns])
        self._fit()

    def set_rows(self, rows: Mapping[str, Sequence[Any] | np.ndarray]) -> None:
        """Other rows: for each column as many values, in the order to show them; nothing is chosen.

        Raises:
            ValueError: a column is missing, or they differ in length.
        """
        with self._quiet():
            self._model.set_rows(rows)
        self._rows.current = -1
        self.scrollToTop()

    def set_mask(self, mask: np.ndarray | None) -> None:
        """Show the rows that are True, all for None; the chosen one stays chosen if it is among them."""
        self._keeping(lambda: self._model.set_mask(mask))

    def set_sort(self, key: str, *, descending: bool = True) -> None:
        """Order by a column without a signal; an empty key restores the order given."""
        self._keeping(lambda: self._model.sort_by(key, descending))

    def sort_key(self) -> tuple[str, bool]:
        """The column that orders the rows and whether its largest comes first; ("", False) for none."""
        return self._model.sorted_by or ("", False)

    def set_empty(self, empty: str) -> None:
        """What to say, in the language shown, where there are no rows; "" for nothing."""
        self._empty = empty
        self.setAccessibleDescription(empty)
        self.viewport().update()

    def shown_rows(self) -> np.ndarray:
        """The rows that pass, in the order shown, int."""
        return self._model.shown

    def _keeping(self, change: Callable[[], None]) -> None:
        """Make a change, and go on with the same rows selected."""
        current, marked = self.current_row(), self._selected_places()
        selected = [int(row) for row in self._model.shown[marked]] if len(marked) < 200 else []
        with self._quiet():
            change()
        picked, last = QItemSelection(), max(0, len(self._model.columns) - 1)
        for place in map(self._model.place_of, selected):
            if place >= 0:
                picked.select(self._model.index(place, 0), self._model.index(place, last))
        self._rows.current = -1
        if current >= 0:
            self.choose(current)
        with self._quiet():
            self.selectionModel().select(picked, QItemSelectionModel.SelectionFlag.Select)

    # what is chosen

    def current_row(self) -> int:
        """The row gone to last, -1 for none."""
        place = self.currentIndex().row()
        return int(self._model.shown[place]) if 0 <= place < len(self._model.shown) else -1

    def choose(self, row: int) -> None:
        """Go to a row without a signal; one that is not shown leaves nothing chosen."""
        place = self._model.place_of(row)
        with self._quiet():
            if place < 0:
                self.selectionModel().clear()
            else:
                index = self._model.index(place, 0)
                self.setCurrentIndex(index)
                self.scrollTo(index)
        self._rows.current = place
        self.viewport().update()

    def selected_rows(self) -> list[int]:
        """All selected rows, in the order shown."""
        return [int(row) for row in self._model.shown[self._selected_places()]]

    def _selected_places(self) -> np.ndarray:
        chosen = self.selectionModel().selection()
        ranges = [chosen.at(at) for at in range(chosen.size())]
        parts = [np.arange(part.top(), part.bottom() + 1) for part in ranges]
        return np.sort(np.concatenate(parts)) if parts else np.zeros(0, np.int64)

    def copy(self) -> None:
        """Put the selected rows, under a line of titles, on the clipboard."""
        places = self._selected_places()
        if len(places):
            QGuiApplication.clipboard().setText(self._model.table_text(places.tolist()))
            self.copied.emit(len(places))

    def _gone_to(self, index: QModelIndex, _before: QModelIndex) -> None:
        self._rows.current = index.row()
        self.viewport().update()
        if not self._silent and index.isValid():
            self.chosen.emit(int(self._model.shown[index.row()]))

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """What changes meanwhile is not the person's doing."""
        before, self._silent = self._silent, True
        yield
        self._silent = before

    def _click_title(self, section: int) -> None:
        column, (key, descending) = self._model.columns[section], self.sort_key()
        first = column.kind != "word"
        back = column.key == key and descending != first  # the third click: the order given
        self.set_sort("" if back else column.key, descending=first != (column.key == key))
        self.sorted_by.emit(*self.sort_key())

    # the person

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_Delete and (rows := self.selected_rows()):
            self.ignore_wanted.emit(rows)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._model.rowCount():
            end = self._model.rowCount() - 1 if event.key() == Qt.Key.Key_End else 0
            self.setCurrentIndex(self._model.index(end, 0))
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters do nothing here: the filter searches, and faster."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        rows = self.selected_rows()
        if not rows:
            return
        menu = self.menu(rows)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def menu(self, rows: list[int]) -> QMenu:
        """What can be done with rows."""
        menu = QMenu(self)
        many = tr("Copy {count} rows", count=count(len(rows))) if len(rows) > 1 else tr("Copy row")
        menu.addAction(many, self.copy)
        text = tr("Ignore {count} words", count=count(len(rows))) if len(rows) > 1 else tr("Ignore word")
        menu.addAction(text, lambda: self.ignore_wanted.emit(rows))
        return menu

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._point(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(-1)

    def _point(self, place: int) -> None:
        if place != self._rows.hover:
            self._rows.hover = place
            self.viewport().update()

    # the picture

    def _fit(self) -> None:
        for at, column in enumerate(self._model.columns):
            self.setColumnWidth(at, width_of(column, tr(column.title)))
        self._fill()

    def _fill(self) -> None:
        """The word takes what the figures leave."""
        columns = self._model.columns
        word = next((at for at, column in enumerate(columns) if column.kind == "word"), -1)
        if word >= 0:
            others = sum(self.columnWidth(at) for at in range(len(columns)) if at != word)
            least = width_of(columns[word], tr(columns[word].title))
            self.setColumnWidth(word, max(least, self.viewport().width() - others))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fit()
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.horizontalHeader().viewport().update()
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._model.rowCount():
            super().paintEvent(event)
        elif self._empty:
            painter = QPainter(self.viewport())
            paint_empty(painter, self.viewport().rect(), tr(self._empty))
            painter.end()


def _demo() -> QWidget:
    words = (
        "紫鹃 尤氏 李纨 薛姨妈 探春 薛蟠 凤姐 刘姥姥 香菱 潇湘馆 蘅芜苑 麝月 贾母 宝钗 贾政 贾琏 平儿 晴雯"
    )
    names = words.split()
    draw = np.random.default_rng(2)
    table = WordTable(mark("No word passes"))
    table.set_columns([
        ("word", mark("Word"), "word", ""),
        ("score", mark("Score"), "bar", mark("How surely it is a new word")),
        ("count", mark("Count"), "int", mark("How often it is in the text")),
        ("cohesion", mark("Cohesion"), "float", mark("How firmly its characters hold together")),
        ("left", mark("Left H"), "float", mark("Entropy of the character before it")),
        ("right", mark("Right H"), "float", mark("Entropy of the character behind it")),
        ("known", mark("Known"), "bool", mark("Whether the dictionary has it")),
    ])  # fmt: skip
    counts = (draw.pareto(1, len(names)) * 100).astype(int) + 5
    rows: dict[str, Any] = {"word": names, "count": counts, "known": draw.random(len(names)) < 0.3}
    rows |= {key: draw.uniform(1, 9, len(names)) for key in ("cohesion", "left", "right")}
    rows["score"] = np.sort(draw.uniform(2, 8.4, len(names)))[::-1]
    table.set_rows(rows)
    table.set_sort("score")
    table.choose(9)
    return table


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
