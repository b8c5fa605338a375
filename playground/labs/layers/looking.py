"""What is asked of a running model to be seen: gradients of all uses, what layers answer, the mask bench."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engines.layers.graph.node import Model
from engines.layers.masks.asked import Ask, Bench
from engines.layers.snapshot import Activation, UseBars
from playground.ground.i18n import message_of
from playground.kit.throttle import Throttle
from playground.labs.layers import asking
from playground.labs.layers.document import Document
from playground.labs.layers.inspector import LayersInspector, selected
from playground.labs.layers.stage import LayersStage

OFTEN = 0.7  # seconds between looks while training


class Looking:
    """Asks, and hands what comes to those who show it.

    Args:
        ask: as :meth:`playground.lab.Lab.ask`.
        inspected: made after the stage.
        running: whether there is a model that does its job.
    """

    def __init__(
        self, ask: Callable[..., None], document: Document, stage: LayersStage,
        inspected: Callable[[], LayersInspector], running: Callable[[], bool],
    ) -> None:  # fmt: skip
        self._ask, self._document, self._stage = ask, document, stage
        self._inspected, self._running = inspected, running
        self._throttle = Throttle(OFTEN, self.look)
        self._step = 0
        self._seen: tuple[int, Model | None] = (-1, None)  # step and model that were looked at

    def follow(self, step: int, *, playing: bool) -> None:
        """Look at a run at this step, now and then while it plays; at rest once, as each look ends in another
        snapshot."""
        self._step = step
        if playing or self._seen[0] != step or self._seen[1] is not self._document.model:
            self._throttle(at_once=not playing)

    def look(self) -> None:
        """Ask for the gradients of the next step, and for what layers answer."""
        page = self._stage.page
        if not self._running() or not page.isVisible():
            return
        self._seen = self._step, self._document.model

        def show(found: tuple[UseBars, ...]) -> None:
            page.show_bars(found)

        self._ask(asking.of("gradients"), show, key="gradients", failed=_leave, anytime=False)
        self.look_at_example()

    def look_at_example(self) -> None:
        """Ask for what layers answer to the chosen example."""
        self.ask_activation()
        self.ask_answers()

    def ask_activation(self) -> None:
        """Of the selected layer, for the inspector."""
        canvas = self._stage.page.canvas
        names = canvas.selection()
        node = selected(names, dict(self._document.graph.by_id))
        if node is None or not self._running():
            return
        path = "/".join((*self._document.path, node.id))

        def show(found: Activation) -> None:
            if canvas.selection() == names:
                self._inspected().show_activation(found)

        query = asking.of("activation", path, self._inspected().examples.current())
        self._ask(query, show, key="activation", failed=_leave)

    def ask_answers(self) -> None:
        """Of all layers that are shown, for their cards."""
        page = self._stage.page
        paths = page.wants_answers()
        if not paths or not self._running() or not page.isVisible():
            return

        def show(found: Mapping[str, Activation]) -> None:
            if page.wants_answers() == paths:
                page.show_answers(found)

        query = asking.of("activations", paths, self._inspected().examples.current())
        self._ask(query, show, key="answers", failed=_leave)

    def page_turned(self, page: str) -> None:
        """The bench shows an answer from the beginning, the canvas what has come in the meantime."""
        if page == "canvas":
            self.look()
        if page == "masks" and self._stage.masks.bench() is None:
            self.ask_bench(self._stage.masks.current())

    def ask_bench(self, wanted: Ask) -> None:
        """What padding does."""
        masks = self._stage.masks

        def refused(error: Exception) -> None:
            masks.show_problem(message_of(error))

        def show(found: Bench) -> None:
            masks.show_bench(found, wanted)

        self._ask(asking.answered("bench", wanted), show, key="bench", failed=refused)


def _leave(_: Exception) -> None:
    """Why the model does not run is told already."""
