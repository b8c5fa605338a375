"""Which rows a person wants to see. Filters act on a finished count; nothing is counted again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from engines.words.result import Result

EDGES: Final = frozenset(  # function characters: a word seldom begins or ends with one
    "的了是在不也就都还又很更最着过吗呢吧啊呀么们我你他她它这那哪谁其之而且但或与和及并把被让使给对向从到"
    "由于为以因所将会能要可应该有没无个些每各某几两多少上下里中前后内外间时再才只已曾正却则若如虽然何等此"
    "说道来去叫得地一"
)
NAMES: Final = ("hide_known", "hide_edges", "hide_alnum", "lengths", "min_count", "text", "ignore")


@dataclass(frozen=True)
class Filters:
    """What to show.

    Attributes:
        hide_known: no words of the dictionary. hide_edges: none that begin or end with a function character.
        hide_alnum: none with letters or digits.
        lengths: least and most characters. min_count: least number of occurrences.
        text: must be part of the word. ignore: words never to show.
    """

    hide_known: bool = True
    hide_edges: bool = True
    hide_alnum: bool = False
    lengths: tuple[int, int] = (2, 6)
    min_count: int = 0
    text: str = ""
    ignore: frozenset[str] = frozenset()

    def mask(self, result: Result) -> np.ndarray:
        """bool (W,), the rows to show."""
        shown = np.ones(len(result), bool)
        for name in NAMES:
            shown &= self._passes(name, result)
        return shown

    def hidden(self, result: Result) -> dict[str, int]:
        """How many rows each filter alone hides, by the name of its field."""
        return {name: int(np.count_nonzero(~self._passes(name, result))) for name in NAMES}

    def loosest(self, result: Result) -> str:
        """The filter that hides most: the one to loosen when nothing is left to show; "" if none hides."""
        hidden = self.hidden(result)
        most = max(NAMES, key=lambda name: hidden[name])
        return most if hidden[most] else ""

    def _passes(self, name: str, result: Result) -> np.ndarray:
        everything = np.ones(len(result), bool)
        if name == "hide_known":
            return ~result.known if self.hide_known else everything
        if name == "hide_alnum":
            return ~result.alnum if self.hide_alnum else everything
        if name == "lengths":
            return (result.lengths >= self.lengths[0]) & (result.lengths <= self.lengths[1])
        if name == "min_count":
            return result.counts >= self.min_count
        if name == "hide_edges":
            return ~at_edges(result) if self.hide_edges else everything
        if name == "text":
            return np.array([self.text in w for w in result.words], bool) if self.text else everything
        return np.array([w not in self.ignore for w in result.words], bool) if self.ignore else everything


def at_edges(result: Result) -> np.ndarray:
    """bool (W,), words that begin or end with a function character."""
    return np.array([w[0] in EDGES or w[-1] in EDGES for w in result.words], bool)
