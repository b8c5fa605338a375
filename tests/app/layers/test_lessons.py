"""Every lesson of the layers lab is played to green as a person would; what is undone is open again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.app.layers.hands import K, Layers, M

Act = Callable[[Layers], object]


@dataclass(frozen=True)
class Play:
    """A step: how it is done; how it is undone, and done again."""

    do: Act
    undo: Act | None = None
    again: Act | None = None


def sign(lab: Layers) -> str:
    """What the strip says of the step that shows."""
    lab.window.page.lessons.look()
    said = lab.find("layers.lesson").accessibleDescription()
    return "open" if said.endswith("not yet done") else "done" if said.endswith("done") else ""


def play(lab: Layers, key: str, *plays: Play) -> None:
    """From the question to the claim."""
    if not lab.find("layers.lesson").isVisible():
        lab.click("layers.lessons")
    lab.take("layers.lesson.choice", key)
    text = lab.find("layers.lesson.text")
    assert lab.find("layers.lesson.place").text() == f"1 / {len(plays) + 2}"
    for step in plays:
        lab.click("layers.lesson.next")
        step.do(lab)
        lab.until(lambda: sign(lab) == "done", 20)
        if step.undo is not None:
            step.undo(lab)
            lab.until(lambda: sign(lab) == "open", 5)
            (step.again or step.do)(lab)
            lab.until(lambda: sign(lab) == "done", 5)
    lab.click("layers.lesson.next")
    assert text.property("role") == "true"
    assert lab.find("layers.lesson.choice").currentText().startswith("✓")


def on_canvas(do: Act) -> Play:
    """A step that Undo takes back and Redo does again."""
    return Play(do, lambda lab: lab.press("undo"), lambda lab: lab.press("redo"))


def learn(lab: Layers) -> None:
    """Press Play until the step is done."""
    assert sign(lab) == "open"
    lab.click("layers.play")
    lab.until(lambda: sign(lab) == "done", 30)
    lab.click("layers.pause")
    lab.until(lambda: not lab.run.playing)
    lab.settled()


def preset(key: str) -> Act:
    return lambda lab: lab.afresh(key, learn=True)


def select(*names: str, then: str) -> Act:
    """Click some cards, then a button."""

    def act(lab: Layers) -> None:
        lab.select(*names)
        lab.press(then)

    return act


def press(what: str) -> Act:
    return lambda lab: lab.press(what)


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


# -- masks ---------------------------------------------------------------------------------------------


def scenario(key: str) -> Act:
    def act(lab: Layers) -> None:
        lab.click(f"layers.mask.scenario.{key}")
        lab.settled()

    return act


def mask(**wanted: str) -> Act:
    """Choose on the bench: switches are clicked, the pad length is typed, the rest is taken from lists."""

    def act(lab: Layers) -> None:
        for name, value in wanted.items():
            if name in ("switch", "guard"):
                lab.click(f"layers.mask.{name}")
            elif name == "pad":
                lab.type("layers.mask.pad.value", value)
            else:
                lab.take(f"layers.mask.{name}", value)
        lab.settled()

    return act


@pytest.fixture
def bench(opened: Layers) -> Layers:
    """The page of masks, where a scenario of no lesson is shown."""
    opened.turn_to("Masks")
    scenario("max")(opened)
    return opened


ELSE = scenario("max")
LESSONS: dict[str, tuple[Play, ...]] = {
    "mean": (
        Play(mask(op="Mean pool"), mask(switch="on"), mask(switch="off")),
        Play(mask(switch="on"), mask(switch="off")),
        Play(mask(pad="20", value="37"), mask(value="0"), mask(value="37")),
    ),
    "halves": (
        Play(mask(op="LSTM, forward"), mask(side="Left of the words"), mask(side="Right of the words")),
        Play(mask(op="LSTM, both ways, packed"), mask(switch="on"), mask(switch="off")),
        Play(mask(op="LSTM, forward", side="Left of the words"), mask(side="Right of the words"),
             mask(side="Left of the words")),
        Play(mask(op="LSTM, both ways, turned round", switch="on"), mask(switch="off"), mask(switch="on")),
    ),
    "empty": (
        Play(scenario("empty_inf"), mask(guard="on"), mask(guard="off")),
        Play(scenario("empty_large"), ELSE),
        Play(scenario("empty_double"), mask(dtype="float32"), mask(dtype="float64")),
        Play(mask(guard="on"), mask(guard="off")),
    ),
    "nan": (
        Play(scenario("nan_times"), mask(value="37"), mask(value="NaN")),
        Play(mask(how="Set to zero"), mask(how="Times the mask")),
    ),
    "keys": (
        Play(mask(op="Self-attention", pad="12"), mask(switch="on"), mask(switch="off")),
        Play(mask(switch="on"), mask(switch="off")),
    ),
    "edge": (
        Play(mask(op="Convolution", value="37"), mask(value="0"), mask(value="37")),
        Play(mask(switch="on"), mask(switch="off")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", LESSONS)
def test_a_lesson_on_masks(bench, key):
    play(bench, key, *LESSONS[key])


def test_no_lesson_is_left_out(opened):
    """All that there are have been done, whatever the order of the tests: each is played above by its name."""
    here = {name.removeprefix("test_") for name in globals() if name.startswith("test_")} | set(LESSONS)
    assert {one.key for one in opened.window.page.lessons.lessons} <= here
