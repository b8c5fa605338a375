"""What is asked of the mask bench: lines to type, and how they are padded and worked on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from engines.ground.marks import mark
from engines.layers.masks.asked import OPS, Ask
from widgets.form.inputs import ChoiceRow, SwitchRow
from widgets.form.row import Row
from widgets.form.sliders import SliderRow
from widgets.look.i18n import say

LONG, MOST = 48, 20000  # places of the slider, characters of the text
HIGH = 96  # px of the text
VALUES: Final = {"0": 0.0, "37": 37.0, "nan": float("nan")}
FILLS: Final = {"inf": float("-inf"), "large": -1e12, "small": -1e4}


class Lines(QPlainTextEdit):
    """A line a row of the batch. Of what is pasted, no more than there is room for comes in."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HIGH)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        say(self, name="Lines", tip="A line is a row of the batch. An empty line is a row with nothing real.")

    def insertFromMimeData(self, source: QMimeData) -> None:
        room = max(0, MOST - len(self.toPlainText()))
        self.insertPlainText(source.text()[:room])

    def lines(self) -> tuple[str, ...]:
        """As typed; one empty line where there is nothing."""
        return tuple(self.toPlainText().split("\n"))

    def set_lines(self, lines: tuple[str, ...]) -> None:
        """Show these without a signal."""
        if lines != self.lines():
            self.blockSignals(True)
            self.setPlainText("\n".join(lines))
            self.blockSignals(False)


class MaskForm(QWidget):
    """``changed`` tells every change by the person."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._seed = 0
        self.lines = Lines()
        self.lines.setObjectName("layers.mask.lines")
        self.lines.textChanged.connect(self.changed)
        self._rows = _rows()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.lines)
        column.addSpacing(6)
        for name, row in self._rows.items():
            row.set_name(f"layers.mask.{name}")
            row.moved.connect(lambda _value: self.changed.emit())
            column.addWidget(row)
        self.set_ask(Ask())

    def ask(self) -> Ask:
        """What is asked now."""
        v: dict[str, Any] = {name: row.value() for name, row in self._rows.items()}
        return Ask(
            lines=self.lines.lines(), length=int(v["pad"]), value=VALUES[v["value"]],
            side=v["side"], op=v["op"],
            mask=v["switch"], fill=FILLS[v["fill"]], dtype=v["dtype"], how=v["how"], guard=v["guard"],
            seed=self._seed,
        )  # fmt: skip

    def set_ask(self, ask: Ask) -> None:
        """Show this without a signal. Raises ValueError: a pad value or fill that is not offered."""
        fill, value = _key(FILLS, ask.fill), _key(VALUES, ask.value)
        self._seed = ask.seed
        self.lines.set_lines(ask.lines)
        shown = {
            "op": ask.op, "switch": ask.mask, "pad": min(ask.length, LONG), "value": value, "side": ask.side,
            "fill": fill, "how": ask.how, "guard": ask.guard, "dtype": ask.dtype,
        }  # fmt: skip
        for name, row in self._rows.items():
            row.set_value(shown[name])


def _rows() -> dict[str, Row]:
    """Rows by name, from what is done to what it is done with."""
    values = (("0", "0"), ("37", "37"), ("nan", "NaN"))
    sides = (("post", mark("Right of the words")), ("pre", mark("Left of the words")))
    fills = (("inf", "−∞"), ("large", "−10¹²"), ("small", "−10⁴"))
    hows = (("fill", mark("Set to zero")), ("times", mark("Times the mask")))
    types = (("float32", "float32"), ("float64", "float64"))
    ops = tuple((key, title) for key, title, _ in OPS)
    rows: dict[str, Row] = {
        "op": ChoiceRow(mark("Operation"), ops, default="mean"),
        "switch": SwitchRow(mark("Told of the mask"), default=True),
        "pad": SliderRow(mark("Pad to"), 1, LONG, default=9, integer=True),
        "value": ChoiceRow(mark("Pad value"), values, default="0"),
        "side": ChoiceRow(mark("Pads stand"), sides, default="post"),
        "fill": ChoiceRow(mark("Hidden score"), fills, default="inf"),
        "how": ChoiceRow(mark("Padding is"), hows, default="fill"),
        "guard": SwitchRow(mark("Empty rows answer zeros"), default=True),
        "dtype": ChoiceRow(mark("Numbers"), types, default="float32"),
    }
    return rows


def _key(known: dict[str, float], value: float) -> str:
    """The key of a value; NaN is one."""
    for key, found in known.items():
        if repr(found) == repr(float(value)):
            return key
    raise ValueError(f"{value} is not offered")


def same(one: Ask, other: Ask) -> bool:
    """Whether two ask the same; NaN is NaN here."""
    return repr(one) == repr(other)


def unmasked(ask: Ask) -> Ask:
    """The same of an operation that is not told of the mask."""
    return replace(ask, mask=False)
