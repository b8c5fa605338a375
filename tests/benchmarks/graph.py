"""How long the node canvas takes: ``python -m tests.benchmarks.graph [--nodes 200] [--frames 60] [--size 1200x760]``.

Prints one JSON line a situation: milliseconds from a pan or a zoom to the canvas painted, p50 and p95, on one
core, and their ratio to a frame of 60 a second (16.7 ms); then the layout of graphs against one second.
``baseline_ms`` is, in the same run, the same canvas without its level of detail: all that is written near is
written far away too. ``cpu_*`` is what other programs disturb less.
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
from PySide6.QtWidgets import QApplication

from widgets.graph import items, samples
from widgets.graph.canvas import GraphCanvas
from widgets.graph.model import Graph
from widgets.graph.places.layout import arrange
from widgets.look import style

_FRAME = 1000 / 60  # ms


def measure(canvas: GraphCanvas, change: Callable[[int], object], frames: int) -> dict[str, float]:
    """Milliseconds from a change to the canvas painted."""
    wall, cpu = [], []
    for at in range(frames + 3):
        start, own = time.perf_counter(), time.thread_time()
        change(at)
        canvas.viewport().repaint()
        if at >= 3:  # the first frames fill caches
            wall.append((time.perf_counter() - start) * 1000)
            cpu.append((time.thread_time() - own) * 1000)
    facts = {}
    for name, times in (("", wall), ("cpu_", cpu)):
        facts |= {f"{name}p50_ms": float(np.median(times)), f"{name}p95_ms": float(np.percentile(times, 95))}
    return facts


def say(what: str, facts: dict[str, float], limit: float) -> None:
    facts |= {"ratio_p50": facts["p50_ms"] / limit}
    rounded = {key: round(value, 3) for key, value in facts.items()}
    print(json.dumps({"what": what, "limit_ms": round(limit, 1), **rounded}), flush=True)


def shown(graph: Graph, size: tuple[int, int]) -> GraphCanvas:
    canvas = GraphCanvas()
    canvas.resize(*size)
    canvas.show()
    canvas.set_graph(graph)
    QApplication.processEvents()
    return canvas


def moving(graph: Graph, size: tuple[int, int], frames: int) -> None:
    """Pan and zoom with all in sight, halfway, and near."""
    name = f"{len(graph.nodes)} nodes, {len(graph.wires)} wires"
    for where, scale in (("all in sight", None), ("half as large as life", 0.5), ("as large as life", 1.0)):
        canvas = shown(graph, size)
        if scale is not None:
            canvas.zoom(scale / canvas.scale_now())
        said = f"{name}, {where} (scale {canvas.scale_now():.2f})"

        def pan(at: int, canvas: GraphCanvas = canvas) -> None:
            canvas.pan(7 if at % 40 < 20 else -7, 3 if at % 20 < 10 else -3)

        def zoom(at: int, canvas: GraphCanvas = canvas) -> None:
            canvas.zoom(1.02 if at % 20 < 10 else 1 / 1.02)

        for what, change in (("pan", pan), ("zoom", zoom)):
            near, items.NEAR = items.NEAR, 0.0
            baseline = measure(canvas, change, max(5, frames // 6))["p50_ms"]
            items.NEAR = near
            facts = measure(canvas, change, frames)
            say(
                f"{what}: {said}",
                facts | {"baseline_ms": baseline, "times_faster": baseline / facts["p50_ms"]},
                _FRAME,
            )
        canvas.close()


def live(graph: Graph, size: tuple[int, int], frames: int) -> None:
    """New gradients in all cards, as a running model sends them."""
    canvas = shown(graph, size)
    news = [fresh(graph, seed) for seed in (1, 2, 3)]
    say(
        "new gradients everywhere",
        measure(canvas, lambda at: canvas.set_graph(news[at % 3]), frames),
        1000 / 30,
    )
    canvas.close()


def fresh(graph: Graph, seed: int) -> Graph:
    draws = np.random.default_rng(seed).random(len(graph.nodes))
    nodes = [type(n)(**{**vars(n), "gradient": float(g)}) for n, g in zip(graph.nodes, draws, strict=True)]
    return Graph(tuple(nodes), graph.wires, graph.ties)


def laying(graph: Graph, what: str) -> None:
    sizes = {node.id: (144.0, 54.0, 27.0) for node in graph.nodes}
    pairs = [(wire.source, wire.target) for wire in graph.wires]
    times = []
    for _ in range(3):
        start = time.perf_counter()
        arrange(sizes, pairs)
        times.append((time.perf_counter() - start) * 1000)
    say(f"layout: {what}, {len(sizes)} nodes", {"p50_ms": float(np.median(times))}, 1000.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=200)
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--size", default="1200x760")
    options = parser.parse_args()
    app = QApplication([])
    style.stage(app)
    width, _, height = options.size.partition("x")
    size = int(width), int(height)
    graph = samples.residual(max(1, options.nodes // 7))
    moving(graph, size, options.frames)
    live(graph, size, options.frames)
    for what, made in (
        ("residual net", samples.residual()), ("transformer of 12 layers", samples.transformer(12)),
        ("residual net", samples.residual(28)), ("residual net", samples.residual(700)),
    ):  # fmt: skip
        laying(made, what)


if __name__ == "__main__":
    main()
