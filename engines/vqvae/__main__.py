"""Train without a window.

``python -m engines.vqvae --preset cpu --data faces --steps 400 --out run.safetensors``
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

import numpy as np

from engines import spec
from engines.problem import Halt, Problem
from engines.vqvae import PRESETS, VqvaeConfig, build, open_checkpoint, preset
from engines.vqvae.config import code_count

if TYPE_CHECKING:
    from engines.vqvae.engine import VqvaeEngine


def main(argv: list[str] | None = None) -> int:
    """Run the command line; 0 on success, 2 after one sentence that says what a person has to change."""
    options = vars(_parser().parse_args(argv))
    try:
        _train(options)
    except Problem as e:
        print(f"vqvae: {e}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m engines.vqvae", description="Train a VQ-VAE without a window."
    )
    parser.add_argument(
        "--preset", choices=[p.key for p in PRESETS], default="cpu", help="the recipe to start from"
    )
    parser.add_argument("--steps", type=int, default=400, help="steps to train")
    parser.add_argument(
        "--out", metavar="FILE", help="save the run here at the end; the file opens in the app"
    )
    parser.add_argument(
        "--resume", metavar="FILE", help="go on with a saved run; only live options may differ"
    )
    parser.add_argument("--sheet", metavar="PNG", help="write the sample sheet here")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda:0, mps")
    spec.add_arguments(parser, VqvaeConfig)
    return parser


def _train(options: dict[str, object]) -> None:
    known = {f.name for f in spec.fields(VqvaeConfig)}
    changes = {k: v for k, v in options.items() if k in known}
    device = str(options["device"])
    if options["resume"]:
        engine = open_checkpoint(str(options["resume"]), _report, device=device)
        engine.set_config(spec.change(engine.config, **changes))
    else:
        engine = build(preset(str(options["preset"])).config(**changes), _report, device=device)
    steps = max(0, int(str(options["steps"])))
    started = time.perf_counter()
    done = 0
    try:
        for done in range(1, steps + 1):
            for _ in engine.step():
                pass
            if done % max(1, steps // 10) == 0:
                _say(engine.snapshot().figures, engine.count, done / (time.perf_counter() - started))
    except Halt as e:
        print(f"vqvae: {e}", file=sys.stderr)
    if options["sheet"]:
        _draw(engine, str(options["sheet"]))
    _conclude(engine)
    if options["out"]:
        engine.save(str(options["out"]))
        print(options["out"])
    engine.close()


def _draw(engine: VqvaeEngine, path: str) -> None:
    from PIL import Image

    engine.snapshot()
    shown = engine.snapshot()
    sheet = np.concatenate([shown.originals, shown.reconstructions, shown.bypassed])
    Image.fromarray(sheet.squeeze(-1) if sheet.shape[2] == 1 else sheet).save(path)
    print(path)


def _say(figures: dict[str, float], step: int, rate: float) -> None:
    names = ("loss", "nmse", "psnr", "ssim", "perplexity", "used", "prior_loss", "prior_nll", "position")
    shown = "  ".join(f"{n} {figures[n]:.4g}" for n in names if n in figures)
    print(f"step {step}  {rate:.1f} steps/s  {shown}", flush=True)


def _conclude(engine: VqvaeEngine) -> None:
    """What the whole held-out set says at the end, without the running mean."""
    from engines.vqvae import measuring

    found: dict[str, float] = {}
    for piece in measuring.reconstruction(engine.trainer, engine.deck, 0, len(engine.deck.held)):
        found = piece
    figures = engine.snapshot().figures
    line = f"NMSE {found['nmse']:.4f}  PSNR {found['psnr']:.2f} dB  SSIM {found['ssim']:.3f}"
    if "perplexity" in figures:
        line += f"  perplexity {figures['perplexity']:.1f}"
        line += f"  codes used {figures['used']:.0f} of {code_count(engine.config)}"
    print(line)


def _report(sentence: str, fraction: float | None) -> None:
    if fraction is None or fraction == 1.0:
        print(sentence, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
