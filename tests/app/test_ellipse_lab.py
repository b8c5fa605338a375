"""The ellipse lab from a person's chair: fold, turn, drag, find, slice, print."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from scipy.optimize import brentq

from engines.ellipse import queries
from engines.ellipse.quarter import quarter
from tests.app.conftest import Driver, at_lab, driven
from tests.app.shared import one_window

NAMES = (
    "view", "a", "b", "offset", "bend", "slice", "play", "mode", "volume", "gap", "proof", "export", "template",
)  # fmt: skip


private_home, no_leaks, opened = one_window("ellipse", {})


@pytest.fixture
def lab(opened) -> Driver:
    return opened({})


@pytest.fixture
def untouched(qtbot, qapp) -> Iterator[Driver]:
    """A window of a test's own, in which nothing was ever done."""
    yield from driven(qtbot, qapp, at_lab("ellipse"))


def volume(lab: Driver) -> float:
    return float(lab.find("ellipse.volume").text())


def test_every_part_has_its_name(lab):
    for name in NAMES:
        assert lab.find(f"ellipse.{name}") is not None


def test_it_shows_the_solid_at_once(lab):
    lab.until(lambda: volume(lab) == pytest.approx(0.3959329, abs=1e-7))
    assert lab.find("ellipse.gap").text() == "closed"
    assert not lab.lab.picture().isNull()
    with pytest.raises(AssertionError):
        lab.find("ellipse.seed.none")


def test_dragging_an_axis_changes_the_solid(lab):
    outline = lab.find("ellipse.outline")
    lab.bot.keyClick(outline, Qt.Key.Key_Up)
    lab.until(lambda: lab.run.config.b > 0.5)
    lab.until(lambda: lab.lab.latest.figures["volume"] > 0.3960)
    assert outline.axes()[1] == pytest.approx(lab.run.config.b)


def test_another_offset_is_found_and_kept_on_its_curve(lab):
    lab.run.set_values(offset=0.5)
    lab.until(
        lambda: volume(lab) == pytest.approx(0.37267, abs=5e-4)
    )  # 0.37119 of 64 chords, less what they cut off
    lab.until(lambda: len(lab.lab.latest.by_offset[0]) > 5)
    assert lab.find("ellipse.slice").isEnabled() is False


def test_folding_moves_the_bend_and_stops(lab):
    assert "Move the slider" in lab.find("ellipse.rectangle").words()
    lab.run.set_values(bend=0.2)
    lab.until(lambda: "it can be sliced" in lab.find("ellipse.rectangle").words())
    lab.click("ellipse.play")
    lab.until(lambda: lab.run.config.bend > 0.25)
    lab.click("ellipse.play")
    bend = lab.run.config.bend
    lab.settled()
    assert lab.run.config.bend == pytest.approx(bend, abs=0.02)
    lab.until(lambda: lab.find("ellipse.gap").text() != "closed")


def test_a_slice_is_a_rectangle(lab):
    slider = lab.find("ellipse.slice.slider")
    assert slider.isEnabled()
    lab.bot.mouseClick(
        slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, slider.height() // 2)
    )
    lab.until(lambda: "area" in lab.find("ellipse.rectangle").words())
    width, height, at = lab.lab.stage.slice_sides()
    solid = quarter(1.0, 0.5)
    s = brentq(lambda s: solid.at(np.array([s]))[0, 0] - at, 0.0, solid.length)
    assert (width / 2, height / 2) == pytest.approx(tuple(solid.at(np.array([s]))[0, 1:]), abs=5e-5)


def test_a_drag_ends_with_the_very_solid_and_figures_of_its_last_place(lab):
    """Figures and curves lag behind while the hand moves, and a file is never of a place passed."""
    slider = lab.find("ellipse.b")
    left, none, middle = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, slider.height() / 2
    lab.bot.mousePress(slider, left, pos=QPoint(round(slider.x_of(0.5)), round(middle)))
    for x in range(round(slider.x_of(0.5)), round(slider.x_of(0.3)), -1):
        at = QPointF(x, middle)
        QApplication.sendEvent(
            slider, QMouseEvent(QEvent.Type.MouseMove, at, slider.mapToGlobal(at), left, left, none)
        )
    b, bodies = lab.run.config.b, []
    assert 0.25 < b < 0.4
    lab.lab.ask(lambda engine: engine.body(), bodies.append)
    lab.until(lambda: bool(bodies) and lab.lab.latest.figures["volume"] == bodies[0].volume)
    assert bodies[0].volume == quarter(1.0, b).volume
    lab.until(lambda: lab.find("ellipse.volume").text() == f"{bodies[0].volume:.7f}")
    shown = lab.find("ellipse.view").scene().meshes
    for mesh, sheet in zip(shown, lab.lab.latest.sheets, strict=True):
        assert np.array_equal(mesh.vertices, sheet.vertices.astype(np.float32))
    assert lab.find("ellipse.proof").range()[0][1] == bodies[0].length
    assert lab.find("ellipse.outline").axes() == pytest.approx((1.0, b))


def test_what_cannot_close_says_why_and_the_way_back_is_silent(lab):
    lab.run.set_values(way="short")
    lab.until(lambda: "cannot meet" in lab.notice)
    lab.click("ellipse.export")
    lab.until(lambda: "no solid to export" in lab.notice)
    lab.run.set_values(way="long")
    lab.until(lambda: "cannot meet" not in lab.notice)
    lab.run.set_values(a=1.0, b=1.0)
    lab.until(lambda: "Two circles" in lab.notice)


def test_the_fullest_is_found(lab):
    lab.click("ellipse.fullest_ratio")
    lab.until(lambda: lab.run.config.b == pytest.approx(0.77853, abs=1e-4))
    lab.until(lambda: volume(lab) == pytest.approx(0.5841867, abs=1e-6))
    lab.run.set_values(b=0.3)
    lab.click("ellipse.fullest_offset")
    lab.until(lambda: lab.run.config.offset == pytest.approx(0.65, abs=0.06), 60)


def test_mesh_and_template_are_written(lab, tmp_path, monkeypatch):
    for button, name in (("mesh", "solid.stl"), ("template", "paper.pdf")):
        path = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, path=path, **k: (str(path), ""))
        lab.click(f"ellipse.{button}")
        lab.until(path.exists)
        lab.until(lambda name=name: name in lab.notice)


def test_a_saved_solid_is_opened(lab, tmp_path):
    path = tmp_path / "s.safetensors"
    lab.run.set_values(b=0.3)
    lab.until(lambda: not lab.lab.latest.pending and lab.lab.latest.figures["volume"] < 0.2)
    lab.run.save(path)
    lab.until(path.exists)
    lab.run.set_preset("round")
    lab.until(lambda: lab.run.config.b == pytest.approx(0.4314))
    lab.window.drop([str(path)])
    lab.until(lambda: lab.run.config.b == pytest.approx(0.3))


def test_two_different_ellipses_and_rounded_boxes_close(lab):
    outline = lab.find("ellipse.outline")
    lab.run.set_preset("different")
    lab.until(lambda: volume(lab) == pytest.approx(0.288854, abs=1e-5))
    assert "the other one a 1.121" in outline.accessibleDescription()
    assert lab.find("ellipse.gap").text() == "closed"
    lab.run.set_preset("boxy")
    lab.until(lambda: lab.find("ellipse.convex").text() == "has dents")
    assert lab.find("ellipse.gap").text() == "closed"
    assert "other one" not in outline.accessibleDescription()
    lab.run.set_values(sheets="unmatched", other=0.3)
    lab.until(lambda: "left over" in lab.notice)
    for name in ("ratio", "offsets"):
        assert "now" not in lab.find(f"ellipse.{name}").accessibleDescription()  # there is no solid
    assert lab.find("ellipse.volume").text() == "–"
    assert lab.find("ellipse.convex").text() == "–"


def test_at_rest_the_solid_is_measured_and_its_curve_grows(lab):
    lab.until(lambda: lab.find("ellipse.gauss").text() == "4π · 1.000000")
    assert lab.find("ellipse.convex").text() == "convex, watertight"
    plot = lab.find("ellipse.offsets")
    lab.until(lambda: plot.value(0.5) == pytest.approx(0.372, abs=2e-3))
    assert plot.extreme() == pytest.approx((1.0, 0.3959329), abs=1e-6)  # the curve meets the closed form
    lab.run.set_values(bend=0.5)
    lab.until(lambda: lab.find("ellipse.gap").text() != "closed")
    for name in ("gauss", "mean", "convex"):
        assert lab.find(f"ellipse.{name}").text() == "–"
    assert lab.find("ellipse.volume").text() == "0.3959 when closed"
    late: list[object] = []
    lab.lab.ask(queries.measures, late.append)
    lab.until(lambda: bool(late))
    lab.lab.inspected.show_measures(late[0])
    assert lab.find("ellipse.convex").text() == "–"  # of the solid that is closed no more
    lab.run.set_values(bend=1.0)
    lab.until(lambda: lab.find("ellipse.convex").text() == "convex, watertight")


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [("a", "wide", 1.0), ("b", "", 0.5), ("offset", "9", 1.0), ("bend", "-1", 1.0)],
)
def test_what_no_field_takes_changes_nothing(lab, field, typed, kept):
    edit = lab.find(f"ellipse.config.{field}").findChild(QLineEdit)
    edit.setFocus()
    edit.selectAll()
    lab.bot.keyClicks(edit, typed)
    lab.bot.keyClick(edit, Qt.Key.Key_Return)
    lab.settled()
    assert getattr(lab.run.config, field) in (kept, 2.0, 0.0)  # a number too far out goes to the limit
    if typed in ("wide", ""):
        assert getattr(lab.run.config, field) == kept


def test_a_folder_that_is_not_there_is_named_and_the_solid_stays(lab, tmp_path, monkeypatch):
    path = tmp_path / "gone" / "solid.stl"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(path), ""))
    lab.click("ellipse.mesh")
    lab.until(lambda: "gone" in lab.notice)
    assert volume(lab) == pytest.approx(0.3959329, abs=1e-7)
    assert not path.exists()


def test_a_lesson_is_done_by_doing_it(untouched, tmp_path, monkeypatch):
    """The first and the last lesson, from the question to the paper; a claim is green only when all is done."""
    lab = untouched
    strip = lab.find("ellipse.lesson")
    text, forth = lab.find("ellipse.lesson.text"), lab.find("ellipse.lesson.next")
    lab.click("ellipse.lessons")
    assert strip.isVisible()
    assert "same ellipse out of paper twice" in text.text()
    lab.click("ellipse.lesson.next")
    lab.click("ellipse.lesson.where")
    assert lab.find("ellipse.bend").hasFocus()
    for values in ({"bend": 0.0}, {"bend": 0.5}, {"bend": 1.0}, {"b": 0.3}):
        assert "not yet done" in strip.accessibleDescription()
        lab.run.set_values(**values)
        lab.until(lambda: "not yet done" not in strip.accessibleDescription())
        lab.click("ellipse.lesson.next")
    assert "always close" in text.text()
    assert text.property("role") == "true"
    assert lab.find("ellipse.lesson.choice").currentText().startswith("✓")
    lab.find("ellipse.lesson.choice").chosen.emit("paper")
    lab.run.set_values(b=0.6)
    for _ in range(3):
        lab.click("ellipse.lesson.next")
    assert text.property("role") != "true"  # skipped is not done
    assert not forth.isEnabled()
    lab.click("ellipse.lesson.back")
    path = tmp_path / "paper.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(path), ""))
    lab.click("ellipse.template")
    lab.until(lambda: "not yet done" not in strip.accessibleDescription())
    lab.click("ellipse.lesson.back")
    lab.until(lambda: "not yet done" not in strip.accessibleDescription())
    for _ in range(2):
        lab.click("ellipse.lesson.next")
    assert text.property("role") == "true"
    lab.click("ellipse.lesson.close")
    assert not strip.isVisible()
    assert lab.window.page.state()["lessons"] == {"done": ["close", "paper"]}
