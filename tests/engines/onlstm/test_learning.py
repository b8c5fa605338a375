"""What the lab is for: in a run of either preset the forgetting comes to follow the phrases."""

from __future__ import annotations

import pytest

from engines import onlstm
from engines.onlstm.final import measure
from engines.onlstm.score import baselines
from tests.engines.onlstm.conftest import advance


@pytest.mark.slow
@pytest.mark.parametrize(("recipe", "steps", "margin"), [("english", 480, 12), ("chinese", 350, 8)])
def test_structure_appears(recipe: str, steps: int, margin: float, long: bool) -> None:
    """One layer's trees, read with the last weights on sentences used for nothing else.

    The presets take 1,000 and 600 steps; about half of them are enough for what is asked.
    """
    if recipe == "chinese" and not long:
        pytest.skip("the second recipe is in the long form: --long")
    config = onlstm.preset(recipe).config(seed=71, steps=steps)
    engine = onlstm.build(config)
    advance(engine, config.steps)
    shown = engine.snapshot()
    found = measure(engine, engine.trainer, engine.trainer.weights())
    golds = [s.gold for s in engine.corpus.final if s.gold is not None]
    engine.close()
    right, rest = (baselines(golds)[name] for name in ("right", "random"))
    layers = (f1 for (layer, _, source), f1 in found.f1.items() if layer != "mean" and source == "d_forget")
    assert found.perplexity < 60
    assert max(layers) >= right + margin
    assert rest < right < 45
    assert shown.best is not None
    assert shown.best.f1 >= shown.baselines["right"] + margin
