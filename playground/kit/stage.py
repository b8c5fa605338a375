"""A lab's stage: what is looked at, and below it a foot (most often curves) to drag or fold."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engines.ground.marks import mark
from widgets.frame.splitter import Splitter
from widgets.look.style import set_role


class Stage(QWidget):
    """Main view over a foot. Subclasses make their parts, then call :meth:`set_parts` once."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "stage")
        self._foot = ""
        self._height: Callable[[], int] = lambda: 0

    def set_parts(
        self,
        main: QWidget,
        foot: QWidget,
        height: Callable[[], int],
        *,
        name: str,
        least: int = 200,
        limits: tuple[int, int] = (90, 300),
        folded: str = mark("Show curves"),
    ) -> None:
        """Lay them out.

        Args:
            height: of the foot, px, until the person drags it; asked at every change of size.
            name: under which the foot's size is remembered, such as ``gan.foot``.
            least: px that the main view keeps.
            limits: smallest and largest height of the foot, px.
            folded: what the button says that brings a folded foot back, English.
        """
        self._foot, self._height = name, height
        self.split = Splitter(orientation=Qt.Orientation.Vertical)
        self.split.add_main(main, least)
        low, high = limits
        start = min(max(190, low), high)
        self.split.add_side(name, foot, start, low, high, title=folded, first=False, folded_size=28)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.split)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._foot:
            self.split.set_default(self._foot, self._height())
