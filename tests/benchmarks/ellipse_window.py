"""How often the solid is drawn anew while a hand drags: ``python -m tests.benchmarks.ellipse_window [--gl]``.

The whole window, its engine and all its plots held to one processor core. A hand takes the slider of a, of b, of
bend, and moves every 16 ms, as a mouse does. Prints one JSON line each: redraws of the solid a second, each of new
sheets, milliseconds between two of them, and the ratio of their mean to the 33 ms of thirty a second. Beside it
what the painter alone takes for such a frame, which nothing around it could undercut. ``--gl`` draws with
OpenGL on a screen of its own (Xvfb, which works on the same core), else software does.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from contextlib import nullcontext
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.tools import xvfb
from widgets.solid.mesh import Mesh

TICK = 16  # ms between two moves of a hand
FRAME = 1000 / 30
SPANS = {"a": (0.7, 1.9), "b": (0.1, 0.9), "bend": (0.02, 0.98)}  # from and to


class Counter(QObject):
    """When the solid was painted with sheets that it had not before."""

    def __init__(self, view: Any) -> None:
        super().__init__(view)
        self.view, self.times = view, []
        self._last: object = None
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        meshes = self.view.scene().meshes
        if event.type() == QEvent.Type.Paint and meshes is not self._last:
            self._last = meshes
            self.times.append(time.perf_counter())
        return False


class Hand(QObject):
    """Takes a slider, moves it to and fro by a pixel a move, so that every move is a new setting, lets it go."""

    def __init__(self, slider: Any, low: float, high: float) -> None:
        super().__init__(slider)
        self._slider, self._low, self._high = slider, slider.x_of(low), slider.x_of(high)
        self._start = time.perf_counter()
        self._timer = QTimer(self, interval=TICK, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self._send(QEvent.Type.MouseMove))
        self._send(QEvent.Type.MouseButtonPress, slider.x_of(slider.value()))  # the middle of its knob
        self._timer.start()

    def _along(self) -> float:
        far = self._high - self._low
        gone = (time.perf_counter() - self._start) * 1000 / TICK % (2 * far)
        return float(self._low + abs(far - gone))

    def _send(self, kind: QEvent.Type, along: float | None = None) -> None:
        left = Qt.MouseButton.LeftButton
        at = QPointF(self._along() if along is None else along, self._slider.height() / 2)
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else left
        glob = QPointF(self._slider.mapToGlobal(at.toPoint()))
        event = QMouseEvent(kind, at, glob, left, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self._slider, event)

    def let_go(self) -> None:
        """The drag ends."""
        self._timer.stop()
        self._send(QEvent.Type.MouseButtonRelease)


def measure(lab: Any, field: str, seconds: float) -> dict[str, float]:
    """Redraws while ``field`` is dragged; ``cpu_ms`` is the whole program's time on the processor for one."""
    from tests.benchmarks.ui import until, wait

    counter = Counter(lab.stage.solid)
    hand = Hand(lab.stage.window().findChild(QWidget, f"ellipse.{field}"), *SPANS[field])
    wait(1)
    counter.times.clear()
    used, start = time.process_time(), time.perf_counter()
    wait(seconds)
    used, end = time.process_time() - used, time.perf_counter()
    times = [start, *counter.times, end]
    hand.let_go()
    until(lambda: not lab.latest.pending)
    lab.stage.solid.removeEventFilter(counter)
    apart = np.diff(times) * 1000
    number = max(1, len(times) - 2)
    mean, cpu = (end - start) / number * 1000, used / number * 1000
    figures = {"redraws_per_s": 1000 / mean, "p95_ms": np.percentile(apart, 95), "cpu_ms": cpu}
    figures |= {"ratio": mean / FRAME, "ratio_cpu": cpu / FRAME}
    return {key: round(float(value), 2) for key, value in figures.items()}


def alone(lab: Any, frames: int = 30) -> float:
    """Milliseconds that the painter takes for one frame, as while it moves."""
    view, taken = lab.stage.solid, []
    for _ in range(frames):
        start = time.perf_counter()
        sheets = view.scene().meshes
        view.set_meshes([Mesh(m.vertices, m.faces, m.uv, m.tone, m.rulings) for m in sheets])
        view.repaint()
        taken.append((time.perf_counter() - start) * 1000)
    return round(float(np.median(taken)), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--sizes", nargs="*", default=["1280x800", "1920x1080"])
    parser.add_argument("--gl", action="store_true")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "LP_NUM_THREADS": "0"}
    os.environ["SEVEN_LABS_HOME"] = tempfile.mkdtemp(prefix="seven-labs-bench-")
    with xvfb.screen() if options.gl else nullcontext("") as display:
        os.environ |= {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display} if options.gl else {}
        run(options.sizes, options.seconds)


def run(sizes: list[str], seconds: float) -> None:
    """Open the window in every size and drag."""
    from tests.benchmarks.ui import say, until, wait

    app = QApplication([])
    from playground.app import make_window
    from playground.shell.session import Session

    session = Session()
    session.data = {"language": "en", "theme": "dark", "tab": "ellipse"}
    window: Any = make_window(app, session)
    window.show()
    window.furnish("ellipse")
    lab = window.current
    for size in sizes:
        window.resize(*map(int, size.split("x")))
        until(lambda: lab.latest is not None and not lab.latest.pending)
        wait(1)
        painter = lab.stage.solid.painter_name()
        for field in SPANS:
            lab.run.set_values(a=1.0, b=0.5, bend=1.0)
            until(lambda: lab.latest.figures["volume"] > 0.3959)
            found = measure(lab, field, seconds)
            shown = f"{lab.stage.solid.width()}x{lab.stage.solid.height()}"
            say(f"drag {field}, {painter}", window=size, solid=shown, **found, painter_ms=alone(lab))
    window.end()
    app.shutdown()  # before its screen goes


if __name__ == "__main__":
    main()
