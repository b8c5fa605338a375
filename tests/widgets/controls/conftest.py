"""What the tests of sliders share."""

from __future__ import annotations

import pytest


@pytest.fixture
def heard():
    """Collects what a slider or a row says: ("moved", value) and ("committed", value)."""

    def listen(widget) -> list[tuple[str, float]]:
        said: list[tuple[str, float]] = []
        widget.moved.connect(lambda value: said.append(("moved", value)))
        widget.committed.connect(lambda value: said.append(("committed", value)))
        return said

    return listen
