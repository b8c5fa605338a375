"""The Words lab from a person's chair: paste, type, open, filter, look at a word, export."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QWidget

from engines.ground.runner import State
from playground.app import make_window
from playground.labs.words import jobs
from playground.shell.session import Session
from tests.app.conftest import Driver
from tests.conftest import flush_deleted

TEXT = (
    "阿青在栖霜阁喝茶，栖霜阁的茶很香。老吴也来栖霜阁，老吴喜欢听评弹。阿青说：栖霜阁真好。\n"
    "老吴问阿青：栖霜阁几时开门？阿青笑着回答，栖霜阁天亮就开门。评弹在栖霜阁唱到半夜，老吴听得入迷。\n"
)
NAMES = (
    "text", "table", "concordance", "segments", "config.strictness", "config.mode", "filter.known", "filter.edges",
    "filter.alnum", "filter.length", "filter.count", "filter.text", "filter.ignore", "open", "export", "encoding",
    "summary", "progress", "cancel", "state", "save", "paste", "document", "dispersion", "mode", "strictness",
)  # fmt: skip


class Words(Driver):
    """The window on the Words tab."""

    def ready(self) -> Words:
        self.until(lambda: self.lab.result is not None and self.lab.chosen.facts is not None)
        return self

    @property
    def counted(self) -> int:
        return self.lab.latest.counted

    def wait_counted(self, before: int) -> None:
        self.until(lambda: self.counted > before and not self.lab.latest.pending)
        self.settled()

    def shown(self) -> list[str]:
        return [self.lab.result.words[i] for i in self.lab.stage.table.shown_rows()]

    def put(self, text: str) -> None:
        """Replace the text by typing."""
        before = self.counted
        pane = self.find("words.text")
        pane.selectAll()
        pane.insertPlainText(text)
        pane.edited.emit()
        self.wait_counted(before)


def start(qapp: QApplication, qtbot: Any, view: dict[str, Any]) -> Words:
    session = Session()
    session.data = {"language": "en", "tab": "words", "labs": {"words": {"view": view}}}
    window = make_window(qapp, session)
    window.resize(1440, 900)
    window.show()
    window.furnish()
    return Words(qtbot, window).ready()


@pytest.fixture
def lab(qtbot: Any, qapp: QApplication) -> Iterator[Words]:
    found = start(qapp, qtbot, {"document": "mine", "text": TEXT})
    yield found
    found.window.close()
    found.window.deleteLater()
    flush_deleted()


def test_a_sample_is_counted_and_its_first_word_chosen_at_the_first_start(qtbot, qapp):
    found = start(qapp, qtbot, {})
    assert len(found.shown()) > 5
    assert found.find("words.headword").text() == found.shown()[0]
    assert found.lab.chosen.facts.word == found.shown()[0]
    assert found.find("words.text").text().strip()
    found.window.close()
    found.window.deleteLater()
    flush_deleted()


def test_every_part_has_its_name(lab):
    for name in NAMES:
        assert lab.window.findChild(QWidget, f"words.{name}") is not None, name


def test_new_words_are_found_and_marked_in_place(lab):
    assert {"栖霜阁", "老吴", "阿青"} <= set(lab.shown())
    starts, stops, kinds = lab.lab.stage.text.spans(0, len(TEXT))
    text = lab.lab.stage.text.text()
    marked = {text[a:b] for a, b, k in zip(starts, stops, kinds, strict=True) if k == 0}
    assert "栖霜阁" in marked
    assert lab.find("words.summary").text().startswith(f"{len(lab.shown())} shown of")


def test_typing_counts_again(lab):
    assert "葡萄酒庄" not in lab.lab.result.words
    lab.put(TEXT + "葡萄酒庄开在山上。我们去葡萄酒庄，葡萄酒庄很远。葡萄酒庄的人都好客，葡萄酒庄真美。")
    assert any("葡萄酒" in word for word in lab.lab.result.words)


def test_filters_act_without_a_recount(lab):
    before, generation = len(lab.shown()), lab.lab.latest.generation
    lab.click("words.filter.known")
    lab.until(lambda: len(lab.shown()) > before)
    lab.find("words.filter.text").setText("栖霜")
    lab.until(lambda: lab.shown() and all("栖霜" in w for w in lab.shown()))
    lab.find("words.filter.text").setText("没有这样的词")
    lab.until(lambda: not lab.shown())
    assert "No word passes" in lab.notice
    lab.follow("Clear the search")
    lab.until(lambda: len(lab.shown()) > before)
    lab.settled()
    assert lab.lab.latest.generation == generation


def test_strictness_and_mode_count_again(lab):
    before, words = lab.counted, len(lab.lab.result)
    lab.run.set_values(strictness=2.0)
    lab.wait_counted(before)
    assert len(lab.lab.result) < words
    before = lab.counted
    lab.run.set_values(strictness=0.0, mode="careful")
    lab.wait_counted(before)
    assert "栖霜阁" in lab.lab.result.words


def test_a_word_is_shown_in_all_its_places(lab):
    lab.lab.chosen.choose("栖霜阁")
    lab.until(lambda: lab.lab.chosen.facts.word == "栖霜阁")
    facts = lab.lab.chosen.facts
    assert facts.count == TEXT.count("栖霜阁") == len(facts.positions)
    assert lab.find("words.headword").text() == "栖霜阁"
    assert lab.lab.stage.concordance._model.rowCount() == facts.count
    lab.lab.chosen.reveal_share(0.99)
    assert lab.lab.stage.text._found == (int(facts.positions[-1]), int(facts.positions[-1]) + 3)


def test_a_click_in_the_text_chooses_the_word(lab):
    at = TEXT.index("老吴")
    lab.lab.stage.text.word_clicked.emit(at, at + 2)
    lab.until(lambda: lab.lab.chosen.facts.word == "老吴")


def test_segmentation_joins_to_the_text(lab):
    lab.lab.stage.show_page("cut")
    lab.until(lambda: bool(lab.lab.stage.segments._words))
    pieces, kinds, whole = lab.lab.bridge.runner.ask(jobs.segmented).result()
    assert "".join(pieces) == TEXT.strip()
    assert whole
    assert kinds[pieces.index("栖霜阁")] == jobs.NEW


def test_ignored_words_vanish_and_are_remembered(lab, qapp):
    row = lab.lab.result.row("老吴")
    lab.lab.stage.table.ignore_wanted.emit([row])
    lab.until(lambda: "老吴" not in lab.shown())
    assert lab.lab.save_state()["filters"]["ignore"] == ["老吴"]
    lab.lab.filters.edit_ignored()
    sheet = lab.window.findChild(QPlainTextEdit, "words.ignore.text")
    assert sheet.toPlainText() == "老吴"
    sheet.setPlainText("")
    sheet.window().findChild(QWidget, "qt_msgbox_buttonbox")
    from PySide6.QtWidgets import QDialogButtonBox

    box = sheet.window().findChild(QDialogButtonBox)
    box.button(QDialogButtonBox.StandardButton.Save).click()
    lab.until(lambda: "老吴" in lab.shown())
    flush_deleted()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16"])
def test_files_in_any_usual_encoding_open(lab, tmp_path, encoding):
    text = (
        TEXT
        if encoding != "big5"
        else TEXT.replace("评弹", "戲曲").replace("阁", "閣").replace("阿青", "小青")
    )
    text = (
        text.replace("老吴", "老吳").replace("开门", "開門").replace("问", "問").replace("说", "說")
        if encoding == "big5"
        else text
    )
    path = tmp_path / "story.txt"
    path.write_bytes(text.encode(encoding, "replace"))
    before = lab.counted
    lab.window.drop([str(path)])
    lab.wait_counted(before)
    assert lab.lab.latest.encoding.replace("-le", "") in (encoding, "utf-8-sig", "utf-16")
    assert lab.find("words.text").text() == lab.lab.latest.text_head
    assert lab.lab.latest.name == "story.txt"


def test_the_encoding_can_be_overruled(lab, tmp_path):
    path = tmp_path / "odd.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    before = lab.counted
    lab.lab.source.drop([str(path)])
    lab.wait_counted(before)
    before = lab.counted
    lab.lab.strip.encoding_chosen.emit("big5")
    lab.until(lambda: lab.lab.latest.generation > before and not lab.lab.latest.pending)
    assert lab.lab.latest.encoding == "big5" or "big5" in lab.notice.lower()


@pytest.mark.parametrize("text", ["", "茶", "only latin", "🙂🙂", "\x00\x00", "啊" * 5000, "一二三四五六七"])
def test_text_without_words_says_why(lab, text):
    lab.put(text)
    result = lab.lab.result
    if not len(result):
        assert result.summary.reason
        assert lab.lab.stage.table._empty
    lab.put(TEXT)
    assert "栖霜阁" in lab.shown()


def test_a_binary_file_is_refused_with_a_sentence_and_nothing_is_lost(lab, tmp_path):
    path = tmp_path / "picture.txt"
    path.write_bytes(bytes(np.random.default_rng(0).integers(0, 256, 5000, dtype=np.uint8)))
    words = list(lab.lab.result.words)
    lab.lab.source.drop([str(path)])
    lab.until(lambda: "picture.txt" in lab.notice or lab.lab.latest.problem is not None)
    assert lab.state() is not State.FAILED
    assert lab.lab.result.words == words or lab.lab.latest.problem is not None
    lab.lab.source.drop([str(tmp_path / "missing.txt")])
    lab.until(lambda: "missing.txt" in lab.notice)


def test_export_writes_what_is_shown(lab, tmp_path, monkeypatch):
    for name in ("words.csv", "words.json", "words.dict", "words.txt", "words.tsv"):
        path = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, p=path, **k: (str(p), ""))
        lab.click("words.export")
        lab.until(path.exists)
    rows = list(csv.reader((tmp_path / "words.csv").open(encoding="utf-8-sig")))
    assert [row[0] for row in rows[1:]] == lab.shown()
    assert [row["word"] for row in json.loads((tmp_path / "words.json").read_text())] == lab.shown()
    assert (tmp_path / "words.dict").read_text().splitlines()[0].split(" ")[0] == lab.shown()[0]
    assert (tmp_path / "words.txt").read_text().split() == lab.shown()


def test_paste_takes_the_place_of_the_text(lab):
    before = lab.counted
    QGuiApplication.clipboard().setText(
        "山海关下有个山海客栈。山海客栈的老板姓山，山海客栈生意好，山海客栈人多。"
    )
    lab.click("words.paste")
    lab.wait_counted(before)
    assert lab.find("words.text").text().startswith("山海关")
    assert lab.lab.save_state()["document"] == "mine"


def test_a_saved_count_opens_again(lab, tmp_path):
    path = tmp_path / "count.safetensors"
    done: list[int] = []
    lab.run.save(path, lambda: done.append(1))
    lab.until(lambda: bool(done))
    words = list(lab.lab.result.words)
    lab.put("别的文字，别的文字，别的文字。")
    lab.window.page.files.open_path(str(path))
    lab.until(lambda: lab.lab.result is not None and lab.lab.result.words == words)
    lab.until(lambda: lab.find("words.text").text() == TEXT)


def test_a_long_count_can_be_cancelled(lab):
    rng = np.random.default_rng(0)
    long = "".join(map(chr, rng.integers(0x4E00, 0x4E00 + 300, 1_500_000).tolist()))
    words = list(lab.lab.result.words)
    lab.lab.ask(lambda e: e.set_text(long, "long"))
    lab.run.work()
    lab.until(lambda: lab.find("words.cancel").isVisible())
    lab.click("words.cancel")
    lab.until(lambda: "Cancelled" in lab.notice)
    assert lab.lab.result.words == words
    assert not lab.find("words.cancel").isVisible()


def test_typing_in_a_very_long_text_waits_for_the_button(lab, tmp_path):
    pane, before = lab.find("words.text"), lab.counted
    pane.set_text(TEXT * 2500)
    pane.edited.emit()  # as a paste: counted at once, however long
    lab.wait_counted(before)
    lab.until(lambda: not pane.filling)
    assert not lab.find("words.count").isVisible()
    generation = lab.lab.latest.generation
    pane.insertPlainText("好")
    pane.edited.emit()
    assert lab.find("words.count").isVisible(), (
        lab.lab.sending.length,
        len(pane.text()),
        lab.lab.strip._busy,
    )
    lab.settled()
    assert lab.lab.latest.generation == generation
    lab.click("words.count")
    lab.wait_counted(generation)
    assert not lab.find("words.count").isVisible()
    pane.insertPlainText("好")
    pane.edited.emit()
    path, before = tmp_path / "other.txt", lab.counted
    path.write_text(TEXT, encoding="utf-8")
    lab.window.drop([str(path)])
    lab.wait_counted(before)
    assert not lab.find("words.count").isVisible()
    assert lab.find("words.open").isVisible()


def test_a_file_that_cannot_be_read_leaves_the_document_as_it_was(lab, tmp_path):
    text, words = lab.find("words.text").text(), list(lab.lab.result.words)
    bad = tmp_path / "program.bin"
    bad.write_bytes(bytes(np.random.default_rng(0).integers(0, 256, 5000, dtype=np.uint8)))
    lab.window.drop([str(bad)])
    lab.until(lambda: "program.bin: This is a binary file" in lab.notice)
    lab.until(lambda: not lab.lab.latest.pending and lab.lab.latest.name != "program.bin")
    lab.settled()
    assert lab.find("words.text").text() == text
    assert lab.lab.result.words == words
    assert lab.lab.documents.name != "program.bin"
    assert "program.bin: This is a binary file" in lab.notice
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    before = lab.counted
    lab.window.drop([str(empty)])
    lab.wait_counted(before)
    assert lab.find("words.text").text() == ""
    assert not len(lab.lab.result)
    assert lab.lab.stage.table._empty


def test_ignoring_can_be_undone_at_once(lab):
    lab.lab.passing.ignore([lab.lab.result.row("老吴")])
    lab.until(lambda: "老吴" not in lab.shown())
    lab.follow("Undo")
    lab.until(lambda: "老吴" in lab.shown())


def test_what_is_said_of_the_word_follows_the_language(lab):
    from playground.ground import i18n

    lab.lab.chosen.choose("老吴")
    lab.until(lambda: lab.lab.chosen.facts.word == "老吴")
    figures = [figure.text() for figure in lab.lab._inspector._figures]
    i18n.use("zh")
    assert [figure.text() for figure in lab.lab._inspector._figures] == figures
    assert "新词" in lab.lab._inspector._status.text()
    i18n.use("en")
    assert "new word" in lab.lab._inspector._status.text()


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
        engine._work = None  # not callable: the next step fails

    lab.lab.ask(break_it)
    lab.lab.ask(lambda e: e.set_text("别的"))
    lab.run.work()
    lab.until(lambda: "stopped" in lab.notice.lower())
    assert lab.state() is State.FAILED
    lab.find("words.text").insertPlainText("。")
    lab.until(lambda: lab.state() is State.PAUSED and not lab.run.building)
    lab.until(lambda: not lab.lab.latest.pending and "栖霜阁" in lab.shown())
