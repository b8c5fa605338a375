"""Digits drawn by hand, so to speak: strokes through a few points, shaken, turned, squeezed and smeared."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from engines.ground.marks import mark
from engines.layers.jobs.job import Job

SIDE, FINE, COUNT, HELD = 12, 6, 2400, 400
STROKES: Final[tuple[tuple[tuple[tuple[float, float], ...], ...], ...]] = (
    (((.5, .1), (.25, .2), (.2, .5), (.25, .8), (.5, .9), (.75, .8), (.8, .5), (.75, .2), (.5, .1)),),
    (((.3, .3), (.55, .1), (.55, .9)),),
    (((.22, .28), (.35, .12), (.6, .1), (.76, .25), (.7, .45), (.2, .9), (.8, .9)),),
    (((.22, .15), (.55, .1), (.75, .25), (.68, .42), (.45, .48), (.7, .55), (.78, .75), (.55, .9),
      (.22, .85)),),
    (((.65, .9), (.65, .1), (.18, .65), (.85, .65)),),
    (((.75, .1), (.3, .1), (.26, .45), (.55, .4), (.78, .6), (.7, .85), (.45, .92), (.2, .82)),),
    (((.7, .1), (.4, .25), (.22, .6), (.32, .88), (.6, .9), (.77, .7), (.62, .5), (.35, .53), (.23, .68)),),
    (((.2, .1), (.8, .1), (.42, .9)),),
    (((.5, .48), (.28, .35), (.32, .15), (.5, .08), (.68, .15), (.72, .35), (.5, .48), (.24, .65), (.3, .87),
      (.5, .93), (.7, .87), (.76, .65), (.5, .48)),),
    (((.75, .4), (.55, .5), (.28, .42), (.25, .2), (.45, .08), (.7, .15), (.76, .4), (.7, .7), (.5, .92)),),
)  # fmt: skip


def draw(labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Pictures of digits. (N,) of 0 to 9 -> float32 (N, 1, SIDE, SIDE), ink 1 on 0."""
    return np.stack([_one(int(label), rng) for label in labels])[:, None]


def _one(label: int, rng: np.random.Generator) -> np.ndarray:
    turn, lean = rng.normal(0, 0.12), rng.normal(0, 0.15)
    wide, high = rng.uniform(0.6, 0.9), rng.uniform(0.75, 0.95)
    shift = rng.uniform(-0.07, 0.07, 2)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ np.array(
        [[1, lean], [0, 1]]
    )
    big = SIDE * FINE
    sheet = Image.new("L", (big, big))
    pen = ImageDraw.Draw(sheet)
    for stroke in STROKES[label]:
        points = (np.array(stroke) - 0.5 + rng.normal(0, 0.02, (len(stroke), 2))) * (wide, high)
        placed = (points @ matrix.T + 0.5 + shift) * big
        pen.line([tuple(p) for p in placed.tolist()], fill=255, width=int(rng.integers(6, 11)), joint="curve")
    fine = np.asarray(sheet, np.float32).reshape(SIDE, FINE, SIDE, FINE).mean((1, 3)) / 255
    found: np.ndarray = np.clip(fine * 1.3 + rng.normal(0, 0.05, fine.shape), 0, 1).astype(np.float32)
    return found


def digits(seed: int) -> Job:
    """Which digit is it?"""
    rng = np.random.default_rng([seed, 1])
    labels = rng.integers(0, 10, COUNT)
    return Job("digits", mark("Digits"), (draw(labels, rng),), labels, tuple("0123456789"), HELD)


def pairs(seed: int) -> Job:
    """Two pictures: are they the same digit? Half of the pairs are."""
    rng = np.random.default_rng([seed, 2])
    first = rng.integers(0, 10, COUNT)
    same = rng.integers(0, 2, COUNT)
    second = np.where(same == 1, first, (first + rng.integers(1, 10, COUNT)) % 10)
    names = (mark("different"), mark("the same"))
    return Job("pairs", mark("Pairs of digits"), (draw(first, rng), draw(second, rng)), same, names, HELD)
