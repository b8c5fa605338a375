"""An engine that answers when the test says so, and two parses to answer with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engines.onlstm import Parse


def parse(text: str, step: int = 0, layers: int = 2, shift: float = 0.0) -> Parse:
    """A sentence read in some way or other."""
    tokens = tuple(text.split())
    n = len(tokens)
    draw = np.random.default_rng(n)
    distances = (draw.random((layers, n)) + shift).astype(np.float32)
    gates = tuple(draw.random((n, 4)).astype(np.float32) for _ in range(layers))
    return Parse(tokens, (True,) * n, distances, distances[::-1], gates, gates, None, step)


class Asked:
    """Stands where ``Lab.ask`` stands: a question of the same key replaces one that waits."""

    def __init__(self) -> None:
        self.waiting: dict[str, tuple[Callable[[Any], Any], Callable[[Any], None]]] = {}
        self.count = 0

    def __call__(self, query: Callable[[Any], Any], then: Callable[[Any], None], *, key: str) -> None:
        self.waiting[key] = (query, then)
        self.count += 1

    def answer(self, key: str, value: Any) -> None:
        """Answer the newest question of a key, whatever it was."""
        self.waiting.pop(key)[1](value)

    def of(self, key: str, engine: Any) -> Any:
        """What this engine would answer."""
        return self.waiting[key][0](engine)


@pytest.fixture
def ask() -> Asked:
    return Asked()
