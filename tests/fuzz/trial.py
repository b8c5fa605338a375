"""One spoiled file, read in this process: what came of it, how long it took, how much memory it held."""

from __future__ import annotations

import contextlib
import random
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from engines.ground.problem import Problem
from tests.fuzz.readers import Reader

WORTH = 0.1  # seconds beyond the good file, from which a second look is worth its time


@dataclass
class Report:
    """Of one reader.

    Attributes:
        opened, refused: mutants that were read, and that were answered with a sentence.
        wrong: (seed, traceback) of those that ended in anything else.
        honest: CPU seconds of the good file. slowest: those of the slowest mutant, and its seed. beyond: the most
            that one took beyond the good file or what it says of itself may cost, and its seed; the second time
            counts, since the first may pay for modules and data that any file would need.
        largest: MB that a mutant held beyond what was held before, and its seed; 0 where the system does not say.
    """

    reader: str
    opened: int = 0
    refused: int = 0
    honest: float = 0.0
    wrong: list[tuple[int, str]] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    slowest: tuple[float, int] = (0.0, -1)
    beyond: tuple[float, int] = (0.0, -1)
    largest: tuple[int, int] = (0, -1)


def run(reader: Reader, folder: Path, seeds: range) -> Report:
    """Spoil a good file once for each seed and read it."""
    folder.mkdir(parents=True, exist_ok=True)
    good = reader.make(folder)
    report = Report(reader.name)
    for _ in range(2):  # the first time pays for imports
        report.honest = _seconds(reader.read, good)
    for seed, spoiled in _spoiled(reader, good, folder, seeds):
        held, started = _held(), time.process_time()
        _forget_peak()
        try:
            reader.read(spoiled)
        except Problem as e:
            report.said.add(str(e))
            report.refused += 1
        except Exception:
            report.wrong.append((seed, traceback.format_exc(limit=-4)))
        else:
            report.opened += 1
        seconds = time.process_time() - started
        report.slowest = max(report.slowest, (seconds, seed))
        report.largest = max(report.largest, (_held("VmHWM") - held, seed))
        if seconds - report.honest > max(report.beyond[0], WORTH):
            seconds = min(seconds, _seconds(reader.read, spoiled))
            fair = _seconds(reader.fair, spoiled) if reader.fair else 0.0
            report.beyond = max(report.beyond, (seconds - max(report.honest, fair), seed))
    return report


def _seconds(read: Callable[[Path], object], path: Path) -> float:
    """CPU seconds of reading, whatever comes of it: what comes of it was told before."""
    started = time.process_time()
    with contextlib.suppress(Exception):
        read(path)
    return time.process_time() - started


def _spoiled(reader: Reader, good: Path, folder: Path, seeds: range) -> Iterator[tuple[int, Path]]:
    place = folder / "spoiled"
    place.mkdir(exist_ok=True)
    target = place / good.name
    for seed in seeds:
        reader.spoil(good, target, random.Random(f"{reader.name} {seed}"))
        yield seed, target


def _held(which: str = "VmRSS") -> int:
    """MB resident now, or at the most since :func:`_forget_peak`."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) >> 10 for line in lines if line.startswith(which)), 0)


def _forget_peak() -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", "ascii")
