"""Codes and directions as text: written so that what is read is bit for bit what was written. No torch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from engines.gan.bench.codes import Code, make
from engines.ground import files
from engines.ground.problem import FileProblem, Problem

MOST: Final = 1e6  # a number of a code is of the order of 1; far larger ones are no code
LONGEST: Final = 1_000_000  # characters
LARGEST: Final = 4 * LONGEST  # bytes of a file


def written(code: Code) -> str:
    """A JSON list of nz numbers; with a class, an object of "z" and "label"."""
    numbers = listed(code.z)
    return json.dumps(numbers if code.label is None else {"z": numbers, "label": code.label})


def listed(z: np.ndarray) -> list[float]:
    """The shortest numbers that are these as float32."""
    return [float(str(v)) for v in np.asarray(z, np.float32)]


def read(text: str, nz: int, classes: int = 0) -> Code:
    """The code in a text as :func:`written`.

    Args:
        nz: how many numbers it must have.
        classes: of a run with labels; 0 in one without, where a class is passed over.

    Raises:
        Problem: it is no such text; the sentence says what is wrong.
    """
    found = parsed(text)
    label = None
    if isinstance(found, dict) and "z" in found:
        label, found = found.get("label"), found["z"]
    z = numbers(found, nz)
    if not classes:
        return make(z)
    if label is None:
        return make(z, 0)
    if isinstance(label, bool) or not isinstance(label, int) or not 0 <= label < classes:
        raise Problem(
            "The class must be a whole number from 0 to {last}, not {found}.",
            last=classes - 1,
            found=_short(label),
        )
    return make(z, label)


def parsed(text: str) -> Any:
    """What JSON it is. Raises Problem if it is none."""
    if not text.strip():
        raise Problem("The text is empty. A code is a list of numbers, as [0.1, -0.7, …].")
    try:
        if len(text) > LONGEST:
            raise ValueError
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Problem(
            "This is no JSON list: {text}. A code is a list of numbers, as [0.1, -0.7, …].", text=_short(text)
        ) from None


def numbers(found: Any, nz: int) -> np.ndarray:
    """float32 (nz,) of a list. Raises Problem: what is wrong with it."""
    if not isinstance(found, list):
        raise Problem("A code is a list of numbers; this is {found}.", found=_short(found))
    for at, value in enumerate(found, 1):
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not number or not abs(value) <= MOST:  # nor of what is no number; a float may not hold a long one
            raise Problem(
                "Entry {place} of the list is no number that a code can have: {found}.",
                place=at,
                found=_short(value),
            )
    if len(found) != nz:
        raise Problem("The list has {found} numbers; codes of this run have {nz}.", found=len(found), nz=nz)
    return np.array(found, np.float32)


def written_directions(directions: Mapping[str, np.ndarray]) -> str:
    """Named directions as JSON: an object of names and lists."""
    return json.dumps({name: listed(v) for name, v in directions.items()}, ensure_ascii=False, indent=1)


def opened(path: str | Path) -> str:
    """The text of a file, which may be anything. Raises FileProblem."""
    try:
        return files.read(path, LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise FileProblem("{name} could not be read: {reason}.", name=files.shown(path), reason=str(e)) from e


def read_directions(text: str, nz: int) -> dict[str, np.ndarray]:
    """Directions in a text as :func:`written_directions`.

    Raises:
        Problem: it is no such text, or one direction is of another length.
    """
    found = parsed(text)
    if not isinstance(found, dict):
        raise Problem("Directions are an object of names and lists; this is {found}.", found=_short(found))
    made = {}
    for name, values in found.items():
        try:
            made[name] = numbers(values, nz)
        except Problem as wrong:
            raise Problem("Direction {name}: {reason}", name=_short(name), reason=wrong) from wrong
    return made


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
