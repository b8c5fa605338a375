"""How a scene is drawn: grid, bands, branches, words, marks, threshold. The same on screen and in a file."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from widgets.look import style
from widgets.look.tokens import Tokens
from widgets.trees.columns import LEFT, PAD, WIDEST
from widgets.trees.marks import paint_cross, paint_dot
from widgets.trees.scene import MISSED_STEP, Scene, levels

_ROUND = 6.0  # of the corners of branches
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


def paint_scene(painter: QPainter, scene: Scene, t: Tokens) -> None:
    """Draw everything that rests."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    clip = QRectF(LEFT - 6, 0, scene.columns.room + 12, scene.height)
    painter.save()
    painter.setClipRect(clip)
    _bands(painter, scene, t)
    painter.restore()
    _grid(painter, scene, t)
    painter.save()
    painter.setClipRect(clip)
    _words(painter, scene, t)
    _missed(painter, scene, t)
    _branches(painter, scene, t)
    paint_nodes(painter, scene, t, scene.inner.tolist())
    painter.restore()
    painter.restore()


def paint_lit(painter: QPainter, scene: Scene, node: int, t: Tokens) -> None:
    """A split in accent, over what rests."""
    assert scene.tree is not None
    painter.save()
    painter.setClipRect(QRectF(LEFT - 8, 0, scene.columns.room + 16, scene.height))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(t.accent, 3))
    painter.drawPath(branch_path(scene, node))
    inner = [child for child in scene.tree.children[node] if scene.tree.branches[child].children]
    if scene.marks is not None and scene.tree.branches[node].span in scene.marks.wrong:
        inner.append(node)
    else:
        place = QPointF(round(float(scene.tree.x[node])), round(float(scene.ys[node])))
        paint_dot(painter, place, t.accent, t, 5.5)
    paint_nodes(painter, scene, t, inner)
    painter.restore()


def _pen(colour: str, wide: float, line: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(QColor(colour), wide, line, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
    if line is Qt.PenStyle.CustomDashLine:
        pen.setDashPattern([3, 2])
    return pen


def _grid(painter: QPainter, scene: Scene, t: Tokens) -> None:
    painter.setFont(style.fonts("caption"))
    step = 0.25 if scene.base - scene.top > 110 else 0.5 if scene.base - scene.top > 50 else 1.0
    for at in range(int(1 / step) + 1):
        value = at * step
        y = round(scene.y(value))
        painter.fillRect(QRectF(LEFT, y, scene.columns.room, 1), QColor(t.grid))
        painter.setPen(QColor(t.text2))
        box = QRectF(0, y - 9, LEFT - 10, 18)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{value:g}")


def _bands(painter: QPainter, scene: Scene, t: Tokens) -> None:
    """Every chunk a band, neighbours in different colours."""
    if scene.threshold is None:
        return
    edges, top = np.round(scene.columns.edges()).astype(int).tolist(), scene.y(scene.threshold)
    part = 0.17 if t.dark else 0.13  # opaque: to blend takes thirty times as long
    colours = [QColor(mixed(t.categories[at], t.stage, part)) for at in (0, 2)]
    painter.setPen(Qt.PenStyle.NoPen)
    inset = 0 if scene.fine else 2
    for at, (start, end) in enumerate(scene.bands):
        if edges[end] < LEFT or edges[start] > scene.right:
            continue
        box = QRectF(edges[start] + inset, top + 1, max(1, edges[end] - edges[start] - 2 * inset), 0)
        box.setBottom(scene.base + scene.foot)
        if inset:
            painter.setBrush(colours[at % 2])
            painter.drawRoundedRect(box, 4, 4)
        else:
            painter.fillRect(box.toRect(), colours[at % 2])


def _words(painter: QPainter, scene: Scene, t: Tokens) -> None:
    columns = scene.columns
    if not scene.written:
        return
    edges, turned, metrics = columns.edges(), columns.turned, QFontMetricsF(columns.font)
    painter.setFont(columns.font)
    room = scene.foot - 14 if turned else WIDEST - 2 * PAD
    for at in columns.visible():
        left, wide = float(edges[at]), float(edges[at + 1] - edges[at])
        word = columns.words[at]
        if columns.advances[at] > room:
            word = metrics.elidedText(word, Qt.TextElideMode.ElideRight, room)
        box, sides = QRectF(left, scene.base, wide, scene.foot), _CENTRE
        painter.save()
        if turned:
            painter.translate(left + wide / 2, scene.base + scene.foot - 6)
            painter.rotate(-90)
            box = QRectF(0, -20, scene.foot - 14, 40)
            sides = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(QColor(t.text2 if at in scene.unknown else t.text))
        painter.drawText(box, sides, word)
        if at in scene.unknown:
            _underline(painter, painter.boundingRect(box, sides, word), metrics.descent(), t)
        painter.restore()


def _underline(painter: QPainter, written: QRectF, descent: float, t: Tokens) -> None:
    """Dots under a word that the model never saw."""
    pen = QPen(QColor(t.text2), 1, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([2, 2])
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    y = round(written.bottom() - descent + 3) + 0.5
    painter.drawLine(QPointF(written.left(), y), QPointF(written.right(), y))


def branch_path(scene: Scene, node: int) -> QPainterPath:
    """A node's bar with a leg to every child; of one drawn shut, a triangle over its words."""
    assert scene.tree is not None
    tree, path, ys = scene.tree, QPainterPath(), scene.ys
    y = float(round(ys[node]))
    left, right = round(float(tree.left[node])), round(float(tree.right[node]))
    below = tree.children[node]
    if not below:
        apex = QPointF(round(float(tree.x[node])), y)
        path.addPolygon(QPolygonF([apex, QPointF(right, scene.base), QPointF(left, scene.base), apex]))
        return path
    first, last = float(round(ys[below[0]])), float(round(ys[below[-1]]))
    bend = min(0.0 if scene.fine else _ROUND, (right - left) / 2)
    bend_left, bend_right = min(bend, abs(first - y)), min(bend, abs(last - y))
    path.moveTo(left, first)
    path.lineTo(left, y + math.copysign(bend_left, first - y))
    path.quadTo(left, y, left + bend_left, y)
    path.lineTo(right - bend_right, y)
    path.quadTo(right, y, right, y + math.copysign(bend_right, last - y))
    path.lineTo(right, last)
    for child in below[1:-1]:
        x = round(float(tree.x[child]))
        path.moveTo(x, y)
        path.lineTo(x, float(round(ys[child])))
    return path


def _branches(painter: QPainter, scene: Scene, t: Tokens) -> None:
    """Every node with its legs, by itself: one path of all of them takes ten times as long."""
    if scene.tree is None:
        return
    line = _pen(mixed(t.text2 if t.dark else t.strong, t.stage, 0.85), 1 if scene.fine else 2)
    wrong = _pen(t.error, 2, Qt.PenStyle.CustomDashLine)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not scene.fine)
    wrongs = scene.marks.wrong if scene.marks is not None else frozenset()
    straight: list[QLineF] = []
    for node in scene.inner.tolist():
        shut, bad = not scene.tree.children[node], scene.tree.branches[node].span in wrongs
        if scene.fine and not shut and not bad:
            straight += _legs(scene, node)
            continue
        painter.setPen(wrong if bad else line)
        painter.setBrush(QColor(t.raised) if shut else Qt.BrushStyle.NoBrush)
        painter.drawPath(branch_path(scene, node))
    painter.setPen(line)
    painter.drawLines(straight)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if len(scene.tree.branches) == 1 and not scene.tree.branches[0].children:  # one word: a stem
        x = round(float(scene.tree.x[0]))
        painter.setPen(line)
        painter.drawLine(QPointF(x, scene.base), QPointF(x, scene.y(0.25)))


def _legs(scene: Scene, node: int) -> list[QLineF]:
    """A node's bar and its legs, without corners."""
    assert scene.tree is not None
    tree, ys = scene.tree, scene.ys
    y, xs = float(ys[node]), [float(tree.x[child]) for child in tree.children[node]]
    legs = [QLineF(x, y, x, float(ys[child])) for x, child in zip(xs, tree.children[node], strict=True)]
    return [QLineF(xs[0], y, xs[-1], y), *legs]


def mixed(colour: str, ground: str, part: float) -> str:
    """``part`` of a colour over a ground."""
    a, b = QColor(colour), QColor(ground)
    parts = zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
    return QColor(*(round(x * part + y * (1 - part)) for x, y in parts)).name()


def paint_nodes(painter: QPainter, scene: Scene, t: Tokens, nodes: list[int]) -> None:
    """The points of ``nodes``, by what gold says of them."""
    if scene.tree is None or not nodes:
        return
    ys, fine = scene.ys, scene.fine
    for node in nodes:
        place = QPointF(round(float(scene.tree.x[node])), round(float(ys[node])))
        span = scene.tree.branches[node].span
        if scene.marks is None or not (span in scene.marks.right or span in scene.marks.wrong):
            if not fine:
                paint_dot(painter, place, t.text2, t, 3.0)
        elif span in scene.marks.right:
            paint_dot(painter, place, t.ok, t, 2.5 if fine else 5.0)
        else:
            paint_cross(painter, place, t)


def _missed(painter: QPainter, scene: Scene, t: Tokens) -> None:
    """A dotted bracket low over the words of every span that the tree lacks."""
    if scene.marks is None or not len(scene.columns.words):
        return
    centres = scene.columns.centres()
    painter.setPen(_pen(t.warn, 2, Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for (start, end), level in levels(scene.marks.missed).items():
        if not 0 <= start < end <= len(centres) or end - start < 2:
            continue
        if any(low <= start and end <= high for low, high in scene.collapsed):
            continue  # shut away
        left, right = round(float(centres[start])) + 3, round(float(centres[end - 1])) - 3
        y = max(scene.top, round(scene.base - MISSED_STEP * (level + 1)))
        if right >= LEFT and left <= scene.right:
            foot = scene.base
            corners = [QPointF(left, foot), QPointF(left, y), QPointF(right, y), QPointF(right, foot)]
            painter.drawPolyline(QPolygonF(corners))
