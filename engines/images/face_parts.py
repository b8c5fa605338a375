"""Outlines and colours of drawn faces, all faces at once. Lengths are fractions of the picture's side."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

SKINS = ((255, 222, 200), (248, 200, 160), (228, 170, 120), (196, 132, 84), (148, 94, 60), (104, 68, 48))
HAIRS = ((44, 36, 44), (104, 64, 40), (240, 196, 92), (204, 88, 40), (188, 188, 200))
IRISES = ((92, 58, 36), (52, 120, 190), (64, 140, 84), (140, 100, 40), (96, 112, 128))
SMILES = 0.2  # from here on a happy mouth opens
LIP = 0.018  # half the thickness of a lip

_TURN = np.linspace(0.0, 2.0 * np.pi, 48, endpoint=False)[None]
_OVER = np.linspace(np.pi * 0.98, np.pi * 2.02, 24)[None]  # from the left temple over the top
_BACK = np.linspace(1.0, -1.0, 16)[None]
_ACROSS = np.linspace(-1.0, 1.0, 15)[None]

Factors = Mapping[str, np.ndarray]


def shapes(f: Factors) -> dict[str, np.ndarray]:
    """Outlines (N, points, 2) and places (N,) of the faces described by ``f``."""
    a = (0.295 + 0.022 * f["head"])[:, None]  # half width of the head
    b = (0.360 - 0.012 * f["head"])[:, None]  # half height
    cx = (0.5 + 0.016 * f["x"])[:, None]
    cy = (0.505 + 0.012 * f["y"])[:, None]
    jaw = 1.0 - 0.10 * np.clip(np.sin(_TURN), 0, 1) ** 2
    return {
        "head": np.stack([cx + a * np.cos(_TURN) * jaw, cy + b * np.sin(_TURN)], axis=-1),
        **_hair(f, cx, cy, a, b),
        **_mouth(f, cx, cy),
        "cx": cx[:, 0],
        "cy": cy[:, 0],
        "a": a[:, 0],
        "apart": 0.128 + 0.012 * f["spacing"],
        "eye": 0.066 * (1.0 + 0.16 * f["eyes"]),
        "tilt": 0.006 + 0.014 * f["brows"],
    }


def _hair(f: Factors, cx: np.ndarray, cy: np.ndarray, a: np.ndarray, b: np.ndarray) -> dict[str, np.ndarray]:
    """Hair behind the head, round above and square below; and the cap in front, down to the hairline."""
    cos, sin = np.cos(_TURN), np.sin(_TURN)
    below = sin > 0
    wide = np.sign(cos) * np.abs(cos) ** np.where(below, 0.55, 1.0)
    deep = np.sign(sin) * np.abs(sin) ** np.where(below, 0.6, 1.0)
    drop = 0.02 + 0.46 * f["length"][:, None]
    back = np.stack([cx + (a + 0.055) * wide, cy + np.where(below, drop, b + 0.05) * deep], axis=-1)

    outer = np.stack([cx + (a + 0.03) * np.cos(_OVER), cy + (b + 0.05) * np.sin(_OVER)], axis=-1)
    parting = 0.55 * f["parting"][:, None]
    high = -0.25 + 0.10 * f["fringe"][:, None]
    fall = np.minimum(1.0, np.abs(_BACK - parting) / (1.0 + 0.5 * np.abs(parting))) ** 2.2
    hairline = np.stack([cx + (a + 0.01) * _BACK, cy + high * (1.0 - fall)], axis=-1)
    return {"back": back, "cap": np.concatenate([outer, hairline], axis=1)}


def _mouth(f: Factors, cx: np.ndarray, cy: np.ndarray) -> dict[str, np.ndarray]:
    """Lips along a bent line, and between them the gape of a smile with teeth in its upper half."""
    mood = f["mouth"][:, None]
    x = cx + 0.112 * (1.0 + 0.2 * f["grin"])[:, None] * _ACROSS
    upper = cy + 0.205 + 0.085 * mood * (0.4 - _ACROSS**2)
    gape = 0.085 * np.clip(mood - SMILES, 0, 1) * (1.0 - _ACROSS**2)

    def band(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
        forth, back = np.stack([x, top], axis=-1), np.stack([x, bottom], axis=-1)
        return np.concatenate([forth, back[:, ::-1]], axis=1)

    return {
        "lips": band(upper - LIP, upper + gape + LIP),
        "gape": band(upper, upper + gape),
        "teeth": band(upper, upper + 0.45 * gape),
        "corners": np.stack([x[:, [0, -1]], upper[:, [0, -1]]], axis=-1),
    }


def paints(f: Factors) -> dict[str, list[tuple[int, ...]]]:
    """Colours of the faces described by ``f``: for each part, one (red, green, blue) a face."""
    skin = np.asarray(SKINS, float)[f["skin"]]
    hair = np.asarray((HAIRS[0], *HAIRS), float)[f["hair"]]
    bald = (f["hair"] == 0)[:, None]
    table = {
        "ground": _round(0.10 + 0.84 * f["ground"], 0.86, 0.105),
        "shirt": _round(f["shirt"], 0.58, 0.27),
        "skin": skin,
        "shade": skin * 0.86,
        "nose": skin * 0.80,
        "cheek": skin * 0.76 + np.asarray((255, 96, 104)) * 0.24,
        "hair": hair,
        "dark": hair * 0.82,
        "brow": np.where(bald, skin * 0.5, hair * 0.62),
        "iris": np.asarray(IRISES, float)[f["iris"]],
    }
    return {part: [tuple(c) for c in np.rint(v).astype(int).tolist()] for part, v in table.items()}


def _round(hue: np.ndarray, middle: float, reach: float) -> np.ndarray:
    """A round of soft colours of nearly even lightness, 0 ... 255, shape (N, 3); ``hue`` in turns."""
    turn = hue[:, None] - np.asarray([0.0, 1.0, 2.0]) / 3.0
    return 255.0 * (middle + reach * np.cos(2.0 * np.pi * turn))
