"""Screenshots of the real window: ``python -m tests.shots --out DIR [--lab gan] [--play SECONDS]``.

Every lab in light and dark, English and Chinese, at 1280x800 and 1920x1080, under Xvfb. Feeds the README and
every review.
"""

from __future__ import annotations

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.tools import xvfb

SIZES = ((1280, 800), (1920, 1080))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--lab")
    parser.add_argument("--play", type=float, default=20.0, help="seconds to train before the pictures")
    parser.add_argument("--theme", choices=["light", "dark"])
    parser.add_argument("--language", choices=["en", "zh"])
    parser.add_argument("--size", choices=[f"{w}x{h}" for w, h in SIZES])
    parser.add_argument("--run", help="Python file whose ``drive(window, shot, wait)`` acts instead of play")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if os.environ.get("_SHOTS_INSIDE"):
        return shoot(options)
    if not xvfb.available():
        print("Xvfb is not installed: apt install xvfb libxcb-icccm4 libxcb-keysyms1 fonts-noto-cjk")
        return 2
    with xvfb.screen() as display, tempfile.TemporaryDirectory() as home:
        env = os.environ | {
            "_SHOTS_INSIDE": "1", "DISPLAY": display, "QT_QPA_PLATFORM": "xcb",
            "SEVEN_LABS_HOME": os.environ.get("SEVEN_LABS_HOME", home), "LANG": "C.UTF-8",
        }  # fmt: skip
        return subprocess.run([sys.executable, "-m", "tests.shots", *sys.argv[1:]], env=env).returncode


def shoot(options: argparse.Namespace) -> int:
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from playground.app import make_window
    from playground.ground import i18n
    from playground.lab import REGISTRY
    from playground.shell.session import Session

    app = QApplication([])
    window = make_window(app, Session())
    window.show()

    def wait(seconds: float) -> None:  # QTest.qWait keeps the interpreter lock, and starves the engine
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    wait(0.3)
    window.furnish()

    def shot(name: str) -> None:
        wait(0.5)
        path = options.out / f"{name}.png"
        screen = window.screen()
        screen.grabWindow(0, window.x(), window.y(), window.width(), window.height()).save(str(path))
        print(path)

    for entry in REGISTRY:
        if options.lab and entry.key != options.lab:
            continue
        lab = window.open(entry.key)
        if options.run:
            scope: dict[str, object] = {}
            exec(Path(options.run).read_text(), scope)
            scope["drive"](window, shot, wait)  # type: ignore[operator]
            continue
        lab.run.play()
        wait(options.play)
        lab.run.pause()
        for (w, h), theme, language in itertools.product(SIZES, ("dark", "light"), ("en", "zh")):
            wanted = (options.theme, options.language, options.size)
            if any(x and x != y for x, y in zip(wanted, (theme, language, f"{w}x{h}"), strict=True)):
                continue
            window.resize(w, h)
            window.move(0, 0)
            window.theme.set_mode(theme)
            i18n.use(language)
            shot(f"{entry.key}-{theme}-{language}-{w}x{h}")
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
