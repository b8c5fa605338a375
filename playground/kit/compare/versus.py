"""A and B beside each other: one transport, curves over each other, figures beside their floors."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engines.ground.compare.lockstep import Both
from engines.ground.compare.rules import difference
from engines.ground.files import write_atomic
from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.ground.runner import Runner
from engines.images.scores.sides import Sides
from playground.ground.bridge import Build
from playground.ground.lab_run import LabRun
from playground.kit.compare import overlay
from playground.kit.compare.choice import Choice
from playground.kit.compare.figures import FigureRow
from playground.kit.compare.kind import Kind, Side
from playground.kit.compare.scored import ScoredPanel
from playground.kit.compare.sideline import Sideline
from playground.kit.compare.table import as_csv
from playground.kit.curve_foot import CurveFoot
from playground.kit.png import write_png
from playground.kit.point_exports import Save
from playground.kit.scoring import Scoring
from playground.kit.sheets import Curves
from playground.kit.stage import Stage
from playground.lab import Exports
from widgets.form.field import shown
from widgets.frame.panel import Panel
from widgets.look.figures import count
from widgets.look.i18n import say, tr

GAP = 8  # px between the sides in an exported picture
OFTEN = 0.3  # seconds between looks at both engines while they run, at least
REST_OF = 6.0  # and so many times as long as such a look takes: a seventh of their time at most
REST = 700  # ms between two drawings of the curves
FORMATS = ((mark("Table of both"), "csv"), (mark("Picture of both"), "png"))
SIDES = ("A", "B")


class VersusView(Stage):
    """The two sides over their curves; ``controls`` drives them, ``choice`` says what differs.

    Args:
        name: of its objects, such as ``gan.versus``.
        kind: what the lab brings.
        run: the lab's own, which is paused while these play.
    """

    def __init__(self, name: str, kind: Kind[Any], run: LabRun) -> None:
        super().__init__(name)
        self._name, self._kind, self._run = name, kind, run
        self._settings: tuple[Any, Any] | None = None
        self.latest: Both[Any] | None = None
        """What is shown."""
        self._due = 0.0  # when both engines may be looked at again
        self.choice = Choice(name, kind.rules)
        self.choice.changed.connect(self._chosen)
        self.controls = Sideline(name, run, self._build)
        self.controls.shown.connect(self.show_both)
        self.controls.ended.connect(self._say)
        self.scored = ScoredPanel(name, SIDES)
        self.scoring = Scoring(self._ask_both, self.controls.refuse, self.scored, self._sessions, self)
        self.controls.gone.connect(self.scoring.stop)
        self._panels: dict[str, Panel] = {}
        self._scores: dict[str, FigureRow] = {}
        self.sides: dict[str, Side] = {}
        plots = [(plot.name, plot.title, plot.note) for plot in kind.plots]
        self._curves = CurveFoot(name, plots, REST, self._draw)
        height = lambda: max(130, min(220, self.height() // 4))  # noqa: E731
        self.set_parts(self._main(), self._curves, height, name=f"{name}.foot")
        run.config_changed.connect(lambda: self.set_config(run.config))
        self._say()

    def _main(self) -> QWidget:
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.addWidget(self.choice, 1)
        head.addWidget(self.scored.button)
        column.addLayout(head)
        if (above := self._kind.head(self.look)) is not None:
            column.addWidget(above)
        row = QHBoxLayout()
        row.setSpacing(0)
        for side in SIDES:
            row.addWidget(self._panel(side), 1)
        self.sides["B"].join(self.sides["A"])
        column.addLayout(row, 1)
        column.addWidget(self.scored)
        return main

    def _panel(self, side: str) -> Panel:
        name = f"{self._name}.{side.lower()}"
        self._panels[side] = panel = Panel(side, role="stage")
        self.sides[side] = view = self._kind.side(name)
        self._scores[side] = scores = FigureRow()
        panel.facts_label().setObjectName(f"{name}.facts")
        scores.setObjectName(f"{name}.scores")
        view.framed.connect(self._frame)
        panel.body.addWidget(scores)
        panel.body.addWidget(view, 1)
        return panel

    # -- showing ---------------------------------------------------------------------------------------

    def set_config(self, config: Any) -> None:
        """The run's settings are these now; what is being compared goes on as it began, until played anew."""
        self.choice.set_config(config)
        if self.latest is None:
            self._clear()
        self._say()

    def show_both(self, both: Both[Any]) -> None:
        """The newest of both runs."""
        self.latest = both
        for side, seen in zip(SIDES, (both.a, both.b), strict=True):
            self.sides[side].show_seen(seen)
        self._curves.show_curves(overlay.merged(self._kind.curves(both.a), self._kind.curves(both.b)))
        if not self.controls.playing or time.monotonic() >= self._due:
            self.look()
        self._say()

    def figures(self, side: str) -> list[tuple[str, str, str]]:
        """Name, value and floor of what is said of "A" or "B"."""
        return self._scores[side].told()

    def look(self) -> None:
        """Ask both engines what a snapshot does not tell."""
        query = self._kind.look()
        if query is None or not self.isVisible():
            return

        def ask(both: Any) -> tuple[Any, Any, float]:
            began = time.monotonic()
            return query(both.a), query(both.b), time.monotonic() - began

        def show(found: tuple[Any, Any, float]) -> None:
            *answers, took = found
            self._due = time.monotonic() + max(OFTEN, REST_OF * took)
            for side, answer in zip(SIDES, answers, strict=True):
                self.sides[side].show_look(answer)

        self._due = time.monotonic() + OFTEN
        self.controls.bridge.ask(ask, show, key="look", anytime=True)

    # -- what is taken away, and remembered ------------------------------------------------------------

    def picture(self) -> QImage | None:
        """Both sides beside each other, to export."""
        if self.latest is None:
            return None
        return beside([self.sides[side].picture() for side in SIDES])

    def exports(self, save: Save) -> Exports:
        """Settings, figures and curves of both as a table, or their picture; ``save`` as
        :meth:`playground.lab.Lab.write`."""

        def write(path: Path) -> None:
            image, table = self.picture(), self._table()
            if path.suffix == ".png" and image is not None:
                save(path, lambda to: write_png(to, image))
            else:
                save(path, lambda to: write_atomic(to, table))

        missing = mark("There is nothing to export yet.") if self.latest is None else ""
        return Exports(mark("Export the comparison"), "comparison.csv", FORMATS, write, missing)

    def _table(self) -> bytes:
        if self.latest is None or self._settings is None:
            return b""
        both = dict(zip(SIDES, (self.latest.a, self.latest.b), strict=True))
        figures = {side: self._kind.figures(seen) for side, seen in both.items()}
        curves = {side: self._kind.told(seen) for side, seen in both.items()}
        scores = self.scored.scores()
        return as_csv(self.latest.step, difference(*self._settings), figures, curves, scores)

    # -- scores on demand ------------------------------------------------------------------------------

    def _sessions(self, seed: int) -> Sides:
        """Of both, from the same seed."""
        found = [self._kind.scoring(config, seed) for config in self._settings or ()]
        return Sides([session for session in found if session is not None])

    def _ask_both(self, advance: Callable[[Any], float], then: Any, failed: Any) -> None:
        """Between two steps, so that both have done as many."""
        self.controls.bridge.ask(lambda both: advance((both.a, both.b)), then, failed)

    # -- inside ----------------------------------------------------------------------------------------

    def _build(self) -> Build:
        a, b = self._kind.rules.sides(self._run.config, *self.choice.values())
        if a == b:
            raise Problem("A and B are the same. Choose another value for B.")
        self._settings, self.latest = (a, b), None
        self._clear()
        device, make = self._run.selection.device, self._kind.build

        def build(runner: Runner[Any]) -> Any:
            runner.report(mark("Loading torch…"))
            return make(a, b, runner, device)

        return build

    def _clear(self) -> None:
        self.scoring.forget()
        for side, config in zip(SIDES, self._settings or (self._run.config,) * 2, strict=True):
            self.sides[side].begin(config)

    def _chosen(self) -> None:
        """Another comparison: what one that is over has found makes room for it."""
        if not self.controls.alive:
            self._settings = self.latest = None
            self._clear()
            self._curves.show_curves({})
        self._say()

    def _frame(self, index: int) -> None:
        for side in self.sides.values():
            side.frame(index)

    def _draw(self, plots: tuple[Any, ...], found: Curves) -> None:
        overlay.draw(plots, self._kind.plots, found, self.width())
        for name, words in {} if self.latest is None else self._kind.notes(self.latest.a).items():
            say(self._curves.plot(name).note, **words)

    def _say(self) -> None:
        """Beside each side: what it has in its place, how far it is, and what is measured of it."""
        try:
            wanted = self._kind.rules.sides(self._run.config, *self.choice.values())
        except Problem:  # said when it is to begin
            wanted = self._run.config, self._run.config
        a, b = self._settings or wanted
        differing = difference(a, b)
        for side, at, config in (("A", 1, a), ("B", 2, b)):
            matter = {field.name for field in self._kind.rules.choosable(config)}
            told = [found for found in differing if found[0].name in matter]
            values = [
                tr("{setting}: {value}", setting=tr(field.title), value=shown(field, found))
                for field, found in ((row[0], row[at]) for row in told)
            ]
            seen = None if self.latest is None else (self.latest.a if side == "A" else self.latest.b)
            self._panels[side].set_facts(" · ".join(values))
            self._scores[side].show_figures(self._told(seen))
        scorable = self._kind.scoring((self._settings or wanted)[0], 0) is not None
        self.scored.button.setVisible(scorable)
        self.scored.button.setEnabled(self.controls.alive and self.latest is not None)
        self.controls.set_facts(self._facts)
        self.controls.set_stale(self._settings != wanted)

    def _told(self, seen: Any) -> list[tuple[str, str, str]]:
        """Its figures, and when what is seen was drawn, where that is not the one step shown."""
        if seen is None:
            return []
        (first, last), figures = self._kind.age(seen), [figure.told() for figure in self._kind.figures(seen)]
        if first != last:
            figures.append((tr("drawn at steps"), f"{count(first)}–{count(last)}", ""))
        elif last != seen.step:
            figures.append((tr("drawn at step"), count(last), ""))
        return figures

    def _facts(self) -> str:
        if self.latest is None:
            return tr("Both begin from the same seed and see the same data in the same order.")
        return tr("step {step}", step=count(self.latest.step))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
            self._curves.redraw()
        super().changeEvent(event)


def beside(images: list[QImage]) -> QImage:
    """Pictures in a row, a white gap between them."""
    width = sum(image.width() for image in images) + GAP * (len(images) - 1)
    sheet = QImage(width, max(image.height() for image in images), QImage.Format.Format_RGB32)
    sheet.fill(QColor(Qt.GlobalColor.white))
    painter, at = QPainter(sheet), 0
    for image in images:
        image.setDevicePixelRatio(1)
        painter.drawImage(at, 0, image)
        at += image.width() + GAP
    painter.end()
    return sheet
