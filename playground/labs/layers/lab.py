"""The layers lab: tie layers with a wire, nest them, take them apart, and watch them learn."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.ground.runner import Runner
from engines.layers import DEFAULT, PRESETS, LayersConfig, LayersSnapshot
from engines.layers.graph import document, ties
from engines.layers.graph.node import Graph, Model
from engines.layers.queries import open_json
from playground.ground.action import Action
from playground.ground.i18n import message_of
from playground.ground.lesson import Lesson
from playground.kit.png import write_png
from playground.kit.save_as import save_as
from playground.lab import Exports, Lab
from playground.labs.layers import asking
from playground.labs.layers.document import Document, afresh
from playground.labs.layers.inspector import LayersInspector, selected
from playground.labs.layers.lessons import lessons
from playground.labs.layers.looking import Looking
from playground.labs.layers.stage import LayersStage
from widgets.look.i18n import tr

MENU = mark("Layer reuse")
MOST_REMEMBERED = 1 << 20  # characters of a drawing that is remembered from one start to the next
FORMATS = (
    (mark("Model with its weights"), "json"), (mark("Python that needs torch alone"), "py"),
    (mark("Weights"), "safetensors"), (mark("Picture of the canvas"), "png"),
)  # fmt: skip
WRITERS = {".json": "save_json", ".py": "save_python", ".safetensors": "save_weights"}


class LayersLab(Lab):
    """Wires a model's document to canvas, inspector and engine."""

    key = "layers"
    hint = mark(
        "Hold Ctrl and drag from one layer to another, and they share their weights. Tab adds a layer."
    )
    config_type = LayersConfig
    presets = PRESETS
    default_preset = DEFAULT.key
    default_device = "cpu"
    nicknames = {"drawing": "drawing", "job": "job", "compare": "compare"}  # noqa: RUF012
    latest: LayersSnapshot | None = None

    def __init__(self) -> None:
        super().__init__()
        self.document = Document(self.ask)
        self._drawing, self._again = "", False
        self._remembered: tuple[str, Model] | None = (
            None  # what was drawn by hand last time, and instead of what
        )

    # -- the engine ------------------------------------------------------------------------------------

    def ingredients(self, config: LayersConfig, runner: Runner[Any]) -> Mapping[str, Any]:
        """A model that was changed by hand stays when only the way of learning changes."""
        kept = self._kept
        if kept is None or kept[0] != config.drawing:
            return {}
        return {"model": afresh(kept[1])}

    @property
    def _kept(self) -> tuple[str, Model] | None:
        mine = self.document
        if mine.model is None:
            return self._remembered
        return (self._drawing, mine.model) if mine.edited else None

    def engine_changed(self) -> None:
        self._again = self._kept is not None and self._drawing == self.run.config.drawing
        self._drawing, self._remembered = self.run.config.drawing, None
        self.document.forget()
        self.stage.page.canvases.settle()
        self.inspected.forget()

    def script_extras(self, config: Any) -> Mapping[str, Any] | None:
        return None  # what is drawn is exported as a module of its own

    # -- the view --------------------------------------------------------------------------------------

    def view(self) -> QWidget:
        stage = self.stage = LayersStage(self.document)
        self._looking = Looking(self.ask, self.document, stage, lambda: self.inspected, self._running)
        self.document.refused.connect(self.refused)
        self.document.answered.connect(self.show)
        self.document.changed.connect(self._changed)
        stage.page.canvas.selection_changed.connect(lambda _: self._selected())
        stage.page.menu.model_wanted.connect(self._add_example)
        stage.page.menu.run_wanted.connect(self._add_trained)
        stage.page.menu.weights_wanted.connect(self._save_layer)
        stage.page.answers_wanted.connect(self._looking.ask_answers)
        stage.masks.asked.connect(self._looking.ask_bench)
        stage.pages.turned.connect(self._looking.page_turned)
        return stage

    def inspector(self) -> QWidget:
        view = self.inspected = LayersInspector()
        hands = self.stage.page.hands
        view.options.changed.connect(hands.set_option)
        view.options.renamed.connect(hands.rename)
        view.examples.chosen.connect(lambda _: self._looking.look_at_example())
        view.tree.chosen.connect(self._go_to)
        view.tree.opened.connect(self._go_to)
        self.document.moved.connect(view.show_difference)
        return view

    def show(self, snapshot: LayersSnapshot) -> None:
        if self.latest is not None and self.latest.unfit is not None and snapshot.unfit is None:
            self.outdated.emit("halt")  # what kept it from training is mended
        self.latest = snapshot
        if self.document.model is None:
            self.document.begin(snapshot.model, self._again)
            self.stage.page.canvas.begin()
        self.stage.show_snapshot(snapshot)
        if not self.document.shows(snapshot):
            return
        self.inspected.show_snapshot(snapshot)
        if snapshot.unfit is not None:
            why = message_of(snapshot.unfit)
            self.notice("warn", tr("The model does not learn: {why}", why=why), key="unfit")
            self.stage.page.show_bars(())
            self.stage.page.show_answers({})
        else:
            self.outdated.emit("unfit")
            self._looking.follow(snapshot.step, playing=self.run.playing)

    def _running(self) -> bool:
        """Whether there is a model that does its job."""
        return self.latest is not None and self.latest.unfit is None

    def _changed(self) -> None:
        """Another model or block: the tree and the selected layer follow."""
        self.outdated.emit("refused")
        self.inspected.show_known(self.stage.page.known)
        self._selected()

    def _selected(self) -> None:
        names = self.stage.page.canvas.selection()
        node = selected(names, dict(self.document.graph.by_id))
        path = "/".join((*self.document.path, node.id)) if node is not None else ""
        self.inspected.show_node(node, path)
        self._looking.ask_activation()

    def _go_to(self, path: str) -> None:
        """A line of the tree: look into its block, and select it."""
        *block, name = path.split("/")
        if tuple(block) != self.document.path:
            self.document.enter(tuple(block))
        if name in self.document.graph.by_id:
            self.stage.page.canvas.select([name])
            self.stage.page.canvas.reveal(name)

    # -- other models ----------------------------------------------------------------------------------

    def _add_example(self, key: str) -> None:
        hands = self.stage.page.hands
        self.ask(asking.example(key), lambda found: hands.place(found, key), anytime=False)

    def _add_trained(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self.stage, tr("A saved run"), "", "safetensors (*.safetensors)"
        )
        if path:
            self.ask(asking.trained(Path(path)), self.stage.page.hands.place, anytime=False)

    def draw_again(self) -> None:
        """The drawing that the settings name, as it was at first; what was done by hand can be undone to."""
        from engines.layers.examples.drawings import drawing

        found = drawing(self.run.config.drawing)
        self.document.edit(mark("Draw again"), lambda _: found, whole=True)

    def open_file(self, path: str) -> bool:
        """A model that was saved as JSON takes the place of the one on the canvas; it can be undone."""
        if Path(path).suffix.lower() != ".json":
            return False
        try:
            found = open_json(path)
        except Problem as e:
            self.refused(e)
            return True
        self.document.enter(())
        self.document.edit(mark("Open"), lambda _: found, whole=True)
        self.stage.page.canvas.begin()
        return True

    def _ask_model(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self.stage, tr("Open a model"), "", "JSON (*.json)")
        if path:
            self.open_file(path)

    # -- files -----------------------------------------------------------------------------------------

    def picture(self) -> QImage | None:
        return self.stage.picture() if self.latest is not None else None

    def exports(self) -> Exports:
        def write(path: Path) -> None:
            image = self.stage.picture()
            if path.suffix.lower() == ".png" and image is not None:
                self.write(path, lambda to: write_png(to, image))
                return
            query = asking.saved(WRITERS[path.suffix.lower()], path)
            self.ask(query, lambda _: self.written(path), anytime=False)

        missing = "" if self.document.model is not None else mark("There is nothing to export yet.")
        return Exports(mark("Export the model"), "model.json", FORMATS, write, missing)

    def _save_layer(self, name: str) -> None:
        """The weights of one node, or of all in a block."""
        keys = ties.keys(self.document.graph.node(name))
        if not keys:
            self.refused(Problem(mark("{node} has no weights."), node=name))
            return
        path = save_as(self.stage, tr("Save the weights"), f"{name}.safetensors", FORMATS[2:3])
        if path is not None:
            query = asking.saved("save_weights", path, *keys)
            self.ask(query, lambda _: self.written(path), anytime=False)

    # -- acting, remembering ---------------------------------------------------------------------------

    def actions(self) -> Sequence[Action]:
        page = self.stage.page
        mine, hands = self.document, page.hands
        chosen = lambda: bool(page.canvas.selection())  # noqa: E731

        def some(key: str, text: str, act: Any, icon: str) -> Action:
            return Action(f"layers.do.{key}", text, act, "", icon, MENU, chosen)

        return [
            Action("layers.do.undo", mark("Undo"), mine.undo, "", "arrow-u-up-left", MENU,
                   lambda: bool(mine.undo_name)),
            Action("layers.do.redo", mark("Redo"), mine.redo, "", "arrow-u-up-right", MENU,
                   lambda: bool(mine.redo_name)),
            some("tie", mark("Tie the selected"), hands.tie, "link"),
            some("untie", mark("Untie"), hands.untie, "link-break"),
            some("freeze", mark("Freeze"), hands.freeze, "snowflake"),
            some("thaw", mark("Thaw"), lambda: hands.freeze(False), "snowflake"),
            some("renew", mark("Begin anew"), hands.renew, "dice-five"),
            some("nest", mark("Make a block"), hands.nest, "package"),
            some("flatten", mark("Open the block"), hands.flatten, "selection-all"),
            some("head", mark("Extract up to here"), hands.head, "scissors"),
            some("tail", mark("Extract from here on"), hands.tail, "scissors"),
            some("apart", mark("Open as a new canvas"), hands.apart, "arrow-square-out"),
            Action("layers.do.siamese", mark("Use the model twice"), hands.siamese, "", "copy", MENU),
            Action("layers.do.arrange", mark("Arrange"), page.canvas.arrange, "", "tree-structure", MENU),
            Action("layers.do.fold", mark("Fold into blocks"), hands.fold, "", "package", MENU),
            Action("layers.do.draw", mark("Draw again"), self.draw_again, "", "pencil-simple", MENU),
            Action("layers.do.open", mark("Open a model…"), self._ask_model, "", "folder-open", MENU),
        ]  # fmt: skip

    def lessons(self) -> Sequence[Lesson]:
        return lessons(
            lambda: self.run.config,
            lambda: self.latest,
            lambda: self.document.model or Model(Graph((), ()), {}),
            lambda: self.stage.masks.bench(),
        )

    def save_state(self) -> dict[str, Any]:
        page = self.stage.page
        state: dict[str, Any] = {"page": self.stage.pages.current(), "answers": page.answers_shown()}
        state["canvases"] = page.canvases.state()
        kept = self._kept
        text = document.to_json(afresh(kept[1])) if kept is not None else ""
        if kept is not None and len(text) <= MOST_REMEMBERED:
            state |= {"drawing": kept[0], "model": text}
        return state

    def restore_state(self, state: Mapping[str, Any]) -> None:
        self.stage.pages.turn_to(str(state.get("page", "")))
        self.stage.page.set_answers_shown(state.get("answers") is not False)
        if isinstance(canvases := state.get("canvases"), list):
            self.stage.page.canvases.restore(canvases)
        drawing, text = state.get("drawing"), state.get("model")
        if isinstance(drawing, str) and isinstance(text, str):
            with contextlib.suppress(
                Problem
            ):  # it was of another version: the drawing of the settings is shown
                self._remembered = drawing, document.from_json(text)


LAB = LayersLab
