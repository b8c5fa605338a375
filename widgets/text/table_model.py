"""The rows behind the word table: arrays as they came, an order and a mask."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from widgets.look.figures import MINUS, count
from widgets.look.i18n import tr

Index = QModelIndex | QPersistentModelIndex
_BREAKS = re.compile("[\t\n\r]")
KINDS = ("word", "bar", "int", "float", "bool")


@dataclass(frozen=True)
class Column:
    """One of the table: what its values are kept under, and how they are said."""

    key: str
    title: str
    kind: str
    tip: str = ""

    def text(self, value: Any) -> str:
        """A value as the person reads it; of a number that is none, a dash."""
        if self.kind == "word":
            return str(value)
        if self.kind == "int":
            return count(int(value))
        if self.kind == "bool":
            return tr("yes") if value else tr("no")
        if not np.isfinite(value):
            return "–"
        return f"{value:.{1 if self.kind == 'bar' else 2}f}".replace("-", MINUS)

    def plain(self, value: Any) -> str:
        """A value as another program reads it."""
        if self.kind == "word":
            return _BREAKS.sub(" ", str(value))
        return str(int(value)) if self.kind in ("int", "bool") else f"{value:.6g}"


class WordModel(QAbstractTableModel):
    """Rows in their original order or by one column, those the mask lets through."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: list[Column] = []
        self.sorted_by: tuple[str, bool] | None = None  # key, descending
        self.most: dict[str, float] = {}  # the largest value of each bar
        self._data: Mapping[str, Sequence[Any] | np.ndarray] = {}
        self._count = 0
        self._mask: np.ndarray | None = None
        self._orders: dict[tuple[str, bool], np.ndarray] = {}
        self.shown = np.zeros(0, np.int64)  # original row at each place

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns; the rows go. Raises ``ValueError`` for a kind there is none of."""
        for column in columns:
            if column.kind not in KINDS:
                raise ValueError(f"no column is a {column.kind}: {', '.join(KINDS)}")
        self.columns = list(columns)
        self.sorted_by = None
        self.set_rows({column.key: [] for column in columns})

    def set_rows(self, rows: Mapping[str, Sequence[Any] | np.ndarray]) -> None:
        """Other rows, none of them masked. Raises ``ValueError`` where a column is missing or too short."""
        lengths = {len(rows[c.key]) if c.key in rows else -1 for c in self.columns}
        if len(lengths) > 1 or -1 in lengths:
            raise ValueError(f"columns of {sorted(lengths)} rows (-1: missing) make no table")
        self.beginResetModel()
        self._data, self._count = rows, next(iter(lengths), 0)
        self._mask, self._orders = None, {}
        self.most = {c.key: self._most(c.key) for c in self.columns if c.kind == "bar"}
        self._show()
        self.endResetModel()

    def _most(self, key: str) -> float:
        values = np.asarray(self._data[key], float)
        return float(values.max(where=np.isfinite(values), initial=0.0))

    def set_mask(self, mask: np.ndarray | None) -> None:
        """Show the rows that are True; None shows all. Raises ``ValueError`` for a wrong length."""
        if mask is not None and len(mask) != self._count:
            raise ValueError(f"a mask of {len(mask)} for {self._count} rows")
        self.beginResetModel()
        self._mask = mask
        self._show()
        self.endResetModel()

    def sort_by(self, key: str, descending: bool) -> None:
        """Order by a column, ties as they came; a key there is none of restores the original order."""
        self.beginResetModel()
        self.sorted_by = (key, descending) if any(c.key == key for c in self.columns) else None
        self._show()
        self.endResetModel()

    def _show(self) -> None:
        order = self._order()
        self.shown = order if self._mask is None else order[np.asarray(self._mask, bool)[order]]

    def _order(self) -> np.ndarray:
        if self.sorted_by is None:
            return np.arange(self._count)
        if self.sorted_by not in self._orders:
            key, descending = self.sorted_by
            self._orders[self.sorted_by] = stable_order(np.asarray(self._data[key]), descending)
        return self._orders[self.sorted_by]

    def value(self, place: int, column: int) -> Any:
        """What stands at a place of the table."""
        return self._data[self.columns[column].key][int(self.shown[place])]

    def place_of(self, row: int) -> int:
        """The place an original row has now, -1 when it is not shown."""
        found = np.flatnonzero(self.shown == row)
        return int(found[0]) if len(found) else -1

    # what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.shown):
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(self.value(index.row(), index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(column.title)} {column.text(self.value(index.row(), index.column()))}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(column.title)
        return tr(column.tip) if role == Qt.ItemDataRole.ToolTipRole else None

    def table_text(self, places: Sequence[int]) -> str:
        """Rows as tab-separated text under a line of titles."""
        rows = self.shown[np.asarray(places, np.int64)]
        titles = [tr(column.title) for column in self.columns]
        said = [map(column.plain, _picked(self._data[column.key], rows)) for column in self.columns]
        lines = ["\t".join(line) for line in (titles, *zip(*said, strict=True))]
        return "\n".join(lines) + "\n"


def _picked(values: Sequence[Any] | np.ndarray, rows: np.ndarray) -> list[Any]:
    if isinstance(values, np.ndarray):
        return list(values[rows].tolist())
    return [values[row] for row in rows.tolist()]


def stable_order(values: np.ndarray, descending: bool) -> np.ndarray:
    """Indices that sort ``values``, equal ones in their given order; what is no number comes last."""
    last = np.isnan(values) if values.dtype.kind == "f" else np.zeros(len(values), bool)
    rows = np.flatnonzero(~last)
    some = values[rows]
    if descending:
        order = len(some) - 1 - np.argsort(some[::-1], kind="stable")[::-1]
    else:
        order = np.argsort(some, kind="stable")
    return np.concatenate([rows[order], np.flatnonzero(last)])
