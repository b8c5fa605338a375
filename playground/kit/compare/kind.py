"""What a lab brings to a comparison: its rules, how one side of it looks, and what is measured of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from engines.ground.compare.lockstep import Lockstep
from engines.ground.compare.rules import Rules
from engines.ground.marks import mark
from engines.ground.runner import Runner
from engines.images.scores.session import Session
from playground.kit.compare.figures import Figure
from playground.kit.sheets import Curves
from widgets.look.i18n import say
from widgets.look.labels import ElidedLabel

S = TypeVar("S")
EMPTY: Final = mark("Press Play: both begin from the same seed")


class Side(QWidget):
    """One run as it looks: A, or B. Subclasses draw."""

    framed = Signal(int)
    """A cell was clicked: the same one is framed on both sides."""

    def join(self, other: Side) -> None:
        """Both are seen at one scale, and the same part of both."""

    def begin(self, config: Any) -> None:
        """Settings of such a run are compared from now on: show nothing yet, of the kind that suits them."""

    def show_seen(self, seen: Any) -> None:
        """Its newest snapshot."""
        raise NotImplementedError

    def show_look(self, found: Any) -> None:
        """What the question of :meth:`Kind.look` found of it."""

    def frame(self, index: int) -> None:
        """Frame a cell."""

    def picture(self) -> QImage:
        """What is seen, to export."""
        return self.grab().toImage()


def level(curves: Curves, like: str, value: float | None) -> Curves:
    """A level to draw beside the curve ``like``, as a curve called ``<like>.floor``; none without either."""
    if value is None or not len(curves.get(like, ((), ()))[0]):
        return {}
    x = curves[like][0][[0, -1]]
    return {f"{like}.floor": (x, np.full(2, value))}


@dataclass(frozen=True)
class Plot:
    """Curves of both over each other: A's solid, B's dashed in the same colour.

    Attributes:
        name, title, note: as :class:`playground.kit.curve_foot.CurveFoot` has them.
        lines: name, colour and curve of each, drawn of A and of B.
        floors: name, colour and curve of what both stand beside; taken of A.
        always: whether it is there before there is anything to draw.
        smooth: whether steps are many and jump; a score's few points each count.
        scale: what its lines, which are not smooth then, are drawn as; 100 for parts told in %.
    """

    name: str
    title: str
    note: str
    lines: tuple[tuple[str, int, str], ...]
    floors: tuple[tuple[str, str | int, str], ...] = ()
    always: bool = False
    smooth: bool = True
    scale: float = 1.0


class Kind(Generic[S]):
    """All that a lab's comparison has of its own. It answers ``build`` and ``side``, and what else it has.

    Attributes:
        rules: what may differ.
        plots: those that have anything to draw, and room, are shown, in this order.
    """

    rules: Rules[Any]
    plots: tuple[Plot, ...]

    def build(self, a: Any, b: Any, runner: Runner[Any], device: str) -> Lockstep[S]:
        """Both runs, on the engine's thread, of A's and B's settings."""
        raise NotImplementedError

    def side(self, name: str) -> Side:
        """The view of one of them; ``name`` is that of its object."""
        raise NotImplementedError

    def head(self, again: Callable[[], None]) -> QWidget | None:
        """What stands over both sides; ``again`` asks for :meth:`look` anew."""
        return None

    def look(self) -> Callable[[Any], Any] | None:
        """A question to the engine of either side, asked for :meth:`Side.show_look`; None for none."""
        return None

    def curves(self, seen: S) -> Curves:
        """Of a snapshot, by the names that ``plots`` know."""
        found: Curves = seen.curves  # type: ignore[attr-defined]
        return found

    def figures(self, seen: S) -> Sequence[Figure]:
        """What is measured of a snapshot."""
        return ()

    def told(self, seen: S) -> Curves:
        """The curves that a table tells; those that are drawn, unless there are more."""
        return self.curves(seen)

    def notes(self, seen: S) -> Mapping[str, Mapping[str, str]]:
        """What to say beside plots whose unit hangs on the run, as :func:`widgets.look.i18n.say` takes it."""
        return {}

    def scoring(self, config: Any, seed: int) -> Session | None:
        """Scores of samples of a run of these settings; None where what is measured by itself is all."""
        return None

    def age(self, seen: S) -> tuple[int, int]:
        """The steps at which what is seen of a snapshot was drawn, from and to."""
        return seen.step, seen.step  # type: ignore[attr-defined]


def caption(text: str) -> QWidget:
    """A line over both sides that says what is seen, English; translated."""
    label = ElidedLabel(role="dim")
    label.setContentsMargins(12, 4, 12, 0)
    say(label, text=text)
    return label
