"""A canvas of nodes: cards with ports, shapes on the wires, bands where weights are shared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from widgets.graph.adding import CanvasAdding
from widgets.graph.gestures import End
from widgets.graph.keys import ARROWS, COMMANDS, OWN, STEPS, combination, is_ours, neighbour
from widgets.graph.model import Graph, Place, WireKey
from widgets.graph.places.align import Side, align
from widgets.graph.places.layout import ACROSS, GRID
from widgets.graph.words import node_words
from widgets.look.figures import count
from widgets.look.i18n import mark, say, tr

_PAN = 64  # px of Ctrl and an arrow
_WALKS = ("first", "last")
_ZOOMS = {"closer": 1.2, "farther": 1 / 1.2}
_HELD = {"wire": mark("a wire from {node}"), "tie": mark("to share the weights of {node}")}


class GraphCanvas(CanvasAdding):
    """Shows a graph and tells what a person wants done to it; the owner does the editing.

    A drag from a port draws a wire (dropped in the open it asks for a node), from a card it moves the card,
    and with Ctrl it ties the weights of two cards. Arrows walk along the wires, Shift and arrows move the
    selected cards, Ctrl and arrows pan. W begins a wire at the node and, at another node, ends it there; T
    does the same with a tie, or ties the selected where they are several. Enter opens, Delete removes, Tab
    adds, L arranges, F shows the selected, 0 all, + and - zoom, M puts the map away.
    """

    remove_wanted = Signal(list, list)  # ids of nodes, WireKeys
    command = Signal(str)  # copy cut paste duplicate undo redo group ungroup tie
    selection_changed = Signal(list)  # ids

    def __init__(self, empty: str = mark("Tab adds a node"), parent: QWidget | None = None) -> None:
        super().__init__(empty, parent)
        self._held = self._held_from = ""  # a wire or a tie begun by key, and at which node
        self._acts: dict[str, Callable[[], None]] = {
            "search": self._add_here, "remove": self._remove, "open": self._open, "nothing": self._let_go,
            "arrange": self.arrange, "fit": self.fit, "focus": lambda: self.fit(self.selection()),
            "map": self.toggle_map, "all": lambda: self.select(list(self.graph_scene.nodes)),
        }  # fmt: skip
        self.graph_scene.selected.connect(self._selected)
        say(self, name="Node canvas")
        self._describe()

    # the graph

    def graph(self) -> Graph:
        """What is shown."""
        return self.graph_scene.graph

    def set_graph(self, graph: Graph, places: Mapping[str, Place] | None = None) -> None:
        """Show this graph, whole; nodes that there were keep place and selection.

        ``places`` moves those it names. New nodes without one are put beside what they are wired to; a graph
        of only new ones is arranged.
        """
        scene = self.graph_scene
        if graph is scene.graph and not places:
            return
        if graph.ends != scene.graph.ends:
            self.cancel()
            self._cool()
        scene.set_graph(graph, places or {})
        if self._current not in scene.nodes:
            self.set_current("")
        if self._held_from not in scene.nodes:
            self._held = self._held_from = ""
        self._map.settle()
        if self._follows is not None:
            self._follows()
        self._describe()

    def places(self) -> dict[str, Place]:
        """Where every node is."""
        return self.graph_scene.places()

    def set_places(self, places: Mapping[str, Place]) -> None:
        """Put nodes there, without a signal."""
        scene = self.graph_scene
        scene.set_graph(scene.graph, places)
        self._map.update()

    def arrange(self) -> None:
        """Lay out all nodes in layers and show them from the beginning; told by ``moved``."""
        self._move(self.graph_scene.arranged())
        self.begin()

    def align(self, side: Side) -> None:
        """Bring the selected nodes in line, or evenly apart; told by ``moved``."""
        places = {name: self.places()[name] for name in self.selection()}
        self._move(align(side, places, self.graph_scene.sizes()))

    def _move(self, places: Mapping[str, Place]) -> None:
        before = self.places()
        changed = {name: place for name, place in places.items() if before[name] != place}
        if changed:
            self.set_places(changed)
            self.moved.emit(changed)

    # the selection

    def selection(self) -> list[str]:
        """The selected nodes."""
        return self.graph_scene.selection()

    def wire_selection(self) -> list[WireKey]:
        """The selected wires."""
        return self.graph_scene.wire_selection()

    def select(self, names: Sequence[str], wires: Sequence[WireKey] = ()) -> None:
        """Select these and no others."""
        self.graph_scene.select(names, wires)

    def _selected(self) -> None:
        self._map.update()
        self.selection_changed.emit(self.selection())
        self._describe()

    # the keyboard

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and is_ours(event):
                event.accept()
                return True
            tabbed = event.type() == QEvent.Type.KeyPress and OWN.get(combination(event)) == "search"
            if tabbed:  # else Qt moves the focus; Shift+Tab still does
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held, key = pressed = combination(event)
        if pressed in COMMANDS:
            self.command.emit(COMMANDS[pressed])
        elif pressed in OWN:
            self._set_keyed(True)
            self._do(OWN[pressed])
        elif key in ARROWS:
            self._set_keyed(True)
            self._arrow(ARROWS[key], held)
        else:
            event.ignore()

    def _arrow(self, way: str, held: Qt.KeyboardModifier) -> None:
        dx, dy = STEPS[way]
        if held & Qt.KeyboardModifier.ControlModifier:
            self.pan(-dx * _PAN, -dy * _PAN)
        elif held & Qt.KeyboardModifier.ShiftModifier:
            places = self.places()
            self._move({n: (places[n][0] + dx * GRID, places[n][1] + dy * GRID) for n in self.selection()})
        else:
            self._walk(way)

    def _walk(self, way: str) -> None:
        name = neighbour(self.graph_scene, self._current, way)
        if name:
            self.set_current(name)
            self.graph_scene.select([name])
            self.graph_scene.nodes[name].mark_as(current=True)
            self.reveal(name)

    def _do(self, what: str) -> None:
        """What a key of the canvas's own does."""
        if what in _WALKS:
            self._walk(what)
        elif what in _ZOOMS:
            self.zoom(_ZOOMS[what])
        elif what in ("wire", "tie"):
            self._hold(what)
        else:
            self._acts[what]()

    def _remove(self) -> None:
        names, wires = self.selection(), self.wire_selection()
        if names or wires:
            self.remove_wanted.emit(names, wires)

    def _open(self) -> None:
        if self._current:
            self.open_wanted.emit(self._current)

    def _let_go(self) -> None:
        """Escape: a drag, what a key holds, or else the selection."""
        if not self.cancel() and not self._held:
            self.select([])
            self.set_current("")
        self._held = self._held_from = ""
        self._describe()

    def _add_here(self) -> None:
        """Add behind the current node, or in the middle of what is in sight."""
        item = self.graph_scene.nodes.get(self._current)
        if item is None or not item.node.outputs:
            self._search(self.seen().center(), None)
        else:
            spot = item.rect().topRight() + QPointF(ACROSS, 0)
            self._search(spot, End(self._current, True, item.node.outputs[0].name))

    def _hold(self, what: str) -> None:
        """Begin a wire or a tie at the current node, or end there the one that was begun."""
        if what == "tie" and not self._held and len(self.selection()) > 1:
            self.command.emit("tie")
            return
        begun, self._held = self._held, what
        first, self._held_from = self._held_from, self._current
        if begun == what and first and first != self._current:
            self._held = self._held_from = ""
            if what == "tie":
                self.tie_wanted.emit(first, self._current)
            else:
                self._wire_up(first, self._current)
        elif not self._current:
            self._held = ""
        self._describe()

    def _wire_up(self, source: str, target: str) -> None:
        """From the first output to the first input that is free, or else to the first."""
        graph = self.graph_scene.graph
        outputs, inputs = graph.by_id[source].outputs, graph.by_id[target].inputs
        if outputs and inputs:
            taken = {wire.input for wire in graph.incoming.get(target, ())}
            free = next((port for port in inputs if port.name not in taken), inputs[0])
            start, end = End(source, True, outputs[0].name), End(target, False, free.name)
            area = self.graph_scene.nodes[target].rect()
            self._note_at = self.mapFromScene(area.bottomLeft()).toPointF()
            self._wired(start, end, area.center(), self._judge(start, end) if self._judge else "")

    # words

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._describe()

    def _describe(self) -> None:
        graph = self.graph_scene.graph
        if self._current in graph.by_id:
            said = node_words(graph, graph.by_id[self._current])
        else:
            said = tr(
                "{nodes} nodes, {wires} wires", nodes=count(len(graph.nodes)), wires=count(len(graph.wires))
            )
        if self._held and self._held_from in graph.by_id:
            title = graph.by_id[self._held_from].title
            said = f"{tr(_HELD[self._held], node=title)}; {said}"
        self.setAccessibleDescription(f"{self._note}; {said}" if self._note else said)


def _demo() -> QWidget:
    from widgets.graph import samples

    canvas = GraphCanvas()
    canvas.set_graph(samples.tied())
    canvas.set_choices(samples.CHOICES)
    canvas.set_judge(lambda a, b: "" if a.node != "embed" else "These ids are not numbers yet.")
    canvas.select(["fc2"])
    return canvas


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
