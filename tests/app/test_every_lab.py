"""What holds in every tab: names for screen readers, both languages, both themes, help, a quick end."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QDialog, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from engines.ground import checkpoint
from playground.app import make_window
from playground.ground import i18n
from playground.lab import REGISTRY
from playground.shell.session import Session
from tests.app.conftest import SMALL, Driver, at_lab, driven
from tests.conftest import flush_deleted

TINY = {
    "gan": SMALL,
    "vqvae": {"limit": 96, "hidden": 8, "res_hidden": 4, "codes": 16, "dim": 4, "batch": 8},
    "words": {},
    "ellipse": {},
    "denoise": {"width": 16, "batch": 32},
    "layers": {"batch": 8},
    "onlstm": {"sentences": 60, "emb": 12, "hidden": 12, "chunk": 3, "batch": 8, "steps": 40},
}
KEYS = [entry.key for entry in REGISTRY]


@pytest.fixture(params=KEYS)
def lab(request, qtbot, qapp):
    """A window of this test's own."""
    yield from driven(qtbot, qapp, at_lab(request.param, TINY[request.param]))


@pytest.fixture(scope="module", params=KEYS)
def seen(request, qapp):
    """One window for all tests that leave it as it was."""
    yield from driven(QtBot(request), qapp, at_lab(request.param, TINY[request.param]))


def test_everything_that_takes_focus_has_a_name(seen):
    nameless = [
        f"{type(w).__name__} {w.objectName()} in {type(w.parent()).__name__} {w.parent().objectName()}"
        for w in seen.window.findChildren(QWidget)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible() and not w.accessibleName()
        and not (isinstance(w, QAbstractButton) and w.text())
    ]  # fmt: skip
    assert nameless == []


def test_it_speaks_both_languages_and_wears_both_themes(seen):
    for language, mode in (("zh", "light"), ("zh", "dark"), ("en", "dark")):
        i18n.use(language)
        seen.window.theme.set_mode(mode)
        assert not seen.window.grab().isNull()
    seen.settled()


def test_what_trains_can_be_taken_away_as_python(seen):
    action = seen.window.action_set["file.script"]
    seen.window.action_set.refresh()
    if action.isEnabled():
        action.trigger()
        text = QGuiApplication.clipboard().text()
        compile(text, "run.py", "exec")
        assert f"from engines import {seen.lab.key}" in text
    assert action.isEnabled() == (seen.lab.key in ("gan", "vqvae", "onlstm", "denoise"))


def test_its_help_page_exists_in_both_languages(seen):
    pages = set()
    for language in ("en", "zh"):
        i18n.use(language)
        seen.window.commands.show_help()
        dialog = seen.window.findChild(QDialog, "help.dialog")
        text = dialog.findChild(QTextBrowser).toPlainText()
        assert len(text) > 500
        pages.add(text)
        dialog.close()
        flush_deleted()
    assert len(pages) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="tells files by their numbers in /proc")
def test_a_full_disk_is_said_and_leaves_the_old_file(seen, tmp_path, monkeypatch):
    i18n.use("en")
    path = tmp_path / "run.safetensors"
    path.write_bytes(b"old")

    def full(file: int) -> None:
        if Path(os.readlink(f"/proc/self/fd/{file}")).parent == tmp_path:  # not that of the settings
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        seen.run.save(path, lambda: pytest.fail("it is not saved"))
        seen.until(lambda: "run.safetensors could not be saved: No space left on device" in seen.notice)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["run.safetensors"]


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_it_is_saved_under_a_name_of_other_bytes(seen, tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/<h1>\xff\xfe v1.2.safetensors"))
    done: list[int] = []
    seen.run.save(path, lambda: done.append(1))
    seen.until(lambda: bool(done))
    assert checkpoint.load(path).lab == seen.lab.key
    seen.window.remember()
    assert seen.window.session.flush()


def test_its_state_survives_a_restart(seen, qapp, qtbot):
    seen.settled()  # what a view begins with may be the answer of its engine
    seen.window.remember()
    seen.window.session.flush()
    key = seen.lab.key
    window = make_window(qapp, Session(seen.window.session.path))
    try:
        window.show()
        window.furnish()
        again = Driver(qtbot, window).ready().settled()
        assert again.lab.key == key
        assert again.lab.save_state() == seen.lab.save_state()
    finally:  # else it lies over the windows of the tests that follow
        window.close()
        window.deleteLater()
        flush_deleted()


def test_every_action_of_the_tab_can_be_asked_for(lab, monkeypatch):
    """Nothing raises, whatever the state; dialogs are answered with Cancel."""
    from PySide6.QtWidgets import QFileDialog

    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a, **k: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *a, **k: ([], ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a, **k: "")
    for row in list(lab.window.action_set.rows):
        if row.id.startswith(f"{lab.lab.key}."):
            lab.window.action_set[row.id].trigger()
    lab.settled()
    for dialog in lab.window.findChildren(QDialog):
        dialog.close()
    flush_deleted()
