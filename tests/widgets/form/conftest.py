"""A form with a row of every kind, on screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from widgets.form.form import Form


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    title: str
    default: Any
    help: str = ""
    section: str = ""
    low: float | None = None
    high: float | None = None
    log: bool = False
    choices: tuple[tuple[Any, str], ...] = ()
    live: bool = False
    when: tuple[str, tuple[Any, ...]] | None = None
    zero: str = ""


FIELDS = (
    Field("data", "choice", "Pictures", "faces", section="Data",
          choices=(("faces", "Faces"), ("icons", "Icons"), ("folder", "Folder"))),
    Field("path", "path", "Folder", "", when=("data", ("folder",))),
    Field("size", "choice", "Size", 32, choices=((32, "32 px"), (64, "64 px"))),
    Field("width", "int", "Width", 24, section="Model", low=8, high=128, log=True),
    Field("ogan", "bool", "O-GAN encoder", True, live=True),
    Field("note", "text", "Note", "", section="Loss"),
    Field("reg", "choice", "Regulariser", "none", choices=(("none", "None"), ("r1", "R1"))),
    Field("r1", "float", "R1 weight", 1.0, low=0, high=10, live=True, when=("reg", ("r1",)),
          help="Holds the slope down near real pictures."),
    Field("every", "int", "Every", 1, low=1, high=16, when=("r1", (2.0,))),
    Field("limit", "int", "Limit", 0, low=0),
)  # fmt: skip


@dataclass
class Shown:
    form: Form
    said: list[tuple[str, Any]] = field(default_factory=list)

    def part(self, name: str, kind: type = QWidget) -> Any:
        found = self.form.findChild(kind, f"gan.config.{name}")
        assert found is not None, name
        return found

    def visible(self) -> set[str]:
        return {name for name in self.form.values() if self.form.row(name).isVisibleTo(self.form)}


@pytest.fixture
def shown(show) -> Shown:
    form = Form("gan")
    form.set_fields(FIELDS)
    show(form, 280, 900)
    shown = Shown(form)
    form.changed.connect(lambda name, value: shown.said.append((name, value)))
    return shown
