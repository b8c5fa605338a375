"""The tree of a sentence as it came to be, to be taken away as moving pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from engines.ground.marks import mark
from engines.onlstm import Parse, queries
from engines.onlstm.queries import Choice
from playground.kit.films import Content
from playground.labs.onlstm.drawing import Drawn, drawn
from widgets.look import style, tokens
from widgets.look.i18n import tr
from widgets.trees.columns import LEFT
from widgets.trees.export import image
from widgets.trees.picture import TreePicture

WIDEST = 1280  # px of a picture; longer sentences are drawn smaller


def growing(text: str, choice: Choice, compared: bool, levels: bool, threshold: float) -> Content:
    """The sentence's tree by the weights kept of every earlier step, and of now, drawn as the stage does.

    Args:
        choice: of layer, builder and gate. compared: with the right tree, where it is known.
        levels: with heights in even steps. threshold: where chunks are cut.
    """

    def draw(parses: Iterable[Parse]) -> Iterator[np.ndarray]:
        tree = TreePicture()  # of its own: it is never shown
        tree.set_threshold(threshold)
        for parse in parses:
            yield _pixels(_picture(tree, drawn(parse, choice, levels), compared))

    return Content(
        "tree",
        mark("How the tree came to be"),
        mark("The tree of the sentence above, by the weights kept of every earlier step."),
        lambda engine: queries.through(engine, text),
        draw,
    )


def _picture(tree: TreePicture, found: Drawn, compared: bool) -> QImage:
    words = found.parse.tokens
    tree.set_sentence(words, found.branch, [i for i, known in enumerate(found.parse.known) if not known])
    if compared and found.against is not None:
        tree.set_marks(found.against.right, found.against.wrong, found.against.missed)
    size = tree.export_size()

    def paint(painter: QPainter, place: QRect) -> None:
        tree.paint(painter, place)
        painter.setFont(style.fonts("caption"))
        painter.setPen(QColor(tokens.current().text2))
        painter.drawText(QPointF(LEFT, 20), tr("Step {step}", step=f"{found.parse.step:,}"))

    return image(paint, QSize(min(size.width(), WIDEST), size.height()), 1, tokens.current().stage)


def _pixels(picture: QImage) -> np.ndarray:
    """uint8 (H, W, 3)."""
    rgb = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8, rgb.sizeInBytes()).reshape(rgb.height(), -1)
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).copy()
