"""ON-LSTM in figures: training speed against the plain loop, a parse, and the pieces of a step.

``python -m tests.benchmarks.onlstm [--rounds 60]`` prints one JSON line. ``figure`` is words per second of one
layer of 96 units in 16 levels over 20 columns of 32 words, forward and backward with the input part, by the scan
with its own backward pass; among "others", "sentences" are the default's 8 levels and 24 sentences; ``baseline`` is the same by stepping the same equations under
autograd (``engines.onlstm.model.cell.unroll``), ``ratio`` how many times faster the scan is. The machine may be busy,
so many short rounds of both alternate and the quickest of each are compared: others only ever add to the
seconds that the process was given. "median ratio" is that of neighbouring rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("SEVEN_LABS_THREADS", "1")

import numpy as np
import torch

from engines import onlstm
from engines.onlstm import memory
from engines.onlstm.model.cell import unroll, width
from engines.onlstm.model.scan import scan

SIZES = {"small": (96, 6, 20, 32), "sentences": (96, 12, 24, 14), "wide": (400, 10, 20, 35)}


def seconds(work: Callable[[], Any], calls: int = 5) -> float:
    """Seconds of processor time for one call, over a few calls."""
    started = time.process_time()
    for _ in range(calls):
        work()
    return (time.process_time() - started) / calls


def layer(hidden: int, chunk: int, batch: int, steps: int, rounds: int) -> dict[str, float]:
    """Words per second of one layer both ways."""
    rng = torch.Generator().manual_seed(0)
    n = hidden // chunk
    rows = width(hidden, n)
    words = torch.randn(steps, batch, hidden, generator=rng).requires_grad_()
    matrix, recurrent = (
        (torch.randn(rows, hidden, generator=rng) / hidden**0.5).requires_grad_() for _ in range(2)
    )
    bias = torch.zeros(rows, requires_grad=True)
    state = torch.zeros(batch, hidden), torch.zeros(batch, n, chunk)
    up = torch.randn(steps, batch, hidden, generator=rng)

    def train(run: Any) -> None:
        z = torch.addmm(bias, words.flatten(0, 1), matrix.T).view(steps, batch, rows)
        torch.autograd.backward(run(z, recurrent, *state, "inclusive")[0], up)

    found = [(seconds(lambda: train(scan)), seconds(lambda: train(unroll))) for _ in range(rounds)]
    ours, plain = (min(column) for column in zip(*found, strict=True))
    median = statistics.median(b / a for a, b in found)
    words_per_s = {"figure": round(steps * batch / ours), "baseline": round(steps * batch / plain)}
    return {**words_per_s, "ratio": round(plain / ours, 2), "median ratio": round(median, 2)}


def parsing(words: int = 30, times: int = 50) -> dict[str, float]:
    """Milliseconds on the wall for a parse of 30 words, with all its trees, and for the pieces of 30 steps."""
    engine = onlstm.build(onlstm.DEFAULT.config(sentences=1000, eval_every=10))
    text = " ".join(w for w in engine.corpus.vocabulary.words[3 : 3 + words])
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        found = engine.parse(text)
        for which in (0, 1, "mean"):
            for builder in onlstm.BUILDERS:
                found.tree(builder, "d_forget", which)
        spent.append(1e3 * (time.perf_counter() - started))
    pieces, at = [], 0.0
    for _ in range(30):
        at = time.perf_counter()
        for _ in engine.step():
            pieces.append(1e3 * (time.perf_counter() - at))
            at = time.perf_counter()
    rate = engine.snapshot().tokens_per_s
    engine.close()
    return {
        "parse ms p50": round(float(np.median(spent)), 2),
        "parse ms p95": round(float(np.quantile(spent, 0.95)), 2),
        "piece ms p99": round(float(np.quantile(pieces, 0.99)), 2),
        "training words/s": round(rate),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="ON-LSTM engine: training speed, parsing.")
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    torch.set_num_threads(1)
    memory.keep_freed()
    found = {name: layer(*sizes, options.rounds) for name, sizes in SIZES.items()}
    line = {"benchmark": "onlstm layer, words/s", **found.pop("small"), "others": found, **parsing()}
    print(json.dumps({**line, "threads": 1}))


if __name__ == "__main__":
    main()
