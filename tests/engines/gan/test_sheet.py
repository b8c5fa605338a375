"""The rolling sample sheet."""

from __future__ import annotations

import numpy as np

from engines.gan.sheet import COLS, ROWS, Sheet

N = ROWS * COLS


class Camera:
    """Pictures whose value is the step at which they were drawn."""

    def __init__(self) -> None:
        self.step, self.drawn = 0, 0

    def __call__(self, indices: np.ndarray) -> np.ndarray:
        self.drawn += len(indices)
        return np.full((len(indices), 2, 2, 1), self.step, np.uint8)

    def at(self, sheet: Sheet, step: int) -> np.ndarray:
        self.step, self.drawn = step, 0
        return sheet.at(step)


def test_first_and_resting_sheets_are_whole() -> None:
    camera = Camera()
    sheet = Sheet(camera, whole=False)
    assert (camera.at(sheet, 0) == 0).all()
    assert camera.drawn == N
    camera.at(sheet, 5)
    assert 0 < camera.drawn <= N // 4
    assert (camera.at(sheet, 5) == 5).all()  # paused: the rest is drawn now
    camera.at(sheet, 5)
    assert camera.drawn == 0


def test_every_place_is_refreshed_in_turn() -> None:
    camera = Camera()
    sheet = Sheet(camera, whole=False)
    camera.at(sheet, 0)
    drawn, step = 0, 0
    while drawn < N:
        step += 1
        found = camera.at(sheet, step)
        drawn += camera.drawn
    assert found.min() > 0


def test_sheets_are_fresh_arrays_in_row_order() -> None:
    sheet = Sheet(
        lambda i: np.broadcast_to(i[:, None, None, None], (len(i), 2, 3, 1)).astype(np.uint8), whole=True
    )
    found = sheet.at(1)
    assert found.shape == (ROWS * 2, COLS * 3, 1)
    assert np.array_equal(found[::2, ::3, 0], np.arange(N).reshape(ROWS, COLS))
    assert not np.shares_memory(found, sheet.at(1))


def test_spoilt_sheets_are_drawn_again() -> None:
    camera = Camera()
    sheet = Sheet(camera, whole=False)
    camera.at(sheet, 3)
    sheet.spoil()
    assert (camera.at(sheet, 1) == 1).all()


def test_the_sheet_knows_the_step_of_its_oldest_picture() -> None:
    camera = Camera()
    sheet = Sheet(camera, whole=False)
    camera.at(sheet, 3)
    assert sheet.since == 3
    for step in range(4, 12):
        found = camera.at(sheet, step)
        assert sheet.since == found.min()
    camera.at(sheet, 11)
    assert sheet.since == 11
