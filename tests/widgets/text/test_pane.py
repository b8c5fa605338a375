"""The text pane: text in and out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtTest import QTest

from tests.widgets.text.conftest import SENTENCE, filled, paste
from widgets.text.mirror import Mirror
from widgets.text.pane import LIMIT, TextPane


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.one_of(st.sampled_from("\r\n\u2029\u2028\ufff0中𠮷😀\ud800\udc00。"), st.characters()), max_size=60
    )
)
def test_a_text_comes_back_exactly(qapp, text: str):
    pane = TextPane()
    pane.set_text(text)
    assert pane.text() == text
    assert Mirror(pane.document()).text() == text
    pane.insertPlainText("x")  # from now on it is read from the document
    assert pane.text() == "x" + text


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE * 3000,
        (SENTENCE + "\r\n") * 3000,
        "字\n" * 40_000,
        "𠮷😀" * 20_000,
        "a\rb\u2029c\n" * 9000,
        "\x00" * 30_000,
    ],
    ids=["endless", "crlf", "short", "astral", "mixed", "nul"],
)
def test_a_long_text_comes_back_too_and_at_once(pane, qtbot, text: str):
    pane.set_text(text)
    assert pane.filling
    assert pane.text() == text
    filled(pane, qtbot)
    assert Mirror(pane.document()).text() == text
    assert max(pane.document().findBlockByNumber(n).length() for n in range(50)) <= 2004
    pane.insertPlainText("头")
    assert pane.text() == "头" + text


def test_another_text_while_one_comes_in_wins(pane, qtbot):
    pane.set_text(SENTENCE * 3000)
    pane.set_text("短")
    assert not pane.filling
    assert (pane.text(), pane.toPlainText()) == ("短", "短")
    pane.set_text(SENTENCE * 3000)
    pane.set_text(SENTENCE * 3001)
    filled(pane, qtbot)
    assert pane.text() == Mirror(pane.document()).text() == SENTENCE * 3001


def test_more_than_the_limit_is_shown_to_read_only(pane, qtbot, shout):
    text = (SENTENCE * 4 + "\n") * (LIMIT // 80)
    pane.set_text(text)
    assert pane.text() == text[:LIMIT]
    assert pane.isReadOnly()
    assert "2,000,000" in pane.caption()
    filled(pane, qtbot)
    shout(pane)
    assert pane.caption().startswith("THE FIRST")
    paste(pane, "x")
    QTest.keyClicks(pane, "x")
    assert pane.text() == text[:LIMIT]
    pane.grab()
    pane.set_text("a")
    assert not pane.isReadOnly()
    assert pane.caption() == ""
