"""How a command line ends: what it is asked to write is checked before the work that it would crown, and
written even if the person has had enough; every end has a sentence and an exit code."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from engines.ground import files
from engines.ground.problem import FileProblem, Problem

PIPE_CLOSED = 141  # as the shell says it of a program that SIGPIPE ended
INTERRUPTED = 130


def ended(name: str, work: Callable[[], int]) -> int:
    """Do a command line's work; its exit code, or 2 after the sentence of a Problem, 130 after Ctrl-C.
    Whoever reads the output may go (``| head``): that ends the work without a word.

    Args:
        name: who speaks, before every sentence.
    """
    try:
        code = work()
        sys.stdout.flush()
        return code
    except Problem as e:
        print(f"{name}: {e}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"{name}: stopped by Ctrl-C", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        with contextlib.suppress(OSError, ValueError):  # else Python flushes at its end, and complains
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED


@contextlib.contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Training within ends at Ctrl-C after the step under way, so that what was asked for can be written;
    a second one ends the program. Gives a function that says whether to stop."""
    if threading.current_thread() is not threading.main_thread():  # signals arrive there alone
        yield lambda: False
        return
    asked = threading.Event()

    def stop(*_: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        print("\nCtrl-C: stops after this step; once more to stop at once", file=sys.stderr, flush=True)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def check(path: str, suffixes: tuple[str, ...] = ()) -> None:
    """Raise now, not after hours of training, if nothing can be written there.

    Args:
        suffixes: endings that are understood, in small letters; () for any.

    Raises:
        FileProblem: no such folder, not to be written to, a folder itself, or an unknown ending.
    """
    target = Path(path)
    if suffixes and target.suffix.lower() not in suffixes:
        raise FileProblem(
            "{name}: its ending is none that can be written. There are: {known}.",
            name=target.name,
            known=" ".join(suffixes),
        )
    if target.is_dir():
        raise FileProblem("{name} is a folder, not a file.", name=target.name)
    files.check_folder(target)


def write_all(writers: Mapping[str, Callable[[str], object]]) -> None:
    """Write everything that was asked for, the dearest first; one failure loses none of the others.

    Raises:
        Problem: the first failure, after all else is written.
    """
    failed: Problem | None = None
    for path, write in writers.items():
        try:
            write(path)
        except Problem as e:
            failed = failed or e
        except (OSError, ValueError) as e:
            failed = failed or files.unwritable(path, e)
        else:
            print(path)
    if failed is not None:
        raise failed
