"""The settings form: one row per field, values in, valid changes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from tests.widgets.form.conftest import FIELDS, Field, Shown
from widgets.controls.switch import Switch
from widgets.form.field import explain
from widgets.form.form import Form
from widgets.form.sliders import SliderRow
from widgets.frame.panel import Group

LEFT = Qt.MouseButton.LeftButton


def test_it_starts_at_the_defaults(shown: Shown):
    assert shown.form.values() == {f.name: f.default for f in FIELDS}
    assert shown.form.differing() == []


def test_values_go_in_silently_and_come_out_again(shown: Shown):
    values = {
        "data": "folder", "path": "/tmp/x", "size": 64, "width": 33, "ogan": False, "note": "hello",
        "reg": "r1", "r1": 0.123456, "every": 4, "limit": 70000,
    }  # fmt: skip
    shown.form.set_values({**values, "unknown": 1})
    assert shown.form.values() == values
    assert type(shown.form.values()["width"]) is int
    assert shown.said == []


def test_a_choice_that_is_not_offered_is_an_error(shown: Shown):
    with pytest.raises(ValueError):
        shown.form.set_values({"size": 128})


def test_inputs_carry_the_promised_names(shown: Shown):
    assert isinstance(shown.part("data"), QComboBox)
    assert isinstance(shown.part("ogan"), Switch)
    assert isinstance(shown.part("width"), SliderRow)
    assert isinstance(shown.part("note"), QLineEdit)
    for name in ("width.slider", "width.value", "path.browse", *(f"{f.name}.reset" for f in FIELDS)):
        shown.part(name)


def test_a_live_slider_tells_while_it_moves_and_another_when_it_is_let_go(shown: Shown):
    shown.form.set_values({"reg": "r1"})
    for name in ("r1", "width"):
        QTest.keyPress(shown.part(f"{name}.slider"), Qt.Key.Key_Right)
        QTest.keyPress(shown.part(f"{name}.slider"), Qt.Key.Key_Right)
        QTest.keyRelease(shown.part(f"{name}.slider"), Qt.Key.Key_Right)
    assert shown.said == [("r1", 1.1), ("r1", 1.2), ("width", 26)]


def test_switch_combo_text_and_number_tell_what_was_chosen(shown: Shown, qtbot):
    QTest.mouseClick(shown.part("ogan"), LEFT)
    shown.part("size").setFocus()
    QTest.keyClick(shown.part("size"), Qt.Key.Key_Down)
    qtbot.keyClicks(shown.part("note"), "hi")
    assert [name for name, _ in shown.said] == ["ogan", "size"]  # the text is not finished
    qtbot.keyClick(shown.part("note"), Qt.Key.Key_Return)
    shown.part("limit").setText("5")
    qtbot.keyClick(shown.part("limit"), Qt.Key.Key_Return)
    assert shown.said == [("ogan", False), ("size", 64), ("note", "hi"), ("limit", 5)]


@pytest.mark.parametrize("text", ["-1", "x", "1.5", ""])
def test_an_open_ended_number_refuses_what_it_cannot_be(shown: Shown, qtbot, text: str):
    edit = shown.part("limit")
    edit.setText(text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert shown.said == []
    assert shown.form.row("limit").error() == "A number from 0"
    assert shown.form.values()["limit"] == 0


def test_a_row_shows_only_while_the_fields_it_hangs_on_have_its_values(shown: Shown):
    hidden = {"path", "r1", "every"}
    assert shown.visible() == {f.name for f in FIELDS} - hidden
    shown.form.set_values({"reg": "r1"})
    assert {"r1"} == hidden & shown.visible()
    shown.form.set_values({"r1": 2.0})
    assert {"r1", "every"} == hidden & shown.visible()
    shown.form.set_values({"reg": "none"})
    assert hidden & shown.visible() == set()  # every hangs on r1, which hangs on reg


def test_dots_compare_with_the_preset_and_reset_to_it(shown: Shown):
    shown.form.set_preset({"width": 48, "ogan": False})
    assert sorted(shown.form.differing()) == ["ogan", "width"]
    shown.form.set_values({"width": 48})
    assert shown.form.differing() == ["ogan"]
    QTest.mouseClick(shown.part("ogan.reset"), LEFT)
    assert shown.said == [("ogan", False)]
    assert shown.form.differing() == []
    shown.form.set_values({"size": 64})
    QTest.mouseClick(shown.part("size.reset"), LEFT)  # not in the preset: its default
    assert shown.said[-1] == ("size", 32)


def words(form: Form) -> list[str]:
    """What the labels in sight say, each whole."""
    return [label.text() for label in form.findChildren(QLabel) if label.isVisible() and label.text()]


def test_the_foot_tells_what_dots_are_only_when_there_is_one(shown: Shown):
    foot = "differs from the preset; click to reset"
    assert foot not in words(shown.form)
    shown.form.set_values({"width": 25})
    assert foot in words(shown.form)


def test_the_filter_finds_by_name_title_section_and_help(shown: Shown):
    shown.form.set_values({"reg": "r1"})
    for text, found in (
        ("pict", {"data", "r1"}), ("WIDTH", {"width"}), ("slope", {"r1"}), ("model", {"width", "ogan"}), ("r1", {"r1"})
    ):  # fmt: skip
        shown.form.filter(text)
        assert shown.visible() == found, text
        assert "No setting has this name." not in words(shown.form)
    shown.form.filter("nothing like it")
    assert shown.visible() == set()
    assert "No setting has this name." in words(shown.form)
    shown.form.filter("")
    assert "No setting has this name." not in words(shown.form)
    assert len(shown.visible()) == 8


def test_folds_are_remembered_and_opened_by_a_search(shown: Shown):
    header = shown.form.findChild(QWidget, "gan.group.Model")
    QTest.mouseClick(header, LEFT)
    assert shown.form.folded() == {"Data": False, "Model": True, "Loss": False}
    shown.form.filter("width")
    assert shown.part("width").isVisible()
    shown.form.filter("")
    assert not shown.part("width").isVisible()
    assert shown.form.folded()["Model"]
    shown.form.set_fields(FIELDS)
    assert not shown.part("width").isVisible()
    shown.form.set_folded({"Model": False, "Gone": True})
    assert shown.part("width").isVisible()


def test_an_empty_section_disappears(shown: Shown):
    shown.form.set_fields((Field("a", "bool", "A", False, section="One"), Field("b", "bool", "B", False, section="Two", when=("a", (True,)))))  # fmt: skip
    groups = {g.header.text(): g for g in shown.form.findChildren(Group)}
    assert not groups["Two"].isVisible()
    shown.form.set_values({"a": True})
    assert groups["Two"].isVisible()


def test_a_path_is_asked_of_the_owner(shown: Shown, qtbot):
    shown.form.set_values({"data": "folder"})
    with qtbot.waitSignal(shown.form.browse_asked) as asked:
        QTest.mouseClick(shown.part("path.browse"), LEFT)
    assert asked.args == ["path"]
    shown.form.take_path("path", "/data/faces")
    assert shown.said == [("path", "/data/faces")]


def test_errors_and_notes_stand_below_their_row(shown: Shown):
    shown.form.show_error("path", "There is no such folder.")
    assert shown.form.row("path").error() == "There is no such folder."
    shown.form.show_error("path", "")
    assert shown.form.row("path").error() == ""
    shown.form.set_note("size", "6,000 pictures, MIT")
    shown.form.set_note("Model", "fp32")
    with pytest.raises(KeyError):
        shown.form.set_note("nobody", "x")


def test_help_tells_default_limits_and_when_it_takes_effect():
    by_name = {f.name: f for f in FIELDS}
    assert explain(by_name["r1"]) == [
        "Holds the slope down near real pictures.", "Default: 1. From 0 to 10.", "Takes effect at once.",
    ]  # fmt: skip
    assert explain(by_name["reg"]) == ["Default: None.", "Starts the run again."]
    assert explain(by_name["ogan"])[0] == "Default: on."


def test_help_is_on_the_row_and_for_screen_readers(shown: Shown, shout):
    row = shown.form.row("r1")
    assert "<p>Holds the slope" in row.toolTip()
    shout(shown.form)
    assert "<p>HOLDS THE SLOPE" in row.toolTip()
    assert row.caption.text() == "R1 WEIGHT"
    assert shown.part("reg").itemText(1) == "R1"
    assert shown.part("data").itemText(0) == "FACES"


def test_it_is_neat_at_240(shown: Shown):
    shown.form.resize(240, 400)
    for row in map(shown.form.row, shown.visible()):
        assert row.mapTo(shown.form, row.rect().topRight()).x() <= 240
    assert shown.part("width.slider").width() >= 36


def test_disabling_the_form_disables_all_and_enabling_brings_dots_back(shown: Shown):
    shown.form.set_values({"width": 30})
    shown.form.setEnabled(False)
    shown.form.set_values({"width": 31})
    assert not shown.part("width.slider").isEnabled()
    shown.form.setEnabled(True)
    assert shown.part("width.reset").isEnabled()
    assert shown.part("width.slider").isEnabled()


def test_a_second_rule_is_enough_with_all_that_it_depends_on(shown: Shown):
    @dataclass(frozen=True)
    class Either(Field):
        or_when: tuple[str, tuple[Any, ...]] | None = None

    kinds = (("drawn", "Drawn"), ("text", "Text"), ("bank", "Bank"))
    banks = (("file", "File"), ("gum", "GUM"))
    shown.form.set_fields(
        (
            Field("corpus", "choice", "Corpus", "drawn", choices=kinds),
            Field("bank", "choice", "Bank", "file", choices=banks, when=("corpus", ("bank",))),
            Either("path", "path", "Path", "", when=("corpus", ("text",)), or_when=("bank", ("file",))),
        )
    )
    for corpus, bank, there in (
        ("drawn", "file", False), ("text", "file", True), ("text", "gum", True),
        ("bank", "file", True), ("bank", "gum", False),
    ):  # fmt: skip
        shown.form.set_values({"corpus": corpus, "bank": bank})
        assert shown.form.row("path").isVisibleTo(shown.form) is there, (corpus, bank)
