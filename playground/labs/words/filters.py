"""Which words are shown: filters that act at once on the finished count, and histograms of what passes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engines.ground.marks import mark
from engines.words import Filters, Result
from widgets.controls.buttons import text_button
from widgets.controls.switch import Switch
from widgets.form.range_slider import RangeRow
from widgets.form.sliders import SliderRow
from widgets.frame.panel import Group
from widgets.look import style
from widgets.look.figures import count
from widgets.look.i18n import say, tr
from widgets.look.labels import ElidedLabel, WrappedLabel, label
from widgets.plots.histogram import Histogram

SWITCHES = {
    "known": ("hide_known", mark("Hide dictionary words")),
    "edges": ("hide_edges", mark("Hide function words at an edge")),
    "alnum": ("hide_alnum", mark("Hide letters and digits")),
}
LONGEST = 12
LOOSEN = {
    "hide_known": mark("Show dictionary words"),
    "hide_edges": mark("Show function words"),
    "hide_alnum": mark("Show letters and digits"),
    "lengths": mark("All lengths"),
    "min_count": mark("All counts"),
    "text": mark("Clear the search"),
    "ignore": mark("Empty the ignore list"),
}


def shown_score(result: Result) -> np.ndarray:
    """ln G, float (W,), 0 where G is below 1: G spans four orders, which no bar and no eye can compare."""
    return np.log(np.maximum(result.score, 1.0))


class FilterPanel(QWidget):
    """Below the settings. ``changed`` tells that other words pass; nothing is counted again."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ignore: frozenset[str] = frozenset()
        self._soon = QTimer(self, singleShot=True, interval=40)
        self._soon.timeout.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # as wide as the form
        column.addWidget(self._filters())
        self.lengths, self.scores = Histogram(mark("Lengths")), Histogram(mark("Scores"))
        for title, chart in ((mark("Lengths"), self.lengths), (mark("Scores"), self.scores)):
            group = Group(title)
            chart.setFixedHeight(92)
            group.body.addWidget(chart)
            column.addWidget(group)
        self.lengths.setObjectName("words.lengths")
        self.scores.setObjectName("words.scores")

    def _filters(self) -> Group:
        group = Group("Filters", "at once, no recount")
        self.switches: dict[str, Switch] = {}
        for name, (_, title) in SWITCHES.items():
            switch = self.switches[name] = Switch(title)
            switch.setObjectName(f"words.filter.{name}")
            switch.toggled.connect(lambda _: self._soon.start())
            row = QHBoxLayout()
            name_of = ElidedLabel()
            say(name_of, text=title)
            row.addWidget(name_of, 1)
            row.addWidget(switch)
            group.body.addLayout(row)
        self.length = RangeRow(mark("Length"), 1, LONGEST, default=(2, 6), integer=True)
        self.length.set_name("words.filter.length")
        self.length.changed.connect(lambda _low, _high: self._soon.start())
        self.least = SliderRow(mark("Count"), 1, 1000, default=1, log=True, integer=True)
        self.least.set_name("words.filter.count")
        self.least.moved.connect(lambda _: self._soon.start())
        self.part = QLineEdit()
        self.part.setObjectName("words.filter.text")
        self.part.setClearButtonEnabled(True)
        say(self.part, placeholder=mark("Contains…"), name=mark("Contains"))
        self.part.textChanged.connect(lambda _: self._soon.start())
        for widget in (self.length, self.least, self.part):
            group.body.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(label(mark("Ignore list")))
        row.addStretch(1)
        self._ignored = label("", "dim")
        row.addWidget(self._ignored)
        edit = text_button(mark("Edit"), self.edit_ignored, role="link")
        edit.setObjectName("words.filter.ignore")
        row.addWidget(edit)
        group.body.addLayout(row)
        self.show_filters(Filters())
        return group

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retell()

    # -- filters ---------------------------------------------------------------------------------------

    def filters(self) -> Filters:
        """As they are set now."""
        low, high = self.length.value()
        return Filters(
            **{field: self.switches[name].isChecked() for name, (field, _) in SWITCHES.items()},
            lengths=(int(low), 1 << 30 if high >= LONGEST else int(high)),
            min_count=int(self.least.value()) if self.least.value() > 1 else 0,
            text=self.part.text().strip(),
            ignore=self._ignore,
        )

    def show_filters(self, f: Filters) -> None:
        """Set all of them; tells ``changed`` once."""
        for name, (field, _) in SWITCHES.items():
            self.switches[name].setChecked(getattr(f, field))
        self.length.set_value((f.lengths[0], min(f.lengths[1], LONGEST)))
        self.least.set_value(max(1, f.min_count))
        self.part.setText(f.text)
        self.set_ignored(f.ignore)

    def loosen(self, field: str) -> None:
        """Turn one filter off."""
        everything = Filters(False, False, False, (1, 1 << 30), 0, "", frozenset())
        now = self.filters()
        self.show_filters(Filters(**{k: getattr(everything if k == field else now, k) for k in LOOSEN}))

    def ignored(self) -> frozenset[str]:
        """The ignore list."""
        return self._ignore

    def retell(self) -> None:
        """Say figures again, in the language shown now."""
        n = len(self._ignore)
        self._ignored.setText(tr("1 word") if n == 1 else tr("{count} words", count=count(n)))

    def ignore(self, words: list[str]) -> None:
        """Put words on the ignore list."""
        self.set_ignored(self._ignore | set(words))

    def set_ignored(self, words: frozenset[str]) -> None:
        """The ignore list."""
        self._ignore = frozenset(words)
        self.retell()
        self._soon.start()

    def edit_ignored(self) -> None:
        """A sheet with a word a line."""
        dialog = QDialog(self.window())
        style.clothe(dialog)
        dialog.setObjectName("words.ignore")
        say(dialog, window=mark("Ignore list"))
        dialog.resize(320, 420)
        column = QVBoxLayout(dialog)
        note = WrappedLabel()
        say(note, text=mark("These words are never shown. One a line."))
        column.addWidget(note)
        text = QPlainTextEdit("\n".join(sorted(self._ignore)))
        text.setObjectName("words.ignore.text")
        column.addWidget(text, 1)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        say(buttons.button(QDialogButtonBox.StandardButton.Save), text=mark("Save"))
        say(buttons.button(QDialogButtonBox.StandardButton.Cancel), text=mark("Cancel"))
        column.addWidget(buttons)

        def save() -> None:
            self.set_ignored(frozenset(text.toPlainText().split()))
            dialog.close()

        buttons.accepted.connect(save)
        buttons.rejected.connect(dialog.close)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    # -- remembering -----------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """JSON-ready."""
        f = self.filters()
        return {
            **{field: getattr(f, field) for field, _ in SWITCHES.values()},
            "lengths": [f.lengths[0], min(f.lengths[1], LONGEST)],
            "min_count": f.min_count,
            "ignore": sorted(f.ignore),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put it back as far as it makes sense."""
        values: dict[str, Any] = {}
        for field, _ in SWITCHES.values():
            if isinstance(on := state.get(field), bool):
                values[field] = on
        match state.get("lengths"):
            case [int(low), int(high)] if 1 <= low <= high:
                values["lengths"] = (low, high)
        if isinstance(least := state.get("min_count"), int):
            values["min_count"] = max(0, least)
        if isinstance(ignore := state.get("ignore"), list):
            values["ignore"] = frozenset(w for w in ignore if isinstance(w, str))
        self.show_filters(Filters(**values))

    # -- histograms ------------------------------------------------------------------------------------

    def show_histograms(self, result: Result, shown: np.ndarray) -> None:
        """Lengths and scores of the rows that pass."""
        lengths, scores = np.asarray(result.lengths)[shown], shown_score(result)[shown]
        counts = np.bincount(np.clip(lengths, 0, 8), minlength=9)[1:]
        last = max(4, int(np.flatnonzero(counts).max(initial=0)) + 1)
        labels = [str(n) if n < 8 else "8+" for n in range(1, last + 1)]
        self.lengths.set_categories(labels, counts[:last])
        found, edges = np.histogram(scores, bins=16, range=(0.0, max(float(scores.max(initial=0)), 1.0)))
        self.scores.set_bins(edges, found)

    def light(self, length: int, score: float) -> None:
        """Light the bins of the chosen word; a length of 0 lights none."""
        self.lengths.set_lit(min(length, 8) - 1)
        self.scores.set_lit_value(score if length else float("nan"))
