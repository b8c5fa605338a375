"""How a lesson is played: each step is open, done, undone, done again; then the claim is green."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction

from tests.app.layers.hands import Layers

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
    entry = lab.window.findChild(QAction, f"layers.lesson.{key}")
    assert entry is not None, key
    entry.trigger()
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
