"""How the window feels while a GAN trains: ``python -m tests.benchmarks.ui [--seconds 10]``.

Prints one JSON line per figure: lateness of the event loop, refreshes a second, steps a second beside a
headless run of the same config, slider to picture while training and paused, seconds to first paint.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("SEVEN_LABS_HOME", tempfile.mkdtemp(prefix="seven-labs-bench-"))

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from playground.app import make_window
from playground.shell.session import Session

ROOT = Path(__file__).parents[2]


def say(what: str, **figures: Any) -> None:
    rounded = {k: round(v, 3) if isinstance(v, float) else v for k, v in figures.items()}
    print(json.dumps({"what": what, **rounded}), flush=True)


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def until(truth: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not truth() and time.monotonic() < end:
        wait(0.02)


def percentiles(values: list[float]) -> dict[str, float]:
    return {f"p{p}_ms": float(np.percentile(values, p)) * 1000 for p in (50, 95, 99)}


def lateness(seconds: float) -> list[float]:
    """How much later than 5 ms after the last one each tick of a precise timer comes."""
    late: list[float] = []
    last = time.perf_counter()
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        late.append(max(0.0, now - last - 0.005))
        last = now

    timer.timeout.connect(tick)
    timer.start(5)
    wait(seconds)
    timer.stop()
    return late


def slider_to_picture(lab: Any, tries: int) -> list[float]:
    """Seconds from moving a direction's slider to the picture being handed to its widget."""
    row = lab.inspected.directions.rows[0]
    took: list[float] = []
    for i in range(tries):
        loop = QEventLoop()
        lab.subject.edited.connect(loop.quit)  # after the widget, which was connected first
        started = time.perf_counter()
        row.slider.set_value(((i % 7) - 3) * 0.9)
        lab.inspected.edited.emit()
        QTimer.singleShot(2000, loop.quit)
        loop.exec()
        took.append(time.perf_counter() - started)
        lab.subject.edited.disconnect(loop.quit)
        wait(0.03)
    return took


def steps(lab: Any) -> int:
    """Steps done so far, to the step."""
    return int(lab.bridge.runner.ask(lambda engine: engine.count, anytime=True).result())


def headless(seconds: float) -> float:
    """Steps per second of the same config without a window, in a process of its own."""
    code = (
        "import time, engines.gan as gan\n"
        "e = gan.build(gan.DEFAULT.config(), device='cpu')\n"
        "run = lambda: [None for _ in e.step()]\n"
        "[run() for _ in range(10)]\n"
        f"n, end, t = 0, time.perf_counter() + {seconds}, time.perf_counter()\n"
        "while time.perf_counter() < end: run(); n += 1\n"
        "print(n / (time.perf_counter() - t))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    return float(done.stdout.split()[-1])


def first_paint() -> float:
    """Seconds from process start to first paint, best of five (what an idle machine gives)."""
    found = []
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "main.py", "--measure-start"],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
        )
        found.append(float(done.stdout.split("first paint ")[1].split()[0]))
    return min(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    seconds = parser.parse_args().seconds
    say("first paint", seconds=first_paint(), target=1.0)
    app = QApplication([])
    window = make_window(app, Session())
    window.resize(1440, 900)
    window.show()
    window.furnish()
    lab = window.open("gan")
    started = time.monotonic()
    until(lambda: lab.latest is not None)
    say("lab ready", seconds=time.monotonic() - started)
    say("idle event lateness", **percentiles(lateness(3)))
    paused = slider_to_picture(lab, 60)
    say("slider to picture, paused", **percentiles(paused), target_p95=16)

    shown: list[int] = []
    lab.bridge.snapshot.connect(lambda s: shown.append(s.step))
    played = time.monotonic()
    lab.run.play()
    until(lambda: len(shown) > 1 and shown[-1] > shown[0])
    say("play to moving picture", seconds=time.monotonic() - played, target=5)
    wait(3)
    rates: list[tuple[float, float]] = []
    for _ in range(5):  # headless and windowed in turns: the machine's own speed drifts
        lab.run.pause()
        wait(0.5)
        alone = headless(seconds / 2)
        lab.run.play()
        wait(1)
        first, begun = steps(lab), time.monotonic()
        wait(seconds / 2)
        rates.append(((steps(lab) - first) / (time.monotonic() - begun), alone))
    ratio = float(np.median([w / h for w, h in rates]))
    say(
        "steps per second", windowed=float(np.median([w for w, _ in rates])),
        headless=float(np.median([h for _, h in rates])), ratio=ratio, target_ratio=0.95,
    )  # fmt: skip
    count = len(shown)
    late = lateness(seconds)
    say("event lateness while training", **percentiles(late), target_p99=50)
    say("refreshes per second", figure=(len(shown) - count) / seconds, target=4)
    say("slider to picture, training", **percentiles(slider_to_picture(lab, 100)), target_p95=50)
    lab.run.pause()
    window.close()


if __name__ == "__main__":
    main()
