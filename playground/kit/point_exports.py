"""Samples of points as a table, and the plane as a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

from engines.ground.files import write_atomic
from engines.ground.marks import mark
from playground.kit.png import write_png
from playground.lab import Exports

FORMATS = ((mark("Table of samples"), "csv"), (mark("Picture of the plane"), "png"))
Save = Callable[[Path, Callable[[Path], object]], None]


def exports(
    picture: Callable[[], QImage | None],
    samples: Callable[[Callable[[np.ndarray], None]], None],
    save: Save,
    *,
    ready: bool,
) -> Exports:
    """What a run on points writes.

    Args:
        samples: hands float (n, 2) over, later. save: as :meth:`playground.lab.Lab.write`. ready: whether
            there is anything.
    """

    def write(path: Path) -> None:
        image = picture()
        if path.suffix == ".png" and image is not None:
            save(path, lambda to: write_png(to, image))
        else:
            samples(lambda points: save(path, lambda to: write_atomic(to, table(points))))

    missing = "" if ready else mark("There is nothing to export yet.")
    return Exports(mark("Export samples"), "samples.csv", FORMATS, write, missing)


def table(points: np.ndarray) -> bytes:
    """Points (n, 2) as CSV with a head line."""
    lines = [f"{x:.6g},{y:.6g}" for x, y in points.tolist()]
    return ("x,y\n" + "\n".join(lines) + "\n").encode()
