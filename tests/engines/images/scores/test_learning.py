"""The net that samples are compared by: it learns once for a set of pictures, and is kept."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from engines.images import faces, features
from engines.images.dataset import Deck, to_float
from engines.images.scores import learning, shelf
from engines.images.scores.background import SHARE, Background
from engines.images.scores.learning import Net, net, taken
from engines.images.scores.parts import SPARED, split


class Some:
    """Faces of eight pixels."""

    def __init__(self, n: int, labels: np.ndarray | None) -> None:
        self.pixels = torch.from_numpy(faces.draw(faces.sample(n, seed=3), 8))
        self.labels = None if labels is None else torch.from_numpy(labels)


def deck(n: int = 440, labels: np.ndarray | None = None) -> Any:
    return Some(n, labels)


def learned(of: Any) -> tuple[Net, list[float]]:
    done, work = [], net(of)
    while True:
        try:
            done.append(next(work))
        except StopIteration as end:
            return end.value, done


def same(a: Net, b: Net) -> bool:
    return all(torch.equal(x, y) for x, y in zip(a.weights, b.weights, strict=True))


@pytest.fixture(scope="module", autouse=True)
def few_steps() -> Any:
    """As many as eight pixels need."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learning, "STEPS", 40)
        yield


def test_it_learns_which_way_up_pictures_are_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path))
    before, own = torch.get_rng_state(), deck()
    with torch.no_grad():  # as in the middle of a step
        first, done = learned(own)
    assert torch.equal(before, torch.get_rng_state())
    assert first.task == "turns"
    assert first.right > 0.9
    assert done == sorted(done)
    assert len(done) > 40
    x = to_float(own.pixels[:3])
    assert first.of(x).shape == features.of(x).shape
    assert not torch.allclose(first.of(x), features.of(x))

    again, read = learned(deck())
    assert same(first, again)
    assert again.right == first.right
    assert len(read) == 1  # it was only looked for
    (path,) = shelf.folder().iterdir()
    path.write_bytes(path.read_bytes()[:-9])
    anew, done = learned(deck())
    assert same(first, anew)
    assert len(done) > 40
    assert learned(deck(441))[1] != read  # another set
    assert len(list(shelf.folder().iterdir())) == 2


def test_a_set_that_has_learned_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path))
    own = deck()
    assert learning.known(own) is None
    assert end_of(learning.kept(own)) is None  # nothing was learned before
    assert learning.known(own) is None
    found, _ = learned(own)
    assert learning.known(own) is found
    assert learned(own) == (found, [])  # and is looked for no more
    other = deck()
    kept = end_of(learning.kept(other))
    assert kept is not None
    assert same(kept, found)
    assert learning.known(other) is kept
    assert not learning.free(own)[taken(440)].any()
    assert int(learning.free(own).sum()) == 440 - len(taken(440))


def test_beside_a_run_it_takes_a_small_share_of_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path))
    now = iter(range(10_000))
    engine = SimpleNamespace(deck=deck())
    work = Background(clock=lambda: next(now))  # every piece takes a second
    rests = []
    while not work.done:
        rests.append(work.advance(engine))
    told = [rest for rest in rests if rest]
    assert len(told) > 40
    assert max(told) == min(told) == pytest.approx(1 / SHARE - 1)
    assert learning.known(engine.deck).task == "turns"
    again = Background(clock=lambda: next(now))
    other = SimpleNamespace(deck=deck())
    while not again.done:
        assert again.advance(other) == 0  # it was kept
    assert not again.learning
    assert same(learning.known(other.deck), learning.known(engine.deck))


def test_beside_a_run_it_ends_once_scores_have_taught_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path))
    engine, work = SimpleNamespace(deck=deck()), Background()
    for _ in range(9):
        work.advance(engine)
    assert not work.done
    found, _ = learned(engine.deck)
    work.advance(engine)
    assert work.done
    assert learning.known(engine.deck) is found
    few = Background()
    few.advance(SimpleNamespace(deck=deck(60)))
    assert few.done
    assert not few.learning


def end_of(work: Any) -> Any:
    """What a generator returns."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def test_called_off_it_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path))
    work = net(deck())
    for _ in range(9):
        next(work)
    work.close()
    assert not shelf.folder().exists()


def test_classes_are_learned_where_there_are_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path))
    hair = np.asarray(faces.sample(440, seed=3)["hair"]).astype(np.int64)
    found, _ = learned(deck(labels=hair))
    assert found.task == "classes"
    assert found.right > 0.6  # of six
    assert learned(deck(labels=np.zeros(440, np.int64)))[0].task == "turns"  # one class tells nothing apart


def test_of_few_pictures_nothing_is_learned_and_a_full_disk_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, _ = learned(deck(60))
    assert found.task == "none"
    assert np.isnan(found.right)
    x = to_float(deck(60).pixels[:2])
    assert torch.equal(found.of(x), features.of(x))
    (tmp_path / "cache").write_text("no folder")
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path))
    shelf.keep("x", [np.zeros(2, np.float32)], 1.0)
    assert shelf.recall("x", [(2,)]) is None


@pytest.mark.parametrize(
    ("right", "weight"), [(1.5, 0.0), (float("nan"), 0.0), (0.5, float("nan")), ("x", 0.0)], ids=str
)
def test_what_makes_no_sense_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: Any, weight: float
) -> None:
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path))
    shelf.keep("x", [np.full(2, weight, np.float32)], right)
    assert shelf.recall("x", [(2,)]) is None
    shelf.keep("y", [np.zeros(2, np.float32)], 0.5)
    assert shelf.recall("y", [(2,)]) is not None
    assert shelf.recall("y", [(3,)]) is None


@pytest.mark.parametrize("seed", [0, 5])
@pytest.mark.parametrize(("count", "unseen"), [(4000, True), (900, False), (90, False)])
def test_the_floor_is_of_pictures_kept_out_where_there_are_enough(
    count: int, unseen: bool, seed: int
) -> None:
    rng = np.random.default_rng(0)
    pictures: Any = SimpleNamespace(pixels=rng.integers(0, 256, (count, 4, 4, 1), np.uint8), name="x")
    of = Deck(pictures, seed, torch.device("cpu"), 300)
    parts = split(of, 400)
    first, second = set(parts.first.tolist()), set(parts.second.tolist())
    assert parts.unseen == unseen
    assert len(first) == len(second) > 0
    assert not first & second
    assert not (first | second) & set(taken(count).tolist())  # the net has seen neither
    assert first <= set(of.train.tolist())
    assert second <= set((of.held if unseen else of.train).tolist())
    assert not unseen or len(first) >= SPARED
