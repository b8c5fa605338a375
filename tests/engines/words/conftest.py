"""Plain-Python definitions of everything the engine counts, and texts to hold it against."""

from __future__ import annotations

import lzma
import math
import random
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from engines.words import Result, WordsEngine, WordsSnapshot

DATA = Path(__file__).parents[4] / "shared" / "data" / "words"
HAN = re.compile(
    r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ebef\U0002f800-\U0002fa1f\U00030000-\U000323af]+"
)
FEW = "天地人大小"
ODD = "，。 \n\t\r\x00a1Ｚ😀か\ud800\u0301𠀀㐀〇々"
texts = st.text(st.sampled_from(FEW + ODD), max_size=120) | st.text(st.sampled_from(FEW + "\n"), max_size=300)


def stretches(text: str) -> list[str]:
    return HAN.findall(text)


def counted(text: str, longest: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for run in stretches(text):
        for n in range(1, longest + 1):
            found.update(run[i : i + n] for i in range(len(run) - n + 1))
    return found


def cohesion_of(word: str, counts: Counter[str], total: int) -> float:
    if len(word) == 1:
        return 0.0
    splits = [(word[:j], word[j:]) for j in range(1, len(word))]
    return min(math.log(total * counts[word] / (counts[a] * counts[b])) for a, b in splits)


def entropy_of(word: str, text: str, side: int) -> float:
    """Each separator, and each edge of the text, is an event of its own."""
    beside: Counter[object] = Counter()
    for number, run in enumerate(stretches(text)):
        for i in range(len(run) - len(word) + 1):
            if run[i : i + len(word)] == word:
                at = i - 1 if side == 0 else i + len(word)
                beside[run[at] if 0 <= at < len(run) else (number, i)] += 1
    n = beside.total()
    return -sum(c / n * math.log(c / n) for c in beside.values())


def stored(name: str) -> str:
    """A text of ``shared/data/words``; the test is skipped where it is missing."""
    path = DATA / f"{name}.txt.xz"
    if not path.is_file():
        pytest.skip(f"needs {path}")
    return lzma.decompress(path.read_bytes()).decode("utf-8")


def story(names: list[str], seed: int = 0) -> str:
    """Names in ever different company."""
    rng = random.Random(seed)
    around = "的了在说看听见走来去问笑叫想坐"
    lines = []
    for _ in range(150):
        words = [w for name in rng.sample(names, 2) for w in (name, "".join(rng.choices(around, k=2)))]
        lines.append("".join(words))
    return "，".join(lines) + "。\n"


TEXT = story(["潇湘馆", "紫鹃", "林黛玉", "雪雁"])
OTHER = story(["怡红院", "晴雯", "贾宝玉", "袭人"], 1)


def finished(engine: WordsEngine) -> WordsSnapshot:
    """Count what is pending."""
    for _ in engine.step():
        pass
    return engine.snapshot()


def same(a: Result, b: Result) -> None:
    """Both hold the same words, figures and places."""
    assert a.words == b.words
    for name in ("counts", "segment_counts", "first", "known", "lengths"):
        assert (getattr(a, name) == getattr(b, name)).all()
    for name in ("cohesion", "left_entropy", "right_entropy", "score"):
        assert np.allclose(getattr(a, name), getattr(b, name))
    for x, y in zip(a.spans(0, 10_000), b.spans(0, 10_000), strict=True):
        assert (x == y).all()
