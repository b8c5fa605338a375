"""Which layers and calls of torch are nodes of the palette, and with which options."""

from __future__ import annotations

import inspect
import json
import operator
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import torch
from torch import Tensor, fx, nn
from torch.nn import functional as F

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.net import arguments
from engines.layers.net.allowed import MODULES

Known: TypeAlias = "tuple[str, dict[str, Any]] | None"
MOST_DROPPED: Final = 0.95
_SIMPLE: Final[dict[type[nn.Module], str]] = {
    nn.ReLU: "relu", nn.Tanh: "tanh", nn.Sigmoid: "sigmoid", nn.SiLU: "silu", nn.Identity: "identity",
}  # fmt: skip
_FUNCTIONS: Final = {
    torch.relu: "relu", F.relu: "relu", "relu": "relu", torch.tanh: "tanh", F.tanh: "tanh", "tanh": "tanh",
    torch.sigmoid: "sigmoid", F.sigmoid: "sigmoid", "sigmoid": "sigmoid", F.silu: "silu",
}  # fmt: skip
_JOINS: Final = {
    operator.add: "add", operator.iadd: "add", torch.add: "add",
    operator.mul: "multiply", torch.mul: "multiply",
}  # fmt: skip


def _kind(layer: nn.Module) -> type[nn.Module]:
    """Which of the layers that a file may name it is, or is derived from."""
    return next(kind for kind in type(layer).__mro__ if kind in MODULES.values())


def as_known(layer: nn.Module, inputs: Sequence[Any]) -> Known:
    """A layer as (kind, options), or None where the palette has none that is exactly the same."""
    if len(inputs) != 1 or not isinstance(inputs[0], Tensor):
        return None
    x, kind = inputs[0], _kind(layer)
    if kind in _SIMPLE:
        return "activation", {"function": _SIMPLE[kind]}
    if isinstance(layer, nn.GELU) and layer.approximate == "none":
        return "activation", {"function": "gelu"}
    if isinstance(layer, nn.Dropout) and layer.p <= MOST_DROPPED:
        return "dropout", {"rate": float(layer.p)}
    if kind is nn.Linear and x.dim() > 1:
        return "linear", {"out": layer.out_features, "bias": layer.bias is not None}
    if kind is nn.Embedding and layer.max_norm is layer.padding_idx is None and not layer.sparse:
        return "embedding", {"vocab": layer.num_embeddings, "dim": layer.embedding_dim, "mask_zero": False}
    if isinstance(layer, nn.Conv2d):
        return _conv(layer, x)
    if isinstance(layer, nn.BatchNorm2d | nn.BatchNorm1d | nn.LayerNorm):
        return _norm(layer, x)
    if isinstance(layer, nn.Flatten) and (layer.start_dim, layer.end_dim) == (1, -1) and x.dim() > 1:
        return "flatten", {}
    if kind in (nn.MaxPool2d, nn.AvgPool2d) and x.dim() == 4:
        return _window(layer)
    return None


def _conv(layer: nn.Conv2d, x: Tensor) -> Known:
    k, p = layer.kernel_size[0], layer.padding[0] if isinstance(layer.padding, tuple) else -1
    square = len(set(layer.kernel_size)) == len(set(layer.stride)) == len(set(layer.padding)) == 1
    plain = layer.groups == 1 and set(layer.dilation) == {1} and layer.padding_mode == "zeros"
    if not (x.dim() == 4 and square and plain and k <= 31 and layer.stride[0] <= 16):
        return None
    if p == 0 and k != 1:
        padding = "valid"
    elif p == k // 2 and k % 2:
        padding = "same"
    else:
        return None
    options = {"channels": layer.out_channels, "kernel": k, "stride": layer.stride[0], "padding": padding}
    return "conv", {**options, "bias": layer.bias is not None, "masked": False}


def _norm(layer: nn.BatchNorm2d | nn.BatchNorm1d | nn.LayerNorm, x: Tensor) -> Known:
    if layer.eps != 1e-5 or layer.weight is None or layer.bias is None:
        return None
    if isinstance(layer, nn.LayerNorm):
        return ("norm", {"over": "layer"}) if len(layer.normalized_shape) == 1 and x.dim() in (2, 3) else None
    usual = layer.momentum == 0.1 and layer.track_running_stats and layer.running_mean is not None
    return ("norm", {"over": "batch"}) if usual and x.dim() in (2, 4) else None


def _window(layer: nn.Module) -> Known:
    def both(of: Any) -> set[int]:
        return set(of) if isinstance(of, tuple) else {of}

    sizes = both(layer.kernel_size) | both(layer.stride)
    one = min(sizes)
    usual = layer.padding in (0, (0, 0)) and not layer.ceil_mode
    usual = usual and getattr(layer, "dilation", 1) == 1 and getattr(layer, "divisor_override", None) is None
    if not (len(sizes) == 1 and usual and one <= 16):
        return None
    return "window", {"of": "max" if isinstance(layer, nn.MaxPool2d) else "mean", "size": one}


def as_call(node: fx.Node, inputs: Sequence[Any]) -> Known:
    """A call as (kind, options), or None."""
    plain = [a for a in node.args if isinstance(a, fx.Node)]
    tensors = all(isinstance(x, Tensor) and x.is_floating_point() for x in inputs)
    target: Any = node.target
    if not tensors or not inputs:
        return None
    if target in _FUNCTIONS and len(node.args) == 1:
        return "activation", {"function": _FUNCTIONS[target]}
    joined = target in _JOINS and not node.kwargs and len(plain) == len(node.args) == len(inputs) == 2
    if joined and inputs[0].shape == inputs[1].shape:
        return _JOINS[target], {}
    rows = target in (torch.flatten, "flatten") and tuple(node.args[1:]) == (1,) and not node.kwargs
    if rows and inputs[0].dim() > 1:
        return "flatten", {}
    return None


def as_module(layer: nn.Module, name: str, call: Any) -> dict[str, Any]:
    """Options of a node of kind "module": how the layer is made anew, and what it is called with.

    Raises:
        Problem: it keeps something that no file could hold.
    """
    kind = _kind(layer)
    target = next(word for word, found in MODULES.items() if found is kind)
    try:
        made = {key: arguments.encode(value, lambda _: None) for key, value in _made_with(layer).items()}
    except (Problem, AttributeError) as e:
        raise Problem(mark("{node} is a layer that no file could hold."), node=name) from e
    return {"target": target, "arguments": json.dumps(made), "call": json.dumps(call)}


_RECURRENT: Final = (
    "input_size", "hidden_size", "num_layers", "bias", "batch_first", "dropout", "bidirectional",
)  # fmt: skip


def _made_with(layer: nn.Module) -> dict[str, Any]:
    """The arguments of its constructor, read off what it kept of them."""
    if isinstance(layer, nn.RNNBase):
        extra = {"nonlinearity": layer.nonlinearity} if isinstance(layer, nn.RNN) else {}
        return {word: getattr(layer, word) for word in _RECURRENT} | extra
    found: dict[str, Any] = {}
    for word in inspect.signature(_kind(layer).__init__).parameters:
        if word.startswith("_") or word in ("self", "dtype", "device", "args", "kwargs"):
            continue
        if word == "bias":
            kept = layer.in_proj_bias if isinstance(layer, nn.MultiheadAttention) else layer.bias
            found[word] = kept is not None if kept is None or isinstance(kept, Tensor) else bool(kept)
        elif word == "add_bias_kv":
            found[word] = layer.bias_k is not None
        elif word == "num_parameters" and isinstance(layer, nn.PReLU):
            found[word] = layer.num_parameters
        elif word == "init":
            continue
        else:
            found[word] = getattr(layer, word)
    return found
