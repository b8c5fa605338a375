"""A node's card, near with all that is written on it, far with its title as large as the card allows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from widgets.graph import ink
from widgets.graph.card import (
    BAND,
    BARS,
    FACTS,
    HEAD,
    PICTURE,
    PORT,
    RADIUS,
    SIDE,
    Card,
    advance,
    elided,
    high,
)
from widgets.graph.model import Port, Tie
from widgets.graph.places.layout import GRID

NEAR, READABLE = 0.66, 0.24  # scales from which all is written, and from which the title is
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_PORT = 4.5
_SMALLEST = 0.65  # of the title's size, 9 px: letters of a far card
_SHRUNK = 0.8  # of a far card's title: what it may give up for the facts


@dataclass(frozen=True)
class CardLook:
    """What a card shows that its node does not say.

    Attributes:
        tie: the weights it shares.
        uses: gradients of all uses of them, in order, and which of these is this one.
        full: what a full bar of gradient means.
        wired: the ports with a wire, as (output or not, number).
    """

    tie: Tie | None = None
    uses: tuple[float, ...] = ()
    mine: int = 0
    full: float = 0.0
    wired: frozenset[tuple[bool, int]] = frozenset()


def legible(card: Card) -> float:
    """The scale from which the title is written whole, 9 px high; at most the one from which all is."""
    return min(max((_SMALLEST * advance("title", card.node.title) + 8) / card.width, READABLE), NEAR)


def paint_far(painter: QPainter, card: Card, look: CardLook, scale: float) -> None:
    """What is left of a card when it is small: ground, band, frame, and while it can be read the title, the
    picture and the bars."""
    node, near = card.node, painter.worldTransform()
    rect = near.mapRect(card.rect)
    painter.resetTransform()  # whole px: letters and edges of a zoom are then the same from frame to frame
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(rect, ink.brush(ink.colour("stage" if node.quiet else "raised")))
    if look.tie is not None:
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 4), ink.band(look.tie.category))
    role = "error" if node.error else "warn" if node.warning else "strong"
    painter.setPen(ink.pen(ink.colour(role), 1 if role == "strong" else 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)
    if node.block:
        painter.drawRect(rect.adjusted(2, 2, -2, -2))
    if scale >= READABLE:
        _write_far(painter, card, near.mapRect(QRectF(0, 0, card.width, card.written)), look)
        painter.setWorldTransform(near)
        if node.picture is not None:
            _paint_picture(painter, card)
        if card.bar_rows:
            _paint_bars(painter, card, look)
        painter.resetTransform()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setWorldTransform(near)


def _written(card: Card) -> float:
    """How much of a card is there for words."""
    return (
        card.picture_at if card.node.picture is not None else card.bars_at if card.bar_rows else card.height
    )


def _write_far(painter: QPainter, card: Card, room: QRectF, look: CardLook) -> None:
    """The title, and where there is room the facts, in whole px."""
    node = card.node
    room = room.adjusted(0, 4 if look.tie else 0, 0, 0)
    wide = room.width() - 4
    larger = min(1.0, max(_SMALLEST, int(wide / max(1.0, advance("title", node.title)) * 10) / 10))
    head, foot = (high(role) for role in ("title", "caption"))
    lower = int((room.height() + 1 - foot) / head * 20) / 20
    told = bool(node.facts) and min(larger, lower) >= max(_SMALLEST, _SHRUNK * larger)
    larger = min(larger, lower) if told else larger
    head *= larger
    title = elided("title", node.title, wide / larger, Qt.TextElideMode.ElideMiddle)
    if told:
        line = QRectF(room.left(), room.center().y() + (head - foot) / 2, room.width(), foot)
        painter.setFont(ink.font("caption"))
        painter.setPen(ink.pen(ink.colour("text2")))
        painter.drawText(line, _CENTRE, elided("caption", node.facts, wide))
        room = QRectF(room.left(), line.top() - head, room.width(), head)
    painter.setFont(ink.font("title", larger=larger))
    painter.setPen(ink.pen(ink.colour("text2" if node.quiet else "text")))
    painter.drawText(room, _CENTRE, title)


def paint_near(painter: QPainter, card: Card, look: CardLook) -> None:
    """All of a card but its ports."""
    rect, node = card.rect, card.node
    painter.setPen(ink.pen(ink.colour("strong" if node.quiet else "border")))
    painter.setBrush(ink.brush(ink.colour("stage" if node.quiet else "raised")))
    painter.drawRoundedRect(rect, RADIUS, RADIUS)
    if look.tie is not None:
        _paint_band(painter, rect, look.tie)
    _paint_head(painter, card, look)
    if card.listed:
        _paint_names(painter, card)
    if node.picture is not None:
        _paint_picture(painter, card)
    if card.bar_rows:
        _paint_bars(painter, card, look)
    if node.block:
        painter.setPen(ink.pen(ink.colour("strong")))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), RADIUS - 2, RADIUS - 2)
    if node.error or node.warning:
        dashes = () if node.error else (3.0, 2.0)
        painter.setPen(ink.pen(ink.colour("error" if node.error else "warn"), 2, dashes))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, RADIUS, RADIUS)


def _paint_band(painter: QPainter, rect: QRectF, tie: Tie) -> None:
    painter.save()
    painter.setClipRect(QRectF(0, 0, rect.width(), BAND + 1))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.band(tie.category))
    painter.drawRoundedRect(rect, RADIUS, RADIUS)
    painter.restore()


def _paint_head(painter: QPainter, card: Card, look: CardLook) -> None:
    """Title and facts, and from the right: badge, lock, sign of trouble."""
    node, right = card.node, card.width - SIDE + 2
    middle = BAND + HEAD / 2 if node.facts or card.listed else PORT
    if look.tie is not None:
        paint_badge(painter, QRectF(right - 16, middle - 8, 16, 16), look.tie.letter, look.tie.category)
        right -= 20
    if node.frozen:
        paint_lock(painter, QPointF(right - 7, middle))
        right -= 18
    if node.error or node.warning:
        paint_trouble(painter, QPointF(right - 7, middle), bool(node.error))
        right -= 18
    room = QRectF(SIDE, middle - HEAD / 2, right - SIDE, HEAD)
    painter.setFont(ink.font("title"))
    painter.setPen(ink.pen(ink.colour("text2" if node.quiet else "text")))
    painter.drawText(room, _LEFT, elided("title", node.title, room.width()))
    if node.facts:
        room = QRectF(SIDE, BAND + HEAD - 3, card.width - 2 * SIDE, FACTS)
        painter.setFont(ink.font("caption"))
        painter.setPen(ink.pen(ink.colour("text2")))
        painter.drawText(room, _LEFT, elided("caption", node.facts, room.width()))


def _paint_names(painter: QPainter, card: Card) -> None:
    painter.setFont(ink.font("caption"))
    painter.setPen(ink.pen(ink.colour("text2")))
    half = card.width / 2
    for ports, left, flags in ((card.node.inputs, SIDE, _LEFT), (card.node.outputs, half, _RIGHT)):
        for at, port in enumerate(ports):
            top = card.rows_at + GRID * at
            room = QRectF(left, top, card.width - SIDE - (left if left == SIDE else half), GRID)
            painter.drawText(room, flags, port.name)


def _paint_picture(painter: QPainter, card: Card) -> None:
    pixels = card.image
    room = QRectF(SIDE, card.picture_at, card.width - 2 * SIDE, PICTURE)
    scale = min(room.width() / pixels.width(), room.height() / pixels.height())
    place = QRectF(room.left(), room.top(), pixels.width() * scale, pixels.height() * scale)
    place.moveCenter(room.center())
    painter.drawImage(place, pixels)
    painter.setPen(ink.pen(ink.colour("border")))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place)


def _paint_bars(painter: QPainter, card: Card, look: CardLook) -> None:
    """This use's gradient, and below it all uses of the same weights; a tick is the size of their sum."""
    room = card.width - 2 * SIDE
    unit = room / look.full if look.full > 0 else 0.0
    tie = look.tie
    role = ink.category(tie.category) if tie is not None else ink.colour("text2")
    track = QRectF(SIDE, card.bars_at + 1, room, BARS - 4)
    painter.fillRect(track, ink.brush(ink.colour("track")))
    mine = abs(card.node.gradient or 0.0)
    painter.fillRect(QRectF(track.left(), track.top(), mine * unit, track.height()), ink.brush(role))
    if tie is None:
        return
    track.translate(0, BARS)
    painter.fillRect(track, ink.brush(ink.colour("track")))
    x = track.left()
    for at, use in enumerate(look.uses):
        wide = abs(use) * unit
        part = QRectF(x, track.top(), wide, track.height())
        painter.fillRect(part, ink.brush(role, 1.0 if at == look.mine else 0.45))
        x += wide
        if at < len(look.uses) - 1:
            painter.fillRect(QRectF(x - 0.5, track.top(), 1, track.height()), ink.brush(ink.colour("raised")))
    if tie.gradient is not None:
        at_sum = track.left() + abs(tie.gradient) * unit
        painter.fillRect(
            QRectF(at_sum - 1, track.top() - 2, 2, track.height() + 4), ink.brush(ink.colour("text"))
        )


def paint_ports(painter: QPainter, card: Card, look: CardLook, lit: tuple[bool, int] | None) -> None:
    """The ends of wires: circle for numbers, square for ids, diamond for a mask; filled once wired."""
    for output, ports in ((False, card.node.inputs), (True, card.node.outputs)):
        for at, port in enumerate(ports):
            here = (output, at)
            filled = "strong" if here in look.wired else "stage"
            painter.setPen(
                ink.pen(ink.colour("accent" if here == lit else "strong"), 2.5 if here == lit else 1.5)
            )
            painter.setBrush(ink.brush(ink.colour("accent" if here == lit else filled)))
            _paint_port(painter, port, card.place(output, at))


def _paint_port(painter: QPainter, port: Port, spot: QPointF) -> None:
    if port.kind == "ids":
        painter.drawRect(QRectF(spot.x() - 4, spot.y() - 4, 8, 8))
    elif port.kind == "mask":
        tips = [QPointF(0, -6), QPointF(6, 0), QPointF(0, 6), QPointF(-6, 0)]
        painter.drawPolygon(QPolygonF([spot + tip for tip in tips]))
    else:
        painter.drawEllipse(spot, _PORT, _PORT)


def paint_shapes(painter: QPainter, card: Card, look: CardLook) -> None:
    """What leaves each output, written over the wire just outside the card."""
    painter.setFont(ink.font("caption"))
    for at, port in enumerate(card.node.outputs):
        if port.shape:
            spot = card.place(True, at)
            wide = advance("caption", port.shape)
            room = QRectF(spot.x() + 9, spot.y() - 17, wide + 6, 14)
            painter.fillRect(room, ink.brush(ink.colour("stage"), 0.8))
            painter.setPen(ink.pen(ink.colour("text2" if (True, at) in look.wired else "disabled")))
            painter.drawText(room, _CENTRE, port.shape)


def paint_badge(painter: QPainter, box: QRectF, letter: str, category: int) -> None:
    """The letter of shared weights in a frame of their colour."""
    painter.setPen(ink.pen(ink.category(category), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(ink.font("caption", bold=True))
    painter.setPen(ink.pen(ink.colour("text")))
    painter.drawText(box, _CENTRE, letter)


def paint_lock(painter: QPainter, middle: QPointF) -> None:
    """A closed lock, 10 px wide."""
    x, y = middle.x(), middle.y()
    painter.setPen(ink.pen(ink.colour("text2"), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(x - 3, y - 7, 6, 9), 0, 180 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.brush(ink.colour("text2")))
    painter.drawRoundedRect(QRectF(x - 5, y - 2, 10, 8), 1.5, 1.5)


def paint_trouble(painter: QPainter, middle: QPointF, error: bool) -> None:
    """An error's crossed square, or a warning's triangle with its sign."""
    role = ink.colour("error" if error else "warn")
    painter.setPen(ink.pen(role, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if error:
        box = QRectF(middle.x() - 6, middle.y() - 6, 12, 12)
        painter.drawRect(box)
        painter.drawLine(box.topLeft() + QPointF(3, 3), box.bottomRight() - QPointF(3, 3))
        painter.drawLine(box.topRight() + QPointF(-3, 3), box.bottomLeft() + QPointF(3, -3))
        return
    tips = [QPointF(0, -7), QPointF(7, 6), QPointF(-7, 6)]
    painter.drawPolygon(QPolygonF([middle + tip for tip in tips]))
    painter.drawLine(middle + QPointF(0, -2), middle + QPointF(0, 1.5))
    painter.drawPoint(middle + QPointF(0, 4))
