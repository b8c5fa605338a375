"""How long a prior takes to fill a grid, and how much the caches save: ``python -m tests.benchmarks.priors``.

Prints one JSON line per figure: milliseconds to fill a whole grid and a quarter of it, for one variant and for
four together, on the wall and as seconds that the process was given (the machine may be busy); a training step;
and cached against naive sampling, alternating in the same run, with whether both gave the same codes. Codes and
weights are random: nothing here depends on what was learnt.
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

import torch

from engines.ground import device
from engines.vqvae import priors
from engines.vqvae.priors.raster import Raster

CODES = 128


def say(what: str, **figures: Any) -> None:
    rounded = {k: round(v, 2) if isinstance(v, float) else v for k, v in figures.items()}
    print(json.dumps({"what": what, **rounded}), flush=True)


def rng() -> torch.Generator:
    return torch.Generator().manual_seed(1)


def timed(job: Callable[[], Any]) -> tuple[float, float, Any]:
    """Milliseconds on the wall and given to the process, and what ``job`` returned."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = job()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu), result


def over(job: Callable[[], Any], rounds: int) -> dict[str, float]:
    job()
    walls, cpus, _ = zip(*(timed(job) for _ in range(rounds)), strict=True)
    slowest = sorted(walls)[min(rounds - 1, round(0.95 * rounds))]
    return {"ms": statistics.median(walls), "p95_ms": slowest, "cpu_ms": statistics.median(cpus)}


def fills(kind: str, size: int, rounds: int) -> None:
    width, layers = priors.SIZES[kind]
    prior = priors.build(kind, (size, size), CODES, width, layers, seed=0)  # type: ignore[arg-type]
    codes = torch.randint(CODES, (64, size, size), generator=rng())
    quarter = torch.zeros(size, size, dtype=torch.bool)
    quarter[size // 4 : size // 4 + size // 2, size // 4 : size // 4 + size // 2] = True
    facts = {"kind": kind, "grid": size, "width": width, "layers": layers, "codes": CODES}
    for n in (1, 4):
        for part, mask in (("whole", torch.ones_like(quarter)), ("quarter", quarter)):
            took = over(lambda n=n, mask=mask: prior.fill(codes[0], mask, n, generator=rng()), rounds)  # type: ignore[misc]
            say("fill", **facts, n=n, part=part, **took)
    say("surprise map", **facts, **over(lambda: prior.nll_map(codes[0]), rounds))
    say(
        "training step, batch 64",
        **facts,
        **over(lambda: prior.fit_step(codes, rng()).backward(), max(3, rounds // 4)),
    )


def caches(kind: str, width: int, layers: int, codes: int, n: int, rounds: int) -> None:
    prior = priors.build(kind, (8, 8), codes, width, layers, seed=0)  # type: ignore[arg-type]
    assert isinstance(prior, Raster)
    empty, everywhere = torch.zeros(8, 8, dtype=torch.long), torch.ones(8, 8, dtype=torch.bool)
    took: dict[bool, list[float]] = {True: [], False: []}
    equal = True
    for _ in range(rounds):
        drawn = {}
        for cached in (True, False):
            job = lambda how=cached: prior.fill(empty, everywhere, n, generator=rng(), cached=how)  # noqa: E731
            _, cpu, drawn[cached] = timed(job)  # type: ignore[arg-type]
            took[cached].append(cpu)
        equal = equal and torch.equal(drawn[True], drawn[False])
    fast, slow = statistics.median(took[True]), statistics.median(took[False])
    facts = {"kind": kind, "grid": 8, "width": width, "layers": layers, "codes": codes, "n": n}
    say("cached sampling", **facts, cpu_ms=fast, naive_cpu_ms=slow, ratio=slow / fast, same_codes=equal)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=20, help="repeats of each fill")
    rounds = parser.parse_args().rounds
    device.prepare()
    for kind in priors.KINDS:
        for size in (7, 8):
            fills(kind, size, rounds)
    for kind in ("pixelcnn", "causal"):
        width, layers = priors.SIZES[kind]
        for n in (1, 4, 16):
            caches(kind, width, layers, CODES, n, 3)
    caches("pixelcnn", 64, 6, 512, 16, 3)  # the size the spec's 25.7x was measured at


if __name__ == "__main__":
    main()
