"""Open and close the GAN lab a hundred times in a process of its own; print what stays.

``python -m tests.app.openings``: one JSON line with threads and bytes gained after the first twenty.
"""

from __future__ import annotations

import gc
import json
import os
import tempfile
import threading
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("SEVEN_LABS_HOME", tempfile.mkdtemp(prefix="seven-labs-openings-"))
os.environ["SEVEN_LABS_THREADS"] = "1"

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from playground.app import make_window
from playground.session import Session
from tests.conftest import flush_deleted

SMALL = {"limit": 96, "width_g": 4, "width_d": 4, "nz": 8, "batch": 4, "selfmod_hidden": 4}


def wait(truth: Callable[[], bool]) -> None:
    """Run the event loop until something is true."""
    while not truth():
        loop = QEventLoop()
        QTimer.singleShot(10, loop.quit)
        loop.exec()


def resident() -> int:
    """Bytes of memory held at rest: garbage collected, the least of a few readings."""
    readings = []
    for _ in range(5):
        ticks = iter(range(20))
        wait(lambda ticks=ticks: next(ticks, None) is None)  # 0.2 s of event loop: the engine's thread rests
        gc.collect()
        flush_deleted()
        with open("/proc/self/statm") as file:
            readings.append(int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
    return min(readings)


def main() -> None:
    app = QApplication([])
    session = Session()
    session.data = {"language": "en", "labs": {"gan": {"preset": "cpu", "config": SMALL}}}
    window = make_window(app, session)
    window.show()
    window.furnish()
    threads = base = widgets = 0
    for i in range(101):
        lab = window.open("gan")
        lab._last = None
        wait(lambda lab=lab: lab._last is not None)
        if i == 20:
            base = resident()  # flushes what is deleted later, so first
            threads, widgets = threading.active_count(), len(app.allWidgets())
        if i < 100:
            assert window.close_lab("gan"), "the engine's thread did not end in time"
            flush_deleted()
    held = resident()
    found = {
        "threads": threading.active_count() - threads,
        "widgets": len(app.allWidgets()) - widgets,
        "pages": len(window.findChildren(QWidget, "gan.page")),
        "bytes": held - base,
    }
    window.close()
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
