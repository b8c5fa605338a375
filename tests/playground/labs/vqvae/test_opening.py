"""How a picture comes to the painter: shown or not, kept up with the model or told of, files taken or refused."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from engines.vqvae.painting import files
from playground.labs.vqvae.opening import Opening
from tests.playground.labs.vqvae.conftest import heard


class Opened:
    def __init__(self, easel):
        self.easel, self.line, self.painter = easel, easel.line, easel.painter
        self.opening = Opening(easel.line.ask, easel.painter)
        self.shown, self.said = heard(self.opening.shown), heard(self.opening.said)
        self.outdated, self.failed = heard(self.opening.outdated), heard(self.opening.failed)

    def follow(self, *, learning=True, watched=True):
        self.opening.follow(self.line.engine.version, learning=learning, watched=watched)

    def paint(self):
        self.painter.put("Blend", (self.painter.document.codes + 1) % 16)

    def follow_link(self, words):
        _, links, _ = self.said[-1]
        next(act for text, act in links if text == words)()
        self.line.answer()


@pytest.fixture
def begun(easel):
    return Opened(easel())


def test_a_picture_asked_for_is_shown_and_the_first_one_is_not(easel):
    o = Opened(easel(index=None))
    o.opening.held(0, show=False)
    o.line.answer()
    assert np.array_equal(o.painter.original, o.line.engine.held(0))
    assert (len(o.shown), o.outdated) == (0, [])
    o.opening.held(3)
    o.line.answer()
    assert np.array_equal(o.painter.original, o.line.engine.held(3))
    assert (len(o.shown), o.outdated) == (1, ["moved"])


def test_only_the_last_of_several_pictures_is_opened(begun):
    begun.opening.held(1)
    begun.opening.held(2)
    assert begun.line.waiting == ["open"]
    begun.line.answer()
    assert np.array_equal(begun.painter.original, begun.line.engine.held(2))


def test_a_file_is_opened_and_a_broken_one_refused(begun, tmp_path):
    Image.new("RGB", (50, 70), "blue").save(tmp_path / "a.png")
    begun.opening.file(str(tmp_path / "a.png"))
    begun.line.answer()
    assert begun.painter.original.shape == (32, 32, 3)
    assert len(begun.shown) == 1
    (tmp_path / "b.png").write_bytes(b"")
    begun.opening.file(str(tmp_path / "b.png"))
    begun.line.answer()
    assert "b.png" in str(begun.line.refused[0])
    assert len(begun.shown) == 1


def test_entering_reads_what_is_untouched_anew_and_leaves_what_is_painted(easel):
    o = Opened(easel(index=None))
    o.opening.enter()
    o.line.answer()
    document = o.painter.document
    o.opening.enter()
    assert o.line.waiting == []  # as new as the model
    o.line.train()
    o.follow(learning=False)
    assert o.opening.outgrown
    o.opening.enter()
    o.line.answer()
    assert o.painter.document is not document
    assert o.painter.document.version == o.line.engine.version
    o.paint()
    o.line.answer()
    o.line.train()
    o.follow(watched=False)
    o.opening.enter()
    assert o.line.waiting == []


def test_an_untouched_picture_keeps_up_with_a_model_that_learns_but_not_at_every_snapshot(begun):
    begun.line.train()
    begun.follow()
    assert begun.line.waiting == ["open"]
    begun.line.answer()
    assert begun.painter.document.version == begun.line.engine.version
    assert begun.shown == []
    begun.line.train()
    begun.follow()
    assert begun.line.waiting == []  # it has just been read
    assert begun.said == []


def test_it_rests_while_the_prior_learns(begun):
    begun.line.train()
    begun.follow(learning=False)
    assert begun.line.waiting == []


def test_a_stroke_begun_meanwhile_is_not_lost_to_keeping_up(begun):
    begun.line.train()
    begun.follow()
    begun.paint()
    document = begun.painter.document
    begun.line.answer()
    assert begun.painter.document is document


def test_a_painting_that_the_model_outgrew_is_told_of_once_and_only_where_it_is_seen(begun):
    begun.paint()
    begun.follow()
    assert begun.said == []
    begun.line.train()
    begun.follow(watched=False)
    assert begun.said == []
    begun.follow()
    begun.follow()
    (sentence, links, key) = begun.said[0]
    assert "learnt on" in sentence
    assert (len(links), key, len(begun.said)) == (2, "moved", 1)


def test_its_links_encode_again_or_read_the_codes_anew(begun):
    begun.paint()
    begun.line.train()
    begun.follow()
    codes, document = begun.painter.document.codes, begun.painter.document
    begun.follow_link("Read the codes anew")
    assert begun.painter.document is document
    assert np.array_equal(document.codes, codes)
    assert document.version == begun.line.engine.version
    begun.line.train()
    begun.follow()
    assert len(begun.said) == 2
    begun.follow_link("Encode again")
    assert begun.painter.document is not document
    assert np.array_equal(begun.painter.document.codes, begun.line.engine.encode(begun.painter.original))


def test_another_engine_makes_the_painting_forgotten(begun):
    begun.opening.forget()
    assert begun.painter.document is None
    assert not begun.opening.outgrown
    begun.follow()
    begun.opening.encode_again()  # the picture itself is still there
    begun.line.answer()
    assert begun.painter.document is not None


# -- files ---------------------------------------------------------------------------------------------------------


def test_a_painting_comes_back_from_its_file(begun, tmp_path):
    begun.paint()
    codes = begun.painter.document.codes
    files.write(tmp_path / "a.safetensors", begun.painter.document)
    begun.painter.undo()
    assert begun.opening.painting(str(tmp_path / "a.safetensors"))
    assert np.array_equal(begun.painter.document.codes, codes)
    assert len(begun.shown) == 1


def test_what_is_no_painting_is_left_to_others(begun, tmp_path):
    (tmp_path / "a.txt").write_text("no painting")
    begun.line.engine.save(tmp_path / "run.safetensors")
    for name in ("a.txt", "run.safetensors", "missing"):
        assert not begun.opening.painting(str(tmp_path / name))
    assert begun.failed == begun.said == []


def test_a_painting_of_another_codebook_is_refused_and_one_too_early_explained(begun, tmp_path):
    files.write(tmp_path / "a.safetensors", begun.painter.document)
    begun.line.train()
    begun.opening.encode_again()
    begun.line.answer()
    begun.shown.clear()
    assert begun.opening.painting(str(tmp_path / "a.safetensors"))
    assert "codebook" in str(begun.failed[0])
    assert begun.shown == []
    begun.opening.forget()
    assert begun.opening.painting(str(tmp_path / "a.safetensors"))
    assert "Open the painter first" in begun.said[-1][0]
