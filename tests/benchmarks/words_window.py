"""How the Words tab feels: ``python -m tests.benchmarks.words_window``.

Prints one JSON line per figure: a paste of 200,000 characters, from the paste to its words being shown, and the
longest stall of the event loop meanwhile; the same for a letter typed into 20,000 characters. The baseline is
the count alone, on its thread, in the same run.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtWidgets import QApplication

from playground.app import make_window
from playground.shell.session import Session
from tests.benchmarks.ui import say, until, wait
from widgets.text.pane import TextPane


def text(characters: int) -> str:
    """Chinese to count: of the sample texts, shuffled by sentence, or of the novel where it is at hand."""
    novel = Path(__file__).parents[3] / "shared" / "data" / "words" / "hongloumeng.txt.xz"
    if novel.exists():
        import lzma

        return lzma.decompress(novel.read_bytes()).decode()[:characters]
    samples = sorted((Path(__file__).parents[2] / "assets" / "samples").glob("*.txt"))
    sentences = "".join(p.read_text(encoding="utf-8") for p in samples).split("。")
    rng = np.random.default_rng(0)
    return "。".join(sentences[i] for i in rng.integers(len(sentences), size=characters // 10))[:characters]


class Stall:
    """The longest time between two ticks of a 10 ms timer."""

    def __init__(self) -> None:
        self.longest, self.latest = 0.0, time.perf_counter()
        self._timer = QTimer(interval=10)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest, self.latest = max(self.longest, now - self.latest), now

    def stop(self) -> float:
        self._timer.stop()
        return self.longest


def shown_after(lab: Any, act: Any) -> tuple[float, float]:
    """(seconds until a new count is shown, longest stall)."""
    before = lab.latest.counted
    stall, started = Stall(), time.perf_counter()
    act()
    while not (lab.latest.counted > before and not lab.latest.pending):
        wait(0.002)
    took = time.perf_counter() - started
    wait(0.3)
    return took, stall.stop()


def main() -> None:
    app = QApplication([])
    window = make_window(app, Session())
    window.resize(1440, 900)
    window.show()
    window.furnish("words")
    lab = window.current
    until(lambda: lab.result is not None)
    wait(1)
    pane = window.findChild(TextPane, "words.text")
    for characters, limit in ((200_000, 250), (20_000, 250)):
        data = QMimeData()
        data.setText(text(characters))
        found = []
        for _ in range(5):
            pane.set_text("")
            wait(0.4)
            found.append(shown_after(lab, lambda data=data: pane.insertFromMimeData(data)))
        took, stalled = (float(np.median(column)) * 1000 for column in zip(*found, strict=True))
        alone = lab.result.summary.seconds * 1000
        say(
            f"paste of {characters:,} characters", shown_ms=took, longest_stall_ms=stalled, count_ms=alone,
            ratio=took / alone, target_shown_ms=limit, target_stall_ms=50,
        )  # fmt: skip
    typed = [shown_after(lab, lambda: pane.insertPlainText("好"))]
    took, stalled = typed[0]
    say("a letter typed into 20,000", shown_ms=took * 1000, longest_stall_ms=stalled * 1000)
    window.close()


if __name__ == "__main__":
    main()
