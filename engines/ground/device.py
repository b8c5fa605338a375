"""Which processors there are, and how many threads to use. Asking does not import torch until needed."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engines.ground.problem import Problem

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True)
class Device:
    """``key`` as torch names it ("cpu", "cuda:0", "mps") and a name for a person."""

    key: str
    name: str


def threads() -> int:
    """Threads for torch: one core stays with the window, small nets gain nothing beyond four.

    Two threads on a busy two-core machine are many times slower than one (OpenMP workers spin at barriers).
    ``SEVEN_LABS_THREADS`` overrides.
    """
    if (asked := os.environ.get("SEVEN_LABS_THREADS", "")).isdigit() and int(asked) > 0:
        return int(asked)
    with contextlib.suppress(AttributeError):  # only the cores this process may use, where the system tells
        return min(4, max(1, len(os.sched_getaffinity(0)) - 1))
    return min(4, max(1, (os.cpu_count() or 2) - 1))


def devices() -> tuple[Device, ...]:
    """All devices, the best first. Imports torch: call it on an engine's thread."""
    import torch

    found: list[Device] = []
    with contextlib.suppress(Exception):  # a broken driver must not keep a person from the CPU
        count = torch.cuda.device_count()
        found += [Device(f"cuda:{i}", torch.cuda.get_device_name(i)) for i in range(count)]
    with contextlib.suppress(Exception):
        if torch.backends.mps.is_available():
            found.append(Device("mps", "Apple GPU"))
    return (*found, Device("cpu", "CPU"))


def check(key: str) -> None:
    """Raise Problem if a device that was asked for by name is not at hand: training on another one in its
    place might take a hundred times as long."""
    known = [d.key for d in devices()]
    if key not in ("auto", *known) and not (key == "cuda" and "cuda:0" in known):
        names = ", ".join(["auto", *known])
        raise Problem("There is no device {device} here. There are: {known}.", device=key, known=names)


def pick(key: str = "auto") -> torch.device:
    """The torch device for ``key``; the best one for "auto", the CPU where ``key`` is not at hand."""
    import torch

    known = [d.key for d in devices()]
    wanted = {"auto": known[0], "cuda": "cuda:0"}.get(key, key)
    return torch.device(wanted if wanted in known else "cpu")


def prepare() -> None:
    """Thread counts and switch interval for training beside a window; call once on the engine's thread."""
    import torch

    sys.setswitchinterval(0.001)  # the window waits at most 1 ms for the interpreter lock
    torch.set_num_threads(threads())
    torch.set_float32_matmul_precision("high")
    _take_parameters_plainly()


def _take_parameters_plainly() -> None:
    """Before an optimiser takes parameters, torch loads its compiler, a second's work, to tell it to look the
    other way. Nothing here is compiled: the function behind is called as it is."""
    from torch.optim import Optimizer

    plain = getattr(Optimizer.add_param_group, "__wrapped__", None)
    if plain is not None:
        Optimizer.add_param_group = plain  # type: ignore[method-assign]


def load_rest() -> None:
    """Load what torch asks for at an optimiser's first step, a second's work: where an engine stands already
    it is done while a person looks at the first picture. Call it on the engine's thread."""
    if "torch" in sys.modules:
        importlib.import_module("torch._dynamo")


def free_memory() -> int | None:
    """Bytes of main memory that this process may still take, or None where the system does not tell."""
    found = []
    with contextlib.suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/meminfo").read_text().splitlines()
        found.append(1024 * int(next(x for x in lines if x.startswith("MemAvailable")).split()[1]))
    with contextlib.suppress(OSError, ValueError):  # "max" where a container sets no limit
        group = Path("/sys/fs/cgroup")
        limit = int((group / "memory.max").read_text())
        found.append(max(0, limit - int((group / "memory.current").read_text())))
    return min(found, default=None)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether ``error`` is torch's, numpy's or Python's way to say so, without importing torch."""
    if isinstance(error, MemoryError):
        return True
    names = {type(e).__name__ for e in (error, error.__cause__) if e is not None}
    if names & {"OutOfMemoryError", "_ArrayMemoryError"}:
        return True
    return isinstance(error, RuntimeError) and "not enough memory" in str(error).lower()


def release(thoroughly: bool) -> None:
    """Give cached device memory back, if torch is loaded at all; ``thoroughly`` after running out of it."""
    torch = sys.modules.get("torch")
    cuda = torch is not None and torch.cuda.is_available()
    if cuda or thoroughly:
        gc.collect()  # 0.1 s with torch loaded, so only where it is worth it
    if torch is not None and cuda:
        torch.cuda.empty_cache()
    if sys.platform == "linux":  # freed weights and pictures leave holes that glibc keeps for itself
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
