"""For each kind of layer: the shape of its answer, and the shapes of the weights it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph.node import Node
from engines.layers.graph.types import Type, floats

Shapes: TypeAlias = "dict[str, tuple[int, ...]]"
Inputs: TypeAlias = "tuple[Type, ...]"


def _wants(node: Node, what: Type, *dims: int) -> tuple[int, ...]:
    """The extents of numbers with so many dimensions, the batch not counted. Raises Problem."""
    if what.kind != "float" or len(what.shape) - 1 not in dims or (what.shape[0] != -1 and what.shape[0] < 1):
        wanted = {(1,): "B×D", (2,): "B×T×D", (3,): "B×C×H×W"}
        named = mark("{node} takes {wanted}, and gets {got}.")
        raise Problem(named, node=node.id, wanted=" / ".join(wanted[(d,)] for d in dims), got=_told(what))
    return what.inner


def _told(what: Type) -> str:
    return f"{what.text()} tokens" if what.kind == "tokens" else what.text()


def _tokens(node: Node, what: Type) -> tuple[int, ...]:
    if what.kind != "tokens":
        raise Problem(
            mark("{node} looks up tokens, and gets numbers of shape {got}: wire it to an input of tokens."),
            node=node.id,
            got=what.text(),
        )
    return what.shape


def _any(node: Node, what: Type) -> tuple[int, ...]:
    if what.kind != "float":
        raise Problem(mark("{node} takes numbers, and gets {got}."), node=node.id, got=_told(what))
    return what.shape


def _same(node: Node, inputs: Inputs) -> Type:
    return Type("float", _any(node, inputs[0]))


def _linear(node: Node, inputs: Inputs) -> Type:
    shape = _any(node, inputs[0])
    if len(shape) < 2:
        raise Problem(mark("{node} takes numbers, and gets {got}."), node=node.id, got=inputs[0].text())
    return Type("float", (*shape[:-1], node.number("out")))


def _conv(node: Node, inputs: Inputs) -> Type:
    inner = _wants(node, inputs[0], 2, 3)
    k, stride, same = node.number("kernel"), node.number("stride"), node["padding"] == "same"
    if same and k % 2 == 0:
        raise Problem(
            mark("{node}: a kernel of {kernel} has no middle; take an odd one."), node=node.id, kernel=k
        )

    def along(n: int) -> int:
        found = (n + (2 * (k // 2) if same else 0) - k) // stride + 1
        if found < 1:
            raise Problem(
                mark("{node}: nothing is left of {extent} places by a kernel of {kernel}."),
                node=node.id, extent=n, kernel=k,
            )  # fmt: skip
        return found

    if len(inner) == 2:
        return floats(along(inner[0]), node.number("channels"))
    return floats(node.number("channels"), along(inner[1]), along(inner[2]))


def _norm(node: Node, inputs: Inputs) -> Type:
    dims = (1, 3) if node["over"] == "batch" else (1, 2)
    return floats(*_wants(node, inputs[0], *dims))


def _window(node: Node, inputs: Inputs) -> Type:
    c, h, w = _wants(node, inputs[0], 3)
    size = node.number("size")
    if min(h, w) < size:
        raise Problem(
            mark("{node}: nothing is left of {extent} places by a kernel of {kernel}."),
            node=node.id, extent=min(h, w), kernel=size,
        )  # fmt: skip
    return floats(c, h // size, w // size)


def _flatten(node: Node, inputs: Inputs) -> Type:
    count = 1
    for extent in _any(node, inputs[0])[1:]:
        count *= extent
    return floats(count)


def _embedding(node: Node, inputs: Inputs) -> Type:
    return Type("float", (*_tokens(node, inputs[0]), node.number("dim")))


def _tied(node: Node, inputs: Inputs) -> Type:
    shape = _any(node, inputs[0])
    return Type("float", (*shape[:-1], node.number("vocab")))


def _lstm(node: Node, inputs: Inputs) -> Type:
    t, _ = _wants(node, inputs[0], 2)
    return floats(t, node.number("units") * (2 if node["both"] else 1))


def _attention(node: Node, inputs: Inputs) -> Type:
    t, d = _wants(node, inputs[0], 2)
    if d % node.number("heads"):
        raise Problem(
            mark("{node}: {features} features cannot be shared out among {heads} heads."),
            node=node.id, features=d, heads=node.number("heads"),
        )  # fmt: skip
    return floats(t, d)


def _cross(node: Node, inputs: Inputs) -> Type:
    _wants(node, inputs[1], 2)
    return _attention(node, inputs)


def _pool(node: Node, inputs: Inputs) -> Type:
    inner = _wants(node, inputs[0], 2, 3)
    return floats(inner[1] if len(inner) == 2 else inner[0])


def _over_steps(node: Node, inputs: Inputs) -> Type:
    return floats(_wants(node, inputs[0], 2)[1])


def _equal(node: Node, inputs: Inputs) -> Type:
    first = _any(node, inputs[0])
    for other in inputs[1:]:
        if _any(node, other) != first:
            raise Problem(
                mark("{node} joins equal shapes, and gets {first} and {other}."),
                node=node.id, first=inputs[0].text(), other=other.text(),
            )  # fmt: skip
    return Type("float", first)


def _concat(node: Node, inputs: Inputs) -> Type:
    first = _any(node, inputs[0])
    axis = 1 if len(first) == 4 else len(first) - 1  # channels of pictures, else features
    total = 0
    for other in inputs:
        shape = _any(node, other)
        if (
            len(shape) != len(first)
            or len(shape) < 2
            or shape[:axis] + shape[axis + 1 :] != first[:axis] + first[axis + 1 :]
        ):
            raise Problem(
                mark("{node} cannot lay {first} and {other} side by side."),
                node=node.id, first=inputs[0].text(), other=other.text(),
            )  # fmt: skip
        total += shape[axis]
    return Type("float", (*first[:axis], total, *first[axis + 1 :]))


def _input(node: Node, inputs: Inputs) -> Type:
    batch = node.number("batch")
    kind = "tokens" if node["dtype"] == "tokens" else "float"
    return Type("tokens" if kind == "tokens" else "float", (batch or -1, *node.extents("shape")))


def _parameter(node: Node, inputs: Inputs) -> Type:
    kinds: dict[str, Type] = {"int64": Type("tokens"), "bool": Type("truth")}
    return replace(kinds.get(node.text("dtype"), Type("float")), shape=node.extents("shape"))


def _imported(node: Node, inputs: Inputs) -> Type:
    from engines.layers.net import calls  # torch itself tells, on its device without memory

    return calls.type_of(node, inputs)


SHAPES: Final[Mapping[str, Callable[[Node, Inputs], Type]]] = {
    "input": _input,
    "output": lambda node, inputs: inputs[0],
    "embedding": _embedding,
    "linear": _linear,
    "conv": _conv,
    "norm": _norm,
    "activation": _same,
    "window": _window,
    "flatten": _flatten,
    "tied_output": _tied,
    "lstm": _lstm,
    "attention": _attention,
    "cross": _cross,
    "dropout": _same,
    "position": lambda node, inputs: floats(*_wants(node, inputs[0], 2)),
    "pool": _pool,
    "attention_pool": _over_steps,
    "last": _over_steps,
    "add": _equal,
    "multiply": _equal,
    "difference": _equal,
    "concat": _concat,
    "parameter": _parameter,
    "module": _imported,
    "call": _imported,
}


def needed(node: Node, inputs: Inputs) -> dict[str, Shapes]:
    """Shapes of the weights that a use needs: {key: {name: shape}}. Those of "module" torch knows alone."""
    found: dict[str, Shapes] = {}
    if node.weights:
        found[node.weights] = _parameters(node, inputs)
    if node.table:
        found[node.table] = {"weight": (node.number("vocab"), inputs[0].shape[-1])}
    return found


def _parameters(node: Node, inputs: Inputs) -> Shapes:
    d = inputs[0].shape[-1] if inputs and inputs[0].shape else 0
    if node.kind == "embedding":
        return {"weight": (node.number("vocab"), node.number("dim"))}
    if node.kind == "linear":
        return _with_bias(node, (node.number("out"), d))
    if node.kind == "conv":
        k, pictures = node.number("kernel"), len(inputs[0].shape) == 4
        into = inputs[0].shape[1] if pictures else d
        return _with_bias(node, (node.number("channels"), into, *((k, k) if pictures else (k,))))
    if node.kind == "norm":
        over = inputs[0].shape[1] if len(inputs[0].shape) == 4 else d
        return {"weight": (over,), "bias": (over,)}
    if node.kind == "tied_output":
        return {"bias": (node.number("vocab"),)}
    if node.kind == "lstm":
        return _lstm_parameters(node.number("units"), d, both=bool(node["both"]))
    if node.kind == "attention":
        return {"qkv.weight": (3 * d, d), "qkv.bias": (3 * d,), "out.weight": (d, d), "out.bias": (d,)}
    if node.kind == "cross":
        other = inputs[1].shape[-1]
        return {"q.weight": (d, d), "q.bias": (d,), "kv.weight": (2 * d, other), "kv.bias": (2 * d,),
                "out.weight": (d, d), "out.bias": (d,)}  # fmt: skip
    if node.kind == "position":
        return {"weight": inputs[0].inner}
    if node.kind == "attention_pool":
        return {"score.weight": (1, d)}
    if node.kind == "parameter":
        return {"value": node.extents("shape")}
    return {}


def _with_bias(node: Node, weight: tuple[int, ...]) -> Shapes:
    return {"weight": weight, **({"bias": weight[:1]} if node["bias"] else {})}


def _lstm_parameters(u: int, d: int, *, both: bool) -> Shapes:
    found: Shapes = {}
    for end in ("", "_reverse") if both else ("",):
        found |= {f"weight_ih_l0{end}": (4 * u, d), f"weight_hh_l0{end}": (4 * u, u)}
        found |= {f"bias_ih_l0{end}": (4 * u,), f"bias_hh_l0{end}": (4 * u,)}
    return found
