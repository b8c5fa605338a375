"""What one lab offers another. Labs do not know each other; the newest offer stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Lexicon:
    """Words found in a text, for a lab that reads texts word by word."""

    words: tuple[str, ...] = ()


_lexicon = Lexicon()


def offer_lexicon(words: Iterable[str]) -> None:
    """Put words down for whoever wants them."""
    global _lexicon
    _lexicon = Lexicon(tuple(words))


def lexicon() -> Lexicon:
    """The words offered last, none before the first offer; from any thread."""
    return _lexicon
