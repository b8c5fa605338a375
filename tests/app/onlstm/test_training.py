"""Training from a person's chair: play, a control beside, earlier weights, save and open."""

from __future__ import annotations

from PySide6.QtCore import Qt

from engines.ground.runner import State
from tests.app.onlstm.conftest import end, ready, say, start, trained


def test_training_redraws_the_tree_and_ends_with_a_sentence(lab):
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
    lab.run.set_values(steps=60)
    lab.click("onlstm.play")
    lab.until(lambda: lab.run.step == 60 and not lab.run.playing)


def test_the_scrubber_shows_the_tree_of_earlier_weights(lab):
    trained(lab)
    now = lab.lab.reading.drawn.distances.copy()
    lab.bot.keyClick(lab.find("onlstm.scrubber"), Qt.Key.Key_Home)
    lab.until(lambda: lab.lab.reading.drawn.parse.step == 0)
    assert (lab.lab.reading.drawn.distances != now).any()
    lab.click("onlstm.live")
    lab.until(lambda: lab.lab.reading.drawn.parse.step == 40)
    assert (lab.lab.reading.drawn.distances == now).all()


def test_a_control_learns_beside(qtbot, qapp):
    driver = start(qapp, qtbot, control=True)
    driver.click("onlstm.play")
    driver.until(lambda: driver.lab.latest.finished)
    driver.settled()
    assert driver.lab.latest.control_f1 is not None
    names = [row.name for row in driver.lab.inspected.scores.rows()]
    assert "Plain LSTM" in names
    ours = driver.lab.reading.drawn.distances.copy()
    driver.lab.stage.choices.model.set_current("control")
    driver.lab.stage.choice_changed.emit()
    driver.until(lambda: driver.lab.reading.drawn.distances.tobytes() != ours.tobytes())
    end(driver)


def test_a_plain_lstm_is_left_with_its_run(qtbot, qapp):
    """Nobody is told that there is none, who looked at one when the next run began without."""
    driver = start(qapp, qtbot, control=True)
    trained(driver)
    driver.click("onlstm.model.control")
    driver.until(lambda: driver.lab.reading.looks.control)
    driver.run.set_values(control=False)
    driver.until(lambda: driver.run.step == 0 and not driver.run.building)
    ready(driver)
    assert not driver.lab.reading.looks.control
    assert "plain LSTM" not in driver.notice
    end(driver)


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
    trained(lab)
    foot = lab.lab.stage.curves
    foot.make()
    lab.until(lambda: any(len(line.x) > 1 for line in foot.plot("perplexity").lines))
    lab.run.set_preset("chinese")
    lab.until(lambda: lab.run.step == 0 and not lab.run.building)
    foot.redraw()
    assert all(len(line.x) <= 1 for line in foot.plot("perplexity").lines)
