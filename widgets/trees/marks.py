"""The signs a tree is marked with: right and wrong nodes, the legend, the threshold's handle, a note."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from widgets.look import style
from widgets.look.tokens import Tokens
from widgets.trees.columns import LEFT, RIGHT
from widgets.trees.scene import Scene

_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


def paint_dot(painter: QPainter, place: QPointF, colour: str, t: Tokens, radius: float) -> None:
    """A round node with a rim of the ground, so that it stands off the lines."""
    painter.setPen(QPen(QColor(t.stage), 1.5))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(place, radius + 0.75, radius + 0.75)


def paint_cross(painter: QPainter, place: QPointF, t: Tokens) -> None:
    """A crossed square: a node that gold lacks."""
    painter.setPen(QPen(QColor(t.error), 1.5))
    painter.setBrush(QColor(t.stage))
    painter.drawRect(QRectF(place.x() - 5, place.y() - 5, 10, 10))
    for sign in (1, -1):
        painter.drawLine(place + QPointF(-2.5, -2.5 * sign), place + QPointF(2.5, 2.5 * sign))


def paint_note(
    painter: QPainter, text: str, place: QPointF, limits: tuple[float, float], t: Tokens
) -> QRectF:
    """A card that says ``text``, its top middle at ``place``, kept between two x. Returns where it is."""
    font = style.fonts("field", bold=True)
    painter.setFont(font)
    width = QFontMetricsF(font).horizontalAdvance(text) + 24
    left = max(limits[0], min(round(place.x() - width / 2), limits[1] - width))
    box = QRectF(left, round(place.y()), width, 22)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(t.accent))
    painter.setBrush(QColor(t.raised))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(QColor(t.text))
    painter.drawText(box, _CENTRE, text)
    return box


def handle_rect(scene: Scene) -> QRectF:
    """Where the figure of the threshold stands, and is taken hold of."""
    y = scene.y(scene.threshold or 0.0)
    return QRectF(scene.right + 1, round(y) - 11, RIGHT - 5, 22)


def paint_threshold(painter: QPainter, scene: Scene, t: Tokens, *, hot: bool = False) -> None:
    """The dashed line across, and its handle with the figure."""
    if scene.threshold is None:
        return
    y = round(scene.y(scene.threshold)) + 0.5
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    pen = QPen(QColor(t.accent if hot else t.text2), 1, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.drawLine(QPointF(LEFT, y), QPointF(scene.right + 1, y))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(t.accent if hot else t.strong))
    painter.setBrush(QColor(t.hover if hot else t.raised))
    box = handle_rect(scene)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(QColor(t.text))
    painter.setFont(style.fonts("field", bold=True))
    painter.drawText(box, _CENTRE, f"{scene.threshold:.2f}")


def legend_width(words: tuple[str, str, str]) -> float:
    """Room the legend needs."""
    metrics = QFontMetricsF(style.fonts("caption"))
    return sum(metrics.horizontalAdvance(word) + 20 for word in words) + 32


def paint_legend(painter: QPainter, scene: Scene, t: Tokens, words: tuple[str, str, str]) -> None:
    """Right, wrong and missed with their counts, in ``words``, at the upper right."""
    font = style.fonts("caption")
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    x, y = scene.right - legend_width(words) + 8, 15.0 if scene.top > 30 else 10.0
    for at, word in enumerate(words):
        if at == 0:
            paint_dot(painter, QPointF(x, y), t.ok, t, 4.5)
        elif at == 1:
            paint_cross(painter, QPointF(x, y), t)
        else:
            painter.setPen(QPen(QColor(t.warn), 2, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x - 7, y), QPointF(x + 7, y))
        painter.setPen(QColor(t.text2))
        wide = metrics.horizontalAdvance(word)
        painter.drawText(QRectF(x + 11, y - 9, wide + 4, 18), int(Qt.AlignmentFlag.AlignVCenter), word)
        x += wide + 20 + 16
