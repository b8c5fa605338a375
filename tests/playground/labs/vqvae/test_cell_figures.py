"""Figures of cells: of the level painted on, the newest alone."""

from __future__ import annotations

import pytest

from playground.labs.vqvae.cell_figures import CellFigures
from tests.playground.labs.vqvae.conftest import heard


@pytest.mark.parametrize("hierarchy", [1, 2])
def test_maps_belong_to_the_level_painted_on(easel, hierarchy):
    e = easel(hierarchy=hierarchy)
    e.line.train(2, prior=True)
    figures = CellFigures(e.line.ask, e.painter)
    mapped = heard(figures.mapped)
    for level in range(-hierarchy, 0):
        e.painter.set_level(level)
        for name in ("entropy", "surprise"):
            figures.map(name)
    e.line.answer()
    assert [name for name, _ in mapped] == ["entropy", "surprise"]  # the newest level alone
    assert all(values.shape == e.painter.grid.shape for _, values in mapped)


def test_what_the_original_has_ranks_first(easel):
    e = easel()
    figures = CellFigures(e.line.ask, e.painter)
    ranked = heard(figures.ranked)
    figures.rank((3, 4))
    e.line.answer()
    assert ranked == [((3, 4), 1)]


def test_without_a_painting_nothing_is_reckoned(easel):
    e = easel(index=None)
    figures = CellFigures(e.line.ask, e.painter)
    figures.map("entropy")
    figures.rank((0, 0))
    assert e.line.waiting == []
