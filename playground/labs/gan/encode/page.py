"""The page Encode: the shelf above, a tool and the kept directions at the left, the picture at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engines.ground.marks import mark
from playground.labs.gan.encode.bench import TOOLS
from playground.labs.gan.encode.kept_view import KeptView
from playground.labs.gan.encode.look import Look
from playground.labs.gan.encode.result import Result
from playground.labs.gan.encode.shelf_view import ShelfView
from playground.labs.gan.encode.tools import Direction, Lattice, Mix, Path, Sum
from widgets.controls.buttons import text_button
from widgets.controls.segmented import Segmented
from widgets.look.i18n import say
from widgets.look.labels import WrappedLabel, rule
from widgets.look.style import set_role

TITLES = (
    mark("Look"), mark("a − b + c"), mark("Path"), mark("Pad"), mark("Mix layers"), mark("Direction"),
)  # fmt: skip


class EncodePage(QStackedWidget):
    """Values in, signals out; asks nothing of engines."""

    tool_chosen = Signal(str)
    turn_on = Signal()
    """An encoder is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("gan.encode")
        self.shelf, self.result, self.kept = ShelfView(), Result(), KeptView()
        self.look, self.sum, self.path, self.pad = Look(), Sum(), Path(), Lattice()
        self.mix, self.direction = Mix(), Direction()
        self.addWidget(self._bench())
        self.addWidget(self._closed())

    def _bench(self) -> QWidget:
        page = QWidget()
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(page, "stage")
        whole = QVBoxLayout(page)
        whole.setContentsMargins(12, 4, 12, 8)
        whole.setSpacing(6)
        self._choice = Segmented(list(zip(TOOLS, TITLES, strict=True)))
        self._choice.setObjectName("gan.encode.tool")
        self._choice.chosen.connect(self.tool_chosen)
        self._tools = QStackedWidget()
        for tool in (self.look, self.sum, self.path, self.pad, self.mix, self.direction):
            self._tools.addWidget(tool)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self._tools, 3)
        left.addWidget(rule())
        left.addWidget(self.kept, 2)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left, 4)
        both.addWidget(self.result, 3)
        line = QHBoxLayout()
        line.addWidget(self._choice)
        line.addStretch(1)
        whole.addWidget(self.shelf)
        whole.addLayout(line)
        whole.addLayout(both, 1)
        return page

    def _closed(self) -> QWidget:
        page = QWidget()
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(page, "stage")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 24)
        self._why = WrappedLabel()
        self._why.setObjectName("gan.encode.why")
        self._turn_on = text_button(mark("Turn it on"), self.turn_on.emit, role="primary")
        self._turn_on.setObjectName("gan.encode.turn_on")
        column.addWidget(self._why)
        column.addWidget(self._turn_on, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page

    def show_open(self, why: str, can_turn_on: bool) -> None:
        """Show the bench; or, where ``why`` is a sentence (English), that and whether there is a way out."""
        say(self._why, text=why or " ")
        self._turn_on.setVisible(can_turn_on)
        self.setCurrentIndex(1 if why else 0)

    def show_tool(self, tool: str) -> None:
        """Show another one."""
        self._choice.set_current(tool)
        self._tools.setCurrentIndex(TOOLS.index(tool))
        self.result.set_one(tool != "mix")
