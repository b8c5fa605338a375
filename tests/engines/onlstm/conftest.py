"""Small runs on one thread; more threads spin at barriers on a busy machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

os.environ.setdefault("SEVEN_LABS_THREADS", "1")

from engines import onlstm
from engines.ground import spec
from engines.onlstm import OnLstmConfig
from engines.onlstm.texts import corpus
from tests.engines.onlstm.texts.hub import hub

__all__ = ("PAPER", "advance", "hub", "make", "one_thread", "tiny")

TINY: dict[str, Any] = {
    "emb": 12,
    "hidden": 12,
    "layers": 2,
    "chunk": 3,
    "batch": 4,
    "sentences": 60,
    "steps": 1000,
    "eval_every": 10,
}
PAPER = """
A neural network reads one word after the other. The master gates forget in order.
Low levels forget quickly. High levels remember for a long time. When a phrase ends, its level is erased.
The distance between two words is what the network forgets between them. Trees grow from these distances.
"""


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(autouse=True)
def few_held_out(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks on 40 sentences instead of 200, except where learning is measured."""
    if request.node.get_closest_marker("slow") is None:
        monkeypatch.setattr(corpus, "CHECKED", 40)
        monkeypatch.setattr(corpus, "FINAL", 40)


def tiny(**values: Any) -> OnLstmConfig:
    """A config whose steps take milliseconds."""
    return spec.change(OnLstmConfig(), **{**TINY, **values})


@pytest.fixture
def make() -> Iterator[Callable[..., Any]]:
    """Builds small runs by config fields, with ``text`` and ``lexicon`` apart; closes them at the end."""
    made: list[Any] = []

    def build(text: str = "", lexicon: tuple[str, ...] = (), **values: Any) -> Any:
        made.append(onlstm.build(tiny(**values), text=text, lexicon=lexicon))
        return made[-1]

    yield build
    for engine in made:
        engine.close()


def advance(engine: Any, steps: int) -> None:
    for _ in range(steps):
        for _ in engine.step():
            pass
