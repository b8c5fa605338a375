"""Open and close every lab, again and again, in a process of its own; print what stays.

``python -m tests.tools.openings --rounds 25``: one JSON line with threads, objects and bytes gained after the first
rounds.
"""

from __future__ import annotations

import argparse
import ctypes
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
from playground.lab import REGISTRY
from playground.shell.session import Session
from playground.shell.window import MainWindow
from tests.app.test_every_lab import TINY
from tests.conftest import flush_deleted

LABS = [entry.key for entry in REGISTRY]

MALLINFO = (
    "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
)  # fmt: skip


def wait(truth: Callable[[], bool]) -> None:
    """Run the event loop until something is true."""
    while not truth():
        loop = QEventLoop()
        QTimer.singleShot(10, loop.quit)
        loop.exec()


class _MallInfo(ctypes.Structure):
    """``struct mallinfo2`` of glibc 2.33 and later."""

    _fields_ = tuple((name, ctypes.c_size_t) for name in MALLINFO)


def held() -> int:
    """Bytes in use at rest. What the C allocator hands out, since the resident size also counts holes between
    them, which differ from run to run by tens of megabytes; the resident size where there is no glibc."""
    ticks = iter(range(20))
    wait(lambda: next(ticks, None) is None)  # 0.2 s of event loop: the engine's thread rests
    gc.collect()
    flush_deleted()
    gc.collect()
    try:
        mallinfo = ctypes.CDLL("libc.so.6").mallinfo2
    except (OSError, AttributeError):
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    mallinfo.restype = _MallInfo
    info = mallinfo()
    return int(info.uordblks + info.hblkhd)


def open_and_close(window: MainWindow, key: str) -> None:
    """Until all that a lab asks of its engine at first has been answered: else some is left to a later round."""
    lab = window.open(key)
    answered: list[int] = []
    lab.latest = None
    wait(lambda: lab.latest is not None)
    lab.bridge.ask(lambda _: 0, answered.append)
    wait(lambda: bool(answered))
    assert window.close_lab(key), f"the thread of {key} did not end in time"
    flush_deleted()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="times each lab is opened and closed, measured")
    parser.add_argument("--before", type=int, default=2, help="rounds before that")
    options = parser.parse_args()
    app = QApplication([])
    session = Session()
    session.data = {"language": "en", "labs": {key: {"config": dict(TINY[key])} for key in TINY}}
    window = make_window(app, session)
    window.show()
    window.furnish(LABS[0])
    threads = base = widgets = objects = 0
    for i in range(options.before + options.rounds):
        if i == options.before:
            base = held()  # flushes what is deleted later, so first
            threads, widgets = threading.active_count(), len(app.allWidgets())
            objects = len(gc.get_objects())
        for key in LABS:
            open_and_close(window, key)
    last = held()
    found = {
        "threads": threading.active_count() - threads,
        "widgets": len(app.allWidgets()) - widgets,
        "pages": sum(len(window.findChildren(QWidget, f"{key}.page")) for key in LABS),
        "objects": len(gc.get_objects()) - objects,
        "bytes": last - base,
    }
    window.close()
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
