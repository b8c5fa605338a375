"""What moves, to take away: which pictures, as what kind of file, how fast."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from widgets.controls.combo import Combo
from widgets.controls.segmented import Segmented
from widgets.look import style
from widgets.look.i18n import mark, say
from widgets.look.labels import WrappedLabel

RATES = ("6", "12", "24")
USUAL = "12"


class FilmSheet(QDialog):
    """A sheet over the window; deletes itself when it is closed.

    Args:
        contents: (key, title, what it is) of what there is to take, English.
        kinds: (key, title) of files; the last one does not move.
        name: object name; those of its parts begin with it.
    """

    wanted = Signal(str, str, float)
    """(key of the contents, key of the kind, pictures a second); not told when the person cancels."""

    def __init__(
        self,
        contents: Sequence[tuple[str, str, str]],
        kinds: Sequence[tuple[str, str]],
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        style.apply(self)
        self.setObjectName(name)
        say(self, window=mark("Take away moving pictures"))
        self._still, self._why = kinds[-1][0], {key: why for key, _, why in contents}
        self._what = Combo(mark("Pictures"))
        self._what.set_choices(contents)
        self._what.setObjectName(f"{name}.what")
        self._what.setMinimumWidth(280)
        self._kind, self._rate = Segmented(kinds), Segmented([(rate, rate) for rate in RATES])
        self._kind.setObjectName(f"{name}.kind")
        self._rate.setObjectName(f"{name}.rate")
        self._rate.set_current(USUAL)
        self._note = WrappedLabel()
        self._what.chosen.connect(self._tell)
        self._kind.chosen.connect(lambda kind: self._rate.setEnabled(kind != self._still))
        rows = QFormLayout()
        rows.setSpacing(10)
        for title, part in (
            (mark("Pictures"), self._what),
            (mark("File"), self._kind),
            (mark("Pictures a second"), self._rate),
        ):
            label = QLabel()
            say(label, text=title)
            rows.addRow(label, part)
        both = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(both.Save | both.Cancel)
        for button, text in ((both.Save, mark("Save as…")), (both.Cancel, mark("Cancel"))):
            say(buttons.button(button), text=text, name=text)
        buttons.button(both.Save).setObjectName(f"{name}.save")
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.close)
        self.finished.connect(self.deleteLater)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addLayout(rows)
        column.addWidget(self._note)
        column.addWidget(buttons)
        self._tell(contents[0][0])

    def _tell(self, key: str) -> None:
        say(self._note, text=self._why[key])

    def _save(self) -> None:
        chosen = self._what.key(), self._kind.current(), float(self._rate.current())
        self.close()
        self.wanted.emit(*chosen)


def _demo() -> QWidget:
    contents = [
        ("past", mark("The sheets kept of earlier steps"), mark("From the first step to the last.")),
        ("walk", mark("The way from A to B"), mark("There and back.")),
    ]
    return FilmSheet(contents, [("webp", "WebP"), ("gif", "GIF"), ("png", "PNG")], "demo.film")


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
