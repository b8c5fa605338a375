"""Small pictures: whole, in the middle, in their colours or in the theme's ink."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage

from widgets.look import tokens
from widgets.look.thumbnail import Thumbnail


def shot(thumbnail: Thumbnail) -> QImage:
    image = QImage(thumbnail.size(), QImage.Format.Format_ARGB32)
    image.fill(QColor(tokens.current().window))
    thumbnail.render(image)
    return image


def test_colours_are_as_they_are(show):
    thumbnail = show(Thumbnail(96, 48), 96, 48)
    thumbnail.set_picture(np.full((24, 24, 3), (10, 200, 60), np.uint8))
    image = shot(thumbnail)
    assert image.pixelColor(48, 24).getRgb()[:3] == (10, 200, 60)
    assert image.pixelColor(10, 24) != image.pixelColor(48, 24)  # a square stands in the middle


def test_ink_is_that_of_the_theme(show):
    thumbnail = show(Thumbnail(96, 48), 96, 48)
    ink = np.zeros((48, 96), np.uint8)
    ink[:, 48:] = 255
    thumbnail.set_picture(ink)
    before = tokens.current()
    try:
        for theme in (tokens.DARK, tokens.LIGHT):
            tokens.use(theme)
            image = shot(thumbnail)
            assert image.pixelColor(80, 24) == QColor(theme.text2)
            assert image.pixelColor(16, 24) != QColor(theme.text2)
    finally:
        tokens.use(before)


def test_nothing_known_is_an_empty_frame(show):
    thumbnail = show(Thumbnail(96, 48), 96, 48)
    assert thumbnail.empty
    image = shot(thumbnail)
    assert image.pixelColor(48, 0) != image.pixelColor(48, 24)
    thumbnail.set_picture(np.zeros((4, 4), np.uint8))
    assert not thumbnail.empty


def test_it_may_be_no_wider_than_its_picture(show):
    thumbnail = show(Thumbnail(64, 32, close=True), 64, 32)
    for shape, width in (((96, 96), 32), ((64, 128, 3), 64), ((10, 90), 64)):
        thumbnail.set_picture(np.full(shape, 9, np.uint8))
        assert thumbnail.width() == width
