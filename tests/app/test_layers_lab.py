"""The layers lab from a person's chair: tie, untie, take back, look inside, take apart, write and open."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from tests.app.conftest import Driver, at_lab, driven
from tests.conftest import flush_deleted

NAMES = (
    "canvas", "palette", "tie", "untie", "step", "extract", "tree", "unique", "export", "undo", "redo",
)  # fmt: skip


@pytest.fixture
def lab(qtbot, qapp) -> Iterator[Driver]:
    yield from driven(qtbot, qapp, at_lab("layers", {"batch": 8}), (1440, 900))


def counter(lab: Driver) -> tuple[int, int]:
    """What the counter says: unique, untied."""
    words = lab.find("layers.unique").text().replace(",", "").split()
    return int(words[1]), int(words[4])


def graph(lab: Driver):
    return lab.find("layers.canvas").graph()


def choose(lab: Driver, at: object, key: str) -> None:
    """Press an entry of the menu of a node, a wire or the open."""
    lab.lab.stage.page.menu.show(at, QPoint(5, 5))
    action = lab.window.findChild(QAction, f"layers.menu.{key}")
    assert action is not None, key
    action.trigger()
    menu = lab.window.findChild(object, "layers.menu")
    if menu is not None:
        menu.close()
    flush_deleted()
    lab.settled()


def test_every_part_has_its_name(lab):
    for name in NAMES:
        assert lab.find(f"layers.{name}") is not None


def test_untying_changes_no_output_and_is_taken_back(lab):
    unique, untied = counter(lab)
    assert unique < untied
    before = graph(lab)
    shared = [node.id for node in before.nodes if node.tie]
    lab.find("layers.canvas").select(shared[1:2])
    lab.click("layers.untie")
    lab.settled()
    assert counter(lab)[0] > unique
    assert counter(lab)[1] == untied
    lab.until(lambda: "changed no output" in lab.find("layers.difference").text())
    lab.click("layers.undo")
    lab.until(lambda: counter(lab) == (unique, untied), 8)
    lab.click("layers.redo")
    lab.until(lambda: counter(lab)[0] > unique)
    lab.find("layers.canvas").select(shared)
    lab.click("layers.tie")
    lab.until(lambda: counter(lab) == (unique, untied), 8)


def test_a_step_shows_what_every_use_sends(lab):
    lab.click("layers.step")
    lab.until(lambda: lab.lab.latest.step == 1)
    lab.until(lambda: any(node.gradient for node in graph(lab).nodes if node.tie))
    tie = graph(lab).ties[0]
    uses = [node.gradient for node in graph(lab).uses[tie.key]]
    assert len(uses) == 3
    assert 0 < tie.gradient <= sum(uses) * (1 + 1e-9)


def test_a_click_shows_options_and_answer_and_an_option_changes_shapes(lab):
    lab.find("layers.canvas").select(["into"])
    lab.until(lambda: lab.find("layers.activation").has_pixels())
    field = lab.find("layers.node.out")
    assert field.text() == "32"
    field.setText("31")
    lab.bot.keyClick(field, Qt.Key.Key_Return)
    lab.until(lambda: graph(lab).by_id["into"].outputs[0].shape == "B×31")
    lab.settled()
    field = lab.find("layers.node.out")
    field.setText("many")
    lab.bot.keyClick(field, Qt.Key.Key_Return)
    lab.until(lambda: "into" in lab.notice and "many" in lab.notice)
    assert graph(lab).by_id["into"].outputs[0].shape == "B×31"


def test_a_circle_is_refused_by_name(lab):
    canvas = lab.find("layers.canvas")
    last = graph(lab).incoming["output"][0].source
    canvas.connect_wanted.emit(last, "1", "into", "1")
    lab.until(lambda: "circle" in lab.notice)
    assert counter(lab)[0] > 0


def test_the_menu_freezes_nests_extracts_and_the_palette_adds(lab):
    canvas = lab.find("layers.canvas")
    choose(lab, "into", "freeze")
    assert graph(lab).by_id["into"].frozen
    canvas.select(["into", "activation"])
    lab.click("layers.nest")
    lab.settled()
    assert graph(lab).by_id["block"].block
    choose(lab, "block", "open")
    assert "into" in graph(lab).by_id
    lab.click("layers.up")
    canvas.select(["block"])
    lab.click("layers.extract")
    lab.settled()
    lab.until(lambda: "does not learn" in lab.notice)
    lab.click("layers.undo")
    lab.until(lambda: "does not learn" not in lab.notice)
    count = len(graph(lab).nodes)
    lab.lab.stage.page.palette_list.chosen.emit("linear")
    lab.until(lambda: len(graph(lab).nodes) == count + 1)


def test_a_model_is_written_and_opened(lab, tmp_path, monkeypatch):
    path = tmp_path / "mine.json"
    for name in ("mine.json", "mine.py", "mine.safetensors", "mine.png"):
        to = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, to=to, **k: (str(to), ""))
        lab.click("layers.export")
        lab.until(to.exists)
    assert "kexue" not in (tmp_path / "mine.py").read_text()
    names = {node.id for node in graph(lab).nodes}
    lab.find("layers.canvas").remove_wanted.emit(["answer"], [])
    lab.until(lambda: "answer" not in graph(lab).by_id)
    assert lab.lab.open_file(str(path))
    lab.until(lambda: {node.id for node in graph(lab).nodes} == names)
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"what": "ever"}))
    lab.lab.open_file(str(other))
    lab.until(lambda: "other.json is no model" in lab.notice)


def test_a_model_made_by_hand_outlives_a_new_start(lab):
    lab.find("layers.canvas").remove_wanted.emit(["into"], [])
    lab.until(lambda: "into" not in graph(lab).by_id)
    lab.settled()
    lab.click("layers.reset")
    lab.ready().settled()
    lab.until(lambda: len(graph(lab).nodes) > 0)
    assert "into" not in graph(lab).by_id
    lab.run.set_values(drawing="eye")
    lab.until(lambda: "conv" in graph(lab).by_id)
