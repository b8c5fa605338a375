"""The tools of a canvas: ink or erase, size, softness, back and forth, clear."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from widgets.controls.buttons import icon_button
from widgets.controls.segmented import Segmented
from widgets.controls.slider import Slider
from widgets.controls.switch import Switch
from widgets.look.i18n import mark, say
from widgets.look.labels import ElidedLabel, label
from widgets.pictures.brush_canvas import BrushCanvas


class BrushTools(QWidget):
    """Two narrow rows over a canvas, which they follow.

    Names: ``<own name>.brush .size .soft .undo .redo .clear``.
    """

    def __init__(self, canvas: BrushCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._kind = Segmented([("ink", "Paint"), ("erase", "Erase")])
        self._size = Slider(1, canvas.largest(), default=canvas.brush().size, log=True, decimals=1)
        self._figure = ElidedLabel(role="caption")
        self._soft = Switch(mark("Soft brush"))
        self._undo = icon_button("arrow-u-up-left", "Undo", canvas.undo)
        self._redo = icon_button("arrow-u-up-right", "Redo", canvas.redo)
        self._clear = icon_button("trash", "Clear", canvas.clear)
        say(self._size, name="Brush size, cells")
        self._kind.chosen.connect(lambda key: canvas.set_brush(erase=key == "erase"))
        self._size.moved.connect(lambda size: canvas.set_brush(size=size))
        self._soft.clicked.connect(lambda on: canvas.set_brush(soft=on))
        canvas.brush_changed.connect(self._follow)
        canvas.history_changed.connect(self._follow)
        self.objectNameChanged.connect(self._name_parts)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self._follow()

    def _lay_out(self) -> None:
        column, acts, brush = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for line in (acts, brush):
            line.setSpacing(4)
            column.addLayout(line)
        acts.addWidget(self._kind)
        acts.addStretch(1)
        for button in (self._undo, self._redo, self._clear):
            acts.addWidget(button)
        brush.addWidget(label("Size", "caption"))
        brush.addWidget(self._size, 1)
        self._figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        brush.addWidget(self._figure)
        if self._canvas.softens:
            brush.addSpacing(8)
            brush.addWidget(label("Soft", "caption"))
            brush.addWidget(self._soft)

    def _follow(self) -> None:
        brush = self._canvas.brush()
        self._kind.set_current("erase" if brush.erase else "ink")
        if self._size.scale.high != self._canvas.largest():  # another picture lies below
            self._size.scale = replace(self._size.scale, high=self._canvas.largest())
        self._size.set_value(brush.size)
        self._figure.setText(f"{brush.size:.0f}")
        self._soft.setChecked(brush.soft)
        self._undo.setEnabled(self._canvas.can_undo())
        self._redo.setEnabled(self._canvas.can_redo())

    def _name_parts(self, name: str) -> None:
        parts = {
            "brush": self._kind,
            "size": self._size,
            "soft": self._soft,
            "undo": self._undo,
            "redo": self._redo,
            "clear": self._clear,
        }
        for part, widget in parts.items():
            widget.setObjectName(f"{name}.{part}")
