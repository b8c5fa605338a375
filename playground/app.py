"""Start-up, in the order that gets a window on screen first and everything heavy after it."""

from __future__ import annotations

import argparse
import os
import sys
import time

os.environ.setdefault("QT_API", "pyside6")  # for qtawesome's wrapper
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from engines.ground import files
from playground.ground import i18n, paths, problems
from playground.lab import REGISTRY
from playground.shell.instance import Instance
from playground.shell.session import Session
from playground.shell.signals import Signals
from playground.shell.theme import Theme
from playground.shell.window import MainWindow
from widgets.look.i18n import tr

NAME = "Seven Labs"


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="seven-labs", description="A desktop playground for deep learning.")
    parser.add_argument("paths", nargs="*", help="a saved run, an image folder or a picture to open")
    parser.add_argument("--lab", choices=[e.key for e in REGISTRY], help="the lab to show first")
    parser.add_argument("--fresh", action="store_true", help="forget window, settings and last run this time")
    parser.add_argument("--measure-start", action="store_true", help="print seconds to first paint and exit")
    return parser.parse_args(argv[1:])


def make_window(app: QApplication, session: Session) -> MainWindow:
    """The window, in remembered language and theme, not yet shown."""
    theme = Theme(app)
    i18n.use(session.get("language", str, i18n.system_language()))
    theme.set_mode(session.get("theme", str, "system"))
    return MainWindow(theme, session)


def main(argv: list[str]) -> int:
    """Run the program; returns its exit code."""
    options = _arguments(argv)
    app = QApplication(argv[:1])
    app.setApplicationName(NAME)
    app.setDesktopFileName("seven-labs")
    if sentence := problems.refuse_broken_binding():
        print(sentence, file=sys.stderr)
        return 3
    if reason := paths.unusable():
        paths.use_temporary()
    session = Session()
    i18n.use(session.get("language", str, i18n.system_language()))
    instance = Instance(paths.state())
    if not options.measure_start and not instance.claim():
        if instance.hand_over(options.paths, options.lab or ""):
            print(tr("Seven Labs is already open; its window is shown."), file=sys.stderr)
            return 0
        reason = tr("another Seven Labs, perhaps on another computer, uses the same folder")
        paths.use_temporary()
        session = Session()
        instance = Instance(paths.state())
        instance.claim()
    _sweep()
    problems.install()
    if options.fresh:
        session.data = {}
    window = make_window(app, session)
    instance.called.connect(lambda files, lab: _show_again(window, files, lab))
    signals = Signals(window.end)
    app.commitDataRequest.connect(lambda _: window.end())  # the person logs out
    if options.measure_start:
        window.painted.connect(_print_start)
    else:
        window.painted.connect(lambda: _after_first_paint(window, options, reason))
    window.show()
    code = app.exec()
    signals.restore()
    instance.release()
    return code


def _sweep() -> None:
    """What saves that were killed have left behind."""
    for place in (paths.config(), paths.state(), paths.cache()):
        files.sweep(place)


def _show_again(window: MainWindow, names: list[str], lab: str) -> None:
    """The program was started a second time: this window is the answer."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()
    if lab in [e.key for e in REGISTRY]:
        window.open(lab)
    for name in names:
        window.commands.open_path(name)


def _after_first_paint(window: MainWindow, options: argparse.Namespace, reason: str) -> None:
    window.furnish(options.lab)
    if reason:
        window.notice("warn", tr("Nothing will be kept this time: {reason}.", reason=reason))
    if (crash := problems.last_crash()) is not None:
        window.notice_crash(crash)
    metrics = QFontMetrics(QFont(QApplication.font()))
    if i18n.language() == "zh" and not metrics.inFontUcs4(ord("码")):
        window.notice("warn", tr("No Chinese font is installed; on Debian: apt install fonts-noto-cjk"))
    for path in options.paths:
        window.commands.open_path(path)


def _print_start() -> None:
    """Seconds since the process began, and whether the heavy modules stayed out."""
    with open("/proc/self/stat") as file:
        started = int(file.read().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")
    heavy = [m for m in ("torch", "pyqtgraph", "qtawesome") if m in sys.modules]
    print(f"first paint {time.clock_gettime(time.CLOCK_BOOTTIME) - started:.3f} s, heavy modules: {heavy}")
    sys.stdout.flush()
    QTimer.singleShot(0, QApplication.quit)
