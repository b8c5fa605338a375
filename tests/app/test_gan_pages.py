"""The GAN lab's other pages from a person's chair, in one window: checkerboard, Dirac-GAN."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt


def test_pages_are_walked_through(app):
    checkerboard(app)
    remembered(app)


def checkerboard(app: Any) -> None:
    app.choose("gan.page_choice", "Checkerboard")
    page, board = app.lab.board, app.find("gan.board.map")
    assert "Ratio 4" in app.find("gan.board.ratio").text()
    cards = {way: app.find(f"gan.board.{way}") for way in ("convT", "nearest", "bilinear", "pixelshuffle")}
    app.until(lambda: all(card.has_pixels() for card in cards.values()))

    # the brush: on the map, and on the strip
    app.bot.mouseMove(board, board.cell_rect(4, 5).center().toPoint())
    assert board.marked() == (4, 5)
    assert "inputs 1 × 2" in app.find("gan.board.pixel").text()
    assert app.find("gan.board.strip").lit() == [2, 3]
    app.find("gan.board.strip").setFocus()
    app.bot.keyClick(app.find("gan.board.strip"), Qt.Key.Key_Right)
    assert board.marked() == (4, 6)

    # other settings, other weights: other figures
    def figures() -> list[str]:
        return [app.find(f"gan.board.{way}.figure").text() for way in cards]

    before = figures()
    app.click("gan.board.again")
    app.settled()
    assert figures() != before
    app.bot.keyClick(app.find("gan.board.kernel").slider, Qt.Key.Key_Right)
    assert "divides kernel 4" in app.find("gan.board.ratio").text()
    assert len(np.unique(board.counts()[2:-2, 2:-2])) == 1
    app.click("gan.board.as_run")
    assert page.stack().layers == 3

    # the live meter follows the run while the page shows, and begins anew with it
    app.click("gan.play")
    app.until(lambda: len(page.readings()) > 1 and page.readings()[-1].step > 0)
    app.click("gan.pause")
    app.settled()
    assert [r.step for r in page.readings()] == sorted({r.step for r in page.readings()})
    assert "generated ×" in app.find("gan.board.now").text()
    runner = app.lab.bridge.runner
    app.click("gan.reset")
    app.until(lambda: app.lab.bridge.runner is not runner and not app.run.building)
    app.until(lambda: [r.step for r in page.readings()] == [0])
    app.choose("gan.page_choice", "Train")
    app.click("gan.step")
    app.until(lambda: app.run.step == 1)
    app.settled()
    assert [r.step for r in page.readings()] == [0]  # nobody looks, nobody asks


def remembered(app: Any) -> None:
    state = app.lab.save_state()
    app.lab.board.overlap.set_stack(kernel=2, stride=4, layers=1)
    assert "hit by nothing" in app.find("gan.board.ratio").text()
    app.lab.pages.turn_to("checkerboard")
    app.lab.restore_state(state)
    assert app.lab.save_state() == state
    app.lab.restore_state({"page": "nowhere", "board": {"kernel": "x", "layers": 99, "stride": 3}})
    assert (app.lab.board.stack().stride, app.lab.board.stack().layers) == (3, 3)
