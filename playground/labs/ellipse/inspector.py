"""Beside the solid: its outline to drag, its figures, a slice, the way to the printer and the scissors."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from engines.ellipse import EllipseConfig, EllipseSnapshot
from engines.ellipse.measure import Measures
from engines.ground.marks import mark
from widgets.controls.buttons import text_button
from widgets.controls.switch import Switch
from widgets.form.sliders import SliderRow
from widgets.frame.panel import Group, ScrollPanel
from widgets.look.i18n import tr
from widgets.look.labels import label
from widgets.solid.limits import Limits
from widgets.solid.outline import EllipseOutline
from widgets.solid.slice_view import SliceView

FIGURES = (
    ("volume", mark("Volume")), ("area", mark("Surface")), ("gap", mark("Seam gap")),
    ("exact", mark("Exact to")), ("gauss", mark("Gaussian curvature")), ("mean", mark("Mean curvature")),
    ("convex", mark("Shape")),
)  # fmt: skip
CLOSED = 1e-9  # a gap that is none
NO_SLICE = mark("Move the slider above the solid")
NOT_WHOLE = mark("Closed, a quarter turn apart, it can be sliced")


class EllipseInspector(ScrollPanel):
    """Values in, signals out; knows nothing of engines."""

    axes_wanted = Signal(float, float)
    fullest_ratio_clicked = Signal()
    fullest_offset_clicked = Signal()
    export_clicked = Signal()
    template_clicked = Signal()

    def __init__(self) -> None:
        super().__init__("The solid")
        self.column.setContentsMargins(12, 0, 8, 12)
        self.setObjectName("ellipse.inspector")
        outline = Group("The flat sheets")
        self.outline = EllipseOutline(Limits(a=(0.2, 2.0), b=(0.02, 2.0)))
        self.outline.setObjectName("ellipse.outline")
        self.outline.setMinimumHeight(120)
        self.outline.changed.connect(self.axes_wanted)
        outline.body.addWidget(self.outline)
        for part in (self._figures(), outline, self._slice(), self._find(), self._print()):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def _figures(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        self._open = False
        self._values: dict[str, QLabel] = {}
        for row, (name, title) in enumerate(FIGURES):
            value = label("–")
            value.setObjectName(f"ellipse.{name}")
            grid.addWidget(label(title, "dim"), row, 0)
            grid.addWidget(value, row, 1)
            self._values[name] = value
        grid.setColumnStretch(1, 1)
        return box

    def _slice(self) -> Group:
        group = Group("Slice", "always a rectangle")
        self.slice = SliceView(NO_SLICE)
        self.slice.setObjectName("ellipse.rectangle")
        self.slice.setFixedHeight(110)
        group.body.addWidget(self.slice)
        return group

    def _find(self) -> Group:
        group = Group("Find the fullest")
        row = QHBoxLayout()
        for name, text, signal in (
            ("fullest_ratio", mark("Over b/a"), self.fullest_ratio_clicked),
            ("fullest_offset", mark("Over the offset"), self.fullest_offset_clicked),
        ):
            button = text_button(text, signal.emit)
            button.setObjectName(f"ellipse.{name}")
            row.addWidget(button, 1)
        group.body.addLayout(row)
        return group

    def _print(self) -> Group:
        group = Group("Make one")
        self._size = SliderRow(mark("Size, mm"), 20, 400, default=100, integer=True)
        self._size.set_name("ellipse.size")
        self._wall = SliderRow(mark("Wall, mm"), 0, 10, default=0, decimals=1)
        self._wall.set_name("ellipse.wall")
        self._tabs = Switch(mark("Glue tabs"))
        self._tabs.setObjectName("ellipse.tabs")
        self._tabs.setChecked(True)
        row = QHBoxLayout()
        row.addWidget(label(mark("Glue tabs")), 1)
        row.addWidget(self._tabs)
        group.body.addWidget(self._size)
        group.body.addWidget(self._wall)
        group.body.addLayout(row)
        buttons = QHBoxLayout()
        for name, text, icon, signal in (
            ("mesh", mark("Mesh…"), "cube", self.export_clicked),
            ("template", mark("Template…"), "scissors", self.template_clicked),
        ):
            button = text_button(text, signal.emit, icon=icon)
            button.setObjectName(f"ellipse.{name}")
            buttons.addWidget(button, 1)
        group.body.addLayout(buttons)
        return group

    def size_mm(self) -> float:
        """Of the longest side."""
        return float(self._size.value())

    def wall_mm(self) -> float:
        """0 for a full solid."""
        return float(self._wall.value())

    def tabs(self) -> bool:
        """Whether the template has glue tabs."""
        return self._tabs.isChecked()

    def show_snapshot(self, snapshot: EllipseSnapshot, config: EllipseConfig) -> None:
        """The newest figures."""
        self.outline.set_axes(config.a, config.b)
        self.outline.set_second(snapshot.second)
        self.outline.set_power(config.power if config.sheets == "superellipse" else 2.0)
        figures = snapshot.figures
        gap = float(snapshot.gap.max())
        self._open = gap >= CLOSED
        solid = snapshot.problem is None
        volume = f"{figures['volume']:.7f}" if solid and not self._open else "–"
        if solid and self._open:
            volume = tr("{volume} when closed", volume=f"{figures['volume']:.4f}")
        exact = max(figures.get("isometry", 0.0), figures["residual"])
        texts = {
            "volume": volume,
            "area": f"{figures['area']:.5f}",
            "gap": tr("closed") if not self._open else f"{gap:.4f}",
            "exact": f"{exact:.0e}",
        }
        for name, text in texts.items():
            self._values[name].setText(text)
        if not solid or snapshot.pending or self._open:
            self.show_measures(None)

    def show_measures(self, found: Measures | None) -> None:
        """What was measured on the closed solid; None while there is none. Paper that is still open is
        neither convex nor watertight."""
        texts = dict.fromkeys(("gauss", "mean", "convex"), "–")
        if found is not None and not self._open:
            texts = {
                "gauss": f"4π · {found.gauss / (4 * np.pi):.6f}",
                "mean": f"{found.mean:.4f}",
                "convex": tr("convex, watertight") if found.convex else tr("has dents"),
            }
        for name, text in texts.items():
            self._values[name].setText(text)

    def show_slice(
        self, sides: tuple[float, float, float] | None, longest: tuple[float, float], whole: bool
    ) -> None:
        """The rectangle that the solid is cut in, if it is ``whole``: closed, a quarter turn apart."""
        self.slice.set_empty(NO_SLICE if whole else NOT_WHOLE)
        if sides is None:
            self.slice.clear()
        else:
            self.slice.set_slice(sides[0], sides[1], longest)
