"""The ON-LSTM lab from a person's chair: train, type, compare, look back, paste, export."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from engines.ground.runner import State
from playground.app import make_window
from playground.kit.exchange import offer_lexicon
from playground.shell.session import Session
from tests.app.conftest import Driver
from tests.conftest import flush_deleted

SMALL = {"sentences": 60, "emb": 12, "hidden": 12, "chunk": 3, "batch": 8, "steps": 40, "eval_every": 10}
NAMES = (
    "corpus", "sentence", "tree", "distances", "gates", "layer", "builder", "source", "threshold", "gold", "curves",
    "export", "next", "previous", "play", "pause", "step", "reset", "progress", "state", "device", "preset", "pin",
    "levels", "scrubber", "live", "pinned", "scores",
)  # fmt: skip


def start(qapp: QApplication, qtbot: Any, **config: Any) -> Driver:
    session = Session()
    values = {**SMALL, **config}
    session.data = {
        "language": "en",
        "tab": "onlstm",
        "labs": {"onlstm": {"preset": "english", "config": values}},
    }
    window = make_window(qapp, session)
    window.resize(1440, 900)
    window.show()
    window.furnish()
    return ready(Driver(qtbot, window))


def ready(driver: Driver) -> Driver:
    driver.until(lambda: driver.lab.latest is not None and not driver.run.building)
    driver.until(lambda: driver.lab.reading.drawn is not None)
    return driver.settled()


def end(driver: Driver) -> None:
    driver.window.close()
    driver.window.deleteLater()
    flush_deleted()


@pytest.fixture
def lab(qtbot: Any, qapp: QApplication) -> Iterator[Driver]:
    driver = start(qapp, qtbot)
    yield driver
    end(driver)


def say(lab: Driver, text: str) -> None:
    """Type a sentence and wait for its tree."""
    lab.lab.stage.set_sentence(text)
    lab.settled()


def trained(lab: Driver) -> None:
    lab.click("onlstm.play")
    lab.until(lambda: lab.lab.latest.finished and not lab.run.playing)
    lab.settled()


def test_every_part_has_its_name(lab):
    for name in NAMES:
        assert lab.window.findChild(QWidget, f"onlstm.{name}") is not None, name


def test_it_opens_with_a_sentence_that_already_has_a_tree(lab):
    assert lab.find("onlstm.sentence").text()
    found = lab.lab.reading.drawn
    assert found.branch is not None
    assert found.against is not None  # drawn from the grammar: the right tree is known
    assert found.gates.shape[0] == len(found.parse.tokens) == len(found.distances)


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


def test_typing_parses_at_once(lab):
    field = lab.find("onlstm.sentence")
    field.selectAll()
    lab.bot.keyClicks(field, "the dog sleeps")
    lab.until(lambda: lab.lab.reading.drawn.parse.tokens == ("the", "dog", "sleeps"))


@pytest.mark.parametrize("words", [0, 1, 2, 200])
def test_sentences_of_any_length(lab, words):
    say(lab, " ".join(["the", "dog"] * 100)[: 4 * words] if words else "")
    text = " ".join((["the", "dog"] * 100)[:words])
    say(lab, text)
    found = lab.lab.reading.drawn
    assert len(found.parse.tokens) == words
    assert (found.branch is None) == (words == 0)
    if found.branch is not None:
        assert (found.branch.start, found.branch.end) == (0, words)
    lab.window.grab()


def test_layer_builder_and_source_change_the_tree(lab):
    trained(lab)
    seen = set()
    for layer in ("0", "1", "mean"):
        for builder in ("gap", "paper"):
            for source in ("d_forget", "d_in"):
                lab.lab.stage.choices.layer.set_current(layer)
                lab.lab.stage.choices.builder.set_current(builder)
                lab.lab.stage.choices.source.set_current(source)
                lab.lab.stage.choice_changed.emit()
                choice = lab.lab.stage.choices.choice()
                seen.add(lab.lab.reading.drawn.distances.tobytes())
                expected = lab.lab.reading.parse.tree(builder, source, choice.layer)
                assert lab.lab.reading.drawn.node.spans() == expected.spans()
    assert len(seen) == 6


def test_a_click_on_a_score_shows_that_layer(lab):
    lab.lab.inspected.scores.chosen.emit("0")
    assert lab.lab.stage.choices.choice().layer == 0
    assert lab.lab.stage.choices.touched


def test_the_threshold_is_typed_dragged_and_bounded(lab):
    field = lab.find("onlstm.threshold")
    for typed, kept in (("0.25", 0.25), ("7", 1.0), ("-1", 0.0), ("no", 0.0), ("nan", 0.0), ("-inf", 0.0)):
        field.typed.emit(typed)
        assert lab.lab.stage.stack.tree.threshold() == pytest.approx(kept)
    lab.lab.stage.stack.tree.threshold_changed.emit(0.4)
    assert field.text() == "0.40"


def test_next_and_previous_walk_the_held_out_sentences(lab):
    first = lab.find("onlstm.sentence").text()
    lab.click("onlstm.next")
    lab.until(lambda: lab.find("onlstm.sentence").text() != first)
    lab.click("onlstm.previous")
    lab.until(lambda: lab.find("onlstm.sentence").text() == first)


def test_pinned_sentences_redraw_and_can_be_let_go(lab):
    say(lab, "the old dog sleeps in the garden")
    lab.click("onlstm.pin")
    lab.until(lambda: len(lab.lab.latest.pinned) == 2)
    assert lab.lab.inspected.cards.count() == 2
    lab.lab.inspected.cards.chosen.emit(0)
    lab.settled()
    assert lab.lab.reading.drawn.parse.tokens == lab.lab.latest.pinned[0].tokens
    lab.lab.inspected.cards.removed.emit(0)
    lab.until(lambda: len(lab.lab.latest.pinned) == 1)


def test_the_scrubber_shows_the_tree_of_earlier_weights(lab):
    trained(lab)
    now = lab.lab.reading.drawn.distances.copy()
    lab.bot.keyClick(lab.find("onlstm.scrubber"), Qt.Key.Key_Home)
    lab.until(lambda: lab.lab.reading.drawn.parse.step == 0)
    assert (lab.lab.reading.drawn.distances != now).any()
    lab.click("onlstm.live")
    lab.until(lambda: lab.lab.reading.drawn.parse.step == 40)
    assert (lab.lab.reading.drawn.distances == now).all()


def test_gold_can_be_hidden(lab):
    assert lab.lab.stage.tree.marked()
    lab.click("onlstm.gold")
    lab.settled()
    assert not lab.lab.stage.tree.marked()


@pytest.mark.parametrize("suffix", [".svg", ".png", ".txt", ".json", ".tex"])
def test_the_tree_is_exported(lab, tmp_path, monkeypatch, suffix):
    path = tmp_path / f"tree{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(path), ""))
    say(lab, "the dog sleeps")
    lab.click("onlstm.export")
    assert "Saved as" in lab.notice
    if suffix == ".svg":
        text = "".join(ET.parse(path).getroot().itertext())
        assert all(word in text for word in ("the", "dog", "sleeps"))
    elif suffix == ".png":
        assert path.read_bytes().startswith(b"\x89PNG")
    elif suffix == ".json":
        assert json.loads(path.read_text())
    else:
        assert all(word in path.read_text() for word in ("the", "dog", "sleeps"))


def test_a_pasted_text_trains_and_parses(lab):
    sentences = [
        "we walk to the river",
        "the river is cold today",
        "she sings in the kitchen",
        "birds sing at dawn",
    ]
    QGuiApplication.clipboard().setText("\n".join(f"{s} {i % 7}" for i, s in enumerate(sentences * 20)))
    lab.click("onlstm.paste")
    lab.until(lambda: lab.run.config.corpus == "text" and not lab.run.building)
    ready(lab)
    assert not lab.lab.latest.corpus.gold
    assert lab.lab.latest.corpus.notes
    trained(lab)
    say(lab, "birds sing in the kitchen")
    assert lab.lab.reading.drawn.branch is not None
    assert lab.lab.reading.drawn.against is None
    QGuiApplication.clipboard().setText("今天天气很好。我们去河边散步。河边的风很大。" * 20)
    lab.click("onlstm.paste")
    lab.until(lambda: lab.run.config.tokens == "characters" and not lab.run.building)
    ready(lab)
    say(lab, "河边很好")
    assert lab.lab.reading.drawn.parse.tokens == tuple("河边很好")


def test_a_treebank_gives_right_trees(lab, tmp_path):
    path = tmp_path / "bank.mrg"
    path.write_text("(S (NP (D the) (N dog)) (VP (V sees) (NP (D the) (N cat))))\n" * 60)
    lab.window.drop([str(path)])
    lab.until(lambda: lab.run.config.corpus == "treebank" and not lab.run.building)
    ready(lab)
    assert lab.lab.latest.corpus.gold
    trained(lab)
    assert lab.lab.latest.baselines


def test_unbalanced_brackets_are_refused_with_their_place(lab, tmp_path):
    path = tmp_path / "torn.mrg"
    path.write_text("(S (NP (D the) (N dog)) (VP (V sleeps)))\n(S (NP (N birds)) (VP (V sing))\n")
    before = lab.lab.bridge.runner
    lab.window.drop([str(path)])
    lab.until(lambda: "torn.mrg" in lab.notice)
    assert "2" in lab.notice  # the line
    lab.until(lambda: not lab.run.building)
    assert lab.lab.bridge.runner is before
    assert lab.run.config.corpus == "english"


def test_words_found_in_the_words_lab_cut_the_text(lab):
    offer_lexicon(("河边", "散步"))
    QGuiApplication.clipboard().setText("我们去河边散步。他在河边看书。河边有风。" * 20)
    lab.click("onlstm.paste")
    lab.until(lambda: lab.run.config.tokens == "characters" and not lab.run.building)
    lab.run.set_values(tokens="lexicon")
    lab.until(lambda: not lab.run.building and lab.lab.latest is not None)
    ready(lab)
    say(lab, "去河边散步")
    assert "河边" in lab.lab.reading.drawn.parse.tokens
    offer_lexicon(())


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


def test_the_view_is_remembered(lab):
    lab.lab.stage.choices.builder.set_current("gap")
    lab.find("onlstm.threshold").typed.emit("0.3")
    state = lab.lab.save_state()
    assert (state["builder"], state["threshold"]) == ("gap", pytest.approx(0.3))
    lab.lab.stage.choices.builder.set_current("paper")
    lab.lab.restore_state(json.loads(json.dumps(state)))
    assert lab.lab.stage.choices.choice().builder == "gap"


def test_space_in_the_sentence_writes_a_space(lab):
    field = lab.find("onlstm.sentence")
    field.setFocus()
    field.setText("a")
    lab.bot.keyClick(field, Qt.Key.Key_Space)
    assert field.text() == "a "
    assert not lab.run.playing


def test_a_folder_is_no_text(lab, tmp_path):
    assert lab.lab.source.accepts([str(tmp_path)]) == ""
    assert lab.lab.source.accepts([str(Path(__file__))])


def test_a_pasted_text_is_there_after_a_restart(lab, qapp, qtbot):
    long = "the river is cold today\nwe walk to the river\n" * 8000
    QGuiApplication.clipboard().setText(long)
    lab.click("onlstm.paste")
    lab.until(lambda: lab.run.config.corpus == "text" and not lab.run.building)
    ready(lab)
    lab.window.remember()
    lab.window.session.flush()
    window = make_window(qapp, Session())
    window.show()
    window.furnish()
    again = ready(Driver(qtbot, window))
    assert again.run.config.path == lab.run.config.path
    assert Path(again.run.config.path).read_text() == long
    end(again)


def test_a_torn_paste_leaves_the_good_one(lab):
    QGuiApplication.clipboard().setText("the river is cold today\nwe walk to the river\n" * 30)
    lab.click("onlstm.paste")
    lab.until(lambda: lab.run.config.corpus == "text" and not lab.run.building)
    ready(lab)
    good = lab.run.config
    QGuiApplication.clipboard().setText("(S (NP a b) (VP c")
    lab.click("onlstm.paste")
    lab.until(lambda: "bracket" in lab.notice.lower() or "line" in lab.notice.lower())
    lab.until(lambda: not lab.run.building)
    assert lab.run.config == good
    lab.click("onlstm.reset")
    lab.until(lambda: not lab.run.building)
    ready(lab)
    assert lab.run.config == good


def test_a_text_that_is_gone_falls_back_to_the_default(qtbot, qapp, tmp_path):
    driver = start(qapp, qtbot, corpus="text", path=str(tmp_path / "gone.txt"))
    assert driver.run.config.corpus == "english"
    assert "gone.txt" in driver.notice
    assert "default settings" in driver.notice
    end(driver)


def test_another_corpus_begins_with_empty_curves(lab):
    trained(lab)
    foot = lab.lab.stage.curves
    foot.make()
    lab.until(lambda: any(len(line.x) > 1 for line in foot.plot("perplexity").lines))
    lab.run.set_preset("chinese")
    lab.until(lambda: lab.run.step == 0 and not lab.run.building)
    foot.redraw()
    assert all(len(line.x) <= 1 for line in foot.plot("perplexity").lines)


def test_words_the_model_never_saw_are_told_apart(lab):
    say(lab, "the qwerty sleeps")
    assert lab.lab.reading.drawn.parse.known[0]
    assert not lab.lab.reading.drawn.parse.known[1]
    assert 1 in lab.lab.stage.tree.unknown()
