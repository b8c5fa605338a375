"""The lab's models on a small run, without a window: a test decides when the engine answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engines.ground import spec
from playground.labs.vqvae.brush import Brush
from playground.labs.vqvae.painter import Painter
from playground.labs.vqvae.preview import Preview
from tests.engines.vqvae.conftest import advance, make, one_thread

__all__ = ("make", "one_thread")


class Line:
    """A line to an engine: questions wait until :meth:`answer`; a later one of the same key replaces them."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.refused: list[Exception] = []
        self.queue: list[tuple[str | None, Any, Any, Any]] = []

    def ask(self, query, then=None, *, key=None, failed=None, anytime=True) -> None:
        self.queue = [w for w in self.queue if key is None or w[0] != key]
        self.queue.append((key, query, then, failed or self.refused.append))

    @property
    def waiting(self) -> list[str | None]:
        """Keys of the questions that are not answered yet."""
        return [key for key, *_ in self.queue]

    def answer(self) -> None:
        """Answer all that was asked, and what is asked upon the answers."""
        while self.queue:
            _, query, then, failed = self.queue.pop(0)
            try:
                found = query(self.engine)
            except Exception as e:
                failed(e)
            else:
                if then is not None:
                    then(found)

    def train(self, steps: int = 1, *, prior: bool = False) -> None:
        """Let the engine learn."""
        phase = "prior" if prior else "autoencoder"
        self.engine.set_config(spec.change(self.engine.config, phase=phase))
        advance(self.engine, steps)


class Easel:
    """Brush, preview and painter, as the lab puts them together."""

    def __init__(self, engine: Any) -> None:
        self.line = Line(engine)
        self.brush = Brush()
        self.preview = Preview(self.line.ask)
        self.painter = Painter(self.line.ask, self.brush, self.preview)

    @property
    def codes(self) -> Any:
        return self.painter.document.codes


@pytest.fixture
def easel(make: Callable[..., Any]) -> Iterator[Callable[..., Easel]]:
    """Makes an easel at a run that has learnt two steps; with ``index`` a picture stands on it."""

    def build(index: int | None = 0, **values: Any) -> Easel:
        from engines.vqvae.painting import queries

        engine = make(**values)
        advance(engine, 2)
        found = Easel(engine)
        if index is not None:
            found.painter.open(queries.held(engine, index))
        return found

    return build


def heard(signal: Any) -> list[Any]:
    """What a signal says from now on: its argument, or a tuple of several."""
    found: list[Any] = []
    signal.connect(lambda *args: found.append(args[0] if len(args) == 1 else args))
    return found
