"""A model as a module of torch: one layer for each key of weights, called wherever a node names it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph.carry import rule
from engines.layers.graph.node import Model, Weights
from engines.layers.net import arrays, calls, layers
from engines.layers.net.plan import Plan, Step, planned
from engines.layers.net.small import Dropout


class Signal(NamedTuple):
    """What runs along a wire: values, and where they are real, bool (B, T), if it is known."""

    x: Any
    mask: Tensor | None = None


class Network(nn.Module):
    """Runs a model's graph. Shared layers are one object, so their gradients add up by themselves.

    Args:
        model: that can run.
        known: use these layers, of another network, for keys that it has: they share memory then.

    Attributes:
        plan: the steps. layers: by key. parts: what a step calls, by its path.

    Raises:
        Problem: the model cannot run; the sentence names the node.
    """

    def __init__(self, model: Model, known: Network | None = None) -> None:
        super().__init__()
        self.plan: Plan = planned(model.graph)
        self.layers = nn.ModuleDict()
        self._known = dict(known.layers) if known is not None else {}
        self.parts: dict[str, nn.Module] = {}
        self._model = model
        for step in self.plan.steps:
            part = self._part(step)
            if part is not None:
                self.parts[step.path] = part
        del self._known, self._model

    def _part(self, step: Step) -> nn.Module | None:
        node, model = step.node, self._model
        inputs = self.plan.live.inputs[step.path]
        try:
            if node.table:
                return self._shared(node.weights, lambda w: layers.made(node, inputs, w, self._table(step)))
            if node.weights:
                return self._shared(node.weights, lambda w: layers.made(node, inputs, w))
            return layers.made(node, inputs, None) if node.kind in layers.MADE else None
        except (KeyError, RuntimeError) as e:
            key = node.weights
            if not model.weights.get(key, Weights()).values:
                raise
            raise Problem(mark("{node}: its weights do not fit it."), node=node.id) from e

    def _table(self, step: Step) -> nn.Embedding:
        node = step.node
        stand_in = replace(
            node, kind="embedding", table="",
            options=(("vocab", node.number("vocab")), ("dim", self.plan.live.inputs[step.path][0].shape[-1])),
        )  # fmt: skip
        found = self._shared(node.table, lambda w: layers.made(stand_in, (), w))
        assert isinstance(found, nn.Embedding)
        return found

    def _shared(self, key: str, make: Any) -> nn.Module:
        name = f"w_{key}"  # a key may be a word that ModuleDict keeps for itself
        if name not in self.layers:
            known = self._known.get(name)
            self.layers[name] = make(self._model.weights[key]) if known is None else known
        return self.layers[name]

    def layer(self, key: str) -> nn.Module:
        """The layer of a key."""
        return self.layers[f"w_{key}"]

    def train(self, mode: bool = True) -> Network:
        """Layers without weights too, which are no submodules."""
        for part in self.parts.values():
            part.train(mode)
        return super().train(mode)

    def seed(self, number: int) -> None:
        """What is dropped hangs on this number, and on where."""
        for path, part in self.parts.items():
            if isinstance(part, Dropout):
                part.seed = (zlib.crc32(path.encode()) + number * 1000003) % 2**32

    def forward(self, *inputs: Tensor) -> Any:
        """Outputs in the graph's order, a tuple if there are several. ``inputs`` in the graph's order."""
        found = self.run(*inputs)
        outputs = tuple(found[path].x for path in self.plan.outputs)
        return outputs[0] if len(outputs) == 1 else outputs

    def run(
        self,
        *inputs: Tensor,
        masks: Mapping[str, Tensor] | None = None,
        instead: Mapping[str, nn.Module] | None = None,
    ) -> dict[str, Signal]:
        """What each step answers, by its path.

        Args:
            masks: (B, T) of inputs that are sequences, by node. instead: other layers for some steps.
        """
        if len(inputs) != len(self.plan.inputs):
            raise Problem(
                mark("The model has {wanted} inputs, not {given}."),
                wanted=len(self.plan.inputs),
                given=len(inputs),
            )
        given = dict(zip(self.plan.inputs, inputs, strict=True))
        found: dict[str, Signal] = {}
        for step in self.plan.steps:
            if step.node.kind == "input":
                found[step.path] = Signal(given[step.path], (masks or {}).get(step.path))
                continue
            part = (instead or {}).get(step.path, self.parts.get(step.path))
            found[step.path] = answer(step, [found[source] for source in step.sources], part)
        return found


def answer(step: Step, into: list[Signal], part: nn.Module | None) -> Signal:
    """Run one step, and decide what becomes of the mask."""
    node, x = step.node, [signal.x for signal in into]
    if node.kind == "cross":
        assert part is not None
        return Signal(part(x[0], x[1], into[1].mask if node["masked"] else None), into[0].mask)
    masks = [signal.mask for signal in into if signal.mask is not None]
    mask = masks[0] if masks else None
    for other in masks[1:]:
        mask = mask & other if mask is not None else other
    found: Any
    if node.kind in ("call", "module"):
        return Signal(calls.run(node, x, part))
    if node.kind == "add":
        found = x[0]
        for other in x[1:]:
            found = found + other
    elif node.kind == "multiply":
        found = x[0]
        for other in x[1:]:
            found = found * other
    elif node.kind == "difference":
        found = (x[0] - x[1]).abs()
    elif node.kind in ("concat", "parameter"):
        assert part is not None
        found = part(*x)
    else:
        assert part is not None
        found = layers.call(part, node.kind, x[0], mask if dict(node.options).get("masked", False) else None)
    if rule(node) == "make":
        return Signal(found, x[0] != 0)
    kept = mask is not None and rule(node) == "keep" and found.dim() > 2
    return Signal(found, mask if kept else None)


def built(model: Model, known: Network | None = None) -> Network:
    """See :class:`Network`."""
    return Network(model, known)


@torch.no_grad()
def captured(model: Model, network: Network) -> Model:
    """The model with the weights of a network as they are now."""
    pool = {}
    for key, weights in model.weights.items():
        name = f"w_{key}"
        if name in network.layers:
            state = network.layers[name].state_dict()
            values = tuple((n, arrays.array(v)) for n, v in state.items() if not n.startswith("table."))
            weights = replace(weights, values=values)
        pool[key] = weights
    return Model(model.graph, pool)
