"""A window for one widget: ``python -m widgets.form.sliders [--light] [--size 640x400] [--shot PNG]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from widgets.look import style


def run(build: Callable[[], QWidget], argv: list[str] | None = None) -> None:
    """Show what ``build`` returns until it is closed; with ``--shot`` save its picture and leave."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--light", action="store_true", help="light theme")
    parser.add_argument("--size", default="", help="WIDTHxHEIGHT")
    parser.add_argument("--shot", default="", help="save a picture here and leave")
    wish = parser.parse_args(argv)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    style.stage(app, dark=not wish.light)
    window = QWidget()
    window.setWindowTitle(build.__module__)
    style.set_role(window, "panel")
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(build())
    if wish.size:
        width, _, height = wish.size.partition("x")
        window.resize(int(width), int(height))
    window.show()
    if wish.shot:
        QTimer.singleShot(400, lambda: (window.grab().save(wish.shot), app.quit()))
    app.exec()
