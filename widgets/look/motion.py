"""How long a panel or a notice may move: 120 to 160 ms, or not at all when person or system say so."""

from __future__ import annotations

import configparser
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

FOLD = 120  # ms, a panel folds
SLIDE = 160  # ms, a notice slides

off = False  # set by a setting or a test; data never moves slowly, whatever this says


def duration(ms: int) -> int:
    """``ms``, or 0 where nothing may move."""
    return 0 if off or prefers_reduced_motion() else ms


@cache
def prefers_reduced_motion() -> bool:
    """Whether the desktop asks for reduced motion; asked once, and False where it cannot be known."""
    try:
        return _ASK.get(sys.platform, _gtk)()
    except Exception:  # a desktop's odd answer must not cost a fold
        return False


def _windows() -> bool:
    import ctypes

    shown = ctypes.c_int(1)
    ctypes.windll.user32.SystemParametersInfoW(0x1042, 0, ctypes.byref(shown), 0)  # type: ignore[attr-defined]
    return not shown.value


def _mac() -> bool:
    command = ["/usr/bin/defaults", "read", "com.apple.universalaccess", "reduceMotion"]
    return subprocess.run(command, capture_output=True, timeout=1, check=False).stdout.strip() == b"1"


def _gtk() -> bool:
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(
        [folder / "gtk-3.0" / "settings.ini", folder / "gtk-4.0" / "settings.ini"], encoding="utf-8"
    )
    return not settings.getboolean("Settings", "gtk-enable-animations", fallback=True)


_ASK = {"win32": _windows, "darwin": _mac}
