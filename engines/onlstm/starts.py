"""Several nets begin, one after the other, and the one whose trees are best goes on.

On real text the seed decides much: of two nets alike in perplexity one reads phrases and the other does not,
and six hundred steps are enough to tell them apart. All state exists from the start, in tensors that are only
changed in place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import torch
from torch import Tensor

LENGTH: Final = 600  # steps of each beginning
ENDLESS: Final = 1 << 40


def stretch(starts: int, step: int, steps: int) -> tuple[int, int]:
    """Where a step lies in its own stretch of learning, and how long that is: beginnings keep their rate, and
    it falls over what is left to the net that goes on."""
    if starts < 2:
        return step, steps
    if step < starts * LENGTH:
        return step % LENGTH, ENDLESS
    return step - starts * LENGTH, steps - starts * LENGTH


class Starts:
    """What was best so far.

    Args:
        live: what training changes, by name. number: how many begin.
        renew: makes a fresh net in place, given which one it is.

    Attributes:
        worth: (), of the best beginning.
    """

    def __init__(self, live: Mapping[str, Tensor], number: int, renew: Callable[[int], None]) -> None:
        self._live, self._number, self._renew = dict(live), number, renew
        self._kept = {name: value.clone() for name, value in live.items()}
        self.worth = torch.full((), -1e30)

    def end(self, step: int) -> bool:
        """Whether a beginning ends with this step."""
        return 0 < step <= self._number * LENGTH and step % LENGTH == 0

    @torch.no_grad()
    def close(self, step: int, worth: float) -> None:
        """End a beginning: another one begins, or the best goes on."""
        if worth > float(self.worth):
            self.worth.fill_(worth)
            _copy(self._live, self._kept)
        if step < self._number * LENGTH:
            self._renew(step // LENGTH)
        else:
            _copy(self._kept, self._live)

    def tensors(self) -> Iterator[tuple[str, Tensor]]:
        """Its state by name."""
        yield "worth", self.worth
        yield from self._kept.items()


def _copy(source: Mapping[str, Tensor], target: Mapping[str, Tensor]) -> None:
    for name, value in source.items():
        target[name].copy_(value)
