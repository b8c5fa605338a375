"""Which rows a person wants to see. Filters act on a finished count; nothing is counted again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

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

    def loosened(self, name: str) -> Filters:
        """Without one of them, by the name of its field."""
        return replace(self, **{name: getattr(OPEN, name)})

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

    def plain(self) -> dict[str, Any]:
        """What is remembered of them, JSON-ready: all but the text searched for."""
        kept = {name: getattr(self, name) for name in NAMES if name != "text"}
        return kept | {"lengths": list(self.lengths), "ignore": sorted(self.ignore)}

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Filters:
        """What :meth:`plain` gave, as far as it makes sense; the defaults where it does not."""
        switches = (name for name in NAMES if name.startswith("hide_"))
        found: dict[str, Any] = {name: on for name in switches if isinstance(on := values.get(name), bool)}
        match values.get("lengths"):
            case [int(low), int(high)] if 1 <= low <= high:
                found["lengths"] = (low, high)
        if isinstance(least := values.get("min_count"), int):
            found["min_count"] = max(0, least)
        if isinstance(ignore := values.get("ignore"), list):
            found["ignore"] = frozenset(word for word in ignore if isinstance(word, str))
        return cls(**found)

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


OPEN: Final = Filters(False, False, False, (1, 1 << 30))
"""Everything passes."""


def at_edges(result: Result) -> np.ndarray:
    """bool (W,), words that begin or end with a function character."""
    return np.array([w[0] in EDGES or w[-1] in EDGES for w in result.words], bool)
