"""Coverage and density: exact on small cases, near 1 on the data itself, and each sees its own fault."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.denoise.pictures.scores import coverage_density
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


def test_a_case_by_hand() -> None:
    real = torch.tensor([[0.0], [1.0], [3.0], [10.0]])  # balls to the nearest: 1, 1, 2, 7
    made = torch.tensor([[0.5], [2.9], [30.0]])  # inside the first two, the third and two, none
    coverage, density = coverage_density(real, made, k=1)
    inside = [(0, 0), (1, 0), (2, 1)]  # (ball, sample); 2.9 lies 1.9 from 1 and 7.1 from 10
    assert coverage == 3 / 4
    assert density == pytest.approx(len(inside) / 3)


def test_the_same_points_cover_all() -> None:
    real = torch.randn(50, 8, generator=torch.Generator().manual_seed(0))
    coverage, density = coverage_density(real, real)
    assert coverage == 1
    assert density > 1


def test_too_few_to_say() -> None:
    assert all(np.isnan(coverage_density(torch.zeros(1, 3), torch.zeros(4, 3))))
    assert all(np.isnan(coverage_density(torch.zeros(9, 3), torch.zeros(0, 3))))


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
