"""How long a frame of the plane takes: ``python -m tests.benchmarks.plane [--frames 120] [--size 700x720]``.

Prints one JSON line a situation: milliseconds from a step of all particles, or from new arrays, to the widget
painted, p50 and p95, on one core, and their ratios to a frame of 60 a second (16.7 ms; 33 ms, thirty a second,
for 100,000 particles). ``baseline_ms`` is the same step and the same background with one ``drawPoint`` a particle,
in the same run; ``times_faster`` is against it. ``QT_SCALE_FACTOR=2`` paints for a screen of twice the density.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from widgets.look import style, tokens
from widgets.plane import samples
from widgets.plane.arrows import Arrows
from widgets.plane.cloud import Cloud
from widgets.plane.field import VectorField
from widgets.plane.heat import HeatMap
from widgets.plane.mesh import Mesh
from widgets.plane.paint_plane import PaintPlane
from widgets.plane.view import PARTICLES, PlaneView

_FRAMES = {20_000: 1000 / 60, 100_000: 1000 / 30}  # ms


class OneByOne(PlaneView):
    """The peer: the same view, its particles drawn one after the other."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, view = QPainter(self), self.viewport()
        painter.setPen(QPen(QColor(tokens.current().text), 1))
        for x, y in view.to_pixels(self.particles().positions).tolist():
            painter.drawPoint(QPointF(x, y))
        painter.end()


def measure(
    widget: QWidget, change: Callable[[int], object], frames: int, rest: Callable[[], None] = lambda: None
) -> dict[str, float]:
    """Milliseconds from a change to the widget painted; ``cpu_ms`` is what other programs disturb less.

    ``rest`` is called between frames, and not counted.
    """
    wall, cpu = [], []
    for at in range(frames + 3):
        rest()
        start, own = time.perf_counter(), time.thread_time()
        change(at)
        widget.repaint()
        if at >= 3:  # the first frames fill caches
            wall.append((time.perf_counter() - start) * 1000)
            cpu.append((time.thread_time() - own) * 1000)
    p50, p95 = (float(np.percentile(wall, at)) for at in (50, 95))
    return {
        "p50_ms": p50,
        "p95_ms": p95,
        "cpu_p50_ms": float(np.median(cpu)),
        "cpu_p95_ms": float(np.percentile(cpu, 95)),
    }


def say(what: str, facts: dict[str, float], frame: float, **more: float) -> None:
    facts |= {"ratio_p50": facts["p50_ms"] / frame, "ratio_p95": facts["p95_ms"] / frame, **more}
    print(
        json.dumps({"what": what, "frame_ms": round(frame, 1), **{k: round(v, 3) for k, v in facts.items()}})
    )


def shown(widget: QWidget, size: tuple[int, int]) -> QWidget:
    widget.resize(*size)
    widget.show()
    QApplication.processEvents()
    return widget


def furnished(view: PlaneView, count: int, trail: int) -> PlaneView:
    """A map, arrows and a crowd that steps when told."""
    layers = samples.layers()
    for name in ("energy", "score"):
        view.set_layer(name, layers[name])
    view.set_particles(samples.crowd(count, trail))
    view.walk(1e-3)
    view.halt()
    return view


def walking(size: tuple[int, int], frames: int) -> None:
    for count, frame in _FRAMES.items():
        slow = furnished(OneByOne(), count, 0)
        slow.set_visible(PARTICLES, False)
        shown(slow, size)
        baseline = measure(slow, lambda _at, view=slow: view.advance(), max(5, frames // 10))["p50_ms"]
        slow.close()
        for trail in (0, 12):
            view = shown(furnished(PlaneView(), count, trail), size)
            facts = measure(view, lambda _at, view=view: view.advance(), frames)
            more = {"baseline_ms": baseline, "times_faster": baseline / facts["p50_ms"]}
            say(f"{count:,} particles step and are painted, trails of {trail}", facts, frame, **more)
            if trail:
                fresh = [samples.density(samples.SQUARE, 128, sigma) for sigma in (0.25, 0.3, 0.35)]

                def learn(at: int, view: PlaneView = view, fresh: list = fresh) -> None:
                    log, score = fresh[at % 3]
                    view.set_layer("energy", HeatMap(log, samples.SQUARE, "Log density"))
                    view.set_layer("score", Arrows(VectorField(score, samples.SQUARE), "Score"))
                    view.advance()

                say(
                    f"{count:,} particles, trails, a new map and new arrows every frame",
                    measure(view, learn, frames),
                    frame,
                )
            view.close()


def adversaries(size: tuple[int, int], frames: int) -> None:
    """What a GAN's page shows, all of it new every frame."""
    view = shown(PlaneView(), size)
    log, _ = samples.density(samples.SQUARE, 100)
    maps = [1 / (1 + np.exp(-(log + shift))) for shift in (2, 3, 4)]

    def learn(at: int) -> None:
        view.set_layer("d", HeatMap(maps[at % 3], samples.SQUARE, "D", 0.0, 1.0, "diverging_r", 0.5))
        view.set_layer("grid", Mesh(samples.bent(20, 1 + at % 5 / 10)))
        view.set_layer("real", Cloud(samples.draws(450), "Real", "real"))
        view.set_layer("fake", Cloud(samples.draws(450, 0.5, at), "Fake", "fake", "square"))

    say("map, mesh of 20 by 20, two clouds of 450, all new", measure(view, learn, frames), 1000 / 30)
    view.close()


def painting(size: tuple[int, int], frames: int) -> None:
    plane = shown(PaintPlane(128), size)
    place, held = plane.place(), Qt.MouseButton.LeftButton

    def move(at: int) -> None:
        angle = at / 9
        to = place.center() + QPointF(np.cos(angle), np.sin(angle)) * place.width() / 3
        kind = QMouseEvent.Type.MouseButtonPress if at == 0 else QMouseEvent.Type.MouseMove
        button = held if at == 0 else Qt.MouseButton.NoButton
        QApplication.sendEvent(plane, QMouseEvent(kind, to, to, button, held, Qt.KeyboardModifier.NoModifier))

    say("a move of a soft brush on 128 by 128", measure(plane, move, frames), 1000 / 60)
    plane.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=120)
    parser.add_argument("--size", default="700x720")
    options = parser.parse_args()
    app = QApplication([])
    style.stage(app)
    width, _, height = options.size.partition("x")
    for situation in (walking, adversaries, painting):
        situation((int(width), int(height)), options.frames)


if __name__ == "__main__":
    main()
