"""The small views of a word: neighbours, cuts, places in the text."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest

from tests.widgets.conftest import written_in
from widgets.look import style, tokens
from widgets.text.cut_rows import CutRows
from widgets.text.dispersion import Dispersion
from widgets.text.neighbour_bars import NeighbourBars

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def test_bars_are_as_long_as_they_are_often(show):
    bars = show(NeighbourBars("Before"), 240, 120)
    bars.set_rows([("往", 40), ("到", 20), ("", 10), ("很少", 0)])
    lengths = [bars.bar(row).width() for row in range(4)]
    assert lengths[1] * 2 == lengths[0] == lengths[2] * 4
    assert 0 < lengths[3] <= 2
    assert len({bars.bar(row).left() for row in range(4)}) == 1
    assert bars.sizeHint().height() == 88
    assert bars.accessibleDescription() == "往 40, 到 20, edge or punctuation 10, 很少 0"
    bars.grab()


def test_a_neighbour_is_picked_but_the_edge_of_the_text_is_not(show):
    bars = show(NeighbourBars("Before"), 240, 120)
    bars.set_rows([("往", 40), ("", 10)])
    heard: list[str] = []
    bars.picked.connect(heard.append)
    for row in range(3):
        QTest.mouseClick(bars, LEFT, NONE, QPoint(60, row * 22 + 11))
    assert heard == ["往"]
    bars.set_rows([])
    bars.grab()


def test_what_is_no_character_is_whole_grey_and_does_not_light_up(show):
    bars = show(NeighbourBars("Before"), 258, 60)
    bars.set_rows([("往", 40), ("", 40)])
    said = QFontMetrics(style.fonts("caption")).horizontalAdvance("edge or punctuation")
    assert bars.bar(1).left() >= said + 8
    assert "edge or punctuation" in written_in(bars)
    before = bars.grab().toImage()
    t, places = tokens.current(), [bars.bar(row).center().toPoint() for row in (0, 1)]
    assert before.pixelColor(places[0]).hue() != before.pixelColor(places[1]).hue()
    QTest.mouseMove(bars, places[1])
    assert bars.grab().toImage() == before
    QTest.mouseMove(bars, places[0])
    assert bars.grab().toImage().pixelColor(places[0]).name().upper() == t.accent.upper()


def test_the_weakest_cut_is_the_least(show):
    rows = show(CutRows(), 260, 120)
    rows.set_cuts([("潇", "湘馆", 9.61), ("潇湘", "馆", 8.82), ("潇湘馆", "里", float("nan"))])
    assert rows.least() == 1
    assert rows.sizeHint().height() == 81
    assert rows.accessibleDescription().startswith("潇 湘馆 9.61")
    rows.grab()
    rows.set_cuts([("潇", "湘馆", 8.823), ("潇湘", "馆", 9.03), ("a", "b", -0.001), ("c", "d", -1.5)])
    assert rows.accessibleDescription() == "潇 湘馆 8.82, 潇湘 馆 9.03, a b 0.00, c d −1.50"
    rows.set_cuts([("a", "b", float("inf")), ("b", "c", float("-inf"))])
    assert rows.accessibleDescription() == "a b ∞, b c −∞"
    rows.set_cuts([("a", "b", float("nan"))])
    assert rows.least() == -1
    rows.set_cuts([("很长很长很长很长" * 4, "很长很长" * 5, 1.0), ("b", "c", 1.0)])
    assert rows.least() == 0
    rows.grab()
    rows.set_cuts([])
    assert rows.least() == -1
    rows.grab()


def test_every_place_has_its_stroke(show):
    band = show(Dispersion(), 206, 44)
    band.set_places(np.array([0.0, 0.25, 1.0]))
    band.clearFocus()
    image = band.grab().toImage()
    ink = tokens.current().accent.upper()
    found = [x for x in range(image.width()) if image.pixelColor(x, 12).name().upper() == ink]
    assert [x for x in found if x - 1 not in found] == [band.x(0), band.x(0.25), found[-1] - 1]
    assert found[-1] == band.width() - 4
    assert band.x(0) == 3


def test_a_click_goes_to_the_nearest_stroke_or_to_where_it_is(show):
    band = show(Dispersion(), 206, 44)
    band.set_places(np.array([0.1, 0.5]))
    heard: list[float] = []
    band.picked.connect(heard.append)
    QTest.mouseClick(band, LEFT, NONE, QPoint(band.x(0.5) + 3, 10))
    QTest.mouseClick(band, LEFT, NONE, QPoint(band.x(0.8), 10))
    QTest.mouseClick(band, LEFT, NONE, QPoint(0, 40))
    assert heard[0] == 0.5
    assert abs(heard[1] - 0.8) < 0.01
    assert len(heard) == 2


def test_arrows_go_from_stroke_to_stroke(show):
    band = show(Dispersion(), 206, 44)
    heard: list[float] = []
    band.picked.connect(heard.append)
    QTest.keyClick(band, Qt.Key.Key_Right)
    band.set_places(np.array([0.5, 0.1, 0.9]))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Right):
        QTest.keyClick(band, key)
    QTest.keyClick(band, Qt.Key.Key_Home)
    assert heard == [0.1, 0.5, 0.1, 0.9, 0.1]
    band.grab()


def test_many_places_grow_darker_not_solid(show):
    band = show(Dispersion(), 206, 44)
    band.set_places(np.concatenate([np.linspace(0, 1, 400), np.full(50, 0.5)]))
    band.clearFocus()
    image = band.grab().toImage()
    assert len({image.pixelColor(x, 12).name() for x in range(10, 190)}) > 1


def test_they_follow_language_and_theme(show, shout):
    for view in (Dispersion(), CutRows(), NeighbourBars("Before")):
        show(view, 200, 60)
        before = view.grab().toImage()
        name = view.accessibleName()
        shout(view)
        assert view.accessibleName() == name.upper()
        tokens.use(tokens.LIGHT)
        try:
            if isinstance(view, Dispersion):
                assert view.grab().toImage() != before
        finally:
            tokens.use(tokens.DARK)
