"""What of a run is scored: the prior's pictures where it has learnt something, else reconstructions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from engines.ground import spec
from engines.images.dataset import to_pixels
from engines.vqvae.scoring import scoring
from tests.engines.vqvae.conftest import advance, noise

Make = Callable[..., Any]


def score(engine: Any) -> Any:
    session = scoring(engine.config, engine.snapshot().priors, 1)
    while session.found is None:
        session.advance(engine)
    return session.found


@pytest.mark.parametrize("hierarchy", [1, 2])
def test_reconstructions_at_first_and_then_the_prior(make: Make, hierarchy: int) -> None:
    engine = make(pictures=noise(80), hierarchy=hierarchy, limit=0)
    before = {name: value.clone() for name, value in engine.trainer.tensors().items()}
    assert score(engine).what == "Reconstructions"
    first = engine.rebuilt(0, 1)[0]
    with torch.no_grad():
        engine.trainer.model.eval()
        latent = engine.trainer.model.encode(engine.deck.kept(0, 1))
        again = engine.trainer.model.shown(engine.trainer.model.decode(latent.q))
        engine.trainer.model.train()
    np.testing.assert_array_equal(first, to_pixels(again)[0].numpy())

    engine.set_config(spec.change(engine.config, phase="prior"))
    advance(engine, 2)
    found = score(engine)
    assert (found.what, found.count) == ("Samples of the prior", 38)
    assert {"coverage", "density", "sliced", "kernel", "frechet", "novelty"} <= set(found.values)
    assert set(found.floors) >= set(found.values) - {"kernel_spread"}
    np.testing.assert_array_equal(engine.dreamt(3, 5), engine.dreamt(3, 5))
    assert (engine.dreamt(3, 5) != engine.dreamt(3, 6)).any()
    for name, value in engine.trainer.tensors().items():
        assert torch.equal(value, before[name]), name
