"""How much memory a piece of work holds at its worst, by what Linux writes down of this process."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest

STATUS, MARKS = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def resident() -> int:
    """Bytes of this process that lie in memory now."""
    return _field("VmRSS")


def peak(work: Callable[[], object]) -> int:
    """Bytes by which this process grew at most while ``work()`` ran; what it raises is passed on.

    Skips the test where the system cannot tell.
    """
    gc.collect()
    try:
        MARKS.write_text("5")  # the highest mark begins anew
    except OSError:
        pytest.skip("this system does not tell how much memory was held at most")
    before = resident()
    work()
    return max(0, _field("VmHWM") - before)


def _field(name: str) -> int:
    for line in STATUS.read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) << 10
    raise LookupError(name)
