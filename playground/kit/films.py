"""Taking away what moves: asked for in a sheet, made on the engine's thread, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtWidgets import QWidget

from engines.ground import spec
from engines.ground.files import write_atomic
from engines.ground.marks import mark
from playground.ground.action import Action
from playground.kit.picture_lab import MENU
from playground.kit.save_as import save_as
from playground.lab import Lab
from widgets.frame.film_sheet import FilmSheet
from widgets.look.i18n import tr

KINDS = (("webp", "WebP"), ("gif", "GIF"), ("apng", "APNG"), ("png", mark("PNG sheet")))
WHAT = {
    "webp": mark("Animation, WebP"),
    "gif": mark("Animation, GIF"),
    "apng": mark("Animation, APNG"),
    "mp4": mark("Film, MP4"),
    "png": mark("Sheet of pictures"),
}


def kinds() -> Sequence[tuple[str, str]]:
    """(key, title) of the files that can be made here, the sheet last: MP4 where there is a codec for it."""
    from engines.images.formats import mp4

    return KINDS if mp4.codec() is None else (*KINDS[:-1], ("mp4", "MP4"), KINDS[-1])


Draw = Callable[[Iterable[Any]], Iterable[np.ndarray]]


@dataclass(frozen=True)
class Content:
    """Pictures one after the other.

    Attributes:
        key: part of the file's name. title, what: English.
        make: of an engine, on its thread: uint8 (H, W, C) each, or where ``draw`` is given what it draws.
        draw: on the window's thread, for pictures with words in them.
    """

    key: str
    title: str
    what: str
    make: Callable[[Any], Iterable[Any]]
    draw: Draw | None = None


class Films:
    """What a lab has to take away.

    Args:
        contents: as things stand now; none where there is nothing to take.
        parent: what the sheet lies over. menu: where its line stands.
    """

    def __init__(
        self,
        lab: Lab,
        contents: Callable[[], Sequence[Content]],
        parent: Callable[[], QWidget],
        menu: str = MENU,
    ) -> None:
        self._lab, self._contents, self._parent, self._menu = lab, contents, parent, menu

    def action(self) -> Action:
        """Its line in the menu."""
        return Action(
            f"{self._lab.key}.film", mark("Take away moving pictures…"), self.open, "", "export", self._menu,
            lambda: bool(self._contents()),
        )  # fmt: skip

    def open(self) -> None:
        """Ask what, as what and how fast."""
        contents = self._contents()
        if not contents:
            self._lab.notice("info", tr("There is nothing to export yet."), key="saved")
            return
        lines = [(content.key, content.title, content.what) for content in contents]
        sheet = FilmSheet(lines, kinds(), f"{self._lab.key}.film", self._parent())
        by_key = {content.key: content for content in contents}
        sheet.wanted.connect(lambda key, kind, rate: self._save(by_key[key], kind, rate))
        sheet.open()

    def _save(self, content: Content, kind: str, rate: float) -> None:
        lab = self._lab
        name = f"{lab.key}-{content.key}-{lab.run.step}.{kind}"
        path = save_as(self._parent(), tr("Take away moving pictures"), name, [(WHAT[kind], kind)])
        if path is None:
            return
        words = {"config": spec.to_json(lab.run.config), "step": str(lab.run.step), "pictures": content.key}

        def packed(pictures: Iterable[np.ndarray]) -> bytes:
            from engines.images.film import film

            return film(list(pictures), kind, words, rate)  # type: ignore[arg-type]

        def write(data: bytes) -> None:
            self._write(path, data)

        draw = content.draw
        if draw is None:
            lab.ask(lambda e: packed(content.make(e)), write, key="film")
            return

        def pack(made: Iterable[Any], draw: Draw = draw) -> None:
            drawn = list(draw(made))
            lab.ask(lambda _: packed(drawn), write, key="film")

        lab.ask(lambda e: list(content.make(e)), pack, key="film")

    def _write(self, path: Path, data: bytes) -> None:
        self._lab.write(path, lambda to: write_atomic(to, data))


def history() -> Content:
    """The sheets that an engine's ``pasts`` kept."""
    return Content(
        "history",
        mark("How it learned"),
        mark("The sheets kept of earlier steps, from the first to the last."),
        lambda engine: engine.pasts.sheets(),
    )
