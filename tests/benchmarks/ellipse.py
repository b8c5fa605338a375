"""How fast the ellipse's solids follow the hand: ``python -m tests.benchmarks.ellipse``, the engine's part.

Prints one JSON line per figure on one core: median and slowest milliseconds, the limit that the lab has to keep
and their ratio. The limits: a frame of 33 ms for what follows a slider at once, 200 ms for another offset, 250 ms
for one beat of the engine. Two more lines set the closed form beside the post's own scheme (steps uniform in y)
and the solver beside itself with twice the points. The painters' frames are in ``tests.benchmarks.solid``.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Iterable

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")

import numpy as np

from engines import ellipse
from engines.ellipse.dform import Path, dform
from engines.ellipse.quarter import quarter
from engines.ground import spec

FRAME, OFFSET, BEAT = 33.0, 200.0, 250.0  # ms
EXACT = 0.7848786894  # depth of a = 1, b = 0.5


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def say(what: str, taken: Iterable[float], limit: float) -> None:
    """One line: the slowest counts."""
    found = list(taken)
    figures = {"median_ms": round(float(np.median(found)), 1), "slowest_ms": round(max(found), 1)}
    print(json.dumps({"what": what, **figures, "limit_ms": limit, "ratio": round(max(found) / limit, 3)}))


def drag(field: str, values: Iterable[float], **fixed: object) -> list[float]:
    """Milliseconds from a new setting to a finished picture, for each."""
    engine = ellipse.build(spec.change(ellipse.EllipseConfig(), **fixed))
    taken = []
    for value in values:

        def answer(value: float = value) -> None:
            engine.set_config(spec.change(engine.config, **{field: float(value)}))
            for _ in engine.step():
                pass
            engine.snapshot()

        taken.append(timed(answer))
    return taken[1:]  # the first one loads scipy


def beats(**values: object) -> list[float]:
    """Milliseconds of every beat of one step."""
    engine = ellipse.build(spec.change(ellipse.EllipseConfig(), **values))
    work, taken = engine.step(), []
    while True:
        start = time.perf_counter()
        ended = next(work, ...) is ...
        taken.append((time.perf_counter() - start) * 1000)
        if ended:
            return taken


def uniform(steps: int) -> float:
    """The post's scheme, own version: trapezoids uniform in y up to the short end; the depth it finds."""
    a, b = 1.0, 0.5
    y = np.linspace(0.0, b, steps + 1)
    t = np.arcsin(y / b)
    s = quarter(a, b).first.arc(t)
    z = np.interp(s[-1] - s, s, y)
    square = np.diff(s) ** 2 - np.diff(y) ** 2 - np.diff(z) ** 2
    return float(np.sqrt(square.clip(0.0)).sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=60)
    n = parser.parse_args().frames
    say("drag a", drag("a", np.linspace(0.6, 2.0, n)), FRAME)
    say("drag b", drag("b", np.linspace(0.05, 0.95, n)), FRAME)
    say("drag bend", drag("bend", np.linspace(0.0, 1.0, n)), FRAME)
    say("drag the second b", drag("other", np.linspace(0.1, 0.7, n), sheets="matched"), FRAME)
    say("drag b of superellipses", drag("b", np.linspace(0.1, 0.9, n), sheets="superellipse"), FRAME)
    say("drag bend of superellipses", drag("bend", np.linspace(0, 1, 20), sheets="superellipse"), FRAME)
    say("drag the offset by 0.02", drag("offset", np.linspace(0.98, 0.1, 45)), OFFSET)
    jumps = [drag("offset", (1.0, far))[0] for far in (0.9, 0.7, 0.5, 0.3, 0.1)]
    say("jump from a quarter to another offset", jumps, OFFSET)
    say("a beat on the way, 64 points", beats(offset=0.1), BEAT)
    say("a beat on the way, 128 points", beats(offset=0.1, chords=128), BEAT)
    steps = 10_000
    solid = quarter(1.0, 0.5)
    ours, theirs = timed(lambda: quarter(1.0, 0.5)), timed(lambda: uniform(steps))
    errors = abs(solid.depth - EXACT), abs(uniform(steps) - EXACT)
    row = {
        "ms": round(ours, 1),
        "error": f"{errors[0]:.0e}",
        "peer_ms": round(theirs, 1),
        "peer_error": f"{errors[1]:.0e}",
    }
    print(
        json.dumps({"what": f"depth, against {steps} uniform steps", **row, "ratio": round(ours / theirs, 2)})
    )
    one, two = (abs(dform(1.0, 0.5, 1.0, k).volume - solid.volume) for k in (64, 128))
    worst = max(
        Path(quarter(1.0, r)).at(float(o)).residual for r in (0.3, 0.6, 0.9) for o in np.arange(0.05, 1, 0.15)
    )
    row = {"error_64": f"{one:.2e}", "error_128": f"{two:.2e}", "ratio": round(one / two, 2)}
    print(json.dumps({"what": "solver against the closed form", **row, "worst_residual": f"{worst:.0e}"}))


if __name__ == "__main__":
    main()
