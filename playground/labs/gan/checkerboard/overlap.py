"""Hits of each pixel: a map, the strip behind it, and the ratio in words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engines.gan.checkerboard.counts import Stack, hits, levels, period, plane, ratio
from engines.ground.marks import mark
from widgets.controls.buttons import text_button
from widgets.form.sliders import SliderRow
from widgets.look.figures import brief, count
from widgets.look.i18n import say, tr
from widgets.look.labels import ElidedLabel, WrappedLabel
from widgets.pictures.count_map import CountMap
from widgets.plots.tap_strip import TapStrip

ROWS = (
    ("kernel", mark("Kernel"), 2, 6, 3), ("stride", mark("Stride"), 1, 4, 2),
    ("padding", mark("Padding"), 0, 2, 1), ("layers", mark("Layers"), 1, 3, 1),
)  # fmt: skip
ACROSS = 18  # pixels that the map has, about
FEWEST = 4  # inputs
STRIP, PIXEL = 300, 245  # px of height from which there is room for the strip, and for words of a pixel


class Overlap(QWidget):
    """Sliders of a stack of transposed convolutions, and what follows from counting alone."""

    moved = Signal()
    """Another stack."""

    def __init__(self) -> None:
        super().__init__()
        self.sliders: dict[str, SliderRow] = {}
        self._run = (4, 3)
        self.at = (0, 0)
        """The pixel pointed at: row, column."""
        self.map, self.strip = CountMap(mark("Hits of each pixel")), TapStrip()
        self.map.setObjectName("gan.board.map")
        self.strip.setObjectName("gan.board.strip")
        self.map.pointed.connect(self.point)
        self.strip.pointed.connect(lambda column: self.point(self.at[0], column))
        self._ratio, self._pixel = WrappedLabel(), WrappedLabel("", "dim")
        self._ratio.setObjectName("gan.board.ratio")
        self._pixel.setObjectName("gan.board.pixel")
        side = QVBoxLayout()
        side.setSpacing(2)
        for name, title, low, high, usual in ROWS:
            row = SliderRow(title, low, high, default=usual, integer=True)
            row.set_name(f"gan.board.{name}")
            row.moved.connect(lambda _: self._move())
            side.addWidget(row)
            self.sliders[name] = row
        for part in (self._ratio, self.strip, self._pixel):
            side.addWidget(part)
        side.addStretch(1)
        self.as_run_button = text_button(mark("As in this run"), self.as_run, role="link")
        self.as_run_button.setObjectName("gan.board.as_run")
        both = QHBoxLayout(self)
        both.setContentsMargins(12, 0, 12, 0)
        both.setSpacing(12)
        both.addLayout(_titled(mark("Hits of each pixel"), self.as_run_button, self.map), 5)
        both.addLayout(side, 6)
        self._show()

    def stack(self) -> Stack:
        """What the sliders say."""
        return Stack(*(round(self.sliders[name].value()) for name, *_ in ROWS))

    def set_stack(self, **values: int) -> None:
        """Move some sliders, by name, as a person would; values are brought within their limits."""
        limits = {name: (low, high) for name, _, low, high, _ in ROWS}
        for name, value in values.items():
            low, high = limits[name]
            self.sliders[name].set_value(min(max(value, low), high))
        self._move()

    def fit(self, kernel: int, layers: int) -> None:
        """Another run is trained: its generator grows by stride 2 with this kernel, so often."""
        self._run = kernel, layers

    def as_run(self) -> None:
        """Show the stack that the run has, or would have with transposed convolutions."""
        kernel, layers = self._run
        self.set_stack(kernel=kernel, stride=2, padding=(kernel - 1) // 2, layers=layers)

    def inputs(self) -> int:
        """How many inputs along an axis are shown, so that the output stays small."""
        stack = self.stack()
        n = max(FEWEST, ACROSS // stack.stride**stack.layers)
        while stack.lengths(n)[-1] < FEWEST:  # padding cuts much off a small one
            n += 1
        return n

    def point(self, row: int, column: int) -> None:
        """The person looks at this pixel."""
        self.at = row, column
        self.map.set_marked(self.at)
        self.strip.set_hits(column, hits(column, self.inputs(), self.stack()))
        self._say_pixel()

    def _move(self) -> None:
        self._show()
        self.moved.emit()

    def _show(self) -> None:
        stack, n = self.stack(), self.inputs()
        rows = levels(n, stack)
        self.map.set_counts(plane(rows[-1]))
        self.strip.set_levels(rows, stack.stride, stack.kernel, stack.padding)
        middle = len(rows[-1]) // 2
        most = middle + int(
            rows[-1][middle : middle + 2].argmax()
        )  # the pixel there, or the next if hit more
        self._say_ratio()
        self.point(most, most)

    # words

    def _say_ratio(self) -> None:
        stack, ways, found = self.stack(), period(self.stack()), ratio(self.stack())
        least, most = int(ways.min()) ** 2, int(ways.max()) ** 2
        facts = {"kernel": stack.kernel, "stride": stack.stride, "least": count(least), "most": count(most)}
        if found is None:
            text = tr(
                "Stride {stride} is larger than kernel {kernel}: some pixels are hit by nothing.", **facts
            )
        elif found == 1 and stack.stride == 1:
            text = tr(
                "With stride 1 every pixel is hit equally often, {most} times. No checkerboard.", **facts
            )
        elif found == 1:
            text = tr(
                "Stride {stride} divides kernel {kernel}: every pixel is hit equally often, {most} times. "
                "No checkerboard by counting.",
                **facts,
            )
        else:
            exact = "" if found.denominator == 1 else f"{found} = "
            text = tr(
                "Stride {stride} does not divide kernel {kernel}: some pixels are hit {most} times, others "
                "{least}. Ratio {ratio}: a checkerboard before anything is learnt.",
                ratio=exact + brief(float(found)) if exact else str(found),
                **facts,
            )
        self._ratio.setText(text)

    def _say_pixel(self) -> None:
        n, stack = self.inputs(), self.stack()
        down, across = (int((hits(o, n, stack)[0] > 0).sum()) for o in self.at)
        times = int(self.map.counts()[self.at])
        self._pixel.setText(
            tr(
                "The framed pixel: hits {times}, inputs {down} × {across}. Point at another one.",
                down=down,
                across=across,
                times=count(times),
            )
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window words keep their room; the strip, which shows the same again, goes first."""
        super().resizeEvent(event)
        self.strip.setVisible(self.height() >= STRIP)
        self._pixel.setVisible(self.height() >= PIXEL)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say_ratio()
            self._say_pixel()
        super().changeEvent(event)


def _titled(title: str, tool: QWidget, widget: QWidget) -> QVBoxLayout:
    """A widget under its title and a tool."""
    column, head, label = QVBoxLayout(), QHBoxLayout(), ElidedLabel(role="title")
    say(label, text=title)
    head.addWidget(label, 1)
    head.addWidget(tool)
    column.setSpacing(2)
    column.addLayout(head)
    column.addWidget(widget, 1)
    return column
