"""How a text reaches the counting engine, and which revision of it each count is of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from engines.words import queries

LIVE = 200_000  # characters up to which a text is counted while it is typed
PASTED = 1000  # characters more or less at once: not typed but pasted, and counted however long the text is


class Input(QObject):
    """Sends texts and files; remembers (generation, revision) of what was sent.

    Args:
        ask: asks the engine (:meth:`playground.lab.Lab.ask`). work: lets it do what is pending.
    """

    stale = Signal(bool)
    """Whether the text has changed and is too long to be counted while it is typed."""

    def __init__(
        self, ask: Callable[..., None], work: Callable[[], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._ask, self._work = ask, work
        self._sent: list[tuple[int, int]] = []
        self._length = 0

    # -- which text was it -----------------------------------------------------------------------------

    def forget(self) -> None:
        """Another engine, which has counted nothing."""
        self._sent = []

    def note(self, generation: int, revision: int) -> None:
        """The engine's text of this generation is what is shown at this revision."""
        self._sent.append((generation, revision))

    def newest(self) -> int | None:
        """The revision sent last."""
        return self._sent[-1][1] if self._sent else None

    def revision_of(self, generation: int) -> int:
        """The revision that a count was made of; 0 if none is known. Older ones are forgotten."""
        revision = next((r for g, r in reversed(self._sent) if g <= generation), 0)
        self._sent = [(g, r) for g, r in self._sent if g >= generation] or self._sent[-1:]
        return revision

    # -- sending ---------------------------------------------------------------------------------------

    def send(self, text: str, name: str, revision: int) -> None:
        """Have a text counted."""
        self.stale.emit(False)
        self._length = len(text)
        self._ask(
            lambda engine: queries.count_text(engine, text, name),
            lambda generation: self.note(generation, revision),
            key="text",
        )
        self._work()

    def edit(self, text: str, name: str, revision: int) -> None:
        """The text has changed: have it counted, or offer to where that takes long."""
        if len(text) <= LIVE or abs(len(text) - self._length) > PASTED:
            self.send(text, name, revision)
        else:
            self.stale.emit(True)

    def send_files(self, paths: Sequence[str], encoding: str = "") -> None:
        """Have files read as one text and counted."""
        self.stale.emit(False)
        self._ask(lambda engine: engine.set_files(paths, encoding), key="text")
        self._work()
