"""What the mask bench answers: the padded batch, how far lines are from their truth, where attention goes."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engines.ground.marks import mark
from engines.layers.masks.asked import Ask, Bench
from playground.labs.layers.mask_form import same, unmasked
from widgets.controls.segmented import Segmented
from widgets.graph.masks.attention_map import AttentionMap
from widgets.graph.masks.batch_grid import BatchGrid
from widgets.graph.masks.error_bars import ErrorBars, ErrorRow, worded
from widgets.look.i18n import joined, tr
from widgets.look.labels import WrappedLabel

PASSES = {"float32": 1e-5, "float64": 1e-12}  # errors that are rounding alone
HEADS = 2


class MaskAnswer(QWidget):
    """A row of bars a line of text; a click on one shows where its words look."""

    def __init__(self) -> None:
        super().__init__()
        self._ask: Ask | None = None
        self._bench: Bench | None = None
        self._bare: tuple[Ask, Bench] | None = None  # the last one without a mask
        self._line = 0
        self.grid = BatchGrid(mark("Type some lines"))
        self.grid.setObjectName("layers.mask.grid")
        self.bars = ErrorBars()
        self.bars.setObjectName("layers.mask.error")
        self.bars.chosen.connect(self._choose)
        self.facts = WrappedLabel("", "dim")
        self.facts.setObjectName("layers.mask.facts")
        self.head = Segmented([(str(at), str(at + 1)) for at in range(HEADS)])
        self.head.setObjectName("layers.mask.head")
        self.head.chosen.connect(lambda _key: self._show_map())
        self.map = AttentionMap()
        self.map.setObjectName("layers.mask.map")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.grid, self.bars, self.facts, self.head, self.map):
            column.addWidget(part)
        column.addStretch(1)
        self.head.hide()
        self.map.hide()

    def show_bench(self, ask: Ask, bench: Bench) -> None:
        """The answer to ``ask``."""
        if (
            self._ask is None or self._ask.lines != ask.lines
        ):  # a line with nothing real is the one to look at
            self._line = int(np.argmax(bench.empty))
        self._ask, self._bench = ask, bench
        if not ask.mask:
            self._bare = ask, bench
        self._show()

    def _show(self) -> None:
        if self._ask is None or self._bench is None:
            return
        ask, bench = self._ask, self._bench
        values = np.where(bench.real, bench.grid[..., 0], ask.value)
        self.grid.set_batch(bench.words, bench.real, values)
        self.bars.set_errors(self.rows(), PASSES[ask.dtype])
        self.facts.setText(_facts(bench))
        self._show_map()

    def rows(self) -> tuple[ErrorRow, ...]:
        """The rows of the bars: a line each, then the two halves of an LSTM that reads both ways."""
        if self._ask is None or self._bench is None:
            return ()
        ask, bench = self._ask, self._bench
        bare = self._bare[1] if self._bare and same(self._bare[0], unmasked(ask)) and ask.mask else None
        found = []
        for at, error in enumerate(bench.errors):
            before = float(bare.errors[at]) if bare is not None else None
            name = tr("line {line}: {text}", line=at + 1, text=ask.lines[at].strip() or "–")
            found.append(ErrorRow(f"line.{at}", name, float(error), before))
        if bench.halves is not None:
            names = tr("forward half"), tr("backward half")
            halves = bare.halves if bare is not None and bare.halves is not None else (None, None)
            found += [ErrorRow("", *row) for row in zip(names, bench.halves, halves, strict=True)]
        return tuple(found)

    def _choose(self, key: str) -> None:
        self._line = int(key.removeprefix("line."))
        self._show_map()

    def _show_map(self) -> None:
        bench = self._bench
        seen = bench is not None and bench.map is not None
        self.map.setVisible(seen)
        self.head.setVisible(seen and bench is not None and bench.map is not None and bench.map.ndim == 4)
        if bench is None or bench.map is None:
            return
        real, line = bench.real[self._line], self._line
        words = tuple(word or tr("pad") for word in bench.words[line])
        if bench.map.ndim == 4:
            self.map.set_weights(bench.map[line, int(self.head.current())], words, words, real)
        else:
            self.map.set_weights(bench.map[line][None], (tr("line {line}", line=line + 1),), words, real)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)


def _facts(bench: Bench) -> str:
    """What else is worth knowing, a sentence each."""
    pads = bench.gradient[~bench.real]
    leak = float(pads.max()) if pads.size else 0.0
    said = [
        tr("No gradient reaches the pads.")
        if leak == 0
        else tr("A gradient of {gradient} reaches the pads.", gradient=worded(leak)),
        tr("Places stay, and their mask goes on.")
        if bench.rule == "keep"
        else tr("Places are gone, and the mask ends here."),
    ]
    if math.isnan(bench.error):
        said.append(tr("Something is not a number."))
    if bench.empty.any():
        lines = ", ".join(str(at + 1) for at in np.flatnonzero(bench.empty))
        said.append(tr("Nothing is real in line {lines}.", lines=lines))
    return joined(*said)
