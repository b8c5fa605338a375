"""The end of the window: runs are kept, and nothing that fails on the way stops what comes after it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QMessageBox, QProgressDialog, QWidget

from playground.ground import i18n
from playground.ground.bridge import Bridge
from widgets.look import style
from widgets.look.i18n import tr

log = logging.getLogger(__name__)
ENDING = 2.0  # seconds
QUIET = 1.0  # seconds of saving that nobody need be told of
Saves = Mapping[str, Future[Any]]
"""What is being saved, by the lab's title in the language shown."""


def attempt(step: Callable[[], object]) -> None:
    """Do a step of the end; if it fails, say so in the log and go on with the next."""
    try:
        step()
    except Exception:
        log.exception("closing: a step failed")


def may_close(saves: Saves, parent: QWidget, *, ask: bool) -> bool:
    """Wait until runs are saved; with ``ask``, let the person stay where one could not be."""
    wait(saves.values(), QUIET)
    if any(not save.done() for save in saves.values()):
        _wait_visibly(saves, parent)
    lost = {
        title: error
        for title, save in saves.items()
        if save.done() and not save.cancelled() and (error := save.exception()) is not None
    }
    for title, error in lost.items():
        log.error("%s: the run could not be kept: %s", title, error)
    return not lost or not ask or close_anyway(lost, parent)


def close_anyway(lost: Mapping[str, BaseException], parent: QWidget) -> bool:
    """Ask whether to lose runs that could not be kept."""
    box = QMessageBox(parent)
    box.setObjectName("window.lost")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Seven Labs")
    box.setText(tr("A run could not be kept. If you close now, it is lost."))
    reasons = (
        f"{title}: {i18n.message_of(e) if isinstance(e, Exception) else e}" for title, e in lost.items()
    )
    box.setInformativeText("\n".join(reasons))
    stay = box.addButton(tr("Stay"), QMessageBox.ButtonRole.RejectRole)
    close = box.addButton(tr("Close anyway"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(stay)
    style.apply(box)
    box.exec()
    return box.clickedButton() is close


def end_all(bridges: Mapping[str, Bridge]) -> None:
    """End the engines of all labs, by their keys, within :data:`ENDING` seconds together.

    What hangs on a slow disk is not waited for in turn.
    """
    for bridge in bridges.values():
        bridge.tell_to_close()
    latest = time.monotonic() + ENDING
    for key, bridge in bridges.items():
        if not bridge.close(max(0.0, latest - time.monotonic())):
            log.error("the %s lab did not end in time", key)


def _wait_visibly(saves: Saves, parent: QWidget) -> None:
    """A small window while a slow disk takes its time, with a way not to wait."""
    dialog = QProgressDialog(tr("Your runs are being kept…"), tr("Do not wait"), 0, 0, parent)
    dialog.setObjectName("window.saving")
    dialog.setWindowTitle("Seven Labs")
    dialog.setMinimumDuration(0)
    style.apply(dialog)
    loop, timer = QEventLoop(), QTimer(interval=50)

    def look() -> None:
        if all(save.done() for save in saves.values()):
            loop.quit()

    timer.timeout.connect(look)
    dialog.canceled.connect(loop.quit)
    timer.start()
    dialog.show()
    loop.exec()
    timer.stop()
    dialog.close()
    dialog.deleteLater()
