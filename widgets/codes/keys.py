"""The keys of the canvas as a table: tools by letter, and commands whose effect is the owner's."""

from __future__ import annotations

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent

_K, _M = Qt.Key, Qt.KeyboardModifier

TOOLS = {
    _K.Key_B: "pencil", _K.Key_E: "eraser", _K.Key_G: "fill", _K.Key_I: "pick", _K.Key_M: "select",
    _K.Key_W: "wand", _K.Key_N: "nudge", _K.Key_R: "noise", _K.Key_L: "line", _K.Key_H: "hand",
}  # fmt: skip

COMMANDS = {
    (_M.NoModifier, _K.Key_BracketLeft): "previous_code",
    (_M.NoModifier, _K.Key_BracketRight): "next_code",
    (_M.NoModifier, _K.Key_Plus): "brush_larger",
    (_M.NoModifier, _K.Key_Equal): "brush_larger",
    (_M.ShiftModifier, _K.Key_Plus): "brush_larger",
    (_M.NoModifier, _K.Key_Minus): "brush_smaller",
    (_M.NoModifier, _K.Key_X): "swap",
    (_M.NoModifier, _K.Key_F): "fill_mask",
    (_M.ShiftModifier, _K.Key_R): "replace_all",
    (_M.ControlModifier, _K.Key_B): "stamp",
    (_M.ControlModifier, _K.Key_D): "deselect",
    (_M.NoModifier, _K.Key_Escape): "deselect",
    (_M.NoModifier, _K.Key_Delete): "erase_selection",
    (_M.NoModifier, _K.Key_Backspace): "erase_selection",
}

ZOOMS = {
    (_M.NoModifier, _K.Key_0): 0,
    (_M.ControlModifier, _K.Key_Plus): 1,
    (_M.ControlModifier | _M.ShiftModifier, _K.Key_Plus): 1,
    (_M.ControlModifier, _K.Key_Equal): 1,
    (_M.ControlModifier, _K.Key_Minus): -1,
}

MOVES = {_K.Key_Left: (0, -1), _K.Key_Right: (0, 1), _K.Key_Up: (-1, 0), _K.Key_Down: (1, 0)}
ENTERS = (_K.Key_Return, _K.Key_Enter)


def combination(event: QKeyEvent) -> tuple[Qt.KeyboardModifier, Qt.Key]:
    """Modifiers and key, the number block being as good as any other."""
    pressed: QKeyCombination = event.keyCombination()
    return pressed.keyboardModifiers() & ~_M.KeypadModifier, pressed.key()


def is_ours(event: QKeyEvent) -> bool:
    """Whether the canvas answers this key, so that no shortcut of the window may take it."""
    pressed = combination(event)
    plain = pressed[0] == _M.NoModifier
    ours = pressed[1] in TOOLS or pressed[1] in MOVES or pressed[1] in ENTERS or pressed[1] == _K.Key_Space
    return pressed in COMMANDS or pressed in ZOOMS or (plain and ours)
