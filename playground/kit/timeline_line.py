"""The way back in time in a line: to a kept step, to the best one, and on from there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engines.ground.marks import mark
from widgets.controls.buttons import icon_button, text_button
from widgets.frame.scrubber import Scrubber
from widgets.look.i18n import say, tr

WIDE, SHORT = 520, 400  # px from which there is room for words beside the slider; compact, with few of them
GO_ON = mark("Go back to this step and train on from there; the run as it is is kept")


class TimelineLine(QWidget):
    """Speaks in steps of the run: places change whenever its timeline is thinned.

    Args:
        lab: the lab's key; objects are ``<lab>.scrubber``, ``.live``, ``.best_step`` and ``.go_on``.
        compact: with icons for buttons where that will do, and without the step, which somebody else tells.
    """

    scrubbed = Signal(object)
    """The kept step to look back on; None for the present."""
    branch_wanted = Signal(int)
    """Go back to the whole state kept at this step, and go on from there."""

    def __init__(self, lab: str, *, compact: bool = False) -> None:
        super().__init__()
        self._best_step: int | None = None
        self._brief, self._compact = False, compact
        self._branches: Sequence[int] = ()
        self._scrubber = Scrubber(lab, compact=compact)
        self._scrubber.moved.connect(lambda place: self.scrubbed.emit(self._scrubber.steps()[place]))
        self._scrubber.live.connect(lambda: self.scrubbed.emit(None))
        tip = "The best samples so far"
        if compact:
            self._best = icon_button("star", tip, self._to_best, size=16)
        else:
            self._best = text_button("Best", self._to_best, role="link", icon="star", tip=tip)
        self._best.setObjectName(f"{lab}.best_step")
        self._go_on = text_button("Go on from here", self._branch, role="soft", icon="git-branch", tip=GO_ON)
        self._go_on.setObjectName(f"{lab}.go_on")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._scrubber, 1)
        for button in (self._best, self._go_on):
            line.addWidget(button)
            room = button.sizePolicy()
            room.setRetainSizeWhenHidden(True)  # else the slider would shrink under the hand that drags it
            button.setSizePolicy(room)
            button.hide()
        self.scrubbed.connect(lambda _: self._tell())

    def set_steps(
        self,
        steps: Sequence[int],
        branches: Sequence[int] = (),
        best: int | None = None,
        now: int | None = None,
    ) -> None:
        """The steps kept, rising; none in a new run. If the one looked back on went, the nearest is told.

        Args:
            branches: those whose whole state is kept, rising: one can go on from them.
            best: the one with the best samples, where that is measured.
            now: the present's own step.
        """
        self._branches, self._best_step = branches, best
        self._scrubber.set_steps(steps, now)
        self._tell()

    def at(self) -> int | None:
        """The kept step looked back on; None while the present is shown."""
        return None if self._scrubber.is_live() else self._scrubber.step()

    def look_back(self, step: int) -> None:
        """Show the kept step nearest to this one, without a signal; where none is kept, the present stays."""
        kept = self._scrubber.steps()
        if kept:
            self._scrubber.set_index(min(range(len(kept)), key=lambda place: abs(kept[place] - step)))
            self._tell()

    def go_live(self) -> None:
        """Show the present, without a signal."""
        self._scrubber.set_index(None)
        self._tell()

    def _branch_at(self) -> int | None:
        """Where one would go on from: the last whole state not after the step looked back on."""
        at = self.at()
        return None if at is None else max((b for b in self._branches if b <= at), default=None)

    def _branch(self) -> None:
        if (step := self._branch_at()) is not None:
            self.branch_wanted.emit(step)

    def _to_best(self) -> None:
        if self._best_step is not None:
            self.look_back(self._best_step)
            self.scrubbed.emit(self.at())

    def _tell(self) -> None:
        self._best.setVisible(self._best_step is not None)
        step = self._branch_at()
        self._go_on.setVisible(step is not None)
        said = tr("Go on from {step}", step=f"{step:,}") if step is not None else tr("Go on from here")
        self._go_on.setText("" if self._brief else said)
        self._go_on.setAccessibleName(said)
        self._go_on.setToolTip(f"{said}\n{tr(GO_ON)}" if self._brief else tr(GO_ON))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        brief = self.width() < (SHORT if self._compact else WIDE)
        if brief != self._brief:
            self._brief = brief
            self._scrubber.set_brief(brief)
            if not self._compact:
                say(self._best, text="" if brief else "Best")
            self._tell()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._tell()
        super().changeEvent(event)
