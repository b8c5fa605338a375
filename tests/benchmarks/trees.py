"""How long a sentence's views take to draw: ``python -m tests.benchmarks.trees [--words 200]``.

Prints one JSON line per view and zoom: milliseconds of a full redraw, beside those of grabbing the same view
without words, and their ratio. Drawn offscreen, 872 x 340 px for the tree.
"""

from __future__ import annotations

import argparse
import json
import os
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from widgets.look import style
from widgets.trees.column_view import ColumnView
from widgets.trees.parse_stack import ParseStack
from widgets.trees.samples import gates, long


def redraw(view: ColumnView, times: int = 40) -> float:
    """Median milliseconds of drawing a view anew."""
    taken = []
    for _ in range(times):
        QApplication.sendEvent(view, QEvent(QEvent.Type.PaletteChange))  # nothing drawn is kept
        start = time.perf_counter()
        view.grab()
        taken.append((time.perf_counter() - start) * 1000)
    return float(np.median(taken))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=200)
    number = parser.parse_args().words
    app = QApplication([])
    style.stage(app)
    stack = ParseStack()
    stack.resize(872, 530)
    stack.show()
    empty = {type(view).__name__: redraw(view) for view in stack.views()}
    words, tree, distances = long(number)
    stack.tree.set_sentence(words, tree)
    stack.distances.set_distances(distances)
    stack.gates.set_gates(gates(distances))
    for zoom in ("reading", "all words"):
        if zoom == "all words":
            stack.columns.fit()
        app.processEvents()
        for view in stack.views():
            name, took = type(view).__name__, redraw(view)
            figures = {"ms": round(took, 2), "empty_ms": round(empty[name], 2)}
            ratio = round(took / empty[name], 1)
            print(json.dumps({"what": f"{name}, {number} words, {zoom}", **figures, "ratio": ratio}))
    stack.close()


if __name__ == "__main__":
    main()
