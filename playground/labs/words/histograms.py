"""How long the words are that pass the filters, and how their scores are spread."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engines.ground.marks import mark
from playground.labs.words.filtering import Filtering
from playground.labs.words.selection import Selection
from widgets.frame.panel import Group
from widgets.plots.histogram import Histogram

LONG = 8  # characters from which words share a bar


class Histograms(QWidget):
    """Two that follow the filters; the bars in which the chosen word lies are lit."""

    def __init__(self, filtering: Filtering, selection: Selection) -> None:
        super().__init__()
        self._filtering, self._selection = filtering, selection
        self._lengths, self._scores = Histogram(mark("Lengths")), Histogram(mark("Scores"))
        self._lengths.setObjectName("words.lengths")
        self._scores.setObjectName("words.scores")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for title, chart in ((mark("Lengths"), self._lengths), (mark("Scores"), self._scores)):
            group = Group(title)
            chart.setFixedHeight(92)
            group.body.addWidget(chart)
            column.addWidget(group)
        filtering.passed.connect(self._show)
        selection.looked.connect(lambda _: self._light())

    def _show(self) -> None:
        result, mask = self._filtering.result, self._filtering.mask
        assert result is not None
        counts = np.bincount(np.clip(result.lengths[mask], 0, LONG), minlength=LONG + 1)[1:]
        last = max(4, int(np.flatnonzero(counts).max(initial=0)) + 1)
        labels = [str(n) if n < LONG else f"{LONG}+" for n in range(1, last + 1)]
        self._lengths.set_categories(labels, counts[:last])
        scores = result.log_score[mask]
        found, edges = np.histogram(scores, bins=16, range=(0.0, max(float(scores.max(initial=0)), 1.0)))
        self._scores.set_bins(edges, found)
        self._light()

    def _light(self) -> None:
        result, word = self._filtering.result, self._selection.word
        row = result.row(word) if result is not None and word else -1
        if result is not None and row >= 0:
            self._lengths.set_lit(min(len(word), LONG) - 1)
            self._scores.set_lit_value(float(result.log_score[row]))
        else:
            self._lengths.set_lit(-1)
            self._scores.set_lit_value(math.nan)
