"""The calls that a module makes, written down by torch.fx."""

from __future__ import annotations

import builtins
import contextlib
import inspect
import operator
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor, fx, nn

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.net.allowed import MODULES
from engines.layers.net.callers import Callers


class StandIn(fx.Proxy):
    """Stands for what a call will answer. How many parts that has, and which number a size is, the examples
    tell."""

    tracer: Tracer

    def __len__(self) -> int:
        return len(self.tracer.sized_value(self.node))

    def __index__(self) -> int:
        found = self.tracer.sized_value(self.node)
        if not isinstance(found, int):
            raise TypeError("a tensor is no index")
        return found

    @property
    def device(self) -> torch.device:
        """Of the examples: a tensor that is made beside them is a constant of the model."""
        found: torch.device = self.tracer.value(self.node).device
        return found

    @property
    def dtype(self) -> torch.dtype:
        """Of the examples."""
        found: torch.dtype = self.tracer.value(self.node).dtype
        return found


class Tracer(fx.Tracer):
    """Goes into every module but those that a file may name.

    Where the way hangs on a size, it goes the way of the examples: "is this grid as large as that one" has an
    answer before any number is known. Where it hangs on the numbers themselves, it cannot be written down.

    Args:
        examples: the inputs.
        loose: takes kinds derived from those for what they are derived from; whoever asks must compare.

    Attributes:
        sized: whether the way hung on a size.
    """

    def __init__(self, examples: tuple[Tensor, ...], *, loose: bool) -> None:
        super().__init__()
        self.kinds = tuple(MODULES.values())
        self.loose = loose
        self.sized = False
        self._examples = iter(examples)
        self._known: dict[fx.Node, Any] = {}
        self._running = False  # and not writing down
        self._callers = Callers(self.path_of_module)
        self._thread = threading.get_ident()

    def is_leaf_module(self, m: nn.Module, module_qualified_name: str) -> bool:
        return isinstance(m, self.kinds) if self.loose else type(m) in self.kinds

    def to_bool(self, obj: fx.Proxy) -> bool:
        """Of a comparison of sizes."""
        found = self.value(obj.node)
        if not isinstance(found, bool):
            return super().to_bool(obj)
        self.sized = True
        return found

    def iter(self, obj: fx.Proxy) -> Iterator[Any]:
        """Parts of a tensor or a tuple, as many as the examples have."""
        found = self.value(obj.node)
        if not isinstance(found, Tensor | tuple | list):
            return super().iter(obj)
        self.sized = True
        return iter([operator.getitem(obj, at) for at in range(len(found))])

    def proxy(self, node: fx.Node) -> StandIn:
        return StandIn(node, self)

    def sized_value(self, node: fx.Node) -> Any:
        """What the examples lead to, where only its size is asked for."""
        self.sized = True
        return self.value(node)

    def create_node(self, *args: Any, **named: Any) -> fx.Node:
        """A call, with the calls around it."""
        found = super().create_node(*args, **named)
        found.meta["scopes"] = self._callers.now()
        return found

    def create_proxy(self, kind: str, *args: Any, **named: Any) -> Any:
        found = super().create_proxy(kind, *args, **named)
        if kind == "placeholder":
            self._known[found.node] = next(self._examples, None)
        return found

    def value(self, node: fx.Node) -> Any:
        """What a call answers to the examples."""
        if node not in self._known:
            args, named = (fx.node.map_arg(given, self.value) for given in (node.args, node.kwargs))
            self._running = True
            try:
                self._known[node] = self._answer(node, args, named)
            finally:
                self._running = False
        return self._known[node]

    @property
    def _beside(self) -> bool:
        """Whether what is called is none of the module's calls: torch.fx catches those of all threads, and in
        another one a network may be learning."""
        return self._running or threading.get_ident() != self._thread

    def getattr(self, attr: str, attr_val: Any, parameter_proxy_cache: dict[str, Any]) -> Any:
        return attr_val if self._beside else super().getattr(attr, attr_val, parameter_proxy_cache)

    def call_module(self, m: nn.Module, forward: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        return forward(*args, **kwargs) if self._beside else super().call_module(m, forward, args, kwargs)

    def _answer(self, node: fx.Node, args: Any, named: Any) -> Any:
        if node.op == "call_function":
            assert callable(node.target)
            return node.target(*args, **named)
        if node.op == "call_method":
            return getattr(args[0], str(node.target))(*args[1:], **named)
        *rooms, last = str(node.target).split(".")
        if node.op == "call_module":
            return self.root.get_submodule(str(node.target))(*args, **named)
        return getattr(self.root.get_submodule(".".join(rooms)), last)


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


_ONE = threading.Lock()  # what torch.fx catches, it catches for one
_WITH = {1: _One, 2: _Two, 3: _Three}


def traced(
    module: nn.Module, examples: tuple[Tensor, ...], name: str, *, loose: bool
) -> tuple[fx.GraphModule, bool]:
    """The module's calls, and whether they hang on a size; arguments beyond the examples keep their defaults.

    Dead calls are taken out of the wrapped graph: on a bare one torch 2.13 raises.

    Raises:
        Problem: its way depends on the numbers, or on something else that no stand-in has.
    """
    inputs, wanted = len(examples), len(inspect.signature(module.forward).parameters)
    tracer = Tracer(examples, loose=loose)
    root = _WITH[inputs](module) if inputs != wanted and inputs in _WITH else module
    try:
        with _ONE, _len_of_stand_ins(module):
            found = fx.GraphModule(root, tracer.trace(root))
    except Exception as e:  # whatever a forward does with a stand-in for its numbers
        reason = str(e).strip().split("\n")[0][:160]
        raise Problem(mark("{name} cannot be traced: {reason}"), name=name, reason=reason) from e
    found.graph.eliminate_dead_code()
    found.recompile()
    found.delete_all_unused_submodules()
    return found, tracer.sized


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
    if isinstance(found, StandIn) and isinstance(found.tracer.value(found.node), Tensor):
        return found.size(0)
    return plain(found)
