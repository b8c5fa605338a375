"""What of torch an imported model may call: a file may name nothing else."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, Final

import torch
from torch import nn
from torch.nn import functional


def _words(text: str) -> list[str]:
    return text.split()


_OPERATOR = _words(
    "add sub mul truediv floordiv mod neg pow matmul getitem eq ne lt le gt ge and_ or_ invert "
)
_TORCH = _words(
    "abs add addcmul addmm amax amin arange argmax argmin baddbmm bmm cat chunk clamp concat cos cumsum div "
    "einsum exp flatten full gather log log_softmax masked_fill matmul max mean min mul narrow neg norm ones "
    "ones_like permute pow relu repeat_interleave reshape round rsqrt sigmoid sign sin softmax split sqrt "
    "square squeeze stack std sub sum tanh tensor_split transpose tril triu unbind unsqueeze var where zeros "
    "zeros_like "
)
_FUNCTIONAL = _words(
    "adaptive_avg_pool2d avg_pool1d avg_pool2d batch_norm conv1d conv2d conv_transpose2d dropout elu "
    "embedding gelu glu group_norm hardtanh instance_norm interpolate layer_norm leaky_relu linear "
    "log_softmax max_pool1d max_pool2d mish normalize one_hot pad pixel_shuffle pixel_unshuffle relu "
    "relu6 rms_norm scaled_dot_product_attention selu sigmoid silu softmax softplus tanh unfold "
)
METHODS: Final = frozenset(
    _words(
        "abs add addcmul addmm amax amin argmax argmin bmm bool chunk clamp clone contiguous cos cumsum "
        "detach dim div exp expand expand_as flatten flip float gather index_select int log log_softmax long "
        "masked_fill matmul max mean min mul narrow neg norm numel permute pow relu repeat reshape "
        "reshape_as roll round rsqrt select sigmoid sin size softmax split sqrt square squeeze std sub sum t "
        "tanh to transpose tril triu type_as unbind unflatten unsqueeze var view view_as where "
    )
)
ATTRIBUTES: Final = frozenset(("shape", "ndim", "T", "mT"))
_MODULES = _words(
    "AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveMaxPool2d AvgPool1d AvgPool2d BatchNorm1d BatchNorm2d "
    "CELU Conv1d Conv2d ConvTranspose1d ConvTranspose2d Dropout Dropout1d Dropout2d ELU Embedding Flatten "
    "GELU GLU GRU GroupNorm Hardsigmoid Hardswish Hardtanh Identity InstanceNorm1d InstanceNorm2d LSTM "
    "LayerNorm LeakyReLU Linear LogSoftmax MaxPool1d MaxPool2d Mish MultiheadAttention PReLU PixelShuffle "
    "PixelUnshuffle RMSNorm RNN ReLU ReLU6 ReflectionPad2d SELU SiLU Sigmoid Softmax Softplus Softsign "
    "Tanh Unflatten Upsample ZeroPad2d "
)


def _named(prefix: str, room: ModuleType, words: list[str]) -> dict[str, Callable[..., Any]]:
    return {f"{prefix}.{word}": getattr(room, word) for word in words}


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    **_named("operator", operator, _OPERATOR),
    **_named("torch", torch, _TORCH),
    **_named("F", functional, _FUNCTIONAL),
    "math.sqrt": math.sqrt,
    "torch.conv2d": torch.conv2d,
    "getattr": getattr,
}
NAMES: Final = {id(function): name for name, function in FUNCTIONS.items()} | {
    id(operator.iadd): "operator.add",
    id(operator.isub): "operator.sub",
    id(operator.imul): "operator.mul",
    id(operator.itruediv): "operator.truediv",
}
MODULES: Final[Mapping[str, type[nn.Module]]] = {word: getattr(nn, word) for word in _MODULES}
DTYPES: Final = {
    str(d).removeprefix("torch."): d
    for d in (
        torch.float16,
        torch.bfloat16,
        torch.float32,
        torch.float64,
        torch.int32,
        torch.int64,
        torch.bool,
    )
}
