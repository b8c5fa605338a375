"""A trace written down as a model: layers that the palette has become its nodes, all else stays a call."""

from __future__ import annotations

import re
from typing import Any

import torch
from torch import Tensor, fx, nn

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph import names
from engines.layers.graph.edits import made
from engines.layers.graph.folding import clean, short
from engines.layers.graph.node import Edge, Graph, Model, Node, Weights
from engines.layers.graph.origin import Origin
from engines.layers.net import arguments, arrays, known, tracing
from engines.layers.net.allowed import ATTRIBUTES, METHODS, NAMES

_PLAIN = {nn.Linear: "F.linear", nn.Embedding: "F.embedding"}  # what is all that they do with their tensors


class Scribe:
    """Writes the nodes of a trace down one after the other."""

    def __init__(
        self, traced: fx.GraphModule, found: dict[fx.Node, Any], examples: tuple[Tensor, ...], name: str
    ) -> None:
        self.traced, self.found, self.name = traced, found, name
        self.examples = iter(examples)
        self.nodes: list[Node] = []
        self.edges: list[Edge] = []
        self.weights: dict[str, Weights] = {}
        self.ids: dict[fx.Node, str] = {}
        self.keys: dict[tuple[int, ...], str] = {}  # by the identity of the tensors that a layer has
        self.tables: dict[int, str] = {}  # keys of embeddings by the identity of their table
        self.fixed = not any_batch(examples)
        self.taken: set[str] = set()
        self.origins: dict[str, Origin] = {}
        self.bare = {id(found[node]) for node in traced.graph.nodes if node.op == "get_attr"}

    def model(self) -> Model:
        """All of it. Raises Problem."""
        for node in self.traced.graph.nodes:
            if node.op == "output":
                self._outputs(node)
            elif not _is_named(node):  # a named tuple of answers is but a way to hand them out
                self._one(node)
        return Model(Graph(tuple(self.nodes), tuple(self.edges)), self.weights)

    def _one(self, node: fx.Node) -> None:
        begun = len(self.nodes)
        self._node(node)
        origin = Origin(node.meta.get("scopes", ()), _path(node))
        self.origins |= {made.id: origin for made in self.nodes[begun:]}

    def _node(self, node: fx.Node) -> None:
        name = names.fresh(
            clean(short(_path(node).split(".")) if node.op in ("call_module", "get_attr") else node.name),
            self.taken,
        )
        if node.op == "placeholder":
            self._write(node, self._input(node, name), [])
        elif node.op == "get_attr":
            self._write(node, self._parameter(node, name), [])
        elif node.op == "call_module":
            self._module(node, name)
        else:
            self._call(node, name)

    def _write(self, node: fx.Node, what: Node, sources: list[fx.Node]) -> None:
        self.ids[node] = what.id
        self._put(what, [self.ids[source] for source in sources])

    def _put(self, what: Node, sources: list[str]) -> None:
        self.taken.add(what.id)
        self.nodes.append(what)
        self.edges += [Edge(source, 0, what.id, slot) for slot, source in enumerate(sources)]

    def _input(self, node: fx.Node, name: str) -> Node:
        x = next(self.examples, None)
        if x is None:
            raise Problem(mark("{name} wants more inputs than there are examples."), name=self.name)
        batch = x.shape[0] if self.fixed else 0
        dtype = "float" if x.is_floating_point() else "tokens"
        return made("input", name, {"shape": tuple(x.shape[1:]), "dtype": dtype, "batch": batch})

    def _parameter(self, node: fx.Node, name: str) -> Node:
        value = self.found[node]
        if not isinstance(value, Tensor):
            raise Problem(mark("{node} is no tensor."), node=name)
        dtype = str(value.dtype).removeprefix("torch.")
        key = self._key(
            tracing.path(node), (id(value),), {"value": value}, not isinstance(value, nn.Parameter)
        )
        return made("parameter", name, {"shape": tuple(value.shape), "dtype": dtype}, key)

    def _module(self, node: fx.Node, name: str) -> None:
        layer = self.traced.get_submodule(str(node.target))
        sources, encoded = self._encoded(list(node.args), name)
        if node.kwargs:
            raise Problem(mark("{node} is called in a way that no file could hold."), node=name)
        inputs = [self.found[s] for s in sources]
        table = self.tables.get(id(getattr(layer, "weight", None)))
        if isinstance(layer, nn.Linear) and table is not None:
            self._write(node, self._tied(layer, node, name, table), sources)
            return
        if type(layer) in _PLAIN and any(id(tensor) in self.bare for tensor in layer.parameters()):
            self._spread(layer, node, name, sources)
            return
        options = known.as_known(layer, inputs)
        if options is not None:
            kind, chosen = options
        else:
            kind, chosen = "module", known.as_module(layer, name, encoded)
        key = ""
        tensors = {**dict(layer.named_parameters()), **dict(layer.named_buffers())}
        if tensors or kind == "module":
            identity = tuple(map(id, tensors.values())) or (id(layer),)
            frozen = bool(tensors) and not any(p.requires_grad for p in layer.parameters())
            key = self._key(tracing.path(node), identity, tensors, frozen)
        if isinstance(layer, nn.Embedding):
            self.tables[id(layer.weight)] = key
        self._write(node, made(kind, name, chosen, key), sources)

    def _tied(self, layer: nn.Linear, node: fx.Node, name: str, table: str) -> Node:
        """A linear layer whose matrix is an embedding's table."""
        bias = layer.bias if layer.bias is not None else torch.zeros(layer.out_features)
        key = self._key(f"{tracing.path(node)}_bias", (id(layer), 1), {"bias": bias}, layer.bias is None)
        found = made("tied_output", name, {"vocab": layer.out_features}, key)
        return Node(found.id, found.kind, found.options, found.weights, table)

    def _spread(self, layer: nn.Module, node: fx.Node, name: str, sources: list[fx.Node]) -> None:
        """A layer whose tensors the module also reads by themselves: a call, and its tensors beside it."""
        inputs = [self.ids[source] for source in sources]
        for part, value in layer.named_parameters():
            key = self._key(
                f"{tracing.path(node)}_{part}", (id(value),), {"value": value}, not value.requires_grad
            )
            what = names.fresh(f"{name}_{part}", self.taken | {name})
            dtype = str(value.dtype).removeprefix("torch.")
            self._put(made("parameter", what, {"shape": tuple(value.shape), "dtype": dtype}, key), [])
            inputs.append(what)
        text = arguments.text([[{"$": slot} for slot in range(len(inputs))], {}])
        self.ids[node] = name
        self._put(made("call", name, {"target": _PLAIN[type(layer)], "arguments": text}), inputs)

    def _call(self, node: fx.Node, name: str) -> None:
        sources, args = self._encoded([list(node.args), dict(node.kwargs)], name)
        inputs = [self.found[s] for s in sources]
        options = known.as_call(node, inputs)
        if options is not None:
            self._write(node, made(options[0], name, options[1]), sources)
            return
        target = self._target(node, name)
        text = arguments.text(args)
        self._write(node, made("call", name, {"target": target, "arguments": text}), sources)

    def _target(self, node: fx.Node, name: str) -> str:
        if node.op == "call_method":
            if str(node.target) in METHODS:
                return f"method.{node.target}"
        elif node.target is getattr and node.args[1] in ATTRIBUTES:
            return "getattr"
        elif id(node.target) in NAMES:
            return NAMES[id(node.target)]
        what = getattr(node.target, "__name__", str(node.target))
        raise Problem(
            mark("{node} calls {target}, which is not among the functions that a file may name."),
            node=name, target=what,
        )  # fmt: skip

    def _encoded(self, found: Any, name: str) -> tuple[list[fx.Node], Any]:
        """Arguments as JSON, and the nodes that they refer to, each once."""
        sources: list[fx.Node] = []

        def refer(value: Any) -> int | None:
            if not isinstance(value, fx.Node):
                return None
            if value not in sources:
                sources.append(value)
            return sources.index(value)

        try:
            if isinstance(found, list) and len(found) == 2 and isinstance(found[1], dict):
                args, named = found
                given = arguments.encode(args, refer)
                return sources, [given, {key: arguments.encode(v, refer) for key, v in named.items()}]
            return sources, arguments.encode(found, refer)
        except Problem as e:
            raise Problem(mark("{node} cannot run: {reason}"), node=name, reason=e) from e

    def _key(self, wish: str, identity: tuple[int, ...], tensors: dict[str, Tensor], frozen: bool) -> str:
        """The key of these tensors, known already or new."""
        if identity not in self.keys:
            key = self.keys[identity] = names.fresh(clean(wish), self.weights)
            values = tuple((n, arrays.array(t)) for n, t in tensors.items())
            self.weights[key] = Weights(names.seed(key), values, frozen)
        return self.keys[identity]

    def _outputs(self, node: fx.Node) -> None:
        answers = node.args[0]
        if isinstance(answers, fx.Node) and _is_named(answers):
            answers = (*answers.args, *answers.kwargs.values())
        for answer in several(answers):
            if answer is None:
                continue
            if not isinstance(answer, fx.Node):
                raise Problem(mark("{name} answers something that is no tensor."), name=self.name)
            self._put(made("output", names.fresh("output", self.taken), {}), [self.ids[answer]])


def _path(node: fx.Node) -> str:
    """What a module calls it, "net.trunk.blocks.0.norm"; of a function, its name."""
    if node.op in ("call_module", "get_attr"):
        return tracing.path(node)
    return re.sub(r"_\d+$", "", node.name)


def _is_named(node: fx.Node) -> bool:
    """Whether a call makes a named tuple."""
    return isinstance(node.target, type) and issubclass(node.target, tuple)


def any_batch(examples: tuple[Tensor, ...]) -> bool:
    return all(x.dim() > 0 for x in examples)


def several(answer: Any) -> list[Any]:
    """All answers of a module that may have one, some in a row, or some by name."""
    if isinstance(answer, dict):
        return list(answer.values())
    return list(answer) if isinstance(answer, tuple | list) else [answer]
