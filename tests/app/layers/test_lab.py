"""The layers lab from a person's chair: tie, untie, take back, look inside, take apart, write and open."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from engines.ground import spec
from tests.app.conftest import at_lab, driven
from tests.app.layers.hands import K

NAMES = (
    "canvas", "palette", "tie", "untie", "step", "extract", "tree", "unique", "export", "undo", "redo",
)  # fmt: skip


def test_every_part_has_its_name(lab):
    for name in NAMES:
        assert lab.find(f"layers.{name}") is not None


def test_untying_changes_no_output_and_is_taken_back(lab):
    unique, untied = lab.counter
    assert unique < untied
    before = lab.graph
    shared = [node.id for node in before.nodes if node.tie]
    lab.find("layers.canvas").select(shared[1:2])
    lab.click("layers.untie")
    lab.settled()
    assert lab.counter[0] > unique
    assert lab.counter[1] == untied
    lab.until(lambda: "changed no output" in lab.find("layers.difference").text())
    lab.click("layers.undo")
    lab.until(lambda: lab.counter == (unique, untied), 8)
    lab.click("layers.redo")
    lab.until(lambda: lab.counter[0] > unique)
    lab.find("layers.canvas").select(shared)
    lab.click("layers.tie")
    lab.until(lambda: lab.counter == (unique, untied), 8)


def test_a_step_shows_what_every_use_sends(lab):
    lab.click("layers.step")
    lab.until(lambda: lab.lab.latest.step == 1)
    lab.until(lambda: any(node.gradient for node in lab.graph.nodes if node.tie))
    tie = lab.graph.ties[0]
    uses = [node.gradient for node in lab.graph.uses[tie.key]]
    assert len(uses) == 3
    assert 0 < tie.gradient <= sum(uses) * (1 + 1e-9)


def test_a_click_shows_options_and_answer_and_an_option_changes_shapes(lab):
    lab.find("layers.canvas").select(["into"])
    lab.until(lambda: lab.find("layers.activation").has_pixels())
    field = lab.find("layers.node.out")
    assert field.text() == "32"
    field.setText("31")
    lab.bot.keyClick(field, Qt.Key.Key_Return)
    lab.until(lambda: lab.graph.by_id["into"].outputs[0].shape == "B×31")
    lab.settled()
    field = lab.find("layers.node.out")
    field.setText("many")
    lab.bot.keyClick(field, Qt.Key.Key_Return)
    lab.until(lambda: "into" in lab.notice and "many" in lab.notice)
    assert lab.graph.by_id["into"].outputs[0].shape == "B×31"


def test_a_circle_is_refused_by_name(lab):
    canvas = lab.find("layers.canvas")
    last = lab.graph.incoming["output"][0].source
    canvas.connect_wanted.emit(last, "1", "into", "1")
    lab.until(lambda: "circle" in lab.notice)
    assert lab.counter[0] > 0


def test_the_menu_freezes_nests_extracts_and_the_palette_adds(lab):
    canvas = lab.find("layers.canvas")
    lab.menu("into", "freeze")
    assert lab.graph.by_id["into"].frozen
    canvas.select(["into", "activation"])
    lab.click("layers.nest")
    lab.settled()
    assert lab.graph.by_id["block"].block
    lab.menu("block", "open")
    assert "into" in lab.graph.by_id
    lab.click("layers.up")
    canvas.select(["block"])
    lab.click("layers.extract")
    lab.settled()
    lab.until(lambda: "does not learn" in lab.notice)
    notices, before = lab.window.page.notices, lab.window.page.notices.count()
    lab.run.play()
    lab.until(lambda: notices.count() == before + 1)  # it was stopped, and why
    lab.click("layers.undo")
    lab.until(lambda: notices.count() == before - 1)  # both are mended
    assert "does not learn" not in lab.notice
    count = len(lab.graph.nodes)
    lab.lab.stage.page.palette_list.chosen.emit("linear")
    lab.until(lambda: len(lab.graph.nodes) == count + 1)


def test_a_model_is_written_and_opened(lab, tmp_path, monkeypatch):
    path = tmp_path / "mine.json"
    for name in ("mine.json", "mine.py", "mine.safetensors", "mine.png"):
        to = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, to=to, **k: (str(to), ""))
        lab.click("layers.export")
        lab.until(to.exists)
    assert "kexue" not in (tmp_path / "mine.py").read_text()
    names = {node.id for node in lab.graph.nodes}
    lab.find("layers.canvas").remove_wanted.emit(["answer"], [])
    lab.until(lambda: "answer" not in lab.graph.by_id)
    assert lab.window.page.files.verb([str(path)])
    lab.window.drop([str(path)])
    lab.until(lambda: {node.id for node in lab.graph.nodes} == names)
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"what": "ever"}))
    lab.window.drop([str(other)])
    lab.until(lambda: "other.json is no model" in lab.notice)
    settings = tmp_path / "settings.json"
    settings.write_text(spec.to_json(spec.change(lab.run.config, batch=32)))
    lab.window.drop([str(settings)])
    lab.until(lambda: lab.run.config.batch == 32)
    nodes = [{"id": f"a{i}", "kind": "flatten"} for i in range(5001)]
    found = {"format": "seven-labs-layers", "version": 1, "graph": {"nodes": nodes, "edges": []}}
    other.write_text(json.dumps(found))
    lab.lab.open_file(str(other))
    lab.until(lambda: "at most 5000 nodes" in lab.notice)
    assert {node.id for node in lab.graph.nodes} == names


def test_a_model_made_by_hand_outlives_a_new_start(lab):
    lab.find("layers.canvas").remove_wanted.emit(["into"], [])
    lab.until(lambda: "into" not in lab.graph.by_id)
    lab.settled()
    lab.click("layers.reset")
    lab.ready().settled()
    lab.until(lambda: len(lab.graph.nodes) > 0)
    assert "into" not in lab.graph.by_id
    lab.run.set_values(drawing="eye")
    lab.until(lambda: "conv" in lab.graph.by_id)


def test_cards_show_what_their_layers_answer_until_they_are_told_not_to(lab):
    def pictures():
        return [node.id for node in lab.graph.nodes if node.picture is not None]

    lab.until(lambda: len(pictures()) == len(lab.graph.nodes))
    lab.click("layers.answers")
    assert pictures() == []
    lab.click("layers.answers")
    lab.until(lambda: len(pictures()) == len(lab.graph.nodes))


def test_a_drawing_made_by_hand_is_there_at_the_next_start(lab, qtbot, qapp):
    lab.select("again_1")
    lab.press("untie")
    lab.select("into")
    lab.key(K.Key_Delete)
    wanted = lab.lab.document.model.graph
    session = at_lab("layers")
    session.data["labs"]["layers"] = json.loads(json.dumps(lab.window.page.state()))
    for again in driven(qtbot, qapp, session):
        again.until(lambda again=again: again.lab.document.model is not None)
        assert again.lab.document.model.graph == wanted
        again.run.set_values(drawing="eye")
        again.until(lambda again=again: "conv" in again.find("layers.canvas").graph().by_id)
        assert "model" not in again.lab.save_state()


def test_an_example_from_another_lab_is_a_block(lab):
    for key in ("onlstm", "transformer"):
        lab.menu(None, f"model.{key}")
        lab.until(lambda: lab.graph.nodes[-1].block)
        lab.menu(lab.newest(), "open")
        assert 8 < len(lab.graph.nodes) <= 20
        assert any(node.block for node in lab.graph.nodes)
        assert lab.canvas.scale_now() >= lab.canvas.graph_scene.legible()
        lab.press("up")
        lab.press("undo")
    lab.until(lambda: not any(node.block for node in lab.graph.nodes))


def test_what_is_no_saved_run_is_named(lab, tmp_path, monkeypatch):
    path = tmp_path / "mine.safetensors"
    path.write_bytes(b"nothing")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a, **k: (str(path), ""))
    lab.menu(None, "model.run")
    lab.until(lambda: "mine.safetensors is no saved run" in lab.notice)


def test_weights_of_one_layer_are_written_and_cards_brought_in_line(lab, tmp_path, monkeypatch):
    from safetensors.numpy import load_file

    to = tmp_path / "again.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(to), ""))
    lab.menu("again", "weights")
    lab.until(to.exists)
    assert {name: array.shape for name, array in load_file(to).items()} == {
        "again.weight": (32, 32), "again.bias": (32,),
    }  # fmt: skip
    lab.menu("activation", "weights")
    lab.until(lambda: "activation has no weights" in lab.notice)
    lab.select("into", "again")
    lab.menu("into", "align.top")
    places = lab.canvas.places()
    assert places["into"][1] == places["again"][1]
    lab.press("undo")
    places = lab.canvas.places()
    assert places["into"][1] != places["again"][1]


def test_at_rest_nothing_is_looked_at_twice(lab):
    """Each look ends in a snapshot, which must not lead to another look."""
    lab.until(lambda: all(node.picture is not None for node in lab.graph.nodes))
    lab.settled()
    seen = [node.picture for node in lab.graph.nodes]
    for _ in range(4):
        lab.settled()
    assert all(node.picture is old for node, old in zip(lab.graph.nodes, seen, strict=True))


def test_a_long_drawing_is_folded_and_taken_apart_again(lab):
    lab.menu(None, "fold")
    lab.until(lambda: "nothing to fold" in lab.notice)
    lab.menu(None, "model.resnet")
    lab.until(lambda: lab.graph.nodes[-1].block)
    lab.menu(lab.newest(), "open")
    lab.find("layers.canvas").select([n.id for n in lab.graph.nodes if n.block])
    lab.press("flatten")
    lab.until(lambda: len(lab.graph.nodes) > 60)
    lab.menu(None, "fold")
    lab.until(lambda: len(lab.graph.nodes) <= 20)
    assert any(node.block for node in lab.graph.nodes)
    for _ in range(3):
        lab.press("undo")
    lab.until(lambda: not any(node.block for node in lab.graph.nodes))


def test_a_part_goes_on_a_canvas_of_its_own_and_the_whole_waits(lab):
    whole = lab.lab.document.model.graph
    undo = lab.find("layers.undo").isEnabled()
    lab.select("again", "activation_1")
    lab.menu("again", "apart")
    lab.until(lambda: "into" not in lab.graph.by_id)
    lab.settled()
    assert {"again", "activation_1"} < set(lab.graph.by_id)
    assert lab.graph.by_id["input"].outputs[0].shape == "B×32"
    lab.find("layers.canvas").remove_wanted.emit(["activation_1"], [])
    lab.until(lambda: "activation_1" not in lab.graph.by_id)
    lab.settled()
    lab.click("layers.canvases.1")
    lab.until(lambda: lab.lab.document.model.graph == whole)
    lab.settled()
    assert lab.find("layers.undo").isEnabled() == undo
    lab.until(lambda: "does not learn" not in lab.notice)
    lab.click("layers.canvases.2")
    lab.until(lambda: "into" not in lab.graph.by_id)
    lab.settled()
    lab.press("undo")  # each has its own
    lab.until(lambda: "activation_1" in lab.graph.by_id)
    lab.click("layers.canvases.1")
    lab.until(lambda: lab.lab.document.model.graph == whole)
    state = lab.lab.save_state()["canvases"]
    assert [one["name"] for one in state] == ["again"]
    lab.click("layers.canvases.2.close")
    assert not lab.find("layers.canvases").isVisible()
    lab.lab.restore_state({"canvases": state})
    assert lab.find("layers.canvases").isVisible()
    key, name = lab.lab.stage.page.canvases.names()[-1]
    assert name == "again"
    lab.click(f"layers.canvases.{key}.close")
