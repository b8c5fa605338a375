"""The keys of the canvas as tables, and which node an arrow leads to."""

from __future__ import annotations

from PySide6.QtCore import QKeyCombination, QPointF, Qt
from PySide6.QtGui import QKeyEvent

from widgets.graph.picture import GraphScene

_K, _M = Qt.Key, Qt.KeyboardModifier
_SHIFTED = _M.ControlModifier | _M.ShiftModifier

ARROWS = {_K.Key_Left: "left", _K.Key_Right: "right", _K.Key_Up: "up", _K.Key_Down: "down"}
STEPS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}

# what the owner does
COMMANDS = {
    (_M.ControlModifier, _K.Key_C): "copy",
    (_M.ControlModifier, _K.Key_X): "cut",
    (_M.ControlModifier, _K.Key_V): "paste",
    (_M.ControlModifier, _K.Key_D): "duplicate",
    (_M.ControlModifier, _K.Key_Z): "undo",
    (_SHIFTED, _K.Key_Z): "redo",
    (_M.ControlModifier, _K.Key_Y): "redo",
    (_M.ControlModifier, _K.Key_G): "group",
    (_SHIFTED, _K.Key_G): "ungroup",
}

# what the canvas does itself
OWN = {
    (_M.NoModifier, _K.Key_Tab): "search",
    (_M.NoModifier, _K.Key_Delete): "remove",
    (_M.NoModifier, _K.Key_Backspace): "remove",
    (_M.NoModifier, _K.Key_Return): "open",
    (_M.NoModifier, _K.Key_Enter): "open",
    (_M.NoModifier, _K.Key_Escape): "nothing",
    (_M.NoModifier, _K.Key_Home): "first",
    (_M.NoModifier, _K.Key_End): "last",
    (_M.NoModifier, _K.Key_W): "wire",
    (_M.NoModifier, _K.Key_T): "tie",
    (_M.NoModifier, _K.Key_L): "arrange",
    (_M.NoModifier, _K.Key_M): "map",
    (_M.NoModifier, _K.Key_F): "focus",
    (_M.NoModifier, _K.Key_0): "fit",
    (_M.NoModifier, _K.Key_Plus): "closer",
    (_M.NoModifier, _K.Key_Equal): "closer",
    (_M.ShiftModifier, _K.Key_Plus): "closer",
    (_M.NoModifier, _K.Key_Minus): "farther",
    (_M.ControlModifier, _K.Key_A): "all",
}


def combination(event: QKeyEvent) -> tuple[Qt.KeyboardModifier, Qt.Key]:
    """Modifiers and key, the number block being as good as any other."""
    pressed: QKeyCombination = event.keyCombination()
    return pressed.keyboardModifiers() & ~_M.KeypadModifier, pressed.key()


def is_ours(event: QKeyEvent) -> bool:
    """Whether the canvas answers this key, so that no shortcut of the window may take it."""
    pressed = combination(event)
    return pressed in COMMANDS or pressed in OWN or pressed[1] in ARROWS


def neighbour(scene: GraphScene, name: str, way: str) -> str:
    """The node an arrow leads to: along wires, else the nearest that way; the same where none is.

    From no node every way leads to the first.
    """
    order = reading_order(scene)
    if way in ("first", "last") or name not in scene.nodes:
        return (order[-1] if way == "last" else order[0]) if order else ""
    here = scene.nodes[name].rect().center()
    joined = {
        "right": [wire.target for wire in scene.graph.outgoing.get(name, ())],
        "left": [wire.source for wire in scene.graph.incoming.get(name, ())],
    }.get(way, [])
    if joined:
        return min(joined, key=lambda other: abs(scene.nodes[other].rect().center().y() - here.y()))
    dx, dy = STEPS[way]
    far: dict[str, float] = {}
    for other, item in scene.nodes.items():
        away: QPointF = item.rect().center() - here
        ahead, beside = away.x() * dx + away.y() * dy, abs(away.x() * dy) + abs(away.y() * dx)
        if ahead > 1 and ahead >= beside / 2:
            far[other] = ahead + 2 * beside
    return min(far, key=far.__getitem__, default=name)


def reading_order(scene: GraphScene) -> list[str]:
    """The nodes as a reader meets them: by their places, from the left and the top."""
    return sorted(scene.nodes, key=lambda name: (scene.nodes[name].x() + scene.nodes[name].y(), name))
