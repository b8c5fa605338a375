"""Scores of samples on demand: asked for piece by piece, shown beside what other real pictures reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from engines.ground.marks import mark
from engines.images.scores.verdict import Fault, Features, Scores, Task
from widgets.controls.buttons import text_button
from widgets.frame.panel import Group
from widgets.look.figures import brief
from widgets.look.i18n import joined, say, tr
from widgets.look.labels import WrappedLabel, label

ROWS: Final = (
    ("coverage", mark("Coverage"),
     mark("Share of real pictures that a sample comes near: falls when kinds are missing. High is good.")),
    ("density", mark("Density"),
     mark("How many real pictures a sample lies among: falls when samples look like none. High is good.")),
    ("precision", mark("Precision of samples"),
     mark("Share of samples near a real picture: blind to missing kinds. High is good.")),
    ("recall", mark("Recall"),
     mark("Share of real pictures near a sample: blind to what else there is. High is good.")),
    ("sliced", mark("Sliced distance"),
     mark("Wasserstein distance along random directions of the features. Low is good.")),
    ("kernel", mark("Kernel distance"),
     mark("KID's estimate, on local features. Low is good, and about 0 the best.")),
    ("frechet", mark("Fréchet distance"),
     mark("Of Gaussians, on local features: no FID, not to be compared with one. Low is good.")),
    ("classes", mark("Classes elsewhere"),
     mark("Share of the histogram of classes that lies elsewhere than that of real pictures. Low is good.")),
    ("novelty", mark("Novelty"),
     mark("Distance to the nearest picture trained on, over that of unseen pictures: near 0 means copies.")),
)  # fmt: skip
LEARNED: Final[dict[Task, str]] = {
    "classes": mark(
        "Compared by a net that has learned to tell the classes of these pictures ({percent} % right)."
    ),
    "turns": mark(
        "Compared by a net that has learned to tell which way up these pictures are ({percent} % right)."
    ),
    "none": mark("Compared by a net with random weights: these pictures are too few to learn from."),
}
UNSEEN: Final = mark("The real ones were kept out of training.")
SEEN: Final = mark("The real ones are trained on, too: too few are kept out.")
SENTENCES: Final[dict[Fault, str]] = {
    "copies": mark("The samples are copies of pictures trained on."),
    "collapse": mark("The samples are all alike: a collapse."),
    "kinds": mark(
        "Kinds of pictures are missing: coverage {coverage}, where real ones reach {coverage_floor}."
    ),
    "strays": mark("Samples look like no picture: density {density}, where real ones reach {density_floor}."),
}


class ScoreGroup(Group):
    """A button, and a table of scores with their floors once it was pressed.

    Args:
        lab: the lab's key; objects are ``<lab>.scores.run``, ``.verdict`` and those of the rows.
    """

    pressed = Signal()

    def __init__(self, lab: str) -> None:
        super().__init__("Scores of samples", "beside real ones")
        self._scores: Scores | None = None
        self._done: float | None = None
        self._learning = False
        self._live: Mapping[str, float] = {}
        self._features = Features()
        self._now, self._verdict, self._how = WrappedLabel("", "dim"), WrappedLabel(), WrappedLabel("", "dim")
        self._how.setObjectName(f"{lab}.scores.how")
        self._now.setObjectName(f"{lab}.scores.live")
        self._verdict.setObjectName(f"{lab}.scores.verdict")
        self.button = text_button(mark("Score samples"), self.pressed.emit)
        self.button.setObjectName(f"{lab}.scores.run")
        room = self.button.sizePolicy()  # what it says while it works is long: the panel is no wider for it
        room.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        self.button.setSizePolicy(room)
        self._table, self._rows = QWidget(), {}
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setVerticalSpacing(2)
        grid.setHorizontalSpacing(5)
        for column, title in enumerate(("", mark("samples"), mark("real ones"))):
            grid.addWidget(label(title, "caption"), 0, column)
        for at, (name, title, tip) in enumerate(ROWS, 1):
            cells = label(title, "dim"), label("–"), label("–", "dim")
            for column, cell in enumerate(cells):
                say(cell, tip=tip)
                grid.addWidget(cell, at, column)
            cells[1].setObjectName(f"{lab}.scores.{name}")
            cells[2].setObjectName(f"{lab}.scores.{name}.floor")
            self._rows[name] = cells
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for part in (self._now, self._table, self._verdict, self._how, self.button):
            self.body.addWidget(part)
        self.body.setSpacing(4)
        self._say()

    def show_live(self, figures: Mapping[str, float], features: Features) -> None:
        """What is measured by itself, and by what: "coverage", "density", and with "_real" what real ones
        reach."""
        self._live, self._features = figures, features
        self._say_live()

    def show_progress(self, done: float | None, *, learning: bool = False) -> None:
        """How much is done, 0 to 1; None when nothing is under way. ``learning``: what to compare by."""
        self._done, self._learning = done, learning
        self._say_button()

    def show_scores(self, scores: Scores | None) -> None:
        """The whole table; None for none, of a new run."""
        self._scores = scores
        if scores is None:
            self._live, self._features = {}, Features()
        self._say()

    def scores(self) -> Scores | None:
        """What is shown."""
        return self._scores

    # -- words -----------------------------------------------------------------------------------------

    def _say(self) -> None:
        self._say_live()
        self._say_button()
        found = self._scores
        self._table.setVisible(found is not None)
        self._verdict.setVisible(found is not None)
        self._how.setVisible(found is not None)
        if found is None:
            return
        for name, cells in self._rows.items():
            for cell in cells:
                cell.setVisible(name in found.values)
            if name in found.values:
                spread = f" ± {found.values['kernel_spread']:.1g}" if name == "kernel" else ""
                cells[1].setText(brief(found.values[name]) + spread)
                cells[2].setText(brief(found.floors[name]))
        self._verdict.setText(joined(verdict(found), drawn(found)))
        self._how.setText(compared(found))

    def _say_live(self) -> None:
        known = {
            name: self._live.get(name) for name in ("coverage", "coverage_real", "density", "density_real")
        }
        shown = all(value is not None and value == value for value in known.values())
        self._now.setVisible(shown)
        if shown:
            facts = {name: f"{value:.2f}" for name, value in known.items()}
            by = tr("Now, of few, by random features:")
            if self._features.task != "none":
                by = tr("Now, of few, by learned features:")
            text = tr(
                "coverage {coverage} (real {coverage_real}), density {density} (real {density_real})", **facts
            )
            self._now.setText(joined(by, text))

    def _say_button(self) -> None:
        say_progress(self.button, mark("Score samples"), self._done, learning=self._learning)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)


def say_progress(button: QPushButton, title: str, done: float | None, *, learning: bool) -> None:
    """What the button says, in the language shown, that begins a scoring (``done`` is None) or stops it."""
    say(button, text=title)
    if done is not None:
        text = mark("Learning features: stop ({percent} %)") if learning else mark("Stop ({percent} %)")
        button.setText(tr(text, percent=round(100 * done)))


def verdict(scores: Scores) -> str:
    """What is wrong with the samples, in the language shown."""
    v, f = scores.values, scores.floors
    facts = {name: f"{v[name]:.2f}" for name in ("coverage", "density")}
    facts |= {f"{name}_floor": f"{f[name]:.2f}" for name in ("coverage", "density")}
    said = [tr(SENTENCES[fault], **facts) for fault in scores.faults()]
    return joined(*(said or [tr("Coverage and density see no fault.")]))


def drawn(scores: Scores) -> str:
    """Which samples they are of, in the language shown."""
    facts = {"what": tr(scores.what), "count": scores.count, "step": f"{scores.step:,}"}
    return tr("{what}: {count}, step {step}.", **facts)


def compared(scores: Scores) -> str:
    """By what samples were compared, and with which pictures the floors are found, in the language shown."""
    by = tr(LEARNED[scores.task], percent=f"{100 * scores.right:.0f}")
    return joined(by, tr(UNSEEN) if scores.unseen else tr(SEEN))


class Piecewise(Protocol):
    """What is scored piece by piece: a :class:`Session`, or several in one."""

    @property
    def found(self) -> Any: ...
    @property
    def learning(self) -> bool: ...
    def advance(self, engine: Any) -> float: ...


class Shown(Protocol):
    """Where it is asked for, and shown."""

    @property
    def pressed(self) -> Any: ...
    def show_progress(self, done: float | None, *, learning: bool = False) -> None: ...
    def show_scores(self, scores: Any) -> None: ...


class Scoring(QObject):
    """Asks for a scoring piece by piece, so that training goes on between, and the person can stop it.

    Args:
        ask, refused: as the methods of :class:`Lab`.
        session: makes one, by seed.
    """

    def __init__(
        self,
        ask: Callable[..., None],
        refused: Callable[[Exception], None],
        group: Shown,
        session: Callable[[int], Piecewise],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._ask, self._refused, self._group, self._make = ask, refused, group, session
        self._session: Piecewise | None = None
        self._seed = 0
        group.pressed.connect(self.toggle)

    @property
    def busy(self) -> bool:
        """Whether one is under way."""
        return self._session is not None

    def toggle(self) -> None:
        """Begin one, or stop the one that is under way."""
        if self._session is not None:
            self.stop()
            return
        self._seed += 1
        self._session = self._make(self._seed)
        self._group.show_progress(0.0)
        self._go_on(self._session)

    def forget(self) -> None:
        """Another run answers from now on."""
        self.stop()
        self._group.show_scores(None)

    def stop(self) -> None:
        """What is under way is no longer wanted."""
        self._session = None
        self._group.show_progress(None)

    def _go_on(self, session: Piecewise) -> None:
        self._ask(
            session.advance,
            lambda done: self._advanced(session, done),
            failed=lambda error: self._failed(session, error),
        )

    def _failed(self, session: Piecewise, error: Exception) -> None:
        if session is self._session:
            self.stop()
            self._refused(error)

    def _advanced(self, session: Piecewise, done: float) -> None:
        if session is not self._session:
            return  # stopped meanwhile
        if session.found is None:
            self._group.show_progress(done, learning=session.learning)
            self._go_on(session)
            return
        self.stop()
        self._group.show_scores(session.found)
