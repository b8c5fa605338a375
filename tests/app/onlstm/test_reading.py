"""One sentence and its tree from a person's chair: type, choose, compare, pin, export."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from tests.app.conftest import Driver
from tests.app.onlstm.conftest import SMALL, ready, say, trained
from tests.app.shared import one_window

NAMES = (
    "corpus", "sentence", "tree", "distances", "gates", "layer", "builder", "source", "threshold", "gold", "curves",
    "export", "next", "previous", "play", "pause", "step", "reset", "progress", "state", "device", "preset", "pin",
    "levels", "scrubber", "live", "pinned", "scores",
)  # fmt: skip


private_home, no_leaks, opened = one_window("onlstm", SMALL, (1440, 900), keep=True)


@pytest.fixture
def lab(opened) -> Driver:
    return ready(opened(SMALL))


def test_every_part_has_its_name(lab):
    for name in NAMES:
        assert lab.window.findChild(QWidget, f"onlstm.{name}") is not None, name


def test_it_opens_with_a_sentence_that_already_has_a_tree(lab):
    assert lab.find("onlstm.sentence").text()
    found = lab.lab.reading.drawn
    assert found.branch is not None
    assert found.against is not None  # drawn from the grammar: the right tree is known
    assert found.gates.shape[0] == len(found.parse.tokens) == len(found.distances)


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


def test_words_the_model_never_saw_are_told_apart(lab):
    say(lab, "the qwerty sleeps")
    assert lab.lab.reading.drawn.parse.known[0]
    assert not lab.lab.reading.drawn.parse.known[1]
    assert 1 in lab.lab.stage.tree.unknown()
