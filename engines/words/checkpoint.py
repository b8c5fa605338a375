"""A text with its words as a checkpoint; nothing is unpickled, and everything read is checked."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np

from engines.ground import checkpoint, saved, spec
from engines.ground.problem import FileProblem
from engines.words.config import WordsConfig
from engines.words.result import Pieces, Result, Summary
from engines.words.snapshot import WordsSnapshot
from engines.words.source import HEAD, Source

LAB: Final = "words"
TEXT_LIMIT: Final = 50 << 20  # bytes of text that go into the file; a larger text stays where it is
COLUMNS: Final = {
    "counts": "int64",
    "segment_counts": "int64",
    "cohesion": "float64",
    "left_entropy": "float64",
    "right_entropy": "float64",
    "lengths": "int32",
    "known": "bool",
    "alnum": "bool",
    "score": "float64",
    "first": "int64",
}
PLACES: Final = ("starts", "ends", "words")


class Saved(Protocol):
    """What of an engine is saved."""

    config: WordsConfig
    source: Source
    result: Result | None
    count: int

    def snapshot(self) -> WordsSnapshot:
        """What is seen of it now."""


def state(engine: Saved) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Settings, text and words of an engine."""
    source, result = engine.source, engine.result
    arrays: dict[str, np.ndarray] = {}
    text = _packed(source.text) if source.text is not None else None
    if text is not None and text.nbytes <= TEXT_LIMIT:
        arrays["text"] = text
    meta: dict[str, Any] = {
        "version": WordsConfig.version,
        "config": spec.values(engine.config),
        "step": engine.count,
        "name": source.name,
        "path": str(source.paths[0]) if source.paths else "",
        "paths": [str(path) for path in source.paths],
        "asked": source.asked,
        "encoding": source.encoding,
        "summary": None,
    }
    if result is not None and not engine.snapshot().pending:
        meta["summary"] = dataclasses.asdict(result.summary)
        arrays["list"] = _packed("\n".join(result.words))
        arrays |= {name: getattr(result, name) for name in COLUMNS}
        arrays |= {f"piece_{name}": getattr(result.pieces, name) for name in PLACES}
    return meta, arrays


def restored(
    meta: dict[str, Any], arrays: dict[str, np.ndarray], name: str
) -> tuple[Source, Result | None, int]:
    """Source, result and number of counts in a saved state.

    Raises:
        FileProblem: something is missing, of another shape, or out of range.
    """
    try:
        paths = _paths(meta)
        text = _unpacked(arrays["text"]) if "text" in arrays else None
        source = Source(
            name=str(meta["name"]),
            text=text if text is not None or paths else "",
            paths=paths,
            asked=str(meta["asked"]),
            encoding=str(meta["encoding"]),
            characters=len(text) if text is not None else 0,
            head=text[:HEAD] if text is not None and paths else None,
        )
        result = _result(meta["summary"], arrays, len(text) if text is not None else None)
        return source, result, int(meta["step"])
    except (KeyError, TypeError, ValueError, UnicodeError) as e:
        raise FileProblem("{name} is damaged: its words make no sense.", name=name) from e


def _paths(meta: dict[str, Any]) -> tuple[Path, ...]:
    """Files of before have one path at most."""
    found = meta.get("paths", [meta["path"]] if meta["path"] else [])
    if not isinstance(found, list) or not all(isinstance(path, str) for path in found):
        raise TypeError("paths")
    return tuple(map(Path, found))


def _result(summary: Any, arrays: dict[str, np.ndarray], characters: int | None) -> Result | None:
    """Raises ValueError, KeyError or TypeError on nonsense."""
    if summary is None:
        return None
    listed = _unpacked(arrays["list"])
    words = listed.split("\n") if listed else []
    for name, kind in COLUMNS.items():
        found = arrays[name]
        if found.shape != (len(words),) or str(found.dtype) != kind:
            raise ValueError(name)
        if kind == "float64" and not np.isfinite(found).all():
            raise ValueError(name)
    pieces = Pieces(*(arrays[f"piece_{name}"] for name in PLACES))
    _check_pieces(pieces, len(words), characters)
    return Result(words, **{name: arrays[name] for name in COLUMNS}, summary=_summary(summary), pieces=pieces)


def _check_pieces(pieces: Pieces, words: int, characters: int | None) -> None:
    shapes = {(getattr(pieces, name).shape, str(getattr(pieces, name).dtype)) for name in PLACES}
    if shapes != {((len(pieces.starts),), "int32")}:
        raise ValueError("pieces")
    if len(pieces.starts) == 0:
        return
    rising = (np.diff(pieces.starts) >= 0).all() and (pieces.starts < pieces.ends).all()
    inside = pieces.words.min() >= 0 and pieces.words.max() < words and pieces.starts[0] >= 0
    if not (rising and inside) or (characters is not None and pieces.ends.max() > characters):
        raise ValueError("pieces")


def _summary(found: dict[str, Any]) -> Summary:
    whole = ("characters", "tokens", "runs", "pieces", "ngrams", "min_count")
    theta = tuple(float(t) for t in found["theta"])
    seconds = float(found["seconds"])
    if len(theta) != 3 or not all(map(math.isfinite, (*theta, seconds))):
        raise ValueError("summary")
    return Summary(
        **{name: int(found[name]) for name in whole},
        theta=(theta[0], theta[1], theta[2]),
        mode=str(found["mode"]),
        seconds=seconds,
        reason=str(found["reason"]),
        notes=tuple(str(n) for n in found["notes"]),
    )


def _packed(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)


def _unpacked(data: np.ndarray) -> str:
    if data.dtype != np.uint8:
        raise ValueError("text")
    return data.tobytes().decode("utf-8", "surrogatepass")


def read_config(path: str | Path) -> tuple[WordsConfig, checkpoint.Checkpoint]:
    """See :func:`engines.ground.saved.read_config`."""
    return saved.read_config(path, LAB, WordsConfig)
