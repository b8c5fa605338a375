"""Pictures become x and come back; some are never trained on; few are enough; other sizes are averaged."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.denoise.pictures.space import PictureSpace, loaded_at
from engines.ground.problem import Problem
from tests.engines.denoise.pictures.conftest import Make, noise, tiny
from tests.engines.pictures import Set

CPU = torch.device("cpu")


def space(pictures: Set, **values: object) -> PictureSpace:
    size = pictures.pixels.shape[1]
    return PictureSpace(pictures, tiny(**{"size": size, "channels": pictures.pixels.shape[3], **values}), CPU)


@pytest.mark.parametrize("channels", [1, 3])
def test_pixels_come_back_as_they_were(channels: int) -> None:
    pictures = noise(50, 16, channels)
    found = space(pictures)
    assert found.shape == (channels, 16, 16)
    assert np.array_equal(found.to_pixels(found.to_x(pictures.pixels)), pictures.pixels)


def test_batches_are_centred_with_spread_one() -> None:
    found = space(noise(400, 8))
    x = found.batch(4000, torch.Generator().manual_seed(0))
    assert x.dtype == torch.float32
    assert x.mean((0, 2, 3)).abs().max() < 0.05
    assert float(x.std()) == pytest.approx(found.std, abs=0.02)


def test_pictures_kept_out_never_come_up() -> None:
    pixels = np.arange(100, dtype=np.uint8)[:, None, None, None].repeat(8, 1).repeat(8, 2).repeat(3, 3)
    found = space(Set(pixels))
    x = found.batch(3000, torch.Generator().manual_seed(0))
    met = set(found.to_pixels(x)[:, 0, 0, 0].tolist())
    kept = {int(found.held(i)[0, 0, 0]) for i in range(20)}
    assert len(kept) == 5
    assert met == set(range(100)) - kept


def test_mirrored_when_asked_and_only_then() -> None:
    pixels = np.zeros((1, 8, 8, 1), np.uint8)
    pixels[:, :, :4] = 200
    for flip, sides in ((False, {200}), (True, {0, 200})):
        found = space(Set(pixels), flip=flip)
        x = found.to_pixels(found.batch(40, torch.Generator().manual_seed(0)))
        assert set(x[:, 0, 0, 0].tolist()) == sides


def test_mirroring_changes_while_it_runs(make: Make) -> None:
    from engines.ground import spec

    engine = make()
    engine.set_config(spec.change(engine.config, flip=True))
    assert engine.space.flip


@pytest.mark.parametrize("n", [1, 2, 5, 19])
def test_fewer_pictures_than_the_batch(n: int) -> None:
    found = space(noise(n, 8))
    assert found.batch(16, torch.Generator().manual_seed(0)).shape == (16, 3, 8, 8)
    assert np.isfinite(found.typical)
    assert found.held(3).shape == (8, 8, 3)


def test_no_picture_is_said() -> None:
    with pytest.raises(Problem, match="no picture"):
        space(Set(np.zeros((0, 8, 8, 3), np.uint8)))


def test_pictures_of_one_colour_are_finite() -> None:
    found = space(Set(np.full((30, 8, 8, 3), 77, np.uint8)))
    x = found.batch(4, torch.Generator().manual_seed(0))
    assert x.isfinite().all()
    assert x.abs().max() < 1e-3
    assert found.wiener.denoise(x + torch.ones_like(x), torch.full((4,), 0.5)).isfinite().all()


@pytest.mark.parametrize(("size", "at"), [(8, 32), (16, 32), (28, 28), (32, 32), (64, 64)])
def test_small_pictures_are_loaded_larger(size: int, at: int) -> None:
    assert loaded_at(tiny(size=size)).size == at


def test_larger_pictures_are_averaged_down() -> None:
    pictures = noise(30, 32)
    found = PictureSpace(pictures, tiny(size=8), CPU)
    blocks = pictures.pixels.reshape(30, 8, 4, 8, 4, 3).mean((2, 4))
    assert found.shape == (3, 8, 8)
    assert np.abs(found.deck.pixels.numpy() - blocks).max() <= 0.5


def test_nearest_is_itself_or_the_closest_one_trained_on() -> None:
    pictures = noise(60, 32)
    found = space(pictures)
    mine = int(found.deck.train[7])
    index, distance = found.nearest(pictures.pixels[mine])
    assert (index, distance) == (mine, pytest.approx(0, abs=1e-3))
    away = found.held(0).astype(float)
    index, distance = found.nearest(found.held(0))
    assert index in found.deck.train.tolist()
    small = pictures.pixels.reshape(60, 16, 2, 16, 2, 3).mean((2, 4)) / 255
    mine_small = away.reshape(16, 2, 16, 2, 3).mean((1, 3)) / 255
    apart = ((small - mine_small) ** 2).mean((1, 2, 3)) ** 0.5
    apart[found.deck.held.numpy()] = np.inf
    assert index == int(apart.argmin())
    assert distance == pytest.approx(float(apart.min()), rel=1e-3)
