"""The name a person types, with the right ending, and never over a file nobody asked about."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.kit import save_as as kit

FORMATS = (("SVG", "svg"), ("PNG", "png"))


@pytest.mark.parametrize(
    ("typed", "picked", "formats", "written"),
    [
        ("run v1.2", "", (), "run v1.2.safetensors"),
        ("keep", "", (), "keep.safetensors"),
        ("X.SAFETENSORS", "", (), "X.SAFETENSORS"),
        ("tree", "PNG (*.png)", FORMATS, "tree.png"),
        ("tree.png", "SVG (*.svg)", FORMATS, "tree.png"),
        ("tree v1.2", "", FORMATS, "tree v1.2.safetensors"),
        ("tree v1.2", "PNG (*.png)", FORMATS, "tree v1.2.png"),
    ],
)
def test_the_ending_is_ours(qtbot, tmp_path, monkeypatch, typed, picked, formats, written):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(tmp_path / typed), picked))
    parent = QWidget()
    qtbot.addWidget(parent)
    assert kit.save_as(parent, "Save", "run.safetensors", formats) == tmp_path / written


@pytest.mark.parametrize("answer", [True, False])
def test_a_file_that_the_dialog_did_not_ask_about_is_asked_about(qtbot, tmp_path, monkeypatch, answer):
    (tmp_path / "keep.safetensors").write_text("precious")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(tmp_path / "keep"), ""))
    asked = []
    monkeypatch.setattr(kit, "may_replace", lambda parent, path: asked.append(path.name) or answer)
    parent = QWidget()
    qtbot.addWidget(parent)
    found = kit.save_as(parent, "Save", "run.safetensors")
    assert asked == ["keep.safetensors"]
    assert (found is not None) is answer


def test_a_name_that_the_dialog_asked_about_is_not_asked_about_again(qtbot, tmp_path, monkeypatch):
    (tmp_path / "keep.safetensors").write_text("old")
    path = str(tmp_path / "keep.safetensors")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (path, ""))
    monkeypatch.setattr(kit, "may_replace", lambda *a: pytest.fail("asked twice"))
    parent = QWidget()
    qtbot.addWidget(parent)
    assert str(kit.save_as(parent, "Save", "run.safetensors")) == path
