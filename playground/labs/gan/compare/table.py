"""The seed post's table, filling: architectures trained in turn, their figures and samples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engines.gan.compare.rows import ENTRIES, NAN, SHOWN, Floors, Row, Standing, as_csv, halted, sheet
from engines.gan.config import GanConfig
from engines.ground.files import write_atomic
from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.ground.runner import Runner
from playground.ground import i18n
from playground.ground.bridge import Build
from playground.ground.lab_run import LabRun
from playground.kit.compare.sideline import Sideline
from playground.kit.png import write_png
from playground.kit.point_exports import Save
from playground.kit.sheets import image_of
from playground.kit.stage import Stage
from playground.lab import Exports
from widgets.controls.buttons import text_button
from widgets.form.sliders import SliderRow
from widgets.frame.panel import Panel
from widgets.look.figures import clock, count
from widgets.look.i18n import tr
from widgets.pictures.grid import ImageGrid
from widgets.text.table import WordTable

COLUMNS = (
    ("name", mark("Architecture"), "word", ""),
    ("g", mark("Size G, k"), "float", mark("Parameters of the generator, in thousands")),
    ("d", mark("Size D, k"), "float", mark("Parameters of the discriminator, in thousands")),
    ("pace", mark("ms/step"), "float", mark("Milliseconds per step")),
    ("seconds", mark("Seconds"), "float", mark("Spent on its steps")),
    (
        "distance",
        mark("Distance"),
        "float",
        mark("Of samples to pictures kept out of training, by random features; low is good"),
    ),
    ("rec", mark("Error"), "float", mark("Reconstruction error of unseen pictures, with an encoder")),
    ("contrast", mark("Uneven"), "float", mark("Checkerboard in samples, by place modulo 2; 1 is even")),
)
BUDGET = 200
OF_PICTURES = mark("The table is of runs on pictures. Choose pictures under Data.")
FORMATS = ((mark("Table"), "csv"), (mark("Sheet of samples"), "png"))


class TableView(Stage):
    """Rows over their strips of samples, in one order; ``controls`` trains them."""

    def __init__(self, run: LabRun) -> None:
        super().__init__("gan.table")
        self._run = run
        self.standing = Standing(0, 0, BUDGET, tuple(Row(e.key, e.name) for e in ENTRIES), Floors())
        """What is shown."""
        self.controls = Sideline("gan.table", run, self._build, mark("Train all"))
        self.controls.shown.connect(self.show_standing)
        self.controls.ended.connect(lambda: self.show_standing(halted(self.standing)))
        self.budget = SliderRow(mark("Steps each"), 10, 5000, default=BUDGET, log=True, integer=True)
        self.budget.set_name("gan.table.budget")
        self.budget.moved.connect(lambda _: self._compare_settings())
        run.config_changed.connect(self._compare_settings)
        self._trained: tuple[GanConfig, int] | None = None
        self.table = WordTable()
        self.table.setObjectName("gan.table.rows")
        self.table.set_columns(COLUMNS)
        self.table.sorted_by.connect(lambda *_: self._show_strips())
        self.table.chosen.connect(lambda _: self._frame())
        self.export = text_button(mark("Export the table"), icon="export", by_tab=True)
        self.export.setObjectName("gan.table.export")
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.setSpacing(12)
        head.addWidget(self.budget, 1)
        head.addWidget(self.export)
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        panel = Panel(mark("Samples of the same codes"), role="stage")
        self._panel, self._strips = panel, ImageGrid(mark("A strip of each, as it learns"))
        self._strips.setObjectName("gan.table.strips")
        self._strips.clicked.connect(self._choose)
        panel.body.addWidget(self._strips, 1)
        self.set_parts(
            main, panel, lambda: max(200, self.height() - 375), name="gan.table.foot", limits=(160, 700),
            folded=mark("Show samples"),
        )  # fmt: skip
        self.show_standing(self.standing)

    def show_standing(self, standing: Standing) -> None:
        """The table as it is now."""
        self.standing = standing
        key, descending = self.table.sort_key()
        chosen = self.table.current_row()
        lines = [*map(_line, standing.rows), *_floor_lines(standing.floors)]
        self.table.set_rows({name: _column([line[name] for line in lines]) for name, *_ in COLUMNS})
        self.table.set_sort(key, descending=descending)
        self.table.choose(chosen)
        self._show_strips()
        self.controls.set_facts(self._facts)

    def exports(self, save: Save) -> Exports:
        """The table, and the strips in the order shown; ``save`` as :meth:`playground.lab.Lab.write`."""

        def write(path: Path) -> None:
            image = self.picture()
            if path.suffix == ".png" and image is not None:
                save(path, lambda to: write_png(to, image))
            else:
                save(path, lambda to: write_atomic(to, as_csv(self.standing)))

        missing = "" if self.standing.step else mark("There is nothing to export yet.")
        return Exports(mark("Export the table"), "architectures.csv", FORMATS, write, missing)

    def picture(self) -> QImage | None:
        """The strips one below the other."""
        pixels = sheet(self._ordered())
        return None if pixels is None else image_of(pixels)

    # -- inside ----------------------------------------------------------------------------------------

    def _build(self) -> Build:
        (config, budget), device = self._wanted(), self._run.selection.device
        if config.plane:
            raise Problem(OF_PICTURES)
        self._trained = config, budget

        def build(runner: Runner[Any]) -> Any:
            runner.report(mark("Loading torch…"))
            from engines.gan.compare import table

            return table.build(config, budget, runner.report, runner.cancelled, device)

        return build

    def _wanted(self) -> tuple[GanConfig, int]:
        return self._run.config, round(self.budget.value())

    def _compare_settings(self) -> None:
        self.controls.set_stale(self._trained != self._wanted())

    def _ordered(self) -> list[Row]:
        """The rows that have samples, in the order shown."""
        rows = self.standing.rows
        found = [rows[at] for at in self.table.shown_rows() if at < len(rows)]
        return [row for row in found if row.strip is not None]

    def _show_strips(self) -> None:
        rows = self._ordered()
        pixels = sheet(rows)
        if pixels is None:
            self._strips.clear()
        else:
            self._strips.set_tiles(pixels, len(rows), SHOWN)
        self._panel.set_facts(tr("a row each, in the order of the table"))
        self._frame()

    def _frame(self) -> None:
        """The strip of the chosen row."""
        keys, at = [row.key for row in self._ordered()], self.table.current_row()
        chosen = self.standing.rows[at].key if 0 <= at < len(self.standing.rows) else None
        first = keys.index(chosen) * SHOWN if chosen in keys else -1
        self._strips.set_badges({"": first})

    def _choose(self, index: int, _: Any) -> None:
        row = self._ordered()[index // SHOWN]
        self.table.choose(self.standing.rows.index(row))
        self._frame()

    def _facts(self) -> str:
        standing = self.standing
        done = sum(row.state in ("done", "failed") for row in standing.rows)
        total = len(standing.rows)
        if not done and self._run.config.plane:
            return tr(OF_PICTURES)
        now = next((row for row in standing.rows if row.state == "training"), None)
        if failed := next((row for row in standing.rows if row.why is not None), None):
            assert failed.why is not None
            return tr("{name} failed: {why}", name=tr(failed.name), why=i18n.message_of(failed.why))
        if now is not None:
            left = now.pace * (standing.total - standing.step) if now.steps else 0.0
            facts = {"name": tr(now.name), "step": count(now.steps), "budget": count(standing.budget)}
            return tr("{name}: {step} of {budget} steps; about {time} left", time=clock(left), **facts)
        return tr("{done} of {total} trained", done=done, total=total)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.show_standing(self.standing)
        super().changeEvent(event)


def _line(row: Row) -> dict[str, Any]:
    known = row.steps > 0
    return {
        "name": tr(row.name) + ("  ⋯" if row.state == "training" else "  ✕" if row.state == "failed" else ""),
        "g": row.params_g / 1000 or NAN,
        "d": row.params_d / 1000 or NAN,
        "pace": row.pace * 1000,
        "seconds": row.seconds if known else NAN,
        "distance": row.distance,
        "rec": row.rec,
        "contrast": row.contrast,
    }


def _floor_lines(floors: Floors) -> list[dict[str, Any]]:
    """What all figures stand beside, as two lines of the same table."""
    nothing = {name: NAN for name, *_ in COLUMNS}
    real = {"name": tr("Real pictures"), "distance": floors.distance, "contrast": floors.contrast}
    mean = {"name": tr("Mean picture"), "distance": floors.mean_distance, "rec": floors.mean_rec}
    return [nothing | real, nothing | mean]


def _column(values: list[Any]) -> Any:
    return values if isinstance(values[0], str) else np.array(values, float)
