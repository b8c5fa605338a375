"""Texts and trees of a person's own: pasted, dropped, torn, gone, and there after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from playground.app import make_window
from playground.kit.exchange import offer_lexicon
from playground.shell.session import Session
from tests.app.conftest import Driver
from tests.app.onlstm.conftest import SMALL, end, ready, say, start, trained
from tests.app.shared import one_window

private_home, no_leaks, opened = one_window("onlstm", SMALL, (1440, 900), keep=True)


@pytest.fixture
def lab(opened) -> Driver:
    return ready(opened(SMALL))


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


def test_a_pasted_endless_line_is_cut_and_says_so(lab):
    QGuiApplication.clipboard().setText("the river is cold today and we walk along it " * 120)
    lab.click("onlstm.paste")
    lab.until(lambda: lab.run.config.corpus == "text" and not lab.run.building)
    ready(lab)
    assert "no sentence ends" in lab.lab.inspected.facts()
    assert "cut every 40 words" in lab.lab.inspected.facts()
    trained(lab)


def test_counts_are_written_as_people_write_them(lab):
    QGuiApplication.clipboard().setText("we walk to the river\nthe river is cold")
    lab.click("onlstm.paste")
    lab.until(lambda: lab.run.config.corpus == "text" and not lab.run.building)
    ready(lab)
    assert lab.lab.inspected.facts().startswith("1 sentence, ")


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
    path = Path(again.run.config.path)
    assert path.read_text() == long
    assert path.name == "Pasted text.txt"  # what messages and the form call it
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
