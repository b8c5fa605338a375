"""What is said when an engine fails, and the ways out that are offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from engines.ground import spec
from engines.ground.runner import Failure, State
from playground.ground import i18n
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from playground.run.run import Run


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


def ways_out(run: Run, failure: Failure) -> list[tuple[str, Callable[[], object]]]:
    """Links for the notice: half the batch where memory ran out, details of what is no person's fault."""
    links: list[tuple[str, Callable[[], object]]] = []
    if failure.kind == "memory" and getattr(run.config, "batch", 1) > 1:
        half = spec.change(run.config, batch=run.config.batch // 2)  # as it failed: it may go back
        runner = run.bridge.runner
        ran = runner is not None and runner.state is State.FAILED  # else a build failed beside it
        links.append((tr("Use {batch}", batch=half.batch), lambda: run.try_again(half, ran)))
    if failure.kind != "problem":
        from playground.ground import problems

        links.append((tr("Details"), lambda: problems.show_report(failure.detail)))
    return links
