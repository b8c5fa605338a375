"""Two pictures in one: what it needs, that the slider ends on either, which cells a patch takes."""

from __future__ import annotations

import numpy as np

from playground.labs.vqvae.blending import Blending
from tests.playground.labs.vqvae.conftest import heard


def test_another_picture_is_needed(easel):
    e = easel()
    blending = Blending(e.line.ask, e.painter)
    said = heard(blending.said)
    blending.blend(0.5, "z")
    blending.patch()
    assert ["Choose another picture" in sentence for sentence, *_ in said] == [True, True]
    assert e.line.waiting == []


def test_a_blend_follows_the_slider_and_ends_on_either_picture(easel):
    e = easel()
    blending = Blending(e.line.ask, e.painter)
    changed = heard(blending.other_changed)
    b = e.line.engine.held(5)
    blending.take(b)
    assert len(changed) == 1
    for way in ("z", "codes"):
        for amount in (0.3, 1.0):
            blending.blend(amount, way)
        assert e.line.waiting == ["blend"]  # of several, the last
        e.line.answer()
        assert np.array_equal(e.codes, e.line.engine.painting.encode(b))
    blending.blend(0.0, "codes")
    e.line.answer()
    assert np.array_equal(e.codes, e.line.engine.painting.encode(e.painter.original))


def test_a_patch_needs_a_selection_of_fine_cells(easel, tmp_path):
    e = easel(hierarchy=2)
    blending = Blending(e.line.ask, e.painter)
    said = heard(blending.said)
    blending.take(e.line.engine.held(5))
    blending.patch()
    e.painter.set_level(-2)
    e.painter.rectangle((0, 0), (1, 1))
    blending.patch()
    assert len(said) == 2
    e.painter.set_level(-1)
    e.painter.rectangle((0, 0), (1, 1))
    blending.patch()
    e.line.answer()
    other = e.line.engine.painting.encode(e.line.engine.held(5))
    assert np.array_equal(e.codes[1][:2, :2], other[1][:2, :2])
    (tmp_path / "broken.png").write_bytes(b"")
    blending.open(str(tmp_path / "broken.png"))
    e.line.answer()
    assert "broken.png" in str(e.line.refused[0])
