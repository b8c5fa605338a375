"""Questions to the engine, as functions of it; torch is imported where one is answered, on its thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np

from engines.denoise.config import Sampler
from engines.denoise.snapshot import Draw, Field
from engines.ground.marks import mark
from engines.images.scores.session import Session
from playground.kit.films import Content

Query = Callable[[Any], Any]
GENERATED = 2000  # samples, as many as floors are told for
SCORED, FEW = 200, 8  # pictures that are scored, and how many are drawn at a time: each is a whole walk


@dataclass(frozen=True)
class Look:
    """What is looked at in the plane: a kind of :class:`Field` at a noise level."""

    sigma: float
    kind: str


def look(wanted: Look) -> Query:
    """A field, the score that particles follow (the learned one while a difference is shown), and the exact
    field beside it."""
    follow = "learned" if wanted.kind == "difference" else wanted.kind

    def query(engine: Any) -> tuple[Field, np.ndarray, Field]:
        from engines.denoise import queries

        field = queries.field(engine, wanted.sigma, wanted.kind)
        exact = field if wanted.kind == "exact" else queries.field(engine, wanted.sigma, "exact")
        return field, queries.texture(engine, wanted.sigma, follow), exact

    return query


def jumped(points: np.ndarray, sigma: float) -> Query:
    """Where the denoiser thinks that points (n, 2) came from."""

    def query(engine: Any) -> np.ndarray:
        from engines.denoise import queries

        return queries.jumped(engine, points, sigma)

    return query


def emerging() -> Content:
    """Samples on their way from noise, to be taken away."""

    def query(engine: Any) -> list[np.ndarray]:
        from engines.denoise.emerging import emerging

        return emerging(engine)

    what = mark("What each move of the sampler makes of the noise.")
    return Content("emerging", mark("From noise to samples"), what, query)


def drawn(sampler: Sampler, seed: int) -> Query:
    """Samples by one way; equal seeds begin from equal noise."""

    def query(engine: Any) -> Draw:
        from engines.denoise import queries

        return queries.draw(engine, sampler, seed=seed)

    return query


def generated(seed: int) -> Query:
    """The generator's samples, with their scores; None where there is none."""

    def query(engine: Any) -> Draw | None:
        made = engine.made(GENERATED, seed)
        return None if made is None else Draw("generator", made, engine.space.scored(made), 1)

    return query


def quality(sampler: Sampler, levels: int) -> Query:
    """A point of the curve of quality over evaluations."""

    def query(engine: Any) -> tuple[int, float]:
        from engines.denoise import queries

        return queries.quality(engine, sampler, levels)

    return query


def error(sigma: float) -> Query:
    """(sigma, relative error of the score there)."""

    def query(engine: Any) -> tuple[float, float]:
        from engines.denoise import queries

        return sigma, queries.field(engine, sigma).error

    return query


def points(n: int, seed: int) -> Query:
    """n samples by the way of the settings, or of the generator: (n, 2)."""

    def query(engine: Any) -> np.ndarray:
        from engines.denoise import queries

        made: np.ndarray | None = engine.made(n, seed)
        return queries.draw(engine, engine.config.sampler, n, seed).points if made is None else made

    return query


def pictures(sampler: Sampler, n: int, seed: int) -> Query:
    """(n pictures by one way, network evaluations of each); equal seeds begin from equal noise."""

    def query(engine: Any) -> tuple[np.ndarray, int]:
        from engines.denoise import drawing
        from engines.denoise.pictures import queries

        return queries.drawn(engine, n, seed, sampler), drawing.evaluations(engine.config, sampler)

    return query


def of_pictures(name: str, *given: Any) -> Query:
    """The answer of a query of :mod:`engines.denoise.pictures.queries`."""

    def query(engine: Any) -> Any:
        from engines.denoise.pictures import queries

        return getattr(queries, name)(engine, *given)

    return query


def scoring(seed: int) -> Session:
    """Scores of fresh pictures, to be advanced on a run's thread."""

    def draw(engine: Any, n: int, at: int) -> np.ndarray:
        from engines.denoise.pictures import queries

        return queries.drawn(engine, n, at)

    what = mark("Fresh samples")
    return Session(draw, what, seed * 10_000, SCORED, FEW, attrgetter("space.deck"))
