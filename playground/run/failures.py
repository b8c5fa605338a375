"""What is said when an engine fails, and the ways out that are offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from engines.ground import spec
from engines.ground.runner import Failure, State
from playground.ground import i18n
from playground.ground.bridge import Bridge
from playground.lab import Lab
from playground.run.selection import Selection
from widgets.look.i18n import tr


class Failures(QObject):
    """Listens to a bridge and says in the lab's notices why there is no engine, or none any more."""

    retry = Signal(object, bool)
    """(config, rescued): try again with smaller batches; with the rescued run, or from the start."""
    hopeless = Signal()
    """At the start, what was remembered cannot be built: a text or folder of last time is gone."""

    def __init__(self, lab: Lab, bridge: Bridge, selection: Selection, parent: QObject) -> None:
        super().__init__(parent)
        self._lab, self._bridge, self._selection = lab, bridge, selection
        bridge.failed.connect(self._on_failed)
        bridge.build_failed.connect(self._say)

    def _on_failed(self, failure: Failure) -> None:
        if failure.kind == "problem" and not self._bridge.ever_ready and not self._selection.is_default:
            reason = sentence(failure, self._selection.config)
            said = tr("{reason} The default settings stand now.", reason=reason)
            self._lab.notice("warn", said, self._links(failure), key="fallback")
            self.hopeless.emit()
        else:
            self._say(failure)

    def _links(self, failure: Failure) -> list[tuple[str, Callable[[], object]]]:
        return [] if failure.problem is None else [*self._lab.ways_out(failure.problem)]

    def _say(self, failure: Failure) -> None:
        config, runner = self._selection.config, self._bridge.runner
        ran = runner is not None and runner.state is State.FAILED
        links = ways_out(failure, config, ran, self.retry.emit)
        links += self._links(failure)
        self._lab.notice("error", sentence(failure, config), links, "build")


def sentence(failure: Failure, config: Any) -> str:
    """A failure in the language shown."""
    if failure.problem is not None:
        return i18n.message_of(failure.problem)
    if failure.kind == "memory":
        batch = getattr(config, "batch", None)
        if batch is None:
            return tr("Out of memory. The run is kept.")
        return tr("Out of memory at batch {batch}. The run is kept.", batch=batch)
    return tr("The run stopped: {reason}", reason=failure.message)


def ways_out(
    failure: Failure, config: Any, ran: bool, try_again: Callable[[Any, bool], object]
) -> list[tuple[str, Callable[[], object]]]:
    """Links for the notice: half the batch where memory ran out, details of what is no person's fault.

    Args:
        ran: whether the engine failed while it ran, else a build failed beside it.
        try_again: called with the smaller config and ``ran``.
    """
    links: list[tuple[str, Callable[[], object]]] = []
    if failure.kind == "memory" and getattr(config, "batch", 1) > 1:
        half = spec.change(config, batch=config.batch // 2)  # as it failed: it may go back
        links.append((tr("Use {batch}", batch=half.batch), lambda: try_again(half, ran)))
    if failure.kind != "problem":
        from playground.ground import problems

        links.append((tr("Details"), lambda: problems.show_report(failure.detail)))
    return links
