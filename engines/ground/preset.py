"""A recipe: a named set of settings with one line of why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from engines.ground import spec

C = TypeVar("C", bound=spec.Config)


@dataclass(frozen=True)
class Preset(Generic[C]):
    """``values`` differ from the defaults of ``of``, the lab's config; ``why`` is one line for a person."""

    of: type[C]
    key: str
    name: str
    why: str
    values: Mapping[str, Any]

    def config(self, **changes: Any) -> C:
        """The recipe as a config, with some fields changed. Raises Problem on a value that is not allowed."""
        return spec.change(self.of(), **{**self.values, **changes})
