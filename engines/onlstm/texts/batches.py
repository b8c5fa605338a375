"""Batches of whole sentences, or windows of one long stream; which one comes at which step is fixed by the
seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor

from engines.onlstm.texts.tokens import EOS, PAD

POOL: Final = 40  # batches whose sentences are sorted by length together: little padding, much chance
IGNORED: Final = -1  # target behind the end of a sentence


@dataclass(frozen=True)
class Batch:
    """``inputs`` and ``targets``: int64 (T, B), the target being the next word.

    ``fresh``: the states start anew. ``scale``: of the learning rate, for windows of unusual length.
    """

    inputs: Tensor
    targets: Tensor
    fresh: bool = True
    scale: float = 1.0

    @property
    def words(self) -> int:
        """Words predicted in this batch."""
        return int((self.targets != IGNORED).sum())


def pad(rows: Sequence[Sequence[int]]) -> Batch:
    """Sentences side by side, ``<eos>`` before the first word and behind the last."""
    T = max(map(len, rows), default=0) + 1
    inputs = np.full((T, len(rows)), PAD)
    targets = np.full((T, len(rows)), IGNORED)
    for b, row in enumerate(rows):
        inputs[0, b] = EOS
        inputs[1 : len(row) + 1, b] = row
        targets[: len(row), b] = row
        targets[len(row), b] = EOS
    return Batch(torch.from_numpy(inputs), torch.from_numpy(targets))


class Sentences:
    """Every sentence once in an epoch, those of like length together, in an order drawn from (seed,
    epoch).
    """

    def __init__(self, rows: Sequence[Sequence[int]], batch: int, seed: int) -> None:
        self._rows, self._batch, self._seed = rows, batch, seed
        self._lengths = np.array([len(r) for r in rows])
        self.per_epoch = -(-len(rows) // batch)
        self._order: tuple[int, list[np.ndarray]] = (-1, [])

    def at(self, step: int) -> Batch:
        """The batch of a step, counted from 0."""
        epoch, place = divmod(step, self.per_epoch)
        if self._order[0] != epoch:
            self._order = (epoch, self._drawn(epoch))
        return pad([self._rows[i] for i in self._order[1][place]])

    def _drawn(self, epoch: int) -> list[np.ndarray]:
        rng = np.random.default_rng((self._seed, epoch))
        order = rng.permutation(len(self._rows))
        found: list[np.ndarray] = []
        for start in range(0, len(order), POOL * self._batch):
            pool = order[start : start + POOL * self._batch]
            pool = pool[np.argsort(self._lengths[pool], kind="stable")]
            found += [pool[i : i + self._batch] for i in range(0, len(pool), self._batch)]
        return [found[i] for i in rng.permutation(len(found))]


class Stream:
    """One text in ``batch`` columns, read in windows: usually about ``bptt`` words, sometimes half as many.

    The lengths are those of AWD-LSTM: base ``bptt`` (one time in twenty half of it), normally spread by 5, at
    least 5; the learning rate goes with the length.
    """

    def __init__(self, rows: Sequence[Sequence[int]], batch: int, bptt: int, seed: int) -> None:
        text = np.array([EOS, *(i for row in rows for i in (*row, EOS))])
        batch = max(1, min(batch, (len(text) - 1) // 2))
        length = (len(text) - 1) // batch
        self._inputs = text[: batch * length].reshape(batch, length).T
        self._targets = text[1 : batch * length + 1].reshape(batch, length).T
        self._bptt, self._seed = bptt, seed
        self._windows: dict[int, list[tuple[int, int]]] = {}
        self.per_epoch = max(1, round(length / bptt))
        self._starts = [0]  # step at which each epoch starts

    def at(self, step: int) -> Batch:
        """The window of a step, counted from 0."""
        while self._starts[-1] <= step:
            self._starts.append(self._starts[-1] + len(self._drawn(len(self._starts) - 1)))
        epoch = next(e for e in range(len(self._starts) - 2, -1, -1) if self._starts[e] <= step)
        start, end = self._drawn(epoch)[step - self._starts[epoch]]
        inputs, targets = (torch.from_numpy(t[start:end].copy()) for t in (self._inputs, self._targets))
        return Batch(inputs, targets, fresh=start == 0, scale=(end - start) / self._bptt)

    def _drawn(self, epoch: int) -> list[tuple[int, int]]:
        if epoch not in self._windows:
            rng = np.random.default_rng((self._seed, epoch))
            found, start, whole = [], 0, len(self._inputs)
            while start < whole:
                base = self._bptt if rng.random() < 0.95 else self._bptt / 2
                length = max(min(5, self._bptt), round(rng.normal(base, min(5.0, self._bptt / 4))))
                found.append((start, min(whole, start + length)))
                start += length
            self._windows = {e: w for e, w in self._windows.items() if e >= epoch - 1} | {epoch: found}
        return self._windows[epoch]
