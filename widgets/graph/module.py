"""A module with what is in it, and its counts of parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Module:
    """One module.

    Attributes:
        path: names it uniquely, ``encoder.0.fc``.
        name: what it is called in its parent; the root's kind.
        kind: ``Linear(64, 64)``, dim behind the name.
        own: parameters of its own, shared ones too.
        nested: all in it, own and below, each shared one counted once.
        shared: of these, how many are used elsewhere too.
        letter, category: of the tie that its own weights belong to.
        frozen: they do not learn.
    """

    path: str
    name: str
    kind: str = ""
    own: int = 0
    nested: int = 0
    shared: int = 0
    letter: str = ""
    category: int = 0
    frozen: bool = False
    children: tuple[Module, ...] = ()

    def walk(self) -> Iterator[Module]:
        """It, and all below it from the top."""
        yield self
        for child in self.children:
            yield from child.walk()
