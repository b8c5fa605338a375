"""The canvas with its palette, its buttons and its counter."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engines.ground.marks import mark
from engines.layers.graph.kinds import PALETTE
from engines.layers.graph.node import Graph
from engines.layers.snapshot import Activation, UseBars
from playground.labs.layers import activity, drawn
from playground.labs.layers.canvases import Canvases
from playground.labs.layers.document import Document
from playground.labs.layers.drawn import Known
from playground.labs.layers.hands import Hands
from playground.labs.layers.menu import CanvasMenu
from widgets.controls.buttons import icon_button, text_button
from widgets.controls.tabs import Tabs
from widgets.graph.canvas import GraphCanvas
from widgets.graph.palette import NodePalette
from widgets.graph.search import Choice
from widgets.look.figures import count
from widgets.look.i18n import say, tr
from widgets.look.labels import label

PALETTE_WIDE, LEAST = 152, 560  # px of the palette, and of a page that has room for it
MOST_SHOWN = 64  # nodes of a graph whose cards show what they answer
GROUPS = (
    ("layers", mark("Single layers")), ("sequences", mark("Sequences")), ("joins", mark("Joins")),
    ("ends", mark("Ends")),
)  # fmt: skip
ICONS = {
    "input": "sign-in", "output": "sign-out", "embedding": "table", "linear": "arrows-out-line-horizontal",
    "conv": "grid-four", "norm": "equals", "activation": "chart-line-up", "window": "frame-corners",
    "flatten": "rows", "tied_output": "link", "lstm": "arrows-clockwise", "attention": "git-merge",
    "position": "hash", "cross": "intersect", "dropout": "drop-half",
     "pool": "funnel", "attention_pool": "funnel-simple", "last": "skip-forward",
    "add": "plus", "multiply": "x", "difference": "minus", "concat": "columns",
}  # fmt: skip
NO_GRAPH = Graph()


class CanvasPage(QWidget):
    """Shows what a document holds, and lets hands change it."""

    answers_wanted = Signal()
    """Other nodes are shown, or pictures of what they answer."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._bars: tuple[UseBars, ...] = ()
        self._pictures: dict[str, np.ndarray] = {}
        self._known: Known | None = None
        self._shown: tuple[Graph, tuple[str, ...]] = (NO_GRAPH, ())
        self.counter: QLabel = label("")
        """How many numbers are learned, for the row of the pages."""
        self.counter.setObjectName("layers.unique")
        self.canvas = GraphCanvas(mark("Tab adds a layer"))
        self.canvas.setObjectName("layers.canvas")
        self.palette_list = NodePalette()
        self.palette_list.setObjectName("layers.palette")
        self.palette_list.setFixedWidth(PALETTE_WIDE)
        self.canvases = Canvases(document)
        self.hands = Hands(self.canvas, document)
        self.menu = CanvasMenu(self.canvas, document, self.hands)
        self.hands.canvas_wanted.connect(self.canvases.open_part)
        self.palette_list.chosen.connect(self.hands.add_beside)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.palette_list)
        body.addWidget(self.canvas, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._tools())
        column.addLayout(self._sheets())
        column.addLayout(body, 1)
        document.changed.connect(self._changed)
        self.canvas.selection_changed.connect(lambda _: self._enable())
        self._offer()
        self._enable()

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        self._up = text_button("Out of the block", self.hands.up, icon="arrow-up")
        self._up.setObjectName("layers.up")
        self._up.hide()
        self._path = label("", "dim")
        row.addWidget(self._up)
        row.addWidget(self._path)
        self._buttons: dict[str, QPushButton] = {}
        rows: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("undo", "arrow-u-up-left", mark("Undo (Ctrl+Z)"), self._document.undo),
            ("redo", "arrow-u-up-right", mark("Redo (Ctrl+Shift+Z)"), self._document.redo),
            ("tie", "link", mark("Tie: the selected layers share the weights of the first (T)"),
             self.hands.tie),
            ("untie", "link-break", mark("Untie: a copy of the weights for each"), self.hands.untie),
            ("freeze", "snowflake", mark("Freeze or thaw the selected layers"), self.toggle_frozen),
            ("nest", "package", mark("Make a block of the selected (Ctrl+G)"), self.hands.nest),
            ("flatten", "selection-all", mark("Open the block (Ctrl+Shift+G)"), self.hands.flatten),
            ("extract", "scissors", mark("Extract the model up to the selected layer"), self.hands.head),
            ("answers", "image", mark("Show in each card what it answers"), self._show_or_hide),
            ("arrange", "tree-structure", mark("Arrange (L)"), self.canvas.arrange),
            ("fit", "arrows-out", mark("Show all of it (0)"), self.canvas.fit),
        )  # fmt: skip
        for key, icon, tip, act in rows:
            button = icon_button(icon, tip, act)
            button.setObjectName(f"layers.{key}")
            self._buttons[key] = button
            row.addWidget(button)
        self._buttons["answers"].setCheckable(True)
        self._buttons["answers"].setChecked(True)
        row.addStretch(1)
        return row

    def _sheets(self) -> QHBoxLayout:
        """The canvases, once there are two."""
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        self.tabs = Tabs()
        self.tabs.setObjectName("layers.canvases")
        self.tabs.chosen.connect(self.canvases.turn)
        self.tabs.closed.connect(self.canvases.close)
        self.canvases.changed.connect(self._show_tabs)  # a lambda would keep page and canvases alive for good
        self._document.turned.connect(self.canvas.begin)
        row.addWidget(self.tabs)
        row.addStretch(1)
        return row

    def _show_tabs(self) -> None:
        self.tabs.set_tabs(self.canvases.names(), self.canvases.current)

    def _offer(self) -> None:
        """What can be added, in the language shown."""
        groups = {
            title: [Choice(k.key, tr(k.title), ICONS[k.key]) for k in PALETTE if k.group == key]
            for key, title in GROUPS
        }
        self.palette_list.set_choices(groups)
        self.canvas.set_choices([choice for choices in groups.values() for choice in choices])

    # -- showing ---------------------------------------------------------------------------------------

    @property
    def known(self) -> Known | None:
        """What is known of the model that is shown."""
        return self._known

    def _changed(self) -> None:
        model = self._document.model
        if model is None:
            self._known, self._bars = None, ()
        elif self._known is None or model != self._known.model:
            self._known = Known.of(model)
            self._bars = ()
        self._draw()

    def show_bars(self, bars: tuple[UseBars, ...]) -> None:
        """Gradients of every use."""
        self._bars = bars
        self._draw()

    def show_answers(self, found: Mapping[str, Activation]) -> None:
        """What nodes answer, by path."""
        self._pictures = {
            path: activity.small(answer) for path, answer in found.items() if answer.values.size
        }
        self._draw()

    def wants_answers(self) -> tuple[str, ...]:
        """Paths of the nodes that are shown, where pictures of what they answer are wanted."""
        nodes = self._document.graph.nodes
        if not self._buttons["answers"].isChecked() or len(nodes) > MOST_SHOWN:
            return ()
        return tuple("/".join((*self._document.path, node.id)) for node in nodes)

    def set_answers_shown(self, on: bool) -> None:
        """Whether cards show what they answer, without a signal."""
        self._buttons["answers"].setChecked(on)
        self._pictures = {}

    def answers_shown(self) -> bool:
        """Whether cards show what they answer."""
        return self._buttons["answers"].isChecked()

    def _show_or_hide(self) -> None:
        self._pictures = {}
        self._draw()
        self.answers_wanted.emit()

    def _draw(self) -> None:
        graph, path = self._document.graph, self._document.path
        if self._known is None:
            self.canvas.set_graph(drawn.seen.Graph())
        else:
            places = None
            if (graph, path) != self._shown:
                places = {node.id: drawn.place(node.at) for node in graph.nodes}
            other = path != self._shown[1]
            self.canvas.set_graph(drawn.canvas(self._known, graph, path, self._bars, self._pictures), places)
            if other:
                self.canvas.begin()
                self.answers_wanted.emit()
        self._shown = graph, path
        self._up.setVisible(bool(path))
        self._path.setText(" / ".join(path))
        self._say()
        self._enable()

    def _say(self) -> None:
        if self._known is None:
            self.counter.setText("")
            return
        found = self._known.count
        facts = {"unique": count(found.unique), "untied": count(found.untied)}
        self.counter.setText(tr("{unique} numbers, {untied} if untied", **facts))
        say(self.counter, tip=mark("Numbers that are learned: shared ones once; if every use had its own"))

    def _enable(self) -> None:
        chosen = self.canvas.selection()
        document = self._document
        blocks = [
            n for n in chosen if n in document.graph.by_id and document.graph.by_id[n].inner is not None
        ]
        can = {
            "undo": bool(document.undo_name), "redo": bool(document.redo_name), "tie": len(chosen) > 1,
            "untie": bool(chosen), "freeze": bool(chosen), "nest": bool(chosen), "flatten": bool(blocks),
            "extract": bool(chosen),
        }  # fmt: skip
        for key, on in can.items():
            self._buttons[key].setEnabled(on)

    def toggle_frozen(self) -> None:
        """Freeze the selected layers, or thaw them if they all are frozen."""
        graph = self._document.graph
        chosen = [n for n in self.canvas.selection() if n in graph.by_id]
        frozen = [n for n in chosen if self.hands.frozen(n)]
        self.hands.freeze(not frozen)

    def picture(self) -> QImage | None:
        """The graph that is looked at, all of it."""
        return self.canvas.picture() if self._document.graph.nodes else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.palette_list.setVisible(self.width() >= LEAST)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._offer()
            self._draw()
