"""The pages beside training: Dirac-GAN needs no run, Compare has its own, the others look at the lab's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from engines.gan.config import GanConfig, base
from engines.ground.marks import mark
from playground.ground.lab_run import LabRun
from playground.kit.pages import Pages
from playground.labs.gan.checkerboard.asking import Asking
from playground.labs.gan.checkerboard.page import CheckerboardPage
from playground.labs.gan.compare.page import ComparePage
from playground.labs.gan.dirac.page import DiracPage
from playground.labs.gan.encode.desk import Desk


class Benches:
    """These pages, and the switch that leads to them.

    Args:
        ask: as :meth:`Lab.ask`.
        stage: the page "train".
        of_pictures: whether the run learns pictures.
        desk: what the page "encode" does.
        run: the lab's own.

    Attributes:
        pages: all of them.
    """

    def __init__(
        self,
        ask: Callable[..., None],
        stage: QWidget,
        of_pictures: Callable[[], bool],
        desk: Desk,
        run: LabRun,
    ) -> None:
        self.board, self.dirac, self.desk = CheckerboardPage(), DiracPage(), desk
        self.compare = ComparePage(run)
        pages = (
            ("train", mark("Train"), stage),
            ("compare", mark("Compare"), self.compare),
            ("dirac", mark("Dirac-GAN"), self.dirac),
            ("checkerboard", mark("Checkerboard"), self.board),
            ("encode", mark("Encode"), desk.page),
        )
        self.pages = Pages("gan.page_choice", pages)
        self.pages.head.addStretch(1)
        self._asking = Asking(ask, self.board, lambda: self.pages.current() == "checkerboard", of_pictures)
        self.pages.turned.connect(lambda _: self.follow(at_once=True))

    def follow(self, *, at_once: bool) -> None:
        """The run went on, or another page shows."""
        self._asking.follow(at_once=at_once)
        if self.pages.current() == "encode":
            self.desk.follow(at_once=at_once)

    def begin(self, config: GanConfig) -> None:
        """Another run is trained from now on."""
        self._asking.forget()
        self.desk.begin(config)
        self.compare.begin(config)
        if not config.plane:
            self.board.overlap.fit(config.kernel, base(config.size)[1])

    def state(self) -> dict[str, Any]:
        """What is remembered, JSON-ready."""
        state = {"board": self.board.state(), "dirac": self.dirac.state(), "encode": self.desk.state()}
        return {"page": self.pages.current(), "compare": self.compare.state()} | state

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put it back; what does not fit is passed over."""
        self.compare.restore(state.get("compare"))
        self.board.restore(state.get("board"))
        self.dirac.restore(state.get("dirac"))
        self.desk.restore(state.get("encode"))
        self.pages.turn_to(str(state.get("page", "")))
