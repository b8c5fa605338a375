"""Opening and saving for one lab's page: runs, settings, pictures, and whatever its lab takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from engines.ground import spec
from engines.ground.checkpoint import write_atomic
from engines.ground.problem import FileProblem, Problem
from playground.ground import i18n
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from playground.lab import Lab
    from widgets.frame.notice import NoticeBar

SETTINGS_LIMIT = 1 << 20  # bytes


class Filing(QObject):
    """Asks where, does it, and says what came of it in the page's notices."""

    def __init__(self, lab: Lab, notices: NoticeBar, page: QWidget) -> None:
        super().__init__(page)
        self._lab, self._notices, self._page = lab, notices, page

    # -- opening ---------------------------------------------------------------------------------------

    def open_any(self) -> None:
        """Ask for a saved run, settings or whatever the lab takes, and open it."""
        filters = ";;".join(
            [tr("All files") + " (*)", tr("Saved runs") + " (*.safetensors)", tr("Settings") + " (*.json)"]
        )
        path, _ = QFileDialog.getOpenFileName(self._page, tr("Open"), str(Path.home()), filters)
        if path:
            self.open_path(path)

    def open_path(self, path: str) -> None:
        """Open a saved run or settings, or hand it to the lab; says so if nobody knows it."""
        if path.endswith(".safetensors"):
            if not self._lab.open_file(path):
                self._lab.run.open(Path(path))
        elif path.endswith(".json"):
            self.open_settings(Path(path))
        elif self._lab.accepts([path]):
            self._lab.drop([path])
        else:
            sentence = tr("{name} is nothing that this lab can open.", name=Path(path).name)
            self._notices.post("warn", sentence)

    def open_settings(self, path: Path) -> None:
        """Take over a settings file."""
        try:
            if path.stat().st_size > SETTINGS_LIMIT:
                raise FileProblem("{name} is too large to be a settings file.", name=path.name)
            text = path.read_text(encoding="utf-8")
            config, unknown = spec.from_json(self._lab.config_type, text)
        except (OSError, UnicodeDecodeError) as e:
            sentence = tr("{name} could not be read: {reason}.", name=path.name, reason=str(e))
            self._notices.post("error", sentence)
        except Problem as e:
            self._notices.post("error", f"{path.name}: {i18n.told(e)}")
        else:
            self._lab.run.set_values(**spec.values(config))
            if unknown:
                names = ", ".join(unknown[:5])
                sentence = tr("Settings this program does not know were left out: {names}.", names=names)
                self._notices.post("warn", sentence)

    # -- saving ----------------------------------------------------------------------------------------

    def save_settings(self) -> None:
        """Ask where to, and save the config as a preset file."""

        def write(path: Path) -> None:
            try:
                write_atomic(path, spec.to_json(self._lab.run.config).encode())
            except FileProblem as e:
                self._notices.post("error", i18n.told(e))

        self._save(tr("Save settings"), "settings.json", write)

    def save_run(self) -> None:
        """Ask where to, and save the run between two steps."""
        name = f"{self._lab.key}-{self._lab.run.step}.safetensors"

        def saved(path: Path) -> None:
            sentence = tr("Saved as {name}.", name=path.name)
            self._lab.run.save(path, lambda: self._notices.post("info", sentence))

        self._save(tr("Save run"), name, saved)

    def export(self) -> None:
        """Ask where to, and save the lab's picture, its config inside the PNG; or as the lab will have it."""
        if self._lab.export():
            return
        image = self._lab.picture()
        if image is None:
            self._notices.post("info", tr("There is no picture yet."))
            return
        image.setText("config", spec.to_json(self._lab.run.config))
        image.setText("step", str(self._lab.run.step))

        def write(path: Path) -> None:
            if not image.save(str(path)):
                self._notices.post("error", tr("{name} could not be saved.", name=path.name))

        self._save(tr("Export picture"), f"{self._lab.key}-{self._lab.run.step}.png", write)

    def _save(self, title: str, name: str, write: Callable[[Path], None]) -> None:
        path, _ = QFileDialog.getSaveFileName(self._page, title, str(Path.home() / name))
        if path:
            chosen = Path(path)
            write(chosen if chosen.suffix else chosen.with_suffix(Path(name).suffix))

    # -- the last run ----------------------------------------------------------------------------------

    def offer_last_run(self) -> None:
        """At the start: the run of last time, if there is one to go on with."""
        run = self._lab.run
        if run.shelf.has_autosave():
            links = [(tr("Continue it"), lambda: run.open(run.shelf.last_time))]
            self._notices.post("info", tr("Your last run is kept."), links, "last")

    def continue_last(self) -> None:
        """Open the autosaved run, paused."""
        self._notices.dismiss("last")
        self._lab.run.open(self._lab.run.shelf.autosave)
