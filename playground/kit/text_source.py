"""A text that a lab reads whole: a file that is dropped or chosen."""

from __future__ import annotations

import os
from collections.abc import Sequence

from PySide6.QtCore import Signal

from playground.ground.source import Source
from widgets.look.i18n import tr


class TextSource(Source):
    """Takes any one file.

    Args:
        verb: what the lab does with it, English, marked.
    """

    text_brought = Signal(str)
    """The path of a text."""

    def __init__(self, verb: str) -> None:
        super().__init__()
        self._verb = verb

    def accepts(self, paths: Sequence[str]) -> str:
        return tr(self._verb) if len(paths) == 1 and os.path.isfile(paths[0]) else ""

    def drop(self, paths: Sequence[str]) -> None:
        self.text_brought.emit(str(paths[0]))
