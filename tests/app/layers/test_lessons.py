"""Every lesson of the layers lab is played to green as a person would; what is undone is open again."""

from __future__ import annotations

from tests.app.layers.hands import K, M
from tests.app.layers.plays import Play, learn, on_canvas, play, preset, press, select, sign
from tests.app.layers.test_mask_lessons import LESSONS as MASKS

# -- reuse ---------------------------------------------------------------------------------------------


def test_share(lab):
    lab.afresh("eye")

    def use_once_more(lab):
        lab.menu("again", "again")

    play(
        lab, "share",
        Play(preset("thrice"), select("again_1", then="untie"), press("undo")),
        Play(learn, select("again_1", then="untie"), press("undo")),
        on_canvas(use_once_more),
    )  # fmt: skip


def test_share_by_the_key(lab):
    lab.select("again_1")
    lab.press("untie")
    lab.select("again_2")
    lab.press("untie")

    def tie(lab):
        lab.select("again", "again_1", "again_2")
        lab.key(K.Key_T)

    lab.click("layers.lessons")
    lab.take("layers.lesson.choice", "share")
    lab.click("layers.lesson.next")
    assert sign(lab) == "open"
    tie(lab)
    lab.until(lambda: sign(lab) == "done")
    lab.click("layers.lesson.close")


def test_untie(lab):
    select("again", then="untie")(lab)
    play(
        lab, "untie",
        Play(press("undo"), press("redo")),
        on_canvas(select("again", then="untie")),
        on_canvas(select("again_2", then="untie")),
        on_canvas(lambda lab: lab.tie("again", "again_2")),
    )  # fmt: skip


def test_twins(lab):
    def block(lab):
        lab.select("into", "activation")
        lab.key(K.Key_G, M.ControlModifier)

    def apart(lab):
        lab.wire("flatten", "block_1")
        lab.add_behind("block", "Difference")
        lab.wire("block_1", lab.newest(), 1)

    play(
        lab, "twins", on_canvas(block), on_canvas(lambda lab: lab.menu("block", "again")),
        on_canvas(apart), Play(lambda lab: (lab.afresh("twins", learn=True), learn(lab))),
    )  # fmt: skip


def test_clone(lab):
    lab.afresh("twins")

    def untie(lab):
        lab.select("eye_1")
        lab.press("untie")

    def tie(lab):
        before = lab.counter
        lab.tie("eye", "eye_1")
        assert lab.counter[0] < before[0]

    play(lab, "clone", on_canvas(untie), on_canvas(tie))


def test_clone_by_copying(lab):
    lab.afresh("twins")
    lab.click("layers.lessons")
    lab.take("layers.lesson.choice", "clone")
    lab.click("layers.lesson.next")
    assert sign(lab) == "open"
    lab.select("eye")
    lab.key(K.Key_C, M.ControlModifier)
    lab.key(K.Key_V, M.ControlModifier)
    lab.until(lambda: sign(lab) == "done")
    lab.click("layers.lesson.close")


def test_a_whole_model_is_shared_or_cloned(lab):
    before = lab.counter[0]
    lab.menu(None, "siamese")
    assert lab.counter[0] == before
    lab.press("undo")
    lab.menu(None, "cloned")
    assert lab.counter[0] == 2 * before
    lab.press("undo")
    lab.menu("into", "clone")
    assert lab.counter[0] > before


def test_tied(lab):
    counted = []

    def own(lab):
        counted.append(lab.counter)
        select("tied_output", then="untie")(lab)
        counted.append(lab.counter)

    play(
        lab, "tied", Play(preset("tied"), select("tied_output", then="untie"), press("undo")),
        Play(learn), on_canvas(own),
    )  # fmt: skip
    table = next(node for node in lab.graph.nodes if node.id == "embedding")
    vocab, dim = map(int, table.facts.split(maxsplit=1)[1].split(" × "))
    assert counted[1][0] - counted[0][0] == vocab * dim


# -- surgery -------------------------------------------------------------------------------------------


def test_head(lab):
    def look(lab):
        lab.afresh("eye")
        select("activation", then="extract")(lab)

    play(
        lab, "head", Play(look, press("undo"), press("redo")),
        on_canvas(lambda lab: lab.add_behind("norm", "Model output")),
    )  # fmt: skip


def test_tail(lab):
    lab.afresh("eye")
    play(lab, "tail", on_canvas(lambda lab: lab.menu("window", "tail")))


def test_insert(lab):
    lab.afresh("eye")

    def nothing(lab):
        lab.menu(("conv", "norm"), "insert.activation")
        lab.select(lab.newest())
        lab.take("layers.node.function", "identity")
        lab.settled()

    def other(lab):
        lab.take("layers.node.function", "tanh")
        lab.settled()

    play(lab, "insert", on_canvas(nothing), on_canvas(other))
    lab.until(lambda: "moved an output" in lab.find("layers.difference").text())


def test_freeze(lab):
    lab.afresh("eye", learn=True)
    names = [node.id for node in lab.graph.nodes if node.id.startswith(("conv", "norm"))]
    play(
        lab, "freeze", on_canvas(select("conv", then="freeze")), on_canvas(select(*names[1:], then="freeze")),
        Play(learn),
    )  # fmt: skip


def test_nest(lab):
    def block(lab):
        lab.select("into", "activation")
        lab.key(K.Key_G, M.ControlModifier)

    def deep(lab):
        lab.select("block", "again")
        lab.press("nest")

    play(lab, "nest", on_canvas(block), on_canvas(deep))


def test_wires(lab):
    def warn(lab):
        lab.select("embedding")
        lab.click("layers.node.mask_zero")
        lab.settled()

    play(lab, "wires", Play(lambda lab: lab.afresh("reader")), on_canvas(warn))


def test_no_lesson_is_left_out(opened):
    """Each is played by its name, here or among the lessons on masks."""
    here = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert {one.key for one in opened.window.page.lessons.lessons} <= here | set(MASKS)
