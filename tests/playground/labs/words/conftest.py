"""An engine that answers at once, or when the test says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engines.words import Result, WordsConfig, WordsEngine, build

TEXT = "阿青在栖霜阁喝茶，栖霜阁的茶很香。老吴也来栖霜阁，老吴喜欢听评弹。阿青说：栖霜阁真好。\n" * 3


class Asked:
    """Stands where ``Lab.ask`` stands: keeps questions until ``answer``."""

    def __init__(self) -> None:
        self.engine: WordsEngine = build(WordsConfig())
        self.keys: list[str | None] = []
        self._waiting: list[tuple[Callable[[Any], Any], Callable[[Any], None] | None]] = []

    def __call__(
        self,
        query: Callable[[Any], Any],
        then: Callable[[Any], None] | None = None,
        *,
        key: str | None = None,
    ) -> None:
        self.keys.append(key)
        self._waiting.append((query, then))

    def answer(self) -> None:
        """Answer all that was asked, in order."""
        waiting, self._waiting = self._waiting, []
        for query, then in waiting:
            found = query(self.engine)
            if then is not None:
                then(found)

    def count(self, text: str = TEXT) -> Result:
        """Count a text."""
        self.engine.set_text(text)
        for _ in self.engine.step():
            pass
        assert self.engine.result is not None
        return self.engine.result


@pytest.fixture
def asked() -> Asked:
    return Asked()
