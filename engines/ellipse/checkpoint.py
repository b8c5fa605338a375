"""A solid as a file: its settings, from which all else follows."""

from __future__ import annotations

from typing import Any, Final

from engines.ellipse.config import EllipseConfig
from engines.ground import spec

LAB: Final = "ellipse"


def state(config: EllipseConfig, count: int) -> dict[str, Any]:
    """What JSON can hold."""
    return {"version": EllipseConfig.version, "config": spec.values(config), "step": count}
