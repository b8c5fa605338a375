"""Drawn faces: colourful, aligned, every factor known. The set a person sees first.

Each face is drawn without smoothing on a canvas several times too large and averaged down, which smooths
all edges at once. Outlines and colours are in ``face_parts``.

Factors of a face (one array of length N each; see :func:`sample`):
    mouth       -1 sad ... +1 happy
    grin        width of the mouth, -1 ... 1
    eyes        size of the eyes, -1 ... 1
    spacing     distance between the eyes, -1 ... 1
    iris        eye colour, 0 ... 4 (index into IRISES)
    brows       tilt of the brows, -1 cross ... +1 soft
    skin        skin tone, 0 light ... 5 deep (index into SKINS)
    hair        0 none, 1 ... 5 colour (index into HAIRS, plus one); this is the label
    length      hair length, 0 short ... 1 long
    parting     side on which the hair parts, -1 ... 1
    fringe      how far the fringe comes down, 0 ... 1
    accessory   0 none, 1 glasses
    head        width of the head, -1 ... 1
    ground      hue of the ground, 0 ... 1
    shirt       hue of the shirt, 0 ... 1
    x, y        small shift of the head, -1 ... 1
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from engines.ground.marks import mark
from engines.images import cache, face_parts, shipped
from engines.images.face_parts import HAIRS, IRISES, LIP, SKINS, SMILES, Factors
from engines.images.fit import recolour
from engines.images.source import Images, Request

VERSION = 2  # part of the cache key: raise it when a drawn pixel changes
COUNT = 6000
TOGETHER = 64  # faces whose outlines are held at once, between two looks at a cancel
HAIR_NAMES = (mark("bald"), mark("black"), mark("brown"), mark("blond"), mark("red"), mark("silver"))

_DRAWING = mark("Drawing the faces")
_EVEN = ("mouth", "grin", "eyes", "spacing", "brows", "parting", "head", "x", "y")
_PART = ("length", "fringe", "ground", "shirt")
_INK, _WHITE, _TEETH = (48, 40, 52), (255, 255, 255), (255, 250, 244)
_LIPS, _THROAT = (190, 58, 64), (112, 28, 40)


def load(request: Request) -> Images:
    """``limit`` faces, or 6,000, where they are kept from there. The label is the colour of the hair.

    Raises:
        Cancelled: the person cancelled.
    """
    count, size = request.limit or COUNT, request.size
    factors = sample(count, request.seed)
    pixels = _drawn(request, factors, count, size)
    return Images(
        pixels=recolour(pixels, request.channels),
        labels=factors["hair"],
        label_names=HAIR_NAMES,
        name=mark("Drawn faces"),
        licence=mark("Drawn by this program: free to use"),
        factors=factors,
    )


def key(count: int, size: int, seed: int) -> str:
    """What a set is kept under."""
    return f"faces-{VERSION}-{size}-{seed}-{count}"


def alike(factors: Factors) -> np.ndarray:
    """The numbers of all faces, int64 (N,), of one skin, then hair, then ground side by side."""
    return np.lexsort([factors[name] for name in ("ground", "hair", "skin")])


def _drawn(request: Request, factors: Factors, count: int, size: int) -> np.ndarray:
    """Those that come with the program, or were drawn before, or are drawn now and kept."""
    name, shape = key(count, size, request.seed), (count, size, size, 3)
    found = shipped.read(name, shape, alike(factors))
    if found is None:
        found = (cache.recall(name) or {}).get("pixels")
    if found is None or found.shape != shape or found.dtype != np.uint8:
        found = draw(factors, size, lambda done: request.watch(_DRAWING, done))
        cache.keep(name, pixels=found)
    return found


def sample(count: int, seed: int) -> dict[str, np.ndarray]:
    """Factors of ``count`` faces. A longer draw with the same seed begins with the shorter one."""

    def stream(name: str) -> np.random.Generator:
        return np.random.default_rng([seed, *name.encode()])

    factors: dict[str, np.ndarray] = {k: stream(k).uniform(-1.0, 1.0, count) for k in _EVEN}
    factors |= {k: stream(k).uniform(0.0, 1.0, count) for k in _PART}
    factors["iris"] = stream("iris").integers(0, len(IRISES), count)
    factors["skin"] = stream("skin").integers(0, len(SKINS), count)
    colour = 1 + stream("hair").integers(0, len(HAIRS), count)
    factors["hair"] = np.where(stream("bald").random(count) < 0.2, 0, colour)
    factors["accessory"] = (stream("accessory").random(count) < 1 / 3).astype(np.int64)
    return factors


def draw(factors: Factors, size: int, told: Callable[[float], None] | None = None) -> np.ndarray:
    """Draw the faces described by ``factors``: uint8 (N, size, size, 3).

    Args:
        factors: one array of length N for each factor.
        size: side in pixels.
        told: called now and then with the fraction done; may raise to stop.
    """
    count = len(factors["mouth"])
    smooth = 4 if size <= 64 else 3
    side = size * smooth
    pixels = np.empty((count, size, size, 3), np.uint8)
    for first in range(0, count, TOGETHER):
        if told is not None:
            told(first / count)
        some = {name: values[first : first + TOGETHER] for name, values in factors.items()}
        pixels[first : first + TOGETHER] = _draw_some(some, side, smooth)
    return pixels


def _draw_some(factors: Factors, side: int, smooth: int) -> np.ndarray:
    """A few faces, uint8 (n, side / smooth, side / smooth, 3)."""
    count = len(factors["mouth"])
    shapes = {k: v * side for k, v in face_parts.shapes(factors).items()}
    paints = face_parts.paints(factors)
    pixels = np.empty((count, side // smooth, side // smooth, 3), np.uint8)
    for i in range(count):
        colours = {part: colour[i] for part, colour in paints.items()}
        image = Image.new("RGB", (side, side), colours["ground"])
        brush = _Brush(ImageDraw.Draw(image), side, {k: v[i] for k, v in shapes.items()}, colours)
        _head(brush, hairy=bool(factors["hair"][i]))
        _eyes(brush)
        if factors["accessory"][i]:
            _glasses(brush)
        _nose_and_mouth(brush, smiling=bool(factors["mouth"][i] > SMILES))
        pixels[i] = np.asarray(image.reduce(smooth))
    return pixels


class _Brush:
    """Draws the parts of one face. Places are relative to its middle, in fractions of the side."""

    def __init__(
        self,
        pen: ImageDraw.ImageDraw,
        side: int,
        shapes: dict[str, np.ndarray],
        colours: dict[str, tuple[int, ...]],
    ) -> None:
        self._pen, self._side, self._shapes, self.colours = pen, side, shapes, colours
        self._cx, self._cy = float(shapes["cx"]), float(shapes["cy"])

    def length(self, name: str) -> float:
        """A length of this face, as a fraction of the side."""
        return float(self._shapes[name]) / self._side

    def area(self, outline: str, fill: tuple[int, ...]) -> None:
        self._pen.polygon(self._shapes[outline].ravel().tolist(), fill=fill)

    def dots(self, places: str, radius: float, fill: tuple[int, ...]) -> None:
        r = radius * self._side
        for x, y in self._shapes[places].tolist():
            self._pen.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def _box(self, x: float, y: float, rx: float, ry: float) -> tuple[float, float, float, float]:
        u = self._side
        return (
            self._cx + (x - rx) * u,
            self._cy + (y - ry) * u,
            self._cx + (x + rx) * u,
            self._cy + (y + ry) * u,
        )

    def disc(self, x: float, y: float, rx: float, ry: float, fill: tuple[int, ...]) -> None:
        self._pen.ellipse(self._box(x, y, rx, ry), fill=fill)

    def ring(self, x: float, y: float, radius: float, width: float) -> None:
        self._pen.ellipse(self._box(x, y, radius, radius), outline=_INK, width=round(width * self._side))

    def block(self, x: float, y: float, rx: float, ry: float, fill: tuple[int, ...]) -> None:
        self._pen.rectangle(self._box(x, y, rx, ry), fill=fill)

    def line(self, points: tuple[float, ...], width: float, fill: tuple[int, ...]) -> None:
        u, middle = self._side, (self._cx, self._cy)
        places = [middle[k % 2] + p * u for k, p in enumerate(points)]
        self._pen.line(places, fill=fill, width=round(width * u))


def _head(brush: _Brush, hairy: bool) -> None:
    """From the back to the front: ears, hair, neck, shirt, head, cheeks, hair."""
    colours, a = brush.colours, brush.length("a")
    for way in (-1, 1):
        brush.disc(way * a, 0.04, 0.048, 0.06, colours["shade"])
    if hairy:
        brush.area("back", colours["dark"])
    brush.block(0.0, 0.33, 0.10, 0.13, colours["shade"])
    brush.disc(0.0, 0.60, 0.36, 0.22, colours["shirt"])
    brush.area("head", colours["skin"])
    for way in (-1, 1):
        brush.disc(way * 0.19, 0.125, 0.052, 0.042, colours["cheek"])
    if hairy:
        brush.area("cap", colours["hair"])


def _eyes(brush: _Brush) -> None:
    """Lashes, white, iris, pupil, a spark of light; and the brow above."""
    apart, r, tilt = brush.length("apart"), brush.length("eye"), brush.length("tilt")
    for way in (-1, 1):
        x, y = way * apart, -0.005
        brush.disc(x, y - 0.10 * r, 1.06 * r, 1.12 * r, _INK)
        brush.disc(x, y + 0.06 * r, r, 1.05 * r, _WHITE)
        brush.disc(x, y + 0.10 * r, 0.66 * r, 0.72 * r, brush.colours["iris"])
        brush.disc(x, y + 0.10 * r, 0.36 * r, 0.40 * r, _INK)
        brush.disc(x - 0.28 * r, y - 0.25 * r, 0.22 * r, 0.22 * r, _WHITE)
        inner, outer = (x - way * 0.07, -0.117 - tilt), (x + way * 0.07, -0.117 + tilt)
        brush.line((*inner, x + way * 0.007, -0.135, *outer), 0.028, brush.colours["brow"])


def _glasses(brush: _Brush) -> None:
    """Two rings, the bridge between them, and an arm to each temple."""
    apart, radius, width = brush.length("apart"), 0.108, 0.027
    for way in (-1, 1):
        brush.ring(way * apart, -0.005, radius, width)
        ends = (way * (apart + 0.95 * radius), -0.005, way * brush.length("a"), -0.025)
        brush.line(ends, width, _INK)
    brush.line((radius - apart, -0.005, apart - radius, -0.005), width, _INK)


def _nose_and_mouth(brush: _Brush, smiling: bool) -> None:
    """The nose, and lips that open as the face gets happy."""
    brush.disc(0.0, 0.085, 0.026, 0.02, brush.colours["nose"])
    brush.area("lips", _LIPS)
    brush.dots("corners", LIP, _LIPS)
    if smiling:  # else Pillow would draw the outline of an empty area
        brush.area("gape", _THROAT)
        brush.area("teeth", _TEETH)
