"""What is said when an engine fails, and the ways out that are offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engines.ground import spec
from engines.ground.runner import Failure
from playground.ground import i18n
from widgets.look.i18n import tr


def sentence(failure: Failure, config: Any) -> str:
    """A failure in the language shown."""
    if failure.problem is not None:
        return i18n.told(failure.problem)
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
