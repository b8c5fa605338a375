"""Where the Words lab's text comes from and where its words go: files, pastes, runs, exports."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from engines.ground.runner import State
from tests.app.words import TEXT, Words, start

TRADITIONAL = str.maketrans(
    "评弹阁吴开门问说阿", "戲曲閣吳開門問說小"
)  # of TEXT, what Big5 has no characters for


@pytest.fixture
def lab(qtbot: Any, qapp: QApplication) -> Iterator[Words]:
    found = start(qapp, qtbot, {"document": "mine", "text": TEXT})
    yield found
    found.end()


def binary(path: Path) -> Path:
    """A file that is no text."""
    path.write_bytes(bytes(np.random.default_rng(0).integers(0, 256, 5000, dtype=np.uint8)))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16"])
def test_files_in_any_usual_encoding_open(lab, tmp_path, encoding):
    text = TEXT.translate(TRADITIONAL) if encoding == "big5" else TEXT
    path = tmp_path / "story.txt"
    path.write_bytes(text.encode(encoding, "replace"))
    before = lab.counted
    lab.window.drop([str(path)])
    lab.wait_counted(before)
    assert lab.lab.latest.encoding.replace("-le", "") in (encoding, "utf-8-sig", "utf-16")
    assert lab.find("words.text").text() == lab.lab.latest.text_head
    assert lab.lab.latest.name == lab.lab.documents.name == "story.txt"


def test_the_encoding_can_be_overruled(lab, tmp_path):
    path = tmp_path / "odd.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    before = lab.counted
    lab.lab.source.drop([str(path)])
    lab.wait_counted(before)
    before = lab.counted
    lab.find("words.encoding").chosen.emit("big5")
    lab.until(lambda: lab.lab.latest.generation > before and not lab.lab.latest.pending)
    assert lab.lab.latest.encoding == "big5" or "big5" in lab.notice.lower()


def test_only_a_file_has_an_encoding(lab):
    encoding = lab.find("words.encoding")
    encoding.chosen.emit("big5")
    assert "Only a file has an encoding" in lab.notice
    assert encoding.key() == ""


def test_a_binary_file_is_refused_with_a_sentence_and_nothing_is_lost(lab, tmp_path):
    words = list(lab.words)
    lab.lab.source.drop([str(binary(tmp_path / "picture.txt"))])
    lab.until(lambda: "picture.txt" in lab.notice or lab.lab.latest.problem is not None)
    assert lab.state() is not State.FAILED
    assert lab.words == words or lab.lab.latest.problem is not None
    lab.lab.source.drop([str(tmp_path / "missing.txt")])
    lab.until(lambda: "missing.txt" in lab.notice)


def test_a_file_that_cannot_be_read_leaves_the_document_as_it_was(lab, tmp_path):
    text, words = lab.find("words.text").text(), list(lab.words)
    lab.window.drop([str(binary(tmp_path / "program.bin"))])
    lab.until(lambda: "program.bin: This is a binary file" in lab.notice)
    lab.until(lambda: not lab.lab.latest.pending and lab.lab.latest.name != "program.bin")
    lab.settled()
    assert lab.find("words.text").text() == text
    assert lab.words == words
    assert lab.lab.documents.name != "program.bin"
    assert "program.bin: This is a binary file" in lab.notice
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    before = lab.counted
    lab.window.drop([str(empty)])
    lab.wait_counted(before)
    assert lab.find("words.text").text() == ""
    assert not len(lab.lab.result)
    assert lab.why_empty()


def test_a_file_read_a_second_time_is_shown_a_second_time(lab, tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(TEXT, encoding="utf-8")
    for _ in range(2):
        before = lab.counted
        lab.window.drop([str(path)])
        lab.wait_counted(before)
        assert lab.find("words.text").text() == TEXT
        lab.put("别的文字，别的文字，别的文字。")


def test_paste_takes_the_place_of_the_text(lab):
    before = lab.counted
    QGuiApplication.clipboard().setText(
        "山海关下有个山海客栈。山海客栈的老板姓山，山海客栈生意好，山海客栈人多。"
    )
    lab.click("words.paste")
    lab.wait_counted(before)
    assert lab.find("words.text").text().startswith("山海关")
    assert lab.lab.save_state()["document"] == "mine"


def test_there_may_be_nothing_to_paste(lab):
    QGuiApplication.clipboard().clear()
    lab.click("words.paste")
    assert "no text to paste" in lab.notice
    assert lab.find("words.text").text() == TEXT


def test_what_was_typed_a_moment_ago_is_remembered(lab):
    lab.find("words.text").insertPlainText("好")  # told only 150 ms after the last key
    assert lab.lab.save_state()["text"] == "好" + TEXT


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
    assert lab.find("words.count").isVisible()
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


def test_a_saved_count_opens_again(lab, tmp_path):
    path = tmp_path / "count.safetensors"
    done: list[int] = []
    lab.run.save(path, lambda: done.append(1))
    lab.until(lambda: bool(done))
    words = list(lab.words)
    lab.put("别的文字，别的文字，别的文字。")
    lab.window.page.files.open_path(str(path))
    lab.until(lambda: lab.lab.result is not None and lab.words == words)
    lab.until(lambda: lab.find("words.text").text() == TEXT)


def test_export_writes_what_is_shown(lab, tmp_path, monkeypatch):
    for name in ("words.csv", "words.json", "words.dict", "words.txt", "words.tsv"):
        path = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, p=path, **k: (str(p), ""))
        lab.click("words.export")
        lab.until(lambda name=name: name in lab.notice)
    rows = list(csv.reader((tmp_path / "words.csv").open(encoding="utf-8-sig")))
    assert [row[0] for row in rows[1:]] == lab.shown()
    assert [row["word"] for row in json.loads((tmp_path / "words.json").read_text())] == lab.shown()
    assert (tmp_path / "words.dict").read_text().splitlines()[0].split(" ")[0] == lab.shown()[0]
    assert (tmp_path / "words.txt").read_text().split() == lab.shown()


def test_where_no_word_is_shown_there_is_none_to_export(lab):
    lab.find("words.filter.text").setText("没有这样的词")
    lab.until(lambda: not lab.shown())
    lab.click("words.export")
    assert "no words to export" in lab.notice


def test_several_files_and_folders_are_one_document_that_is_known_again(lab, tmp_path):
    other = TEXT.replace("评弹阁", "山海客栈")
    (tmp_path / "below").mkdir()
    for path, text in ((tmp_path / "a.txt", TEXT), (tmp_path / "below" / "b.txt", other)):
        path.write_text(text, encoding="utf-8")
    paths = [str(tmp_path / "a.txt"), str(tmp_path / "below")]
    assert lab.window.page.files.verb(paths) == "Find the words of all these texts together"
    assert not lab.window.page.files.verb([*paths, str(tmp_path / "missing.txt")])
    before = lab.counted
    lab.window.drop(paths)
    lab.wait_counted(before)
    assert lab.find("words.text").text() == f"{TEXT}\n{other}"
    assert lab.lab.documents.name == lab.lab.latest.name == "a.txt + 1"
    kept = lab.lab.save_state()
    lab.put("别的文字，别的文字，别的文字。")
    before = lab.counted
    lab.find("words.document").chosen.emit(kept["recent"][0])
    lab.wait_counted(before)
    assert lab.find("words.text").text() == f"{TEXT}\n{other}"
    assert json.loads(json.dumps(kept))["document"] == lab.lab.save_state()["document"]


def test_opening_asks_for_as_many_files_as_one_likes(lab, tmp_path, monkeypatch):
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path in paths:
        path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *a, **k: (list(map(str, paths)), ""))
    before = lab.counted
    lab.click("words.open")
    lab.wait_counted(before)
    assert lab.find("words.text").text() == f"{TEXT}\n{TEXT}"


def test_the_order_of_the_words_is_named_and_can_be_had_again(lab):
    summary, table, given = lab.find("words.summary"), lab.find("words.table"), lab.shown()
    assert "surest first" in summary.text()  # no column is marked, and yet there is an order
    for by in ("count", "count", ""):
        header = table.horizontalHeader()
        at = header.sectionViewportPosition(2) + header.sectionSize(2) // 2
        lab.bot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, 10))
        assert table.sort_key()[0] == by
        assert ("surest first" in summary.text()) == (not by)
    assert lab.shown() == given
