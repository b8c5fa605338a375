"""Nodes of imported models: any function, method or layer of torch that is on the list."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from engines.ground.device import is_out_of_memory
from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph.node import Node, Option
from engines.layers.graph.types import BATCH, Type
from engines.layers.net import arguments
from engines.layers.net.allowed import ATTRIBUTES, FUNCTIONS, METHODS, MODULES

_FAULTS = (
    RuntimeError,
    TypeError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    NotImplementedError,
    RecursionError,
    OverflowError,
    ZeroDivisionError,
    AssertionError,
)


def module(node: Node) -> nn.Module:
    """The layer that a node of kind "module" names, on the device that is set. Raises Problem."""
    name = node.text("target")
    if name not in MODULES:
        raise Problem(
            mark("{node}: {target} is not among the layers that a file may name."),
            node=node.id,
            target=name[:40],
        )
    try:
        options = arguments.parsed(node.text("arguments"))
        return MODULES[name](**{str(k): arguments.decode(v, ()) for k, v in options.items()})
    except _FAULTS as e:
        raise _refusal(node, e) from e


def run(node: Node, inputs: Sequence[Any], layer: nn.Module | None = None) -> Any:
    """What a call or a module answers. Raises Problem."""
    try:
        if layer is not None:
            given = arguments.decode(arguments.parsed(node.text("call")), inputs)
            return layer(*given)
        args, options = arguments.parsed(node.text("arguments"))
        given = arguments.decode(args, inputs)
        named = {str(k): arguments.decode(v, inputs) for k, v in options.items()}
        return _function(node, given)(*given, **named)
    except _FAULTS as e:
        if is_out_of_memory(e):
            raise
        raise _refusal(node, e) from e


def _function(node: Node, given: list[Any]) -> Any:
    name = node.text("target")
    if name.startswith("method."):
        word = name.removeprefix("method.")
        if word in METHODS and isinstance(given[0], Tensor | torch.Size | tuple):
            return lambda x, *rest, **named: getattr(x, word)(*rest, **named)
    elif name == "getattr":
        if len(given) == 2 and given[1] in ATTRIBUTES and isinstance(given[0], Tensor):
            return getattr
    elif name in FUNCTIONS:
        if name.startswith("operator.") and not all(
            isinstance(g, Tensor | int | float | tuple | list | slice) or g is Ellipsis or g is None
            for g in given
        ):
            raise TypeError(name)
        if name == "operator.pow" and not isinstance(given[0], Tensor) and abs(given[1]) > 64:
            raise OverflowError(name)
        return FUNCTIONS[name]
    raise Problem(
        mark("{node}: {target} is not among the functions that a file may name."),
        node=node.id,
        target=name[:40],
    )


def _refusal(node: Node, error: Exception) -> Problem:
    reason = str(error).strip().split("\n")[0][:160]
    return Problem(mark("{node} cannot run: {reason}"), node=node.id, reason=reason or type(error).__name__)


# -- shapes --------------------------------------------------------------------------------------------


def type_of(node: Node, inputs: Sequence[Type]) -> Type:
    """What a node answers, found out on the device without memory. Raises Problem."""
    given = tuple(inputs)
    try:
        hash(given)
    except TypeError:  # a list is among them
        return _type_of.__wrapped__(node.id, node.kind, node.options, given)
    return _type_of(node.id, node.kind, node.options, given)


@functools.lru_cache(maxsize=1 << 13)
def _type_of(name: str, kind: str, options: tuple[tuple[str, Option], ...], inputs: tuple[Type, ...]) -> Type:
    """Kept, as every edit asks for all nodes again."""
    node = Node(name, kind, options)
    given = [example(what) for what in inputs]
    with torch.device("meta"), torch.no_grad():
        layer = module(node).eval() if node.kind == "module" else None
        return described(run(node, given, layer))


def example(what: Type) -> Any:
    """Something of that type, without memory."""
    if what.kind == "tuple":
        return tuple(example(part) for part in what.parts)
    if what.kind == "value":
        return what.value
    dtype = {"float": torch.float32, "tokens": torch.int64, "truth": torch.bool}[what.kind]
    shape = [-n * BATCH if n < 0 else n for n in what.shape]
    return torch.empty(shape, dtype=dtype, device="meta")


def described(found: Any) -> Type:
    """The type of something. Extents that are multiples of the batch are told by it."""
    if isinstance(found, Tensor):
        kind = "truth" if found.dtype is torch.bool else "float" if found.is_floating_point() else "tokens"
        shape = tuple(-(n // BATCH) if n and n % BATCH == 0 else n for n in found.shape)
        return Type("float" if kind == "float" else "truth" if kind == "truth" else "tokens", shape)
    if isinstance(found, tuple | list):
        return Type("tuple", (), tuple(described(part) for part in found))
    return Type("value", (), (), found)
