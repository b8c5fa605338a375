"""The drawn faces: their factors are the truth that latent sliders are judged by."""

from __future__ import annotations

import lzma

import numpy as np
import pytest

from engines.images import cache, face_parts, faces, load, shipped
from tests.tools.ready_starts import LARGEST
from tests.tools.shipped_faces import sets

MIDDLE = {
    **dict.fromkeys(("mouth", "grin", "eyes", "spacing", "brows", "parting", "head", "x", "y"), 0.0),
    **dict.fromkeys(("length", "fringe", "ground", "shirt"), 0.5),
    "iris": 0,
    "skin": 1,
    "hair": 2,
    "accessory": 0,
}


def drawn(size: int = 32, **changes: object) -> np.ndarray:
    """One face per value of the factor that is given as a list; all else in the middle."""
    count = max((len(v) for v in changes.values() if isinstance(v, list)), default=1)
    values = {**MIDDLE, **changes}
    return faces.draw({k: np.broadcast_to(np.asarray(v), (count,)) for k, v in values.items()}, size)


def moved(pair: np.ndarray) -> tuple[float, float, float, float]:
    """Where two pictures differ: top, bottom, left, right as fractions of the side."""
    differs = np.any(pair[0] != pair[1], axis=-1)
    rows, columns = np.flatnonzero(differs.any(1)), np.flatnonzero(differs.any(0))
    side = len(differs)
    return rows[0] / side, (rows[-1] + 1) / side, columns[0] / side, (columns[-1] + 1) / side


def test_six_thousand_distinct_colour_faces():
    images = load("faces")
    assert images.pixels.shape == (6000, 32, 32, 3)
    assert images.pixels.dtype == np.uint8
    assert images.labels.dtype == np.int64
    assert images.labels.shape == (6000,)
    assert {v.shape for v in images.factors.values()} == {(6000,)}
    looks = {picture.tobytes() for picture in images.pixels}
    assert len(looks) >= 0.99 * 6000


def test_same_seed_same_faces_other_seed_other_faces():
    one, two, other = load("faces", limit=40), load("faces", limit=40), load("faces", limit=40, seed=1)
    assert np.array_equal(one.pixels, two.pixels)
    assert np.array_equal(one.labels, two.labels)
    assert not np.array_equal(one.pixels, other.pixels)


def test_a_shorter_draw_is_the_beginning_of_a_longer_one():
    short, long = faces.sample(10, 3), faces.sample(500, 3)
    assert all(np.array_equal(short[k], long[k][:10]) for k in short)


@pytest.mark.parametrize("size", [28, 32, 48, 64, 128])
@pytest.mark.parametrize("channels", [1, 3])
def test_every_size_and_channels(size, channels):
    assert load("faces", size=size, channels=channels, limit=3).pixels.shape == (3, size, size, channels)


def test_sizes_show_the_same_faces():
    small, large = load("faces", limit=20), load("faces", limit=20, size=128)
    reduced = large.pixels.reshape(20, 32, 4, 32, 4, 3).mean((2, 4))
    assert np.abs(reduced - small.pixels).mean() < 6


def test_one_channel_is_the_luminance_of_colour():
    colour, grey = load("faces", limit=5).pixels, load("faces", limit=5, channels=1).pixels
    assert np.abs(colour @ [0.299, 0.587, 0.114] - grey[..., 0]).max() < 1


@pytest.mark.parametrize("size", [32, 128])
def test_the_mouth_factor_moves_pixels_only_around_the_mouth(size):
    top, bottom, left, right = moved(drawn(size, mouth=[-1.0, 1.0]))
    assert top >= 0.58
    assert bottom <= 0.86
    assert left >= 0.5 - 0.18
    assert right <= 0.5 + 0.18


def test_glasses_stay_around_the_eyes():
    top, bottom, _, _ = moved(drawn(accessory=[0, 1]))
    assert top >= 0.34
    assert bottom <= 0.66


@pytest.mark.parametrize("factor", ["grin", "eyes", "spacing", "brows", "parting", "head", "x", "y"])
def test_every_even_factor_can_be_seen(factor):
    low, high = drawn(**{factor: [-1.0, 1.0]}).astype(int)
    assert np.abs(low - high).max() > 40


@pytest.mark.parametrize("factor", ["length", "fringe", "ground", "shirt"])
def test_every_part_factor_can_be_seen(factor):
    low, high = drawn(**{factor: [0.0, 0.9]}).astype(int)
    assert np.abs(low - high).max() > 30


def test_happy_mouths_curve_up():
    """Ends above the middle of the lips when happy, below when sad: read off the red of the mouth."""

    def curve(mood: float) -> float:
        picture = drawn(128, mouth=[mood])[0].astype(int)
        red = picture[..., 0] - picture[..., 1] > 90
        red[: int(0.58 * 128)] = red[int(0.86 * 128) :] = False
        heights = [np.flatnonzero(red[:, x]).mean() for x in (52, 64)]
        return float(heights[1] - heights[0])

    assert curve(-1.0) < -3 < 0.5 < curve(0.15)


def test_skin_and_hair_factors_are_the_colours_seen():
    picture = drawn(128, skin=list(range(6)))
    forehead = picture[:, 52, 64].astype(int)
    assert np.abs(forehead - np.asarray(face_parts.SKINS)).max() <= 2
    crown = drawn(128, hair=list(range(1, 6)))[:, 20, 64].astype(int)
    assert np.abs(crown - np.asarray(face_parts.HAIRS)).max() <= 2


def test_factors_are_spread_as_the_recipe_says():
    factors = faces.sample(6000, 0)
    assert np.mean(factors["hair"] == 0) == pytest.approx(0.2, abs=0.02)
    assert np.mean(factors["accessory"]) == pytest.approx(1 / 3, abs=0.02)
    assert np.bincount(factors["skin"]).min() > 800
    assert abs(np.corrcoef(factors["mouth"], factors["eyes"])[0, 1]) < 0.05


def test_labels_are_the_hair():
    images = load("faces", limit=200)
    assert images.label_names == ("bald", "black", "brown", "blond", "red", "silver")
    assert np.array_equal(images.labels, images.factors["hair"])


def test_the_second_time_comes_from_the_cache(fresh_cache, monkeypatch):
    first = load("faces", limit=30)
    assert len(list(fresh_cache.glob("faces-*.npz"))) == 1
    monkeypatch.setattr(faces, "draw", None)
    assert np.array_equal(load("faces", limit=30).pixels, first.pixels)


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "text", "other"])
def test_a_spoiled_cache_is_drawn_again(fresh_cache, damage):
    first = load("faces", limit=30)
    (file,) = fresh_cache.glob("faces-*.npz")
    whole = bytearray(file.read_bytes())
    flipped = whole.copy()
    flipped[len(whole) // 2] ^= 1
    spoiled = {"cut": whole[:-900], "flip": flipped, "empty": b"", "text": b"not a cache"}
    if damage == "other":
        cache.keep(file.stem, pixels=np.zeros((2, 8, 8, 3), np.uint8))
    else:
        file.write_bytes(spoiled[damage])
    assert np.array_equal(load("faces", limit=30).pixels, first.pixels)
    assert cache.recall(file.stem)["pixels"].shape == (30, 32, 32, 3)


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path, monkeypatch):
    blocked = tmp_path / "a-file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("SEVEN_LABS_HOME", str(blocked))
    assert len(load("faces", limit=4).pixels) == 4


def test_the_cache_drops_the_oldest_beyond_its_size(fresh_cache, monkeypatch):
    monkeypatch.setattr(cache, "MOST_BYTES", 5000)
    for k in range(4):
        cache.keep(f"set-{k}", pixels=np.zeros(2000, np.uint8))
    assert cache.recall("set-3") is not None
    assert sum(path.stat().st_size for path in fresh_cache.glob("*.npz")) <= 5000


@pytest.mark.parametrize(("count", "size", "seed"), sorted(sets()))
def test_the_first_sets_come_with_the_program_as_they_would_be_drawn(
    fresh_cache, monkeypatch, count, size, seed
):
    wanted = {"size": size, "seed": seed}
    drawn = faces.draw({k: v[::300] for k, v in faces.sample(count, seed).items()}, size)
    monkeypatch.setattr(faces, "draw", None)  # nothing is drawn
    found = load("faces", **wanted).pixels
    assert found.shape == (count, size, size, 3)
    assert np.abs(found[::300].astype(int) - drawn).mean() < 0.5  # another Pillow may round an edge elsewhere
    assert found.flags.writeable
    assert not list(fresh_cache.glob("*.npz"))
    assert (shipped.FOLDER / f"{faces.key(count, size, seed)}{shipped.SUFFIX}").stat().st_size <= LARGEST


def test_no_other_sets_are_shipped():
    there = {path.name for path in shipped.FOLDER.glob(f"*{shipped.SUFFIX}")}
    assert there == {f"{faces.key(*each)}{shipped.SUFFIX}" for each in sets()}


@pytest.mark.parametrize(
    "whole", [b"", b"not packed", lzma.compress(bytes(9))], ids=["none", "other", "short"]
)
def test_a_spoiled_one_is_passed_over(tmp_path, monkeypatch, whole):
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    order = np.array([1, 2, 0])
    assert shipped.read("x", (3, 2, 2, 3), order) is None
    (tmp_path / "x.xz").write_bytes(whole)
    assert shipped.read("x", (3, 2, 2, 3), order) is None
    pixels = np.arange(36, dtype=np.uint8).reshape(3, 2, 2, 3)
    shipped.write("x", pixels, order)
    assert np.array_equal(shipped.read("x", pixels.shape, order), pixels)
