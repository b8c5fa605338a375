"""What runs along a wire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BATCH = 97  # stands for the batch while shapes are found; a prime, to be told from every other extent


@dataclass(frozen=True)
class Type:
    """A tensor of numbers or tokens; of imported models also a plain value, or several in a tuple.

    Attributes:
        shape: extents; -k stands for k times the batch, so most shapes begin with -1.
        parts: of a tuple. value: of a plain value, as text.
    """

    kind: Literal["float", "tokens", "truth", "tuple", "value"]
    shape: tuple[int, ...] = ()
    parts: tuple[Type, ...] = ()
    value: object = None

    @property
    def inner(self) -> tuple[int, ...]:
        """The shape without the batch."""
        return self.shape[1:]

    def text(self) -> str:
        """As it stands on a wire, e.g. "B×16×8"."""
        if self.kind == "tuple":
            return "(" + ", ".join(part.text() for part in self.parts) + ")"
        if self.kind == "value":
            return str(self.value)
        words = [("B" if n == -1 else f"{-n}B") if n < 0 else str(n) for n in self.shape]
        return "×".join(words) or "1"


def floats(*inner: int) -> Type:
    """A batch of such numbers."""
    return Type("float", (-1, *inner))
