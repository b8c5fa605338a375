"""What looking back costs and how fast it is: ``python -m tests.benchmarks.time_machine``.

Prints one JSON line each: training steps per CPU second with the history against the same engine without one
(baseline; both in turn, so that a busy machine hurts both), a kept step's sheet and a slider's picture at it in
milliseconds, and what two hundred kept steps weigh against the cap.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from engines import gan
from engines.gan import queries
from engines.gan.queries import COUNT, Look, Sliders
from engines.ground import spec
from engines.images.pasts.line import MEMORY

SLIDERS = Sliders(np.full(COUNT, 0.5, np.float32))


def advance(engine: Any, steps: int) -> float:
    """CPU seconds."""
    start = time.process_time()
    for _ in range(steps):
        for _ in engine.step():
            pass
    return time.process_time() - start


def without_history(engine: Any) -> Any:
    """The baseline: nothing is ever due to be kept."""
    engine.pasts.keep = lambda step: iter(())
    engine.pasts.keep_best = lambda step: iter(())
    engine.branches.offer = lambda step, make: None
    engine.branches.keep_best = lambda step, make: None
    return engine


def cost(steps: int, rounds: int) -> dict[str, Any]:
    """Steps per CPU second, both ways, from the start of a run on: there it keeps most."""
    config = spec.change(gan.DEFAULT.config(), limit=600)
    kept, bare = gan.build(config, device="cpu"), without_history(gan.build(config, device="cpu"))
    with_ = base = 0.0
    for i in range(rounds):  # a machine's pace drifts: short turns, and each goes first as often
        if i % 2:
            with_ += advance(kept, steps)
        base += advance(bare, steps)
        if not i % 2:
            with_ += advance(kept, steps)
    row = {"steps": steps * rounds, "with": steps * rounds / with_, "baseline": steps * rounds / base}
    return {
        "what": "training with the history against without",
        **{name: round(value, 2) for name, value in row.items()},
        "cost_percent": round(100 * (with_ / base - 1), 2),
        "limit_percent": 3.0,
        "engine": kept,
    }


def timed(work: Callable[[], object], times: int = 40) -> dict[str, float]:
    """Median and slowest milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - start))
    return {
        "median_ms": round(float(np.median(taken)), 1),
        "slowest_ms": round(max(taken), 1),
        "limit_ms": 100.0,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    found = cost(options.steps, options.rounds)
    engine = found.pop("engine")
    print(json.dumps(found), flush=True)
    steps = engine.snapshot().kept
    rng = np.random.default_rng(0)
    print(
        json.dumps({"what": "a kept sheet"} | timed(lambda: queries.sheet_of(engine, int(rng.choice(steps)))))
    )
    look = Look(0, None, None, 1, SLIDERS)
    print(
        json.dumps(
            {"what": "a slider's picture at a kept step"}
            | timed(lambda: queries.edited(engine, replace(look, at=int(rng.choice(steps)))))
        )
    )
    one = engine.pasts.nearest(steps[-1])[1]
    size = sum(a.nbytes for a in one.weights.values()) + len(one.sheet)
    row = {
        "what": "200 kept steps at 32 px",
        "MB": round(200 * size / 2**20, 1),
        "cap_MB": MEMORY / 2**20,
    }
    print(json.dumps(row | {"most": engine.pasts.line.most}))


if __name__ == "__main__":
    main()
