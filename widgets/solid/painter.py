"""The software painter: a body as a picture, from numpy alone, where there is no OpenGL.

Triangles become pixels (``raster``), pixels find brightness and flat coordinates on their triangle, and one
table turns tone, brightness and printed line into a colour. Lines come last, by QPainter, cut where the body
hides them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import groupby

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from widgets.look import tokens
from widgets.look.tokens import Tokens
from widgets.solid.mesh import Mesh
from widgets.solid.projection import Projection
from widgets.solid.raster import affine, nearest
from widgets.solid.scene import Scene
from widgets.solid.shading import ink, light, ramp
from widgets.solid.strokes import Stroke, strokes

_F = np.float32
_SHADES, _PRINTS = 256, 16
_LINE = 1.0  # pixels from the middle of a printed line to where there is none of it
_PIECE = 5.0  # pixels of a line that are seen or hidden together


class SoftwarePainter:
    """Paints scenes with one core and no graphics card."""

    name = "software"

    slow = True  # one sample a pixel while something moves

    def close(self) -> None:
        """Nothing is held."""

    def paint(self, scene: Scene, view: Projection, thick: float = 1.0, fine: bool = True) -> QImage:
        """The body on nothing, premultiplied, of the view's size; ``thick`` pixels to a logical one.

        ``fine`` takes four samples a pixel.
        """
        if not fine:
            return self._paint(scene, view, thick)
        twice = replace(view, width=2 * round(view.width), height=2 * round(view.height))
        return self._paint(scene, twice, 2 * thick).smoothScaled(round(view.width), round(view.height))

    @staticmethod
    def _paint(scene: Scene, view: Projection, thick: float) -> QImage:
        width, height = round(view.width), round(view.height)
        pixels = np.zeros(height * width, np.uint32)
        depth = np.zeros(height * width, np.float32)
        if any(len(mesh.faces) for mesh in scene.placed):
            at, colours, near = shaded(scene, view, thick)
            pixels[at], depth[at] = colours, near
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
        image = image.copy()  # owns its pixels
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for stroke in strokes(scene, view):
            _draw(painter, stroke, view, depth.reshape(height, width), thick)
        painter.end()
        return image


def shaded(scene: Scene, view: Projection, thick: float = 1.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pixels that the body covers, int (n,); their colours uint32 (n,); 1 / depth float32 (n,)."""
    width, height = round(view.width), round(view.height)
    full = [mesh for mesh in scene.placed if len(mesh.faces)]
    parts = (_planes(number, mesh, view, scene.step) for number, mesh in enumerate(full))
    corners, planes, sides = (np.concatenate(part) for part in zip(*parts, strict=True))
    planes = np.ascontiguousarray(planes.T)
    at, face, near = nearest(corners, width, height)
    x, y = (line.take(at) for line in _middles(width, height))
    shade = planes[0].take(face) + planes[1].take(face) * x + planes[2].take(face) * y
    np.clip(shade, 0, _SHADES - 1, out=shade)
    index = shade.astype(np.int32) * _PRINTS + sides.take(face)
    if scene.options.grid and any(mesh.uv is not None for mesh in full):
        index += _printed(planes[3:], face, x, y, near, thick)
    tones = tuple(mesh.tone for mesh in full)
    return at, _colours(tokens.current(), tones).take(index), near


@lru_cache(maxsize=4)
def _middles(width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """x and y of the middle of every pixel, float32 (height * width,) each."""
    y, x = np.mgrid[:height, :width].astype(np.float32) + np.float32(0.5)
    return x.ravel(), y.ravel()


def _planes(
    number: int, mesh: Mesh, view: Projection, step: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each face: corners on screen (F, 3, 3); planes (F, 11); where its colours begin in the table.

    The planes are three numbers of shade, and for u, then v, in steps of the grid over depth, three numbers
    and how many pixels a step is wide, times depth.
    """
    seen = view.project(mesh.vertices)
    corners = seen[mesh.faces].astype(np.float32)
    ab, ac = corners[:, 1, :2] - corners[:, 0, :2], corners[:, 2, :2] - corners[:, 0, :2]
    back = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0] > 0  # y points down
    shade = light(mesh.normals @ view.axes.T.astype(np.float32)) * (_SHADES - 1)
    flat = np.full((len(mesh.vertices), 2), 0.5) if mesh.uv is None else mesh.uv / step
    values = np.concatenate([shade[mesh.faces][..., None], flat[mesh.faces] / corners[..., 2:]], 2)
    planes = affine(corners, values)  # (F, constant and growths, shade and u and v)
    wide = 1 / np.maximum(np.abs(planes[:, 1:, 1:]).sum(1), 1e-9)
    parts = [planes[..., 0], planes[..., 1], wide[:, :1], planes[..., 2], wide[:, 1:]]
    side = (2 * number + back).astype(np.int32) * (_SHADES * _PRINTS)
    return corners, np.concatenate(parts, 1), side


def _printed(
    planes: np.ndarray, face: np.ndarray, x: np.ndarray, y: np.ndarray, near: np.ndarray, thick: float
) -> np.ndarray:
    """How much ink lies on each pixel, int32 from 0 to 15: lines about a pixel wide, paler where dense."""
    most = np.zeros(len(x), np.float32)
    depth = 1 / near
    for start, along, down, wide in (planes[:4], planes[4:]):
        flat = start.take(face)
        flat += along.take(face) * x
        flat += down.take(face) * y
        flat *= depth
        pixels = wide.take(face)  # between two lines
        pixels *= near / _F(thick)
        flat -= np.rint(flat)
        np.abs(flat, out=flat)
        flat *= pixels  # from the nearest line
        np.subtract(_F(_LINE), flat, out=flat)
        np.clip(flat, 0, 1, out=flat)
        pixels *= _F(0.2)
        flat *= np.minimum(pixels, 1, out=pixels)
        np.maximum(most, flat, out=most)
    most *= _F(_PRINTS - 0.01)
    return most.astype(np.int32)


@lru_cache(maxsize=4)
def _colours(_theme: Tokens, tones: tuple[str, ...]) -> np.ndarray:
    """Packed colours of mesh and side, shade, and print, in one row."""
    paint, most = ink()
    part = np.linspace(0, most, _PRINTS)[:, None]
    rows = []
    for tone in tones:
        for back in (False, True):
            ground = ramp(tone, back).astype(float)[:, None]
            rows.append(ground + (paint - ground) * part)
    rgb = np.stack(rows).round().astype(np.uint32)
    return ((255 << 24) | (rgb[..., 0] << 16) | (rgb[..., 1] << 8) | rgb[..., 2]).astype(np.uint32).ravel()


def _draw(painter: QPainter, stroke: Stroke, view: Projection, depth: np.ndarray, thick: float) -> None:
    if not len(stroke.ends):
        return
    ends = view.project(stroke.ends.reshape(-1, 3)).reshape(-1, 2, 3)
    ends[..., 2] = 1 / np.maximum(ends[..., 2] - stroke.lift * view.radius, 1e-9)  # linear on the screen
    line, from_, to, seen = _runs(ends, depth, stroke.width * thick / 2)
    start, way, colours = ends[line, 0, :2], (ends[:, 1] - ends[:, 0])[line, :2], stroke.colours[line]
    pieces = np.concatenate([start + way * from_[:, None], start + way * to[:, None]], 1)
    if stroke.behind:
        _lines(painter, pieces[~seen], _fade(colours[~seen], stroke.behind), stroke.width * thick)
    _lines(painter, pieces[seen], colours[seen], stroke.width * thick)


def _runs(ends: np.ndarray, depth: np.ndarray, beside: float) -> tuple[np.ndarray, ...]:
    """Lines cut where they begin to be hidden or seen: line, start and end as parts of it, whether seen."""
    long = np.hypot(*(ends[:, 1] - ends[:, 0])[:, :2].T)
    number = np.clip(np.ceil(long / _PIECE), 1, 400).astype(int)
    line = np.repeat(np.arange(len(ends)), number)
    at = np.arange(len(line)) - np.repeat(np.cumsum(number) - number, number)
    share = number[line]
    middles = ends[line, 0] + (ends[:, 1] - ends[:, 0])[line] * ((at + 0.5) / share)[:, None]
    seen = visible(middles, depth, beside)
    begins = np.ones(len(line), bool)
    begins[1:] = (line[1:] != line[:-1]) | (seen[1:] != seen[:-1])
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(line)) - 1
    return line[first], at[first] / share[first], (at[last] + 1) / share[last], seen[first]


def visible(places: np.ndarray, depth: np.ndarray, beside: float = 1.0) -> np.ndarray:
    """Whether places (n, 3) on screen lie before what is nearest there or right beside, bool (n,).

    A third of what is around them has to agree: where two sheets meet, there are pixels that neither covers.

    Args:
        places: x, y and 1 / depth.
        depth: (height, width) of 1 / depth, 0 where nothing is.
        beside: pixels that still count as there; at least 1.
    """
    height, width = depth.shape
    x, y, near = places.T
    seen, far = np.zeros(len(places), np.int8), max(1.0, beside)
    rows, columns = (
        [np.clip(np.floor(along + by), 0, most - 1).astype(int) for by in (-far, 0.0, far)]
        for along, most in ((y, height), (x, width))
    )
    for row in rows:
        for column in columns:
            seen += near >= depth[row, column]
    return seen >= 3


def _fade(colours: np.ndarray, part: float) -> np.ndarray:
    faded = colours.copy()
    faded[:, 3] = (colours[:, 3] * part).round()
    return faded


def _lines(painter: QPainter, ends: np.ndarray, colours: np.ndarray, width: float) -> None:
    """Draw lines (m, 4), x and y of both ends; those of one colour together."""
    packed = colours.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1, 1 << 24], np.uint32)
    order = np.argsort(packed, kind="stable")
    places = ends[order].tolist()
    for colour, run in groupby(zip(packed[order].tolist(), places, strict=True), key=lambda pair: pair[0]):
        pen = QPen(QColor.fromRgba(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        if colour >> 24 < 255:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # round ends would show where pieces meet
        painter.setPen(pen)
        painter.drawLines([QLineF(*place) for _, place in run])
