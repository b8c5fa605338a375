"""ON-LSTM and Words."""

from __future__ import annotations

import itertools
from importlib.resources import files
from typing import Any

import numpy as np

from engines import onlstm, words
from engines.words.text.dictionary import jieba_path
from playground.labs.words.documents import samples
from tests.benchmarks.presets.line import Line, Skipped, train


def of_onlstm(preset: Any, seed: int, seconds: float) -> Line:
    """F1 of what is best on half of the held-out sentences, on the other half, against right-branching."""
    engine = onlstm.build(preset.config(seed=seed), device="cpu")
    train(engine, seconds, engine.config.steps)
    shot = engine.snapshot()
    best = shot.best.f1 if shot.best else 0.0
    engine.close()
    return Line(best, shot.baselines["right"], "F1; trivial: right-branching", shot.step, True)


def of_words(preset: Any, seed: int, seconds: float) -> Line:
    """Share of wrong words among the first hundred of the samples, against all pairs by count."""
    config = preset.config()
    known = _dictionary()
    wrong, wrong_pairs = [], []
    for name in samples():
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
    what = "share of the first 100 that no dictionary has; trivial: commonest pairs"
    return Line(float(np.mean(wrong)), float(np.mean(wrong_pairs)), what, 1)


def _dictionary() -> set[str]:
    path = jieba_path()
    if path is None:
        raise Skipped("jieba's dictionary is not installed")
    return {line.split(" ")[0] for line in path.read_text("utf-8").splitlines()}
