"""Pairs and fields to choose from follow the run's settings, and what was chosen stays where it can."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from engines.gan.compare.versus import RULES
from engines.gan.config import GanConfig
from playground.kit.compare.choice import MOST, OWN, Choice

POINTS = GanConfig(data="gaussians8")


@pytest.fixture
def choice(qtbot) -> Choice:
    found = Choice("here", RULES)
    qtbot.addWidget(found)
    return found


def test_it_begins_with_the_first_pair(choice):
    pair = RULES.offered(GanConfig())[0]
    assert choice.values() == (dict(pair.a), dict(pair.b))


def test_other_data_bring_other_pairs(choice):
    choice.set_config(POINTS)
    pair = RULES.offered(POINTS)[0]
    assert choice.values() == (dict(pair.a), dict(pair.b))
    assert choice.state()["pair"] == pair.key
    choice.set_config(GanConfig())
    assert choice.state()["pair"] == RULES.offered(GanConfig())[0].key


def test_a_setting_of_ones_own_stays_where_it_is_offered(choice):
    choice.restore({"pair": OWN, "field": "loss", "value": "hinge"})
    choice.set_config(POINTS)
    assert choice.values() == ({}, {"loss": "hinge"})
    choice.restore({"pair": OWN, "field": "hidden", "value": 16})
    assert choice.values() == ({}, {"hidden": 16})
    choice.set_config(GanConfig())  # pictures have no such field
    assert set(choice.values()[1]) <= {field.name for field in RULES.choosable(GanConfig())}


def test_b_may_differ_in_a_few_settings(choice, qtbot):
    choice.restore({"pair": OWN, "field": "loss", "value": "hinge"})
    more = choice.findChild(QPushButton, "here.more")
    for _ in range(MOST - 1):
        assert more.isEnabled()
        qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert not more.isEnabled()
    (a, b), state = choice.values(), choice.state()
    assert a == {}
    assert len(b) == MOST
    assert b["loss"] == "hinge"
    assert [name for name, _ in state["more"]] == list(b)[1:]
    less = choice.findChild(QPushButton, "here.less2")
    qtbot.mouseClick(less, Qt.MouseButton.LeftButton)
    assert list(choice.values()[1]) == [name for at, name in enumerate(b) if at != 1]
    choice.restore(state)
    assert choice.values() == ({}, b)
    for odd in ({"more": 3, "field": "loss"}, {"more": [1, ["loss"], [[], 1]]}, {"pair": []}, {"field": []}):
        choice.restore(odd)
    assert choice.state()["pair"] == OWN


def test_equal_settings_change_nothing(choice):
    told: list[Any] = []
    choice.changed.connect(lambda: told.append(1))
    choice.restore({"pair": OWN, "field": "loss", "value": "hinge"})
    del told[:]
    choice.set_config(replace(GanConfig(), lr_d=1e-3))
    assert told == []
    assert choice.values() == ({}, {"loss": "hinge"})
