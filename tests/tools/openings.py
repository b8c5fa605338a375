"""Open and close the GAN lab a hundred times in a process of its own; print what stays.

``python -m tests.tools.openings``: one JSON line with threads, objects and bytes gained after the first twenty.
"""

from __future__ import annotations

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
from playground.shell.session import Session
from tests.conftest import flush_deleted

SMALL = {"limit": 96, "width_g": 4, "width_d": 4, "nz": 8, "batch": 4, "selfmod_hidden": 4}

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


def main() -> None:
    app = QApplication([])
    session = Session()
    session.data = {"language": "en", "labs": {"gan": {"preset": "cpu", "config": SMALL}}}
    window = make_window(app, session)
    window.show()
    window.furnish()
    threads = base = widgets = objects = 0
    for i in range(101):
        lab = window.open("gan")
        lab.latest = None
        wait(lambda lab=lab: lab.latest is not None)
        if i == 20:
            base = held()  # flushes what is deleted later, so first
            threads, widgets = threading.active_count(), len(app.allWidgets())
            objects = len(gc.get_objects())
        if i < 100:
            assert window.close_lab("gan"), "the engine's thread did not end in time"
            flush_deleted()
    last = held()
    found = {
        "threads": threading.active_count() - threads,
        "widgets": len(app.allWidgets()) - widgets,
        "pages": len(window.findChildren(QWidget, "gan.page")),
        "objects": len(gc.get_objects()) - objects,
        "bytes": last - base,
    }
    window.close()
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
