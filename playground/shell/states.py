"""What the strip says of a run: a mark, and a word."""

from __future__ import annotations

from engines.ground.marks import mark
from engines.ground.runner import Failure, State
from playground.lab import Lab
from widgets.frame.state import StateKind
from widgets.look.i18n import tr

WORDS = {
    State.STARTING: mark("Starting"),
    State.PAUSED: mark("Paused"),
    State.RUNNING: mark("Training"),
    State.FAILED: mark("Stopped"),
    State.CLOSED: mark("Closed"),
}
ASKED = {State.PAUSED: mark("Done"), State.RUNNING: mark("Working")}


def shown(lab: Lab, state: State, playing: bool, failure: Failure | None) -> tuple[StateKind, str]:
    """Kind and word, in the language shown; ``playing``: whether the person wants it to run."""
    asked = lab.kind == "asked"
    words = WORDS | (ASKED if asked else {}) | dict(lab.state_words)
    word = tr(words[State.RUNNING if state is State.PAUSED and playing else state])
    if state is State.FAILED and failure is not None:
        reason = tr("out of memory") if failure.kind == "memory" else tr("see the notice")
        word = tr("Stopped: {reason}", reason=reason)
    if playing and state in (State.STARTING, State.PAUSED):  # asked for, about to begin
        return "running", word
    return "done" if asked and state is State.PAUSED else state.value, word
