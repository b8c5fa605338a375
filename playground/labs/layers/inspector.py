"""Beside the canvas: the selected layer, what it answers, the module tree, and what the model says."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent

from engines.layers.graph.kinds import kind_of
from engines.layers.graph.node import Node
from engines.layers.snapshot import Activation, LayersSnapshot
from playground.labs.layers import activity, drawn
from playground.labs.layers.drawn import Known
from playground.labs.layers.examples import Examples
from playground.labs.layers.options import Options
from widgets.frame.panel import Group, ScrollPanel
from widgets.graph.module_tree import ModuleTree
from widgets.look.figures import brief
from widgets.look.i18n import tr
from widgets.look.labels import WrappedLabel
from widgets.pictures.picture import Picture

ANSWER_HIGH, TREE_HIGH = 132, 236


class LayersInspector(ScrollPanel):
    """Values in, signals out; asks nothing of engines."""

    def __init__(self) -> None:
        super().__init__("Model")
        self.setObjectName("layers.inspector")
        self.column.setContentsMargins(12, 0, 8, 12)
        self._node: Node | None = None
        self._known: Known | None = None
        self._moved: float | None = None
        self._range: tuple[float, float] | None = None
        self._edited = False
        for group in (self._of_node(), self._of_tree(), self._of_examples()):
            self.column.addWidget(group)
        self.column.addStretch(1)
        self.show_node(None, "")

    def _of_node(self) -> Group:
        group = self._node_group = Group("Layer")
        self._what = WrappedLabel(role="dim")
        self._what.setObjectName("layers.node")
        group.body.addWidget(self._what)
        self.options = Options()
        group.body.addWidget(self.options)
        self.answer = Picture("", "")
        self.answer.setObjectName("layers.activation")
        self.answer.setFixedHeight(ANSWER_HIGH)
        group.body.addWidget(self.answer)
        self._told = WrappedLabel(role="dim")
        self._told.setObjectName("layers.activation.range")
        group.body.addWidget(self._told)
        return group

    def _of_tree(self) -> Group:
        group = Group("Modules", "own, nested, shared")
        self.tree = ModuleTree()
        self.tree.setObjectName("layers.tree")
        self.tree.setFixedHeight(TREE_HIGH)
        group.body.addWidget(self.tree)
        self._difference = WrappedLabel(role="dim")
        self._difference.setObjectName("layers.difference")
        group.body.addWidget(self._difference)
        return group

    def _of_examples(self) -> Group:
        group = self._example_group = Group("Held out", "never learned from")
        self.examples = Examples()
        group.body.addWidget(self.examples)
        return group

    # -- showing ---------------------------------------------------------------------------------------

    def forget(self) -> None:
        """A new run."""
        self._moved, self._edited = None, False
        self._say()

    def show_snapshot(self, snapshot: LayersSnapshot) -> None:
        """What the model says of what it has not seen."""
        self.examples.show_examples(snapshot.examples)

    def show_known(self, known: Known | None) -> None:
        """The module tree."""
        self._known = known
        self.tree.set_modules(drawn.tree(known) if known is not None else None)

    def show_node(self, node: Node | None, path: str) -> None:
        """The selected layer; None where none or several are selected."""
        other = (node.id if node else "") != (self._node.id if self._node else "")
        self._node = node
        if other:
            self.show_activation(None)
        self.options.show_node(node)
        self.options.setVisible(node is not None)
        self.answer.setVisible(node is not None and self.answer.has_pixels())
        if path:
            self.tree.set_current(path)
        self._say()

    def show_activation(self, found: Activation | None) -> None:
        """What the selected layer answers for the chosen example."""
        self._range = None
        if found is None or not found.values.size:
            self.answer.set_pixels(None)
        else:
            self.answer.set_pixels(activity.pixels(found))
            known = found.values[np.isfinite(found.values)]
            self._range = (float(known.min()), float(known.max())) if known.size else None
        self.answer.setVisible(self.answer.has_pixels())
        self._say()

    def show_difference(self, difference: float | None) -> None:
        """By how much the last edit moved the outputs."""
        self._moved, self._edited = difference, True
        self._say()

    def _say(self) -> None:
        node = self._node
        if node is None:
            self._what.setText(tr("Click a layer to see its options and what it answers."))
        else:
            kind = kind_of(node.kind)
            self._what.setText(tr("{side}: {what}", side=tr(kind.title), what=tr(kind.help)))
        told = ""
        if self._range is not None:
            low, high = self._range
            told = tr(
                "Answers from {low} to {high}, for the chosen example.", low=brief(low), high=brief(high)
            )
        self._told.setText(told)
        self._told.setVisible(bool(told))
        self._difference.setText(self._said_difference())
        self._difference.setVisible(self._edited)

    def _said_difference(self) -> str:
        if self._moved is None:
            return tr("The outputs before and after the last edit cannot be compared.")
        if self._moved == 0.0:
            return tr("The last edit changed no output at all.")
        return tr("The last edit moved an output by {difference} at most.", difference=brief(self._moved))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
            self.show_known(self._known)
        super().changeEvent(event)


def selected(names: list[str], nodes: dict[str, Node]) -> Node | None:
    """The one node that is selected."""
    return nodes.get(names[0]) if len(names) == 1 else None
