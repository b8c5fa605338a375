"""Where attention goes: a row a query, a column a key, masked keys hatched."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from widgets.graph import ink
from widgets.graph.card import advance, elided
from widgets.graph.masks.cells import CENTRE, RIGHT, CellGrid, paint_hatched
from widgets.look import ramp
from widgets.look.figures import brief
from widgets.look.i18n import mark, say, tr

_FIGURES = 34.0  # px of the narrowest cell with its figure
_HEAD, _FOOT = 90.0, 26.0  # px of the longest name at the left, and of the key below
_LIGHT = 140  # lightness of a ground from which letters on it are dark


class AttentionMap(CellGrid):
    """Weights as shades, query names at the left, key names above; what is no number says so."""

    largest, least = (48.0, 30.0), 16.0

    def __init__(self, empty: str = mark("No attention yet"), parent: QWidget | None = None) -> None:
        super().__init__(empty, parent)
        self._weights = np.zeros((0, 0))
        self._queries: tuple[str, ...] = ()
        self._keys: tuple[str, ...] = ()
        self._real = np.zeros(0, bool)
        say(self, name="Attention")

    def set_weights(
        self, weights: np.ndarray, queries: Sequence[str], keys: Sequence[str], real: np.ndarray
    ) -> None:
        """Show the weights of one head and one line.

        Args:
            weights: float (Q, K), 0 to 1, rows that sum to 1; NaN is shown as such.
            queries, keys: Q and K words.
            real: bool (K,), False where a key is a pad.

        Raises:
            ValueError: shapes that do not agree.
        """
        if weights.shape != (len(queries), len(keys)) or real.shape != (len(keys),):
            sizes = f"{len(queries)} x {len(keys)}"
            raise ValueError(f"weights {weights.shape} and mask {real.shape} do not fit {sizes} words")
        self._weights, self._real = np.asarray(weights, float), real.astype(bool)
        self._queries, self._keys = tuple(queries), tuple(keys)
        self.left = min(_HEAD, max((advance("field", word) for word in queries), default=0.0)) + 12
        self._set_cells(*weights.shape)

    def words(self, row: int, col: int) -> str:
        """From which word to which, and how much; that a key is a pad."""
        facts = {
            "query": self._queries[row],
            "key": self._keys[col],
            "value": _figure(self._weights[row, col]),
        }
        if self._real[col]:
            return tr("{query} to {key}: {value}", **facts)
        return tr("{query} to {key}, a pad: {value}", **facts)

    def summary(self) -> str:
        """How much of the attention goes to pads."""
        if not self._weights.size:
            return ""
        share = float(self._weights[:, ~self._real].sum() / max(1, len(self._weights)))
        return tr("{part} of the attention goes to pads", part=_figure(share))

    def _paint_heads(self, painter: QPainter) -> None:
        painter.setFont(ink.font("field"))
        for row, word in enumerate(self._queries):
            cell = self.cell_rect(row, 0)
            painter.setPen(ink.pen(ink.colour("text2")))
            room = QRectF(0, cell.top(), self.left - 8, cell.height())
            painter.drawText(room, RIGHT, elided("field", word, self.left - 10))
        for col, word in enumerate(self._keys):
            cell = self.cell_rect(0, col)
            if cell.width() >= 14:
                painter.setPen(ink.pen(ink.colour("text2" if self._real[col] else "disabled")))
                text = elided("field", word, cell.width() - 2)
                painter.drawText(QRectF(cell.left(), 0, cell.width(), self.top), CENTRE, text)
        foot = self.cell_rect(len(self._queries), 0).top() + 6
        if foot + _FOOT - 4 <= self.height():
            ramp.paint_key(painter, QPoint(round(self.left), round(foot)), "0", "1")
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_cell(self, painter: QPainter, row: int, col: int) -> None:
        cell, value = self.cell_rect(row, col).adjusted(0.5, 0.5, -0.5, -0.5), self._weights[row, col]
        if np.isnan(value):
            painter.fillRect(cell, ink.brush(ink.colour("error_soft")))
            self._write(painter, cell, "NaN", ink.colour("error"))
            return
        if value == 0 and not self._real[col]:
            paint_hatched(painter, cell)
            return
        ground = QColor(*map(int, ramp.shade(np.array(value))))
        painter.fillRect(cell, ground)
        if not self._real[col]:  # attention that a pad has got
            painter.fillRect(cell, ink.brush(ink.colour("strong"), hatched=True))
        light = ground.lightness() > _LIGHT
        dark_role = "text" if QColor(ink.colour("text")).lightness() < _LIGHT else "stage"
        light_role = "stage" if dark_role == "text" else "text"
        self._write(painter, cell, f"{value:.2f}", ink.colour(dark_role if light else light_role))

    def _write(self, painter: QPainter, cell: QRectF, text: str, colour: str) -> None:
        if cell.width() >= _FIGURES and cell.height() >= 14:
            painter.setFont(ink.font("caption"))
            painter.setPen(ink.pen(colour))
            painter.drawText(cell, CENTRE, text)


def _figure(value: float) -> str:
    return "NaN" if np.isnan(value) else brief(float(value))


def _demo() -> QWidget:
    words = ["they", "said", "so", "pad", "pad"]
    real = np.array([True, True, True, False, False])
    scores = np.random.default_rng(3).normal(size=(5, 5)) * 1.5
    weights = np.exp(scores) * real
    view = AttentionMap()
    weights /= weights.sum(1, keepdims=True)
    weights[3] = np.exp(scores[3]) / np.exp(scores[3]).sum()
    weights[4] = np.nan
    view.set_weights(weights, words, words, real)
    return view


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
