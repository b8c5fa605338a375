"""How long a paste holds the window: ``python -m tests.benchmarks.text_pane``.

Prints one JSON line per text: the longest wait between two ticks of a 10 ms timer while a text is pasted into the
text pane and its words are shown, the same for Qt's own QPlainTextEdit in the same run, their ratio; the time
until the whole text is there, what a key costs afterwards with all words marked, and how long undoing and
redoing the paste hold the window.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from widgets.look import style
from widgets.text.pane import TextPane

SENTENCE = "贾母少歇一回，自然领着刘姥姥都见识见识。先到了潇湘馆。一进门，只见两边翠竹夹路，"
TEXTS = {
    "200,000 characters, no line end": (SENTENCE * 6000)[:200_000],
    "200,000 characters in lines": ((SENTENCE + "\r\n") * 6000)[:200_000],
    "200,000 characters, a line each": "字\n" * 100_000,
    "1,900,000 characters, no line end": (SENTENCE * 60_000)[:1_900_000],
}


def longest_wait(app: QApplication, act: Callable[[], None], done: Callable[[], bool]) -> tuple[float, float]:
    """Seconds between ticks at worst, and until ``done``; the loop runs on for 0.4 s to see the painting."""
    ticks = [time.perf_counter()]
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start(10)
    app.processEvents()
    begun, ended = time.perf_counter(), 0.0
    ticks[:] = [begun]
    QTimer.singleShot(0, act)
    app.processEvents()
    while not ended or time.perf_counter() - ended < 0.4:
        app.processEvents()
        if not ended and done():
            ended = time.perf_counter()
    return float(np.diff(ticks).max()), ended - begun


def marked_words(start: int, stop: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A word of three at every seventh character, new and known by turns."""
    starts = np.arange(start - start % 7, stop, 7)
    return starts, starts + 3, starts // 7 % 2


def measure(app: QApplication, text: str) -> dict[str, float]:
    """The figures of one text."""
    pane, plain, data = TextPane(), QPlainTextEdit(), QMimeData()
    data.setText(text)
    pane.edited.connect(lambda: pane.set_spans(marked_words))
    pane.edited.connect(lambda: pane.set_selected(3, np.arange(0, len(text), 21)))
    for view in (pane, plain):
        view.resize(420, 500)
        view.show()
    app.processEvents()
    own, there = longest_wait(app, lambda: pane.insertFromMimeData(data), lambda: not pane.filling)
    assert pane.text() == text
    base, _ = longest_wait(app, lambda: plain.insertPlainText(text), lambda: True)
    keys = []
    for _ in range(20):
        begun = time.perf_counter()
        pane.insertPlainText("字")
        app.processEvents()
        keys.append(time.perf_counter() - begun)
    steps = {}
    for name, step, last in (("undo_ms", pane.undo, ""), ("redo_ms", pane.redo, text)):
        slowest = 0.0  # of the steps, one of which is the whole paste
        for _ in range(len(keys) + 1):
            if pane.text() == last:
                break
            begun = time.perf_counter()
            step()
            app.processEvents()
            slowest = max(slowest, time.perf_counter() - begun)
        steps[name] = slowest * 1000
    for view in (pane, plain):
        view.close()
    figures = {"wait_ms": own * 1000, "plain_ms": base * 1000, "whole_ms": there * 1000}
    return figures | {"ratio": own / base, "key_ms": float(np.median(keys)) * 1000} | steps


def main() -> None:
    made = QApplication.instance() or QApplication([])
    assert isinstance(made, QApplication)
    style.stage(made)
    for what, text in TEXTS.items():
        rounded = {key: round(value, 2) for key, value in measure(made, text).items()}
        print(json.dumps({"what": what, **rounded}), flush=True)


if __name__ == "__main__":
    main()
