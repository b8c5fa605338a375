"""What the hands on the canvas want, as edits of the document."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from engines.ground.marks import mark
from engines.layers.graph import blocks, clips, cuts, edits, ties, wires
from engines.layers.graph.node import Model
from playground.ground.i18n import message_of
from playground.labs.layers import drawn
from playground.labs.layers.document import Document
from playground.labs.layers.placing import placed, refolded
from widgets.graph.canvas import GraphCanvas
from widgets.graph.gestures import End
from widgets.graph.model import Place, WireKey

ROOM = 168.0, 128.0  # px of the canvas that a card takes


class Hands(QObject):
    """Wires a canvas to a document. Names of edits are what the undo menu says."""

    canvas_wanted = Signal(tuple)
    """Nodes that shall have a canvas of their own."""

    def __init__(self, canvas: GraphCanvas, document: Document) -> None:
        super().__init__()
        self._canvas, self._document = canvas, document
        self._clip: Model | None = None
        self._renewed = 0
        canvas.set_judge(self._judge)
        canvas.connect_wanted.connect(self._connect)
        canvas.tie_wanted.connect(self.tie_to)
        canvas.add_wanted.connect(self.add)
        canvas.remove_wanted.connect(self.remove)
        canvas.moved.connect(self._move)
        canvas.open_wanted.connect(self.open)
        canvas.command.connect(self._command)

    # -- wires -----------------------------------------------------------------------------------------

    def _judge(self, start: End, end: End) -> str:
        problem = self._document.tried(_connected(start.node, start.port, end.node, end.port))
        return message_of(problem) if problem is not None else ""

    def _connect(self, source: str, output: str, target: str, port: str) -> None:
        self._document.edit(mark("Wire"), _connected(source, output, target, port))

    def _move(self, places: dict[str, Place]) -> None:
        at = {name: drawn.at_of(place) for name, place in places.items()}
        self._document.edit(mark("Move"), lambda m: edits.move(m, at))

    # -- nodes -----------------------------------------------------------------------------------------

    def add(self, kind: str, x: float, y: float, at: WireKey | End | None = None) -> None:
        """A node of a kind, in the open, on a wire, or behind or before a port."""
        document = self._document
        where = drawn.at_of((x, y))
        if isinstance(at, WireKey):
            target, slot = at.target, drawn.slot_of(at.input)
            document.edit(mark("Insert"), lambda m: wires.insert(m, target, slot, kind))
            return

        def change(model: Model) -> Model:
            grown = edits.add(model, kind, where)
            new = grown.graph.nodes[-1].id
            if isinstance(at, End):
                ends = (at.node, new) if at.output else (new, at.node)
                slot, port = (None, drawn.slot_of(at.port)) if at.output else (drawn.slot_of(at.port), 0)
                grown = wires.connect(grown, *ends, slot, port)
            return grown

        if document.edit(mark("Add"), change) and document.graph.nodes:
            self._canvas.select([document.graph.nodes[-1].id])

    def add_beside(self, kind: str) -> None:
        """A node chosen in the palette: in the middle of what is in sight, below what stands there."""
        self.add(kind, *self._free())

    def _free(self) -> Place:
        """A place in the middle of what is in sight, or the first below it where nothing stands."""
        middle = self._canvas.seen().center()
        x, y = middle.x() - ROOM[0] / 2, middle.y() - ROOM[1] / 2
        taken = [(left, top) for left, top in self._canvas.places().values() if abs(left - x) < ROOM[0]]
        while any(abs(top - y) < ROOM[1] for _, top in taken):
            y += ROOM[1] / 4
        return x, y

    def remove(self, names: Sequence[str], keys: Sequence[WireKey] = ()) -> None:
        """Nodes and wires."""
        loose = [key for key in keys if key.source not in names and key.target not in names]

        def change(model: Model) -> Model:
            for key in sorted(loose, key=lambda k: -drawn.slot_of(k.input)):
                model = wires.disconnect(model, key.target, drawn.slot_of(key.input))
            return edits.remove(model, *names) if names else model

        self._document.edit(mark("Remove"), change)

    def exchange(self, name: str, kind: str) -> None:
        """Another layer in a node's place."""
        self._document.edit(mark("Exchange"), lambda m: wires.exchange(m, name, kind))

    def set_option(self, name: str, option: str, value: object) -> None:
        """One option of a node, and of all that are the same layer."""
        self._document.edit(mark("Change an option"), lambda m: edits.set_options(m, name, **{option: value}))

    def rename(self, name: str, new: str) -> None:
        """A node under another name."""
        if self._document.edit(mark("Rename"), lambda m: edits.rename(m, name, new)):
            self._canvas.select([new])

    # -- weights ---------------------------------------------------------------------------------------

    def tie_to(self, source: str, name: str) -> None:
        """Let ``name`` be the same layer as ``source``."""
        self._document.edit(mark("Tie"), lambda m: ties.tie(m, name, source))

    def tie(self) -> None:
        """All selected nodes the same layer as the first of them, in the order of the graph."""
        names = self._chosen()

        def change(model: Model) -> Model:
            first = ties.keys(model.graph.node(names[0]))
            others = [n for n in names[1:] if ties.keys(model.graph.node(n)) != first]
            for name in others or names[1:]:  # where all are the same layer already, it says so
                model = ties.tie(model, name, names[0])
            return model

        self._document.edit(mark("Tie"), change)

    def untie(self) -> None:
        """Weights of its own for every selected node that shares some."""
        names = self._chosen()

        def change(model: Model) -> Model:
            shared = [name for name in names if ties.shared(model, name)] or list(names)
            for name in shared:
                if len(shared) == 1 or ties.shared(model, name):
                    model = ties.untie(model, name)
            return model

        self._document.edit(mark("Untie"), change)

    def again(self, name: str, share: bool = True) -> None:
        """The same layer once more, or a copy that goes its own way."""
        self._document.edit(mark("Use again"), lambda m: ties.again(m, name, share))

    def freeze(self, frozen: bool = True) -> None:
        """Training leaves the selected layers alone, or no longer does."""
        self._each(mark("Freeze") if frozen else mark("Thaw"), lambda m, name: ties.freeze(m, name, frozen))

    def renew(self) -> None:
        """The selected layers begin anew, from another seed each time."""
        self._renewed += 1
        seed = self._renewed
        self._each(mark("Begin anew"), lambda m, name: ties.renew(m, name, seed))

    def _each(self, name: str, change: Callable[[Model, str], Model]) -> None:
        """An edit of the selected nodes; those without weights are left alone if any has some."""
        chosen = self._chosen()

        def every(model: Model) -> Model:
            weighted = [n for n in chosen if ties.keys(model.graph.node(n))] or list(chosen)
            for one in weighted:
                model = change(model, one)
            return model

        self._document.edit(name, every)

    def frozen(self, name: str) -> bool:
        """Whether a node's weights are all frozen."""
        model = self._document.local
        keys = ties.keys(model.graph.node(name))
        return bool(keys) and all(model.weights[key].frozen for key in keys)

    # -- parts -----------------------------------------------------------------------------------------

    def nest(self) -> None:
        """The selected nodes as one block."""
        names = self._chosen()
        self._document.edit(mark("Make a block"), lambda m: blocks.nest(m, names))

    def flatten(self) -> None:
        """The nodes of the selected blocks in their place."""
        names = self._chosen()

        def change(model: Model) -> Model:
            for name in names:
                model = blocks.flatten(model, name)
            return model

        self._document.edit(mark("Open the block"), change)

    def fold(self) -> None:
        """What is repeated and what is long as blocks."""
        if self._document.edit(mark("Fold into blocks"), refolded):
            self._canvas.begin()

    def open(self, name: str) -> None:
        """Look into a block."""
        document = self._document
        if name in document.graph.by_id and document.graph.by_id[name].inner is not None:
            document.enter((*document.path, name))
            self._canvas.begin()

    def up(self) -> None:
        """Out of the block that is looked into."""
        inside = self._document.path[-1:]
        self._document.enter(self._document.path[:-1])
        self._canvas.begin()
        self._canvas.select([name for name in inside if name in self._document.graph.by_id])

    def head(self) -> None:
        """The model up to the selected nodes, as the model."""
        names = self._chosen()
        self._document.edit(mark("Extract"), lambda m: cuts.head(m, *names))

    def tail(self) -> None:
        """What comes after the selected node, as the model."""
        names = self._chosen()
        self._document.edit(mark("Extract"), lambda m: cuts.tail(m, names[0] if names else ""))

    def apart(self) -> None:
        """The selected nodes, or the inside of the selected block, on a canvas of their own."""
        self.canvas_wanted.emit(self._chosen())

    def siamese(self, share: bool = True) -> None:
        """The whole model for two inputs, with the same weights for both or a copy for the second."""
        self._document.edit(mark("Use the model twice"), lambda m: clips.siamese(m, share), whole=True)

    def place(self, other: Model, name: str = "model") -> None:
        """A whole other model as one block, laid out for the window."""
        other = placed(other, self._canvas.graph_scene.aspect)
        where = drawn.at_of(self._free())
        taken = set(self._document.graph.by_id)
        self._document.edit(mark("Add a model"), lambda m: clips.place(m, other, name, where))
        self._canvas.select([n.id for n in self._document.graph.nodes if n.id not in taken])

    # -- copies ----------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Keep the selected nodes."""
        names = self._chosen()
        problem = self._document.tried(lambda m: clips.copy(m, *names))
        if names and self._document.model is not None:
            self._clip = clips.copy(self._document.local, *names)
        elif problem is not None:
            self._document.refused.emit(problem)

    @property
    def copied(self) -> bool:
        """Whether there is something to paste."""
        return self._clip is not None

    def paste(self, share: bool = False) -> None:
        """What was copied: with weights of its own, or sharing those that are still here."""
        if (clip := self._clip) is None:
            return
        taken = set(self._document.graph.by_id)
        if self._document.edit(mark("Paste"), lambda m: clips.paste(m, clip, share)):
            self._canvas.select([n.id for n in self._document.graph.nodes if n.id not in taken])

    def _command(self, what: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "copy": self.copy, "paste": self.paste, "undo": self._document.undo, "redo": self._document.redo,
            "group": self.nest, "ungroup": self.flatten, "tie": self.tie,
        }  # fmt: skip
        if what == "cut":
            self.copy()
            self.remove(self._chosen())
        elif what == "duplicate":
            self.copy()
            self.paste()
        else:
            acts[what]()

    def _chosen(self) -> tuple[str, ...]:
        """The selected nodes in the order of the graph."""
        chosen = set(self._canvas.selection())
        return tuple(node.id for node in self._document.graph.nodes if node.id in chosen)


def _connected(source: str, output: str, target: str, port: str) -> Callable[[Model], Model]:
    return lambda m: wires.connect(m, source, target, drawn.slot_of(port), drawn.slot_of(output))
