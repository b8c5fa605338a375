"""The strip of a lab that is asked: it works by itself when something changes, so nothing plays or pauses."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets.controls.overflow import Overflow
from widgets.frame.state import StateKind
from widgets.frame.transport import Transport, bar


class AskedStrip(Transport):
    """Preset, state, files. What the shell says of steps, speed, seed and device has no place here."""

    def _lay_out(self) -> None:
        for unused in (self.play, self.pause, self.step, self.reset, self.speed, self.seed, self.device):
            unused.setParent(self)
            unused.setObjectName("")  # a lab may have a control of its own by this name
            unused.hide()
        self.more = Overflow(f"{self._prefix}.more", self)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 1)
        line.setSpacing(8)
        line.addWidget(self.preset)
        line.addWidget(bar())
        line.addWidget(self.state, 1)
        self.more.manage(line, [])
        for widget in (bar(), self.lessons, self.open, self.save, self.export, self.more.button):
            line.addWidget(widget)

    def set_state(self, kind: StateKind, word: str) -> None:
        self.state.set_state(kind, word)
        self._fit()

    def set_figures(self, step: int, rate: float, elapsed: float) -> None:
        """Steps mean nothing here."""


def _demo() -> QWidget:
    strip = AskedStrip("demo")
    strip.set_presets([("one", "The ellipse", "Two sheets that close")])
    strip.set_state("done", "Done")
    return strip


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
