"""The stage and the page Compare under one switch: that of points, or that of pictures."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from playground.kit.compare.page import ComparePage
from playground.kit.pages import Pages
from playground.labs.denoise.stage import DenoiseStage


class Beside(QWidget):
    """Shows the stage, or in its place, curves and all, the comparison."""

    def __init__(self, stage: DenoiseStage, compare: ComparePage) -> None:
        super().__init__()
        self._stage = stage
        self._bars, self._views = QStackedWidget(), QStackedWidget()
        for pages in (stage.pages, stage.pictures.pages):
            self._bars.addWidget(_bar(pages))
        for view in (stage, compare):
            self._views.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._bars)
        column.addWidget(self._views, 1)
        stage.turned.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self._bars.setCurrentIndex(0 if self._stage.shows_plane else 1)
        self._views.setCurrentIndex(1 if self._stage.comparing else 0)


def _bar(pages: Pages) -> QWidget:
    """The row of a switch, taken out of its pages."""
    bar, column = QWidget(), pages.layout()
    assert column is not None
    column.removeItem(pages.head)
    column.setContentsMargins(0, 0, 0, 0)
    pages.head.setParent(None)
    bar.setLayout(pages.head)
    bar.setFixedHeight(bar.sizeHint().height())
    return bar
