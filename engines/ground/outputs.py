"""What a command line is asked to write, checked before the work that it would crown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from engines.ground import files
from engines.ground.problem import FileProblem, Problem


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
