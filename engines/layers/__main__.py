"""Train a drawing without a window, and write it as JSON or as Python.

``python -m engines.layers model.json --steps 200 --python model.py``
``python -m engines.layers --preset tied --steps 300 --json tied.json``
"""

from __future__ import annotations

import argparse
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from engines.ground import device as devices
from engines.ground import outputs, spec
from engines.ground.marks import mark
from engines.ground.options import add_arguments
from engines.ground.problem import Halt, Problem
from engines.layers import PRESETS, LayersConfig, Model, build, open_checkpoint, preset, queries
from engines.layers.graph.counters import count

if TYPE_CHECKING:
    from engines.layers.engine import LayersEngine


def main(argv: list[str] | None = None) -> int:
    """Run the command line; 0 on success, 2 after one sentence that says what a person has to change."""
    options = vars(_parser().parse_args(argv))
    return outputs.ended("layers", lambda: _run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m engines.layers", description="Train a drawn model without a window."
    )
    parser.add_argument("model", nargs="?", help="a model's JSON; without it, that of --preset or --drawing")
    parser.add_argument("--preset", choices=[p.key for p in PRESETS], default="thrice", help="where to start")
    parser.add_argument("--steps", type=int, default=200, help="steps to train")
    parser.add_argument("--python", metavar="FILE", help="write the model as Python that needs torch alone")
    parser.add_argument("--json", metavar="FILE", help="write the model with its weights")
    parser.add_argument("--out", metavar="FILE", help="save the run here; the file opens in the app")
    parser.add_argument("--resume", metavar="FILE", help="go on with a saved run")
    parser.add_argument("--device", default="cpu", help="cpu, auto, cuda:0, mps")
    add_arguments(parser, LayersConfig)
    return parser


def _run(options: dict[str, object]) -> int:
    writers = {
        "python": (".py", lambda engine, path: queries.save_python(engine.model, path)),
        "json": (".json", lambda engine, path: queries.save_json(engine.model, path)),
        "out": ("", lambda engine, path: engine.save(path)),
    }
    wanted = {str(options[key]): write for key, (_, write) in writers.items() if options[key]}
    for key, (ending, _) in writers.items():
        if options[key]:
            outputs.check(str(options[key]), (ending,) if ending else ())
    devices.check(str(options["device"]))
    if int(str(options["steps"])) < 0:
        raise Problem(mark("--steps counts from 0 on."))
    engine = _engine(options)
    found = count(engine.model)
    print(f"{len(engine.model.graph.nodes)} nodes, {found.unique:,} numbers unique, {found.untied:,} untied")
    _train(engine, int(str(options["steps"])))
    outputs.write_all({path: partial(write, engine) for path, write in wanted.items()})
    engine.close()
    return 0


def _engine(options: dict[str, object]) -> LayersEngine:
    known = {f.name for f in spec.fields(LayersConfig)}
    changes = {k: v for k, v in options.items() if k in known}
    device = str(options["device"])
    if options["resume"]:
        engine = open_checkpoint(str(options["resume"]), device=device)
        engine.set_config(spec.change(engine.config, **changes))
        return engine
    config = preset(str(options["preset"])).config(**changes)
    if not options["model"]:
        return _drawn(config, changes, device)
    model = queries.open_json(str(options["model"]))
    if "job" not in changes:
        config = spec.change(config, job=_suited(model))
    return build(config, device=device, model=model)


def _drawn(config: LayersConfig, changes: dict[str, object], device: str) -> LayersEngine:
    """A drawing named alone comes with the job that it was made for."""
    from engines.layers.examples.drawings import DRAWINGS

    if "job" not in changes:
        config = spec.change(config, job=DRAWINGS[config.drawing][0])
    return build(config, device=device)


def _suited(model: Model) -> str:
    """The first job that a model can do. Raises Problem: why it cannot do the first, if it can do none."""
    from engines.layers.jobs.catalogue import JOBS

    refusals: list[Problem] = []
    for key, make in JOBS.items():
        try:
            make(0).check(model)
        except Problem as e:
            refusals.append(e)
        else:
            return key
    raise refusals[0]


def _train(engine: LayersEngine, steps: int) -> None:
    started, seen = time.perf_counter(), sys.stderr.isatty()
    if engine.unfit is not None and steps:
        raise engine.unfit
    before = engine.count
    try:
        with outputs.stoppable() as stop:
            while engine.count - before < steps and not stop():
                for _ in engine.step():
                    pass
                if seen and (engine.count - before) % 10 == 1:
                    print(f"\r\x1b[K{_figures(engine)}", end="", file=sys.stderr, flush=True)
    except Halt as e:
        print(f"layers: {e}", file=sys.stderr)
    if seen:
        print("\r\x1b[K", end="", file=sys.stderr)
    seconds = time.perf_counter() - started
    rate = (engine.count - before) / max(seconds, 1e-9)
    print(f"{_figures(engine)}  floor {engine.job.floor:.3f}  {rate:.1f} steps/s")


def _figures(engine: LayersEngine) -> str:
    figures = engine.history.recent()
    return f"step {engine.count}  " + "  ".join(f"{name} {value:.3f}" for name, value in figures.items())


if __name__ == "__main__":
    sys.exit(main())
