"""The options of the selected layer, each with a control that suits it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from engines.ground.marks import mark
from engines.layers.graph.kinds import Choice, kind_of
from engines.layers.graph.node import Node, Option
from widgets.controls.combo import Combo
from widgets.controls.switch import Switch
from widgets.look.i18n import say, tr
from widgets.look.labels import label

TITLES = {
    "shape": mark("Shape"), "dtype": mark("Numbers"), "batch": mark("Batch"), "vocab": mark("Vocabulary"),
    "dim": mark("Width"), "mask_zero": mark("Token 0 is padding"), "out": mark("Outputs"),
    "bias": mark("Bias"), "channels": mark("Channels"), "kernel": mark("Kernel"), "stride": mark("Stride"),
    "padding": mark("Padding"), "masked": mark("Looks at its mask"), "over": mark("Over"),
    "function": mark("Function"), "of": mark("Takes"), "size": mark("Size"), "units": mark("Hidden units"),
    "both": mark("Both ways"), "way": mark("Way"), "heads": mark("Heads"), "causal": mark("Only looks back"),
    "rate": mark("Dropped share"),
}  # fmt: skip


class Options(QWidget):
    """Controls are ``layers.node.<option>``; the name is ``layers.node.name``."""

    changed = Signal(str, str, object)
    """Node, option, value."""
    renamed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._node: Node | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)

    def show_node(self, node: Node | None) -> None:
        """Its options; nothing for None."""
        if node == self._node:
            return
        same = node is not None and self._node is not None and node.id == self._node.id
        if same and node is not None and self._node is not None and node.options == self._node.options:
            self._node = node
            return
        self._node = node
        self._fill()

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.setObjectName("")
                widget.deleteLater()
        node = self._node
        if node is None:
            return
        name = QLineEdit(node.id)
        name.setObjectName("layers.node.name")
        say(name, name=mark("Name"))
        name.editingFinished.connect(lambda: self._rename(name))
        self._row(0, tr("Name"), name)
        if kind_of(node.kind).group == "imported":
            return
        for row, (option, choice) in enumerate(kind_of(node.kind).options.items(), 1):
            if option != "batch":
                title = TITLES.get(option, option)
                control = self._control(node, option, title, choice)
                control.setObjectName(f"layers.node.{option}")
                self._row(row, tr(title), control)

    def _row(self, row: int, title: str, control: QWidget) -> None:
        said = label("", "dim")
        said.setText(title)
        self._grid.addWidget(said, row, 0)
        self._grid.addWidget(control, row, 1)

    def _control(self, node: Node, option: str, title: str, choice: Choice) -> QWidget:
        value = node[option]
        if isinstance(choice.default, bool):
            switch = Switch(title)
            switch.setChecked(bool(value))
            switch.toggled.connect(lambda on: self.changed.emit(node.id, option, on))
            return switch
        if choice.allowed:
            combo = Combo(title)
            combo.set_choices([(word, word) for word in choice.allowed])
            combo.set_key(str(value))
            combo.chosen.connect(lambda key: self.changed.emit(node.id, option, key))
            return combo
        field = QLineEdit(written(value))
        say(field, name=title)
        field.editingFinished.connect(lambda: self._typed(node, option, field))
        return field

    def _rename(self, field: QLineEdit) -> None:
        node, text = self._node, field.text().strip()
        if node is not None and text != node.id:
            field.setText(node.id)  # unless the edit is done, which shows the node anew
            self.renamed.emit(node.id, text)

    def _typed(self, node: Node, option: str, field: QLineEdit) -> None:
        text = field.text().strip()
        if text != written(node[option]):
            field.setText(written(node[option]))
            self.changed.emit(node.id, option, read(text, node[option]))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()


def written(value: Option) -> str:
    """A value as it is typed: a shape as 1×12×12."""
    return "×".join(map(str, value)) if isinstance(value, tuple) else str(value)


def read(text: str, like: Option) -> object:
    """What was typed; the text itself where it is no such value, which the edit then refuses by name."""
    try:
        if isinstance(like, tuple):
            parts = text.replace("x", "×").replace(",", "×").replace("*", "×").split("×")
            return tuple(int(part) for part in parts if part.strip())
        if isinstance(like, float):
            return float(text)
        return int(text) if isinstance(like, int) else text
    except ValueError:
        return text
