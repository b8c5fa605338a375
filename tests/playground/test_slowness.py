"""Steps that take seconds are told once, with the way out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal

from engines.gan import GanConfig
from engines.gan import preset as gan
from engines.onlstm import OnLstmConfig
from engines.onlstm import preset as onlstm
from playground import lab as labs
from playground.run.slowness import Slowness, told


class Line(QObject):
    ready = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.runner = SimpleNamespace(busy=True, rate=0.0)


class Run(QObject):
    playing_changed = Signal(bool)

    def __init__(self, config: Any) -> None:
        super().__init__()
        self.config, self.bridge = config, Line()
        self.taken: list[dict[str, Any]] = []

    def set_values(self, **values: Any) -> None:
        self.taken.append(values)


class Watched:
    """A lab whose run takes ``seconds`` a step, looked at as time goes by."""

    def __init__(self, key: str, config: Any) -> None:
        self.lab, self.run = labs.create(key), Run(config)
        self.said: list[tuple[str, list[Any]]] = []
        self.lab.noticed.connect(lambda kind, sentence, links, key: self.said.append((sentence, links)))
        self.slowness = Slowness(self.lab, self.run)

    def look(self, seconds: float, times: int = 1) -> list[str]:
        self.run.bridge.runner.rate = 1 / seconds if seconds else 0.0
        for _ in range(times):
            self.slowness.look()
        return [sentence for sentence, _ in self.said]


@pytest.fixture
def heavy(qapp):
    return Watched("gan", gan("sngan").config())


def test_quick_steps_are_not_spoken_of(heavy):
    assert heavy.look(0.2, 20) == []


def test_a_slow_first_step_sets_things_up_and_is_no_news(heavy):
    heavy.look(5.0)
    assert heavy.look(0.2, 20) == []


def test_slow_steps_are_told_once_with_smaller_settings(heavy):
    (said,) = heavy.look(28.0, 10)
    assert said == (
        "A step takes about 28 s here. This would be much quicker: Width G: 24, Width D: 24, Batch: 32."
    )
    ((_, follow),) = heavy.said[0][1]
    follow()
    assert heavy.run.taken == [{"width_g": 24, "width_d": 24, "batch": 32}]


def test_a_first_step_without_end_is_told(heavy):
    assert heavy.look(0, 3) == []
    assert heavy.look(0, 3)[0].startswith("The first step has not ended within 8.0 s.")


def test_a_new_engine_is_told_of_anew(heavy):
    heavy.look(28.0, 2)
    heavy.run.bridge.ready.emit(None)
    assert len(heavy.look(28.0, 2)) == 2


def test_a_run_with_an_end_says_when(qapp):
    (said,) = Watched("onlstm", onlstm("paper").config()).look(6.0, 2)
    assert said.startswith("A step takes about 6.0 s here. All 100,000 steps take 7 days. This would be")


def test_small_settings_have_nothing_smaller(qapp):
    (said,) = Watched("gan", GanConfig()).look(3.0, 2)
    assert said == "A step takes about 3.0 s here."


def test_what_is_lighter_can_be_built():
    """Widths of the ON-LSTM must be multiples of its chunk."""
    from engines.ground import spec
    from engines.onlstm.config import layer_sizes

    config = onlstm("paper").config()
    lighter = spec.change(config, **labs.create("onlstm").lighter(config))
    assert layer_sizes(lighter) == layer_sizes(OnLstmConfig())


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(2.64, "2.6 s"), (28, "28 s"), (300, "5 min"), (9000, "2 h"), (260000, "3 days"), (1e9, "11,574 days")],
)
def test_lengths_of_time_to_plan_with(qapp, seconds, words):
    assert told(seconds) == words
