"""A settings form drawn from descriptions of fields: values in, ``changed`` out."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from widgets.form.field import FieldLike, explain, make_row
from widgets.form.inputs import PathRow
from widgets.form.row import Row
from widgets.frame.panel import Dot, Group
from widgets.look import style
from widgets.look.i18n import tr
from widgets.look.labels import WrappedLabel


class Form(QWidget):
    """One row per field, in groups that fold.

    ``changed(name, value)`` tells valid values a person chose: while they drag for live fields, when they let
    go for the rest. The inputs are called ``<prefix>.config.<field>`` (a slider row and its ``.slider`` and
    ``.value``; a combo box, a switch or a line), each with its ``.reset``.
    """

    changed = Signal(str, object)
    browse_asked = Signal(str)  # a path field wants a dialog; answer with ``take_path``

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prefix = prefix
        self._fields: dict[str, FieldLike] = {}
        self._rows: dict[str, Row] = {}
        self._groups: dict[str, Group] = {}
        self._lines: dict[str, WrappedLabel] = {}
        self._section_of: dict[str, str] = {}
        self._folded: dict[str, bool] = {}
        self._filter = ""
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.verticalScrollBar().rangeChanged.connect(self._make_room)
        self._foot = self._legend()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._foot)
        self.setMinimumWidth(220)
        self.set_fields(())

    def set_fields(self, fields: Iterable[FieldLike]) -> None:
        """Draw these fields at their defaults, in place of those there were; groups stay folded."""
        self._folded |= self.folded()
        self._rows, self._groups, self._section_of, self._lines = {}, {}, {}, {}
        self._fields = {field.name: field for field in fields}
        page = QWidget()
        style.set_role(page, "page")
        self._list = QVBoxLayout(page)
        self._list.setSpacing(0)
        section = ""
        for field in self._fields.values():
            section = field.section or section
            self._add(field, section)
        self._empty = WrappedLabel(role="dim")
        self._list.addWidget(self._empty)
        self._list.addStretch(1)
        self._area.setWidget(page)
        self._make_room()
        self._say_all()
        self._arrange()

    def add_below(self, widget: QWidget) -> None:
        """Let ``widget`` stand below the fields, in the same column that scrolls; it belongs to the form."""
        self._list.insertWidget(self._list.count() - 1, widget)

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these values without a signal; names that are no field are passed over.

        Raises:
            ValueError: a choice that is not offered.
        """
        for name, value in values.items():
            if name in self._rows:
                self._rows[name].set_value(value)
        self._arrange()

    def set_preset(self, values: Mapping[str, Any]) -> None:
        """The values that dots compare with and return to; a field not named returns to its default."""
        for name, row in self._rows.items():
            row.set_preset(values.get(name, self._fields[name].default))
        self._arrange()

    def values(self) -> dict[str, Any]:
        """The value of every field, also of those not shown now."""
        return {name: row.value() for name, row in self._rows.items()}

    def differing(self) -> list[str]:
        """Names of the fields that differ from the preset."""
        return [name for name, row in self._rows.items() if row.differs]

    def row(self, name: str) -> Row:
        """The row of a field. Raises ``KeyError``."""
        return self._rows[name]

    def show_error(self, name: str, sentence: str) -> None:
        """Say under a field what is wrong, already in the language shown; empty takes it away."""
        self._rows[name].show_error(sentence)

    def take_path(self, name: str, path: str) -> None:
        """The path a person picked after ``browse_asked``."""
        row = self._rows[name]
        assert isinstance(row, PathRow)
        row.take(path)

    def filter(self, text: str) -> None:
        """Show only fields whose name, title, section or help contains ``text``; empty shows all."""
        self._filter = text.strip().casefold()
        self._arrange()

    def folded(self) -> dict[str, bool]:
        """Which sections are folded, by their English title."""
        return self._folded | {
            section: group.folded for section, group in self._groups.items() if not self._filter
        }

    def set_folded(self, folded: Mapping[str, bool]) -> None:
        """Fold and unfold sections as remembered."""
        self._folded |= folded
        self._arrange()

    def set_note(self, name: str, note: str) -> None:
        """Say a dim fact below a field, or at the right of a section's header. Raises ``KeyError``."""
        if name in self._rows:
            self._rows[name].show_note(note)
        else:
            self._groups[name].set_note(note)

    def set_line(self, section: str, line: str) -> None:
        """Say a dim line under a section's rows; empty takes it away."""
        if section not in self._lines:
            self._lines[section] = WrappedLabel(role="caption")
            self._lines[section].hide()
            self._groups[section].body.addWidget(self._lines[section])
        if self._lines[section].text() != line:  # else the whole form would be laid out again for nothing
            self._lines[section].setText(line)
            self._lines[section].setVisible(bool(line))

    # building

    def _add(self, field: FieldLike, section: str) -> None:
        row = make_row(field)
        row.set_name(f"{self._prefix}.config.{field.name}")
        signal = row.moved if field.live else row.committed
        signal.connect(lambda value, name=field.name: self._take(name, value))
        row.moved.connect(lambda _value: self._refresh_foot())
        if isinstance(row, PathRow):
            row.browse.connect(lambda name=field.name: self.browse_asked.emit(name))
        self._rows[field.name] = row
        self._section_of[field.name] = section
        if section and section not in self._groups:
            group = Group(section)
            group.header.setObjectName(f"{self._prefix}.group.{section}")
            group.toggled.connect(lambda opened, section=section: self._remember(section, not opened))
            self._groups[section] = group
            self._list.addWidget(group)
        (self._groups[section].body if section else self._list).addWidget(row)

    def _legend(self) -> QWidget:
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(12, 6, 12, 8)
        line.setSpacing(8)
        self._foot_text = WrappedLabel(role="caption")
        line.addWidget(Dot("accent"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._foot_text, 1)
        foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        foot.hide()
        return foot

    # what follows a change

    def _take(self, name: str, value: object) -> None:
        self._arrange()
        self.changed.emit(name, value)

    def _remember(self, section: str, folded: bool) -> None:
        if not self._filter:
            self._folded[section] = folded

    def _wanted(self, name: str) -> bool:
        """Whether the fields it depends on, and those they depend on, have the values it asks for: by its
        first rule, or by its second, which few fields have."""
        field = self._fields[name]
        second = getattr(field, "or_when", None)
        return self._holds(name, field.when) or (second is not None and self._holds(name, second))

    def _holds(self, name: str, rule: tuple[str, tuple[Any, ...]] | None) -> bool:
        seen: set[str] = set()
        while rule is not None and name not in seen:
            seen.add(name)
            name, values = rule
            if name not in self._rows or self._rows[name].value() not in values:
                return False
            rule = self._fields[name].when
        return True

    def _matches(self, name: str) -> bool:
        field = self._fields[name]
        words = map(tr, (field.title, self._section_of[name], field.help))
        return not self._filter or any(self._filter in word.casefold() for word in (name, *words))

    def _arrange(self) -> None:
        shown = {name: self._wanted(name) and self._matches(name) for name in self._rows}
        for name, row in self._rows.items():
            row.setVisible(shown[name])
        first = not any(shown[name] for name in self._rows if not self._section_of[name])
        for section, group in self._groups.items():
            visible = any(shown[name] for name in self._rows if self._section_of[name] == section)
            group.setVisible(visible)
            group.set_rule(visible and not first)
            first = first and not visible
            folded = self._folded.get(section, False) and not self._filter
            if group.folded != folded:
                group.set_folded(folded)
        self._empty.setVisible(bool(self._filter) and not any(shown.values()))
        self._refresh_foot()

    def _refresh_foot(self) -> None:
        self._foot.setVisible(any(row.dot.shown for row in self._rows.values()))

    def _make_room(self) -> None:
        """Keep the dots where they are when the scroll bar comes and goes."""
        bar = self._area.verticalScrollBar()
        self._list.setContentsMargins(12, 0, 0 if bar.maximum() > bar.minimum() else 8, 8)

    # words

    def _say_all(self) -> None:
        self._foot_text.setText(tr("differs from the preset; click to reset"))
        self._empty.setText(tr("No setting has this name."))
        for name, row in self._rows.items():
            lines = explain(self._fields[name])
            row.set_help("".join(f"<p>{_lined(line)}</p>" for line in lines), " ".join(lines))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say_all()
            self._arrange()
        super().changeEvent(event)


def _lined(text: str) -> str:
    """Plain text as rich text: formulas stay on lines of their own."""
    return html.escape(text).replace("\n", "<br>")


def _demo() -> QWidget:
    from types import SimpleNamespace

    from widgets.frame.panel import Panel

    words = dict.fromkeys(("help", "section", "zero"), "")
    blank = {**words, "low": None, "high": None, "log": False, "choices": (), "live": False, "when": None}
    rows: list[dict[str, Any]] = [
        {"name": "data", "kind": "choice", "title": "Pictures", "section": "Data", "default": "faces",
         "choices": (("faces", "Drawn faces"), ("icons", "Icons"))},
        {"name": "folder", "kind": "path", "title": "Folder", "default": ""},
        {"name": "ogan", "kind": "bool", "title": "O-GAN encoder", "section": "Model", "default": True},
        {"name": "width", "kind": "int", "title": "Width", "low": 8, "high": 128, "log": True, "default": 24},
        {"name": "reg", "kind": "choice", "title": "Regulariser", "section": "Loss", "default": "none",
         "choices": (("none", "None"), ("r1", "R1"))},
        {"name": "r1", "kind": "float", "title": "R1 weight", "low": 0, "high": 10, "default": 1.0,
         "when": ("reg", ("r1",)), "live": True, "help": "How hard real pictures hold the slope down."},
        {"name": "lr", "kind": "float", "title": "Learning rate", "low": 1e-5, "high": 1e-2, "log": True,
         "section": "Training", "default": 4e-4, "live": True},
        {"name": "ema", "kind": "float", "title": "EMA", "low": 0.9, "high": 0.9999, "default": 0.995},
        {"name": "seed", "kind": "int", "title": "Seed", "low": 0, "default": 7},
    ]  # fmt: skip
    form = Form("demo")
    form.set_fields(SimpleNamespace(**{**blank, **row}) for row in rows)
    form.set_values({"reg": "r1", "r1": 2.5, "width": 32, "ogan": False})
    form.changed.connect(print)
    form.set_note("data", "6,000 pictures, MIT")
    panel = Panel("Settings")
    panel.body.setContentsMargins(0, 0, 0, 0)
    panel.body.addWidget(form)
    return panel


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
