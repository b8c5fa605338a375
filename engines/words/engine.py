"""The counting engine: the newest text, file or settings is counted; whatever it replaces is dropped."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from engines.ground import checkpoint
from engines.ground.marks import mark
from engines.ground.problem import Cancelled, Problem
from engines.ground.report import Report, silent
from engines.words import checkpoint as files
from engines.words.config import WordsConfig
from engines.words.discovery import discovering
from engines.words.large.blocks import count_files
from engines.words.large.reading import head_of, parts_of
from engines.words.progress import Stage, Work
from engines.words.result import Result
from engines.words.segment import Tagger
from engines.words.snapshot import WordsSnapshot
from engines.words.source import HEAD, Source, left_out, reading
from engines.words.text import corpus

BIG: Final = 64 << 20  # bytes from which a file is counted by blocks


class WordsEngine:
    """One text and its words. All on one thread, the runner's; inputs are set by jobs that may run within a
    step (``runner.ask(lambda e: e.set_text(text), "text", anytime=True)``).

    Attributes:
        config: as it is now. source: what is counted. result: the newest finished count.
        tagger: cuts texts into the words of a result; made for the one that is asked about.
    """

    def __init__(self, config: WordsConfig) -> None:
        self.config = config
        self.source = Source()
        self.result: Result | None = None
        self.tagger: Tagger | None = None
        self.count = 0
        self.generation = 0
        self._counted = 0
        self._dropped = -1  # the generation that was cancelled or refused
        self._stage = Stage("")
        self._problem: Problem | None = None

    # -- input -----------------------------------------------------------------------------------------

    def set_text(self, text: str, name: str = "") -> None:
        """Count this text in the next step; a count under way is dropped."""
        self._renew(Source(name, text, characters=len(text)))

    def set_file(self, path: str | Path, encoding: str = "") -> None:
        """Read and count this file, or the texts of this folder, in the next step; ``encoding`` overrules the
        guess."""
        self.set_files([path], encoding)

    def set_files(self, paths: Sequence[str | Path], encoding: str = "") -> None:
        """Read and count these files and folders as one text in the next step."""
        found = tuple(map(Path, paths))
        self._renew(Source(corpus.title(found), None, found, encoding))

    def set_config(self, config: WordsConfig) -> None:
        """Count again with other settings; all of them may change while counting."""
        if config != self.config:
            self.config = config
            self._renew(self.source)

    def cancel(self) -> None:
        """Drop what is being counted; the last result stays."""
        if self._counted != self.generation and self._dropped != self.generation:
            self._refuse(Problem(mark("Cancelled. What is shown belongs to the last finished count.")))

    # -- engine contract -------------------------------------------------------------------------------

    def step(self) -> Iterator[None]:
        """Count what is pending, with a yield at least every 50 ms in texts of a few million characters.

        Starts over when the input changes meanwhile; returns at once when nothing is pending. Bad input ends
        in ``snapshot().problem``, it does not raise.
        """
        while self.generation not in (self._counted, self._dropped):
            mine, work = self.generation, self._work()
            try:
                while mine == self.generation != self._dropped:
                    self._stage = next(work) or self._stage
                    yield
            except StopIteration as end:
                if mine == self.generation != self._dropped:
                    self.result, self._counted, self._problem = end.value, mine, self.source.complaint
                    self.count += 1
            except Problem as e:
                if mine == self.generation:
                    self._refuse(type(e)(e.template, **e.facts))
            finally:
                work.close()
                self._stage = Stage("")

    def snapshot(self) -> WordsSnapshot:
        """See :class:`WordsSnapshot`."""
        source = self.source
        return WordsSnapshot(
            step=self.count,
            generation=self.generation,
            counted=self._counted,
            result=self.result,
            name=source.name,
            encoding=source.encoding,
            characters=source.characters,
            stage=self._stage.sentence,
            fraction=self._stage.fraction,
            problem=self._problem,
            text_head=source.head,
            whole=source.head is None or len(source.head) == source.characters,
        )

    def close(self) -> None:
        """Let go of text, result and what was made of it."""
        self.source, self.result, self.tagger = Source(), None, None

    # -- files -----------------------------------------------------------------------------------------

    def save(self, path: str | Path) -> None:
        """Save settings, text and words, so that they can be opened later. Raises FileProblem."""
        meta, tensors = self.state()
        checkpoint.save(path, files.LAB, meta, tensors)

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """(what JSON can hold, arrays by name)."""
        return files.state(self)

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = "?") -> None:
        """Take over a state. Raises FileProblem where it makes no sense; nothing is changed then."""
        source, result, count = files.restored(meta, tensors, name)
        self.source, self.result, self.count = source, result, count
        self.generation += 1
        self._counted = self.generation if result is not None else -1
        self._dropped, self._problem = -1, None

    # -- inside ----------------------------------------------------------------------------------------

    def _renew(self, source: Source) -> None:
        self.source = source
        self.generation += 1
        self._problem = None

    def _refuse(self, problem: Problem) -> None:
        self._problem, self._dropped = problem, self.generation

    def _work(self) -> Work[Result]:
        source = self.source
        if source.paths and source.text is None:
            yield Stage(mark("Reading the file"), 0.0)
            files = yield from corpus.listed(source.paths)
            if sum(map(_size, files)) > BIG:
                return (yield from self._by_blocks(source, files))
            source = yield from reading(source, files)
            yield None
            self.source = source
        return (yield from discovering(source.text or "", self.config))

    def _by_blocks(self, source: Source, files: Sequence[Path]) -> Work[Result]:
        parts, refused = yield from parts_of(files, source.asked)
        self.source = replace(
            source,
            encoding=", ".join(dict.fromkeys(part.encoding for part in parts)),
            head=head_of(parts, HEAD),
            complaint=left_out(refused, len(files)),
        )
        yield None
        result = yield from count_files(parts, self.config)
        self.source = replace(self.source, characters=result.summary.characters)
        return result


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if os.path.isfile(path) else 0
    except OSError:
        return 0


def build(
    config: WordsConfig,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
) -> WordsEngine:
    """An engine without a text. ``device`` is there for the shell; counting needs none."""
    if cancel is not None and cancel.is_set():
        raise Cancelled
    return WordsEngine(config)
