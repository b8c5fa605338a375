"""Trees as files: SVG with words, PNG at any scale, and a painting for whoever has a painter."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from widgets.look import tokens
from widgets.trees.samples import CHINESE, ENGLISH, english, long, split
from widgets.trees.view import TreeView


@pytest.fixture
def view(show) -> TreeView:
    made = TreeView()
    words, tree, right, wrong, missed = english()
    made.set_sentence(words, tree)
    made.set_marks(right, wrong, missed)
    return show(made, 880, 400)


def test_svg_is_well_formed_and_its_words_are_words(view, tmp_path):
    for name, words in (("en", ENGLISH), ("zh", CHINESE), ("long", long(200)[0])):
        view.set_sentence(words, split(np.linspace(0, 0.9, len(words))))
        path = tmp_path / f"{name}.svg"
        view.export_svg(path)
        root = ET.parse(path).getroot()
        texts = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
        assert [text.strip() for text in texts if text and text.strip() in words] == list(words)
        width, height = (float(v) for v in root.attrib["viewBox"].split()[2:])
        assert (width, height) == (view.export_size().width(), view.export_size().height())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["en.svg", "long.svg", "zh.svg"]
    with pytest.raises(OSError):
        view.export_svg(tmp_path / "none" / "x.svg")


def test_png_holds_the_whole_sentence_at_the_scale_asked(view, tmp_path):
    words, tree, _ = long(60)
    view.set_sentence(words, tree)
    picture = view.export_png(tmp_path / "tree.png", 2, tokens.LIGHT)
    assert picture.size() == view.export_size() * 2
    assert picture.width() > 2 * view.width()
    assert QImage(str(tmp_path / "tree.png")).size() == picture.size()
    assert picture.pixelColor(2, 2) == QColor(tokens.LIGHT.stage)
    assert view.export_png(scale=1).size() == view.export_size()
    view.set_sentence(long(400)[0])
    assert max(view.export_png(scale=9).width(), 1) <= 32_000


def test_painting_into_a_smaller_rectangle_shrinks(view):
    picture = QImage(300, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor(tokens.LIGHT.stage))
    painter = QPainter(picture)
    view.paint(painter, QRect(50, 50, 200, 100), tokens.LIGHT)
    painter.end()
    ground = QColor(tokens.LIGHT.stage)
    outside = [(x, y) for x in range(300) for y in (10, 40, 160, 195)]
    assert all(picture.pixelColor(*at) == ground for at in outside)
    assert any(picture.pixelColor(x, 130) != ground for x in range(60, 240))


def test_what_is_drawn_shut_hides_what_was_missed_inside(view):
    before = view.export_png(scale=1)
    tree, ys = view.scene().tree, view.scene().ys
    node = [branch.span for branch in tree.branches].index((9, 12))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(round(tree.x[node]), round(ys[node])))
    assert view.collapsed() == {(9, 12)}
    shut, warn = view.export_png(scale=1), QColor(tokens.current().warn)

    def yellow(picture: QImage) -> int:
        rows = range(60, picture.height())  # below the legend
        return sum(picture.pixelColor(x, y) == warn for y in rows for x in range(picture.width()))

    assert yellow(shut) == 0 < yellow(before)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_short_sentences_are_files_too(view, tmp_path, number):
    words, tree, _ = long(number) if number else ((), None, None)
    view.set_sentence(words, tree)
    view.export_svg(tmp_path / "short.svg")
    assert ET.parse(tmp_path / "short.svg").getroot().tag.endswith("svg")
    assert not view.export_png().isNull()
