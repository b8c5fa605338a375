"""The VQ-VAE lab's painter: tool rail, canvas, guesses of the prior."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from engines.ground.marks import mark
from engines.vqvae.model.receptive import Box, influence_in
from engines.vqvae.painting.foresight import Foreseen
from engines.vqvae.painting.queries import Opened
from playground.labs.vqvae.brush import Brush
from playground.labs.vqvae.foresight import Foresight
from playground.labs.vqvae.guesses import GuessPanel
from playground.labs.vqvae.painter import Cell, Painter
from playground.labs.vqvae.preview import Preview
from widgets.codes.canvas import CodeCanvas
from widgets.codes.tool_rail import ToolRail
from widgets.controls.buttons import icon_button
from widgets.frame.panel import Panel
from widgets.look.i18n import say, tr

TOOLS = [
    ("pencil", "pencil-simple", mark("Pencil"), "B"),
    ("eraser", "eraser", mark("Eraser: mask cells"), "E"),
    ("fill", "paint-bucket", mark("Fill"), "G"),
    ("pick", "eyedropper", mark("Eyedropper"), "I"),
    ("select", "selection", mark("Select a rectangle"), "M"),
    ("wand", "magic-wand", mark("Select equal codes"), "W"),
    ("line", "line-segment", mark("Line"), "L"),
    ("nudge", "magnet", mark("Nudge toward a code"), "N"),
    ("noise", "dots-nine", mark("Noise among near codes"), "R"),
    ("stamp", "stack", mark("Stamp (Ctrl+B takes the selection)"), ""),
]
OVERLAYS = {
    "grid": ("grid-four", mark("Grid lines")),
    "numbers": ("hash", mark("Code numbers")),
    "colours": ("palette", mark("Code colours")),
    "influence": ("crosshair", mark("Pixels that a code can change")),
    "difference": ("circle-half", mark("Difference from the original")),
    "surprise": ("lightning", mark("Surprise of the prior")),
    "entropy": ("chart-bar", mark("How much each cell varies over the pictures")),
}
MAPS = {"surprise": mark("Surprise, nats"), "entropy": mark("Entropy, bits")}
LAG = 24  # ms; a picture that takes longer is announced by the colour of the codes


class PaintPage(QWidget):
    """Rail, canvas, and the row of guesses. Hands gestures to the painter, and says what else is wanted."""

    map_wanted = Signal(str)
    """A map over the canvas has to be reckoned: "surprise" or "entropy"."""
    rank_wanted = Signal(object)
    """Of the code in this cell."""
    fill_wanted = Signal()
    play_clicked = Signal()

    def __init__(
        self, painter: Painter, brush: Brush, preview: Preview, foresight: Foresight, guesses: GuessPanel
    ) -> None:
        super().__init__()
        self.setObjectName("vqvae.paint")
        self._painter, self._brush, self._guesses = painter, brush, guesses
        self._cell: Cell = (0, 0)
        self._pending: list[Cell] = []
        self.rail = ToolRail(TOOLS, "vqvae")
        self.canvas = CodeCanvas(mark("Play for a moment, then open a picture here"))
        self.canvas.setObjectName("vqvae.canvas")
        say(self.canvas, name="Painting")
        self._lag = QTimer(self, singleShot=True, interval=LAG)
        self._lag.timeout.connect(self._show_pending)
        self._lay_out()
        self._listen_to_canvas()
        painter.opened.connect(self._opened)
        painter.changed.connect(self._show_document)
        preview.decoded.connect(self._show_picture)
        brush.changed.connect(self._show_brush)
        self.canvas.rested.connect(foresight.rest)
        self.canvas.moved_on.connect(foresight.leave)
        foresight.seen.connect(self._show_foreseen)

    def _lay_out(self) -> None:
        stage = Panel("Painting", role="stage")
        self.stage = stage
        stage.body.addLayout(self._overlays())
        stage.body.addWidget(self.canvas, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addWidget(stage, 1)
        layout.addWidget(self._guesses)

    def _overlays(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.overlays: dict[str, QPushButton] = {}
        for name, (icon, tip) in OVERLAYS.items():
            button = icon_button(icon, tip, lambda: None)
            button.setObjectName(f"vqvae.overlay.{name}")
            button.setCheckable(True)
            button.toggled.connect(functools.partial(self._overlay, name))
            row.addWidget(button)
            self.overlays[name] = button
        row.addStretch(1)
        for icon, tip, command in (
            ("arrow-u-up-left", "Undo", "undo"),
            ("arrow-u-up-right", "Redo", "redo"),
        ):
            button = icon_button(icon, tip, functools.partial(self._painter.command, command))
            button.setObjectName(f"vqvae.{command}")
            row.addWidget(button)
        self.overlays["grid"].setChecked(True)
        self.overlays["influence"].setChecked(True)
        return row

    def _listen_to_canvas(self) -> None:
        c, p, brush = self.canvas, self._painter, self._brush
        self.rail.chosen.connect(self._choose_tool)
        c.key_tool.connect(self._choose_tool)
        c.command.connect(self._command)
        c.stroke_began.connect(self._began)
        c.stroke_moved.connect(p.move)
        c.stroke_ended.connect(p.release)
        c.picked.connect(lambda row, column: brush.choose(int(p.grid[row, column])))
        c.picked_back.connect(lambda row, column: brush.choose(int(p.grid[row, column]), back=True))
        c.rect_selected.connect(lambda r0, c0, r1, c1: p.rectangle((r0, c0), (r1 - 1, c1 - 1)))
        c.hovered.connect(self._hovered)

    # -- gestures --------------------------------------------------------------------------------------

    def _choose_tool(self, tool: str) -> None:
        if tool != "hand":
            self._brush.tool = tool
            self.rail.set_current(tool)
        self.canvas.set_tool(tool)
        self._show_brush()

    def _command(self, name: str) -> None:
        if name == "fill_mask":
            self.fill_wanted.emit()
        elif name == "play":  # Space, tapped without panning
            self.play_clicked.emit()
        else:
            self._painter.command(name)
            if name == "stamp" and self._brush.patch is not None:
                self._choose_tool("stamp")

    def _began(self, cell: Cell, button: Any, modifiers: Any) -> None:
        self._painter.press(
            cell,
            secondary=button == Qt.MouseButton.RightButton,
            straight=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        )

    def _hovered(self, row: int, column: int) -> None:
        if self._painter.document is not None:
            self._cell = row, column
            self._tell_cell()
            self.rank_wanted.emit(self._cell)

    def choose_tool(self, tool: str) -> None:
        """As if its letter had been pressed over the canvas."""
        self._choose_tool(tool)

    def show_rank(self, cell: Cell, rank: int) -> None:
        """How near the code in this cell is to what the original would have there."""
        if cell == self._cell:
            self._tell_cell(rank)

    def _tell_cell(self, rank: int = 0) -> None:
        row, column = self._cell
        facts = {"row": row + 1, "column": column + 1, "code": int(self._painter.grid[row, column])}
        said = tr("row {row}, column {column}, code {code}", **facts)
        if rank == 1:
            said += "  " + tr("what the original has")
        elif rank:
            said += "  " + tr("no. {rank} by nearness to the original", rank=rank)
        self.stage.set_facts(said)

    # -- showing ---------------------------------------------------------------------------------------

    def show_map(self, name: str, values: np.ndarray) -> None:
        """A figure for every cell of the level painted on, float (h, w)."""
        self.canvas.set_heat(values, MAPS[name], name=name)

    def _opened(self, found: Opened) -> None:
        def reach(cells: Box) -> tuple[int, int, int, int]:
            """The box of pixels that these cells can change: left, top, right, bottom."""
            top, left, bottom, right = influence_in(found.config, cells, coarse=self._painter.level == -2)
            return left, top, right, bottom

        plane = found.palettes[-1].plane
        colours = np.stack(
            [127.5 + 127.5 * plane[:, 0], 127.5 + 127.5 * plane[:, 1], np.full(len(plane), 150.0)], 1
        )
        self.canvas.set_code_colours(np.clip(colours, 0, 255).astype(np.uint8))
        self.canvas.set_influence_function(reach)
        self._guesses.show_original(found.picture)
        self.stage.set_facts("")  # the pointer has not been over this picture yet
        self.canvas.fit()

    def _show_document(self) -> None:
        document = self._painter.document
        if document is None:
            return
        level = self._painter.level
        self.canvas.set_grid(document.grid(level), document.holes(level))
        if not self._lag.isActive():
            self._lag.start()
        self.canvas.set_selection(self._painter.selection)

    def _show_pending(self) -> None:
        """The decoder lags, perhaps another lab trains: show the colour of what was painted meanwhile."""
        if self._painter.document is not None:
            self._pending = [(row, column) for row, column in np.argwhere(self._painter.behind()).tolist()]
            if self._pending:
                self.canvas.set_pending(self._pending, self._painter.colour())

    def _show_picture(self, picture: np.ndarray) -> None:
        self._lag.stop()
        if self._pending:
            self._pending = []
            self.canvas.set_pending([])
        self.canvas.set_picture(picture)
        self._guesses.show_painting(picture)
        original = self._painter.original
        if original is not None and original.shape == picture.shape:
            away = np.abs(picture.astype(int) - original.astype(int)).mean(-1)
            self.canvas.set_difference(away.astype(np.uint8))
        if self.overlays["surprise"].isChecked():
            self.map_wanted.emit("surprise")

    def _show_foreseen(self, found: Foreseen | None) -> None:
        """What the stroke under the pointer would look like; the painting is as it was."""
        if found is None:
            self.canvas.set_foreseen(None)
        else:
            self.canvas.set_foreseen(found.picture, found.grid, found.cells)

    def _show_brush(self) -> None:
        brush = self._brush
        self.canvas.set_brush(brush.size, brush.shape)
        if brush.patch is not None:
            self.canvas.set_stamp(*brush.patch.shape)
        self.canvas.rest_anew()

    def _overlay(self, name: str, on: bool) -> None:
        self.canvas.set_overlay(name, on)
        if name in MAPS and on:
            self.map_wanted.emit(name)
