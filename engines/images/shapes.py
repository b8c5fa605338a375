"""Plain shapes whose every factor is known, to judge latent sliders and encoders against the truth.

Factors (arrays of length N): ``kind`` 0 ... 5 (index into KINDS; the label), ``angle`` in turns 0 ... 1,
``size`` radius and ``x``, ``y`` centre as fractions of the side, ``colour`` hue 0 ... 1.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PIL import Image, ImageDraw

from engines.ground.marks import mark
from engines.images.fit import recolour
from engines.images.source import Images, Request, Watch

COUNT = 6000
KINDS = (mark("disc"), mark("triangle"), mark("square"), mark("star"), mark("cross"), mark("heart"))
GROUND = (246, 245, 241)
_DRAWING = mark("Drawing the shapes")
_SMOOTH = 4


def load(request: Request) -> Images:
    """``limit`` shapes, or 6,000.

    Raises:
        Cancelled: the person cancelled.
    """
    factors = sample(request.limit or COUNT, request.seed)
    return Images(
        pixels=recolour(draw(factors, request.size, request.watch), request.channels),
        labels=factors["kind"],
        label_names=KINDS,
        name=mark("Shapes"),
        licence=mark("Drawn by this program: free to use"),
        factors=factors,
    )


def sample(count: int, seed: int) -> dict[str, np.ndarray]:
    """Factors of ``count`` shapes. A longer draw with the same seed begins with the shorter one."""

    def uniform(name: str, low: float, high: float) -> np.ndarray:
        return np.random.default_rng([seed, *name.encode()]).uniform(low, high, count)

    return {
        "kind": uniform("kind", 0, len(KINDS)).astype(np.int64),
        "angle": uniform("angle", 0.0, 1.0),
        "size": uniform("size", 0.16, 0.30),
        "x": uniform("x", 0.34, 0.66),
        "y": uniform("y", 0.34, 0.66),
        "colour": uniform("colour", 0.0, 1.0),
    }


def draw(factors: Mapping[str, np.ndarray], size: int, watch: Watch | None = None) -> np.ndarray:
    """Draw the shapes described by ``factors``: uint8 (N, size, size, 3)."""
    watch = watch or Watch()
    count = len(factors["kind"])
    side = size * _SMOOTH
    outlines = [_outline(k) for k in range(len(KINDS))]
    turn = np.exp(2j * np.pi * factors["angle"])
    hue = factors["colour"][:, None] - np.asarray([0.0, 1.0, 2.0]) / 3.0
    colours = np.rint(255 * (0.52 + 0.36 * np.cos(2 * np.pi * hue))).astype(int).tolist()
    pixels = np.empty((count, size, size, 3), np.uint8)
    for i in range(count):
        if i % 64 == 0:
            watch(_DRAWING, i / count)
        centre = complex(factors["x"][i], factors["y"][i])
        points = (outlines[factors["kind"][i]] * turn[i] * factors["size"][i] + centre) * side
        image = Image.new("RGB", (side, side), GROUND)
        corners = np.stack([points.real, points.imag], axis=-1).ravel().tolist()
        ImageDraw.Draw(image).polygon(corners, fill=tuple(colours[i]))
        pixels[i] = np.asarray(image.reduce(_SMOOTH))
    return pixels


def _outline(kind: int) -> np.ndarray:
    """Corners of a shape as complex numbers, within the unit circle about 0, top up (y runs down)."""
    round_ = np.linspace(0.0, 2.0 * np.pi, 48, endpoint=False)
    if kind in (1, 2):  # triangle, square
        sides = kind + 2
        return np.exp(1j * (2.0 * np.pi * np.arange(sides) / sides - np.pi / 2.0))
    if kind == 3:  # star
        radius = np.where(np.arange(10) % 2 == 0, 1.0, 0.42)
        return radius * np.exp(1j * (np.pi * np.arange(10) / 5.0 - np.pi / 2.0))
    if kind == 4:  # cross
        arm = np.asarray([0.32 - 0.95j, 0.32 - 0.32j, 0.95 - 0.32j])
        return np.concatenate([arm * 1j**k for k in range(4)])
    if kind == 5:  # heart
        x = 16 * np.sin(round_) ** 3
        y = 13 * np.cos(round_) - 5 * np.cos(2 * round_) - 2 * np.cos(3 * round_) - np.cos(4 * round_)
        return (x - 1j * (y + 2.5)) / 17.0
    return np.exp(1j * round_)
