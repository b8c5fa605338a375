"""Back in time: a slider over the snapshots that were kept, and a button that returns to the present."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from widgets.controls.buttons import icon_button, text_button
from widgets.controls.scale import Scale
from widgets.controls.slider import Slider
from widgets.look import icons, style
from widgets.look.figures import count
from widgets.look.i18n import say, tr
from widgets.look.icons import Sign


class Scrubber(QWidget):
    """Shows the newest step while live; dragged back it stays at the step it shows.

    Dragging to the newest, a double-click on the slider and the button all return to the present. Objects:
    ``<prefix>.scrubber`` and ``<prefix>.live``.

    Args:
        compact: with an icon for the button, and without the step, which somebody else tells.
    """

    moved = Signal(int)  # place in the steps: an older one is to be shown
    live = Signal()  # the present is to be shown

    def __init__(self, prefix: str, parent: QWidget | None = None, *, compact: bool = False) -> None:
        super().__init__(parent)
        self._steps: tuple[int, ...] = ()
        self._now: int | None = None
        self._index, self._live, self._compact = -1, True, compact
        self._word = QLabel()
        style.set_role(self._word, "dim")
        self.slider = Slider(0, 1, default=1, integer=True)
        self.slider.setObjectName(f"{prefix}.scrubber")
        say(self.slider, name="Kept step")
        tip = "Follow the newest step"
        if compact:
            self.button = icon_button("target", tip, self._return, size=16)
        else:
            self.button = text_button("Live", self._return, role="link", tip=tip)
        self.button.setObjectName(f"{prefix}.live")
        self.button.setIconSize(QSize(16, 16))
        self.slider.moved.connect(lambda value: self._go(round(value)))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Sign("clock-counter-clockwise", "text2", 16))
        if not compact:
            line.addWidget(self._word)
        line.addWidget(self.slider, 1)
        line.addWidget(self.button)
        self._tell()

    def set_steps(self, steps: Sequence[int], now: int | None = None) -> None:
        """The steps that are kept, rising. What is looked at stays; were it dropped, the nearest is told.

        Args:
            now: the present's own step, which need not be kept; without it the newest kept one stands for it.
        """
        seen = self.step()
        self._now = now
        self._steps = tuple(steps)
        last = len(self._steps) - 1
        if self._live or last < 0:
            self._live, self._index = True, last
        elif seen is not None:
            self._index = min(range(last + 1), key=lambda at: abs(self._steps[at] - seen))
            if self._steps[self._index] != seen:
                self._tell()
                self.moved.emit(self._index)
        self._tell()

    def set_brief(self, on: bool) -> None:
        """With an icon for the button, and no word on it: the slider needs the room."""
        say(self.button, text="" if on or self._compact else "Live")
        self._tell()

    def steps(self) -> tuple[int, ...]:
        """The steps that are kept."""
        return self._steps

    def index(self) -> int:
        """The place shown, -1 while there is none."""
        return self._index

    def step(self) -> int | None:
        """The step shown."""
        return self._steps[self._index] if 0 <= self._index < len(self._steps) else None

    def is_live(self) -> bool:
        """Whether the newest is shown, whatever comes."""
        return self._live

    def set_index(self, index: int | None) -> None:
        """Show a kept step, or the present (None), without a signal."""
        last = len(self._steps) - 1
        self._live = index is None or not 0 <= index <= last
        self._index = last if index is None or self._live else index
        self._tell()

    def _go(self, index: int) -> None:
        if index == self._index and not self._live:
            return
        if index >= len(self._steps) - 1:
            self._return()
            return
        self._live, self._index = False, index
        self._tell()
        self.moved.emit(index)

    def _return(self) -> None:
        before = self._live
        self.set_index(None)
        if not before:
            self.live.emit()

    def _tell(self) -> None:
        many, step = len(self._steps) > 1, self.step()
        last = max(1, len(self._steps) - 1)
        if self.slider.scale.high != last:
            self.slider.scale = Scale(0, last, integer=True)
        self.slider.set_default(last)
        self.slider.set_value(self._index if many else last)
        self.slider.setEnabled(many)
        told = self._now if self._live and self._now is not None and (self._now or step is not None) else step
        said = tr("step {number}", number=count(told)) if told is not None else tr("no step yet")
        self._word.setText(said)
        self.slider.setAccessibleDescription(said)
        digits = len(str(max(self._now or 0, self._steps[-1] if self._steps else 0)))
        widest = tr("step {number}", number=count(10 ** max(3, digits) - 1))
        self._word.setMinimumWidth(self._word.fontMetrics().horizontalAdvance(widest) + 4)
        self.button.setEnabled(bool(self._steps))
        if not self._compact:
            style.set_role(self.button, "link" if self._live else "soft")
        icons.set_icon(self.button, "target" if self._live else "fast-forward", "accent")
        say(self.button, description="Following" if self._live else "In the past")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._tell()
        super().changeEvent(event)


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    page = QWidget()
    column = QVBoxLayout(page)
    for place in (None, 4, -1):
        scrubber = Scrubber("demo")
        scrubber.set_steps(range(0, 523, 18) if place != -1 else [])
        scrubber.set_index(place)
        column.addWidget(scrubber)
    column.setAlignment(Qt.AlignmentFlag.AlignTop)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
