"""Arguments of a call as JSON: ``{"$": 0}`` is what comes in at input 0."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import torch

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.net.allowed import DTYPES

_ORDERS = {
    str(f).removeprefix("torch."): f
    for f in (torch.contiguous_format, torch.channels_last, torch.preserve_format)
}


def encode(value: Any, refer: Callable[[Any], int | None]) -> Any:
    """``value`` as JSON can hold it; ``refer`` tells the input that a thing comes from, None for a constant.

    Raises:
        Problem: something that no file could hold.
    """
    slot = refer(value)
    if slot is not None:
        return {"$": slot}
    if isinstance(value, torch.Size | tuple):
        return {"tuple": [encode(v, refer) for v in value]}
    if isinstance(value, list):
        return [encode(v, refer) for v in value]
    if isinstance(value, slice):
        return {"slice": [encode(v, refer) for v in (value.start, value.stop, value.step)]}
    if isinstance(value, torch.dtype):
        return {"dtype": str(value).removeprefix("torch.")}
    if value is Ellipsis:
        return {"ellipsis": 0}
    if (isinstance(value, float) and value != value) or value in (float("inf"), float("-inf")):
        return {"float": str(value)}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, torch.memory_format):
        return {"order": str(value).removeprefix("torch.")}
    if isinstance(value, torch.device):
        return {"device": "cpu"}
    raise Problem(mark("the argument {value} cannot be kept in a file."), value=str(value)[:40])


def decode(found: Any, inputs: Sequence[Any]) -> Any:
    """The argument again, with what comes in. Raises KeyError, ValueError, TypeError or IndexError."""
    if isinstance(found, list):
        return [decode(v, inputs) for v in found]
    if not isinstance(found, dict):
        return found
    ((what, value),) = found.items()
    if what == "$":
        return inputs[value]
    if what == "tuple":
        return tuple(decode(v, inputs) for v in value)
    if what == "slice":
        return slice(*(decode(v, inputs) for v in value))
    if what == "dtype":
        return DTYPES[value]
    if what == "float":
        return float(value)
    if what == "device":
        return torch.device("cpu")
    if what == "ellipsis":
        return Ellipsis
    if what == "order":
        return _ORDERS[value]
    raise KeyError(what)


def written(found: Any, inputs: Sequence[str]) -> str:
    """The argument as Python, with names for what comes in."""
    if isinstance(found, list):
        return "[" + ", ".join(written(v, inputs) for v in found) + "]"
    if not isinstance(found, dict):
        return repr(found)
    ((what, value),) = found.items()
    if what == "$":
        return inputs[value]
    if what == "tuple":
        return "(" + "".join(written(v, inputs) + ", " for v in value).rstrip(" ") + ")"
    if what == "slice":
        return f"slice({', '.join(written(v, inputs) for v in value)})"
    if what == "dtype":
        return f"torch.{value}" if value in DTYPES else repr(value)
    if what == "float":
        return f"float({value!r})"
    if what == "order":
        return f"torch.{value}" if value in _ORDERS else repr(value)
    return "..." if what == "ellipsis" else 'torch.device("cpu")'


def parsed(text: str) -> Any:
    """JSON of a node's options. Raises ValueError or RecursionError."""
    return json.loads(text)


def text(found: Any) -> str:
    """JSON for a node's options."""
    return json.dumps(found)
