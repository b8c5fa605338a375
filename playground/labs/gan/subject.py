"""What is looked at: sample A of the sheet, or a picture that a person brought; and sample B beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from engines.gan import queries
from engines.gan.queries import Look, Sliders
from engines.ground.marks import mark
from playground.kit.films import Content

if TYPE_CHECKING:
    from engines.gan.snapshot import Encoding

SHEET = 8
"""Rows and columns of the generated sheet."""
STRIP = 7
"""Pictures from A to B."""
WALK, STOPS = 24, 5
"""Pictures from one sample to the next on a walk that is taken away, and samples that it passes."""
INFORM = 200
"""ms between two looks at what there is to say of a picture that moves."""

Ask = Callable[..., None]


class Subject(QObject):
    """Remembers which picture is looked at, and asks the engine for all that is shown of it.

    Args:
        ask: :meth:`playground.lab.Lab.ask`.
        sliders: where they stand now.

    Attributes:
        index: the sample that is held; None while ``picture`` is.
        picture: a picture of the person's own, uint8 (H, W, C), in the size of the run.
        z, label: its code and class; None until the encoder has answered.
        b: the sample at the other end of the way.
        at: the step looked back on; None for the present.
    """

    held = Signal(bool)
    """Another picture is held; whether it is one of the person's own. The sliders begin at 0."""
    marked = Signal()
    """A or B is another sample."""
    edited = Signal(object)
    """The picture where the sliders stand, uint8 (H, W, C)."""
    ends = Signal(object)
    """What lies at either end of each slider, uint8 (k, 2, H, W, C)."""
    strip = Signal(object)
    """The way from A to B, uint8 (n, H, W, C)."""
    facts = Signal(object, object)
    """(the ``Look``, ``Facts`` of the picture there)."""
    encoded = Signal(object, object)
    """(picture, its ``Encoding``)."""

    def __init__(self, ask: Ask, sliders: Callable[[], Sliders], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask, self._sliders = ask, sliders
        self.index: int | None = 0
        self.picture: np.ndarray | None = None
        self.z: np.ndarray | None = None
        self.label: int | None = None
        self.b = 9
        self.at: int | None = None
        self._soon = QTimer(self, singleShot=True, interval=INFORM)
        self._soon.timeout.connect(self._inform)

    # -- choosing --------------------------------------------------------------------------------------

    def hold_sample(self, index: int) -> None:
        """Look at a sample of the sheet."""
        self._hold(index, None)
        self.refresh()
        self.survey()

    def hold_picture(self, picture: np.ndarray) -> None:
        """Look at a picture of the person's own, uint8 (H, W, C) in the run's size: it is encoded."""
        self._hold(None, picture)
        self._encode(picture)

    def set_b(self, index: int) -> None:
        """Walk to this sample."""
        self.b = index
        self.marked.emit()
        self.survey()

    def look_back(self, step: int | None) -> None:
        """Look at the same picture with the generator of an earlier step; None: with that of now."""
        self.at = step
        self.refresh()
        self.survey()

    def pin(self) -> None:
        """Make the sample that is held B."""
        if self.index is not None:
            self.set_b(self.index)

    def fit(self, *, encoder: bool, size: int, channels: int) -> None:
        """Another engine answers from now on: look at the same picture with it, if it can."""
        if self.picture is not None and not encoder:
            self._hold(0, None)
        elif self.picture is not None:
            self.picture = queries.resized(self.picture, size, channels)
            self.z = self.label = None
        self.refresh()
        self.survey()

    @property
    def badges(self) -> dict[str, int]:
        """The lettered samples of the sheet."""
        return {"B": self.b} | ({} if self.index is None else {"A": self.index})

    def _hold(self, index: int | None, picture: np.ndarray | None) -> None:
        self.index, self.picture = index, picture
        self.z = self.label = None
        self.held.emit(picture is not None)
        self.marked.emit()

    # -- asking ----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Bring the picture where the sliders stand."""
        if (look := self._look()) is not None:
            self._ask(lambda e: queries.edited(e, look), self.edited.emit, key="edit")

    def survey(self) -> None:
        """Bring what changes little from one snapshot to the next."""
        if self.picture is not None:
            self._encode(self.picture)
        if (look := self._look()) is None:
            return
        self._ask(lambda e: queries.ends(e, look), self.ends.emit, key="ends")
        self._ask(lambda e: queries.between(e, look, STRIP), self.strip.emit, key="strip")
        self._inform()

    def walk(self) -> None:
        """Bring the picture on the way, and soon what there is to say of it."""
        self.refresh()
        if not self._soon.isActive():
            self._soon.start()

    def _inform(self) -> None:
        """Only of samples: of a picture of the person's own the encoding is told."""
        look = self._look()
        if look is not None and look.index is not None:
            self._ask(lambda e: queries.facts(e, look), partial(self.facts.emit, look), key="facts")

    def ask_code(self, then: Callable[[str], None]) -> None:
        """Hand ``then`` the latent code as text."""
        if (look := self._look()) is not None:
            self._ask(lambda e: queries.code(e, look), then, key="copy")

    def films(self) -> list[Content]:
        """Ways through the codes from the picture that is looked at."""
        if (look := self._look()) is None:
            return []
        return [
            Content(
                "walk",
                mark("The way from A to B"),
                mark("From sample A to sample B, and back."),
                lambda engine: there_and_back(queries.between(engine, look, WALK)),
            ),
            Content(
                "tour",
                mark("A walk through the codes"),
                mark("From sample A over the five samples after it, and back to A."),
                lambda engine: queries.tour(engine, look, STOPS, WALK),
            ),
        ]

    def _look(self) -> Look | None:
        """None for a picture without a code yet."""
        if self.index is None and self.z is None:
            return None
        return Look(self.index, self.z, self.label, self.b, self._sliders(), self.at)

    def _encode(self, picture: np.ndarray) -> None:
        """The encoder moves on while it trains, so the code of the same picture does too."""

        def take(found: Encoding) -> None:
            if self.picture is not picture:
                return
            first = self.z is None
            self.z, self.label = found.z, found.label
            self.encoded.emit(picture, found)
            self.refresh()
            if first:
                self.survey()

        self._ask(lambda e: e.inference.encode(picture), take, key="encode")

    # -- remembering -----------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """A and B, JSON-ready."""
        return {"a": self.index or 0, "b": self.b}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put them back."""
        a, b = state.get("a"), state.get("b")
        if isinstance(b, int) and 0 <= b < SHEET * SHEET:
            self.b = b
        if isinstance(a, int) and 0 <= a < SHEET * SHEET:
            self._hold(a, None)
        else:
            self.marked.emit()


def there_and_back(pictures: np.ndarray) -> np.ndarray:
    """(n, H, W, C) and back again without doubling either end: (2 n - 2, H, W, C)."""
    return np.concatenate([pictures, pictures[-2:0:-1]])
