"""Noise levels on a logarithmic slider, with a rung for each that a sampler walks down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from widgets.controls.slider import Slider
from widgets.look import tokens
from widgets.look.i18n import say, tr

_NEAR = 0.02  # in logarithms of sigma: closer, it stands on the rung
_K = Qt.Key


class SigmaLadder(Slider):
    """Any sigma from ``low`` to ``high``; Page Up and Page Down go from rung to rung, to larger and smaller.

    Raises:
        ValueError: limits that are not positive or not finite.
    """

    _levels: tuple[float, ...] = ()

    def __init__(self, low: float, high: float, *, default: float, parent: QWidget | None = None) -> None:
        if not (np.isfinite((low, high, default)).all() and 0 < low < high):
            raise ValueError(f"no ladder from {low} to {high}")
        super().__init__(low, high, default=default, log=True, parent=parent)
        self._show(self._knobs)
        say(self, name="Noise, sigma")

    def levels(self) -> tuple[float, ...]:
        """The rungs, from large to small."""
        return self._levels

    def set_levels(self, levels: Sequence[float]) -> None:
        """Mark these, in any order.

        Raises:
            ValueError: one that is not finite, or outside the limits.
        """
        found = sorted({float(level) for level in levels}, reverse=True)
        if not np.isfinite(found).all() or any(self.scale.clamp(level) != level for level in found):
            raise ValueError(f"rungs {found} from {self.scale.low} to {self.scale.high}")
        self._levels = tuple(found)
        self._show(self._knobs)

    def rung(self) -> int | None:
        """Which of the levels it stands on, counted from the largest; None between two."""
        if not self._levels:
            return None
        far = np.abs(np.log(self._levels) - np.log(self.value()))
        return int(far.argmin()) if far.min() < _NEAR else None

    def climb(self, down: int) -> bool:
        """To the next rung as a person would, ``down`` 1 to a smaller sigma, -1 to a larger; whether any."""
        now, slack = np.log(self.value()), _NEAR
        if down > 0:
            ahead = [level for level in self._levels if np.log(level) < now - slack]
        else:
            ahead = [level for level in reversed(self._levels) if np.log(level) > now + slack]
        if ahead:
            self._begin()
            self._move(ahead[0])
            self.commit()
        return bool(ahead)

    def text(self) -> str:
        rung = self.rung()
        if rung is None:
            return super().text()
        facts = {"sigma": super().text(), "rung": rung + 1, "count": len(self._levels)}
        return tr("{sigma}, level {rung} of {count}", **facts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = {_K.Key_PageUp: -1, _K.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if page is None or not self._levels:
            super().keyPressEvent(event)
        else:
            self._keyed = True
            self.climb(page)

    def _paint_filled(self, painter: QPainter, track: QRectF) -> None:
        super()._paint_filled(painter, track)
        t, here = tokens.current(), self.rung()
        for at, level in enumerate(self._levels):
            lit = at == here and self.isEnabled()
            high = 7 if lit else 5
            mark = QRectF(
                round(self.x_of(level)) - (0.5 if lit else 0), track.top() - 4 - high, 2 if lit else 1, high
            )
            painter.fillRect(mark, QColor(t.accent if lit else t.strong if self.isEnabled() else t.disabled))


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    from widgets.look.labels import label

    page = QWidget()
    column = QVBoxLayout(page)
    for count in (10, 0):
        ladder, said = SigmaLadder(0.05, 3.0, default=0.3), label("", "caption")
        ladder.set_levels(np.geomspace(0.05, 3.0, count).tolist() if count else ())
        ladder.moved.connect(lambda _sigma, ladder=ladder, said=said: said.setText(ladder.text()))
        ladder.set_value(1.2)
        said.setText(ladder.text())
        column.addWidget(ladder)
        column.addWidget(said)
    column.addStretch(1)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
