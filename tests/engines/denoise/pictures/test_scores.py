"""Coverage and density: near 1 on the data itself, and each sees its own fault."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.denoise.pictures.space import PictureSpace
from engines.images import faces, features
from tests.engines.denoise.pictures.conftest import tiny
from tests.engines.pictures import Set


@pytest.fixture(scope="module")
def space() -> PictureSpace:
    drawn = faces.draw(faces.sample(4000, seed=1), 32)
    return PictureSpace(Set(drawn), tiny(size=32), torch.device("cpu"))


def some(space: PictureSpace, n: int = 200) -> np.ndarray:
    return space.deck.pixels[space.deck.train[1000 : 1000 + n]].numpy()


def test_the_data_itself_is_near_one(space: PictureSpace) -> None:
    floor = space.floor(200)
    assert 0.9 < floor["coverage"] <= 1
    assert 0.85 < floor["density"] < 1.2


def test_coverage_sees_what_is_missing_and_density_what_is_wrong(space: PictureSpace) -> None:
    real, floor = some(space), space.scored(some(space))
    few = space.scored(real[np.arange(200) % 10])
    assert few["coverage"] < floor["coverage"] / 2
    x = torch.nn.functional.avg_pool2d(torch.from_numpy(real).permute(0, 3, 1, 2).float(), 5, 1, 2)
    blurred = space.scored(x.permute(0, 2, 3, 1).byte().numpy())
    assert blurred["density"] < floor["density"] / 2
    nothing = space.scored(np.full_like(real, 128))
    assert nothing == {"coverage": 0.0, "density": 0.0}


@pytest.mark.parametrize("size", [8, 16, 28, 64])
def test_features_are_the_same_each_time_and_of_one_length(size: int) -> None:
    x = torch.randn(3, 1, size, size, generator=torch.Generator().manual_seed(0))
    before = torch.get_rng_state()
    found = features.of(x)
    assert torch.equal(found, features.of(x))
    assert torch.equal(before, torch.get_rng_state())
    assert found.shape == (3, sum(features.WIDTHS) * features.PLACES**2)
