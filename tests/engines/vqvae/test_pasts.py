"""Sheets of earlier steps are those of then, outlive a file, and the best is kept beside them."""

from __future__ import annotations

import numpy as np

from engines import vqvae
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
    assert np.array_equal(sheet, np.concatenate([then.reconstructions, then.bypassed]))
    engine.save(tmp_path / "run.safetensors")
    again = vqvae.open_checkpoint(tmp_path / "run.safetensors", device="cpu")
    assert again.snapshot().kept == engine.snapshot().kept
    assert np.array_equal(again.pasts.sheet(20)[1], sheet)
    again.close()


def test_the_best_is_where_unseen_pictures_came_back_best(make):
    engine = make()
    advance(engine, 60)
    steps, psnr = engine.history.points()["psnr"]
    assert engine.snapshot().best == steps[np.argmax(psnr)]
