"""Paintings as files, and code grids for other programs.

A painting is a safetensors file like any checkpoint: codes, mask, and the version of the codebook that its
numbers belong to. Code numbers mean nothing without their codebook, so another one is refused.
"""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any, Final

import numpy as np

from engines.ground import checkpoint
from engines.ground.files import write_atomic
from engines.ground.marks import mark
from engines.ground.problem import FileProblem
from engines.ground.saved import understood
from engines.vqvae.painting.document import LatentDocument

LAB: Final = "vqvae-painting"
VERSION: Final = 1
MOST: Final = 1 << 24  # cells; no painting here has more


def save(path: str | os.PathLike[str], document: LatentDocument) -> None:
    """Save a painting, without its history. Raises FileProblem where it cannot be written."""
    arrays: dict[str, np.ndarray] = {}
    for level in range(document.levels):
        arrays[f"codes.{level}"] = document.grid(level).copy()
        arrays[f"mask.{level}"] = document.holes(level).astype(np.uint8)
    meta = {
        "version": VERSION,
        "codebook": document.version,
        "codes": document.K,
        "levels": document.levels,
    }
    checkpoint.save(path, LAB, meta, arrays)


def write(path: Path, document: LatentDocument) -> None:
    """Write a painting in the format that the name says: codes as .json or .npy, else all of it."""
    {".json": export_json, ".npy": export_npy}.get(path.suffix, save)(path, document)


def is_painting(path: str | os.PathLike[str]) -> bool:
    """Whether a file can be read, and says that it is a painting."""
    try:
        checkpoint.load(path, LAB)
    except FileProblem:
        return False
    return True


def load(path: str | os.PathLike[str], version: str, grids: tuple[tuple[int, int], ...]) -> LatentDocument:
    """Open a painting made with the codebook ``version`` on ``grids``.

    Raises:
        FileProblem: it cannot be read, is damaged, or was made with another codebook.
    """
    name = Path(path).name
    saved = checkpoint.load(path, LAB)
    with understood(name, mark("{name} is damaged: its codes make no sense.")):
        meta: dict[str, Any] = saved.meta
        if not isinstance(meta["version"], int) or not 1 <= meta["version"] <= VERSION:
            raise FileProblem("{name} was saved by a newer version of this program.", name=name)
        K, made = int(meta["codes"]), str(meta["codebook"])
        levels = range(int(meta["levels"]))
        codes = tuple(saved.tensors[f"codes.{i}"] for i in levels)
        mask = tuple(saved.tensors[f"mask.{i}"] != 0 for i in levels)
        if any(c.dtype.kind != "i" or c.ndim != 2 or c.size > MOST for c in codes) or not codes:
            raise ValueError("no grids of codes")
        one = len(codes) == 1
        document = LatentDocument(codes[0] if one else codes, made, K, mask[0] if one else mask)
    if made != version or tuple(c.shape for c in codes) != grids:
        raise FileProblem(
            "{name} was painted with another codebook, so its codes mean something else here. "
            "Open the run it was painted with, or open a picture of it and encode it anew.",
            name=name,
        )
    return document


def export_json(path: str | os.PathLike[str], document: LatentDocument) -> None:
    """Write the code grids as JSON; masked cells are null. Raises FileProblem."""
    grids = []
    for level in range(document.levels):
        holes = document.holes(level)
        grids.append(
            [
                [None if hole else int(code) for code, hole in zip(row, gaps, strict=True)]
                for row, gaps in zip(document.grid(level), holes, strict=True)
            ]
        )
    data = {"codebook": document.version, "codes": document.K, "grids": grids}
    write_atomic(path, json.dumps(data).encode())


def export_npy(path: str | os.PathLike[str], document: LatentDocument) -> list[Path]:
    """Write the codes as NumPy int32; masked cells are -1. Raises FileProblem.

    Returns:
        what was written: the path, and with two levels also the coarse grid beside it, named ``-top``.
    """
    path = Path(path)
    written = [path] if document.levels == 1 else [path.with_stem(path.stem + "-top"), path]
    for level, target in enumerate(written):
        buffer = io.BytesIO()
        np.save(buffer, np.where(document.holes(level), -1, document.grid(level)), allow_pickle=False)
        write_atomic(target, buffer.getvalue())
    return written
