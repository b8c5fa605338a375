"""Functions whose modules are imported when they are called: asking for an engine imports no torch yet."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def later(module: str, name: str) -> Callable[..., Any]:
    """``module.name``, to be imported by its first call, on the thread that makes it."""

    def call(*arguments: Any, **options: Any) -> Any:
        return getattr(import_module(module), name)(*arguments, **options)

    call.__name__ = call.__qualname__ = name
    call.__doc__ = f"See :func:`{module}.{name}`."
    return call
