"""Plain-Python definitions of everything the engine counts, and texts to hold it against."""

from __future__ import annotations

import lzma
import math
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import strategies as st

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
