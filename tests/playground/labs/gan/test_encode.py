"""What the page Encode is made of, without a window: files, kept directions, the shelf's bookkeeping."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines.gan.bench.codes import make
from engines.gan.config import GanConfig
from engines.ground.problem import Problem
from playground.labs.gan.encode import files, kept
from playground.labs.gan.encode.bench import Bench
from playground.labs.gan.encode.kept import Kept
from playground.labs.gan.encode.shelf import Shelf


def touched(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")


def test_a_folder_means_the_pictures_in_it(tmp_path: Path) -> None:
    touched(tmp_path, "b.png", "a.JPG", "notes.txt", ".hidden.png", "deeper/c.png")
    found = files.pictures([str(tmp_path), "elsewhere.png"])
    assert [Path(p).name for p in found] == ["a.JPG", "b.png", "elsewhere.png"]


def test_a_folder_of_folders_means_the_pictures_in_these(tmp_path: Path) -> None:
    touched(tmp_path, "cats/1.png", "dogs/2.png", "dogs/x/3.png", "notes.txt")
    assert [Path(p).name for p in files.pictures([str(tmp_path)])] == ["1.png", "2.png"]
    assert files.pictures([str(tmp_path / "dogs" / "x" / "none")]) != []  # told by who opens it


def test_a_direction_replaces_its_namesake_and_the_oldest_goes(qapp: Any) -> None:
    shelf = Kept()
    shelf.fit(3)
    for at in range(kept.MOST + 1):
        shelf.keep(str(at), np.full(3, at))
    assert shelf.names() == [str(at) for at in range(1, kept.MOST + 1)]
    shelf.keep("5", np.zeros(3))
    assert shelf.names()[-1] == "5"
    shelf.fit(4)
    assert shelf.names() == []


def test_directions_go_to_text_and_back(qapp: Any) -> None:
    first, second = Kept(), Kept()
    for one in (first, second):
        one.fit(3)
    first.keep("smile", np.array([0.1, -2.0, 3e-7]))
    assert second.read(first.written()) == 1
    assert np.array_equal(second.vectors["smile"], first.vectors["smile"])
    second.go("smile", 2.0)
    np.testing.assert_allclose(second.apply(make(np.zeros(3))).z, [0.2, -4.0, 6e-7], rtol=1e-6)
    second.rest()
    assert not second.apply(make(np.zeros(3))).z.any()
    with pytest.raises(Problem, match="Direction smile"):
        second.read('{"smile": [1, 2]}')
    third = Kept()
    third.fit(3)
    third.restore({**first.state(), "broken": [None], "no list": 3})
    assert third.names() == ["smile"]


class Asked:
    """Notes what is asked, and answers nothing."""

    def __init__(self) -> None:
        self.keys: list[str | None] = []

    def __call__(self, *_: Any, key: str | None = None, **__: Any) -> None:
        self.keys.append(key)


def test_without_an_encoder_nothing_is_asked(qapp: Any) -> None:
    asked = Asked()
    shelf = Shelf(asked, lambda _: None)
    bench = Bench(asked, shelf, Kept())
    shelf.begin(GanConfig(ogan=False))
    shelf.refresh()
    bench.refresh()
    assert asked.keys == []
    shelf.begin(GanConfig(ogan=True))
    shelf.add_samples([7], 2)
    assert [item.sample for item in shelf.items] == [7, 0]
    assert set(asked.keys) == {"shelf.1", "shelf.2"}


def test_a_picture_is_in_one_set_in_the_other_or_in_none(qapp: Any) -> None:
    bench = Bench(Asked(), Shelf(Asked(), lambda _: None), Kept())
    seen = []
    for _ in range(3):
        bench.turn(1)
        seen.append(bench.sets[1])
    assert seen == [1, -1, 0]
    assert bench.attribute() is None
