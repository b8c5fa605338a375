"""Sample A, sample B and a person's own picture: which they are, and what the engine shows of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from engines.gan import queries
from engines.gan.queries import Look

CELLS = 64  # of the sheet
STRIP = 7  # pictures from A to B


@dataclass(frozen=True)
class Subject:
    """The picture that is looked at: a sample of the sheet, or one that a person brought, with its code."""

    index: int | None = None
    picture: np.ndarray | None = None
    z: np.ndarray | None = None
    label: int | None = None

    @property
    def has_code(self) -> bool:
        """Whether it has a place in the latent space; a picture has one when it has been encoded."""
        return self.index is not None or self.z is not None


@dataclass(frozen=True)
class Sliders:
    """Where the inspector's sliders stand, as in a ``Look``. ``t``: from A (0) to B (1)."""

    coefficients: np.ndarray
    raw: bool
    first: int
    truncation: float
    t: float


class Samples(QObject):
    """Asks the engine and tells what it answered; knows no view.

    Args:
        ask: as :meth:`playground.lab.Lab.ask`.
        sliders: where they stand now.
    """

    chosen = Signal()
    """Another A or B."""
    edited = Signal(object)
    """The picture at the sliders' place, uint8 (H, W, C)."""
    ends_shown = Signal(object)
    """What lies at either end of each slider, uint8 (k, 2, H, W, C)."""
    strip_shown = Signal(object)
    """Pictures from A to B, uint8 (n, H, W, C)."""
    facts_told = Signal(int, float, int)
    """(place of A, score by D, nearest real picture)."""
    encoded = Signal(object, object)
    """(picture, :class:`engines.gan.snapshot.Encoding`) of a person's own picture."""

    def __init__(self, ask: Callable[..., None], sliders: Callable[[], Sliders]) -> None:
        super().__init__()
        self._ask, self._sliders = ask, sliders
        self.subject = Subject(index=0)
        self.b = 9

    # -- choosing --------------------------------------------------------------------------------------

    def choose(self, index: int) -> None:
        """Look at a sample of the sheet."""
        self.subject = Subject(index=index)
        self.chosen.emit()

    def choose_b(self, index: int) -> None:
        """Compare with a sample of the sheet."""
        self.b = index
        self.chosen.emit()

    def pin(self) -> None:
        """Compare with the sample that is looked at."""
        if self.subject.index is not None:
            self.choose_b(self.subject.index)

    def bring(self, picture: np.ndarray) -> None:
        """Look at a person's own picture, uint8 (H, W, C)."""
        self.subject = Subject(picture=picture)
        self.chosen.emit()

    # -- asking ----------------------------------------------------------------------------------------

    def look(self) -> Look:
        """What is looked at, as one value."""
        s, subject = self._sliders(), self.subject
        return Look(subject.index, subject.z, subject.label, s.coefficients, s.raw, s.first, s.truncation)

    def refresh(self) -> None:
        """The picture at the sliders' place, or on the way to B."""
        if self.subject.has_code:
            look, b, t = self.look(), self.b, self._sliders().t

            def query(engine: Any) -> np.ndarray:
                return queries.walked(engine, look, b, t) if t else queries.edited(engine, look)

            self._ask(query, self.edited.emit, key="edit")

    def refresh_rest(self) -> None:
        """What changes little from one snapshot to the next: ends, strip, facts, encoding."""
        if self.subject.picture is not None:
            self.encode()
        if not self.subject.has_code:
            return
        look, b, index = self.look(), self.b, self.subject.index
        self._ask(lambda e: queries.ends(e, look), self.ends_shown.emit, key="ends")
        self._ask(lambda e: queries.between(e, look, b, STRIP), self.strip_shown.emit, key="strip")
        if index is not None:
            self._ask(
                lambda e: queries.facts(e, look),
                lambda found: self.facts_told.emit(index, *found),
                key="facts",
            )

    def encode(self) -> None:
        """The encoder moves on while it trains, so the code of the same picture does too."""
        picture = self.subject.picture

        def show(found: Any) -> None:
            if self.subject.picture is not picture or picture is None:
                return
            first = self.subject.z is None
            self.subject = replace(self.subject, z=found.z, label=found.label)
            self.encoded.emit(picture, found)
            self.refresh()
            if first:
                self.refresh_rest()

        self._ask(lambda e: e.inference.encode(picture), show, key="encode")

    def ask_code(self, then: Callable[[str], None]) -> None:
        """The latent code as text."""
        look = self.look()
        self._ask(lambda e: queries.code(e, look), then, key="copy")
