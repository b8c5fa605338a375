"""The pictures in a file are those that were asked for, and the file says what made them."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from PIL import Image

from engines.images.film import EDGE, FORMATS, PIXELS, SLOW, film, sheet, shown

WORDS = {"config": '{"path": "照片"}', "step": "1500"}


def pictures(n: int, edge: int = 8, channels: int = 3) -> list[np.ndarray]:
    return list(np.random.default_rng(0).integers(0, 256, (n, edge, edge, channels), dtype=np.uint8))


def opened(data: bytes) -> tuple[Image.Image, list[np.ndarray]]:
    image = Image.open(io.BytesIO(data))
    frames = []
    for at in range(getattr(image, "n_frames", 1)):
        image.seek(at)
        frames.append(np.asarray(image.convert("RGB")))
    return image, frames


@pytest.mark.parametrize("form", ["webp", "apng", "gif"])
@pytest.mark.parametrize("channels", [1, 3])
def test_frames_are_the_pictures_to_the_bit(form, channels) -> None:
    given = pictures(5, channels=channels)  # 64 colours each: even a GIF's palette has room
    image, frames = opened(film(given, form, WORDS, rate=10))
    assert image.n_frames == 5
    assert image.info["loop"] == 0
    for frame, picture in zip(frames, given, strict=True):
        big = picture.repeat(EDGE // 8, 0).repeat(EDGE // 8, 1)
        np.testing.assert_array_equal(frame, np.broadcast_to(big, frame.shape))


@pytest.mark.parametrize(
    ("form", "rate", "ms"), [("webp", 12, 83), ("apng", 12, 83), ("gif", 12, 80), ("gif", 24, 40)]
)
def test_it_moves_as_fast_as_was_asked(form, rate, ms) -> None:
    image, _ = opened(film(pictures(3), form, WORDS, rate))
    assert round(image.info["duration"]) == pytest.approx(ms, abs=3)


def test_it_says_what_made_it() -> None:
    given = pictures(3)
    for form in ("png", "apng"):
        image, _ = opened(film(given, form, WORDS))
        assert {name: image.text[name] for name in WORDS} == WORDS
    assert json.loads(opened(film(given, "gif", WORDS))[0].info["comment"]) == WORDS
    assert json.loads(opened(film(given, "webp", WORDS))[0].getexif()[0x010E]) == WORDS


def test_a_sheet_is_read_like_a_page() -> None:
    given = pictures(5)
    whole = sheet(given)
    assert whole.shape == (16, 24, 3)
    np.testing.assert_array_equal(whole[:8, 16:], given[2])
    np.testing.assert_array_equal(whole[8:, 8:16], given[4])
    assert not whole[8:, 16:].any()
    _, (frame,) = opened(film(given, "png", WORDS))
    np.testing.assert_array_equal(frame, sheet(shown(given)))


def test_it_is_bounded_and_keeps_both_ends() -> None:
    given = [np.full((512, 512, 1), i, np.uint8) for i in range(100)]
    found = shown(given)
    assert len(found) * found[0].size == PIXELS
    assert found[0][0, 0, 0] == 0
    assert found[-1][0, 0, 0] == 99
    slow, _ = opened(film(given, "gif", WORDS))
    assert slow.n_frames * 512 * 512 == SLOW
    few = shown(pictures(2, 32))
    assert few[0].shape == (EDGE, EDGE, 3)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "mp4"])
def test_one_picture_alone_is_a_file_too(form) -> None:
    _, frames = opened(film(pictures(1), form, WORDS))
    assert len(frames) == 1
