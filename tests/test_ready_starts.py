"""What the program ships to be played with at once: runs of recipes, small, and worth what was said."""

from __future__ import annotations

import pytest

from engines.ground import spec
from engines.ground.saved import read_config
from tests.tools.ready_scores import SCORES
from tests.tools.ready_starts import FOLDER, LARGEST, RECIPES, config_of, face_of


@pytest.mark.parametrize("name", RECIPES)
def test_it_opens_scores_better_than_its_floor_and_goes_on(name: str) -> None:
    path, lab = FOLDER / f"{name}.safetensors", name.partition("-")[0]
    assert path.stat().st_size <= LARGEST
    face, wanted = face_of(name), config_of(name)
    assert read_config(path, lab, type(wanted))[0] == wanted
    others = spec.change(wanted, seed=11, limit=640) if hasattr(wanted, "limit") else None
    engine = face.open_checkpoint(path, device="cpu", config=others)  # faces that it has never seen
    try:
        steps = sum(steps for _, steps in RECIPES[name].phases)
        assert engine.snapshot().step == steps
        assert engine.seconds > 1
        found = list(SCORES[name](engine))
        assert found
        for score in found:
            assert score.better, score
        for _ in engine.step():
            pass
        assert engine.count == steps + 1
    finally:
        engine.close()


def test_nothing_else_is_shipped() -> None:
    assert {path.stem for path in FOLDER.glob("*.safetensors")} == set(RECIPES)
