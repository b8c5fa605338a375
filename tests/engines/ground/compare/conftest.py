"""Small data for the runs that are compared here."""

from __future__ import annotations

from tests.engines.denoise.conftest import few_points
from tests.engines.onlstm.conftest import few_held_out

__all__ = ("few_held_out", "few_points")
