"""Which calls of modules and functions are under way while a module is written down."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from torch import nn

from engines.layers.graph.origin import Scope

_ROOMS = ("torch", "contextlib", "functools", "importlib", "threading")  # whose functions tell nothing
_OWN = ("engines.layers.net.tracing", __name__)


class Callers:
    """Reads the interpreter's stack: each frame is a call, and the same frame the same call.

    Args:
        path: names a module; raises NameError for one that is not of the whole.
    """

    def __init__(self, path: Callable[[nn.Module], str]) -> None:
        self._path = path
        self._known: dict[FrameType, Scope | None] = {}  # holds them: no two calls are taken for one

    def now(self) -> tuple[Scope, ...]:
        """The calls around the one who asks, from the outermost."""
        found: list[Scope] = []
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and not _is_tracing(frame):
            if frame not in self._known:
                self._known[frame] = self._scope(frame, len(self._known))
            scope = self._known[frame]
            if scope is not None:
                found.append(scope)
            frame = frame.f_back
        return tuple(found[::-1])

    def _scope(self, frame: FrameType, number: int) -> Scope | None:
        name, room = frame.f_code.co_name, str(frame.f_globals.get("__name__", ""))
        if name.startswith("<") or room in _OWN:
            return None
        mine: Any = frame.f_locals.get("self")
        forward = name == "forward" and isinstance(mine, nn.Module)
        if room.partition(".")[0] in _ROOMS and not (forward and isinstance(mine, nn.Sequential)):
            return None
        if not forward:
            return Scope(number, name.strip("_"), None)
        try:
            path = self._path(mine).removeprefix("module").removeprefix(".")
        except NameError:
            return Scope(number, type(mine).__name__, None)
        return Scope(number, path.rpartition(".")[2] or type(mine).__name__, path or None)


def _is_tracing(frame: FrameType) -> bool:
    return frame.f_code.co_name == "trace" and str(frame.f_globals.get("__name__")).startswith("torch.fx")
