"""What the lab is for: within 400 steps the forgetting of the default model follows the phrases."""

from __future__ import annotations

import pytest

from engines import onlstm
from tests.engines.onlstm.conftest import advance


@pytest.mark.slow
def test_structure_appears_in_english() -> None:
    engine = onlstm.build(onlstm.DEFAULT.config(steps=400, seed=1))
    advance(engine, 400)
    shown = engine.snapshot()
    engine.close()
    assert shown.perplexity < 60
    assert shown.best is not None
    assert shown.best.f1 >= shown.baselines["right"] + 8
    assert shown.baselines["random"] < shown.baselines["right"] < 45
