"""The real picture that is most like the sample, and how near it is: has it been learnt by heart?"""

from __future__ import annotations

from math import isnan

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engines.gan.snapshot import Facts
from widgets.look.i18n import say, tr
from widgets.look.labels import ElidedLabel
from widgets.pictures.picture import Picture

COPY = 0.5  # of the usual distance: a picture nearer than this is one that was learnt by heart


class Nearest(QWidget):
    """A small picture with its number and its distance beside it; ``name`` is what its objects are called
    by."""

    def __init__(self, name: str = "gan.nearest") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._picture = Picture("")
        self._picture.setObjectName(f"{name}.picture")
        self._picture.setFixedSize(56, 56)
        say(self._picture, name="Nearest real picture")
        self._number, self._distance = ElidedLabel("–"), ElidedLabel("", role="dim")
        self._number.setObjectName(name)
        self._distance.setObjectName(f"{name}.distance")
        say(self._distance, tip="From this picture; and how far pictures that were kept out of training are.")
        side = QVBoxLayout()
        side.setSpacing(2)
        side.addStretch(1)
        for label in (self._number, self._distance):
            side.addWidget(label)
        side.addStretch(1)
        row.addWidget(self._picture)
        row.addLayout(side, 1)

    def clear(self) -> None:
        """There is no picture that one could be nearest to."""
        self._picture.set_pixels(None)
        self._number.setText("–")
        self._distance.setText("")

    def show_nearest(self, facts: Facts, *, judged: bool = True) -> None:
        """The picture, its number, and its distance beside that of pictures never learnt from; ``judged``:
        whether one that is much nearer is called a copy."""
        self._picture.set_pixels(facts.picture)
        number = tr("Nearest real picture: {number}", number=f"{facts.nearest:,}")
        copied = judged and not isnan(facts.typical) and facts.distance < COPY * facts.typical
        self._number.setText(tr("{number}. A copy?", number=number) if copied else number)
        distance, usual = f"{facts.distance:.3f}", f"{facts.typical:.3f}"
        if isnan(facts.typical):
            self._distance.setText(tr("distance {distance}", distance=distance))
        else:
            self._distance.setText(tr("distance {distance}, usually {usual}", distance=distance, usual=usual))
