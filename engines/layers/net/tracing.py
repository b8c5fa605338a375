"""The calls that a module makes, written down by torch.fx."""

from __future__ import annotations

import builtins
import contextlib
import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Any

from torch import Tensor, fx, nn

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.net.allowed import MODULES


class _Tracer(fx.Tracer):
    """Goes into every module but those that a file may name.

    Args:
        loose: takes kinds derived from those for what they are derived from; whoever asks must compare.
    """

    def __init__(self, loose: bool) -> None:
        super().__init__()
        self.kinds = tuple(MODULES.values())
        self.loose = loose

    def is_leaf_module(self, m: nn.Module, module_qualified_name: str) -> bool:
        return isinstance(m, self.kinds) if self.loose else type(m) in self.kinds


class _One(nn.Module):
    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.module = module

    def forward(self, x: Tensor) -> Any:
        return self.module(x)


class _Two(_One):
    def forward(self, x: Tensor, y: Tensor) -> Any:  # type: ignore[override]
        return self.module(x, y)


class _Three(_One):
    def forward(self, x: Tensor, y: Tensor, z: Tensor) -> Any:  # type: ignore[override]
        return self.module(x, y, z)


_WITH = {1: _One, 2: _Two, 3: _Three}


def traced(module: nn.Module, inputs: int, name: str, *, loose: bool) -> fx.GraphModule:
    """The module's calls; arguments beyond ``inputs`` keep their defaults.

    Dead calls are taken out of the wrapped graph: on a bare one torch 2.13 raises.

    Raises:
        Problem: its way depends on the numbers, or on something else that no stand-in has.
    """
    wanted = len(inspect.signature(module.forward).parameters)
    root = _WITH[inputs](module) if inputs != wanted and inputs in _WITH else module
    try:
        with _len_of_stand_ins(module):
            found = fx.GraphModule(root, _Tracer(loose).trace(root))
    except Exception as e:  # whatever a forward does with a stand-in for its numbers
        reason = str(e).strip().split("\n")[0][:160]
        raise Problem(mark("{name} cannot be traced: {reason}"), name=name, reason=reason) from e
    found.graph.eliminate_dead_code()
    found.recompile()
    found.delete_all_unused_submodules()
    return found


def path(node: fx.Node) -> str:
    """What a call is about, as the module itself names it."""
    return str(node.target).removeprefix("module.")


@contextlib.contextmanager
def _len_of_stand_ins(module: nn.Module) -> Iterator[None]:
    """Inside, ``len(x)`` in a forward is written down as x.size(0); torch.fx refuses it else.

    Each file of the module's parts sees a ``len`` of its own for that while, the same for all else.
    """
    files: list[dict[str, Any]] = []
    for part in module.modules():
        files += [vars(sys.modules[kind.__module__]) for kind in type(part).__mro__ if not _torchs(kind)]
    fresh = list({id(file): file for file in files if "len" not in file}.values())
    for file in fresh:
        file["len"] = _length
    try:
        yield
    finally:
        for file in fresh:
            del file["len"]


def _torchs(kind: type) -> bool:
    return kind.__module__.split(".")[0] in ("torch", "builtins")


def _length(found: Any) -> Any:
    plain: Callable[[Any], int] = builtins.len
    return found.size(0) if isinstance(found, fx.Proxy) else plain(found)
