"""How the ON-LSTM tab feels while it learns: ``python -m tests.benchmarks.onlstm_window [--seconds 8]``.

Prints one JSON line per figure: lateness of the event loop, steps a second beside a headless run of the same
config, and milliseconds from a typed word to its tree on screen, while training and paused. The baseline of
the latter is the parse alone, on its thread, in the same run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from typing import Any

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from playground.app import make_window
from playground.shell.session import Session
from tests.benchmarks.ui import ROOT, lateness, percentiles, say, steps, until, wait

THIRTY = (
    "the old dog that the small cat saw in the garden sleeps and the boy says that she reads the books "
    "to the women who visit every farmer behind the door"
)


def typed_to_tree(lab: Any, tries: int) -> list[float]:
    """Seconds from asking for a sentence of 30 words to its tree being painted."""
    took = []
    words = THIRTY.split()
    for i in range(tries):
        loop = QEventLoop()
        shown = lab.stage.show_drawn

        def seen(found: Any, loop: QEventLoop = loop, shown: Any = shown) -> None:
            shown(found)
            lab.stage.stack.repaint()
            loop.quit()

        lab.stage.show_drawn = seen
        started = time.perf_counter()
        lab.stage.set_sentence(" ".join(words[i % 3 :] + words[: i % 3]))
        QTimer.singleShot(2000, loop.quit)
        loop.exec()
        took.append(time.perf_counter() - started)
        lab.stage.show_drawn = shown
        wait(0.03)
    return took


def parse_alone(lab: Any) -> float:
    """Milliseconds of a parse on the engine's thread, p95."""

    def work(engine: Any) -> float:
        took = []
        for _ in range(60):
            started = time.perf_counter()
            engine.parse(THIRTY)
            took.append(time.perf_counter() - started)
        return float(np.percentile(took, 95)) * 1000

    return float(lab.bridge.runner.ask(work).result())


def headless(seconds: float) -> float:
    """Steps per second without a window."""
    code = (
        "import time, engines.onlstm as o\n"
        "e = o.build(o.DEFAULT.config(steps=100000))\n"
        "run = lambda: [None for _ in e.step()]\n"
        "[run() for _ in range(20)]\n"
        f"n, t, end = 0, time.perf_counter(), time.perf_counter() + {seconds}\n"
        "while time.perf_counter() < end: run(); n += 1\n"
        "print(n / (time.perf_counter() - t))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    return float(done.stdout.split()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0)
    seconds = parser.parse_args().seconds
    app = QApplication([])
    window = make_window(app, Session())
    window.resize(1440, 900)
    window.show()
    window.furnish("onlstm")
    lab = window.current
    until(lambda: lab.reading.drawn is not None)
    lab.run.set_values(steps=100_000)
    alone = parse_alone(lab)
    found = percentiles(typed_to_tree(lab, 60))
    say("sentence to tree, paused", **found, parse_p95_ms=alone, ratio=found["p95_ms"] / alone)
    lab.run.play()
    wait(2)
    first, begun = steps(lab), time.monotonic()
    late = lateness(seconds)
    windowed = (steps(lab) - first) / (time.monotonic() - begun)
    say("event lateness while training", **percentiles(late), target_p99=50)
    found = percentiles(typed_to_tree(lab, 60))
    say("sentence to tree, training", **found, parse_p95_ms=alone, ratio=found["p95_ms"] / alone)
    lab.run.pause()
    wait(0.5)
    without = headless(seconds)
    say("steps per second", windowed=windowed, headless=without, ratio=windowed / without)
    window.close()


if __name__ == "__main__":
    main()
