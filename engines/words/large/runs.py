"""Group by key, sum the counts: the one question that counting words asks, beyond memory.

Sorted runs of (key, count) are written to disk, one a block of text, and merged by ranges of keys: the keys
between two splitters are read from every run, sorted together and summed. Whatever is rare is thrown away
only after the merge; thrown away before it, what is rare in each block but frequent in all would be lost.

The same question runs unchanged where one machine is too small. Write each block's run as Parquet (columns
``key`` and ``count``) and hand this to Polars, DuckDB, Spark, Dask, Ray Data or Daft:

    SELECT key, SUM(count) AS count FROM 'runs/*.parquet' GROUP BY key HAVING SUM(count) >= 32

for n-grams (``census.windows`` packs four 16-bit characters into a key; shorter n-grams are its prefixes:
group by ``key >> 16`` and so on), and the same over the pieces of the text for words. With Polars:

    pl.scan_parquet("runs/*.parquet").group_by("key").agg(pl.col("count").sum())
      .filter(pl.col("count") >= 32).collect(engine="streaming")

:func:`to_parquet` writes them so (extra ``big``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from engines.ground.problem import FileProblem, Problem

PART = 3_000_000  # entries merged in memory at a time


def group(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct keys in order and how often each occurs; sorts ``keys`` in place."""
    keys.sort()
    heads = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)])
    return keys[heads], np.diff(heads, append=len(keys))


def summed(keys: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct keys of sorted ``keys`` and the sums of their counts."""
    if len(keys) == 0:
        return keys, counts.astype(np.int64)
    heads = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return keys[heads], np.add.reduceat(counts.astype(np.int64), heads)


class Runs:
    """Sorted runs in a folder, which whoever made it removes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.sizes: list[int] = []

    def add(self, keys: np.ndarray, counts: np.ndarray) -> None:
        """Write a run of distinct int64 or uint64 keys in order. Raises FileProblem when the disk is full."""
        try:
            keys.astype(np.uint64, copy=False).tofile(self.path("key"))
            counts.astype(np.uint32).tofile(self.path("count"))
        except OSError as e:
            raise FileProblem(
                "There is no room for the count in {folder}: {reason}.",
                folder=str(self.folder),
                reason=e.strerror or str(e),
            ) from e
        self.sizes.append(len(keys))

    def merge(self, align: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """All distinct keys and their summed counts, in ranges of keys, in order.

        Args:
            align: a range never ends between keys that differ in the last ``align`` bits only.
        """
        runs = [i for i, size in enumerate(self.sizes) if size]
        maps = [np.memmap(self.path("key", i), np.uint64, "r") for i in runs]
        edges = [[int(np.searchsorted(m, np.uint64(e))) for m in maps] for e in self._edges(maps, align)]
        bounds = [[0] * len(maps), *edges, [len(m) for m in maps]]
        del maps  # what is read through them would count as this program's memory
        for low, high in pairwise(bounds):
            parts = list(zip(runs, low, high, strict=True))
            keys = np.concatenate([np.zeros(0, np.uint64), *(self._read("key", *part) for part in parts)])
            counts = np.concatenate([np.zeros(0, np.uint32), *(self._read("count", *part) for part in parts)])
            order = np.argsort(keys, kind="stable")
            yield summed(keys[order], counts[order])

    def _read(self, what: str, run: int, low: int, high: int) -> np.ndarray:
        kind = np.dtype(np.uint64 if what == "key" else np.uint32)
        return np.fromfile(self.path(what, run), kind, high - low, offset=low * kind.itemsize)

    def _edges(self, maps: Sequence[np.ndarray], align: int) -> list[int]:
        """Keys that part all runs together into ranges of about ``PART`` entries."""
        parts = -(-sum(map(len, maps)) // PART)
        sample = np.sort(np.concatenate([np.zeros(0, np.uint64), *(m[:: len(m) // 1024 + 1] for m in maps)]))
        at = np.linspace(0, len(sample), parts, endpoint=False).astype(int)[1:]
        return sorted({int(sample[i]) >> align << align for i in at.tolist()} - {0})

    def path(self, what: str, run: int | None = None) -> Path:
        return self.folder / f"{len(self.sizes) if run is None else run:05}.{what}"


def to_parquet(runs: Runs, folder: Path) -> list[Path]:
    """Each run as a Parquet file with columns ``key`` and ``count``, for an engine of many machines.

    Raises:
        Problem: Polars (extra ``big``) is not installed.
    """
    try:
        import polars
    except ImportError as e:
        raise Problem("Parquet files need Polars: pip install 'seven-labs[big]'.") from e
    written = []
    for i in range(len(runs.sizes)):
        keys = np.fromfile(runs.path("key", i), np.uint64)
        counts = np.fromfile(runs.path("count", i), np.uint32)
        written.append(folder / f"{i:05}.parquet")
        polars.DataFrame({"key": keys, "count": counts}).write_parquet(written[-1])
    return written
