"""The Words lab from a person's chair: type, filter, look at a word, ignore one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QPlainTextEdit,
    QWidget,
)

from engines.ground.runner import State
from engines.words import queries
from engines.words.segment import NEW
from playground.ground import i18n
from tests.app.words import TEXT, Words, start
from tests.conftest import flush_deleted

NAMES = (
    "text", "table", "concordance", "segments", "config.strictness", "config.mode", "filter.known", "filter.edges",
    "filter.alnum", "filter.length", "filter.count", "filter.text", "filter.ignore", "open", "export", "encoding",
    "summary", "progress", "cancel", "state", "save", "paste", "document", "dispersion", "mode", "strictness",
    "page", "headword", "inspector", "lengths", "scores", "count", "found.unfold", "foot.unfold",
)  # fmt: skip


@pytest.fixture
def lab(qtbot: Any, qapp: QApplication) -> Iterator[Words]:
    found = start(qapp, qtbot, {"document": "mine", "text": TEXT})
    yield found
    found.end()


def test_a_sample_is_counted_and_its_first_word_chosen_at_the_first_start(qtbot, qapp):
    found = start(qapp, qtbot, {})
    assert len(found.shown()) > 5
    assert found.find("words.headword").text() == found.shown()[0]
    assert found.lab.selection.facts.word == found.shown()[0]
    assert found.find("words.text").text().strip()
    found.end()


def test_every_part_has_its_name(lab):
    for name in NAMES:
        assert lab.window.findChild(QWidget, f"words.{name}") is not None, name


def test_new_words_are_found_and_marked_in_place(lab):
    assert {"栖霜阁", "老吴", "阿青"} <= set(lab.shown())
    pane = lab.find("words.text")
    starts, stops, kinds = pane.spans(0, len(TEXT))
    text = pane.text()
    marked = {text[a:b] for a, b, k in zip(starts, stops, kinds, strict=True) if k == 0}
    assert "栖霜阁" in marked
    assert lab.find("words.summary").text().startswith(f"{len(lab.shown())} shown of")


def test_typing_counts_again(lab):
    assert "葡萄酒庄" not in lab.words
    lab.put(TEXT + "葡萄酒庄开在山上。我们去葡萄酒庄，葡萄酒庄很远。葡萄酒庄的人都好客，葡萄酒庄真美。")
    assert any("葡萄酒" in word for word in lab.words)


def test_filters_act_without_a_recount(lab):
    before, generation = len(lab.shown()), lab.lab.latest.generation
    lab.click("words.filter.known")
    lab.until(lambda: len(lab.shown()) > before)
    lab.find("words.filter.text").setText("栖霜")
    lab.until(lambda: lab.shown() and all("栖霜" in w for w in lab.shown()))
    lab.find("words.filter.text").setText("没有这样的词")
    lab.until(lambda: not lab.shown())
    assert "No word passes" in lab.notice
    assert "No word passes" in lab.why_empty()
    lab.follow("Clear the search")
    lab.until(lambda: len(lab.shown()) > before)
    lab.settled()
    assert lab.lab.latest.generation == generation
    assert "No word passes" not in lab.notice
    assert lab.why_empty() == ""


def test_filters_of_last_time_are_looked_through_from_the_first_word_on(qtbot, qapp):
    filters = {"lengths": [2, 2], "ignore": ["阿青"]}
    found = start(qapp, qtbot, {"document": "mine", "text": TEXT, "filters": filters})
    assert {"栖霜阁", "阿青"} <= set(found.words)
    assert "阿青" not in found.shown()
    assert {len(word) for word in found.shown()} == {2}
    found.end()


def test_strictness_and_mode_count_again(lab):
    before, theta = lab.counted, lab.lab.result.summary.theta
    lab.run.set_values(strictness=2.0)
    lab.wait_counted(before)
    assert lab.lab.result.summary.theta == tuple(t + 2 for t in theta)
    assert "栖霜阁" in lab.words
    before = lab.counted
    lab.run.set_values(strictness=0.0, mode="careful")
    lab.wait_counted(before)
    assert "栖霜阁" in lab.words


def test_a_word_is_shown_in_all_its_places(lab):
    lab.choose("栖霜阁")
    facts = lab.lab.selection.facts
    assert facts.count == TEXT.count("栖霜阁") == len(facts.positions)
    assert lab.find("words.headword").text() == "栖霜阁"
    assert lab.find("words.table").current_row() == lab.lab.result.row("栖霜阁")
    lines = lab.find("words.concordance.list")
    assert lines.model().rowCount() == facts.count
    lab.find("words.dispersion").picked.emit(0.99)
    assert lab.find("words.text").textCursor().position() == facts.positions[-1]
    assert lines.currentIndex().row() == facts.count - 1


def test_contexts_are_sorted_anew(lab):
    def lines() -> list[str]:
        model = lab.find("words.concordance.list").model()
        return [model.index(i, 0).data() for i in range(model.rowCount())]

    lab.choose("栖霜阁")
    before = lines()
    lab.click("words.concordance.sort.right")
    lab.until(lambda: lines() != before)
    assert sorted(lines()) == sorted(before)


def test_a_word_that_was_not_found_is_looked_at_all_the_same(lab):
    lab.choose("半夜")
    assert lab.find("words.headword.status").text() == "Not among the words found"
    assert lab.find("words.headword.figure0").text() == "–"
    assert lab.find("words.headword.figure1").text() == "1"


def test_a_click_in_the_text_or_the_table_chooses_the_word(lab):
    at = TEXT.index("老吴")
    lab.find("words.text").word_clicked.emit(at, at + 2)
    lab.until(lambda: lab.lab.selection.facts.word == "老吴")
    table = lab.find("words.table")
    place = lab.shown().index("阿青")
    table.setCurrentIndex(table.model().index(place, 0))
    lab.until(lambda: lab.lab.selection.facts.word == "阿青")


def test_segmentation_joins_to_the_text(lab):
    lab.click("words.page.cut")
    view = lab.find("words.segments")
    lab.until(lambda: not view.word_rect(0).isEmpty())
    pieces, kinds = lab.lab.bridge.runner.ask(queries.segmented).result()
    assert "".join(pieces) == TEXT.strip()
    assert kinds[pieces.index("栖霜阁")] == NEW
    assert not view.word_rect(len(pieces) - 1).isEmpty()
    assert view.word_rect(len(pieces)).isEmpty()
    lab.put("葡萄酒庄很远。" * 3)
    lab.until(lambda: view.word_rect(len(pieces) - 1).isEmpty())  # cut anew, and shorter


def test_ignored_words_vanish_and_are_remembered(lab):
    lab.ignore("老吴")
    assert lab.lab.save_state()["filters"]["ignore"] == ["老吴"]
    lab.click("words.filter.ignore")
    sheet = lab.window.findChild(QPlainTextEdit, "words.ignore.text")
    assert sheet.toPlainText() == "老吴"
    sheet.setPlainText("")
    box = sheet.window().findChild(QDialogButtonBox)
    box.button(QDialogButtonBox.StandardButton.Save).click()
    lab.until(lambda: "老吴" in lab.shown())
    flush_deleted()


def test_ignoring_can_be_undone_at_once(lab):
    lab.ignore("老吴")
    lab.follow("Undo")
    lab.until(lambda: "老吴" in lab.shown())


@pytest.mark.parametrize("text", ["", "茶", "only latin", "🙂🙂", "\x00\x00", "啊" * 5000, "一二三四五六七"])
def test_text_without_words_says_why(lab, text):
    lab.put(text)
    if not lab.words:
        assert lab.lab.result.summary.reason
        assert lab.why_empty()
        assert lab.find("words.headword").text() == ""
    lab.put(TEXT)
    assert "栖霜阁" in lab.shown()


def test_a_long_count_can_be_cancelled(lab):
    rng = np.random.default_rng(0)
    long = "".join(map(chr, rng.integers(0x4E00, 0x4E00 + 300, 1_500_000).tolist()))
    words = list(lab.words)
    lab.lab.ask(lambda e: e.set_text(long, "long"))
    lab.run.work()
    lab.until(lambda: lab.find("words.cancel").isVisible())
    lab.click("words.cancel")
    lab.until(lambda: "Cancelled" in lab.notice)
    assert lab.words == words
    assert not lab.find("words.cancel").isVisible()


def test_what_is_said_follows_the_language(lab):
    def figures() -> list[str]:
        return [lab.find(f"words.headword.figure{i}").text() for i in range(3)]

    lab.choose("老吴")
    before, status = figures(), lab.find("words.headword.status")
    i18n.use("zh")
    assert figures() == before
    assert "新词" in status.text()
    assert "shown" not in lab.find("words.summary").text()
    i18n.use("en")
    assert "new word" in status.text()
    assert "shown" in lab.find("words.summary").text()


def test_undo_brings_the_words_back(lab):
    pane = lab.find("words.text")
    before = lab.counted
    pane.moveCursor(QTextCursor.MoveOperation.End)
    pane.insertPlainText("新来的一句。")
    lab.wait_counted(before)
    before = lab.counted
    pane.undo()
    lab.wait_counted(before)
    assert pane.text() == TEXT


def test_the_lab_needs_no_torch():
    code = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from PySide6.QtCore import QEventLoop, QTimer\n"
        "from playground.app import make_window\n"
        "from playground.shell.session import Session\n"
        "app = QApplication([])\n"
        "window = make_window(app, Session())\n"
        "window.show(); window.furnish('words')\n"
        "while window.current.result is None:\n"
        "    loop = QEventLoop(); QTimer.singleShot(20, loop.quit); loop.exec()\n"
        "window.close()\n"
        "print('torch' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=Path.cwd()
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == "False"


def test_after_a_failure_the_next_count_begins_anew(lab):
    def break_it(engine: Any) -> None:
        engine.step = None  # not callable: the next step fails

    lab.lab.ask(break_it)
    lab.lab.ask(lambda e: e.set_text("别的"))
    lab.run.work()
    lab.until(lambda: "stopped" in lab.notice.lower())
    assert lab.state() is State.FAILED
    lab.find("words.text").insertPlainText("。")
    lab.until(lambda: lab.state() is State.PAUSED and not lab.run.building)
    lab.until(lambda: not lab.lab.latest.pending and "栖霜阁" in lab.shown())


def test_resetting_all_settings_resets_the_filters_too_but_no_ignore_list(lab):
    every = lab.shown()
    lab.lab.filters.set_ignored(frozenset({every[-1]}))
    lab.find("words.filter.text").setText("霜")
    lab.find("words.filter.count").set_value(3)
    lab.run.set_values(strictness=0.5)
    lab.until(lambda: len(lab.shown()) < len(every) - 1)
    reset = next(
        b
        for b in lab.find("words.settings").findChildren(QAbstractButton)
        if b.toolTip().startswith("Reset all")
    )
    reset.click()
    lab.until(lambda: lab.shown() == every[:-1])
    assert lab.run.config.strictness == 0


def test_the_whole_lexicon_is_exported_with_where_each_word_is_from(lab, tmp_path, monkeypatch):
    path = tmp_path / "lexicon.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    lab.window.action_set["words.lexicon"].trigger()
    lab.until(lambda: "new ones are in lexicon.csv" in lab.notice)
    rows = [line.split(",") for line in path.read_text("utf-8-sig").splitlines()[1:]]
    sources = {word: source for word, _, source in rows}
    assert sources["栖霜阁"] == "text"
    assert "dictionary" in sources.values()
