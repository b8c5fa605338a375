"""Questions to the engine, as functions of it; torch is imported where one is answered, on its thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.layers.graph.node import Model
from engines.layers.snapshot import LayersSnapshot

Query = Callable[[Any], Any]
Change = Callable[[Model], Model]


@dataclass(frozen=True)
class Edited:
    """What an edit did: the model before and after, and by how much the outputs of a batch moved; None where
    one of the two cannot do the job."""

    before: Model
    after: Model
    difference: float | None
    snapshot: LayersSnapshot


def edited(change: Change) -> Query:
    """Do an edit to the model with its weights of now."""

    def query(engine: Any) -> Edited:
        from engines.layers import queries

        before, after = queries.edit(engine, change)
        gap = queries.difference(engine, before) if engine.learner is not None else None
        return Edited(before, after, gap, engine.snapshot())

    return query


def put(model: Model) -> Query:
    """Take another model on, and tell what that did."""

    def query(engine: Any) -> Edited:
        from engines.layers import queries

        before = queries.model(engine)
        queries.put(engine, model)
        gap = queries.difference(engine, before) if engine.learner is not None else None
        return Edited(before, model, gap, engine.snapshot())

    return query


def of(name: str, *given: Any) -> Query:
    """The answer of a query of :mod:`engines.layers.queries`."""

    def query(engine: Any) -> Any:
        from engines.layers import queries

        return getattr(queries, name)(engine, *given)

    return query


def saved(name: str, path: Path, *more: Any) -> Query:
    """Write the model with its weights of now by a function of :mod:`engines.layers.queries`."""

    def query(engine: Any) -> None:
        from engines.layers import queries

        getattr(queries, name)(queries.model(engine), path, *more)

    return query


def answered(name: str, *given: Any) -> Query:
    """What a function of :mod:`engines.layers.queries` says that needs no engine, on the engine's thread."""

    def query(_engine: Any) -> Any:
        from engines.layers import queries

        return getattr(queries, name)(*given)

    return query


def example(key: str) -> Query:
    """A model that can be added: one of this engine's own, or a network of another lab."""

    def query(_engine: Any) -> Model:
        from engines.layers import queries

        if key in dict(queries.EXAMPLES):
            return queries.example(key)
        from playground.labs.layers.imports import nets

        return nets.net(key)

    return query


def trained(path: Path) -> Query:
    """The network out of a saved run of another lab."""

    def query(_engine: Any) -> Model:
        from playground.labs.layers.imports import trained

        return trained.trained(path)

    return query
