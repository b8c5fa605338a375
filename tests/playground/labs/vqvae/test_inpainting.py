"""Guesses of the prior: what they need, which are shown, that one is taken, and when it is refused."""

from __future__ import annotations

import numpy as np
import pytest

from engines.vqvae.painting.queries import Steering
from playground.labs.vqvae.inpainting import Inpainting
from tests.playground.labs.vqvae.conftest import heard


class Filling:
    def __init__(self, easel):
        self.line, self.painter, self.brush = easel.line, easel.painter, easel.brush
        self.steering = Steering()
        self.inpainting = Inpainting(easel.line.ask, easel.painter, lambda: self.steering)
        self.said, self.busy = heard(self.inpainting.said), heard(self.inpainting.busy)
        self.guessed, self.failed = heard(self.inpainting.guessed), heard(self.inpainting.failed)
        self.outdated = heard(self.inpainting.outdated)

    def learn(self):
        self.line.train(2, prior=True)
        self.inpainting.trained = ("masked",)

    def mask(self, rows=2):
        holes = np.zeros(self.painter.grid.shape, bool)
        holes[:rows] = True
        self.painter.document.erase("Eraser", holes)


@pytest.fixture
def filling(easel):
    return Filling(easel())


def test_a_mask_is_needed_then_a_prior(filling):
    filling.inpainting.fill()
    assert "Nothing is masked" in filling.said[-1][0]
    filling.mask()
    wanted = heard(filling.inpainting.training_wanted)
    filling.inpainting.fill()
    sentence, links, key = filling.said[-1]
    assert ("No prior" in sentence, key) == (True, "prior")
    links[0][1]()
    assert len(wanted) == 1
    assert filling.line.waiting == []
    assert filling.busy == []


def test_guesses_are_shown_and_one_is_taken(filling):
    filling.learn()
    filling.mask()
    filling.inpainting.fill()
    assert (filling.busy, filling.outdated, filling.line.waiting) == ([True], ["prior"], ["guess"])
    filling.line.answer()
    assert filling.busy == [True, False]
    ways = filling.inpainting.ways
    assert len(ways) == len(filling.guessed[0]) == 4
    document = filling.painter.document
    for way in ways:
        assert np.array_equal(way[~document.mask], document.codes[~document.mask])
    filling.inpainting.take(9)
    assert document.masked
    filling.inpainting.take(2)
    assert np.array_equal(document.codes, ways[2])
    assert not document.masked
    filling.inpainting.forget()
    assert filling.inpainting.ways == ()


def test_more_guesses_are_other_ones_of_the_mask_or_of_the_whole(filling):
    filling.learn()
    filling.mask(8)
    found = []
    for _ in range(2):
        filling.inpainting.more()
        filling.line.answer()
        found.append(np.stack(filling.inpainting.ways))
    assert (found[0] != found[1]).any()
    filling.painter.undo()
    filling.inpainting.more()
    filling.line.answer()
    assert len(filling.inpainting.ways) == 4
    assert filling.failed == []


def test_the_steering_of_the_moment_is_used(filling):
    filling.learn()
    filling.mask(8)
    filling.steering = Steering(temperature=0.0, top_k=1)
    for _ in range(2):
        filling.inpainting.sample()
        filling.line.answer()
    assert len({way.tobytes() for way in filling.inpainting.ways}) < 5
    filling.steering = Steering(kinds=("masked", "causal"))  # of which one has not learnt
    filling.inpainting.sample()
    filling.line.answer()
    assert "No prior" in str(filling.failed[0])
    assert filling.busy[-1] is False


def test_nothing_is_asked_without_a_painting(easel):
    f = Filling(easel(index=None))
    f.inpainting.trained = ("masked",)
    for act in (f.inpainting.fill, f.inpainting.sample, f.inpainting.more, lambda: f.inpainting.take(0)):
        act()
    assert f.line.waiting == f.said == []


def test_fine_codes_beneath_a_coarse_stroke_can_be_chosen_anew(easel):
    f = Filling(easel(hierarchy=2))
    f.learn()
    f.painter.set_level(-2)
    f.brush.choose((int(f.painter.grid[1, 1]) + 1) % 16)
    f.painter.press((1, 1))
    f.painter.release()
    f.line.answer()
    sentence, links, key = f.said[-1]
    assert ("fine codes" in sentence, key) == (True, "fine")
    links[0][1]()
    f.line.answer()
    top, bottom = f.painter.document.codes
    for way in f.inpainting.ways:
        assert np.array_equal(way[0], top)
        assert np.array_equal(way[1][4:], bottom[4:])
