"""Every preset against what needs no learning: ``python -m tests.benchmarks.presets [--minutes 3] [--lab gan]``.

One line a preset: its score, the trivial baseline's, their ratio, and what was measured. A
preset that a CPU cannot train in the time is told as skipped with its step time, not scored. ``--short`` is what CI runs:
the quick presets alone, seconds each. Exit code 1 if one loses that does not say in its menu line that it shows
a failure.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("SEVEN_LABS_THREADS", "1")

import itertools

import numpy as np

from engines import gan, onlstm, vqvae
from engines.ground.problem import Problem

SHORT = {"gan": ("cpu",), "vqvae": ("quick",), "onlstm": ("english",), "words": ("auto",)}
SLOWEST = 1.0  # seconds a step; beyond it a preset is for a GPU
SHOWS_FAILURE = {("onlstm", "fading")}
SAMPLES = 256


@dataclass(frozen=True)
class Line:
    """``score`` and ``trivial``: the smaller the better, or with ``high`` the larger."""

    lab: str
    preset: str
    score: float
    trivial: float
    what: str
    steps: int
    high: bool = False

    @property
    def beaten(self) -> bool:
        won = self.score > self.trivial if self.high else self.score < self.trivial
        return won or (self.lab, self.preset) in SHOWS_FAILURE


def energy_distance(a: np.ndarray, b: np.ndarray) -> float:
    """2 E|X - Y| - E|X - X'| - E|Y - Y'| of rows (n, d) (Szekely and Rizzo 2013); 0 for equal laws."""

    def mean(x: np.ndarray, y: np.ndarray) -> float:
        squares = (x**2).sum(1)[:, None] + (y**2).sum(1) - 2 * x @ y.T
        return float(np.sqrt(np.maximum(squares, 0.0)).mean())

    n, m = len(a), len(b)
    return 2 * mean(a, b) - mean(a, a) * n / (n - 1) - mean(b, b) * m / (m - 1)


def train(engine: Any, seconds: float) -> int:
    """Step until the time is over; returns the steps."""
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        for _ in engine.step() or ():
            pass
        if engine.count == 3 and (time.perf_counter() - started) / 3 > SLOWEST:
            raise TimeoutError(f"{(time.perf_counter() - started) / 3:.1f} s a step")
    return int(engine.count)


def of_gan(key: str, seed: int, seconds: float) -> Line:
    """Samples against held-out pictures, on 64 principal components; trivial: one and the same mean picture."""
    import torch

    engine = gan.build(gan.preset(key).config(seed=seed), device="cpu")
    steps = train(engine, seconds)
    rng = torch.Generator().manual_seed(seed)
    codes = torch.randn(SAMPLES, engine.config.nz, generator=rng).numpy()
    made = np.concatenate([engine.inference.render(part) for part in np.array_split(codes, 8)])
    real = engine.deck.pixels.cpu().numpy()
    held = real[engine.deck.held.cpu().numpy()][:SAMPLES].reshape(-1, real[0].size).astype(np.float64)
    train_ = real[:2000].reshape(-1, real[0].size).astype(np.float64)
    mean = train_.mean(0)
    _, _, axes = np.linalg.svd(train_ - mean, full_matrices=False)

    def seen(x: np.ndarray) -> np.ndarray:
        return (x.reshape(len(x), -1).astype(np.float64) - mean) @ axes[:64].T

    score = energy_distance(seen(made), seen(held))
    trivial = energy_distance(np.zeros((SAMPLES, 64)) + 1e-9, seen(held))
    engine.close()
    return Line(
        "gan", key, score, trivial, "energy distance to held-out pictures; trivial: the mean picture", steps
    )


def of_vqvae(key: str, seed: int, seconds: float) -> Line:
    """PSNR of held-out pictures against the same shrunken to as many bits."""
    engine = vqvae.build(vqvae.preset(key).config(seed=seed), device="cpu")
    steps = train(engine, seconds)
    figures = engine.snapshot().figures
    score, trivial = figures["psnr"], max(figures.get("psnr_small", 0.0), figures["psnr_mean"])
    engine.close()
    return Line(
        "vqvae", key, score, trivial, "-PSNR in dB; trivial: shrunken to as many bits, or the mean", steps
    )


def of_onlstm(key: str, seed: int, seconds: float) -> Line:
    """F1 of what is best on half of the held-out sentences, on the other half, against right-branching."""
    engine = onlstm.build(onlstm.preset(key).config(seed=seed), device="cpu")
    started = time.perf_counter()
    try:
        while engine.count < engine.config.steps and time.perf_counter() - started < seconds:
            for _ in engine.step() or ():
                pass
    except Problem:
        pass  # it has done its steps
    shot = engine.snapshot()
    best = shot.best.f1 if shot.best else 0.0
    engine.close()
    return Line("onlstm", key, best, shot.baselines["right"], "F1; trivial: right-branching", shot.step, True)


def of_words(key: str, seed: int, seconds: float) -> Line:
    """Share of wrong words among the first hundred of the samples, against all pairs by count."""
    from engines import words
    from engines.words.presets import PRESETS
    from playground.labs.words.documents import samples

    config = {p.key: p for p in PRESETS}[key].config()
    known = _dictionary()
    wrong, wrong_pairs = [], []
    for name in samples():
        from importlib.resources import files

        text = (files("assets") / "samples" / name.removeprefix("sample:")).read_text("utf-8")
        found = words.discover(text, config)
        first = [w for w in found.words[:100] if len(w) > 1]
        pairs: dict[str, int] = {}
        for a, b in itertools.pairwise(text):
            if "\u4e00" <= a <= "\u9fff" and "\u4e00" <= b <= "\u9fff":
                pairs[a + b] = pairs.get(a + b, 0) + 1
        common = sorted(pairs, key=lambda w: -pairs[w])[: max(len(first), 1)]
        wrong.append(np.mean([w not in known for w in first] or [1.0]))
        wrong_pairs.append(np.mean([w not in known for w in common]))
    return Line("words", key, float(np.mean(wrong)), float(np.mean(wrong_pairs)),
                "share of the first 100 that no dictionary has; trivial: commonest pairs", 1)  # fmt: skip


def _dictionary() -> set[str]:
    from engines.words.text.dictionary import jieba_path

    path = jieba_path()
    if path is None:
        raise TimeoutError("jieba's dictionary is not installed")
    return {line.split(" ")[0] for line in path.read_text("utf-8").splitlines()}


OF = {"gan": of_gan, "vqvae": of_vqvae, "onlstm": of_onlstm, "words": of_words}


def presets(lab: str) -> Iterator[str]:
    """Keys of a lab's presets, in the order of the menu."""
    if lab == "words":
        from engines.words.presets import PRESETS

        yield from (p.key for p in PRESETS)
    else:
        yield from (p.key for p in {"gan": gan, "vqvae": vqvae, "onlstm": onlstm}[lab].PRESETS)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.presets", description=__doc__)
    parser.add_argument("--minutes", type=float, default=3.0, help="for each preset")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--lab", choices=tuple(OF), action="append")
    parser.add_argument("--preset", action="append")
    parser.add_argument("--short", action="store_true", help="the quick ones, 40 s each")
    options = parser.parse_args()
    seconds = 40.0 if options.short else 60 * options.minutes
    lost = False
    print(f"{'lab':8}{'preset':14}{'score':>10}{'trivial':>10}{'ratio':>8}  steps  measured")
    for lab in options.lab or tuple(OF):
        for key in presets(lab):
            if (options.preset and key not in options.preset) or (options.short and key not in SHORT[lab]):
                continue
            try:
                line = OF[lab](key, options.seed, seconds)
            except (TimeoutError, Problem) as e:
                print(f"{lab:8}{key:14}{'skipped':>10}  {e}", flush=True)
                continue
            lost |= not line.beaten
            mark = "" if line.beaten else "   LOSES"
            print(f"{lab:8}{key:14}{line.score:10.3f}{line.trivial:10.3f}{line.score / line.trivial:8.2f}"
                  f"  {line.steps:5}  {line.what}{mark}", flush=True)  # fmt: skip
    return int(lost)


if __name__ == "__main__":
    sys.exit(main())
