"""Look at a picture source: ``python -m engines.images --source faces --size 32 --out sheet.png``."""

from __future__ import annotations

import argparse
import math
import sys
import time

import numpy as np
from PIL import Image

from engines.ground import outputs
from engines.ground.problem import Problem
from engines.images import SIZES, SOURCES, load
from engines.images.command import PICTURES


def main(arguments: list[str] | None = None) -> int:
    """Load a source, write a contact sheet if asked, say what it holds. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m engines.images", description=__doc__)
    parser.add_argument("--source", choices=tuple(SOURCES), default="faces")
    parser.add_argument("--size", type=int, choices=SIZES, default=32)
    parser.add_argument("--channels", type=int, choices=(1, 3), default=3)
    parser.add_argument("--path", default="", help="folder, file or font, for sources that need one")
    parser.add_argument("--limit", type=int, default=0, help="most pictures; 0 for all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=96, help="pictures on the sheet")
    parser.add_argument("--out", help="where to write the sheet (PNG)")
    asked = parser.parse_args(arguments)
    return outputs.ended("images", lambda: _look(asked))


def _look(asked: argparse.Namespace) -> int:
    began = time.perf_counter()
    try:
        if asked.limit < 0 or asked.show < 1:
            name, value = ("--limit", asked.limit) if asked.limit < 0 else ("--show", asked.show)
            raise Problem("{option} {value}: that is no number of pictures.", option=name, value=value)
        if asked.out:
            outputs.check(asked.out, PICTURES)
        images = load(
            asked.source,
            size=asked.size,
            channels=asked.channels,
            path=asked.path,
            limit=asked.limit,
            seed=asked.seed,
        )
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    seconds = time.perf_counter() - began
    print(f"{images.name}: {images.pixels.shape} in {seconds:.2f} s, {len(images.label_names)} classes")
    if images.unlabelled:
        print(images.unlabelled)
    print(images.licence)
    for name, reason in images.skipped:
        print(f"skipped {name}: {reason}")
    if asked.out:
        try:
            outputs.write_all({asked.out: Image.fromarray(sheet(images.pixels[: asked.show])).save})
        except Problem as problem:
            print(problem, file=sys.stderr)
            return 1
    return 0


def sheet(pixels: np.ndarray) -> np.ndarray:
    """Tile (N, H, W, C) into one picture (rows*H, columns*W, 3), about three wide to two high."""
    count, height, width, _ = pixels.shape
    columns = math.ceil(math.sqrt(count * 1.5))
    rows = math.ceil(count / columns)
    page = np.full((rows * columns, height, width, 3), 255, np.uint8)
    page[:count] = pixels
    tiles = page.reshape(rows, columns, height, width, 3).swapaxes(1, 2)
    return tiles.reshape(rows * height, columns * width, 3)


if __name__ == "__main__":
    sys.exit(main())
