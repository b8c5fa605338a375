"""Opening and saving for one lab's page: runs, settings, pictures, and whatever its lab takes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from engines.ground import checkpoint, spec
from engines.ground.checkpoint import SUFFIX as RUN
from engines.ground.files import read, write_atomic
from engines.ground.marks import mark
from engines.ground.problem import Problem
from playground.ground import i18n
from playground.ground.shelf import KeptRun
from playground.kit.png import write_png
from playground.kit.save_as import save_as
from playground.lab import REGISTRY, title_of
from playground.run.thumbnails import Thumbnails
from widgets.frame.offers import Offer, Offers
from widgets.look import style
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from playground.lab import Exports, Lab
    from widgets.frame.notice import NoticeBar

SETTINGS_LIMIT = 1 << 20  # bytes
SETTINGS = ".json"
OPENED = "opened"  # what is said of the file opened last
PICKLES = (".pt", ".pth", ".ckpt", ".pkl", ".pickle")


def _holds_settings(path: Path) -> bool:
    """Whether a JSON file is one of settings; else it may be one of the lab's own."""
    try:
        found = json.loads(read(path, SETTINGS_LIMIT))
    except (Problem, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "values" in found


class FileActions(QObject):
    """Asks where, does it, and says what came of it in the page's notices."""

    elsewhere = Signal(str, object)
    """(key of another lab, path): open it there."""

    def __init__(self, lab: Lab, notices: NoticeBar, page: QWidget) -> None:
        super().__init__(page)
        self._lab, self._notices, self._page = lab, notices, page

    # -- opening ---------------------------------------------------------------------------------------

    def open_any(self) -> None:
        """Ask for a saved run, settings or whatever the lab takes, and open it."""
        filters = ";;".join(
            [tr("All files") + " (*)", tr("Saved runs") + f" (*{RUN})", tr("Settings") + f" (*{SETTINGS})"]
        )
        home = str(Path.home())
        if self._lab.source.several:
            paths, _ = QFileDialog.getOpenFileNames(self._page, tr("Open"), home, filters)
        else:
            path, _ = QFileDialog.getOpenFileName(self._page, tr("Open"), home, filters)
            paths = [path] if path else []
        if paths:
            self.drop(paths)

    def open_path(self, path: str) -> None:
        """Open a saved run or settings, or hand it to the lab; says so if nobody knows it."""
        self.drop([path])

    def verb(self, paths: list[str]) -> str:
        """What dropping these would do; "" if nothing."""
        if len(paths) == 1 and paths[0].lower().endswith((RUN, SETTINGS)):
            return tr("Open this file")
        return self._lab.source.accepts(paths)

    def drop(self, paths: list[str]) -> None:
        """Open what was dropped or chosen."""
        self._notices.dismiss(OPENED)
        path = paths[0]
        if len(paths) == 1 and path.lower().endswith(RUN):
            self._open_run(path)
        elif len(paths) == 1 and path.lower().endswith(SETTINGS):
            if _holds_settings(Path(path)) or not self._lab.open_file(path):
                self.open_settings(Path(path))
        elif path.lower().endswith(PICKLES):
            sentence = tr(
                "{name} is a pickle: it is not opened, for it could run any program.", name=Path(path).name
            )
            self._notices.post("warn", sentence, key=OPENED)
        elif self._lab.source.accepts(paths):
            self._lab.source.drop(paths)
        else:
            names = ", ".join(Path(p).name for p in paths[:3])
            self._notices.post(
                "warn", tr("{name} is nothing that this lab can open.", name=names), key=OPENED
            )

    def _open_run(self, path: str) -> None:
        """A saved run or what the lab keeps in such files; one of another lab is opened there, if wanted."""
        owner = (checkpoint.lab_of(path) or "").partition("-")[0]  # "vqvae-painting" is of that lab, too
        if owner != self._lab.key and owner in (entry.key for entry in REGISTRY):
            sentence = tr("{name} is of the lab {lab}.", name=Path(path).name, lab=tr(title_of(owner)))
            link = (tr("Open it there"), lambda: self.elsewhere.emit(owner, path))
            self._notices.post("warn", sentence, [link], OPENED)
        elif not self._lab.open_file(path):
            self._lab.run.open(Path(path))

    def open_settings(self, path: Path) -> None:
        """Take over a settings file."""
        try:
            text = read(path, SETTINGS_LIMIT).decode("utf-8")
            config, unknown = spec.from_json(self._lab.config_type, text)
        except UnicodeDecodeError as e:
            sentence = tr("{name} could not be read: {reason}.", name=path.name, reason=str(e))
            self._notices.post("error", sentence, key=OPENED)
        except Problem as e:
            self._notices.post("error", f"{path.name}: {i18n.message_of(e)}", key=OPENED)
        else:
            self._lab.run.set_values(**spec.values(config))
            if unknown:
                names = ", ".join(unknown[:5])
                sentence = tr("Settings this program does not know were left out: {names}.", names=names)
                self._notices.post("warn", sentence, key=OPENED)

    # -- saving ----------------------------------------------------------------------------------------

    def save_settings(self) -> None:
        """Ask where to, and save the config as a preset file."""

        def write(path: Path) -> None:
            data = spec.to_json(self._lab.run.config).encode()
            self._lab.write(path, lambda to: write_atomic(to, data))

        self._save(tr("Save settings"), "settings.json", write)

    def save_run(self) -> None:
        """Ask where to, and save the run between two steps."""
        name = f"{self._lab.key}-{self._lab.run.step}.safetensors"

        def saved(path: Path) -> None:
            sentence = tr("Saved as {name}.", name=path.name)
            self._lab.run.save(path, lambda: self._notices.post("info", sentence, key="saved"))

        self._save(tr("Save run"), name, saved)

    def export(self) -> None:
        """Ask where to, and save the lab's picture, its config inside the PNG; or as the lab will have it."""
        exports = self._lab.exports()
        if exports is not None:
            self._export(exports)
            return
        image = self._lab.picture()
        if image is None:
            self._notices.post("info", tr("There is no picture yet."))
            return
        image.setText("config", spec.to_json(self._lab.run.config))
        image.setText("step", str(self._lab.run.step))

        def write(path: Path) -> None:
            self._lab.write(path, lambda to: write_png(to, image))

        self._save(tr("Export picture"), f"{self._lab.key}-{self._lab.run.step}.png", write)

    def _export(self, exports: Exports) -> None:
        if exports.missing:
            self._notices.post("info", tr(exports.missing))
        elif path := save_as(self._page, tr(exports.title), exports.name, exports.formats):
            exports.write(path)

    def _save(self, title: str, name: str, write: Callable[[Path], None]) -> None:
        if path := save_as(self._page, title, name):
            write(path)

    # -- the last run ----------------------------------------------------------------------------------

    def offer_last_run(self) -> None:
        """At the start: the run of last time, if there is one to go on with."""
        last = self._lab.run.shelf.last_time
        if last is not None:
            links = [(tr("Continue it"), self.continue_last)]
            self._notices.post("info", tr("Your last run is kept: {run}.", run=describe(last)), links, "last")
            Thumbnails([last.path], lambda _, found: self._notices.show_picture("last", found), self)

    def show_kept(self) -> None:
        """List the runs that were kept without being asked; taking one opens it."""
        runs = {run.path.name: run for run in reversed(self._lab.run.shelf.runs())}
        offers = [_offer(key, run) for key, run in runs.items()]
        note = mark("Kept without being asked. When there are too many, the shortest goes.")
        name, other = f"{self._lab.key}.kept", mark("Open…")
        pictured = self._lab.pictured
        popup = Offers(mark("Kept runs"), offers, note, other, name, self._page, pictured=pictured)
        style.apply(popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.taken.connect(lambda key: self._lab.run.open(runs[key].path))
        popup.other_clicked.connect(self.open_any)
        popup.show()
        paths = [run.path for run in runs.values()]
        Thumbnails(paths, lambda path, found: popup.show_picture(path.name, found), popup)

    def continue_last(self) -> None:
        """Open the run of last time, paused."""
        self._notices.dismiss("last")
        last = self._lab.run.shelf.last_time
        if last is not None:
            self._lab.run.open(last.path)


WHY = {
    "auto": mark("Kept while it ran"),
    "before": mark("Kept before a change"),
    "move": mark("Kept before a change of device"),
}


def _offer(key: str, run: KeptRun) -> Offer:
    title = tr("step {step}", step=f"{run.steps:,}") if run.steps is not None else tr("A run")
    return Offer(key, title, age(run.saved), tr(WHY.get(run.why, WHY["auto"])), "", "", tr("Open"))


def describe(run: KeptRun) -> str:
    """How far a kept run is and how old, in the language shown."""
    when = age(run.saved)
    return when if run.steps is None else tr("step {step}, {age}", step=f"{run.steps:,}", age=when)


def age(saved: float) -> str:
    """How long ago, in the language shown; ``saved`` in seconds since 1970."""
    minutes = max(0, round((time.time() - saved) / 60))
    if minutes < 2:
        return tr("just now")
    if minutes < 120:
        return tr("{count} minutes ago", count=minutes)
    if minutes < 48 * 60:
        return tr("{count} hours ago", count=minutes // 60)
    return tr("{count} days ago", count=minutes // (24 * 60))
