"""How a long job tells what it is doing."""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[str, float | None], None]  # a sentence, and how much is done between 0 and 1 if known


def silent(sentence: str, fraction: float | None) -> None:
    """A report that nobody reads."""
