"""Drawn faces: colourful, aligned, every factor known. The set a person sees first.

All lengths are fractions of the picture's side; x runs right and y down, as in Pillow. Each face is drawn
without smoothing on a canvas several times too large and averaged down, which smooths every edge at once.

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

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageDraw

VERSION = 1  # part of the cache key: raise it when a drawn pixel changes
COUNT = 6000

SKINS = ((255, 222, 200), (248, 200, 160), (228, 170, 120), (196, 132, 84), (148, 94, 60), (104, 68, 48))
HAIRS = ((44, 36, 44), (104, 64, 40), (240, 196, 92), (204, 88, 40), (188, 188, 200))
HAIR_NAMES = ("bald", "black", "brown", "blond", "red", "silver")
IRISES = ((92, 58, 36), (52, 120, 190), (64, 140, 84), (140, 100, 40), (96, 112, 128))
INK = (48, 40, 52)
LIPS = (190, 58, 64)
SMILES = 0.2  # from here on a happy mouth opens

_UNIT = ("mouth", "grin", "eyes", "spacing", "brows", "parting", "head", "x", "y")
_HALF = ("length", "fringe", "ground", "shirt")
_TURN = np.linspace(0.0, 2.0 * np.pi, 48, endpoint=False)
_ACROSS = np.linspace(-1.0, 1.0, 15)

Shapes = Mapping[str, np.ndarray]


def sample(count: int, seed: int) -> dict[str, np.ndarray]:
    """Factors of ``count`` faces. A longer draw with the same seed begins with the shorter one."""

    def stream(name: str) -> np.random.Generator:
        return np.random.default_rng([seed, *name.encode()])

    factors: dict[str, np.ndarray] = {k: stream(k).uniform(-1.0, 1.0, count) for k in _UNIT}
    factors |= {k: stream(k).uniform(0.0, 1.0, count) for k in _HALF}
    factors["iris"] = stream("iris").integers(0, len(IRISES), count)
    factors["skin"] = stream("skin").integers(0, len(SKINS), count)
    colour = 1 + stream("hair").integers(0, len(HAIRS), count)
    factors["hair"] = np.where(stream("bald").random(count) < 0.2, 0, colour)
    factors["accessory"] = (stream("accessory").random(count) < 1 / 3).astype(np.int64)
    return factors


def draw(
    factors: Mapping[str, np.ndarray], size: int, told: Callable[[float], None] | None = None
) -> np.ndarray:
    """Draw the faces described by ``factors``: uint8 (N, size, size, 3).

    Args:
        factors: one array of length N for each factor.
        size: side in pixels.
        told: called now and then with the fraction done; may raise to stop.
    """
    count = len(factors["mouth"])
    scale = 4 if size <= 64 else 2
    side = size * scale
    shapes = {k: v * side for k, v in _shapes(factors).items()}
    paints = _paints(factors)
    pixels = np.empty((count, size, size, 3), np.uint8)
    for i in range(count):
        if told is not None and i % 64 == 0:
            told(i / count)
        image = Image.new("RGB", (side, side), paints["ground"][i])
        _face(ImageDraw.Draw(image), i, side, factors, shapes, paints)
        pixels[i] = np.asarray(image.reduce(scale))
    return pixels


def _shapes(f: Mapping[str, np.ndarray]) -> Shapes:
    """Outlines (N, points, 2) and places (N,) of all faces, in fractions of the side."""
    a = (0.295 + 0.022 * f["head"])[:, None]  # half width of the head
    b = (0.360 - 0.012 * f["head"])[:, None]  # half height
    cx = (0.5 + 0.016 * f["x"])[:, None]
    cy = (0.505 + 0.012 * f["y"])[:, None]
    cos, sin = np.cos(_TURN)[None], np.sin(_TURN)[None]

    jaw = 1.0 - 0.10 * np.clip(sin, 0, 1) ** 2
    head = np.stack([cx + a * cos * jaw, cy + b * sin], axis=-1)

    low = np.sign(sin) * np.abs(sin) ** np.where(sin > 0, 0.6, 1.0)
    square = np.sign(cos) * np.abs(cos) ** np.where(sin > 0, 0.55, 1.0)
    drop = 0.02 + 0.46 * f["length"][:, None]
    back = np.stack([cx + (a + 0.055) * square, cy + np.where(sin > 0, drop, b + 0.05) * low], axis=-1)

    over = np.linspace(np.pi * 0.98, np.pi * 2.02, 24)[None]  # from the left temple over the top
    outer = np.stack([cx + (a + 0.03) * np.cos(over), cy + (b + 0.05) * np.sin(over)], axis=-1)
    t = np.linspace(1.0, -1.0, 16)[None]  # and back along the hairline
    part = 0.55 * f["parting"][:, None]
    high = -0.25 + 0.10 * f["fringe"][:, None]
    rise = np.minimum(1.0, np.abs(t - part) / (1.0 + 0.5 * np.abs(part)))
    line = np.stack([cx + (a + 0.01) * t, cy + high + (0.0 - high) * rise**2.2], axis=-1)

    half = 0.112 * (1.0 + 0.2 * f["grin"])[:, None]
    bend = 0.085 * f["mouth"][:, None]
    s = _ACROSS[None]
    upper = cy + 0.205 + bend * (0.4 - s**2)
    gape = 0.085 * np.clip(f["mouth"][:, None] - SMILES, 0, 1) * (1.0 - s**2)
    x = cx + half * s

    def band(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
        there, back_again = np.stack([x, top], -1), np.stack([x, bottom], -1)
        return np.concatenate([there, back_again[:, ::-1]], axis=1)

    lip = 0.018
    return {
        "head": head,
        "back": back,
        "cap": np.concatenate([outer, line], axis=1),
        "lips": band(upper - lip, upper + gape + lip),
        "open": band(upper, upper + gape),
        "teeth": band(upper, upper + 0.45 * gape),
        "corners": np.stack([x[:, [0, -1]], upper[:, [0, -1]]], axis=-1),
        "cx": cx[:, 0],
        "cy": cy[:, 0],
        "a": a[:, 0],
        "apart": 0.128 + 0.012 * f["spacing"],
        "eye": 0.066 * (1.0 + 0.16 * f["eyes"]),
        "tilt": 0.006 + 0.014 * f["brows"],
    }


def _paints(f: Mapping[str, np.ndarray]) -> dict[str, list[tuple[int, ...]]]:
    """Colours of all faces."""
    skin = np.asarray(SKINS, float)[f["skin"]]
    hair = np.asarray((HAIRS[0], *HAIRS), float)[f["hair"]]
    bare = (f["hair"] == 0)[:, None]
    table = {
        "ground": _hue(0.10 + 0.84 * f["ground"], 0.86, 0.105),
        "shirt": _hue(f["shirt"], 0.58, 0.27),
        "skin": skin,
        "shade": skin * 0.86,
        "nose": skin * 0.80,
        "cheek": skin * 0.76 + np.asarray((255, 96, 104)) * 0.24,
        "hair": hair,
        "dark": hair * 0.82,
        "brow": np.where(bare, skin * 0.5, hair * 0.62),
        "iris": np.asarray(IRISES, float)[f["iris"]],
    }
    return {k: [tuple(c) for c in np.rint(v).astype(int).tolist()] for k, v in table.items()}


def _hue(hue: np.ndarray, value: float, saturation: float) -> np.ndarray:
    """A round of soft colours of even lightness, 0 ... 255, shape (N, 3)."""
    turn = hue[:, None] - np.asarray([0.0, 1.0, 2.0]) / 3.0
    return 255.0 * (value + saturation * np.cos(2.0 * np.pi * turn))


def _face(pen: ImageDraw.ImageDraw, i: int, side: int, f: Shapes, shapes: Shapes, paints: dict) -> None:
    """Draw face ``i`` from back to front."""

    def disc(x: float, y: float, rx: float, ry: float, fill: tuple[int, ...]) -> None:
        pen.ellipse((x - rx, y - ry, x + rx, y + ry), fill=fill)

    def area(name: str, fill: tuple[int, ...]) -> None:
        pen.polygon(shapes[name][i].ravel().tolist(), fill=fill)

    colour = {k: v[i] for k, v in paints.items()}
    u = side
    cx, cy, a = float(shapes["cx"][i]), float(shapes["cy"][i]), float(shapes["a"][i])
    hairy = f["hair"][i] > 0
    for way in (-1, 1):
        disc(cx + way * a, cy + 0.04 * u, 0.048 * u, 0.06 * u, colour["shade"])
    if hairy:
        area("back", colour["dark"])
    pen.rectangle((cx - 0.10 * u, cy + 0.2 * u, cx + 0.10 * u, cy + 0.46 * u), fill=colour["shade"])
    disc(cx, cy + 0.60 * u, 0.36 * u, 0.22 * u, colour["shirt"])
    area("head", colour["skin"])
    for way in (-1, 1):
        disc(cx + way * 0.19 * u, cy + 0.125 * u, 0.052 * u, 0.042 * u, colour["cheek"])
    if hairy:
        area("cap", colour["hair"])
    _eyes(pen, i, side, f, shapes, colour)
    disc(cx, cy + 0.085 * u, 0.026 * u, 0.02 * u, colour["nose"])
    _mouth(pen, i, side, f, area, shapes)


def _eyes(pen: ImageDraw.ImageDraw, i: int, side: int, f: Shapes, shapes: Shapes, colour: dict) -> None:
    """Eyes, brows and glasses of face ``i``."""
    u = side
    cx, cy = float(shapes["cx"][i]), float(shapes["cy"][i]) - 0.005 * u
    apart, r, tilt = float(shapes["apart"][i]), float(shapes["eye"][i]), float(shapes["tilt"][i])
    for way in (-1, 1):
        x = cx + way * apart

        def disc(dx: float, dy: float, rx: float, ry: float, fill: tuple[int, ...], x: float = x) -> None:
            pen.ellipse((x + dx - rx, cy + dy - ry, x + dx + rx, cy + dy + ry), fill=fill)

        disc(0, -0.1 * r, r * 1.06, r * 1.12, INK)
        disc(0, 0.06 * r, r, r * 1.05, (255, 255, 255))
        disc(0, 0.1 * r, r * 0.66, r * 0.72, colour["iris"])
        disc(0, 0.1 * r, r * 0.36, r * 0.4, INK)
        disc(-0.28 * r, -0.25 * r, r * 0.22, r * 0.22, (255, 255, 255))
        w, y = 0.07 * u, cy - 0.112 * u
        inner, middle, outer = (
            (x - way * w, y - tilt),
            (x + way * 0.1 * w, y - 0.018 * u),
            (x + way * w, y + tilt),
        )
        pen.line((*inner, *middle, *outer), fill=colour["brow"], width=round(0.028 * u))
    if f["accessory"][i]:
        ring, thick = 0.108 * u, round(0.027 * u)
        for way in (-1, 1):
            x = cx + way * apart
            pen.ellipse((x - ring, cy - ring, x + ring, cy + ring), outline=INK, width=thick)
            edge = cx + way * float(shapes["a"][i])
            pen.line((x + way * ring * 0.95, cy, edge, cy - 0.02 * u), fill=INK, width=thick)
        pen.line((cx - apart + ring, cy, cx + apart - ring, cy), fill=INK, width=thick)


def _mouth(pen: ImageDraw.ImageDraw, i: int, side: int, f: Shapes, area: Callable, shapes: Shapes) -> None:
    """The mouth of face ``i``: a curve that opens as it gets happy."""
    area("lips", LIPS)
    r = 0.018 * side
    for x, y in shapes["corners"][i].tolist():
        pen.ellipse((x - r, y - r, x + r, y + r), fill=LIPS)
    if f["mouth"][i] > SMILES:  # Pillow would draw the outline of an empty area
        area("open", (112, 28, 40))
        area("teeth", (255, 250, 244))
