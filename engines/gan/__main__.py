"""Train without a window.

``python -m engines.gan --preset cpu --data faces --steps 200 --out run.safetensors``
"""

from __future__ import annotations

import argparse
import sys
import time

from engines import checkpoint, spec
from engines.gan import PRESETS, GanConfig, build, open_checkpoint, preset
from engines.problem import Halt, Problem


def main(argv: list[str] | None = None) -> int:
    """Run the command line; 0 on success, 2 after one sentence that says what a person has to change."""
    options = vars(_parser().parse_args(argv))
    try:
        _train(options)
    except Problem as e:
        print(f"gan: {e}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m engines.gan", description="Train a GAN without a window."
    )
    parser.add_argument(
        "--preset", choices=[p.key for p in PRESETS], default="cpu", help="the recipe to start from"
    )
    parser.add_argument("--steps", type=int, default=200, help="steps to train")
    parser.add_argument(
        "--out", metavar="FILE", help="save the run here at the end; the file opens in the app"
    )
    parser.add_argument(
        "--resume", metavar="FILE", help="go on with a saved run; only live options may differ"
    )
    parser.add_argument("--sheet", metavar="PNG", help="write the sample sheet here")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda:0, mps")
    spec.add_arguments(parser, GanConfig)
    return parser


def _train(options: dict[str, object]) -> None:
    known = {f.name for f in spec.fields(GanConfig)}
    changes = {k: v for k, v in options.items() if k in known}
    device = str(options["device"])
    if int(str(options["steps"])) < 0:
        raise Problem("Steps: {value} is less than none.", value=options["steps"])
    for key in ("out", "sheet"):
        if options[key]:
            checkpoint.check_folder(str(options[key]))
    if options["resume"]:
        engine = open_checkpoint(str(options["resume"]), _report, device=device)
        engine.set_config(spec.change(engine.config, **changes))
    else:
        engine = build(preset(str(options["preset"])).config(**changes), _report, device=device)
    steps = int(str(options["steps"]))
    started = time.perf_counter()
    done = 0
    try:
        for done in range(1, steps + 1):
            for _ in engine.step():
                pass
            if done % max(1, steps // 10) == 0:
                _say(engine.snapshot().figures, engine.count, done / (time.perf_counter() - started))
    except Halt as e:
        print(f"gan: {e}", file=sys.stderr)
    if options["sheet"]:
        from PIL import Image

        engine.snapshot()
        samples = engine.snapshot().samples
        Image.fromarray(samples.squeeze(-1) if samples.shape[2] == 1 else samples).save(str(options["sheet"]))
        print(options["sheet"])
    if options["out"]:
        engine.save(str(options["out"]))
        print(options["out"])
    engine.close()


def _say(figures: dict[str, float], step: int, rate: float) -> None:
    names = ("loss_d", "loss_g", "real", "fake", "penalty", "corr", "rec", "rec_mean")
    shown = "  ".join(f"{n} {figures[n]:.3f}" for n in names if n in figures)
    print(f"step {step}  {rate:.1f} steps/s  {shown}", flush=True)


def _report(sentence: str, fraction: float | None) -> None:
    if fraction is None or fraction == 1.0:
        print(sentence, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
