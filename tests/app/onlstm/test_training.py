"""Training from a person's chair: play, a control beside, earlier weights, save and open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from engines.ground.runner import State
from tests.app.conftest import Driver
from tests.app.onlstm.conftest import SMALL, ready, say, trained
from tests.app.shared import one_window

private_home, no_leaks, opened = one_window("onlstm", SMALL, (1440, 900), keep=True)


@pytest.fixture
def lab(opened) -> Driver:
    return ready(opened(SMALL))


def test_training_redraws_the_tree_ends_with_a_sentence_and_leaves_the_trees_of_earlier_weights(lab):
    before = lab.lab.reading.drawn.distances.copy()
    trained(lab)
    assert lab.run.step == 40
    assert "All 40 steps are done" in lab.notice
    assert lab.lab.reading.drawn.parse.step == 40
    assert (lab.lab.reading.drawn.distances != before).any()
    assert lab.state() is State.PAUSED
    snapshot = lab.lab.latest
    assert snapshot.f1
    assert snapshot.baselines
    rows = {row.name: row.value for row in lab.lab.inspected.scores.rows()}
    assert rows["Right-branching"] == snapshot.baselines["right"]
    now = lab.lab.reading.drawn.distances.copy()
    lab.bot.keyClick(lab.find("onlstm.scrubber"), Qt.Key.Key_Home)
    lab.until(lambda: lab.lab.reading.drawn.parse.step == 0)
    assert (lab.lab.reading.drawn.distances != now).any()
    lab.click("onlstm.live")
    lab.until(lambda: lab.lab.reading.drawn.parse.step == 40)
    assert (lab.lab.reading.drawn.distances == now).all()
    lab.run.set_values(steps=60)
    lab.click("onlstm.play")
    lab.until(lambda: lab.run.step == 60 and not lab.run.playing)


def test_a_control_learns_beside_and_is_left_with_its_run(opened):
    """Nobody is told that there is none, who looked at one when the next run began without."""
    lab = ready(opened(SMALL | {"control": True}))
    trained(lab)
    assert lab.lab.latest.control_f1 is not None
    names = [row.name for row in lab.lab.inspected.scores.rows()]
    assert "Plain LSTM" in names
    ours = lab.lab.reading.drawn.distances.copy()
    lab.click("onlstm.model.control")
    lab.until(lambda: lab.lab.reading.drawn.distances.tobytes() != ours.tobytes())
    assert lab.lab.reading.looks.control
    lab.run.set_values(control=False)
    lab.until(lambda: lab.run.step == 0 and not lab.run.building)
    ready(lab)
    assert not lab.lab.reading.looks.control
    assert "plain LSTM" not in lab.notice


def test_a_run_is_saved_and_opened(lab, tmp_path):
    trained(lab)
    say(lab, "the dog sleeps")
    now = lab.lab.reading.drawn.distances.copy()
    path = tmp_path / "run.safetensors"
    done: list[int] = []
    lab.run.save(path, lambda: done.append(1))
    lab.until(lambda: bool(done))
    lab.click("onlstm.reset")
    lab.until(lambda: lab.run.step == 0 and not lab.run.building)
    ready(lab)
    lab.window.page.files.open_path(str(path))
    lab.until(lambda: lab.run.step == 40)
    ready(lab)
    say(lab, "the dog sleeps")
    assert (lab.lab.reading.drawn.distances == now).all()


def test_another_corpus_begins_with_empty_curves(lab):
    foot = lab.lab.stage.curves
    foot.make()
    lab.click("onlstm.play")
    lab.until(lambda: any(len(line.x) > 1 for line in foot.plot("perplexity").lines))
    lab.click("onlstm.pause")
    lab.settled()
    lab.run.set_preset("chinese")
    lab.until(lambda: lab.run.step == 0 and not lab.run.building)
    foot.redraw()
    assert all(len(line.x) <= 1 for line in foot.plot("perplexity").lines)
