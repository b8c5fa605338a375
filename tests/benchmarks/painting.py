"""How a brush feels: ``python -m tests.benchmarks.painting [--sizes 28 32 64]``.

Prints one JSON line per size and situation: milliseconds from a mouse event on the canvas to the decoded
picture painted on screen, alone and while the GAN lab trains; how far behind a stroke of 200 cells is; and how
soon a pointer that rests sees its stroke beforehand, also while the VQ-VAE itself trains (``REST`` not counted).
The baseline is the decoder alone, on its thread, in the same run.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

import numpy as np
from PySide6.QtCore import QEventLoop, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.app import make_window
from playground.shell.session import Session
from tests.benchmarks.ui import percentiles, say, until, wait

TARGETS = {"alone": 16, "while a GAN trains": 50}


def send(canvas: Any, kind: QMouseEvent.Type, cell: tuple[int, int], held: Qt.MouseButton) -> None:
    """One mouse event in the middle of a cell."""
    place = QPointF(canvas.cell_rect(*cell).center())
    button = Qt.MouseButton.NoButton if kind == QMouseEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, place, canvas.mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, event)


def press(canvas: Any, cell: tuple[int, int]) -> None:
    send(canvas, QMouseEvent.Type.MouseButtonPress, cell, Qt.MouseButton.LeftButton)


def move(canvas: Any, cell: tuple[int, int]) -> None:
    send(canvas, QMouseEvent.Type.MouseMove, cell, Qt.MouseButton.LeftButton)


def release(canvas: Any, cell: tuple[int, int]) -> None:
    send(canvas, QMouseEvent.Type.MouseButtonRelease, cell, Qt.MouseButton.NoButton)


def dabs(lab: Any, tries: int) -> list[float]:
    """Seconds from a press to the picture with it being painted on screen."""
    canvas, painter, took = lab.paint.canvas, lab.painter, []
    rows, cols = painter.grid.shape
    rng = np.random.default_rng(0)
    for _ in range(tries):
        cell = int(rng.integers(rows)), int(rng.integers(cols))
        lab.brush.choose((int(painter.grid[cell]) + 1 + int(rng.integers(9))) % painter.document.K)
        loop = QEventLoop()

        def seen(_: Any, loop: QEventLoop = loop) -> None:
            canvas.repaint()  # on screen, not only asked for
            loop.quit()

        lab.preview.decoded.connect(seen)
        started = time.perf_counter()
        press(canvas, cell)
        QTimer.singleShot(2000, loop.quit)
        loop.exec()
        took.append(time.perf_counter() - started)
        lab.preview.decoded.disconnect(seen)
        release(canvas, cell)
        wait(0.03)
    return took


def rests(lab: Any, tries: int) -> list[float]:
    """Seconds from the moment a pointer counts as resting to the preview of its stroke on screen."""
    canvas, painter, took = lab.paint.canvas, lab.painter, []
    rows, cols = painter.grid.shape
    rng = np.random.default_rng(1)
    rested: list[float] = []
    canvas.rested.connect(lambda _: rested.append(time.perf_counter()))
    for at in range(tries):
        cell = at % rows, int(rng.integers(cols))  # never the place before
        lab.brush.choose((int(painter.grid[cell]) + 1 + int(rng.integers(9))) % painter.document.K)
        loop = QEventLoop()

        def seen(found: Any, loop: QEventLoop = loop) -> None:
            if found is not None and loop.isRunning():
                canvas.repaint()
                took.append(time.perf_counter() - rested[-1])
                loop.quit()

        lab.foresight.seen.connect(seen)
        send(canvas, QMouseEvent.Type.MouseMove, cell, Qt.MouseButton.NoButton)
        QTimer.singleShot(2000, loop.quit)
        loop.exec()
        lab.foresight.seen.disconnect(seen)
    return took


def stroke(lab: Any, cells: int = 200) -> dict[str, float]:
    """A stroke at the pace of a 125 Hz mouse: the time each event takes, and what is left at its end."""
    canvas, painter = lab.paint.canvas, lab.painter
    rows, cols = painter.grid.shape
    path = [(r, c if r % 2 == 0 else cols - 1 - c) for r in range(rows) for c in range(cols)]
    path = (path * (cells // len(path) + 1))[:cells]
    lab.brush.choose((lab.brush.front + 7) % painter.document.K)
    busy: list[float] = []
    press(canvas, path[0])
    for cell in path[1:]:
        started = time.perf_counter()
        move(canvas, cell)
        busy.append(time.perf_counter() - started)
        wait(0.008)
    ended = time.perf_counter()
    until(lambda: not painter.behind().any(), 5)
    left = time.perf_counter() - ended
    release(canvas, path[-1])
    return {"event_p95_ms": float(np.percentile(busy, 95)) * 1000, "left_at_end_ms": left * 1000}


def decoder(lab: Any) -> float:
    """Milliseconds of one decoding on the engine's thread, p95."""

    def work(engine: Any) -> float:
        codes, took = lab.painter.document.codes, []
        for i in range(60):
            changed = codes.copy() if not isinstance(codes, tuple) else tuple(c.copy() for c in codes)
            part = changed[-1] if isinstance(changed, tuple) else changed
            part[i % part.shape[0], i % part.shape[1]] = i % 9
            started = time.perf_counter()
            engine.painting.decode_region(changed)
            took.append(time.perf_counter() - started)
        return float(np.percentile(took, 95)) * 1000

    return float(lab.bridge.runner.ask(work).result())


def measure(window: Any, size: int) -> None:
    window.open("vqvae")
    lab = window.current
    shown: list[Any] = []
    lab.painter.opened.connect(shown.append)
    if lab.run.config.size != size:
        lab.run.set_values(size=size)
    until(lambda: bool(shown) and lab.latest is not None and not lab.run.building)
    lab.run.play()
    wait(3)
    lab.run.pause()
    lab.show_page("paint")
    lab.opening.held(0)
    wait(1)
    assert lab.preview.picture.shape[0] == size
    alone = decoder(lab)
    gan = window.page_of("gan").lab
    for what, target in TARGETS.items():
        if what != "alone":
            gan.run.play()
            wait(2)
        facts = {"size": size, "cells": int(lab.painter.grid.size), "decoder_p95_ms": alone}
        found = percentiles(dabs(lab, 100))
        say(f"brush to picture, {what}", **facts, **found, ratio=found["p95_ms"] / alone, target_p95=target)
        say(f"stroke of 200 cells, {what}", **facts, **stroke(lab))
        say(f"rest to preview, {what}", **facts, **percentiles(rests(lab, 60)))
        gan.run.pause()
        wait(0.3)
    lab.opening.held(0)
    lab.run.play()
    wait(1)
    say("rest to preview, while it trains", **facts, **percentiles(rests(lab, 60)))
    lab.run.pause()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[28, 32, 64])
    sizes = parser.parse_args().sizes
    app = QApplication([])
    window = make_window(app, Session())
    window.background = True
    window.resize(1440, 900)
    window.show()
    window.furnish("gan")
    until(lambda: window.current.latest is not None)
    for size in sizes:
        measure(window, size)
    window.close()


if __name__ == "__main__":
    main()
