"""The filters below the settings. They act at once on the finished count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from engines.ground.marks import mark
from engines.words import Filters
from engines.words.filters import OPEN
from playground.labs.words.filtering import Filtering
from widgets.controls.buttons import text_button
from widgets.controls.switch import Switch
from widgets.form.range_slider import RangeRow
from widgets.form.sliders import SliderRow
from widgets.frame.panel import Group
from widgets.look.figures import count
from widgets.look.i18n import say, tr
from widgets.look.labels import ElidedLabel, label
from widgets.text.word_sheet import WordSheet

SWITCHES = {
    "hide_known": mark("Hide dictionary words"),
    "hide_edges": mark("Hide function words at an edge"),
    "hide_alnum": mark("Hide letters and digits"),
}
LONGEST = 12  # at this end of the slider any length passes
LOOSEN = {
    "hide_known": mark("Show dictionary words"),
    "hide_edges": mark("Show function words"),
    "hide_alnum": mark("Show letters and digits"),
    "lengths": mark("All lengths"),
    "min_count": mark("All counts"),
    "text": mark("Clear the search"),
    "ignore": mark("Empty the ignore list"),
}


class FilterPanel(QWidget):
    """Looks at the words through what is set here; a short while after the last change.

    Args:
        below: stands under the filters.
    """

    said = Signal(object, object, str)
    """(sentence, [(link, callable)], key) for the notice bar."""
    outdated = Signal(str)
    """What was said by this key is no longer true."""

    def __init__(self, filtering: Filtering, below: QWidget) -> None:
        super().__init__()
        self._filtering = filtering
        self._ignored: frozenset[str] = frozenset()
        self._soon = QTimer(self, singleShot=True, interval=40)
        self._soon.timeout.connect(lambda: filtering.set_filters(self.filters()))
        filtering.passed.connect(self._say_loosest)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # as wide as the form
        self._group = Group("Filters", "at once, no recount")
        self._add_switches()
        self._add_inputs()
        self._add_ignore_list()
        self.show_filters(Filters())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(0)
        column.addWidget(self._group)
        column.addWidget(below)

    def _add_switches(self) -> None:
        self._switches = {field: Switch(title) for field, title in SWITCHES.items()}
        for field, switch in self._switches.items():
            switch.setObjectName(field.replace("hide_", "words.filter."))
            switch.toggled.connect(lambda _: self._soon.start())
            row, title = QHBoxLayout(), ElidedLabel()
            say(title, text=SWITCHES[field])
            row.addWidget(title, 1)
            row.addWidget(switch)
            self._group.body.addLayout(row)

    def _add_inputs(self) -> None:
        self._length = RangeRow(mark("Length"), 1, LONGEST, default=(2, 6), integer=True)
        self._length.set_name("words.filter.length")
        self._length.changed.connect(lambda _low, _high: self._soon.start())
        self._least = SliderRow(mark("Count"), 1, 1000, default=1, log=True, integer=True)
        self._least.set_name("words.filter.count")
        self._least.moved.connect(lambda _: self._soon.start())
        self._part = QLineEdit()
        self._part.setObjectName("words.filter.text")
        self._part.setClearButtonEnabled(True)
        say(self._part, placeholder=mark("Contains…"), name=mark("Contains"))
        self._part.textChanged.connect(lambda _: self._soon.start())
        for widget in (self._length, self._least, self._part):
            self._group.body.addWidget(widget)

    def _add_ignore_list(self) -> None:
        self._count = label("", "dim")
        edit = text_button(mark("Edit"), self.edit_ignored, role="link")
        edit.setObjectName("words.filter.ignore")
        row = QHBoxLayout()
        row.addWidget(label(mark("Ignore list")))
        row.addStretch(1)
        row.addWidget(self._count)
        row.addWidget(edit)
        self._group.body.addLayout(row)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._count_ignored()

    # -- filters ---------------------------------------------------------------------------------------

    def filters(self) -> Filters:
        """As they are set now."""
        low, high = self._length.value()
        least = int(self._least.value())
        return Filters(
            **{field: switch.isChecked() for field, switch in self._switches.items()},
            lengths=(int(low), OPEN.lengths[1] if high >= LONGEST else int(high)),
            min_count=least if least > 1 else 0,
            text=self._part.text().strip(),
            ignore=self._ignored,
        )

    def show_filters(self, filters: Filters) -> None:
        """Set all of them."""
        for field, switch in self._switches.items():
            switch.setChecked(getattr(filters, field))
        self._length.set_value((filters.lengths[0], min(filters.lengths[1], LONGEST)))
        self._least.set_value(max(1, filters.min_count))
        self._part.setText(filters.text)
        self.set_ignored(filters.ignore)

    def reset(self) -> None:
        """As they are at first. The ignore list stays: it is a person's work."""
        self.show_filters(Filters(ignore=self._ignored))

    def restore(self, values: Mapping[str, Any]) -> None:
        """Set what is remembered of them, and look through them at once."""
        self.show_filters(Filters.read(values))
        self._filtering.set_filters(self.filters())

    def _say_loosest(self) -> None:
        """Where no word passes, offer to turn a filter off."""
        if field := self._filtering.loosest:
            links = [(tr(LOOSEN[field]), lambda: self.show_filters(self.filters().loosened(field)))]
            self.said.emit(tr("No word passes the filters."), links, "filters")
        else:
            self.outdated.emit("filters")

    # -- the ignore list -------------------------------------------------------------------------------

    def ignore(self, rows: Sequence[int]) -> None:
        """Put the words of these rows on the list; a notice offers the way back."""
        result, before, n = self._filtering.result, self._ignored, len(rows)
        if result is not None and n:
            self.set_ignored(before | {result.words[row] for row in rows})
            said = tr("1 word ignored.") if n == 1 else tr("{count} words ignored.", count=count(n))
            self.said.emit(said, [(tr("Undo"), lambda: self.set_ignored(before))], "ignored")

    def set_ignored(self, words: frozenset[str]) -> None:
        """Another list."""
        self._ignored = words
        self._count_ignored()
        self._soon.start()

    def _count_ignored(self) -> None:
        n = len(self._ignored)
        self._count.setText(tr("1 word") if n == 1 else tr("{count} words", count=count(n)))

    def edit_ignored(self) -> None:
        """Show the list, to edit."""
        note = mark("These words are never shown. One a line.")
        sheet = WordSheet(mark("Ignore list"), note, self._ignored, self.window())
        sheet.set_name("words.ignore")
        sheet.saved.connect(self.set_ignored)
        sheet.show()
