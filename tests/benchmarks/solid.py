"""How long a body takes to be drawn: ``python -m tests.benchmarks.solid [--frames 60] [--size 900x650]``.

Prints one JSON line per painter and situation: milliseconds of a frame from new arrays or a turned camera to
the widget painted, p50 and p95, on one core, and their ratio to the 33 ms of thirty frames a second. ``cpu_ms``
is the processor's time in the median frame, which other programs disturb less. The OpenGL painter needs a
display: run it in ``xvfb-run -a`` with ``QT_QPA_PLATFORM=xcb``, else only software is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core
os.environ.setdefault("LP_NUM_THREADS", "0")  # llvmpipe draws in the thread that asks

import numpy as np
from PySide6.QtWidgets import QApplication

from widgets.look import style
from widgets.solid.gl import NoOpenGLError, OpenGLPainter
from widgets.solid.mesh import Mesh
from widgets.solid.painter import SoftwarePainter
from widgets.solid.samples import two_ellipses
from widgets.solid.view import SolidPainter, SolidView

_FRAME = 1000 / 30  # ms


def measure(view: SolidView, change: Callable[[int], None], frames: int) -> dict[str, float]:
    """Milliseconds from a change to the widget painted."""
    wall, cpu = [], []
    for at in range(frames + 3):
        start, own = time.perf_counter(), time.thread_time()
        change(at)
        view.repaint()
        if at >= 3:  # the first frames fill caches
            wall.append((time.perf_counter() - start) * 1000)
            cpu.append((time.thread_time() - own) * 1000)
    p50, p95 = (float(np.percentile(wall, at)) for at in (50, 95))
    found = {"p50_ms": p50, "p95_ms": p95, "cpu_ms": float(np.median(cpu))}
    found |= {"ratio_p50": p50 / _FRAME, "ratio_p95": p95 / _FRAME, "ratio_cpu": found["cpu_ms"] / _FRAME}
    return {key: round(value, 3) for key, value in found.items()}


def situations(view: SolidView) -> dict[str, Callable[[int], None]]:
    """What a person does, as a function of the frame."""
    bends = [two_ellipses(bend=float(bend)) for bend in np.linspace(0, 1, 20)]

    def bend(at: int) -> None:
        body = bends[at % 20]
        view.set_meshes([Mesh(m.vertices, m.faces, m.uv, m.tone) for m in body.meshes])  # as from an engine
        view.set_seam(body.seam.points, body.seam.gap, 0.55)

    def orbit(at: int) -> None:
        if at == 0:
            bend(19)
        view.set_camera(view.camera().orbited(4, 0))

    def all_on(at: int) -> None:
        if at == 0:
            bend(19)
            view.set_options(rulings=True, wireframe=True, exploded=0.6)
            view.set_slice(bends[19].slice_at(0.5))
        view.set_camera(view.camera().orbited(4, 0))

    return {"bending": bend, "orbiting": orbit, "orbiting with everything on": all_on}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--size", default="900x650")
    options = parser.parse_args()
    app = QApplication([])
    style.stage(app)
    painters: list[SolidPainter] = [SoftwarePainter()]
    try:
        painters.append(OpenGLPainter())
    except NoOpenGLError as missing:
        print(json.dumps({"what": "opengl", "skipped": str(missing)}))
    width, _, height = options.size.partition("x")
    for painter in painters:
        view = SolidView(painter=painter)
        view.resize(int(width), int(height))
        view.show()
        app.processEvents()
        for name, change in situations(view).items():
            facts = measure(view, change, options.frames)
            number = sum(len(mesh.faces) for mesh in view.scene().meshes)
            print(
                json.dumps(
                    {"what": f"{painter.name}, {name}", "triangles": number, "size": options.size, **facts}
                )
            )
        view.close()
        view.deleteLater()


if __name__ == "__main__":
    main()
