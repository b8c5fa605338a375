"""What the painter asks for: the answers belong to one frozen copy, whatever the training does meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engines.ground import spec
from engines.ground.problem import FileProblem, Problem
from engines.vqvae.codes import levels_of
from engines.vqvae.model.projection import project
from engines.vqvae.painting import queries
from engines.vqvae.painting.queries import Steering
from tests.engines.vqvae.conftest import advance

Make = Callable[..., Any]
LEVELS = pytest.mark.parametrize("hierarchy", [1, 2])


def same(a: Any, b: Any) -> bool:
    return all(np.array_equal(x, y) for x, y in zip(levels_of(a), levels_of(b), strict=True))


def learnt(engine: Any, kind: str = "masked", steps: int = 2) -> Any:
    engine.set_config(spec.change(engine.config, phase="prior", prior=kind))
    advance(engine, steps)
    return engine


@LEVELS
def test_a_picture_is_opened_with_a_copy_that_training_leaves_alone(make: Make, hierarchy: int) -> None:
    engine = make(hierarchy=hierarchy)
    assert engine.painting is None
    advance(engine, 2)
    found = queries.held(engine, 1)
    assert np.array_equal(found.picture, engine.held(1))
    assert same(found.codes, engine.encode(found.picture))
    assert np.array_equal(found.decoded, engine.decode(found.codes))
    assert (found.version, found.K, len(found.palettes)) == (engine.version, 16, hierarchy)
    advance(engine, 3)
    assert found.version != engine.version
    assert np.array_equal(queries.decoded(engine, found.codes), found.decoded)
    again = queries.opened(engine, found.picture, found.codes)
    assert same(again.codes, found.codes)
    assert again.version == engine.version
    assert np.array_equal(again.decoded, engine.decode(found.codes))


def test_a_closed_run_keeps_no_copy(make: Make) -> None:
    engine = make()
    queries.held(engine, 0)
    engine.close()
    assert "painting" not in engine.__dict__


def test_palettes_lie_where_the_codebook_page_has_them(make: Make) -> None:
    engine = make()
    advance(engine, 2)
    (palette,) = queries.held(engine, 0).palettes
    assert np.array_equal(palette.plane, project(engine.painting.embed())[0])
    assert np.array_equal(palette.thumbnails, engine.painting.thumbnails())
    assert palette.neighbours.shape == (16, queries.NEIGHBOURS)
    assert np.array_equal(abs(palette.plane), abs(engine.snapshot().codebook.projection))


def test_a_file_is_brought_to_the_size_of_the_run(make: Make, tmp_path: Path) -> None:
    engine = make()
    Image.new("RGB", (90, 40), "red").save(tmp_path / "a.png")
    picture = queries.picture_of(engine, tmp_path / "a.png")
    assert picture.shape == (engine.config.size,) * 2 + (3,)
    (tmp_path / "b.png").write_bytes(b"no picture")
    with pytest.raises(FileProblem, match=r"b\.png"):
        queries.picture_of(engine, tmp_path / "b.png")
    assert engine.painting is None


@LEVELS
def test_ways_to_fill_keep_what_is_not_masked(make: Make, hierarchy: int) -> None:
    engine = learnt(make(hierarchy=hierarchy))
    codes = queries.held(engine, 0).codes
    mask = tuple(np.zeros(c.shape, bool) for c in levels_of(codes))
    for part in mask:
        part[:2, :2] = True
    found = queries.filled(engine, codes, mask if hierarchy == 2 else mask[0], 4, Steering(), 1)
    assert len(found.ways) == len(found.pictures) == 4
    for way, picture in zip(found.ways, found.pictures, strict=True):
        for new, old, hole in zip(levels_of(way), levels_of(codes), mask, strict=True):
            assert np.array_equal(new[~hole], old[~hole])
        assert np.array_equal(picture, engine.painting.decode(way))


def test_kinds_of_prior_share_the_guesses(make: Make) -> None:
    engine = learnt(learnt(make()), "pixelcnn")
    codes = queries.held(engine, 0).codes
    mask = np.ones(codes.shape, bool)
    both = Steering(0.7, 3, ("masked", "pixelcnn"))
    for found in (queries.filled(engine, codes, mask, 4, both, 5), queries.sampled(engine, 4, both, 5)):
        assert len(found.ways) == 4
        for kind, ways in (("masked", found.ways[:2]), ("pixelcnn", found.ways[2:])):
            assert np.array_equal(np.stack(ways), engine.fill(codes, mask, 2, 0.7, 3, 5, kind))


def test_fine_codes_beneath_changed_coarse_ones_are_chosen_anew(make: Make) -> None:
    engine = learnt(make(hierarchy=2))
    top, bottom = codes = queries.held(engine, 0).codes
    cells = np.zeros(top.shape, bool)
    cells[1, 1] = True
    found = queries.resampled(engine, codes, cells, 3, Steering(), 0)
    for way in found.ways:
        assert np.array_equal(way[0], top)
        kept = ~np.repeat(np.repeat(cells, 2, 0), 2, 1)
        assert np.array_equal(way[1][kept], bottom[kept])


def test_guesses_need_a_prior(make: Make) -> None:
    engine = make()
    codes = queries.held(engine, 0).codes
    for ask in (
        lambda: queries.filled(engine, codes, np.ones(codes.shape, bool), 4, Steering(), 0),
        lambda: queries.sampled(engine, 4, Steering(), 0),
    ):
        with pytest.raises(Problem, match="No prior"):
            ask()


@LEVELS
@pytest.mark.parametrize("way", ["z", "codes"])
def test_a_blend_ends_on_either_picture(make: Make, hierarchy: int, way: str) -> None:
    engine = make(hierarchy=hierarchy)
    advance(engine, 2)
    a, b = engine.held(0), queries.held(engine, 3).picture
    for amount, picture in ((0.0, a), (1.0, b)):
        assert same(queries.blended(engine, a, b, amount, way), engine.painting.encode(picture))


@LEVELS
def test_a_patch_takes_the_chosen_cells_of_the_other_picture(make: Make, hierarchy: int) -> None:
    engine = make(hierarchy=hierarchy)
    advance(engine, 2)
    codes, b = queries.held(engine, 0).codes, engine.held(3)
    other, fine = engine.painting.encode(b), levels_of(codes)[-1]
    cells = np.zeros(fine.shape, bool)
    cells[2, 3] = True
    found = levels_of(queries.patched(engine, codes, b, cells))
    assert np.array_equal(found[-1], np.where(cells, levels_of(other)[-1], fine))
    if hierarchy == 2:
        coarse = np.zeros(levels_of(codes)[0].shape, bool)
        coarse[1, 1] = True
        assert np.array_equal(found[0], np.where(coarse, other[0], codes[0]))
