"""Spans that are read alike: a click on a node lists them, a row leads to its sentence."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt

from playground.ground import i18n
from tests.app.conftest import Driver
from tests.app.onlstm.conftest import ready, say, trained


def node(lab: Driver, span: tuple[int, int]) -> None:
    """Click the node over these words."""
    tree = lab.lab.stage.stack.tree
    scene = tree.scene()
    at = next(i for i, b in enumerate(scene.tree.branches) if b.span == span)
    place = QPoint(round(scene.tree.x[at]), round(scene.ys[at]))
    lab.bot.mouseClick(tree, Qt.MouseButton.LeftButton, pos=place)


def asked(lab: Driver, text: str = "the old dog sleeps in the garden") -> list[Any]:
    say(lab, text)
    words = len(text.split())
    node(lab, (0, words))
    lab.until(lambda: bool(lab.find("onlstm.similar.rows").rows()))
    return list(lab.find("onlstm.similar.rows").rows())


def test_a_click_on_a_node_lists_spans_read_alike(lab):
    assert "Click a split" in lab.find("onlstm.similar").about()
    rows = asked(lab)
    assert 1 <= len(rows) <= 6
    figures = [float(row.figure) for row in rows]
    assert figures == sorted(figures, reverse=True)
    assert all(0 < figure <= 1 for figure in figures)
    assert all(
        row.span and len(row.span.replace("'s", " 's").replace("'t", " 't").split()) >= 5 for row in rows
    )
    assert "the old dog sleeps in the garden" in lab.find("onlstm.similar").about()
    assert lab.lab.stage.stack.tree.collapsed()  # the click still shuts


def test_a_row_leads_to_its_sentence_and_the_list_stays(lab):
    rows = asked(lab)
    lab.find("onlstm.similar.rows").picked.emit(1)
    lab.settled()
    assert lab.find("onlstm.sentence").text() == rows[1].text
    assert lab.lab.reading.drawn.parse.gold is not None
    assert list(lab.find("onlstm.similar.rows").rows()) == rows
    say(lab, "another sentence altogether")
    assert lab.find("onlstm.similar.rows").rows() == ()
    assert "Click a split" in lab.find("onlstm.similar").about()


def test_the_list_follows_the_weights_and_the_choice(lab):
    before = asked(lab)
    trained(lab)
    lab.until(lambda: list(lab.find("onlstm.similar.rows").rows()) != before)
    now = list(lab.find("onlstm.similar.rows").rows())
    lab.lab.stage.choices.source.set_current("d_in")
    lab.lab.stage.choice_changed.emit()
    lab.until(lambda: list(lab.find("onlstm.similar.rows").rows()) != now)


def test_another_run_and_another_language(lab):
    asked(lab)
    i18n.use("zh")
    i18n.use("en")
    assert "Most like" in lab.find("onlstm.similar").about()
    lab.run.set_preset("chinese")
    lab.until(lambda: lab.run.config.corpus == "chinese" and not lab.run.building)
    ready(lab)
    lab.until(lambda: lab.find("onlstm.similar.rows").rows() == ())
