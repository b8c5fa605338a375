"""The frozen decoder: influence boxes exact, decoding in part equals decoding all, blends end exactly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.ground.problem import Problem
from engines.vqvae.codes import levels_of
from engines.vqvae.model.autoencoder import Autoencoder
from engines.vqvae.model.receptive import area, bounds, influence, reach
from engines.vqvae.painting import blend
from engines.vqvae.painting.frozen import FrozenDecoder
from tests.engines.vqvae.conftest import advance, tiny

Make = Callable[..., Any]


def frozen(**values: Any) -> FrozenDecoder:
    """A decoder with random weights, far from where activations die."""
    config = tiny(**{"hidden": 16, "init": "normal", **values})
    model = Autoencoder(config, torch.Generator().manual_seed(3)).eval()
    return FrozenDecoder(model, config)


def codes_of(f: FrozenDecoder, seed: int = 0) -> Any:
    rng = np.random.default_rng(seed)
    found = tuple(rng.integers(0, f.K, g).astype(np.int32) for g in f.grids)
    return found if len(found) > 1 else found[0]


def changed(f: FrozenDecoder, a: Any, b: Any) -> np.ndarray:
    return (f.decode_float(a) != f.decode_float(b)).any(1)[0].numpy()


@pytest.mark.parametrize(
    ("size", "downs", "n_res", "norm"),
    [
        (128, 2, 2, "none"),
        (64, 2, 2, "none"),
        (128, 3, 1, "none"),
        (64, 1, 0, "none"),
        (64, 2, 1, "bn"),
        (28, 2, 0, "none"),
    ],
)
def test_influence_is_exactly_the_box_of_changed_pixels(size: int, downs: int, n_res: int, norm: str) -> None:
    f = frozen(size=size, downs=downs, n_res=n_res, norm=norm, channels=1)
    h, w = f.grids[0]
    base = codes_of(f)
    for top, left, bottom, right in (
        (0, 0, 1, 1),
        (h // 2, w // 2, h // 2 + 1, w // 2 + 1),
        (h - 1, 0, h, 2),
        (1, 2, 4, 5),
    ):
        union = np.zeros((size, size), bool)
        for seed in range(4):
            other = base.copy()
            fresh = np.random.default_rng(seed).integers(1, f.K, (bottom - top, right - left))
            other[top:bottom, left:right] = (other[top:bottom, left:right] + fresh) % f.K
            union |= changed(f, base, other)
        assert bounds(union) == f.influence_rect((top, left, bottom, right))


def test_widths_of_the_specification() -> None:
    for ups, blocks, w, expected in ((2, 2, 1, 34), (2, 2, 3, 42), (2, 2, 4, 46)):
        low, high = reach(10, 10 + w - 1, blocks, ups)
        assert high - low + 1 == expected == 2**ups * (w + 2 * (1 + blocks) + 2) - 2
    top, left, bottom, right = influence((8, 8, 9, 9), 2, 2, 256, coarse=True, grid=32)
    assert (bottom - top, right - left) == (46, 46)


@pytest.mark.parametrize("size", [64, 28])
def test_influence_of_coarse_codes(size: int) -> None:
    f = frozen(size=size, hierarchy=2, n_res=0)
    top, bottom = codes_of(f)
    for level, grid in ((0, top), (-1, bottom)):
        h, w = grid.shape
        union = np.zeros((size, size), bool)
        for seed in range(4):
            other = grid.copy()
            other[h // 2, w // 3] = (other[h // 2, w // 3] + 1 + seed) % f.K
            union |= changed(f, (top, bottom), (other, bottom) if level == 0 else (top, other))
        assert bounds(union) == f.influence_rect((h // 2, w // 3, h // 2 + 1, w // 3 + 1), level)


BIG = frozen(size=128, n_res=1)
SMALL = frozen(size=28, n_res=1, downs=3)
TWO = frozen(size=64, n_res=1, hierarchy=2, norm="bn")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from([BIG, SMALL, TWO]), st.integers(0, 10_000), st.data())
def test_decoding_in_part_equals_decoding_all(f: FrozenDecoder, seed: int, data: st.DataObject) -> None:
    rng = np.random.default_rng(seed)
    codes = codes_of(f, seed)
    f.region_float(codes, always=True)
    for _ in range(3):
        level = data.draw(st.integers(0, len(f.grids) - 1))
        grid = [part.copy() for part in levels_of(codes)]
        h, w = grid[level].shape
        top, left = data.draw(st.integers(0, h - 1)), data.draw(st.integers(0, w - 1))
        bottom, right = data.draw(st.integers(top + 1, h)), data.draw(st.integers(left + 1, w))
        grid[level][top:bottom, left:right] = rng.integers(0, f.K, (bottom - top, right - left))
        before = f.decode_float(codes).numpy()
        codes = tuple(grid) if len(grid) > 1 else grid[0]
        y, box = f.region_float(codes, always=True)
        whole = f.decode_float(codes).numpy()
        assert np.allclose(y.numpy(), whole, atol=1e-5)
        outside = np.ones(whole.shape[-2:], bool)
        outside[box[0] : box[2], box[1] : box[3]] = False
        assert np.array_equal(before[..., outside], whole[..., outside])
        assert area(box) <= area(f.influence_rect((top, left, bottom, right), level))


def test_region_decodes_only_a_part_where_it_pays() -> None:
    codes = codes_of(BIG)
    picture, box = BIG.decode_region(codes)
    assert np.array_equal(picture, BIG.decode(codes))
    codes[3, 3] = (codes[3, 3] + 1) % BIG.K
    picture, box = BIG.decode_region(codes)
    assert box == BIG.influence_rect((3, 3, 4, 4))
    assert np.abs(picture.astype(int) - BIG.decode(codes)).max() <= 1
    again, nothing = BIG.decode_region(codes)
    assert np.array_equal(picture, again)
    assert area(nothing) == 0
    codes[:] = 0
    assert BIG.decode_region(codes)[1] == (0, 0, 128, 128)


def test_permuting_codebook_and_codes_together_changes_nothing() -> None:
    f = frozen()
    codes = codes_of(f)
    picture = f.decode_float(codes)
    order = torch.randperm(f.K, generator=torch.Generator().manual_seed(1))
    f.model.books[0].embed.copy_(f.model.embed(0)[order])
    assert torch.equal(f.decode_float(order.argsort().numpy()[codes]), picture)


def test_a_copy_does_not_follow_training(make: Make) -> None:
    engine = make()
    advance(engine, 3)
    f = engine.freeze()
    codes = engine.encode(engine.real(0))
    assert f.version == engine.version == engine.snapshot().version
    assert np.array_equal(f.encode(engine.real(0)), codes)
    before = f.decode(codes)
    assert np.array_equal(before, engine.decode(codes))
    advance(engine, 3)
    assert engine.version != f.version
    assert np.array_equal(f.decode(codes), before)
    assert not np.array_equal(engine.decode(codes), before)


def test_palette() -> None:
    f = frozen(codes=20, dim=3)
    embed = f.embed()
    near = f.nearest(5, 6)
    distance = np.linalg.norm(embed - embed[5], axis=1)
    assert near[0] == 5
    assert np.array_equal(near, np.argsort(distance)[:6])
    assert f.neighbours(4).shape == (20, 4)
    assert np.array_equal(f.neighbours(4)[5], near[1:5])
    assert f.similar(5, 0.0).sum() == 1
    assert f.similar(5, 1.0).all()
    sums = [f.similar(5, t).sum() for t in (0.0, 0.1, 0.3, 0.7, 1.0)]
    assert sums == sorted(sums)
    assert f.thumbnails().shape == (20, 4, 4, 3)
    order = torch.arange(19, -1, -1)
    thumbs = f.thumbnails()
    f.model.books[0].embed.copy_(f.model.embed(0)[order])
    assert np.array_equal(f.thumbnails(), thumbs[order.numpy()])


def test_thumbnails_of_two_levels() -> None:
    f = frozen(hierarchy=2)
    assert f.thumbnails(0).shape == (16, 8, 8, 3)
    assert f.thumbnails().shape == (16, 4, 4, 3)


def test_nudge() -> None:
    f = frozen(codes=32, dim=2)
    codes = codes_of(f)
    cells = np.zeros(codes.shape, bool)
    cells[2:5, 2:5] = True
    assert np.array_equal(f.nudge(codes, cells, 9, 0.0), codes)
    full = f.nudge(codes, cells, 9, 1.0)
    assert (full[cells] == 9).all()
    assert np.array_equal(full[~cells], codes[~cells])
    embed = f.embed()
    half = f.nudge(codes, cells, 9, 0.5)
    middle = 0.5 * (embed[codes[cells]] + embed[9])
    expected = np.linalg.norm(middle[:, None] - embed[None], axis=2).argmin(1)
    assert np.array_equal(half[cells], expected)


def test_wrong_codes_are_refused(make: Make) -> None:
    f = frozen()
    for bad in (
        np.zeros((3, 3), int),
        np.full((8, 8), f.K),
        np.full((8, 8), -1),
        (np.zeros((8, 8), int),) * 2,
    ):
        with pytest.raises(ValueError, match="codes"):
            f.decode(bad)
    with pytest.raises(ValueError, match="picture"):
        f.encode(np.zeros((16, 16, 3), np.uint8))
    with pytest.raises(Problem, match="no codes"):
        make(quantizer="none").freeze()


# -- blends --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values", [{}, {"quantizer": "fsq"}, {"hierarchy": 2}, {"size": 28, "downs": 3}], ids=str
)
def test_ends_of_the_blend_of_vectors_are_exact(make: Make, values: dict[str, Any]) -> None:
    engine = make(**values)
    advance(engine, 2)
    f, (a, b) = engine.freeze(), (engine.real(0), engine.real(1))
    codes = f.encode(a), f.encode(b)
    for mix, ends in ((f.blend_pictures, (a, b)), (f.blend_codes, codes)):
        for amount, expected in zip((0.0, 1.0), codes, strict=True):
            found = mix(*ends, amount)
            assert all(
                np.array_equal(x, y) for x, y in zip(levels_of(found), levels_of(expected), strict=True)
            )
        half = mix(*ends, 0.5)
        assert [p.shape for p in levels_of(half)] == list(f.grids)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 50))
def test_cross_fade_is_nested_reversible_and_exact_at_its_ends(x: float, y: float, seed: int) -> None:
    a, b = np.zeros((7, 5), np.int32), np.ones((7, 5), np.int32)
    assert np.array_equal(blend.cross_fade(a, b, 0.0, seed), a)
    assert np.array_equal(blend.cross_fade(a, b, 1.0, seed), b)
    less, more = (blend.cross_fade(a, b, amount, seed) for amount in sorted((x, y)))
    assert (less <= more).all()
    assert less.sum() == round(min(x, y) * 35)


def test_patchwork() -> None:
    a, b = np.zeros((3, 3), int), np.ones((3, 3), int)
    mask = np.eye(3, dtype=bool)
    assert np.array_equal(blend.patchwork(a, b, mask), np.eye(3))
    assert np.array_equal(blend.patchwork(a, b, mask & False), a)
    assert np.array_equal(blend.patchwork(a, b, mask | True), b)


@pytest.mark.parametrize("hierarchy", [1, 2])
def test_the_code_of_a_cell_ranks_first_on_every_level(hierarchy: int) -> None:
    f = frozen(hierarchy=hierarchy)
    picture = np.random.default_rng(1).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    for level, grid in enumerate(levels_of(f.encode(picture))):
        ranks = [f.rank(picture, (r, c), int(grid[r, c]), level) for r in (0, 3) for c in (1, 2)]
        assert ranks == [1] * 4
        row = sorted(f.rank(picture, (0, 0), code, level - hierarchy) for code in range(f.K))
        assert row[0] == 1
        assert row[-1] <= f.K
