"""The ellipse lab's stage: the solid in space, what moves it, and the curves that explain it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engines.ellipse import EllipseConfig, EllipseSnapshot
from engines.ellipse.offsets import reduced
from engines.ground.marks import mark
from playground.kit.stage import Stage
from widgets.controls.buttons import icon_button, text_button
from widgets.form.sliders import SliderRow
from widgets.look import icons
from widgets.plots.function_plot import FunctionPlot
from widgets.solid.mesh import Mesh
from widgets.solid.view import SolidView

FRAME = 33  # ms between two frames of the animation
KNOWN = 0.11  # quarters: offsets further apart are not joined
TURN = 120  # frames from flat to closed
OPTIONS = (
    ("grid", "grid-four", mark("A grid printed on the flat sheets"), True),
    ("rulings", "rows", mark("Rulings: the straight lines of each sheet"), False),
    ("wireframe", "polygon", mark("Triangles"), False),
    ("exploded", "arrows-out-line-horizontal", mark("Take the sheets apart"), False),
)


class EllipseStage(Stage):
    """Says what is wanted; the lab asks the engine."""

    bend_wanted = Signal(float)
    ratio_wanted = Signal(float)
    """b/a, picked on its curve."""
    offset_wanted = Signal(float)

    def __init__(self) -> None:
        super().__init__("ellipse.stage")
        self._direction, self._bend = 1.0, 1.0
        self._section: tuple[np.ndarray, np.ndarray] | None = None
        self._sheets: object = None
        self._frames = QTimer(self, interval=FRAME)
        self._frames.timeout.connect(self._next_frame)
        self.solid = SolidView(mark("The solid appears here"))
        self.solid.setObjectName("ellipse.view")
        self.solid.set_options(grid=True)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._controls())
        column.addWidget(self.solid, 1)
        self.set_parts(
            upper,
            self._plots(),
            lambda: 150 if self.height() < 700 else 200,
            name="ellipse.foot",
            least=240,
            limits=(110, 340),
        )

    def _controls(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(6)
        self._play = text_button("Fold", self._toggle, icon="play", tip="Flat, bent, closed, and back")
        self._play.setObjectName("ellipse.play")
        self._play.setCheckable(True)
        row.addWidget(self._play)
        self._slice = SliderRow(mark("Slice"), 0, 1, default=0)
        self._slice.set_name("ellipse.slice")
        self._slice.moved.connect(lambda _: self._show_slice())
        row.addWidget(self._slice, 1)
        self._switches: dict[str, QPushButton] = {}
        for name, icon, tip, on in OPTIONS:
            button = icon_button(icon, tip)
            button.setObjectName(f"ellipse.{name}")
            button.setCheckable(True)
            button.setChecked(on)
            button.toggled.connect(lambda on, name=name: self.solid.set_options(**{name: on}))
            self._switches[name] = button
            row.addWidget(button)
        return row

    def _plots(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.proof = FunctionPlot(
            mark("Why it closes"), mark("ψ(s) + ψ(l − s) − π/2 must not be negative"), "s", mark("angle"),
            extreme="least", zero=True,
        )  # fmt: skip
        self.by_ratio = FunctionPlot(
            mark("Volume over b/a"),
            mark("of equal ellipses, a quarter turn apart"),
            "b/a",
            "V",
            extreme="most",
        )
        self.by_offset = FunctionPlot(
            mark("Volume over the offset"), mark("in quarters of the seam"), mark("offset"), "V",
            extreme="most",
        )  # fmt: skip
        for name, plot in (("proof", self.proof), ("ratio", self.by_ratio), ("offsets", self.by_offset)):
            plot.setObjectName(f"ellipse.{name}")
            row.addWidget(plot, 1)
        self.by_ratio.picked.connect(self.ratio_wanted)
        self.by_offset.picked.connect(self.offset_wanted)
        return foot

    # -- the animation ---------------------------------------------------------------------------------

    def _toggle(self) -> None:
        playing = self._play.isChecked()
        icons.set_icon(self._play, "pause" if playing else "play")
        (self._frames.start if playing else self._frames.stop)()

    def _next_frame(self) -> None:
        if not self.isVisible():
            return
        bend = self._bend + self._direction / TURN
        if not 0.0 <= bend <= 1.0:
            self._direction *= -1
            bend = min(max(bend, 0.0), 1.0)
        self._bend = bend
        self.bend_wanted.emit(bend)

    # -- showing ---------------------------------------------------------------------------------------

    def show_solid(self, snapshot: EllipseSnapshot, config: EllipseConfig) -> None:
        """The newest solid, and its slice."""
        self._bend = config.bend
        if snapshot.sheets is not self._sheets:
            self._sheets = snapshot.sheets
            tones = ("real", "fake")
            self.solid.set_meshes([
                Mesh(sheet.vertices, sheet.faces, sheet.flat, tone, sheet.rulings)
                for sheet, tone in zip(snapshot.sheets, tones, strict=True)
            ])  # fmt: skip
            self.solid.set_seam(snapshot.seam, snapshot.gap, max(config.a, config.b) / 2)
        closed = snapshot.problem is None and config.bend == 1.0 and reduced(config.offset) == 1.0
        self._section = snapshot.section if closed else None
        self._slice.setEnabled(closed)
        self._show_slice()

    def show_curves(self, snapshot: EllipseSnapshot, config: EllipseConfig) -> None:
        """The curves that explain it."""
        self.proof.set_curve(*snapshot.proof)
        self.by_ratio.set_curve(*snapshot.by_ratio)
        ratio = min(config.a, config.b) / max(config.a, config.b)
        solid = snapshot.problem is None  # else nothing of what is shown has a volume
        self.by_ratio.set_present(ratio if solid and config.sheets == "equal" else None)
        self.show_offsets(snapshot.by_offset)
        self.by_offset.set_present(reduced(config.offset) if solid else None)

    def show_offsets(self, curve: tuple[np.ndarray, np.ndarray]) -> None:
        """More of the curve of V over the offset."""
        self.by_offset.set_curve(*curve, apart=KNOWN)

    @property
    def whole(self) -> bool:
        """Whether the solid is closed, a quarter turn apart: then it can be sliced."""
        return self._section is not None

    def slice_sides(self) -> tuple[float, float, float] | None:
        """Sides y and z of the slice shown, and where along x; None where there is none."""
        if self._section is None or self._slice.value() <= 0.0:
            return None
        x, sides = self._section
        at = self._slice.value() * x[-1]
        # either side grows from nothing like a root of x: between two known places its square is straight
        y, z = (float(np.sqrt(np.interp(at, x, sides[:, k] ** 2))) for k in (0, 1))
        return 2 * y, 2 * z, float(at)

    def longest_sides(self) -> tuple[float, float]:
        """Of all slices."""
        if self._section is None:
            return 1.0, 1.0
        return float(2 * self._section[1][:, 0].max()), float(2 * self._section[1][:, 1].max())

    sliced = Signal()
    """Another slice, or none."""

    def _show_slice(self) -> None:
        found = self.slice_sides()
        if found is None:
            self.solid.set_slice(None)
        else:
            y, z, x = found[0] / 2, found[1] / 2, found[2]
            self.solid.set_slice(np.array([[x, y, z], [x, -y, z], [x, -y, -z], [x, y, -z]]))
        self.sliced.emit()

    def picture(self) -> QImage:
        """The solid as it is seen."""
        return self.solid.picture()

    # -- remembering -----------------------------------------------------------------------------------

    def options(self) -> dict[str, bool]:
        """What is drawn, by name."""
        return {name: button.isChecked() for name, button in self._switches.items()}

    def set_options(self, options: dict[str, object]) -> None:
        """Set what :meth:`options` gave; anything else is left alone."""
        for name, button in self._switches.items():
            if isinstance(on := options.get(name), bool):
                button.setChecked(on)
