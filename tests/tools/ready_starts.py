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
        preset: of the lab that is trained; "" for the default one.
        line, prefix: of the timeline of earlier steps. past: how many of them are shipped.
        form: "whole"; "exact" without the optimiser's moments; "short" with half the digits, too; "average"
            with averages in place of networks, and no earlier steps.
    """

    phases: tuple[tuple[dict[str, Any], int], ...]
    line: str = "past"
    prefix: str = "past."
    past: int = 2
    form: Literal["whole", "exact", "short", "average"] = "short"
    preset: str = ""


RECIPES = {
    "gan": Recipe((({}, 1500),), past=1),
    "vqvae": Recipe(
        (({}, 1500), ({"phase": "prior"}, 800), ({"phase": "autoencoder"}, 0)), past=7, form="exact"
    ),
    "onlstm": Recipe((({}, 800),), line="kept", prefix="", past=2),
    "denoise": Recipe((({}, 2500),), past=16, form="whole"),
    "denoise-faces": Recipe((({}, 3600),), form="average", preset="faces"),
}


def face_of(name: str) -> Any:
    """The engines of the lab that a file is for."""
    return import_module(f"engines.{name.partition('-')[0]}")


def config_of(name: str) -> Any:
    """The settings that a file is made with."""
    presets = import_module(f"engines.{name.partition('-')[0]}.presets")
    wanted = RECIPES[name].preset
    return next((p for p in presets.PRESETS if p.key == wanted), presets.DEFAULT).config()


def make(name: str) -> Path:
    """Train the recipe's run and write the file."""
    recipe, engine = RECIPES[name], face_of(name).build(config_of(name), device="cpu")
    for changed, steps in recipe.phases:
        engine.set_config(spec.change(engine.config, **changed))
        train(engine, steps)
    engine.snapshot()
    with tempfile.TemporaryDirectory() as folder:
        whole = os.path.join(folder, "whole.safetensors")
        engine.save(whole)
        engine.close()
        return write(name, checkpoint.load(whole))


def write(name: str, found: checkpoint.Checkpoint) -> Path:
    """Of a run that was trained as the recipe says, the file that is shipped."""
    recipe, path = RECIPES[name], FOLDER / f"{name}{checkpoint.SUFFIX}"
    if recipe.form == "average":
        meta, arrays = shortened.without_past(found.meta, found.tensors)
        checkpoint.save(path, found.lab, *shortened.averaged(*shortened.shortened(meta, arrays)))
        return path
    meta, arrays = shortened.thinned(found.meta, found.tensors, recipe.past, recipe.line, recipe.prefix)
    if recipe.form != "whole":
        meta, arrays = shortened.shortened(meta, arrays, exact=recipe.form == "exact")
    checkpoint.save(path, found.lab, meta, arrays)
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
    engine = face_of(chosen.lab).open_checkpoint(path, device="cpu")
    print(
        f"{path.name}: {size:,} bytes, step {engine.count}, opened in {time.perf_counter() - started:.2f} s"
    )
    for score in SCORES[chosen.lab](engine):
        print(score)
    engine.close()


if __name__ == "__main__":
    main()
