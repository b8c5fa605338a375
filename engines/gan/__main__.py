"""Train without a window.

``python -m engines.gan --preset cpu --data faces --steps 200 --out run.safetensors``
``python -m engines.gan --data moons --steps 1000 --sheet moons.png``
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

import numpy as np

from engines.gan import PRESETS, GanConfig, GanSnapshot, PlaneSnapshot, build, open_checkpoint
from engines.gan.fields.source import POINTS
from engines.gan.presets import PLANE
from engines.images.command import Command
from engines.images.scores.verdict import LEARNED
from engines.points.picture import dotted

MEASURED = tuple(f"{name}{kind}" for kind in ("", LEARNED) for name in ("distance", "distance_real"))
SCORES = ("modes", "quality", "wasserstein", "js")


def sheet(shown: GanSnapshot | PlaneSnapshot) -> np.ndarray:
    """The sheet of samples; of points their number in each cell as brightness."""
    return dotted(shown.fake) if isinstance(shown, PlaneSnapshot) else shown.samples


def conclude(engine: Any) -> None:
    """Of points the scores, beside what real points reach."""
    if engine.config.plane:
        shown = engine.snapshot()
        for name in (name for name in SCORES if name in shown.figures):
            print(f"{name:<12}{shown.figures[name]:>8.3f}  floor {shown.floors[name]:.3f}")


def add(parser: argparse.ArgumentParser) -> None:
    """By what samples are compared while it trains."""
    parser.add_argument(
        "--learned-features",
        action="store_true",
        help="compare samples by features learned on the pictures first, a few seconds once for each set",
    )


def prepare(engine: Any, options: dict[str, Any]) -> None:
    """Learn the features, where that is asked."""
    if options["learned_features"] and not engine.config.plane:
        from engines.images.scores import learning

        print("Learning features to compare samples by", file=sys.stderr)
        for _ in learning.net(engine.deck):
            pass


line = Command(
    lab="gan",
    what="a GAN",
    config=GanConfig,
    presets=PRESETS,
    build=build,
    open_checkpoint=open_checkpoint,
    steps=200,
    figures=("loss_d", "loss_g", "real", "fake", "penalty", "corr", "rec", "rec_mean", *MEASURED, *SCORES),
    figure=".3f",
    sheet=sheet,
    conclude=conclude,
    add=add,
    prepare=prepare,
)


def main(argv: list[str] | None = None) -> int:
    """As :meth:`Command.main`. Points begin with their own recipe where no preset is named."""
    argv = sys.argv[1:] if argv is None else argv
    asked = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    asked.add_argument("--preset")
    asked.add_argument("--data")
    known, _ = asked.parse_known_args(argv)
    points = known.preset is None and known.data in POINTS
    return line.main(["--preset", PLANE.key, *argv] if points else argv)


if __name__ == "__main__":
    sys.exit(main())
