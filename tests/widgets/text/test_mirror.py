"""The mirror of a document: what it says after any edit, and where its places lie."""

from __future__ import annotations

import random

import pytest
from PySide6.QtGui import QTextCursor

from widgets.text.mirror import Mirror
from widgets.text.pane import TextPane


@pytest.fixture
def mirror(pane) -> Mirror:
    """One that follows the pane's document as the pane's own does."""
    made = Mirror(pane.document())
    pane.document().contentsChange.connect(lambda place, _removed, added: made.changed(place, added))
    return made


def check(mirror: Mirror, pane: TextPane) -> None:
    """It says what a mirror does that reads the whole document, and so does the pane."""
    anew = Mirror(pane.document())
    assert mirror.text() == anew.text() == pane.text()
    assert mirror.starts().tolist() == anew.starts().tolist()
    assert len(mirror) == len(mirror.text())


def test_random_edits_are_mirrored(pane, mirror):
    draw = random.Random(7)
    pane.set_text("一二\r\n三𠮷四\n" + "五六七。" * 600 + "\r八\u2029九")
    cursor = QTextCursor(pane.document())
    pieces = ["x", "中文", "𠮷", "\n", "a\nb\nc", "😀\n"]
    for _ in range(300):
        size = pane.document().characterCount() - 1
        at = draw.randint(0, size)
        kind = draw.random()
        if kind < 0.5:
            cursor.setPosition(at)
            cursor.insertText(draw.choice(pieces))
        elif kind < 0.8:
            cursor.setPosition(at)
            cursor.setPosition(min(size, at + draw.choice([1, 1, 3, 900])), QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        else:
            (pane.undo if kind < 0.93 else pane.redo)()
        check(mirror, pane)


def test_places_and_code_points_are_each_others_inverse(pane, mirror):
    pane.set_text("a𠮷b😀\r\nc\ud800d\n\ufff0e" + "长" * 2500)
    for point in range(40):
        assert mirror.point(mirror.position(point)) == point or pane.text()[point] == "\n"
    end = len(pane.text())
    assert mirror.point(mirror.position(end)) == end
    assert mirror.position(10**9) == pane.document().characterCount() - 1
