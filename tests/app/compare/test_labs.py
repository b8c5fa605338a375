"""The page Compare of each training lab from a person's chair, all in one window: two runs, one transport.

The pictures of GANs, and the table of architectures, have a test of their own.
"""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engines.onlstm.texts import corpus
from engines.points import source
from playground.shell.session import Session
from tests.app.conftest import Driver, driven

TINY: dict[str, dict[str, Any]] = {
    "gan": {"data": "gaussians8", "hidden": 8, "batch": 8},
    "vqvae": {"limit": 96, "hidden": 8, "res_hidden": 4, "codes": 16, "dim": 4, "batch": 8},
    "onlstm": {"sentences": 60, "emb": 12, "hidden": 12, "chunk": 3, "batch": 8, "steps": 40},
    "denoise": {"width": 16, "batch": 32},
}
PAGES = {"denoise": "denoise.pages"}


@pytest.fixture(scope="module")
def window(request, qapp) -> Iterator[Driver]:
    """All four labs in one window, on little data."""
    session = Session()
    labs = {key: {"config": config} for key, config in TINY.items()}
    session.data = {"language": "en", "tab": "gan", "labs": labs}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "TRAINED", 6000)
        patch.setattr(source, "HELD", 3000)
        patch.setattr(corpus, "CHECKED", 40)
        for app in driven(QtBot(request), qapp, session):
            for key in TINY:
                app.window.open(key)
                app.ready().settled()
            yield app


@pytest.fixture
def page(request, window) -> Iterator[Driver]:
    """At the page Compare of a lab; what is compared ends with the test."""
    key = request.param
    window.window.open(key)
    window.choose(PAGES.get(key, f"{key}.page_choice"), "Compare")
    threads = engines()
    yield window
    window.click(f"{key}.versus.end")
    window.until(lambda: engines() == threads)


def engines() -> int:
    return sum(thread.name == "engine" for thread in threading.enumerate())


def of(*keys: str) -> Any:
    return pytest.mark.parametrize("page", keys, indirect=True)


def stepped(page: Driver) -> Any:
    """The comparison after one step of both."""
    versus = page.find(f"{page.lab.key}.versus")
    page.click(f"{page.lab.key}.versus.step")
    page.until(lambda: versus.latest is not None and versus.latest.step >= 1)
    return versus


def side(page: Driver, letter: str, part: str = "") -> Any:
    return page.find(f"{page.lab.key}.versus.{letter}{part}")


def both(page: Driver, truth: Callable[[Any], object], part: str = "") -> None:
    page.until(lambda: all(truth(side(page, letter, part)) for letter in "ab"))


@of(*TINY)
def test_two_runs_go_in_step_and_are_taken_away(page, tmp_path: Path):
    key = page.lab.key
    versus = stepped(page)
    assert versus.latest.a.step == versus.latest.b.step
    facts = [side(page, letter, ".facts").text() for letter in "ab"]
    assert all(facts)
    assert facts[0] != facts[1]
    assert "step 1" in page.find(f"{key}.versus.said").text()

    page.lab.exports().write(tmp_path / "both.csv")
    with (tmp_path / "both.csv").open() as file:
        rows = list(csv.DictReader(file))
    settings = {letter: {r["name"]: r["value"] for r in rows if (r["side"], r["what"]) == (letter, "setting")}
                for letter in "AB"}  # fmt: skip
    assert settings["A"].keys() == settings["B"].keys()
    assert all(settings["A"][name] != settings["B"][name] for name in settings["A"])
    page.lab.exports().write(tmp_path / "both.png")
    picture = QImage(str(tmp_path / "both.png"))
    assert picture.width() > picture.height() / 2 > 0
    assert page.lab.picture().size() == picture.size()

    state = page.lab.save_state()
    page.lab.restore_state(state)
    assert page.lab.save_state() == state


@of("vqvae")
def test_what_comes_back_is_scored_of_both(page):
    versus = stepped(page)
    assert versus.scored.button.isVisible()
    page.click("vqvae.versus.score")
    page.until(lambda: not versus.scoring.busy)
    a, b = (versus.scored.scores()[letter] for letter in "AB")
    assert a.floors == b.floors
    assert a.what == "Reconstructions"
    assert (a.count, a.step) == (b.count, b.step)
    assert page.find("vqvae.versus.scored").isVisible()


@of("gan", "onlstm")
def test_what_is_measured_by_itself_is_all_there_is_of_points_and_sentences(page):
    stepped(page)
    assert not page.find(f"{page.lab.key}.versus.score").isVisible()


@of("gan")
def test_points_are_seen_over_the_critics_map_and_both_planes_zoom_as_one(page):
    stepped(page)
    both(page, lambda plane: {"real", "fake", "heat", "mesh"} <= set(plane.names()), ".plane")
    a, b = (side(page, letter, ".plane") for letter in "ab")
    page.bot.mouseMove(a, a.room().center().toPoint())
    page.bot.keyClick(a, Qt.Key.Key_Plus)
    assert a.square() == b.square() != a.home()
    a.reset()
    assert a.square() == b.square() == a.home()


@of("vqvae")
def test_each_picture_stands_above_what_comes_back(page):
    versus = stepped(page)
    seen = versus.latest
    assert np.array_equal(seen.a.originals, seen.b.originals)
    both(page, lambda sheet: sheet.count() == 16)
    sheet = side(page, "a")
    page.bot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.cell_rect(5).center())
    assert sheet.badges() == side(page, "b").badges() == {"": 5}


@of("onlstm")
def test_both_read_the_sentence_that_is_typed(page):
    stepped(page)
    field = page.find("onlstm.versus.sentence")
    both(page, lambda tree: list(tree.columns.words))
    assert " ".join(side(page, "a").columns.words).startswith(field.text().split()[0])
    field.selectAll()
    page.bot.keyClicks(field, "the dog sleeps")
    both(page, lambda tree: list(tree.columns.words) == ["the", "dog", "sleeps"])
    page.click("onlstm.versus.next")
    both(page, lambda tree: len(tree.columns.words) > 0 and field.text() != "the dog sleeps")
    a, b = side(page, "a"), side(page, "b")
    page.bot.keyClick(a, Qt.Key.Key_PageUp)  # chunks are cut at one height
    assert a.threshold() == b.threshold() != 0.5
    figures = [row[0] for row in page.find("onlstm.versus").figures("A")]
    assert "perplexity" in figures


@of("denoise")
def test_samples_lie_over_the_density_learned_and_curves_over_each_other(page):
    versus = stepped(page)
    both(page, lambda plane: {"data", "heat"} <= set(plane.names()), ".plane")
    assert not page.find("denoise.curves").isVisible()  # the lab's own make room
    page.choose("denoise.pages", "Field")
    assert page.find("denoise.field").isVisible()
    assert not versus.isVisible()
    page.choose("denoise.pages", "Compare")
    assert versus.isVisible()
