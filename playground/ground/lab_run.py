"""What a lab may ask of its run, and what a preset is: enough to know them without importing them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from playground.ground.bridge import Bridge
from playground.ground.shelf import Shelf


class PresetLike(Protocol):
    """A named set of config values with one line of why."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


class LabRun(Protocol):
    """What a lab may ask of its run, and the shell through it; ``playground.run.run.Run`` is one."""

    @property
    def config(self) -> Any:
        """The settings chosen."""

    @property
    def config_changed(self) -> Any:
        """A signal: the settings are others now."""

    @property
    def playing_changed(self) -> Any:
        """A signal: whether the person wants it to run is another now."""

    @property
    def selection(self) -> Any:
        """What is chosen: has ``device``, the key of where it runs."""

    @property
    def step(self) -> int:
        """Steps done."""

    @property
    def playing(self) -> bool:
        """Whether the person wants it to run."""

    @property
    def bridge(self) -> Bridge:
        """The line to the engine."""

    @property
    def shelf(self) -> Shelf:
        """Runs kept without being asked."""

    def branch(self, step: int) -> None:
        """Go back to the whole state kept at or before a step; the run as it is is kept."""

    def set_values(self, **values: Any) -> bool:
        """Change settings; False if one is not allowed."""

    def begin(self) -> None:
        """Build an engine, at once."""

    def play(self) -> None:
        """Run until paused."""

    def toggle(self) -> None:
        """Play or pause."""

    def work(self) -> None:
        """In a lab that is asked: let the engine do what is pending; a failed one is built again first."""

    def open(self, path: Path) -> None:
        """Go on with a saved run."""

    def save(self, path: Path, then: Any = None) -> None:
        """Save it between two steps."""
