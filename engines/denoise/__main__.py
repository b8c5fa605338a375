"""Train without a window.

``python -m engines.denoise --method dsm --data moons --steps 1500``
``python -m engines.denoise --data faces --steps 3600 --sheet faces.png``
"""

from __future__ import annotations

import argparse
import sys

import numpy as np

from engines.denoise import PRESETS, DenoiseConfig, DenoiseSnapshot, build, open_checkpoint
from engines.denoise.config import PICTURES
from engines.denoise.engine import DenoiseEngine
from engines.images.command import Command
from engines.points.picture import dotted

SCORED = 300  # samples


def picture(shown: DenoiseSnapshot) -> np.ndarray:
    """The sheet of pictures; of points their number in each cell as brightness."""
    if shown.points is None:
        found = shown.drawn if shown.drawn is not None else shown.sheet
        assert found is not None
        return found
    return dotted(shown.points)


def conclude(engine: DenoiseEngine) -> None:
    """Every sampler's scores beside what the data itself scores."""
    if not engine.config.plane:
        _conclude_pictures(engine)
        return
    from engines.denoise import queries

    drawn_all = queries.final(engine)
    floor = engine.space.points.floor(max(len(drawn.points) for drawn in drawn_all.values()))
    print(f"{'samples':<12}{'calls':>6}{'SW1':>9}{'floor':>9}{'ratio':>7}{'MMD2':>9}{'strays':>9}")
    for name, drawn in drawn_all.items():
        s = drawn.scores
        print(
            f"{name:<12}{drawn.evaluations:>6}{s['sw']:>9.4f}{floor['sw']:>9.4f}{s['sw'] / floor['sw']:>7.2f}"
            f"{s['mmd']:>9.4f}{s['strays']:>9.4f}"
        )
    print("score error " + " ".join(f"{sigma:.2f}:{error:.3f}" for sigma, error in queries.errors(engine)))


def _conclude_pictures(engine: DenoiseEngine) -> None:
    from engines.denoise.pictures import queries

    found = queries.scored(engine, SCORED)
    print(f"{SCORED} samples, compared by random features")
    for name in ("coverage", "density"):
        print(f"{name:<12}{found[name]:>9.3f}  floor {found[name + '_floor']:.3f}")


line = Command(
    lab="denoise",
    what="a denoiser",
    config=DenoiseConfig,
    presets=PRESETS,
    build=build,
    open_checkpoint=open_checkpoint,
    steps=2500,
    figures=("loss", "excess", "sw", "strays", "own", "direction"),
    figure=".4f",
    sheet=picture,
    finish=DenoiseEngine.finish,
    conclude=conclude,
)


def main(argv: list[str] | None = None) -> int:
    """As :meth:`Command.main`. Pictures begin with their own recipe where no preset is named.

    ``--method dsm``, denoising score matching, is the energy.
    """
    argv = sys.argv[1:] if argv is None else argv
    argv = [{"dsm": "energy", "--method=dsm": "--method=energy"}.get(word, word) for word in argv]
    asked = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    asked.add_argument("--preset")
    asked.add_argument("--data")
    known, _ = asked.parse_known_args(argv)
    pictures = known.preset is None and known.data in PICTURES
    return line.main(["--preset", "faces", *argv] if pictures else argv)


if __name__ == "__main__":
    sys.exit(main())
