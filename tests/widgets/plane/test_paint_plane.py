"""A density painted by hand: orientation, one dot, none, files dropped, undo, numbers refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.widgets.conftest import written_in
from widgets.pictures import density as densities
from widgets.plane.paint_plane import PaintPlane
from widgets.plane.square import Square

LEFT, M = Qt.MouseButton.LeftButton, Qt.KeyboardModifier
SIDE = 32


@pytest.fixture
def plane(show) -> PaintPlane:
    plane = PaintPlane(SIDE, Square(0, 0, 2), "Paint where the points shall be")
    plane.set_brush(size=1, soft=False)
    return show(plane, 320, 340)


def spot(plane: PaintPlane, x: float, y: float) -> QPoint:
    """The pixel of a place of the plane."""
    place = plane.place()
    return QPoint(
        round(place.left() + (x + 2) / 4 * place.width()),
        round(place.bottom() - (y + 2) / 4 * place.height()),
    )


def drawing(path: Path, ink: str, paper: str, width: int = 120, height: int = 80) -> str:
    """A filled disc in the upper left of the middle square."""
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(paper))
    painter = QPainter(image)
    painter.setBrush(QColor(ink))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QPointF(width / 2 - height / 4, height / 4), height / 8, height / 8)
    painter.end()
    assert image.save(str(path))
    return str(path)


def drop(plane: PaintPlane, path: str) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    none = (Qt.DropAction.CopyAction, data, LEFT, M.NoModifier)
    QApplication.sendEvent(plane, QDragEnterEvent(QPoint(50, 50), *none))
    assert "Use this picture as density" in written_in(plane)
    QApplication.sendEvent(plane, QDropEvent(QPointF(50, 50), *none))
    assert "Use this picture as density" not in written_in(plane)


def test_a_dab_inks_the_cell_it_is_on_and_row_0_is_at_the_bottom(plane: PaintPlane):
    told, settled = [], []
    plane.changed.connect(told.append)
    plane.committed.connect(settled.append)
    QTest.mouseClick(plane, LEFT, M.NoModifier, spot(plane, -1.9, -1.4))
    density = plane.density()
    assert density.dtype == np.float32
    assert density.shape == (SIDE, SIDE)
    assert np.argwhere(density > 0).tolist() == [[4, 0]]
    assert np.array_equal(told[-1], density)
    assert len(settled) == 1


def test_one_dot_and_none_are_told(plane: PaintPlane):
    assert plane.words() == "Empty: zero everywhere"
    assert "Paint where the points shall be" in written_in(plane)
    before = plane.grab().toImage()
    QTest.mouseClick(plane, LEFT, M.NoModifier, spot(plane, 0.1, 0.1))
    assert plane.words() == plane.accessibleDescription() == "One dot: all mass in one place"
    assert "One dot: all mass in one place" in written_in(plane)
    assert plane.grab().toImage() != before
    plane.set_density(np.ones((SIDE, SIDE)))
    assert plane.words() == "Painted: 100 % of the square"
    plane.clear()
    assert plane.words() == "Empty: zero everywhere"
    assert plane.density().sum() == 0


def test_a_density_shown_is_the_density_told(plane: PaintPlane):
    told = []
    plane.changed.connect(told.append)
    random = np.random.default_rng(0).random((SIDE, SIDE)).astype(np.float32)
    plane.set_density(random)
    assert np.array_equal(plane.density(), random)
    plane.set_density(random * 50)
    assert plane.density().max() == 1
    assert told == []
    assert not plane.can_undo()


@pytest.mark.parametrize(
    "wrong",
    [np.full((SIDE, SIDE), np.nan), np.full((SIDE, SIDE), np.inf), -np.ones((SIDE, SIDE)), np.ones((SIDE, 4)), np.ones(SIDE)],
)  # fmt: skip
def test_what_is_no_density_is_refused_and_nothing_changes(plane: PaintPlane, wrong: np.ndarray):
    plane.set_density(np.eye(SIDE))
    with pytest.raises(ValueError):
        plane.set_density(wrong)
    assert np.array_equal(plane.density(), np.eye(SIDE))


@pytest.mark.parametrize(("ink", "paper"), [("black", "white"), ("white", "black"), ("red", "transparent")])
def test_a_dropped_drawing_becomes_ink_whatever_its_paper(
    plane: PaintPlane, tmp_path: Path, ink: str, paper: str
):
    QTest.mouseClick(plane, LEFT, M.NoModifier, spot(plane, 1, -1))
    before = plane.density()
    told = []
    plane.committed.connect(told.append)
    drop(plane, drawing(tmp_path / "disc.png", ink, paper))
    density = plane.density()
    rows, cols = np.nonzero(density > 0.5)
    assert (rows.mean(), cols.mean()) == pytest.approx((SIDE * 0.75 - 0.5, SIDE * 0.25 - 0.5), abs=0.6)
    assert density.sum() == pytest.approx(np.pi * (SIDE / 8) ** 2, rel=0.1)
    assert density[: SIDE // 2].max() == 0
    assert np.array_equal(told[-1], density)
    plane.undo()
    assert np.array_equal(plane.density(), before)
    plane.redo()
    assert np.array_equal(plane.density(), density)


def test_a_file_that_is_no_picture_is_told_and_nothing_changes(plane: PaintPlane, tmp_path: Path):
    said = []
    plane.refused.connect(said.append)
    plane.set_density(np.eye(SIDE))
    (tmp_path / "notes.png").write_text("not a picture")
    whole = Path(drawing(tmp_path / "whole.png", "black", "white"))
    (tmp_path / "empty.png").write_bytes(b"")
    for name in ("notes.png", "empty.png", "there is none.png"):
        drop(plane, str(tmp_path / name))
        assert said[-1] == f"This is not a picture that can be read: {name}"
    drop(plane, str(tmp_path))  # a folder
    assert len(said) == 4
    assert np.array_equal(plane.density(), np.eye(SIDE))
    drop(plane, str(whole))
    assert len(said) == 4


def test_a_plain_picture_is_empty_and_a_large_one_is_made_small(tmp_path: Path, qapp):
    plain = drawing(tmp_path / "plain.png", "white", "white")
    assert densities.read(plain, SIDE).sum() == 0
    large = drawing(tmp_path / "large.png", "black", "white", 6000, 5000)
    small = densities.read(large, SIDE)
    assert small.shape == (SIDE, SIDE)
    assert small.sum() == pytest.approx(np.pi * (SIDE / 8) ** 2, rel=0.1)


def test_dragging_away_takes_the_offer_back(plane: PaintPlane, tmp_path: Path):
    before = plane.grab().toImage()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    QApplication.sendEvent(
        plane, QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, LEFT, M.NoModifier)
    )
    assert plane.grab().toImage() != before
    QApplication.sendEvent(plane, QDragLeaveEvent())
    assert plane.grab().toImage() == before


def test_language_and_any_size(plane: PaintPlane, shout):
    shout(plane)
    assert plane.accessibleDescription() == "EMPTY: ZERO EVERYWHERE"
    assert plane.accessibleName() == "DENSITY TO PAINT"
    for size in ((1, 1), (30, 400), (400, 30), (900, 900)):
        plane.resize(*size)
        plane.grab()
        QTest.mouseClick(plane, LEFT, M.NoModifier, plane.place().center().toPoint())
