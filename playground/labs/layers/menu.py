"""The menu of a node, of a wire, and of the open canvas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from engines.ground.marks import mark
from engines.layers.graph.kinds import MANY, PALETTE, kind_of
from engines.layers.graph.node import Model
from engines.layers.queries import EXAMPLES
from playground.labs.layers.document import Document
from playground.labs.layers.hands import Hands
from playground.labs.layers.imports.others import OTHERS
from widgets.graph.canvas import GraphCanvas
from widgets.graph.model import WireKey
from widgets.graph.places.align import Side
from widgets.look.i18n import tr

SIDES: tuple[tuple[Side, str], ...] = (
    ("left", mark("Left edges")), ("centre", mark("Centres")), ("right", mark("Right edges")),
    ("top", mark("Top edges")), ("middle", mark("Middles")), ("bottom", mark("Bottom edges")),
    ("across", mark("Evenly across")), ("down", mark("Evenly down")),
)  # fmt: skip
Row = tuple[str, str, Callable[[], object]]


class CanvasMenu(QObject):
    """Opens where the hand is. Entries are ``layers.menu.<key>``."""

    model_wanted = Signal(str)
    """Key of an example that shall be a block."""
    run_wanted = Signal()
    """The network of a saved run shall be a block."""
    weights_wanted = Signal(str)
    """A node whose weights shall be written."""

    def __init__(self, canvas: GraphCanvas, document: Document, hands: Hands) -> None:
        super().__init__()
        self._canvas, self._document, self._hands = canvas, document, hands
        canvas.menu_wanted.connect(self.show)

    def show(self, at: object, place: QPoint) -> None:
        """The menu of a node's id, of a WireKey, or of the open."""
        if isinstance(at, str) and at not in self._canvas.selection():
            self._canvas.select([at])  # the entries act on what is selected
        menu = QMenu(self._canvas)
        menu.setObjectName("layers.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if isinstance(at, WireKey):
            self._of_wire(menu, at)
        elif isinstance(at, str):
            self._of_node(menu, at)
        else:
            self._of_all(menu)
        menu.popup(place if not place.isNull() else QCursor.pos())

    def _of_node(self, menu: QMenu, name: str) -> None:
        hands = self._hands
        node = self._document.graph.by_id.get(name)
        if node is None:
            return
        frozen = hands.frozen(name)
        if node.inner is not None:
            _add(menu, [("open", mark("Look inside"), lambda: hands.open(name)),
                        ("flatten", mark("Open the block"), hands.flatten)])  # fmt: skip
            menu.addSeparator()
        _add(menu, [
            ("again", mark("Use once more, same weights"), lambda: hands.again(name)),
            ("clone", mark("Use once more, a copy of the weights"), lambda: hands.again(name, share=False)),
            ("tie", mark("Tie the selected"), hands.tie),
            ("untie", mark("Untie"), hands.untie),
            ("freeze", mark("Thaw") if frozen else mark("Freeze"), lambda: hands.freeze(not frozen)),
            ("renew", mark("Begin anew"), hands.renew),
        ])  # fmt: skip
        menu.addSeparator()
        kinds = replacements(self._document.local, name)
        if kinds:
            more = menu.addMenu(tr("Exchange for"))
            _add(more, [(f"exchange.{k}", kind_of(k).title, partial(hands.exchange, name, k))
                        for k in kinds])  # fmt: skip
        _add(menu, [
            ("nest", mark("Make a block"), hands.nest),
            ("apart", mark("Open as a new canvas"), hands.apart),
            ("head", mark("Extract up to here"), hands.head),
            ("tail", mark("Extract from here on"), hands.tail),
        ])  # fmt: skip
        menu.addSeparator()
        if len(self._canvas.selection()) > 1:
            align = self._canvas.align
            _add(menu.addMenu(tr("Align")), [(f"align.{s}", title, partial(align, s)) for s, title in SIDES])
        _add(menu, [
            ("weights", mark("Save its weights…"), lambda: self.weights_wanted.emit(name)),
            ("copy", mark("Copy"), hands.copy),
            ("remove", mark("Remove"), lambda: hands.remove([name])),
        ])  # fmt: skip

    def _of_wire(self, menu: QMenu, key: WireKey) -> None:
        hands = self._hands
        more = menu.addMenu(tr("Insert"))
        kinds = [kind for kind in PALETTE if kind.slots == 1 and kind.key != "output"]
        _add(more, [(f"insert.{kind.key}", kind.title, partial(hands.add, kind.key, 0.0, 0.0, key))
                    for kind in kinds])  # fmt: skip
        _add(menu, [("remove", mark("Remove"), lambda: hands.remove([], [key]))])

    def _of_all(self, menu: QMenu) -> None:
        hands = self._hands
        if hands.copied:
            _add(menu, [("paste", mark("Paste"), hands.paste),
                        ("share", mark("Paste, same weights"), lambda: hands.paste(share=True))])  # fmt: skip
            menu.addSeparator()
        _add(menu, [
            ("arrange", mark("Arrange"), self._canvas.arrange),
            ("fold", mark("Fold into blocks"), hands.fold),
            ("siamese", mark("Use the model twice"), hands.siamese),
            ("cloned", mark("Use the model twice, a copy for the second"), partial(hands.siamese, False)),
        ])  # fmt: skip
        more = menu.addMenu(tr("Add a model"))
        for rows in (EXAMPLES, OTHERS):
            _add(more, [(f"model.{key}", title, partial(self.model_wanted.emit, key))
                        for key, title in rows])  # fmt: skip
            more.addSeparator()
        _add(more, [("model.run", mark("From a saved run…"), self.run_wanted.emit)])


def replacements(model: Model, name: str) -> list[str]:
    """Kinds that can stand in a node's place without touching its wires."""
    graph = model.graph
    node = graph.by_id.get(name)
    if node is None or node.inner is not None or node.kind in ("input", "output"):
        return []
    wired = len(graph.incoming[name])
    others = (kind for kind in PALETTE if kind.group != "ends" and kind.key != node.kind)
    return [kind.key for kind in others if kind.slots in (wired, MANY)]


def _add(menu: QMenu, rows: Sequence[Row]) -> None:
    for key, text, act in rows:
        action = menu.addAction(tr(text))
        action.setObjectName(f"layers.menu.{key}")
        action.triggered.connect(lambda _on=False, act=act: act())
