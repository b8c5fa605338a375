"""Count files of any size in bounded memory: three passes over blocks of text.

1. All n-grams, as sorted runs on disk, merged and only then pruned (``census.py``, ``runs.py``).
2. Cut each block with the small table of firm n-grams, count the pieces.
3. Of the words found: all occurrences, what stands beside them, where they first occur.

The result equals the fast mode's on the whole text, but for words that would reach across the end of a block
without any separator in it. The careful mode needs the text in memory; here it gives way to the fast one.
Letters and digits end a word. At most 65,535 different Chinese characters are told apart.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from engines.ground.marks import mark
from engines.words import table
from engines.words.config import WINDOW, WordsConfig, least_count, thetas
from engines.words.counting.cohesion import firm
from engines.words.counting.cohesion_cut import glue, pieces, traced
from engines.words.large.census import Census, cohesion
from engines.words.large.finder import Finder, hashes
from engines.words.large.occurrences import Occurrences
from engines.words.large.reading import Block, Part, blocks
from engines.words.large.runs import Runs
from engines.words.progress import Stage, Work
from engines.words.result import Pieces, Result, Summary, empty
from engines.words.source import HEAD
from engines.words.text import dictionary


def count_files(parts: Sequence[Part], config: WordsConfig) -> Work[Result]:
    """The words of some files. Raises FileProblem: one, or the folder for temporary files, fails."""
    with tempfile.TemporaryDirectory(prefix="seven-labs-words-") as folder:
        return (yield from _Count(parts, config, Path(folder)).run())


class _Count:
    def __init__(self, parts: Sequence[Part], config: WordsConfig, folder: Path) -> None:
        self.parts, self.config, self.folder = parts, config, folder
        self.census = Census()
        self.started = time.perf_counter()
        self.pieces = 0
        self.head: list[tuple[int, int, str]] = []

    def run(self) -> Work[Result]:
        config, census = self.config, self.census
        runs = Runs(self.folder / "ngrams")
        for block in self._blocks():
            yield Stage(mark("Counting n-grams"), 0.4 * block.fraction)
            census.characters += block.length
            census.take(block.normal.text, runs)
        least, theta = least_count(config, census.tokens), thetas(config, census.tokens)
        summary = Summary(
            census.characters, census.tokens, census.stretches, min_count=least, theta=theta, mode="fast"
        )
        if config.mode == "careful":
            note = mark("The file is too large for the careful mode; its words were found by the fast one.")
            summary = replace(summary, notes=(note,))
        if census.tokens == 0:
            reason = mark("None of the {characters} characters is Chinese.")
            return empty(replace(summary, reason=reason, seconds=time.perf_counter() - self.started))
        yield Stage(mark("Merging the counts"), 0.4)
        levels = yield from census.grams(runs, least)
        summary = replace(summary, ngrams=sum(len(level.keys) for level in levels.values()))
        kept = [
            level.keys[firm(cohesion(levels, n, census.tokens), level.counts, theta[n - 2], census.tokens)]
            for n, level in levels.items()
            if n > 1
        ]
        words = yield from self._pieces(kept, least)
        places = Occurrences(census, levels, words, Runs(self.folder / "beside"))
        for block in self._blocks():
            yield Stage(mark("Measuring the words"), 0.7 + 0.25 * block.fraction)
            places.take(block)
        yield Stage(mark("Scoring the words"), 0.95)
        return self._finished(words, places, replace(summary, pieces=self.pieces))

    def _pieces(self, kept: list[np.ndarray], least: int) -> Work[dict[str, int]]:
        """Words and how often each stands free."""
        finders = [Finder(keys, n) for n, keys in enumerate(kept, 2)]
        short = [np.zeros(len(keys), np.int64) for keys in kept]
        longer: Counter[str] = Counter()
        for block in self._blocks():
            yield Stage(mark("Cutting the text"), 0.45 + 0.25 * block.fraction)
            ids = self.census.numbers.encode(block.normal.text)
            pairs = hashes(ids)
            which = [np.full(len(pairs), -1, np.int32) for _ in finders]
            for finder, row in zip(finders, which, strict=True):
                at, word = finder(ids, pairs)
                row[at] = word
            marked = [row >= 0 for row in which]
            left = pieces(ids, glue(marked))
            found = left[traced(left, marked, self.config.longest)]
            self.pieces += left.total
            for n, (row, tally) in enumerate(zip(which, short, strict=True), 2):
                mine = row[found.starts[found.lengths == n]]
                tally += np.bincount(mine, minlength=len(tally))
            long = found[found.lengths > WINDOW]
            text = block.normal.text
            spans = zip(long.starts.tolist(), long.lengths.tolist(), strict=True)
            longer.update([text[a : a + n] for a, n in spans])
            self._keep_head(block, found.starts, found.lengths)
            yield None
        words = {w: c for w, c in longer.items() if c >= least}
        for n, (keys, tally) in enumerate(zip(kept, short, strict=True), 2):
            good = tally >= least
            words |= zip(self.census.numbers.words(keys[good], n), tally[good].tolist(), strict=True)
        return words

    def _keep_head(self, block: Block, starts: np.ndarray, lengths: np.ndarray) -> None:
        if block.offset >= HEAD or len(starts) == 0:
            return
        first, last = block.normal.original(starts, starts + lengths)
        inside = last + block.offset <= HEAD
        rows = np.stack([first + block.offset, last + block.offset, starts, starts + lengths], 1)[inside]
        text = block.normal.text
        self.head += [(a, b, text[i:j]) for a, b, i, j in rows.tolist()]

    def _finished(self, words: dict[str, int], places: Occurrences, summary: Summary) -> Result:
        index = {w: i for i, w in enumerate(words)}
        shown = [(a, b, index[w]) for a, b, w in self.head if w in index]
        spans = np.array(shown, np.int32).reshape(-1, 3)
        draft = table.Draft(
            words=list(words),
            pieces=np.array(list(words.values()), np.int64),
            columns=places.columns(),
            first=places.first,
            alnum=np.zeros(len(words), bool),
            ids=places.ids(),
            unigrams=self.census.unigrams,
            places=Pieces(spans[:, 0], spans[:, 1], spans[:, 2]),
        )
        result = table.finished(draft, self.config, summary, dictionary.load(self.config))
        reason = "" if result.words else mark("No word stands free {min_count} times.")
        seconds = time.perf_counter() - self.started
        return replace(result, summary=replace(result.summary, reason=reason, seconds=seconds))

    def _blocks(self) -> Iterator[Block]:
        return blocks(self.parts, self.config.nfkc)
