"""Wires shelf, bench and kept directions to the page Encode and to the lab."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from engines.gan.bench import text
from engines.gan.config import GanConfig
from engines.gan.snapshot import Facts
from engines.ground.files import write_atomic
from engines.ground.marks import mark
from engines.ground.problem import Problem
from playground.kit.picture_source import PATTERNS
from playground.kit.save_as import save_as
from playground.kit.throttle import Throttle
from playground.lab import Lab
from playground.labs.gan.encode.bench import Bench
from playground.labs.gan.encode.kept import Kept
from playground.labs.gan.encode.page import EncodePage
from playground.labs.gan.encode.refining import Refining
from playground.labs.gan.encode.shelf import Shelf
from widgets.look.i18n import tr

EVERY = 5.0  # seconds between two looks at what the run has made of the shelf
PLANE = mark("Points in the plane have no pictures to encode. Choose pictures under Data.")
NO_ENCODER = mark("This run has no encoder: pictures cannot be put into its latent space.")
JSON = (("JSON", "json"),)


class Desk:
    """Everything the page does.

    Args:
        lab: whose engine is asked.
        held: which sample of the sheet is looked at in the inspector, None for none.

    Attributes:
        page: the widget.
    """

    def __init__(self, lab: Lab, held: Callable[[], int | None]) -> None:
        self._lab, self._held = lab, held
        self.page = EncodePage()
        self.shelf = Shelf(lab.ask, lab.refused, lab)
        self.kept = Kept(lab)
        self.bench = Bench(lab.ask, self.shelf, self.kept, lab)
        self.refining = Refining(lab.ask, lab.refused, self.shelf, lab)
        self._waiting: Any = None
        self._follow = Throttle(EVERY, self.shelf.refresh)
        self._wire_shelf()
        self._wire_bench()
        self._wire_kept()
        self.page.turn_on.connect(lambda: lab.run.set_values(ogan=True))
        self._show()

    # -- wiring ----------------------------------------------------------------------------------------

    def _wire_shelf(self) -> None:
        shelf, view = self.shelf, self.page.shelf
        view.dropped.connect(shelf.add_files)
        view.browse_clicked.connect(self._browse)
        view.folder_clicked.connect(self._browse_folder)
        view.real_clicked.connect(lambda: shelf.add_real(4))
        view.samples_clicked.connect(self._add_samples)
        view.paste_clicked.connect(lambda: shelf.paste(QGuiApplication.clipboard().text()))
        view.remove_clicked.connect(shelf.remove)
        view.clicked.connect(self._click)
        shelf.said.connect(lambda text, facts: self._lab.notice("info", tr(text, **facts), key="shelf"))
        shelf.chosen.connect(self._show)

    def _wire_bench(self) -> None:
        bench, page = self.bench, self.page
        page.tool_chosen.connect(bench.use)
        for tool in (page.sum, page.path, page.pad, page.mix):
            tool.taken.connect(bench.fill)
        page.path.moved.connect(lambda t: bench.move(t=t))
        page.pad.moved.connect(lambda x, y: bench.move(x=x, y=y))
        page.pad.edge_chosen.connect(bench.set_edge)
        page.mix.moved.connect(self._mix)
        page.mix.selfmod_wanted.connect(lambda: self._lab.run.set_values(arch="selfmod"))
        page.direction.kept.connect(self._keep)
        page.look.refine_clicked.connect(self._refine)
        page.look.encoder_clicked.connect(self._encoder)
        self.refining.progress.connect(lambda d: page.look.show_progress(d, self.refining.errors()))
        bench.changed.connect(self._show)
        bench.served.connect(page.result.show_picture)
        bench.strip.connect(page.path.show_strip)
        bench.map.connect(page.pad.pad.set_pictures)
        bench.facts.connect(self._tell)
        page.result.put_clicked.connect(self._put)
        page.result.copy_clicked.connect(self._copy)

    def _wire_kept(self) -> None:
        kept, view = self.kept, self.page.kept
        kept.changed.connect(self._show_kept)
        kept.moved.connect(self._show_kept)
        view.gone.connect(kept.go)
        view.removed.connect(kept.remove)
        view.rested.connect(kept.rest)
        view.save_clicked.connect(self._save)
        view.load_clicked.connect(self._load)

    # -- showing ---------------------------------------------------------------------------------------

    def _show(self) -> None:
        page, bench, shelf = self.page, self.bench, self.shelf
        sets = bench.sets if bench.tool == "direction" else {}
        page.show_tool(bench.tool)
        page.shelf.show_items(shelf.items, shelf.current, sets)
        page.look.show_item(shelf.current)
        shown = [item.found.shown if item is not None and item.found else None for item in bench.items()]
        page.pad.show_edge(bench.edge)
        if bench.tool == "pad":
            page.pad.show_pictures(shown)
        for name, slots in (("sum", page.sum.slots), ("path", page.path.slots), ("mix", page.mix.slots)):
            if bench.tool == name:
                slots.show_pictures(shown)
        page.mix.show_layers(bench.layers, bench.at)
        here = {item.number for item in shelf.items}
        sides = [side for number, side in bench.sets.items() if number in here]
        page.direction.show_sets(sides.count(1), sides.count(-1))

    def _tell(self, facts: Facts) -> None:
        """A good reconstruction of a picture is no sign of learning by heart."""
        item = self.shelf.current
        rebuilt = self.bench.tool in ("look", "direction") and item is not None and item.picture is not None
        self.page.result.show_facts(facts, judged=not rebuilt)

    def _show_kept(self) -> None:
        names = self.kept.names()
        self.page.kept.show_directions([(name, self.kept.amount(name)) for name in names])

    # -- the person ------------------------------------------------------------------------------------

    def _click(self, number: int) -> None:
        self.shelf.choose(number)
        if self.bench.tool == "direction":
            self.bench.turn(number)

    def _browse(self) -> None:
        title, filters = tr("Choose pictures"), tr("Pictures") + PATTERNS
        self.shelf.add_files(QFileDialog.getOpenFileNames(self.page, title, str(Path.home()), filters)[0])

    def _browse_folder(self) -> None:
        title = tr("Choose a folder of pictures")
        folder = QFileDialog.getExistingDirectory(self.page, title, str(Path.home()))
        if folder:
            self.shelf.add_files([folder])

    def _add_samples(self) -> None:
        held = self._held()
        self.shelf.add_samples([] if held is None else [held], 4)

    def _mix(self, at: int) -> None:
        self.bench.move(at=at)
        self.page.mix.show_layers(self.bench.layers, at)

    def _refine(self) -> None:
        if self.refining.busy:
            self.refining.stop()
        elif self.shelf.current is not None:
            self.refining.begin(self.shelf.current)

    def _encoder(self) -> None:
        if self.shelf.current is not None:
            self.shelf.keep(self.shelf.current, None)

    def _put(self) -> None:
        if (dish := self.bench.dish()) is not None and dish.fine is None:
            self.shelf.add_code(dish.code)

    def _copy(self) -> None:
        if (dish := self.bench.dish()) is not None and dish.fine is None:
            QGuiApplication.clipboard().setText(text.written(dish.code))
            self._lab.notice("info", tr("The latent code is on the clipboard."), key="copy")

    def _keep(self, name: str) -> None:
        vector = self.bench.attribute()
        if vector is not None:
            self.kept.keep(name, vector)

    def _save(self) -> None:
        path = save_as(self.page, tr("Save directions"), "directions.json", JSON)
        if path is not None:
            self.save_directions(path)

    def save_directions(self, path: Path) -> None:
        """Write the kept directions as JSON."""
        self._lab.write(path, lambda p: write_atomic(p, self.kept.written().encode()))

    def _load(self) -> None:
        title = tr("Open directions")
        path = QFileDialog.getOpenFileName(self.page, title, str(Path.home()), "JSON (*.json)")[0]
        if path:
            self.open_directions(Path(path))

    def open_directions(self, path: Path) -> None:
        """Keep those of a JSON file, too; what is wrong with it is said."""
        try:
            count = self.kept.read(text.opened(path))
        except Problem as wrong:
            self._lab.refused(wrong)
        else:
            facts = {"count": count, "name": path.name}
            self._lab.notice("info", tr("{count} directions from {name}.", **facts), key="shelf")

    # -- the run ---------------------------------------------------------------------------------------

    def follow(self, *, at_once: bool) -> None:
        """The run went on while the page is looked at."""
        if self.shelf.open and self.shelf.items:
            self._follow(at_once)

    def begin(self, config: GanConfig) -> None:
        """Another run answers from now on."""
        self.refining.forget()
        why = PLANE if config.plane else "" if config.ogan else NO_ENCODER
        self.page.show_open(why, can_turn_on=not config.plane and not config.ogan)
        self.kept.fit(config.nz)
        self.shelf.begin(config)
        if self._waiting is not None and self.shelf.open:
            waiting, self._waiting = self._waiting, None
            self.shelf.restore(waiting)
        self._show()

    # -- remembering -----------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """What is remembered, JSON-ready."""
        shelf = self.shelf.state() if self._waiting is None else self._waiting
        return {"shelf": shelf, "kept": self.kept.state(), "bench": self.bench.state()}

    def restore(self, state: Any) -> None:
        """Put it back, the shelf as soon as there is a run that encodes; what does not fit is passed over."""
        if not isinstance(state, Mapping):
            return
        self.kept.restore(state.get("kept"))
        self.bench.restore(state.get("bench"))
        if self.shelf.open:
            self.shelf.restore(state.get("shelf"))
        else:
            self._waiting = state.get("shelf")
