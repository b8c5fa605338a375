"""Every failure nobody expected ends here: in one log, and once in front of the person."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import logging.handlers
import os
import platform
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout

from playground.ground import paths
from widgets.look import style
from widgets.look.i18n import tr
from widgets.look.labels import label

log = logging.getLogger("playground")
KEPT_CRASHES = 5
_crash_file: Any = None
_last_crash: Path | None = None


class _Desk(QObject):
    """Carries a report from any thread to the window's."""

    arrived = Signal(str, str)


_desk: _Desk | None = None


def install() -> None:
    """Route Python's and Qt's failures into a rotating log, crashes of the interpreter into a file."""
    global _crash_file, _desk
    folder = paths.state()
    handler = logging.handlers.RotatingFileHandler(
        folder / "log.txt", maxBytes=1 << 20, backupCount=2, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(threadName)s %(name)s %(levelname)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
    _put_aside(folder)
    _crash_file = open(folder / "crash.txt", "w")  # noqa: SIM115 - open for the life of the process
    faulthandler.enable(_crash_file)
    _desk = _Desk()
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _uncaught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )
    sys.unraisablehook = lambda args: log.error("unraisable in %r", args.object, exc_info=args.exc_value)
    qInstallMessageHandler(_from_qt)


def _put_aside(folder: Path) -> None:
    """A crash file that is not empty tells of a crash: it gets a name of its own, and the newest few stay."""
    global _last_crash
    now = folder / "crash.txt"
    try:
        if now.stat().st_size:
            _last_crash = folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}.txt"
            os.replace(now, _last_crash)
    except OSError:
        return
    for old in sorted(folder.glob("crash-*.txt"))[:-KEPT_CRASHES]:
        with contextlib.suppress(OSError):
            old.unlink()


def last_crash() -> Path | None:
    """The report of the crash in which the last session ended, if it did."""
    return _last_crash


def on_report(slot: Callable[[str, str], None]) -> None:
    """Call ``slot(sentence, report)``, on the window's thread, for each exception nobody caught."""
    if _desk is not None:
        _desk.arrived.connect(slot, Qt.ConnectionType.QueuedConnection)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.error("uncaught", exc_info=(kind, error, trace))
    if _desk is not None:
        report = "".join(traceback.format_exception(kind, error, trace))
        _desk.arrived.emit(f"{kind.__name__}: {error}", report)


def _from_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    level = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
    }.get(kind, logging.ERROR)
    logging.getLogger("qt").log(level, message)


def environment() -> str:
    """Versions worth having in a report."""
    from PySide6 import __version__ as pyside

    lines = [f"Python {platform.python_version()} on {platform.platform()}", f"PySide6 {pyside}"]
    lines += [
        f"{m} {getattr(sys.modules[m], '__version__', '?')}"
        for m in ("torch", "numpy", "pyqtgraph")
        if m in sys.modules
    ]
    return "\n".join(lines)


def show_report(detail: str) -> None:
    """A window with a report that can be copied."""
    dialog = QDialog(QApplication.activeWindow())
    style.apply(dialog)
    dialog.setObjectName("report")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Report"))
    dialog.resize(720, 420)
    layout = QVBoxLayout(dialog)
    layout.addWidget(label(tr("What the program was doing. The log is in {folder}.", folder=paths.state())))
    text = QPlainTextEdit(f"{environment()}\n\n{detail}")
    text.setReadOnly(True)
    text.setAccessibleName(tr("Report"))
    layout.addWidget(text)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text.toPlainText()))
    buttons.rejected.connect(dialog.reject)
    layout.addWidget(buttons)
    dialog.open()


def refuse_broken_binding() -> str:
    """A sentence if this PySide6 would abort this Python (6.12.0 drops references of None), else ""."""
    if sys.version_info >= (3, 12):
        return ""
    probe = QObject()
    before = sys.getrefcount(None)
    for _ in range(2000):
        probe.setObjectName("probe")
    if sys.getrefcount(None) < before - 1000:
        return tr("This release of PySide6 would crash Python 3.11. Install PySide6-Essentials below 6.12.")
    return ""
