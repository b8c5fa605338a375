"""The pages beside training: comparisons, Dirac-GAN, which needs no run, and the checkerboard, which looks at
one."""

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


class Benches:
    """All pages, and the switch that leads to them.

    Args:
        ask: as :meth:`Lab.ask`.
        stage: the page "train".
        of_pictures: whether the run learns pictures.
        run: the lab's own.

    Attributes:
        pages: all of them.
    """

    def __init__(
        self, ask: Callable[..., None], stage: QWidget, of_pictures: Callable[[], bool], run: LabRun
    ) -> None:
        self.board, self.dirac, self.compare = CheckerboardPage(), DiracPage(), ComparePage(run)
        pages = (
            ("train", mark("Train"), stage),
            ("compare", mark("Compare"), self.compare),
            ("dirac", mark("Dirac-GAN"), self.dirac),
            ("checkerboard", mark("Checkerboard"), self.board),
        )
        self.pages = Pages("gan.page_choice", pages)
        self.pages.head.addStretch(1)
        self._asking = Asking(ask, self.board, lambda: self.pages.current() == "checkerboard", of_pictures)
        self.pages.turned.connect(lambda _: self.follow(at_once=True))

    def follow(self, *, at_once: bool) -> None:
        """The run went on, or another page shows."""
        self._asking.follow(at_once=at_once)

    def begin(self, config: GanConfig) -> None:
        """Another run is trained from now on."""
        self._asking.forget()
        self.compare.begin(config)
        if not config.plane:
            self.board.overlap.fit(config.kernel, base(config.size)[1])

    def state(self) -> dict[str, Any]:
        """What is remembered, JSON-ready."""
        return {
            "page": self.pages.current(),
            "compare": self.compare.state(),
            "board": self.board.state(),
            "dirac": self.dirac.state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put it back; what does not fit is passed over."""
        self.compare.restore(state.get("compare"))
        self.board.restore(state.get("board"))
        self.dirac.restore(state.get("dirac"))
        self.pages.turn_to(str(state.get("page", "")))
