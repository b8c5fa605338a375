"""Sheets and paintings of earlier steps are those of then, outlive a file, and the best is kept beside them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engines import vqvae
from engines.ground.problem import FileProblem, Problem
from engines.images.pasts import kept
from engines.vqvae.painting import queries
from tests.engines.pictures import same
from tests.engines.vqvae.conftest import advance


def test_a_step_looked_back_on_shows_both_sheets_of_then(make, tmp_path):
    engine = make()
    advance(engine, 20)
    then = engine.snapshot()
    advance(engine, 24)
    kept, best = engine.snapshot().kept, engine.snapshot().best
    assert set(kept) == {0, 20, 40, best}
    step, sheet = engine.pasts.sheet(21)
    assert step == 20
    want = np.concatenate([then.reconstructions, then.bypassed]).astype(int)
    assert np.abs(sheet - want).mean() < 1  # half precision, and here and there another code
    assert np.abs(engine.pasts.sheet(0)[1] - want).mean() > 5
    engine.save(tmp_path / "run.safetensors")
    again = vqvae.open_checkpoint(tmp_path / "run.safetensors", device="cpu")
    assert again.snapshot().kept == engine.snapshot().kept
    assert same(again.pasts.nearest(20)[1].weights, engine.pasts.nearest(20)[1].weights)
    assert again.pasts.sheet(20)[1].shape == sheet.shape  # of the pictures that this one has
    again.close()


def test_the_best_is_where_unseen_pictures_came_back_best(make):
    engine = make()
    advance(engine, 60)
    steps, psnr = engine.history.points()["psnr"]
    assert engine.snapshot().best == steps[np.argmax(psnr)]


@pytest.fixture
def painted(make):
    """At step 60; and a picture as it was opened at step 40, and with the model of now."""
    engine = make()
    advance(engine, 40)
    then = queries.held(engine, 1)
    advance(engine, 20)
    return engine, then, queries.held(engine, 1)


def test_one_paints_with_the_model_of_then_and_returns_to_the_copy_of_before(painted):
    engine, then, now = painted
    advance(engine, 1)
    before = engine.state()[1]
    seen = engine.look_back(41)
    assert seen.step == 40
    again = queries.opened(engine, then.picture, then.codes)
    assert again.version == seen.version
    assert np.abs(again.decoded.astype(int) - then.decoded).max() <= 2  # half precision
    assert np.abs(now.decoded.astype(int) - then.decoded).max() > 2
    assert (queries.held(engine, 1).codes == then.codes).mean() > 0.9
    assert queries.decoded(engine, then.codes).shape == then.decoded.shape
    assert engine.look_back(None) is None
    back = queries.read_again(engine, now.picture, now.codes)  # with the copy of step 60, not that of 61
    assert back.version == now.version
    assert np.array_equal(back.decoded, now.decoded)
    assert same(before, engine.state()[1])
    assert queries.held(engine, 1).version == engine.version


def test_it_is_painted_with_after_a_file_too_and_a_branch_returns_to_the_present(painted, tmp_path):
    engine, then, _ = painted
    engine.save(tmp_path / "run.safetensors")
    again = vqvae.open_checkpoint(tmp_path / "run.safetensors", device="cpu")
    again.look_back(40)
    found = queries.opened(again, then.picture, then.codes)
    assert np.abs(found.decoded.astype(int) - then.decoded).max() <= 2
    again.close()
    engine.look_back(20)
    meta, arrays = engine.state()
    engine.restore(meta, arrays)
    assert queries.held(engine, 1).version == engine.version


@pytest.mark.parametrize("config", [{}, {"hierarchy": 2}, {"quantizer": "fsq"}])
def test_the_codebooks_of_then_are_those_of_then(make, config):
    engine = make(**config)
    advance(engine, 20)
    then, vectors = engine.snapshot().codebooks, engine.trainer.model.embed(0).clone()
    pictures = engine.deck.train[:32]
    chosen = [
        torch.bincount(c.flatten(), minlength=len(b.usage))
        for c, b in zip(engine.codes_of(pictures), then, strict=True)
    ]
    assert engine.codes_then() is None
    advance(engine, 20)
    before = engine.state()[1]
    engine.look_back(20)
    found = engine.codes_then()
    assert 0 < found.pictures <= len(engine.deck.train)
    assert len(found.codebooks) == len(then)
    for book, old, (h, w) in zip(found.codebooks, then, engine.snapshot().grids, strict=True):
        assert book.usage.sum() == found.pictures * h * w
        assert np.array_equal(book.dead, book.usage == 0)
        assert (
            np.abs(book.thumbnails.astype(int) - old.thumbnails).mean() < 2
        )  # half precision, and drawn by parts
    assert torch.allclose(engine.pasts.worn.embed(0), vectors, atol=1e-2)
    assert all(
        book.usage.argmax() == int(c.argmax()) for book, c in zip(found.codebooks, chosen, strict=True)
    )
    assert same(before, engine.state()[1])
    now = engine.snapshot().codebooks[0]
    assert np.array_equal(now.projection, engine.snapshot().codebooks[0].projection)  # looking turned no axes
    engine.look_back(None)
    assert engine.codes_then() is None


def test_without_a_quantiser_there_are_no_codes_of_then(make):
    engine = make(quantizer="none")
    advance(engine, 20)
    engine.look_back(0)
    assert engine.codes_then().codebooks == ()


def test_a_prior_of_other_codes_does_not_guess(painted):
    engine, then, _ = painted
    engine.set_config(engine.config.__class__(**{**vars(engine.config), "phase": "prior"}))
    advance(engine, 1)
    assert engine.surprise(then.codes).shape == then.codes.shape
    engine.look_back(40)
    with pytest.raises(Problem, match="Return to the newest step"):
        engine.surprise(then.codes)
    engine.look_back(None)
    assert engine.surprise(then.codes).shape == then.codes.shape


def test_a_file_of_before_has_sheets_alone_and_half_a_model_is_refused(painted):
    engine, _, now = painted
    (meta, arrays), (held, more) = engine.state(), engine.past()
    steps = held["past"]["steps"]
    png = kept.kept(torch.nn.Module(), engine.pasts.sheet(40)[1]).sheet
    names = [*(f"past.kept.{step}.sheet" for step in steps), "past.best.sheet"]
    sheets = dict.fromkeys(names, np.frombuffer(png, np.uint8))
    engine.restore(meta | held, arrays | sheets)
    assert engine.look_back(40).step == 40
    assert queries.opened(engine, now.picture).version == engine.version
    assert engine.codes_then() is None
    weight = next(name for name in more if name.startswith("past.kept.40.w."))
    with pytest.raises(FileProblem, match="history makes no sense"):
        engine.restore(meta | held, arrays | {n: a for n, a in more.items() if n != weight})
