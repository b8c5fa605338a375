"""The ellipse lab: two sheets of paper, glued a quarter turn apart, close into a solid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from engines.ellipse import DEFAULT, PRESETS, EllipseConfig, EllipseSnapshot, queries
from engines.ellipse.snapshot import Curve
from engines.ground.marks import mark
from playground.ground.action import Action
from playground.ground.lesson import Lesson
from playground.kit.save_as import save_as
from playground.kit.throttle import Paced
from playground.lab import Exports, Lab
from playground.labs.ellipse.inspector import EllipseInspector
from playground.labs.ellipse.lessons import lessons
from playground.labs.ellipse.stage import EllipseStage
from widgets.look.i18n import tr

MENU = mark("Solid")
MESHES = (("STL", "stl"), ("OBJ", "obj"), ("PLY", "ply"), ("glTF", "glb"))
REST = 250  # ms without a change until what takes longer is asked
ASIDE = 100  # ms between two of the figures and curves while the solid follows the hand
TEMPLATES = (("PDF", "pdf"), ("SVG", "svg"))


class EllipseLab(Lab):
    """Wires the solid's settings to its view."""

    key = "ellipse"
    kind = "asked"
    hint = mark(
        "Drag the solid to turn it. Fold shows how the flat sheets close; drag an axis to change them."
    )
    config_type = EllipseConfig
    presets = PRESETS
    default_preset = DEFAULT.key
    nicknames = {"a": "a", "b": "b", "offset": "offset", "bend": "bend", "way": "mode"}  # noqa: RUF012
    folded = (mark("Accuracy"),)
    latest: EllipseSnapshot | None = None
    printed = False
    """Whether a template was saved."""

    def view(self) -> QWidget:
        stage = self.stage = EllipseStage()
        stage.bend_wanted.connect(lambda bend: self.run.set_values(bend=bend))
        stage.ratio_wanted.connect(self._set_ratio)
        stage.offset_wanted.connect(lambda offset: self.run.set_values(offset=offset, bend=1.0))
        stage.sliced.connect(self._show_slice)
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._explore)
        self.run.config_changed.connect(self._rest.start)  # a hand that moves is not made to wait
        self._aside = Paced(ASIDE, self._show_aside, self)
        return stage

    def inspector(self) -> QWidget:
        view = self.inspected = EllipseInspector()
        view.axes_wanted.connect(lambda a, b: self.run.set_values(a=a, b=b))
        view.fullest_ratio_clicked.connect(self.find_ratio)
        view.fullest_offset_clicked.connect(self.find_offset)
        view.export_clicked.connect(self.export_wanted)
        view.template_clicked.connect(self.save_template)
        return view

    def show(self, snapshot: EllipseSnapshot) -> None:
        turned = self.latest is None or (self.latest.problem is None) != (snapshot.problem is None)
        self.latest = snapshot
        self.stage.show_solid(snapshot, self.run.config)
        self._aside(at_once=turned)
        self._rest.start()
        if snapshot.problem is not None:
            template, facts = snapshot.problem.template, snapshot.problem.facts
            self.notice("warn", tr(template, **facts), key="solid")
        else:
            self.outdated.emit("solid")

    def _show_aside(self) -> None:
        """Figures and curves: read, not watched."""
        if self.latest is not None:
            self.stage.show_curves(self.latest, self.run.config)
            self.inspected.show_snapshot(self.latest, self.run.config)

    def show_work(self, snapshot: EllipseSnapshot) -> None:
        self.show(snapshot)  # the solids on the way to an offset are worth seeing

    def _explore(self) -> None:
        """Nothing moves: measure the solid, and let the curve over the offset grow."""
        if self.latest is None or self.latest.problem is not None or self.latest.pending:
            return
        self.ask(queries.measures, self.inspected.show_measures, key="measures", failed=_leave)
        self.ask(queries.fill, self._grow, key="fill", failed=_leave, anytime=False)

    def _grow(self, found: tuple[Curve, bool]) -> None:
        curve, more = found
        self.stage.show_offsets(curve)
        if more and self.stage.isVisible() and not self._rest.isActive():
            self.ask(queries.fill, self._grow, key="fill", failed=_leave, anytime=False)

    def _show_slice(self) -> None:
        stage = self.stage
        self.inspected.show_slice(stage.slice_sides(), stage.longest_sides(), stage.whole)

    def _set_ratio(self, ratio: float) -> None:
        long = max(self.run.config.a, self.run.config.b)
        self.run.set_values(a=long, b=max(ratio * long, 0.02))

    # -- finding ---------------------------------------------------------------------------------------

    def find_ratio(self) -> None:
        """Go to the b/a that holds the most at a quarter turn."""
        long = max(self.run.config.a, self.run.config.b)

        def go(b: float) -> None:
            self.run.set_values(a=long, b=b, offset=1.0, bend=1.0, way="long")

        self.ask(queries.fullest_ratio, go, key="fullest")

    def find_offset(self) -> None:
        """Go to the offset that holds the most."""

        def go(offset: float) -> None:
            self.run.set_values(offset=offset, bend=1.0, way="long")

        self.ask(queries.fullest_offset, go, key="fullest", anytime=False)

    # -- files -----------------------------------------------------------------------------------------

    def picture(self) -> QImage | None:
        return self.stage.picture() if self.latest is not None else None

    def exports(self) -> Exports:
        def write(path: Path) -> None:
            size, wall = self.inspected.size_mm(), self.inspected.wall_mm()
            self.ask(
                lambda e: queries.write_mesh(e, path, size, wall), lambda _: self.written(path), anytime=False
            )

        closed = self.latest is not None and self.latest.problem is None
        missing = "" if closed else mark("These sheets do not close: there is no solid to export.")
        return Exports(mark("Export the solid"), "solid.stl", MESHES, write, missing)

    def save_template(self) -> None:
        """Ask where to, and write the two sheets to cut out."""
        path = save_as(self.stage, tr("Save the template"), "template.pdf", TEMPLATES)
        if path is not None:
            size, tabs = self.inspected.size_mm(), self.inspected.tabs()
            self.ask(
                lambda e: queries.write_template(e, path, size, tabs, "A4"),
                lambda _: self._print_done(path),
                anytime=False,
            )

    def _print_done(self, path: Path) -> None:
        self.printed = True
        self.written(path)

    # -- acting, remembering ---------------------------------------------------------------------------

    def actions(self) -> Sequence[Action]:
        rows = (
            ("fullest", mark("Find the fullest b/a"), self.find_ratio, "cube"),
            ("fullest_offset", mark("Find the fullest offset"), self.find_offset, "arrows-clockwise"),
            ("paper", mark("Paper template…"), self.save_template, "scissors"),
        )
        return [Action(f"ellipse.do.{key}", text, act, "", icon, MENU) for key, text, act, icon in rows]

    def lessons(self) -> Sequence[Lesson]:
        return lessons(
            lambda: self.run.config, lambda: self.latest, lambda: self.stage.options(), lambda: self.printed
        )

    def save_state(self) -> dict[str, Any]:
        return {"options": self.stage.options()}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        if isinstance(options := state.get("options"), dict):
            self.stage.set_options(options)


def _leave(_: Exception) -> None:
    """Why there is no solid is told already."""


LAB = EllipseLab
