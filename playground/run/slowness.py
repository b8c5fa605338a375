"""Steps that take seconds: said with their time, and with settings that would make them short."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from engines.ground import spec
from playground.lab import Lab
from widgets.form.field import shown
from widgets.look.i18n import tr

LOOK: Final = 2000  # ms
SLOW: Final = 1.5  # seconds a step, at two looks in a row: the first step also sets things up
WAITED: Final = 8.0  # seconds in a first step that has not ended
KEY: Final = "slow"


class Slowness(QObject):
    """Watches how long steps take while a run plays. Speaks once for each engine.

    Args:
        run: the lab's; see :class:`playground.run.run.Run`.
    """

    def __init__(self, lab: Lab, run: Any) -> None:
        super().__init__(run)
        self._lab, self._run = lab, run
        self._slow = 0
        self._waited = 0.0
        self._said = False
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self.look)
        run.bridge.ready.connect(self._begin)
        run.playing_changed.connect(self._play)

    def _begin(self) -> None:
        self._slow, self._waited, self._said = 0, 0.0, False
        self._lab.outdated.emit(KEY)

    def _play(self, playing: bool) -> None:
        if playing and self._lab.kind == "trained":
            self._timer.start()
        else:
            self._timer.stop()
            self._slow, self._waited = 0, 0.0

    def look(self) -> None:
        """How long does a step take?"""
        runner = self._run.bridge.runner
        if self._said or runner is None or not runner.busy:
            return
        if (rate := runner.rate) > 0:
            self._slow = self._slow + 1 if 1 / rate >= SLOW else 0
            if self._slow > 1:
                self._say(tr("A step takes about {time} here.", time=told(1 / rate)), 1 / rate)
        else:
            self._waited += LOOK / 1000
            if self._waited >= WAITED:
                self._say(tr("The first step has not ended within {time}.", time=told(self._waited)), 0.0)

    def _say(self, sentence: str, seconds: float) -> None:
        """The time, that of all steps where they have an end, and the way out."""
        self._said = True
        config = self._run.config
        steps = getattr(config, "steps", 0)
        if steps and seconds:
            rest = tr("All {steps} steps take {time}.", steps=f"{steps:,}", time=told(steps * seconds))
            sentence = f"{sentence} {rest}"
        lighter = self._lab.lighter(config)
        if not lighter:
            self._lab.notice("info", sentence, key=KEY)
            return
        titles = {f.name: f for f in spec.fields(type(config))}
        changes = ", ".join(
            tr("{setting}: {value}", setting=tr(titles[name].title), value=shown(titles[name], value))
            for name, value in lighter.items()
        )
        sentence = f"{sentence} {tr('This would be much quicker: {changes}.', changes=changes)}"
        self._lab.notice("info", sentence, [(tr("Change it"), lambda: self._run.set_values(**lighter))], KEY)


def told(seconds: float) -> str:
    """A length of time to plan with, in the language shown: ``2.6 s``, ``5 min``, ``3 h``, ``4 days``."""
    if seconds < 100:
        return tr("{count} s", count=f"{seconds:.1f}" if seconds < 10 else f"{seconds:.0f}")
    if seconds < 100 * 60:
        return tr("{count} min", count=f"{seconds / 60:.0f}")
    if seconds < 48 * 3600:
        return tr("{count} h", count=f"{seconds / 3600:.0f}")
    return tr("{count} days", count=f"{seconds / 86400:,.0f}")
