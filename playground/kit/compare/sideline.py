"""A second run beside a lab's own: an engine thread of its own while it is wanted, and its few controls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engines.ground.marks import mark
from engines.ground.messages import Failure, Progress, State
from engines.ground.problem import Halt, Problem
from engines.ground.runner import Runner
from playground.ground import i18n
from playground.ground.bridge import Bridge, Build
from playground.ground.lab_run import LabRun
from widgets.controls.buttons import icon_button, text_button
from widgets.look import icons
from widgets.look.i18n import say, tr
from widgets.look.labels import ElidedLabel

FPS = 10


class Sideline(QWidget):
    """Play, step and end a run that is compared, not kept. Of it and the lab's own only one plays at a time.

    Its thread is there from the first step until the person ends it, or the lab closes.

    Args:
        name: of its objects: ``<name>.play``, ``.step``, ``.end`` and ``.said``.
        run: the lab's own.
        build: called when it begins; what it returns is called on the engine's thread. Raises Problem.
        verb: what the button says that plays it, English.
    """

    shown = Signal(object)
    """A new snapshot."""
    began = Signal()
    """It plays, or makes a step."""
    ended = Signal()
    """The person ended it: its engine is gone."""
    gone = Signal()
    """No engine answers what was asked any more: it was let go, or has failed."""

    def __init__(self, name: str, run: LabRun, build: Callable[[], Build], verb: str = mark("Play")) -> None:
        super().__init__()
        self._run, self._build, self._verb = run, build, verb
        self._facts: Callable[[], str] = str
        self._told: Exception | None = None
        self._progress: Progress | None = None
        self._made_room = self._stale = False
        self.playing = False
        self.bridge = Bridge(self, fps=FPS)
        run.bridge.take_along(self.bridge)
        run.playing_changed.connect(lambda on: self.pause() if on else None)
        self.bridge.snapshot.connect(self.shown)
        self.bridge.progress.connect(self._show_progress)
        self.bridge.halted.connect(self._halted)
        self.bridge.failed.connect(self._failed)
        self._play = text_button(verb, self.toggle, icon="play", role="soft", by_tab=True)
        self._play.setMinimumWidth(96)
        self._step = icon_button("skip-forward", "One step", self.one_step, by_tab=True)
        self._end = icon_button("x", mark("End the comparison; what it found stays"), self.end, by_tab=True)
        self._said = ElidedLabel(role="dim")
        parts = {"play": self._play, "step": self._step, "end": self._end, "said": self._said}
        for part, widget in parts.items():
            widget.setObjectName(f"{name}.{part}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in (self._play, self._step, self._end):
            row.addWidget(button)
        row.addSpacing(6)
        row.addWidget(self._said, 1)
        self._say()

    # -- acting ----------------------------------------------------------------------------------------

    @property
    def alive(self) -> bool:
        """Whether there is an engine, or one is being built."""
        runner = self.bridge.runner
        return runner is not None and runner.alive and runner.state not in (State.FAILED, State.CLOSED)

    def toggle(self) -> None:
        """Play or pause."""
        (self.pause if self.playing else self.play)()

    def play(self) -> None:
        """Run until paused; the lab's own run is paused."""
        if (runner := self._begin()) is not None:
            self.playing = True
            runner.play()
            self._say()

    def pause(self) -> None:
        """Stop after the step in progress."""
        self.playing = self._made_room = False
        if self.bridge.runner is not None:
            self.bridge.runner.pause()
        self._say()

    def one_step(self) -> None:
        """Exactly one step."""
        if (runner := self._begin()) is not None:
            self.playing = False
            runner.step(1)
            self._say()

    def end(self) -> None:
        """Let its engine go."""
        self.playing = self._made_room = False
        self._told = None
        if self.bridge.runner is not None:
            self._let_go()
            self.ended.emit()
        self._say()

    def _let_go(self) -> None:
        self._stale, self._progress = False, None
        if self.bridge.runner is not None:
            self.bridge.release(self.bridge.runner)
            self.bridge.runner = None
            self.gone.emit()

    def _begin(self) -> Runner[Any] | None:
        """What is to run, made where there is none; None where that was refused."""
        self._told = None
        if not self.alive or self._stale:
            try:
                build = self._build()
            except Problem as e:  # what there is stays
                self._told = e
                self._say()
                return None
            self._let_go()
            self.bridge.start(build)
        if self._run.playing:
            self._made_room = True
            self._run.toggle()
        self.began.emit()
        return self.bridge.runner

    # -- telling ---------------------------------------------------------------------------------------

    def set_stale(self, stale: bool) -> None:
        """Whether something else is to run than what does: the next play or step begins anew."""
        self._stale = stale and self.alive
        self._say()

    def set_facts(self, facts: Callable[[], str]) -> None:
        """What to say while all is well; asked in the language shown."""
        self._facts = facts
        self._say()

    def _show_progress(self, progress: Any) -> None:
        if progress is not self._progress:
            self._progress = progress
            self._say()

    def _halted(self, halt: Halt) -> None:
        self._told = halt
        self.pause()

    def _failed(self, failure: Failure) -> None:
        self._told = failure.problem or Problem("The run stopped: {reason}", reason=failure.message)
        self._progress = None
        self.pause()
        self.gone.emit()

    def refuse(self, error: Exception) -> None:
        """Say why something could not be done; the next step takes it away."""
        self._told = error
        self._say()

    def _say(self) -> None:
        say(self._play, text=mark("Pause") if self.playing else self._verb)
        icons.set_icon(self._play, "pause" if self.playing else "play")
        self._end.setEnabled(self.alive)
        self._said.setText(self._words())

    def _words(self) -> str:
        if self._told is not None:
            return i18n.message_of(self._told)
        if self._progress is not None and self.alive:
            return tr(self._progress.sentence)
        paused = tr("The run itself is paused meanwhile.") if self._made_room else ""
        anew = tr("Settings have changed: the next Play begins anew.") if self._stale else ""
        return " · ".join(filter(None, (self._facts(), anew, paused)))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
