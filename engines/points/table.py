"""A person's own points: a table of numbers, one point a line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from engines.ground.files import ordinary, unreadable
from engines.ground.problem import Cancelled, FileProblem

MOST: Final = 200_000  # points that are kept: of more, every so-manieth
LONGEST: Final = 10_000  # bytes of a line
SEPARATORS: Final = (b",", b"\t", b";")  # else any blanks
FEWEST: Final = 2


def read(path: str | Path, cancelled: Callable[[], bool] = lambda: False) -> tuple[np.ndarray, int]:
    """The first two columns of a file: float32 (n, 2), and how many rows it has.

    A first line of words is passed over; of more than ``MOST`` rows an even part is kept.

    Raises:
        FileProblem: no table of two columns of finite numbers; it names the line. Cancelled: ``cancelled()``.
    """
    name = Path(path).name
    kept: list[tuple[float, float]] = []
    rows, stride, number = 0, 1, 0
    separator: bytes | None = None
    with _opened(path) as file:
        while line := file.readline(LONGEST + 1):
            number += 1
            if number % 10_000 == 0 and cancelled():
                raise Cancelled
            line = line.strip().removeprefix(b"\xef\xbb\xbf")
            if not line or line.startswith(b"#"):
                continue
            if not rows:
                separator = next((s for s in SEPARATORS if s in line), None)
            pair = _pair(line, separator, name, number, first=not rows)
            if pair is None:
                continue
            if rows % stride == 0:
                kept.append(pair)
                if len(kept) > MOST:
                    kept, stride = kept[::2], stride * 2
            rows += 1
    if rows < FEWEST:
        raise FileProblem(
            "{name} holds {rows} points: at least {least} are needed.", name=name, rows=rows, least=FEWEST
        )
    points = np.array(kept, np.float64)
    if float(points.std()) == 0.0:
        raise FileProblem("All points of {name} lie on one place.", name=name)
    return points, rows


def _opened(path: str | Path) -> BinaryIO:
    try:
        return ordinary(path)
    except OSError as e:
        raise unreadable(Path(path).name, e) from e


def _pair(
    line: bytes, separator: bytes | None, name: str, number: int, *, first: bool
) -> tuple[float, float] | None:
    if len(line) > LONGEST:
        raise FileProblem(
            "{name}, line {line}: this is no table, the line does not end.", name=name, line=number
        )
    words = [word.strip() for word in line.split(separator)]
    try:
        x, y = (float(word) for word in words[:2])
    except ValueError as e:
        if first and number == 1 and len(words) > 1:
            return None  # names of the columns
        if len(words) < 2:
            raise FileProblem(
                "{name}, line {line}: there is one column only. Two are needed, x and y.",
                name=name,
                line=number,
            ) from e
        raise FileProblem(
            "{name}, line {line}: {text} is no number.", name=name, line=number, text=_shown(words)
        ) from e
    if not (abs(x) < 1e30 and abs(y) < 1e30):
        raise FileProblem(
            "{name}, line {line}: {text} is no finite number of a reasonable size.",
            name=name, line=number, text=_shown(words),
        )  # fmt: skip
    return x, y


def _shown(words: list[bytes]) -> str:
    bad = words[0]
    for word in words[:2]:
        try:
            if not abs(float(word)) < 1e30:
                bad = word
        except ValueError:
            bad = word
            break
    return bad[:24].decode("utf-8", "replace") or "\u201c\u201d"
