"""Training the prior: it fills what is masked, is measured beside what knows nothing, and goes back when it breaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from engines.ground import spec
from engines.ground.problem import Halt
from engines.vqvae.codes import levels_of
from tests.engines.vqvae.conftest import advance

Make = Callable[..., Any]


@pytest.mark.parametrize("kind", ["masked", "pixelcnn", "causal"])
@pytest.mark.parametrize("hierarchy", [1, 2])
def test_priors_train_fill_and_judge(make: Make, kind: str, hierarchy: int) -> None:
    engine = make(prior=kind, hierarchy=hierarchy, size=28 if hierarchy == 1 else 32, channels=1, codes=12)
    advance(engine, 3)
    version = engine.version
    model = {k: v.clone() for k, v in engine.trainer.tensors().items()}
    engine.set_config(spec.change(engine.config, phase="prior"))
    advance(engine, 3)
    assert all(torch.equal(v, model[k]) for k, v in engine.trainer.tensors().items())
    shown = engine.snapshot()
    assert shown.prior_version == version == shown.version
    assert {"prior_loss", "prior_nll"} <= set(shown.curves)
    assert {"uniform", "marginal", "position"} <= set(shown.figures)
    codes = engine.encode(engine.real(0))
    masks = []
    for part in levels_of(codes):
        mask = np.zeros(part.shape, bool)
        mask[1:3, 1:3] = True
        masks.append(mask)
    mask = tuple(masks) if hierarchy == 2 else masks[0]
    spoiled = [
        np.where(m, -1, c) for c, m in zip(levels_of(codes), masks, strict=True)
    ]  # a hole holds nothing
    found = engine.fill(tuple(spoiled) if hierarchy == 2 else spoiled[0], mask, 3, 1.0, 4, seed=1)
    again = engine.fill(codes, mask, 3, 1.0, 4, seed=1)
    for filled, repeated, part, m in zip(
        levels_of(found), levels_of(again), levels_of(codes), masks, strict=True
    ):
        assert filled.shape == (3, *part.shape)
        assert np.array_equal(filled, repeated)
        assert (filled[:, ~m] == part[~m]).all()
        assert (filled >= 0).all()
        assert (filled < 12).all()
    nothing = engine.fill(codes, tuple(m & False for m in masks) if hierarchy == 2 else masks[0] & False, 2)
    assert all((f == c).all() for f, c in zip(levels_of(nothing), levels_of(codes), strict=True))
    assert [m.shape for m in levels_of(engine.surprise(codes))] == [c.shape for c in levels_of(codes)]
    assert [s.shape for s in levels_of(engine.sample(2))] == [(2, *c.shape) for c in levels_of(codes)]
    if hierarchy == 2:
        top, bottom = codes
        fine = engine.resample_bottom(top, bottom, masks[0], n=2)
        below = masks[0].repeat(2, 0).repeat(2, 1)
        assert fine.shape == (2, 8, 8)
        assert (fine[:, ~below] == bottom[~below]).all()
    engine.set_config(spec.change(engine.config, phase="autoencoder"))
    advance(engine, 1)
    moved = engine.snapshot()
    assert moved.version != moved.prior_version == version
    engine.set_config(spec.change(engine.config, phase="prior"))
    advance(engine, 1)
    assert engine.snapshot().prior_version == engine.version


def test_a_broken_prior_goes_back_too(make: Make) -> None:
    engine = make()
    advance(engine, 2)
    engine.set_config(spec.change(engine.config, phase="prior"))
    advance(engine, 2)
    next(engine.prior_trainer.priors.parameters()).data.fill_(float("nan"))
    with pytest.raises(Halt, match="prior's loss"):
        advance(engine, 1)
    advance(engine, 2)
