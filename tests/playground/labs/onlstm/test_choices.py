"""The row of choices: what a run offers changes it, and every change is told once."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from engines.onlstm import Best
from engines.onlstm.queries import Choice
from playground.labs.onlstm.choices import TreeChoices

BEST = Best(2, "gap", 30, 80.0)


@pytest.fixture
def row(qtbot: Any) -> TreeChoices:
    made = TreeChoices()
    qtbot.addWidget(made)
    made.offer(3, control=False, best=None)
    return made


@pytest.fixture
def told(row: TreeChoices) -> list[Choice]:
    found: list[Choice] = []
    row.changed.connect(lambda: found.append(row.choice()))
    return found


def test_the_best_shows_itself_once_until_the_person_chooses(row, told):
    for _ in range(3):  # as with every snapshot
        row.offer(3, control=False, best=BEST)
    assert told == [Choice(2, "gap", "d_forget")]
    row.choose_layer("0")
    row.offer(3, control=False, best=BEST)
    assert told[1:] == [Choice(0, "gap", "d_forget")]
    row.touched = False  # another run
    row.offer(3, control=False, best=BEST)
    assert told[2:] == [Choice(2, "gap", "d_forget")]


def test_the_best_can_be_asked_for(row, told):
    row.choose_layer("1")
    row.choose_best(Best("mean", "paper", 10, 50.0))
    assert told[-1] == Choice("mean", "paper", "d_forget")
    assert row.touched


def test_a_best_of_the_input_gate_leads_there_and_back(row, told):
    row.offer(3, control=False, best=Best(0, "paper", 10, 40.0, source="d_in"))
    assert told[-1] == Choice(0, "paper", "d_in")
    row.offer(3, control=False, best=Best(1, "paper", 20, 41.0))
    assert told[-1] == Choice(1, "paper", "d_forget")


def test_a_gate_or_builder_that_the_person_chose_stays(row, qtbot):
    for field, title in (("source", "Input"), ("builder", "Gap")):
        row.touched = False
        switch = getattr(row, field)
        part = next(b for b in switch.findChildren(QAbstractButton) if b.text() == title)
        qtbot.mouseClick(part, Qt.MouseButton.LeftButton)
        row.offer(3, control=False, best=Best(0, "paper", 10, 40.0))
    assert row.choice().source == "d_in"
    assert row.choice().builder == "gap"


def test_fewer_layers_leave_one_that_there_is(row, told):
    row.choose_layer("2")
    row.offer(2, control=False, best=None)
    assert told[-1].layer == 1
    row.offer(1, control=False, best=None)
    assert told[-1].layer == 0
    row.offer(4, control=False, best=None)
    assert (row.choice().layer, len(told)) == (0, 3)


def test_a_control_that_is_gone_is_looked_at_no_longer(row, told, qtbot):
    row.offer(3, control=True, best=None)
    assert not row.model.isHidden()
    row.model.set_current("control")
    assert row.control()
    row.offer(3, control=True, best=None)
    assert told == []
    row.offer(3, control=False, best=None)
    assert (row.control(), row.model.isHidden(), len(told)) == (False, True, 1)


def test_what_is_remembered_comes_back_and_nonsense_changes_nothing(row):
    wanted: list[float] = []
    row.threshold_wanted.connect(wanted.append)
    row.builder.set_current("gap")
    row.levels.setChecked(False)
    state = row.save_state()
    row.builder.set_current("paper")
    row.levels.setChecked(True)
    row.restore_state({"builder": 3, "source": "x", "threshold": "0.2", "gold": "no", "levels": None})
    assert (row.choice().builder, row.even(), wanted) == ("paper", True, [])
    row.restore_state(state)
    assert (row.choice().builder, row.even(), wanted) == ("gap", False, [0.5])
