"""What the canvas shows: the right pixels, piece by piece the same as at once, and cheaply."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.widgets.conftest import calls
from widgets.codes.canvas import CodeCanvas
from widgets.look import motion, tokens
from widgets.pictures.demo_faces import CODES, codes, colours, face


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.array(image.constBits()).reshape(image.height(), image.width(), 4)[..., 2::-1].copy()


def point(canvas: CodeCanvas, cell: tuple[int, int] | None) -> None:
    """Put the pointer over a cell, or take it away."""
    if cell is None:
        QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
        return
    place = canvas.cell_rect(*cell).center()
    event = QMouseEvent(
        QEvent.Type.MouseMove, place, canvas.mapToGlobal(place), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def march(canvas: CodeCanvas) -> None:
    """Let the time of one step of the selection's frame pass."""
    canvas.findChild(QTimer).timeout.emit()


def ticks(canvas: CodeCanvas) -> bool:
    """Whether anything in it waits for its time."""
    return any(timer.isActive() for timer in canvas.findChildren(QTimer))


@pytest.fixture
def canvas(show) -> CodeCanvas:
    canvas = CodeCanvas()
    canvas.set_picture(face(64))
    canvas.set_grid(codes(face(64), 16), np.zeros((16, 16), bool))
    canvas.set_code_colours(colours())
    return show(canvas, 640, 660)


@pytest.mark.parametrize(
    ("steps", "pan"), [(0, (0, 0)), (0, (17, -9)), (-6, (0, 0)), (27, (-200, 90)), (53, (-999, -999))]
)
def test_every_pixel_of_the_picture_is_a_square_of_it(canvas: CodeCanvas, steps: int, pan: tuple[int, int]):
    canvas.set_overlay("grid", False)
    canvas.zoom(steps)
    canvas.pan(*pan)
    view, shown = canvas.view, pixels(canvas.grab().toImage())
    down, across = np.arange(660) - view.top, np.arange(640) - view.left
    inside = np.ix_((down >= 0) & (down < view.span[1]), (across >= 0) & (across < view.span[0]))
    rows, cols = (down // view.scale).clip(0, 63), (across // view.scale).clip(0, 63)
    assert (shown[inside] == face(64)[rows][:, cols][inside]).all()
    outside = np.ones(shown.shape[:2], bool)
    outside[inside] = False
    stage = QColor(tokens.current().stage)
    assert (shown[outside] == (stage.red(), stage.green(), stage.blue())).all()


@pytest.mark.parametrize("overlays", [(), ("numbers", "colours"), ("surprise",), ("difference", "numbers")])
@pytest.mark.parametrize("side", [64, 30])
def test_piece_by_piece_is_the_same_as_at_once(canvas: CodeCanvas, overlays: tuple[str, ...], side: int):
    draw = np.random.default_rng(6)
    grid = 16 if side == 64 else 7
    picture, book = (
        draw.integers(0, 256, (side, side, 3), dtype=np.uint8),
        draw.integers(0, CODES, (grid, grid)),
    )
    mask = np.zeros((grid, grid), bool)
    canvas.set_picture(picture)
    canvas.set_grid(book, mask)
    canvas.set_difference(draw.integers(0, 256, (side, side), dtype=np.uint8))
    canvas.set_heat(draw.random((grid, grid)))
    for name in overlays:
        canvas.set_overlay(name, True)
    canvas.set_influence_function(lambda b: (b[1] * 4 - 8, b[0] * 4 - 8, b[3] * 4 + 8, b[2] * 4 + 8))
    canvas.set_selection(draw.random((grid, grid)) < 0.2)
    canvas.set_brush(3, "round")
    canvas.zoom(3)
    QApplication.processEvents()
    window = canvas.window()
    window.grab()
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.PaletteChange))  # letters of a font's first use differ
    before = pixels(window.grab().toImage())
    for step in range(12):
        picture = picture.copy()
        y, x = draw.integers(0, side - 8, 2)
        picture[y : y + 8, x : x + 8] ^= 85
        book[tuple(draw.integers(0, grid, (2, 3)))] = step
        mask[tuple(draw.integers(0, grid, (2, 2)))] ^= True
        canvas.set_picture(picture)
        canvas.set_grid(book, mask)
        canvas.set_pending(draw.integers(0, grid, (step, 2)).tolist(), (200, 90, 40))
        point(canvas, (int(draw.integers(grid)), int(draw.integers(grid))) if step % 4 else None)
        if step == 6:
            canvas.set_selection(draw.random((grid, grid)) < 0.1)
        march(canvas)
        pieces = pixels(window.grab().toImage())  # only what has changed is drawn for it
        QApplication.sendEvent(canvas, QEvent(QEvent.Type.PaletteChange))  # now everything is
        assert (pieces == pixels(window.grab().toImage())).all(), step
    assert (pieces != before).any()


def test_moving_marks_leave_no_trace(canvas: CodeCanvas, monkeypatch: pytest.MonkeyPatch):
    """What is asked to be repainted holds every pixel that changed."""
    canvas.set_influence_function(lambda b: (b[1] * 4 - 8, b[0] * 4 - 8, b[3] * 4 + 8, b[2] * 4 + 8))
    canvas.set_selection(np.random.default_rng(8).random((16, 16)) < 0.2)
    canvas.set_tool("hand")
    asked: list = []
    monkeypatch.setattr(canvas, "update", lambda *rects: asked.extend(rects or [canvas.rect()]))
    shots = [pixels(canvas.grab().toImage())]
    script = [
        lambda: QTest.keyClick(canvas, Qt.Key.Key_Down), lambda: QTest.keyClick(canvas, Qt.Key.Key_Right),
        lambda: canvas.set_tool("pencil"),
        lambda: point(canvas, (4, 4)), lambda: point(canvas, (5, 15)), lambda: canvas.set_brush(4, "round"),
        lambda: point(canvas, (15, 0)), lambda: canvas.set_tool("stamp"), lambda: canvas.set_stamp(3, 2),
        lambda: march(canvas), lambda: QTest.keyClick(canvas, Qt.Key.Key_Right), lambda: point(canvas, (15, 1)),
        lambda: canvas.set_tool("fill"), lambda: canvas.set_selection(None), lambda: point(canvas, None),
        lambda: canvas.set_pending([(2, 2), (9, 9)], (1, 2, 3)), lambda: canvas.set_pending([]),
    ]  # fmt: skip
    for act in script:
        asked.clear()
        act()
        shots.append(pixels(canvas.grab().toImage()))
        allowed = np.zeros(shots[0].shape[:2], bool)
        for rect in asked:
            area = rect & canvas.rect()
            allowed[area.top() : area.bottom() + 1, area.left() : area.right() + 1] = True
        changed = (shots[-1] != shots[-2]).any(2)
        assert not (changed & ~allowed).any(), script.index(act)
        assert changed.any(), script.index(act)
    assert (shots[-1] == shots[-3]).all()


def test_the_mask_hides_and_pending_cells_show_at_once(canvas: CodeCanvas):
    mask = np.zeros((16, 16), bool)
    mask[3, 4] = True
    canvas.set_grid(codes(face(64), 16), mask)
    canvas.set_pending([(8, 8), (-1, 3), (99, 99)], (10, 200, 30))
    image = canvas.grab().toImage()
    assert image.pixelColor(canvas.cell_rect(8, 8).center()) == QColor(10, 200, 30)
    inner = canvas.cell_rect(3, 4).adjusted(2, 2, -2, -2)
    part = pixels(image)[inner.top() : inner.bottom(), inner.left() : inner.right()].reshape(-1, 3)
    field, text = QColor(tokens.current().field), QColor(tokens.current().text2)
    assert (part.min(0) >= (field.red(), field.green(), field.blue())).all()
    assert (part.max(0) <= (text.red(), text.green(), text.blue())).all()
    assert len(np.unique(part, axis=0)) > 2
    canvas.set_pending([])
    assert canvas.grab().toImage().pixelColor(canvas.cell_rect(8, 8).center()) != QColor(10, 200, 30)


def test_each_overlay_changes_the_picture_and_takes_itself_away(canvas: CodeCanvas):
    canvas.set_heat(np.arange(256.0).reshape(16, 16), "Surprise")
    canvas.set_heat(np.full((16, 16), np.nan), "Entropy", name="entropy")
    canvas.set_difference(np.full((64, 64), 200, np.uint8))
    bare = canvas.grab().toImage()
    for name in ("numbers", "colours", "difference", "surprise"):
        canvas.set_overlay(name, True)
        assert canvas.grab().toImage() != bare, name
        canvas.set_overlay(name, False)
        assert canvas.grab().toImage() == bare, name
    canvas.set_overlay("grid", False)
    assert canvas.grab().toImage() != bare


def test_numbers_hide_when_they_would_not_fit(canvas: CodeCanvas):
    canvas.zoom(-9)
    bare = canvas.grab().toImage()
    canvas.set_overlay("numbers", True)
    assert canvas.grab().toImage() == bare


def test_both_themes(canvas: CodeCanvas):
    canvas.set_overlay("numbers", True)
    dark = canvas.grab().toImage()
    tokens.use(tokens.LIGHT)
    try:
        QApplication.sendEvent(canvas, QEvent(QEvent.Type.PaletteChange))
        light = canvas.grab().toImage()
    finally:
        tokens.use(tokens.DARK)
    assert light.pixelColor(1, 1) == QColor(tokens.LIGHT.stage)
    assert dark.pixelColor(1, 1) == QColor(tokens.DARK.stage)


def test_the_frame_marches_only_while_it_is_seen(canvas: CodeCanvas, qtbot, monkeypatch: pytest.MonkeyPatch):
    some = np.eye(16, dtype=bool)
    canvas.set_selection(some)
    assert not ticks(canvas)  # tests ask for no motion
    monkeypatch.setattr(motion, "duration", lambda ms: ms)
    canvas.set_selection(some)
    assert ticks(canvas)
    before = canvas.grab().toImage()
    qtbot.waitUntil(lambda: canvas.grab().toImage() != before)
    canvas.hide()
    assert not ticks(canvas)
    canvas.show()
    assert ticks(canvas)
    canvas.set_selection(np.zeros((16, 16), bool))
    assert not ticks(canvas)
    assert canvas.selection() is None


def test_another_grid_forgets_what_lay_over_the_old_one(canvas: CodeCanvas):
    canvas.set_selection(np.eye(16, dtype=bool))
    canvas.set_heat(np.eye(16))
    canvas.set_pending([(15, 15)], (1, 2, 3))
    canvas.set_picture(face(28))
    canvas.set_grid(codes(face(28), 7), np.zeros((7, 7), bool))
    assert canvas.selection() is None
    assert canvas.view.rows == 7
    canvas.set_overlay("surprise", True)
    assert canvas.key_rect().isEmpty()
    canvas.grab()


def test_the_end_of_a_long_stroke_does_no_more_than_its_middle(canvas: CodeCanvas):
    """An event paints what is new: the two hundredth is no dearer than the hundredth, of as many cells."""
    canvas.set_overlay("numbers", True)
    canvas.set_influence_function(lambda b: (b[1] * 4 - 14, b[0] * 4 - 14, b[3] * 4 + 14, b[2] * 4 + 14))
    canvas.grab()
    cells, done = [], []
    for at in range(200):
        cells.append(divmod(at * 7 % 256, 16))

        def event() -> None:
            canvas.set_pending(cells, (200, 90, 40))
            point(canvas, cells[-1])
            QApplication.processEvents()

        done.append(calls(event))
    assert np.median(done[150:]) < 2 * np.median(done[50:100])
