"""A text pane to try, and a sentence to fill it with."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData

from widgets.text.pane import TextPane

SENTENCE = "贾母少歇一回，自然领着刘姥姥都见识见识。"


@pytest.fixture
def pane(show) -> TextPane:
    return show(TextPane("Paste"), 420, 300)


def filled(pane: TextPane, qtbot) -> None:
    """Wait until a long text is all there."""
    qtbot.waitUntil(lambda: not pane.filling)


def paste(pane: TextPane, text: str) -> None:
    """Put a text in as the clipboard does."""
    data = QMimeData()
    data.setText(text)
    pane.insertFromMimeData(data)
