"""An action: one thing that a person can do, as a row of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """One thing a person can do. ``menu`` is the menu it stands in, in table order; "-" before it: a rule."""

    id: str
    text: str
    handler: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    menu: str = ""
    enabled: Callable[[], bool] = _always
    checked: Callable[[], bool] | None = None
