"""Where a lab's data comes from beside its settings: paths that are chosen, files that are dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from widgets.look.i18n import tr


class Source(QObject):
    """Turns a choice in the form, a dropped file or an action into settings. This one needs nothing.

    Subclasses say which fields need a path, ask for it, and name what can be dropped.
    """

    wanted = Signal(object)  # a dict: Signal(dict) and Signal(str) lose file names that are no UTF-8
    """Settings that the person asked for by other ways than the form, by field."""
    said = Signal(str, object)
    """(kind, sentence) for the notice bar."""
    failed = Signal(object)
    """An exception: why a file could not be taken."""

    several = False
    """Whether more than one file can be opened at once."""
    OPTIONAL: frozenset[str] = frozenset()
    """Kinds of path that the engine does without until the person names one."""

    def needs_path(self, field: str, value: Any, config: Any) -> str:
        """What kind of path this value of a field asks for; "" for none."""
        return ""

    def ask_path(self, kind: str, config: Any, parent: QWidget) -> str:
        """Let the person choose a path of such a kind; "" if they do not."""
        return QFileDialog.getOpenFileName(parent, tr("Open"), str(Path.home()))[0]

    def without_path(self, field: str, value: Any, config: Any) -> dict[str, Any]:
        """The settings for a value that needs no path."""
        return {field: value}

    def settings(
        self, field: str, value: Any, config: Any, parent: QWidget, *, asked: bool
    ) -> dict[str, Any] | None:
        """What to set when ``value`` is chosen for ``field``, with the path it needs.

        Args:
            asked: the person came for the path (by an action), so it is asked for even where it is optional.

        Returns:
            None if the person chose no path.
        """
        kind = self.needs_path(field, value, config)
        if not kind or (kind in self.OPTIONAL and not asked):
            return self.without_path(field, value, config)
        path = self.ask_path(kind, config, parent)
        return {field: value, "path": path} if path else None

    def browse(self, values: Mapping[str, Any], config: Any, parent: QWidget) -> str:
        """Another path for the source that is set; "" if the person chooses none."""
        kinds = (self.needs_path(field, value, config) for field, value in values.items())
        return self.ask_path(next((kind for kind in kinds if kind), "file"), config, parent)

    def accepts(self, paths: Sequence[str]) -> str:
        """What dropping these would do, as a verb for the person; "" if nothing."""
        return ""

    def drop(self, paths: Sequence[str]) -> None:
        """Do it."""
