"""The table as a file: for spreadsheets, for programs, and as jieba's user dictionary."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Final, Literal

import numpy as np

from engines.ground.files import write_atomic
from engines.ground.problem import Problem
from engines.words.result import Result

Kind = Literal["csv", "tsv", "json", "jieba", "list"]
KINDS: Final = ("csv", "tsv", "json", "jieba", "list")
ENDINGS: Final = (".csv", ".tsv", ".json", ".dict", ".dic", ".txt")
HEADER: Final = (
    "word",
    "count",
    "free",
    "cohesion_nats",
    "left_entropy_nats",
    "right_entropy_nats",
    "length",
    "known",
    "score_G_nats",
    "first",
)

FIELDS: Final = (
    "counts",
    "segment_counts",
    "cohesion",
    "left_entropy",
    "right_entropy",
    "lengths",
    "known",
    "score",
    "first",
)


def export(
    result: Result,
    mask: np.ndarray | None,
    path: str | Path,
    kind: Kind | None = None,
    order: np.ndarray | None = None,
) -> int:
    """Write words to a file, whole or not at all.

    The columns of csv and tsv, and the keys of json, are ``HEADER``: word; count, places in the text; free,
    pieces of the segmented text that are the word; cohesion_nats; left_entropy_nats and right_entropy_nats;
    length in characters; known, 1 where the dictionary has it; score_G_nats, the score G itself, not the ln G
    that the window shows (see ``score.py``); first, code points before its first place.

    Args:
        mask: bool (W,), rows to write; None for all.
        kind: "csv" (UTF-8 with byte order mark, formulas escaped), "tsv", "json" (a list of objects), "jieba"
            (user dictionary, "word count" a line), "list" (a word a line); None takes it from the name.
        order: rows in the order wanted; None keeps the result's.

    Returns:
        how many words were written (jieba cannot hold words with whitespace; there are none here).

    Raises:
        FileProblem: the file cannot be written. Problem: unknown kind.
    """
    rows = np.arange(len(result)) if order is None else np.asarray(order)
    if mask is not None:
        rows = rows[np.asarray(mask, bool)[rows]]
    text, written = dump(result, rows, kind or kind_of(path))
    write_atomic(path, text.encode("utf-8", "replace"))
    return written


def kind_of(path: str | Path) -> Kind:
    """The kind that a file's name asks for: .csv, .tsv, .json, .dict and .dic for jieba, else a list."""
    suffixes: dict[str, Kind] = {
        ".csv": "csv",
        ".tsv": "tsv",
        ".json": "json",
        ".dict": "jieba",
        ".dic": "jieba",
    }
    return suffixes.get(Path(path).suffix.lower(), "list")


def dump(result: Result, rows: np.ndarray, kind: str) -> tuple[str, int]:
    """Rows as a file's text, and how many they are."""
    chosen = [result.words[i] for i in rows.tolist()]
    if kind == "list":
        return "".join(f"{w}\n" for w in chosen), len(chosen)
    if kind == "jieba":
        pairs = [
            (w, c) for w, c in zip(chosen, result.counts[rows].tolist(), strict=True) if len(w.split()) == 1
        ]
        return "".join(f"{w} {c}\n" for w, c in pairs), len(pairs)
    table = _table(result, rows)
    if kind == "json":
        objects = [dict(zip(HEADER, row, strict=True)) for row in table]
        return json.dumps(objects, ensure_ascii=False, indent=1) + "\n", len(table)
    if kind == "tsv":
        lines = ["\t".join(HEADER), *("\t".join(map(str, row)) for row in table)]
        return "\n".join(lines) + "\n", len(table)
    if kind == "csv":
        return "\ufeff" + _csv(table), len(table)
    raise Problem("{kind} is no kind of export: {kinds}.", kind=kind, kinds=", ".join(KINDS))


def _table(result: Result, rows: np.ndarray) -> list[list[str | int | float]]:
    columns: list[list[str | int | float]] = [[result.words[i] for i in rows.tolist()]]
    columns += [_plain(getattr(result, name)[rows]) for name in FIELDS]
    return [list(row) for row in zip(*columns, strict=True)]


def _plain(column: np.ndarray) -> list[str | int | float]:
    values: list[str | int | float] = (column.astype(int) if column.dtype == bool else column).tolist()
    return [round(v, 4) if isinstance(v, float) else v for v in values]


def _csv(table: list[list[str | int | float]]) -> str:
    """Comma separated; a text that a spreadsheet would take for a formula gets a leading apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in table:
        writer.writerow([f"'{v}" if isinstance(v, str) and v[:1] in tuple("=+-@\t\r") else v for v in row])
    return out.getvalue()
