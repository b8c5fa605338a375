"""The module of torch for each kind of node."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import torch
from torch import Tensor, nn

from engines.layers.graph.node import Node, Weights
from engines.layers.graph.types import Type
from engines.layers.masks.attention import CrossAttention, SelfAttention
from engines.layers.masks.convolution import Conv
from engines.layers.masks.pooling import AttentionPool, Last, MaxPool, MeanPool
from engines.layers.masks.recurrent import Lstm
from engines.layers.net import arrays, calls
from engines.layers.net.small import Concat, Dropout, Position, Tied, Value, activation

Inputs = tuple[Type, ...]


def _embedding(node: Node, inputs: Inputs) -> nn.Module:
    return nn.Embedding(node.number("vocab"), node.number("dim"))


def _linear(node: Node, inputs: Inputs) -> nn.Module:
    return nn.Linear(inputs[0].shape[-1], node.number("out"), bias=bool(node["bias"]))


def _conv(node: Node, inputs: Inputs) -> nn.Module:
    k, bias = node.number("kernel"), bool(node["bias"])
    padding = k // 2 if node["padding"] == "same" else 0
    pictures = len(inputs[0].shape) == 4
    kind = nn.Conv2d if pictures else Conv
    into = inputs[0].shape[1 if pictures else -1]
    return kind(into, node.number("channels"), k, node.number("stride"), padding, bias=bias)


def _norm(node: Node, inputs: Inputs) -> nn.Module:
    if node["over"] == "layer":
        return nn.LayerNorm(inputs[0].shape[-1])
    return (nn.BatchNorm2d if len(inputs[0].shape) == 4 else nn.BatchNorm1d)(inputs[0].shape[1])


def _window(node: Node, inputs: Inputs) -> nn.Module:
    return (nn.MaxPool2d if node["of"] == "max" else nn.AvgPool2d)(node.number("size"))


def _lstm(node: Node, inputs: Inputs) -> nn.Module:
    return Lstm(inputs[0].shape[-1], node.number("units"), bool(node["both"]), node.text("way"))


def _attention(node: Node, inputs: Inputs) -> nn.Module:
    return SelfAttention(inputs[0].shape[-1], node.number("heads"), bool(node["causal"]))


def _cross(node: Node, inputs: Inputs) -> nn.Module:
    return CrossAttention(inputs[0].shape[-1], inputs[1].shape[-1], node.number("heads"))


MADE: Final[Mapping[str, Callable[[Node, Inputs], nn.Module]]] = {
    "embedding": _embedding,
    "linear": _linear,
    "conv": _conv,
    "norm": _norm,
    "activation": lambda node, inputs: activation(node.text("function")),
    "window": _window,
    "flatten": lambda node, inputs: nn.Flatten(),
    "lstm": _lstm,
    "attention": _attention,
    "cross": _cross,
    "dropout": lambda node, inputs: Dropout(node.share("rate")),
    "position": lambda node, inputs: Position(*inputs[0].inner),
    "pool": lambda node, inputs: MeanPool() if node["of"] == "mean" else MaxPool(),
    "attention_pool": lambda node, inputs: AttentionPool(inputs[0].shape[-1]),
    "last": lambda node, inputs: Last(),
    "concat": lambda node, inputs: Concat(),
    "parameter": lambda node, inputs: Value(node.extents("shape"), node.text("dtype")),
    "module": lambda node, inputs: calls.module(node),
}
MASKED: Final = ("conv", "lstm", "attention", "pool", "attention_pool", "last")  # forward takes a mask


def made(node: Node, inputs: Inputs, weights: Weights | None, table: nn.Embedding | None = None) -> nn.Module:
    """The layer of a node, with its weights as they are, or as their seed draws them."""
    with torch.device("meta"):
        layer = MADE[node.kind](node, inputs) if table is None else None
    if layer is None:
        assert table is not None
        layer = Tied(node.number("vocab"), table)
        own: dict[str, Tensor] = {"bias": layer.bias}
    else:
        layer = layer.to_empty(device="cpu")
        own = {**dict(layer.named_parameters()), **dict(layer.named_buffers())}
    if weights is not None:
        fill(layer, own, weights)
    return layer


def fill(layer: nn.Module, own: Mapping[str, Tensor], weights: Weights) -> None:
    """Put values in place, or draw them."""
    values = dict(weights.values)
    if not values:
        draw(layer, own, torch.Generator().manual_seed(weights.seed))
    with torch.no_grad():
        for name, found in values.items():
            own[name].copy_(arrays.tensor(found))
    for tensor in own.values():
        if isinstance(tensor, nn.Parameter):
            tensor.requires_grad_(not weights.frozen)


@torch.no_grad()
def draw(layer: nn.Module, own: Mapping[str, Tensor], rng: torch.Generator) -> None:
    """Begin anew: uniform within 1 / sqrt(inputs), tables with rows of length 1, biases and places zero."""
    for name, tensor in own.items():
        if name.endswith(("running_mean", "num_batches_tracked")) or _rests(layer, name):
            tensor.zero_()
        elif name.endswith("running_var") or isinstance(
            layer, (nn.LayerNorm, nn.modules.batchnorm._BatchNorm)
        ):
            tensor.fill_(0.0 if name == "bias" else 1.0)
        elif isinstance(layer, nn.Embedding):
            tensor.normal_(0.0, tensor.shape[1] ** -0.5, generator=rng)
        else:
            fan = layer.hidden_size if isinstance(layer, nn.LSTM) else math.prod(tensor.shape[1:])
            tensor.uniform_(-1 / math.sqrt(max(1, fan)), 1 / math.sqrt(max(1, fan)), generator=rng)


def _rests(layer: nn.Module, name: str) -> bool:
    return isinstance(layer, Position) or (name.endswith("bias") and not isinstance(layer, nn.LSTM))


def call(layer: nn.Module, kind: str, x: Any, mask: Tensor | None) -> Tensor:
    """A layer of one input, told of the mask if it listens."""
    found: Tensor = layer(x, mask) if kind in MASKED and isinstance(layer, _LISTENS) else layer(x)
    return found


_LISTENS = (Conv, Lstm, SelfAttention, MeanPool, MaxPool, AttentionPool, Last)
