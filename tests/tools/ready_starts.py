"""Train what the program ships to be played with in the first second, and say what it is worth.

``python -m tests.tools.ready_starts --lab gan``: the lab's default recipe with its own seed, into
``assets/ready/gan.safetensors``, which says config, seed and steps; then scores, each beside its floor.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import assets
from engines.ground import checkpoint, spec
from tests.tools import shortened
from tests.tools.ready_scores import SCORES

FOLDER = Path(assets.__file__).parent / "ready"
LARGEST = 3_000_000  # bytes


@dataclass(frozen=True)
class Recipe:
    """How a lab's file is made.

    Attributes:
        phases: (live settings changed, steps trained with them), one after the other.
        line, prefix: of the timeline of earlier steps. past: how many of them are shipped.
        form: "whole"; "exact" without the optimiser's moments; "short" with half the digits, too.
    """

    phases: tuple[tuple[dict[str, Any], int], ...]
    line: str = "past"
    prefix: str = "past."
    past: int = 2
    form: Literal["whole", "exact", "short"] = "short"


RECIPES = {
    "gan": Recipe((({}, 1500),), past=1),
    "vqvae": Recipe(
        (({}, 1500), ({"phase": "prior"}, 800), ({"phase": "autoencoder"}, 0)), past=7, form="exact"
    ),
    "onlstm": Recipe((({}, 800),), line="kept", prefix="", past=2),
    "denoise": Recipe((({}, 2500),), past=16, form="whole"),
}


def make(lab: str) -> Path:
    """Train the recipe's run and write the file."""
    recipe, face = RECIPES[lab], import_module(f"engines.{lab}")
    config = import_module(f"engines.{lab}.presets").DEFAULT.config()
    engine = face.build(config, device="cpu")
    for changed, steps in recipe.phases:
        engine.set_config(spec.change(engine.config, **changed))
        train(engine, steps)
    engine.snapshot()
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{lab}{checkpoint.SUFFIX}"
    with tempfile.TemporaryDirectory() as folder:
        whole = os.path.join(folder, "whole.safetensors")
        engine.save(whole)
        engine.close()
        found = checkpoint.load(whole)
    meta, arrays = shortened.thinned(found.meta, found.tensors, recipe.past, recipe.line, recipe.prefix)
    if recipe.form != "whole":
        meta, arrays = shortened.shortened(meta, arrays, exact=recipe.form == "exact")
    checkpoint.save(path, lab, meta, arrays)
    return path


def train(engine: Any, steps: int) -> None:
    """So many steps; the engine's clock goes on by what one core has worked: others may be busy."""
    for done in range(1, steps + 1):
        started = time.process_time()
        for _ in engine.step():
            pass
        engine.seconds += time.process_time() - started
        if done % 200 == 0:
            print(f"{engine.count} steps, {engine.seconds:.0f} s", flush=True)


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--lab", choices=RECIPES, required=True)
    parser.add_argument("--scores", action="store_true", help="train nothing: only score the file there is")
    chosen = parser.parse_args()
    path = FOLDER / f"{chosen.lab}{checkpoint.SUFFIX}" if chosen.scores else make(chosen.lab)
    size = path.stat().st_size
    assert size <= LARGEST, f"{size:,} bytes"
    started = time.perf_counter()
    engine = import_module(f"engines.{chosen.lab}").open_checkpoint(path, device="cpu")
    print(
        f"{path.name}: {size:,} bytes, step {engine.count}, opened in {time.perf_counter() - started:.2f} s"
    )
    for score in SCORES[chosen.lab](engine):
        print(score)
    engine.close()


if __name__ == "__main__":
    main()
