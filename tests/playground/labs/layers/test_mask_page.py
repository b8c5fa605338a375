"""The mask bench as a person uses it: what is clicked is asked, and what is answered is shown."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from engines.ground.problem import Problem
from engines.layers.masks.asked import OPS, SCENARIOS, Ask
from engines.layers.masks.bench import bench
from playground.labs.layers.mask_form import MOST, same
from playground.labs.layers.mask_page import MaskPage
from widgets.controls.combo import Combo
from widgets.look import i18n

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot) -> MaskPage:
    """A page whose questions are answered at once; those asked are in ``heard``."""
    page = MaskPage()
    qtbot.addWidget(page)
    page.resize(1000, 700)
    heard: list[Ask] = []

    def answer(ask: Ask) -> None:
        heard.append(ask)
        try:
            page.show_bench(bench(ask))
        except Problem as e:
            page.show_problem(str(e))

    page.heard = heard  # type: ignore[attr-defined]
    page.asked.connect(answer)
    page.show()
    qtbot.waitExposed(page)
    return page


def part(page: MaskPage, name: str, kind: type = QWidget):
    found = page.findChild(kind, f"layers.mask.{name}")
    assert found is not None, name
    return found


def pick(qtbot, page: MaskPage, name: str, index: int) -> None:
    """Choose by keys, as a person may: from the first down."""
    combo = part(page, name, Combo)
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(index):
        qtbot.keyClick(combo, Qt.Key.Key_Down)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.key)
def test_a_scenario_is_one_click(qtbot, page, scenario):
    button = part(page, f"scenario.{scenario.key}", QPushButton)
    qtbot.mouseClick(button, LEFT)
    assert same(page.heard[-1], scenario.ask)
    assert same(page.current(), scenario.ask)
    assert button.isChecked()
    assert part(page, "look", QLabel).text() == scenario.look
    rows = page.answer.rows()
    assert len([row for row in rows if row.key]) == len(scenario.ask.lines)
    assert any(math.isnan(r.error) for r in rows) == math.isnan(bench(scenario.ask).error)


def test_the_mask_switch_shows_what_it_mends(qtbot, page):
    qtbot.mouseClick(part(page, "scenario.mean"), LEFT)
    before = [row.error for row in page.answer.rows()]
    qtbot.mouseClick(part(page, "switch"), LEFT)
    assert page.heard[-1] == Ask()
    rows = page.answer.rows()
    assert [row.before for row in rows] == before
    assert max(row.error for row in rows) < 1e-6 < max(before)


def test_every_control_is_asked(qtbot, page):
    for name, index, field, value in (
        ("op", 3, "op", OPS[3][0]), ("value", 1, "value", 37.0), ("side", 1, "side", "pre"),
        ("fill", 1, "fill", -1e12), ("how", 1, "how", "times"), ("dtype", 1, "dtype", "float64"),
    ):  # fmt: skip
        pick(qtbot, page, name, index)
        assert getattr(page.heard[-1], field) == value
    pick(qtbot, page, "value", 2)
    assert math.isnan(page.heard[-1].value)
    for name, field in (("switch", "mask"), ("guard", "guard")):
        qtbot.mouseClick(part(page, name), LEFT)
        assert getattr(page.heard[-1], field) is False


def test_the_pad_length_is_typed(qtbot, page):
    field = part(page, "pad.value")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "20")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.heard[-1].length == 20
    assert "20" in part(page, "grid").accessibleDescription()


def test_lines_are_typed(qtbot, page):
    text = part(page, "lines", QPlainTextEdit)
    text.selectAll()
    qtbot.keyClicks(text, "one two")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert page.heard[-1].lines == ("one two", "")
    assert page.answer.rows()[0].name.endswith("one two")


def test_no_more_is_pasted_than_there_is_room_for(page):
    data = QMimeData()
    data.setText("x" * (3 * MOST))
    page.form.lines.insertFromMimeData(data)
    assert len(page.form.lines.toPlainText()) == MOST


def test_too_many_lines_are_refused_with_a_sentence(qtbot, page):
    data = QMimeData()
    data.setText("a\n" * 30)
    page.form.lines.insertFromMimeData(data)
    problem = part(page, "problem", QLabel)
    assert problem.isVisible()
    assert "16" in problem.text()
    assert page.bench() is None
    qtbot.mouseClick(part(page, "scenario.max"), LEFT)
    assert not problem.isVisible()
    assert page.bench() is not None


def test_a_bar_chooses_whose_attention_is_shown(qtbot, page):
    pick(qtbot, page, "op", 3)
    assert part(page, "map").isVisible()
    assert part(page, "head").isVisible()
    bars = part(page, "error")
    qtbot.mouseClick(bars, LEFT, pos=bars.row_rect(2).center().toPoint())
    assert "pads" in page.answer.map.summary()
    assert page.answer.map.words(0, 0).startswith("yes to yes")
    qtbot.mouseClick(part(page, "head.1"), LEFT)
    pick(qtbot, page, "op", 0)
    assert not part(page, "map").isVisible()
    assert not part(page, "head").isVisible()


def test_of_a_batch_with_an_empty_line_that_one_is_shown(qtbot, page):
    qtbot.mouseClick(part(page, "scenario.empty_large"), LEFT)
    assert page.answer.map.words(0, 0) == "line 2 to pad, a pad: 0.25"


@pytest.mark.parametrize("op", [op for op, _, _ in OPS])
def test_nothing_typed_is_one_empty_row(page, op):
    page.set_current(Ask(op=op, lines=("",)))
    page.show_bench(bench(page.current()))
    assert page.answer.rows()[0].error == 0


def test_a_narrow_page_shows_every_scenario(qtbot, page):
    for width in (1400, 640):
        page.resize(width, 700)
        qtbot.wait(1)
        buttons = [part(page, f"scenario.{s.key}") for s in SCENARIOS]
        places = {(b.mapTo(page, QPoint()).x(), b.mapTo(page, QPoint()).y()) for b in buttons}
        assert len(places) == len(buttons)
        assert all(b.mapTo(page, QPoint()).x() + b.width() <= width for b in buttons)


def test_another_language_says_it_again(page):
    page.show_bench(bench(page.current()))
    i18n.install(lambda text: text.upper() if "{" not in text else "§" + text)
    try:
        i18n.retranslate([page])
        page.answer.repaint()
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendEvent(page.answer, QEvent(QEvent.Type.LanguageChange))
        assert page.answer.rows()[0].name.startswith("§")
        assert "PLACES ARE GONE" in part(page, "facts", QLabel).text()
    finally:
        i18n.install(str)
