"""The tab Layer reuse in the real window: ``python -m tests.benchmarks.layers [--frames 60]``.

Prints one JSON line per figure. Pan and zoom of a canvas of 200 nodes, from the change to all painted, against
a frame of 60 a second (16.7 ms); ``baseline_ms`` is the same canvas without its level of detail. Then, for
every model that the menu offers, milliseconds to bring it in folded, to lay all its views out, and from the
choice in the menu to the block's inside painted, against one second; ``baseline_ms`` is one pass of the network
itself; ``scale`` is that of its first view.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import torch
from PySide6.QtWidgets import QApplication
from torch import nn

from engines.layers.examples import modules
from engines.layers.examples.resnet import Residual
from engines.layers.graph.node import Model, everywhere
from engines.layers.net.importing import imported
from engines.layers.queries import EXAMPLES
from playground.app import make_window
from playground.labs.layers.imports import nets
from playground.labs.layers.imports.others import OTHERS
from playground.labs.layers.placing import placed
from playground.shell.session import Session
from tests.benchmarks.graph import measure
from tests.benchmarks.ui import say, until, wait
from widgets.graph import items

FRAME, SECOND = 1000 / 60, 1000.0


def deep(blocks: int) -> Model:
    """A residual network of seven nodes a block."""
    torch.manual_seed(0)
    body = nn.Sequential(*(Residual(8, 8) for _ in range(blocks)))
    return imported(body, torch.zeros(2, 8, 8, 8), name="deep")


def at_lab(app: QApplication, size: tuple[int, int]) -> Any:
    session = Session()
    session.data = {"language": "en", "theme": "dark", "tab": "layers"}
    window = make_window(app, session)
    window.resize(*size)
    window.show()
    window.furnish()
    until(lambda: window.current.latest is not None and not window.current.run.building)
    return window


def moving(lab: Any, frames: int) -> None:
    """Pan and zoom with all in sight, halfway, and near."""
    canvas, document = lab.stage.page.canvas, lab.document
    model = deep(29)
    document.edit("Open", lambda _: model, whole=True)
    until(lambda: len(canvas.graph().nodes) == len(model.graph.nodes))
    wait(1.0)
    name = f"{len(canvas.graph().nodes)} nodes, {len(canvas.graph().wires)} wires"
    for where, scale in (("all in sight", None), ("half as large as life", 0.5), ("as large as life", 1.0)):
        canvas.fit()
        if scale is not None:
            canvas.zoom(scale / canvas.scale_now())

        def pan(at: int) -> None:
            canvas.pan(7 if at % 40 < 20 else -7, 3 if at % 20 < 10 else -3)

        def zoom(at: int) -> None:
            canvas.zoom(1.02 if at % 20 < 10 else 1 / 1.02)

        acts: tuple[tuple[str, Callable[[int], object]], ...] = (("pan", pan), ("zoom", zoom))
        for what, act in acts:
            near, items.NEAR = items.NEAR, 0.0
            baseline = measure(canvas, act, max(5, frames // 6))["p50_ms"]
            items.NEAR = near
            facts = measure(canvas, act, frames)
            say(
                f"{what}: {name}, {where}", limit_ms=FRAME, **facts, ratio_p95=facts["p95_ms"] / FRAME,
                baseline_ms=baseline, times_faster=baseline / facts["p50_ms"],
            )  # fmt: skip
    document.undo()
    wait(0.5)


def made(key: str) -> nets.Made:
    """A network of the menu, and examples for it."""
    if key in nets.NETS:
        return nets.NETS[key]()
    make, example = modules.MODULES[key]
    torch.manual_seed(0)
    return make(), (example(),)


def took(act: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds, and what came of it."""
    start = time.perf_counter()
    found = act()
    return (time.perf_counter() - start) * 1000, found


@torch.no_grad()
def importing(lab: Any, key: str, title: str) -> None:
    """One model of the menu, alone and from the click to its inside painted."""
    net, examples = made(key)
    net.eval()
    net(*examples)
    baseline, _ = took(lambda: net(*examples))
    bring, model = took(lambda: imported(net, *examples, name=title, fold=True))
    lay, _ = took(lambda: placed(model, lab.stage.page.canvas.graph_scene.aspect))
    page, document = lab.stage.page, lab.document
    before = set(document.graph.by_id)

    def show() -> None:
        page.menu.model_wanted.emit(key)
        until(lambda: set(document.graph.by_id) > before)
        (new,) = set(document.graph.by_id) - before
        page.hands.open(new)
        page.canvas.viewport().repaint()

    shown, _ = took(show)
    nodes, boxes = len(everywhere(model.graph)), len(page.canvas.graph().nodes)
    say(
        f"import: {title}, {nodes} nodes, {boxes} boxes at first", scale=page.canvas.scale_now(), limit_ms=SECOND, import_ms=bring, layout_ms=lay, shown_ms=shown,
        ratio=max(bring + lay, shown) / SECOND, baseline_ms=baseline,
    )  # fmt: skip
    page.hands.up()
    wait(0.3)
    document.undo()
    until(lambda: set(document.graph.by_id) == before)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--size", default="1440x900")
    options = parser.parse_args()
    app = QApplication([])
    width, _, height = options.size.partition("x")
    window = at_lab(app, (int(width), int(height)))
    lab = window.current
    moving(lab, options.frames)
    for key, title in (*EXAMPLES, *OTHERS):
        importing(lab, key, title)
    window.end()


if __name__ == "__main__":
    main()
