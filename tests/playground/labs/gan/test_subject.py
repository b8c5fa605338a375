"""What the GAN lab looks at: which signals come when, and what is asked; the engine is a list of questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engines.gan.queries import Sliders
from engines.gan.snapshot import Encoding, Facts
from playground.labs.gan.subject import Subject

SIGNALS = ("held", "marked", "edited", "ends", "strip", "facts", "encoded")


def photo(grey: int) -> np.ndarray:
    return np.full((32, 32, 3), grey, np.uint8)


def encoding(z: float, label: int | None = None) -> Encoding:
    return Encoding(np.full(8, z), label, photo(0), 0.1, 0.2)


class Bench:
    """A subject, an engine that answers when told to, and what was heard."""

    def __init__(self) -> None:
        self.asked: dict[str, tuple[Callable[[Any], Any], Callable[[Any], None]]] = {}
        self.sliders = Sliders(np.zeros(8, np.float32))
        self.subject = Subject(self.ask, lambda: self.sliders)
        self.heard: list[tuple[Any, ...]] = []
        for name in SIGNALS:
            getattr(self.subject, name).connect(lambda *given, name=name: self.heard.append((name, *given)))

    def ask(self, query: Callable[[Any], Any], then: Callable[[Any], None], *, key: str) -> None:
        self.asked[key] = (query, then)

    def answer(self, key: str, value: Any) -> None:
        self.asked.pop(key)[1](value)

    def told(self, *names: str) -> list[tuple[Any, ...]]:
        return [h for h in self.heard if h[0] in names]


@pytest.fixture
def bench(qapp) -> Bench:
    return Bench()


def test_it_begins_at_the_first_sample(bench):
    assert bench.subject.badges == {"A": 0, "B": 9}
    assert bench.subject.state() == {"a": 0, "b": 9}
    assert bench.asked == {}


def test_a_sample_is_shown_with_all_that_hangs_on_it(bench):
    bench.subject.hold_sample(10)
    assert bench.told("held", "marked") == [("held", False), ("marked",)]
    assert set(bench.asked) == {"edit", "ends", "strip", "facts"}
    known = Facts(0.5, 7, np.zeros((8, 8, 3), np.uint8), 0.1, 0.2)
    bench.answer("facts", known)
    name, look, facts = bench.heard[-1]
    assert (name, look.index, look.b, facts) == ("facts", 10, 9, known)


def test_the_same_sample_again_begins_again(bench):
    bench.subject.hold_sample(10)
    bench.subject.hold_sample(10)
    assert len(bench.told("held")) == 2


def test_another_b_leaves_a_as_it_is(bench):
    bench.subject.set_b(21)
    assert bench.told("held", "marked") == [("marked",)]
    assert bench.subject.badges == {"A": 0, "B": 21}
    assert set(bench.asked) == {"ends", "strip", "facts"}  # the picture of A is what it was
    bench.subject.pin()
    assert bench.subject.b == 0


def test_a_picture_waits_for_its_code(bench):
    bench.subject.hold_picture(photo(1))
    assert bench.told("held") == [("held", True)]
    assert set(bench.asked) == {"encode"}
    bench.subject.refresh()  # a slider: there is nothing to move yet
    bench.subject.ask_code(lambda text: None)
    assert set(bench.asked) == {"encode"}
    bench.answer("encode", encoding(2.0))
    assert bench.told("encoded")[0][1] is bench.subject.picture
    assert set(bench.asked) == {
        "edit",
        "ends",
        "strip",
        "encode",
    }  # it has no place on the sheet, so no facts


def test_its_code_follows_the_encoder_without_asking_for_everything_again(bench):
    bench.subject.hold_picture(photo(1))
    bench.answer("encode", encoding(2.0))
    bench.asked.clear()
    bench.subject.survey()
    bench.asked = {"encode": bench.asked["encode"]}
    bench.answer("encode", encoding(3.0))
    assert (bench.subject.z == 3).all()
    assert set(bench.asked) == {"edit"}


def test_a_late_code_of_another_picture_is_dropped(bench):
    bench.subject.hold_picture(photo(1))
    late = bench.asked.pop("encode")[1]
    bench.subject.hold_picture(photo(2))
    late(encoding(2.0))
    assert bench.subject.z is None
    assert bench.told("encoded") == []
    bench.subject.hold_sample(3)
    late(encoding(2.0))
    assert bench.subject.z is None


def test_b_and_pin_while_a_picture_is_held(bench):
    """Pictures are never compared by value: arrays have no truth."""
    bench.subject.hold_picture(photo(1))
    bench.answer("encode", encoding(2.0))
    bench.subject.set_b(5)
    bench.subject.pin()  # a picture of one's own is no sample
    assert bench.subject.badges == {"B": 5}
    assert bench.told("held") == [("held", True)]
    bench.subject.hold_picture(photo(2))
    assert len(bench.told("held")) == 2


@pytest.mark.parametrize("label", [None, 2])
def test_the_question_holds_all_that_decides_the_picture(bench, label):
    bench.sliders = Sliders(np.ones(8, np.float32), walk=0.5)
    bench.subject.hold_picture(photo(1))
    bench.answer("encode", encoding(2.0, label))
    bench.subject.set_b(4)
    asked: list[Any] = []

    class Engine:
        """Notes what it is asked for."""

        def __getattr__(self, name: str) -> Any:
            asked.append(name)
            raise LookupError

    with pytest.raises(LookupError):
        bench.asked["edit"][0](Engine())
    assert asked == ["directions"]  # of z, as there is no index to look up in the bank


def test_another_engine_without_encoder_lets_the_picture_go(bench):
    bench.subject.hold_picture(photo(1))
    bench.subject.fit(encoder=False, size=32, channels=3)
    assert (bench.subject.index, bench.subject.picture) == (0, None)
    assert bench.told("held")[-1] == ("held", False)


def test_another_engine_gets_the_picture_in_its_size(bench):
    bench.subject.hold_picture(photo(1))
    bench.answer("encode", encoding(2.0))
    bench.asked.clear()
    bench.subject.fit(encoder=True, size=48, channels=1)
    assert bench.subject.picture.shape == (48, 48, 1)
    assert bench.subject.z is None
    assert set(bench.asked) == {"encode"}
    assert bench.told("held") == [("held", True)]  # the sliders stay where they are


def test_what_is_remembered_comes_back(bench):
    bench.subject.restore({"a": 5, "b": 63})
    assert bench.subject.state() == {"a": 5, "b": 63}
    for nonsense in ({}, {"a": 64, "b": -1}, {"a": "5", "b": None}, {"a": 1.5}):
        bench.subject.restore(nonsense)
        assert bench.subject.state() == {"a": 5, "b": 63}
