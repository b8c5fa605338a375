"""What a comparison answers where a run would be kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from engines.ground.problem import Problem


class Passing:
    """A comparison is not kept: it has no file, and its settings are those it began with."""

    def set_config(self, config: Any) -> None:
        """Raises Problem: what is compared stays as it is."""
        raise Problem("A comparison keeps the settings it began with. Start again to compare others.")

    def save(self, path: str | Path) -> None:
        """Raises Problem: there is no file of it."""
        raise Problem("A comparison is not saved. Its runs begin from the same seed each time.")

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = "?") -> None:
        """Raises Problem: there is no file of it."""
        raise Problem("A comparison is not saved. Its runs begin from the same seed each time.")
