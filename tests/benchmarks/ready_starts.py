"""What it costs that a lab opens trained: ``python -m tests.benchmarks.ready_starts``.

Prints one JSON line a lab: seconds to open the run that comes with the program beside those to build a new one,
each the least of five turns in one process, torch imported and pictures drawn before; and seconds of the first build,
with all that a fresh install has to do once.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from typing import Any

os.environ["SEVEN_LABS_HOME"] = tempfile.mkdtemp(prefix="seven-labs-bench-")

from tests.benchmarks.ui import say
from tests.tools.ready_starts import FOLDER, RECIPES, config_of, face_of


def seconds(make: Callable[[], Any]) -> float:
    """Until the first picture."""
    begun = time.perf_counter()
    engine = make()
    engine.snapshot()
    taken = time.perf_counter() - begun
    engine.close()
    return taken


def main() -> None:
    """See above."""
    import torch

    torch.set_num_threads(1)
    for lab in RECIPES:
        face, config, path = face_of(lab), config_of(lab), FOLDER / f"{lab}.safetensors"

        def new(face: Any = face, config: Any = config) -> Any:
            return face.build(config, device="cpu")

        def ready(face: Any = face, path: Any = path) -> Any:
            return face.open_checkpoint(path, device="cpu")

        first = seconds(new)
        turns = [(seconds(new), seconds(ready)) for _ in range(5)]
        built, opened = (min(each) for each in zip(*turns, strict=True))
        say(lab, opened=opened, new=built, ratio=opened / built, first_build=first, bytes=path.stat().st_size)


if __name__ == "__main__":
    main()
