"""The page of codes, hidden or shown: what it shows is of the run there is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engines.vqvae.snapshot import Codebook, Then
from playground.labs.vqvae.codebook_page import CodebookPage


def snapshot(step: int, length: float, codes: int = 16) -> Any:
    """What the page asks of a run's newest state."""
    steps = np.arange(1, 21.0) * step / 20
    usage, plane = np.arange(codes), np.random.default_rng(codes).uniform(-1, 1, (codes, 2))
    book = Codebook(usage, usage == 0, plane.astype(np.float32), np.full((codes, 4, 4, 3), 90, np.uint8))
    curves = {"z": (steps, np.full(20, length)), "e": (steps, np.full(20, length / 2))}
    return SimpleNamespace(step=step, curves=curves, figures={}, codebook=book if codes else None)


@pytest.fixture
def page(qtbot):
    page = CodebookPage()
    qtbot.addWidget(page)
    page.resize(900, 600)
    return page


def lengths(page: CodebookPage) -> Any:
    return page.findChild(object, "vqvae.lengths")


def test_hidden_during_another_run_it_shows_that_run_when_shown_while_paused(page, qtbot):
    page.show()
    page.show_snapshot(snapshot(6222, 4.2), False)
    qtbot.waitUntil(lambda: lengths(page) is not None)
    qtbot.waitUntil(lambda: bool(lengths(page).lines))
    page.hide()
    page.show_snapshot(snapshot(3656, 3.15), False)
    page.show()
    assert {line.y[-1] for line in lengths(page).lines} == {3.15, 3.15 / 2}
    assert lengths(page).lines[0].x[-1] == 3656


def test_a_run_without_codes_shows_none_of_the_run_before(page):
    page.show()
    page.show_snapshot(snapshot(100, 4.2), False)
    assert page.findChild(object, "vqvae.health").text().startswith("Perplexity")
    assert page.bars.isVisible()
    page.show_snapshot(snapshot(2, 4.2, codes=0), False)
    assert page.findChild(object, "vqvae.health").text() == "This run does not quantise."
    assert not any(part.isVisible() for part in (page.sheet, page.map, page.bars))
    page.show_snapshot(snapshot(3, 4.2), False)
    assert page.map.isVisible()


def health(page: CodebookPage) -> str:
    return page.findChild(object, "vqvae.health").text()


def test_an_earlier_step_stays_until_the_present_is_asked_for(page, qtbot):
    page.show()
    page.show_snapshot(snapshot(100, 4.2), False)
    qtbot.waitUntil(lambda: lengths(page) is not None)
    now = health(page)
    book = snapshot(40, 4.2).codebook
    page.show_past(Then((book,), 96), 40)
    assert "step 40" in health(page)
    assert "96 pictures" in health(page)
    assert [moment.x for moment in lengths(page).marks()[0]] == [40]
    page.show_snapshot(snapshot(120, 4.2), True)
    assert "96 pictures" in health(page)
    assert page.restart.isChecked()
    page.show_present()
    assert health(page) == now
    assert lengths(page).marks()[0] == ()


def test_what_was_not_kept_of_an_earlier_step_is_said(page):
    page.show()
    page.show_snapshot(snapshot(100, 4.2), False)
    page.show_past(None, 1040)
    assert health(page) == "The codes of step 1,040 were not kept, only its pictures."
    assert not any(part.isVisible() for part in (page.sheet, page.map, page.bars))
    page.show_past(Then((), 96), 40)
    assert health(page) == "This run does not quantise."
    page.show_present()
    assert page.map.isVisible()


def test_the_perplexity_of_then_is_of_what_was_counted(page):
    usage = np.array([8, 8, 8, 8] + [0] * 12)
    old = snapshot(40, 4.2).codebook
    page.show_past(Then((Codebook(usage, usage == 0, old.projection, old.thumbnails),), 4), 40)
    assert "Perplexity 4 of 16, 12 dead." in health(page)
