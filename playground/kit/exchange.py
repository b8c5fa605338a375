"""What one lab leaves for another, by name; the newest value wins. Labs do not know each other."""

from __future__ import annotations

from typing import Any

_left: dict[str, Any] = {}


def leave(name: str, value: Any) -> None:
    """Put a value down for whoever wants it."""
    _left[name] = value


def take(name: str, default: Any = None) -> Any:
    """What was left under a name; it stays there."""
    return _left.get(name, default)
