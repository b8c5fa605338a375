"""Which text is read, whatever is chosen, typed, dropped or remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from playground.labs.words.documents import KEPT, MINE, RECENT, Documents, samples
from widgets.text.pane import LIMIT


class Heard:
    """Everything that documents emit, in order."""

    def __init__(self, documents: Documents) -> None:
        self.events: list[Any] = []
        for name in ("listed", "text_changed"):
            getattr(documents, name).connect(lambda name=name: self.events.append(name))
        documents.opened.connect(lambda text: self.events.append(("opened", text)))
        documents.files_chosen.connect(lambda paths, encoding: self.events.append(("files", paths, encoding)))
        documents.said.connect(lambda kind, sentence: self.events.append(("said", sentence)))

    def take(self) -> list[Any]:
        events, self.events = self.events, []
        return events


@pytest.fixture
def documents(qapp) -> Documents:
    return Documents()


@pytest.fixture
def heard(documents) -> Heard:
    return Heard(documents)


def written(folder: Path, name: str = "story.txt") -> str:
    path = folder / name
    path.write_text("阿青", encoding="utf-8")
    return str(path)


def test_at_the_first_start_the_first_sample_is_read(documents, heard):
    key, title = next(iter(samples().items()))
    assert (documents.key, documents.text, documents.waiting) == (key, "", True)
    documents.begin()
    assert (documents.key, documents.name, documents.waiting) == (key, title, False)
    assert documents.text.startswith(title)
    assert heard.take() == [("opened", documents.text), "listed", "text_changed"]


def test_the_samples_are_always_offered(documents):
    keys = [key for key, _, _ in documents.choices()]
    assert keys == list(samples())
    for key in keys:
        documents.choose(key)
        assert (documents.key, documents.name) == (key, samples()[key])
        assert documents.text


def test_typing_makes_a_text_ones_own(documents, heard):
    documents.choose(list(samples())[1])
    heard.take()
    documents.edit(documents.text)
    assert documents.key != MINE
    documents.edit("好" * 1234)
    assert (documents.key, documents.name) == (MINE, "Own text")
    assert documents.choices()[0] == (MINE, "Own text", "1,234 characters")
    assert heard.take() == ["listed"]
    documents.edit("好")
    assert heard.take() == []  # still one's own; and counting it is for others


def test_what_was_copied_is_read(documents, heard):
    QGuiApplication.clipboard().setText("山海关下有个山海客栈。")
    documents.paste()
    assert (documents.key, documents.name) == (MINE, "Pasted text")
    assert heard.take() == [("opened", "山海关下有个山海客栈。"), "listed", "text_changed"]
    QGuiApplication.clipboard().clear()
    documents.paste()
    assert heard.take() == [("said", "There is no text to paste.")]
    assert documents.text == "山海关下有个山海客栈。"


def test_of_a_text_too_long_to_be_shown_the_beginning_is_read(documents, heard):
    documents.show("long", "好" * (LIMIT + 5))
    assert len(documents.text) == LIMIT
    assert len(heard.take()[0][1]) == LIMIT + 5  # who shows it says that it is not all


def test_a_file_is_read_by_the_engine_and_its_head_comes_back_once(documents, heard, tmp_path):
    path = written(tmp_path)
    documents.drop([path])
    assert (documents.key, documents.name) == (path, "story.txt")
    assert heard.take() == ["listed", ("files", [path], "")]
    head = "阿青" * 2
    assert not documents.take_head(None)
    assert documents.take_head(head)
    assert documents.text is head
    assert not documents.take_head(head)
    documents.open(path)
    assert documents.take_head(head)  # read anew, it is shown anew


def test_files_of_late_are_offered_the_last_one_first(documents, tmp_path):
    paths = [written(tmp_path, f"{i}.txt") for i in range(RECENT + 2)]
    for path in [*paths, paths[-2]]:
        documents.open(path)
    offered = [(key, name) for key, name, _ in documents.choices()][len(samples()) :]
    assert offered[:2] == [(paths[-2], Path(paths[-2]).name), (paths[-1], Path(paths[-1]).name)]
    assert len(offered) == RECENT


def test_a_file_can_be_read_in_another_encoding_and_nothing_else(documents, heard, tmp_path):
    assert not documents.reread("big5")
    assert heard.take() == [("said", "Only a file has an encoding. Open one first.")]
    documents.open(path := written(tmp_path))
    heard.take()
    assert documents.reread("big5")
    assert heard.take() == ["listed", ("files", [path], "big5")]


def test_a_file_that_cannot_be_read_gives_way_to_the_text_before(documents, heard, tmp_path):
    documents.show("mine", "阿青")
    documents.open(written(tmp_path))
    heard.take()
    documents.back()
    assert (documents.key, documents.name, documents.text) == (MINE, "mine", "阿青")
    assert documents.refused
    assert heard.take() == ["text_changed", "listed"]
    documents.back()  # there is nothing to go back from
    assert heard.take() == []
    documents.edit("老吴")
    assert not documents.refused


def test_or_to_the_file_before(documents, heard, tmp_path):
    good, bad = written(tmp_path), written(tmp_path, "bad.txt")
    documents.open(good)
    documents.open(bad)
    heard.take()
    documents.back()
    assert documents.key == good
    assert heard.take() == [("files", [good], ""), "listed"]
    assert bad not in [key for key, _, _ in documents.choices()]


def test_another_engine_is_given_what_the_old_one_had(documents, heard, tmp_path):
    documents.show("mine", "阿青")
    heard.take()
    documents.renew()
    assert heard.take() == ["text_changed"]
    documents.open(path := written(tmp_path))
    heard.take()
    documents.renew()
    assert heard.take() == ["listed", ("files", [path], "")]


def test_only_the_dictionary_needs_a_path(documents):
    assert documents.needs_path("dictionary", "file", None) == "dictionary"
    assert documents.needs_path("dictionary", "jieba", None) == ""
    assert documents.needs_path("mode", "file", None) == ""


def again(documents: Documents) -> Documents:
    """After a restart."""
    other = Documents()
    other.restore(documents.state())
    return other


def test_an_own_text_is_remembered_up_to_a_size(documents):
    documents.begin()
    for text, kept in (("阿青", True), ("好" * KEPT, True), ("好" * (KEPT + 1), False)):
        documents.edit(text)
        other = again(documents)
        assert (other.key == MINE) == kept
        other.begin()
        assert (other.text == text) == kept


def test_it_is_remembered_too_if_there_was_no_time_to_read_it(documents):
    documents.restore({"document": MINE, "text": "阿青"})
    other = again(documents)
    other.begin()
    assert (other.key, other.name, other.text) == (MINE, "Own text", "阿青")


def test_files_are_remembered_while_they_are_there(documents, tmp_path):
    documents.open(path := written(tmp_path))
    other = again(documents)
    heard = Heard(other)
    other.begin()
    assert heard.take() == ["listed", ("files", [path], "")]
    Path(path).unlink()
    assert again(documents).key == next(iter(samples()))


@pytest.mark.parametrize(
    "nonsense",
    [{}, {"document": "gone.txt"}, {"document": 3, "text": 4, "recent": 5}, {"recent": [None, "x"]}],
)
def test_what_was_remembered_may_be_nonsense(documents, nonsense):
    documents.restore(nonsense)
    documents.begin()
    assert documents.key == next(iter(samples()))
