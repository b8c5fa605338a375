"""Each node as Python: how its layer is made, and how it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from engines.layers.graph.node import Node
from engines.layers.graph.types import Type
from engines.layers.net import arguments

SYMBOLS: Final = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**",
    "matmul": "@", "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "and_": "&",
    "or_": "|",
}  # fmt: skip
ACTIVATIONS: Final = {
    "relu": "torch.relu({x})", "tanh": "torch.tanh({x})", "sigmoid": "torch.sigmoid({x})",
    "gelu": "F.gelu({x})", "silu": "F.silu({x})", "softmax": "torch.softmax({x}, -1)", "identity": "{x}",
}  # fmt: skip

Inputs = tuple[Type, ...]


def _conv(node: Node, inputs: Inputs) -> str:
    pictures = len(inputs[0].shape) == 4
    k = node.number("kernel")
    words = [inputs[0].shape[1 if pictures else -1], node.number("channels"), k, node.number("stride")]
    words.append(k // 2 if node["padding"] == "same" else 0)
    return f"{'nn.Conv2d' if pictures else 'Conv'}({', '.join(map(str, words))}{_bias(node)})"


def _bias(node: Node) -> str:
    return "" if node["bias"] else ", bias=False"


def _norm(node: Node, inputs: Inputs) -> str:
    if node["over"] == "layer":
        return f"nn.LayerNorm({inputs[0].shape[-1]})"
    return f"nn.BatchNorm{2 if len(inputs[0].shape) == 4 else 1}d({inputs[0].shape[1]})"


def _lstm(node: Node, inputs: Inputs) -> str:
    units, both, way = node.number("units"), bool(node["both"]), node.text("way")
    return f"Lstm({inputs[0].shape[-1]}, {units}, both={both}, way={way!r})"


def _attention(node: Node, inputs: Inputs) -> str:
    return f"SelfAttention({inputs[0].shape[-1]}, {node.number('heads')}, causal={bool(node['causal'])})"


def _cross(node: Node, inputs: Inputs) -> str:
    return f"CrossAttention({inputs[0].shape[-1]}, {inputs[1].shape[-1]}, {node.number('heads')})"


def _module(node: Node, inputs: Inputs) -> str:
    options = arguments.parsed(node.text("arguments"))
    words = ", ".join(f"{name}={arguments.written(value, ())}" for name, value in options.items())
    return f"nn.{node.text('target')}({words})"


MADE: Final[Mapping[str, Callable[[Node, Inputs], str]]] = {
    "embedding": lambda node, inputs: f"nn.Embedding({node['vocab']}, {node['dim']})",
    "linear": lambda node, inputs: f"nn.Linear({inputs[0].shape[-1]}, {node['out']}{_bias(node)})",
    "conv": _conv,
    "norm": _norm,
    "lstm": _lstm,
    "attention": _attention,
    "cross": _cross,
    "dropout": lambda node, inputs: f"nn.Dropout({node['rate']})",
    "position": lambda node, inputs: f"Position{inputs[0].inner}",
    "attention_pool": lambda node, inputs: f"AttentionPool({inputs[0].shape[-1]})",
    "pool": lambda node, inputs: "MeanPool()" if node["of"] == "mean" else "MaxPool()",
    "last": lambda node, inputs: "Last()",
    "parameter": lambda node, inputs: f"Value({node.extents('shape')}, {node.text('dtype')!r})",
    "module": _module,
}


def written(node: Node, layer: str, x: Sequence[str], mask: str, shape: Inputs) -> str:
    """The expression for what a node answers.

    Args:
        layer: its attribute, "" if it has none. x: variables that it reads. mask: one of bool, "" for none.
    """
    if node.kind == "activation":
        return ACTIVATIONS[node.text("function")].format(x=x[0])
    if node.kind in ("add", "multiply"):
        return (" + " if node.kind == "add" else " * ").join(x)
    if node.kind == "difference":
        return f"({x[0]} - {x[1]}).abs()"
    if node.kind == "concat":
        return f"torch.cat(({', '.join(x)}), {1 if len(shape[0].shape) == 4 else -1})"
    if node.kind == "flatten":
        return f"{x[0]}.flatten(1)"
    if node.kind == "window":
        return f"F.{'max' if node['of'] == 'max' else 'avg'}_pool2d({x[0]}, {node['size']})"
    if node.kind == "module":
        given = arguments.parsed(node.text("call"))
        return f"{layer}({', '.join(arguments.written(v, x) for v in given)})"
    if node.kind == "call":
        return _called(node, x)
    return f"{layer}({', '.join([*x, *([mask] if mask else [])])})"


def _called(node: Node, x: Sequence[str]) -> str:
    args, options = arguments.parsed(node.text("arguments"))
    words: list[str] = [arguments.written(v, x) for v in args]
    name = node.text("target")
    symbol = SYMBOLS.get(name.removeprefix("operator.")) if name.startswith("operator.") else None
    if symbol is not None and len(words) == 2:
        return f"{words[0]} {symbol} {words[1]}"
    if name == "getattr":
        return f"{words[0]}.{args[1]}"
    if name == "operator.getitem":
        return f"{words[0]}[{words[1]}]"
    named = [f"{key}={arguments.written(v, x)}" for key, v in options.items()]
    if name.startswith("method."):
        return f"{words[0]}.{name.removeprefix('method.')}({', '.join([*words[1:], *named])})"
    return f"{name}({', '.join([*words, *named])})"
