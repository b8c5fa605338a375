"""The best tree is chosen by one half of the held-out sentences and told by the other."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from engines.ground.history import History
from engines.onlstm.config import OnLstmConfig
from engines.onlstm.reading import Checked, halves
from engines.onlstm.scoreboard import Scoreboard, picked
from engines.onlstm.snapshot import SOURCES
from engines.onlstm.texts import corpus as corpora

KEYS = [(0, "paper", "d_forget"), (0, "gap", "d_forget"), (1, "gap", "d_forget"), (1, "gap", "d_in")]


def check(chosen: list[float], told: list[float]) -> Checked:
    every = [(a + b) / 2 for a, b in zip(chosen, told, strict=True)]
    return Checked(100.0, *(dict(zip(KEYS, f1, strict=True)) for f1 in (every, chosen, told)))


@pytest.fixture
def board() -> Scoreboard:
    return Scoreboard(corpora.load(OnLstmConfig(sentences=200), lambda *_: None, threading.Event()), 0)


def test_what_is_told_is_of_other_sentences_than_what_chose(board):
    assert board.note(10, check([50, 60, 40, 99], [55, 45, 70, 99]), History())
    assert (board.best.layer, board.best.builder, board.best.f1, board.best.by) == (0, "gap", 45, 60)


def test_a_later_check_is_better_by_the_choosing_half_alone(board):
    board.note(10, check([50, 60, 40, 0], [55, 45, 70, 0]), History())
    assert not board.note(20, check([59, 58, 50, 0], [99, 99, 99, 0]), History())
    assert board.note(30, check([61, 20, 20, 0], [40, 0, 0, 0]), History())
    assert (board.best.step, board.best.f1) == (30, 40)


def test_on_a_treebank_either_gate_may_be_the_best():
    read = corpora.load(OnLstmConfig(sentences=200), lambda *_: None, threading.Event())
    both = Scoreboard(read, 0, SOURCES)
    history = History()
    assert both.note(10, check([50, 60, 40, 99], [55, 45, 70, 90]), history)
    assert (both.best.layer, both.best.builder, both.best.source, both.best.f1) == (1, "gap", "d_in", 90)
    assert history.points()["F1 picked"][1].tolist() == [90]


def test_of_the_control_the_same_is_told(board):
    board.note_control(10, check([50, 60, 40, 0], [55, 45, 70, 0]), History())
    assert board.control_f1 == 45


def test_choosing_where_it_is_told_flatters_and_this_does_not():
    """Twenty builders that are all worth 50, measured with noise: the best of them is still worth 50."""
    rng = np.random.default_rng(0)
    keys = [(layer, "paper", "d_forget") for layer in range(20)]
    told, flattered = [], []
    for _ in range(300):
        a, b = (dict(zip(keys, 50 + rng.normal(0, 2, 20), strict=True)) for _ in range(2))
        told.append(picked(Checked(1.0, {}, a, b)).told)
        flattered.append(max(a.values()))
    assert np.mean(told) == pytest.approx(50, abs=0.4)
    assert np.mean(flattered) > 53


def test_halves_share_nothing_and_leave_nothing_out():
    for n in (2, 3, 10):
        first, second = (set(range(n)[part]) for part in halves(n))
        assert not first & second
        assert len(first | second) == n
    assert halves(1) == (slice(None), slice(None))


def test_without_right_trees_nothing_is_picked():
    assert picked(Checked(1.0, {})) is None
