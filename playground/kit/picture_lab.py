"""What labs that learn from pictures have in common: their source, notes, the exported sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtGui import QImage

from engines.ground.changes import Change
from engines.ground.marks import mark
from engines.ground.problem import NotFetched, Problem
from playground.ground import problems
from playground.ground.action import Action
from playground.kit.picture_source import PictureSource
from playground.kit.sheets import Curves, image_of
from playground.kit.throttle import Throttle
from playground.lab import Lab
from widgets.look.i18n import tr

MENU = mark("Pictures")
WATCH = 5.0  # seconds between two looks for troubles
Link = tuple[str, Callable[[], object]]


class PictureLab(Lab):
    """Its engine's config has ``data`` and ``path``; its snapshots name their data.

    Subclasses answer ``sheet`` and ``encode_file``.
    """

    data_section = "Data"

    source: PictureSource

    def __init__(self, source: PictureSource | None = None) -> None:
        super().__init__(source or PictureSource())
        self.source.picture_brought.connect(self.encode_file)
        self._told = self._grey = ""
        self._warned: set[str] = set()
        self._changes: tuple[Change, ...] = ()
        self._watched = Throttle(WATCH, lambda: self.keep_watch(self.latest))

    def sheet(self) -> np.ndarray | None:
        """The pictures to export, uint8 (H, W, C)."""
        raise NotImplementedError

    def since(self) -> int | None:
        """The step at which the oldest picture of ``sheet`` was drawn; None where it has no step."""
        return self.latest.since if self.latest else None

    def ask_for_picture(self, path: str, then: Callable[[np.ndarray], None]) -> None:
        """Read a picture file in the size and channels that the engine sees, uint8 (size, size, C)."""
        size, channels = self.run.config.size, self.run.config.channels

        def read(_: Any) -> np.ndarray:
            from engines.images import open_picture

            return open_picture(path, size, channels)

        self.ask(read, then, key="picture")

    def encode_file(self, path: str) -> None:
        """Bring a person's own picture in."""
        raise NotImplementedError

    def picture(self) -> QImage | None:
        sheet = self.sheet()
        if sheet is None:
            return None
        image = image_of(sheet)
        if (since := self.since()) is not None:
            image.setText("oldest", str(since))  # beside the step of the newest, which the shell writes
        return image

    def data_note(self, snapshot: Any) -> str:
        if snapshot.data_count == 1:
            return tr("1 picture. {licence}.", licence=tr(snapshot.licence))
        count = f"{snapshot.data_count:,}"
        return tr("{count} pictures. {licence}.", count=count, licence=tr(snapshot.licence))

    def tell_grey(self, snapshot: Any) -> None:
        """Once for each set: that it has no colour to learn."""
        if snapshot.grey and self._grey != snapshot.data_name:
            self._grey = snapshot.data_name
            link = (tr("Learn them in grey"), lambda: self.run.set_values(channels=1))
            sentence = tr("These pictures are grey. Learnt in colour, they get coloured fringes.")
            self.notice("info", sentence, [link], "grey")
        elif not snapshot.grey:
            self.outdated.emit("grey")

    def tell_skipped(self, snapshot: Any) -> None:
        """Once for each set: files that were no pictures, counted in a notice, named behind its link."""
        if self._told == snapshot.data_name:
            return
        self._told = snapshot.data_name
        self.outdated.emit("skipped")
        if not snapshot.skipped:
            return
        facts = {"count": f"{snapshot.data_count:,}", "name": tr(snapshot.data_name)}
        if len(snapshot.skipped) == 1:
            sentence = tr("Opened {count} pictures from {name}. 1 file was skipped: it is none.", **facts)
        else:
            sentence = tr(
                "Opened {count} pictures from {name}. {skipped} files could not be used and were skipped.",
                skipped=len(snapshot.skipped),
                **facts,
            )
        lines = "\n".join(
            tr("{side}: {what}", side=name, what=tr(reason)) for name, reason in snapshot.skipped
        )
        self.notice("warn", sentence, [(tr("Show them"), lambda: problems.show_report(lines))], "skipped")

    def troubles(self, curves: Curves, since: int) -> Mapping[str, str]:
        """What goes wrong in a run and can be read off its curves: sentences by key, in the language shown.

        Args:
            since: the step of the last change of a setting.
        """
        return {}

    def watched(self) -> None:
        """A snapshot was shown: look for troubles, if that has not been done just now."""
        self._watched()

    def keep_watch(self, snapshot: Any) -> None:
        """Say what goes wrong, once; anew after a change of settings, as that may have been the cure."""
        if snapshot.changes != self._changes:
            self._changes = snapshot.changes
            self.forget_warnings()
        since = max((change.step for change in snapshot.changes), default=0)
        for key, sentence in self.troubles(snapshot.curves, since).items():
            self.warn_once(key, sentence, [self.pause_link()] if self.run.playing else [])

    def warn_once(self, key: str, sentence: str, links: Sequence[Link] = ()) -> None:
        """Say what goes wrong in a run, once, until :meth:`forget_warnings`."""
        if key not in self._warned:
            self._warned.add(key)
            self.notice("warn", sentence, links, key)

    def forget_warnings(self) -> None:
        """What was said may not be true any more: take it away; it may be said again."""
        for key in tuple(self._warned):
            self._warned.discard(key)
            self.outdated.emit(key)

    def pause_link(self) -> Link:
        """For a warning: stop here."""
        return tr("Pause"), lambda: self.run.toggle() if self.run.playing else None

    def ways_out(self, problem: Problem) -> Sequence[Link]:
        if isinstance(problem, NotFetched):
            return [(tr("Open a file of your own…"), lambda: self.field_wanted.emit("data", "file"))]
        return ()

    # -- acting ----------------------------------------------------------------------------------------

    def source_actions(self) -> list[Action]:
        """Train on a folder, a file, a font."""

        def choose(source: str) -> Any:
            return lambda: self.field_wanted.emit("data", source)

        key = self.key
        return [
            Action(
                f"{key}.folder", mark("Train on a folder…"), choose("folder"), "Ctrl+Shift+O", "folder", MENU
            ),
            Action(
                f"{key}.file",
                mark("Train on a data file, an archive or a sheet…"),
                choose("file"),
                "",
                "file",
                MENU,
            ),
            Action(f"{key}.font", mark("Train on a font…"), choose("glyphs"), "", "text-aa", MENU),
        ]
