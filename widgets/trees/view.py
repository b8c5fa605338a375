"""The tree of a sentence: splits as high as they are sure, words below, a threshold to cut it into chunks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from widgets.look import focus, tokens
from widgets.look.grid_marks import paint_frame
from widgets.look.i18n import say
from widgets.trees.columns import LEFT, WordColumns
from widgets.trees.keys import KEYS, neighbour
from widgets.trees.marks import handle_rect, paint_note, paint_threshold
from widgets.trees.paint import paint_lit
from widgets.trees.picture import THRESHOLD, TreePicture

_POINT = 12.0  # logical px that a lit point needs at both sides


class TreeView(TreePicture):
    """A dendrogram that is played with.

    A click on a node shuts or opens it, and chooses its span; Ctrl and the wheel zoom, a drag pans, a
    double-click shows all. Arrows walk the tree, Home and End its rim, Enter is the click, + - 0 zoom, Page
    Up and Down move the threshold.
    """

    threshold_changed = Signal(float)  # by the person
    span_chosen = Signal(int, int)  # the words of a node clicked, the second not included

    def __init__(
        self, columns: WordColumns | None = None, empty: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(columns, empty, parent)
        self._grip: float | None = None  # y of the threshold less y of the mouse that drags it
        self._hot = self._keyed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        say(self, name="Tree of the sentence")
        focus.own_ring(self)

    # the mouse

    def _under(self, place: QPointF) -> int:
        scene = self.scene()
        node = scene.node_at(place.x(), place.y())
        if node >= 0:
            return scene.gap_of(node, place.x())
        return self.columns.gap_at(place.x()) if place.y() >= scene.base - 4 else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keyed = False
        if event.button() is Qt.MouseButton.LeftButton and self._on_line(event.position()):
            self._grip = self.scene().y(self._threshold) - event.position().y()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._cut(self.scene().height_at(event.position().y() + self._grip))
            return
        if not event.buttons():
            self._heat(self._on_line(event.position()))
            hand = not self._hot and self.scene().node_at(event.position().x(), event.position().y()) >= 0
            shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
            self.setCursor(Qt.CursorShape.SizeVerCursor if self._hot else shape)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        clicked = self._held is not None and not self._dragged
        if self._grip is None and clicked:
            self._toggle(self.scene().node_at(event.position().x(), event.position().y()))
        self._grip = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if handle_rect(self.scene()).contains(place):
            self._cut(THRESHOLD)
        elif self.scene().node_at(place.x(), place.y()) >= 0:
            self.mousePressEvent(event)  # a second click, so quick that Qt calls it double
        else:
            super().mouseDoubleClickEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._heat(False)
        super().leaveEvent(event)

    def _on_line(self, place: QPointF) -> bool:
        """Whether the threshold is under the mouse: its handle, or its line where no node is near."""
        scene = self.scene()
        if self._branch is None or len(self.columns.words) < 2:
            return False
        if handle_rect(scene).contains(place):
            return True
        near = abs(place.y() - scene.y(self._threshold)) <= 3 and LEFT <= place.x() <= scene.right
        return near and scene.node_at(place.x(), place.y()) < 0

    def _heat(self, hot: bool) -> None:
        if hot != self._hot:
            self._hot = hot
            self.update()

    def _cut(self, value: float) -> None:
        value = round(min(max(value, 0.0), 1.0), 2)  # the number read is the number used
        if value != self._threshold:
            self.set_threshold(value)
            self.threshold_changed.emit(value)

    def _toggle(self, node: int) -> None:
        tree = self.scene().tree
        if tree is not None and node >= 0 and tree.branches[node].children:
            span = tree.branches[node].span
            self._collapsed ^= {span}
            self._redraw()
            self.span_chosen.emit(*span)

    # the keyboard

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and Qt.Key(event.key()) in KEYS:
                event.accept()
                return True
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._word_note(event.pos()), self)
            return True
        return super().event(event)

    def _word_note(self, place: QPoint) -> str:
        """What there is to say of the word at a place: the model never saw it, or it is not drawn whole."""
        at = self.columns.word_at(place.x()) if place.y() >= self.scene().base else -1
        edges = self.columns.edges()
        short = at >= 0 and self.columns.advances[at] > edges[at + 1] - edges[at] - 2
        return self.never_seen(at) or (self.columns.words[at] if short else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, scene = Qt.Key(event.key()), self.scene()
        command = KEYS.get(key)
        if command is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        self._keyed = True
        middle = LEFT + self.columns.room / 2
        if command == "shut":
            self._toggle(scene.node_of(self._gap))
        elif command == "fit":
            self.columns.fit()
        elif command in ("closer", "farther"):
            self.columns.zoom_at(1.2 if command == "closer" else 1 / 1.2, middle)
        elif command in ("higher", "lower"):
            self._cut(self._threshold + (0.05 if command == "higher" else -0.05))
        else:
            gap = -1 if command == "none" else neighbour(scene, self._gap, command)
            self._point(gap)
            self._reveal()
            self._describe()
        self.update()

    def _reveal(self) -> None:
        """Move so that the lit split is seen: its point, and its gap too if there is the room for both."""
        self.columns.reveal(self._gap)
        scene = self.scene()
        node = scene.node_of(self._gap)
        if node >= 0 and scene.tree is not None:
            self.columns.reveal_place(float(scene.tree.x[node]), _POINT)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._keyed = focus.by_keyboard()
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _paint_over(self, painter: QPainter) -> None:
        t, scene = tokens.current(), self.scene()
        if self._branch is not None and len(self.columns.words) > 1:
            paint_threshold(painter, scene, t, hot=self._hot or self._grip is not None)
        self._paint_gap(painter, scene.base + 2, self.height())
        node = scene.node_of(self._gap)
        if node >= 0 and scene.tree is not None:
            paint_lit(painter, scene, node, t)
            x, y = float(scene.tree.x[node]), float(scene.ys[node])
            if any(LEFT - 1 <= place <= scene.right + 1 for place in (x, self.columns.edges()[self._gap])):
                under = QPointF(x, y + 12 if y + 40 < scene.base else y - 36)
                paint_note(painter, self.caption(), under, (LEFT, scene.right), t)
        if self.hasFocus() and self._keyed:
            paint_frame(painter, self.rect().adjusted(2, 2, -2, -2), "accent", 2)


def _demo() -> QWidget:
    from widgets.trees.samples import english

    view = TreeView()
    words, tree, right, wrong, missed = english()
    view.set_sentence(words, tree)
    view.set_marks(right, wrong, missed)
    view.set_threshold(0.42)
    view.set_hovered_gap(7)
    return view


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
