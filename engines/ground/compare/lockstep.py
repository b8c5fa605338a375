"""Two runs as one engine: a step of A, then one of B, so that both have always done as many.

Any two engines will do. Where both are built of one seed and all their randomness comes from it, they see the
same data in the same order as long as their settings draw the same numbers. Knows no torch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from engines.ground.compare.passing import Passing
from engines.ground.marks import mark
from engines.ground.messages import Engine
from engines.ground.problem import Halt

S = TypeVar("S")


@dataclass(frozen=True)
class Both(Generic[S]):
    """What is seen of both after ``step`` steps."""

    step: int
    a: S
    b: S


class Lockstep(Passing, Generic[S]):
    """Owns both engines, and closes them.

    Attributes:
        a, b: the two.
    """

    def __init__(self, a: Engine[S], b: Engine[S]) -> None:
        self.a, self.b = a, b

    @property
    def config(self) -> tuple[Any, Any]:
        """The settings of A and of B."""
        return self.a.config, self.b.config

    @property
    def count(self) -> int:
        """Steps that both have done."""
        return min(self.a.count, self.b.count)

    def step(self) -> Iterator[None]:
        """One step of each; of the one alone that is behind, as it had to go back.

        Raises:
            Halt: of either; the sentence says which, and stepping may go on.
        """
        least = self.count
        for name, engine in (("A", self.a), ("B", self.b)):
            if engine.count > least:
                continue
            try:
                work = engine.step()
                if work is not None:
                    yield from work
            except Halt as e:
                raise type(e)(mark("{side}: {what}"), side=name, what=e) from None

    def snapshot(self) -> Both[S]:
        """Of both, at the same moment."""
        return Both(self.count, self.a.snapshot(), self.b.snapshot())

    def close(self) -> None:
        """Let go of both."""
        try:
            self.a.close()
        finally:
            self.b.close()


def paired(make: Callable[[Any], Engine[S]], a: Any, b: Any) -> Lockstep[S]:
    """Two runs of these settings, one after the other; raises what ``make`` does, and lets the first go."""
    one = make(a)
    try:
        return Lockstep(one, make(b))
    except BaseException:
        one.close()
        raise
