"""The ninth lab: a ball in a bowl."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from engines.ground.files import write_atomic
from playground.kit.curve_foot import CurveFoot
from playground.kit.sheets import image_of, series
from playground.kit.stage import Stage
from playground.lab import Exports, Lab
from tests.app.ninth import engine
from widgets.look.i18n import tr
from widgets.pictures.picture import Picture


class NinthLab(Lab):
    key = "ninth"
    hint = "Space plays. The ball rolls down."
    config_type = engine.BowlConfig
    presets = engine.PRESETS
    default_preset = engine.DEFAULT.key

    def package(self) -> Any:
        return engine

    def view(self) -> Stage:
        self.picture_view = Picture("Picture")
        self.picture_view.setObjectName("ninth.picture")
        plots = (("loss", "Loss", "per step, smoothed"),)
        self.curves = CurveFoot(
            self.key, plots, 400, lambda views, found: views[0].set_series(series(found, (("f", 1, "loss"),)))
        )
        stage = Stage("ninth.stage")
        stage.set_parts(self.picture_view, self.curves, lambda: 150, name="ninth.foot")
        return stage

    def show(self, snapshot: engine.BowlSnapshot) -> None:
        self.latest = snapshot
        self.picture_view.set_pixels(snapshot.pixels)
        self.curves.show_curves(snapshot.curves)

    def picture(self) -> QImage | None:
        return image_of(self.latest.pixels) if self.latest else None

    def exports(self) -> Exports:
        def write(path: Path) -> None:
            steps, losses = self.latest.curves["loss"]
            rows = {"step": steps.tolist(), "loss": losses.tolist()}
            self.write(path, lambda to: write_atomic(to, json.dumps(rows).encode()))

        missing = "" if self.latest and self.latest.step else "There is no picture yet."
        return Exports("Export picture", "loss.json", (("JSON", "json"),), write, missing)

    def help_text(self, language: str) -> str:
        return f"# {tr('Loss')}\n\nf(x, y) = (x² + s y²) / 2"


LAB = NinthLab
