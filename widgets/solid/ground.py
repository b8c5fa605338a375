"""What lies behind and under the body: the stage, a pool of light on the ground, and the body's soft shadow.

The shadow is reckoned, not blurred: the distance of a place from the outline of the body's plan, softly
stepped. The plan is that of the sheets' hulls in 32 directions, drawn in by height, so that it is dark only
where the body is near the ground.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF, QTransform

from widgets.look import tokens
from widgets.look.tokens import Tokens
from widgets.solid.projection import Projection
from widgets.solid.scene import Scene
from widgets.solid.shading import mix

_F = np.float32
_SIDE, _WIDE = 64, 1.9  # pixels of the shadow's picture, and half its side in radii
_RAYS = np.linspace(0, 2 * np.pi, 32, endpoint=False)
_WAYS = np.stack([np.cos(_RAYS), np.sin(_RAYS)]).astype(np.float32)
_LAYERS = ((0.25, 0.55, 0.34), (0.9, 0.22, 0.30), (2.5, 0.09, 0.30))  # drawn in by height, softness, darkness
_COARSE = 4  # the shadow is painted in so many times fewer pixels, for it is soft


@lru_cache(maxsize=1)
def _reach() -> np.ndarray:
    """How far each pixel of the shadow's picture lies along each ray, float32 (32, 4096)."""
    line = (np.arange(_SIDE, dtype=np.float32) + 0.5) / _SIDE * 2 * _WIDE - _WIDE
    return (_WAYS[0][:, None, None] * line + _WAYS[1][:, None, None] * line[:, None]).reshape(len(_RAYS), -1)


def shadow(scene: Scene) -> np.ndarray:
    """How dark the ground is, float (64, 64) from 0 to 1, over a square of 3.8 radii about the middle."""
    light = np.ones(_SIDE * _SIDE, np.float32)
    for mesh in scene.placed:
        if not len(mesh.vertices):
            continue
        x, y, z = (mesh.vertices - (*scene.centre[:2], scene.floor)).T.astype(np.float32) / _F(scene.radius)
        plan = _WAYS[0][:, None] * x + _WAYS[1][:, None] * y
        for drawn, soft, dark in _LAYERS:
            support = (plan - _F(drawn) * z).max(1)
            outside = (_reach() - support[:, None]).max(0)
            part = np.clip(0.5 - outside / (2 * soft), 0, 1)
            light *= 1 - dark * part * part * (3 - 2 * part)
    return 1 - light.reshape(_SIDE, _SIDE)


def paint_ground(painter: QPainter, scene: Scene, view: Projection) -> None:
    """Fill a picture of the view's size with stage, light and shadow; seen from below there is no ground."""
    t = tokens.current()
    area = QRectF(0, 0, view.width, view.height)
    painter.drawImage(area, _pool(t, round(view.width), round(view.height)))
    seen = min(max(view.camera.elevation / 14, 0.0), 1.0)
    small = replace(view, width=view.width / _COARSE, height=view.height / _COARSE)
    onto = _onto_floor(scene, small)
    if seen <= 0 or onto is None or not any(len(mesh.faces) for mesh in scene.meshes):
        return
    strong = seen * (0.95 if t.dark else 0.5)
    layer = QImage(math.ceil(small.width), math.ceil(small.height), QImage.Format.Format_ARGB32_Premultiplied)
    layer.fill(0)
    brush = QPainter(layer)
    brush.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    brush.setTransform(onto)
    brush.drawImage(
        QRectF(0, 0, _SIDE, _SIDE), _picture(shadow(scene) * strong, t.window if t.dark else t.text2)
    )
    brush.end()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(0, 0, layer.width() * _COARSE, layer.height() * _COARSE), layer)
    painter.restore()


@lru_cache(maxsize=4)
def _pool(t: Tokens, width: int, height: int) -> QImage:
    """Stage with light in its middle; grains of half a step keep eight bits from showing rings."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    far = np.hypot(x - width / 2, y - height * 0.54) / (0.62 * max(width, height))
    part = np.clip(1 - far, 0, 1)
    part = (part * part * (3 - 2 * part))[..., None]
    lit = mix(t.stage, t.pressed if t.dark else t.hover, 0.75)
    ends = np.array([[c.red(), c.green(), c.blue()] for c in (QColor(t.stage), lit)], np.float32)
    grain = np.random.default_rng(0).uniform(0, 1, (height, width, 1)).astype(np.float32)
    rgb = np.ascontiguousarray(ends[0] + (ends[1] - ends[0]) * part + grain, np.uint8)
    image = QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _picture(dark: np.ndarray, colour: str) -> QImage:
    c = QColor(colour)
    alpha = (dark * 255).round().astype(np.uint32)
    parts = [(alpha * part + 127) // 255 for part in (c.red(), c.green(), c.blue())]
    pixels = (alpha << 24) | (parts[0] << 16) | (parts[1] << 8) | parts[2]
    size = dark.shape[0]
    return QImage(pixels.tobytes(), size, size, 4 * size, QImage.Format.Format_ARGB32_Premultiplied).copy()


def _onto_floor(scene: Scene, view: Projection) -> QTransform | None:
    """From the shadow's picture to the screen; None where it is seen too flat to be drawn."""
    half = _WIDE * scene.radius
    x, y, _ = scene.centre
    corners = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
    seen = view.project(np.array([(*corner, scene.floor) for corner in corners]))
    if seen[:, 2].min() < view.distance * 0.05:
        return None
    target = QPolygonF([QPointF(float(px), float(py)) for px, py in seen[:, :2]])
    source = QPolygonF([QPointF(0, 0), QPointF(_SIDE, 0), QPointF(_SIDE, _SIDE), QPointF(0, _SIDE)])
    made = QTransform.quadToQuad(source, target)
    return made if isinstance(made, QTransform) and math.isfinite(made.determinant()) else None
