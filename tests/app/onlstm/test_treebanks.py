"""Treebanks to download and folders of trees, from a person's chair."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QWidget

from engines.ground.problem import Cancelled, Problem
from engines.onlstm.texts import treebanks
from tests.app.conftest import Driver
from tests.app.onlstm.conftest import end, ready, start, trained

TREES = "(S (NP (D the) (N dog)) (VP (V sees) (NP (D the) (N cat))))\n(S (NP (N birds)) (VP (V sing)))\n" * 40


@pytest.fixture(autouse=True)
def nothing_here(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No treebank has been downloaded."""
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In place of the network: what was fetched, by name."""
    asked: list[str] = []

    def fetch(bank: treebanks.Bank, report: Any, cancel: threading.Event) -> Path:
        asked.append(bank.key)
        path = treebanks.downloads.cache_folder() / "treebanks" / f"{bank.key}.ptb"
        path.parent.mkdir(parents=True, exist_ok=True)
        report("Downloading", 0.5)
        path.write_text(TREES)
        return path

    monkeypatch.setattr(treebanks, "fetch", fetch)
    return asked


def popup(lab: Driver) -> QWidget:
    lab.until(lambda: QApplication.activePopupWidget() is not None)
    found = QApplication.activePopupWidget()
    assert found.objectName() == "onlstm.banks"
    return found


def press(lab: Driver, name: str) -> None:
    button = popup(lab).findChild(QWidget, name)
    lab.bot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(lab: Driver, field: str, value: str) -> None:
    """As a person chooses in a combo of the form."""
    combo = lab.window.findChild(QComboBox, f"onlstm.config.{field}")
    index = next(i for i in range(combo.count()) if combo.itemText(i) == value)
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def banked(lab: Driver, key: str = "gum") -> None:
    lab.until(lambda: lab.run.config.bank == key and not lab.run.building)
    ready(lab)
    lab.until(lambda: lab.lab.latest.corpus.name == treebanks.BANKS[key].title)


def test_treebank_is_offered_before_anything_is_fetched(lab, hub, monkeypatch):
    seen: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toString()) or True)
    before = lab.run.config
    choose(lab, "corpus", "Treebank")
    said = "\n".join(
        part.text()
        for part in popup(lab).findChildren(QWidget)
        if hasattr(part, "text") and callable(part.text)
    )
    for bank in treebanks.BANKS.values():
        for fact in (bank.title, bank.about, bank.licence, bank.page.removeprefix("https://")):
            assert fact in said
        assert f"{bank.sentences:,} sentences, {bank.words:,} words" in said
        assert f"Download {bank.megabytes:g} MB" in said
    press(lab, "onlstm.banks.craft.source")
    assert seen == ["https://github.com/UCDenver-ccp/CRAFT"]
    if QApplication.activePopupWidget() is not None:
        press(lab, "onlstm.banks.close")
    assert hub == []
    assert lab.run.config == before
    assert lab.window.findChild(QComboBox, "onlstm.config.corpus").currentText() == "English"


def test_agreeing_downloads_once_and_trains(lab, hub):
    choose(lab, "corpus", "Treebank")
    press(lab, "onlstm.banks.gum")
    banked(lab)
    assert hub == ["gum"]
    assert lab.lab.latest.corpus.gold
    assert "CC BY" in lab.lab.data_note(lab.lab.latest)
    assert lab.find("onlstm.config.bank").currentText() == "GUM"
    assert not lab.window.page.form.row("path").isVisibleTo(lab.window.page.form)
    trained(lab)
    assert lab.lab.latest.baselines
    lab.run.set_preset("english")
    lab.until(lambda: lab.run.config.corpus == "english" and not lab.run.building)
    ready(lab)
    lab.lab.source.offer(lab.run.config, lab.lab.stage)
    assert popup(lab).findChild(QWidget, "onlstm.banks.gum").text() == "Use"
    press(lab, "onlstm.banks.gum")
    banked(lab)


def test_a_treebank_that_is_here_needs_no_question(lab, hub):
    lab.lab.source.take("gum")
    banked(lab)
    lab.run.set_preset("english")
    lab.until(lambda: lab.run.config.corpus == "english" and not lab.run.building)
    lab.run.set_values(corpus="treebank", bank="gum")
    banked(lab)
    choose(lab, "bank", "CRAFT")
    press(lab, "onlstm.banks.craft")
    banked(lab, "craft")


def test_a_file_in_place_of_a_treebank(lab, hub, tmp_path, monkeypatch):
    path = tmp_path / "bank.mrg"
    path.write_text(TREES)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a, **k: (str(path), ""))
    choose(lab, "corpus", "Treebank")
    press(lab, "onlstm.banks.other")
    lab.until(lambda: lab.run.config.path == str(path) and not lab.run.building)
    ready(lab)
    assert (lab.run.config.corpus, lab.run.config.bank) == ("treebank", "file")
    form = lab.window.page.form
    assert form.row("path").isVisibleTo(form)
    lab.lab.source.take("gum")
    banked(lab)
    assert not form.row("path").isVisibleTo(form)
    choose(lab, "bank", "File")
    lab.until(lambda: lab.run.config.bank == "file" and not lab.run.building)
    ready(lab)
    assert lab.lab.latest.corpus.name == "bank.mrg"


def test_no_network_is_a_notice_and_the_run_stands(lab, monkeypatch):
    def fetch(bank: treebanks.Bank, *_: Any) -> Path:
        raise Problem("{title} could not be downloaded: no network.", title=bank.title)

    monkeypatch.setattr(treebanks, "fetch", fetch)
    before = lab.lab.bridge.runner
    lab.lab.source.take("craft")
    lab.until(lambda: "CRAFT could not be downloaded" in lab.notice)
    lab.until(lambda: not lab.run.building)
    assert lab.lab.bridge.runner is before
    assert (lab.run.config.corpus, lab.run.config.bank) == ("english", "file")


def test_a_download_shows_how_far_it_is_and_is_cancelled(lab, monkeypatch):
    begun, gone = threading.Event(), threading.Event()

    def fetch(bank: treebanks.Bank, report: Any, cancel: threading.Event) -> Path:
        report("Downloading", 0.25)
        begun.set()
        cancel.wait(30)
        gone.set()
        raise Cancelled

    monkeypatch.setattr(treebanks, "fetch", fetch)
    lab.lab.source.take("gum")
    lab.until(begun.is_set)
    lab.until(lambda: lab.notice == "Downloading 25%")
    lab.follow("Cancel")
    lab.until(gone.is_set)
    lab.until(lambda: not lab.run.building)
    assert lab.run.config.corpus == "english"


def test_a_treebank_that_is_gone_falls_back_to_the_default(qtbot, qapp):
    driver = start(qapp, qtbot, corpus="treebank", bank="gum")
    assert driver.run.config.corpus == "english"
    assert "GUM is not on this computer" in driver.notice
    end(driver)


def test_a_dropped_folder_of_trees_is_learnt_from(lab, tmp_path):
    folder = tmp_path / "combined"
    folder.mkdir()
    (folder / "README").write_text("no trees")
    assert lab.lab.source.accepts([str(folder)]) == ""
    (folder / "wsj_0001.mrg").write_text(TREES)
    assert lab.lab.source.accepts([str(folder)]) == "Learn from the trees in this folder"
    lab.window.drop([str(folder)])
    lab.until(lambda: lab.run.config.path == str(folder) and not lab.run.building)
    ready(lab)
    assert lab.lab.latest.corpus.name == "combined"


def test_a_paste_after_a_treebank_is_the_paste(lab, hub):
    lab.lab.source.take("gum")
    banked(lab)
    QGuiApplication.clipboard().setText("we walk to the river\nthe river is cold\n" * 30)
    lab.click("onlstm.paste")
    lab.until(lambda: lab.run.config.corpus == "text" and not lab.run.building)
    ready(lab)
    assert lab.run.config.bank == "file"
    assert not lab.lab.latest.corpus.gold


def test_a_preset_whose_treebank_is_not_here_shows_what_there_is(lab, hub):
    lab.run.set_preset("real")
    lab.until(lambda: "CRAFT is not on this computer" in lab.notice)
    assert hub == []  # nothing is fetched unasked
    lab.follow("Show treebanks")
    popup(lab).close()
