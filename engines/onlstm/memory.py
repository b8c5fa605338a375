"""Lets glibc keep the memory that one step frees for the next step.

By default it gives large blocks back to the system at once, and the next step has to fault hundreds of pages
in again, which costs a small model up to a third of its time. ``engines.ground.device.release`` gives all
back in the end.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from typing import Final

TRIM_THRESHOLD: Final = -1  # names of settings in malloc.h
MMAP_THRESHOLD: Final = -3
KEPT: Final = 64 << 20  # bytes


def keep_freed() -> None:
    """Ask for it; where the C library is another one, nothing happens."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            library = ctypes.CDLL(None)
            library.mallopt(MMAP_THRESHOLD, KEPT // 2)  # the largest that glibc allows is 32 MB
            library.mallopt(TRIM_THRESHOLD, KEPT)
