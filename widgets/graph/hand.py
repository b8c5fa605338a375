"""The hand on the canvas: drags of cards, wires, ties and frames, clicks, double-clicks, menus, tool tips."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from widgets.graph.board import Board
from widgets.graph.card import REACH
from widgets.graph.gestures import DrawTie, DrawWire, End, Gesture, Judge, MoveNodes, RubberBand
from widgets.graph.items import NodeItem, WireItem
from widgets.graph.model import WireKey
from widgets.graph.note import paint_note
from widgets.graph.words import node_tip, wire_words
from widgets.look.labels import plain

_NOTE = 5000  # ms that a refusal stays
_LEFT = Qt.MouseButton.LeftButton
_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_DRAG = 4  # px from which a press is a drag


class CanvasHand(Board):
    """Tells what a person wants done to a graph; only places and selection change by themselves."""

    connect_wanted = Signal(str, str, str, str)  # from node and output, to node and input
    tie_wanted = Signal(str, str)  # the first's weights are to be used by the second too
    search_wanted = Signal(float, float, object)  # a node is to be added here; at a WireKey, an End, or None
    open_wanted = Signal(str)  # a node was double-clicked
    menu_wanted = Signal(object, QPoint)  # of a node's id, a WireKey or None, at a place of the screen
    moved = Signal(dict)  # id -> (x, y), of the nodes that the person moved
    current_changed = Signal(str)  # the node that mouse or keyboard are at; empty for none
    hovered = Signal(str)  # the node under the mouse, once; empty when it leaves

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(empty, parent)
        self._gesture: Gesture | None = None
        self._press: tuple[QPointF, Gesture | None] | None = None  # a press that is no drag yet
        self._judge: Judge | None = None
        self._hot: NodeItem | WireItem | None = None
        self._current = ""
        self._note, self._note_at = "", QPointF()
        self._note_over = QTimer(self)
        self._note_over.setSingleShot(True)
        self._note_over.timeout.connect(lambda: self._show_note(""))

    def set_judge(self, judge: Judge | None) -> None:
        """Ask this, while a wire is dragged, why an output may not lead to an input; empty allows it."""
        self._judge = judge

    def refuse(self, sentence: str) -> None:
        """Say for some seconds, where the last drag ended, why what was wanted is not done."""
        self._show_note(sentence)

    def current(self) -> str:
        """The node that mouse or keyboard are at, empty for none."""
        return self._current

    def set_current(self, name: str) -> None:
        """Be at this node."""
        if name == self._current:
            return
        for one, on in ((self._current, False), (name, True)):
            if one in self.graph_scene.nodes:
                self.graph_scene.nodes[one].mark_as(current=on and self._keyed)
        self._current = name
        self.current_changed.emit(name)
        self._describe()

    # pressing

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._show_note("")
        if event.button() is not _LEFT or self._gesture is not None:
            return
        spot = self.spot(event.position())
        port, item = self._port_at(spot), self.graph_scene.node_at(spot)
        self._press = event.position(), self._grasp(spot, port, item, event.modifiers())
        if port is None and item is None and (wire := self.graph_scene.wire_at(spot)) is not None:
            self._press = None
            self.graph_scene.select([], [wire.wire.key])
            self.set_current("")

    def _grasp(
        self, spot: QPointF, port: End | None, item: NodeItem | None, held: Qt.KeyboardModifier
    ) -> Gesture:
        """What a drag from here would be; what a press does by itself is done."""
        scene = self.graph_scene
        if port is not None:
            return DrawWire(scene, port, self._judge, self._wired)
        if item is None:
            kept = scene.selection() if held & (_SHIFT | _CONTROL) else []
            scene.select(kept)
            if not kept:
                self.set_current("")
            return RubberBand(scene, spot, kept)
        name = item.node.id
        if held & _CONTROL:
            return DrawTie(scene, name, self.tie_wanted.emit)
        if held & _SHIFT:
            scene.select({name} ^ set(scene.selection()))
        elif not item.chosen:
            scene.select([name])
        self.set_current(name)
        return MoveNodes(scene, scene.selection() if item.chosen else [name], spot, self.moved.emit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._press is not None:
            start, gesture = self._press
            if (event.position() - start).manhattanLength() >= _DRAG:
                self._press, self._gesture = None, gesture
        spot = self.spot(event.position())
        if self._gesture is not None:
            self._note_at = event.position()
            self._gesture.move(self._beyond(event.position()))
            self.viewport().update()
        elif self._grip is None:
            self._heat(spot)

    def _beyond(self, place: QPointF) -> QPointF:
        """The spot under the mouse, after panning where a drag has left the room."""
        room = QRectF(self.viewport().rect())
        x = min(max(place.x(), room.left()), room.right())
        y = min(max(place.y(), room.top()), room.bottom())
        if (x, y) != (place.x(), place.y()):
            self.pan((x - place.x()) / 2, (y - place.y()) / 2)
        return self.spot(QPointF(x, y))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is not _LEFT:
            return
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            self._note_at = event.position()
            gesture.drop(self.spot(event.position()))
            self.viewport().update()
        elif self._press is not None:
            self._clicked(self.spot(event.position()), event.modifiers())
        self._press = None

    def _clicked(self, spot: QPointF, held: Qt.KeyboardModifier) -> None:
        item = self.graph_scene.node_at(spot)
        if item is None:
            return
        name = item.node.id
        if held & _CONTROL:
            self.graph_scene.select({name} ^ set(self.graph_scene.selection()))
            self.set_current(name)
        elif not held & _SHIFT:
            self.graph_scene.select([name])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is not _LEFT:
            return
        spot = self.spot(event.position())
        item = self.graph_scene.node_at(spot)
        if item is not None:
            self.open_wanted.emit(item.node.id)
            return
        wire = self.graph_scene.wire_at(spot)
        self._search(spot, wire.wire.key if wire is not None else None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        scene, spot = self.graph_scene, self.spot(QPointF(event.pos()))
        keyed = event.reason() is QContextMenuEvent.Reason.Keyboard
        item = scene.nodes.get(self._current) if keyed else scene.node_at(spot)
        if item is not None:
            if not item.chosen:
                scene.select([item.node.id])
            self.set_current(item.node.id)
            place = self.mapFromScene(item.rect().center()) if keyed else event.pos()
            self.menu_wanted.emit(item.node.id, self.viewport().mapToGlobal(place))
        elif not keyed and (wire := scene.wire_at(spot)) is not None:
            scene.select([], [wire.wire.key])
            self.menu_wanted.emit(wire.wire.key, event.globalPos())
        else:
            self.menu_wanted.emit(None, event.globalPos())
        event.accept()

    # what comes of it

    def _wired(self, start: End, end: End | None, spot: QPointF, refusal: str) -> None:
        if end is None:
            self._search(spot, start)
        elif refusal:
            self.refuse(refusal)
        else:
            a, b = (start, end) if start.output else (end, start)
            self.connect_wanted.emit(a.node, a.port, b.node, b.port)

    def _search(self, spot: QPointF, at: End | WireKey | None) -> None:
        self.search_wanted.emit(spot.x(), spot.y(), at)

    def cancel(self) -> bool:
        """Stop a drag and undo what it did so far; whether there was one."""
        gesture, self._gesture, self._press = self._gesture, None, None
        if gesture is not None:
            gesture.cancel()
            self.viewport().update()
        return gesture is not None

    # hovering

    def _port_at(self, spot: QPointF) -> End | None:
        item = self.graph_scene.node_at(spot, REACH)
        at = item.card.port_at(spot - item.pos()) if item is not None else None
        if item is None or at is None:
            return None
        ports = item.node.outputs if at[0] else item.node.inputs
        return End(item.node.id, at[0], ports[at[1]].name)

    def _heat(self, spot: QPointF) -> None:
        """Light what is under the mouse."""
        scene = self.graph_scene
        item: NodeItem | WireItem | None = scene.node_at(spot, REACH)
        port = item.card.port_at(spot - item.pos()) if isinstance(item, NodeItem) else None
        if isinstance(item, NodeItem) and port is None and not item.rect().contains(spot):
            item = None
        item = item or scene.wire_at(spot)
        if item is not self._hot:
            self._cool()
            self._hot = item
            if isinstance(item, WireItem):
                item.mark_as(hot=True)
            self.hovered.emit(item.node.id if isinstance(item, NodeItem) else "")
        if isinstance(item, NodeItem):
            item.mark_as(lit=port)
        shape = Qt.CursorShape
        self.viewport().setCursor(
            shape.CrossCursor if port else shape.PointingHandCursor if item else shape.ArrowCursor
        )

    def _cool(self) -> None:
        if isinstance(self._hot, WireItem):
            self._hot.mark_as(hot=False)
        elif self._hot is not None:
            self._hot.mark_as(lit=None)
        self._hot = None

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._hot is not None:
            self._cool()
            self.hovered.emit("")

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(
                event.globalPos(), plain(self._tip(self.spot(QPointF(event.pos())))), self.viewport()
            )
            return True
        return super().viewportEvent(event)

    def _tip(self, spot: QPointF) -> str:
        item = self.graph_scene.node_at(spot, REACH)
        if item is not None:
            return node_tip(self.graph_scene.graph, item.node, item.card.port_at(spot - item.pos()))
        wire = self.graph_scene.wire_at(spot)
        return wire_words(self.graph_scene.graph, wire.wire) if wire is not None else ""

    # the look

    def _describe(self) -> None:
        """Say what there is to be heard now."""

    def _show_note(self, words: str) -> None:
        if words != self._note:
            self._note = words
            self.viewport().update()
            self._describe()
        if words:
            self._note_over.start(_NOTE)
        else:
            self._note_over.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gesture is None and not self._note:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = self._note
        if self._gesture is not None:
            painter.setTransform(self.viewportTransform())
            self._gesture.paint(painter, self.scale_now())
            painter.resetTransform()
            words = getattr(self._gesture, "refusal", "") or words
        if words:
            paint_note(painter, self.viewport().rect(), self._note_at.toPoint(), words)
        painter.end()
