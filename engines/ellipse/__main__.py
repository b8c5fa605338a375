"""``python -m engines.ellipse --a 1 --b 0.5 --offset 0.25 --stl solid.stl --template template.pdf``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from engines.ellipse import PRESETS, EllipseConfig, build, open_checkpoint, preset
from engines.ground import outputs, spec
from engines.ground.options import add_arguments
from engines.ground.problem import Problem

if TYPE_CHECKING:
    from engines.ellipse.engine import EllipseEngine

Write: TypeAlias = "Callable[[EllipseEngine, str], object]"
MESHES = ("stl", "obj", "ply", "glb")


def main(arguments: list[str] | None = None) -> int:
    """Make a solid and write what was asked for; 0 on success, 2 after a sentence about what to change."""
    options = vars(_parser().parse_args(arguments))
    return outputs.ended("ellipse", lambda: _run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m engines.ellipse",
        description="Glue two ellipse sheets into a solid, without a window.",
    )
    parser.add_argument("--preset", choices=[p.key for p in PRESETS], default="post", help="where to start")
    parser.add_argument("--resume", metavar="FILE", help="start from a saved solid")
    parser.add_argument("--out", metavar="FILE", help="save the solid here; the file opens in the app")
    for kind in MESHES:
        parser.add_argument(f"--{kind}", metavar="FILE", help=f"write the mesh as {kind.upper()}")
    parser.add_argument("--template", metavar="FILE", help="write the sheets to cut out, .pdf or .svg")
    parser.add_argument("--size", type=float, default=100.0, help="longest side in mm")
    parser.add_argument("--wall", type=float, default=0.0, help="thickness in mm; 0 is a full solid")
    parser.add_argument("--page", choices=("A4", "Letter"), default="A4", help="paper of the template")
    parser.add_argument("--no-tabs", action="store_true", help="a template without glue tabs")
    add_arguments(parser, EllipseConfig)
    return parser


def _run(options: dict[str, object]) -> int:
    writers = _checked(options)
    known = {f.name for f in spec.fields(EllipseConfig)}
    changes = {k: v for k, v in options.items() if k in known}
    if options["resume"]:
        engine = open_checkpoint(str(options["resume"]))
        engine.set_config(spec.change(engine.config, **changes))
    else:
        engine = build(preset(str(options["preset"])).config(**changes))
    _solve(engine)
    if (problem := engine.snapshot().problem) is not None:
        raise problem
    print("  ".join(f"{name} {value:.10g}" for name, value in engine.snapshot().figures.items()))
    outputs.write_all({path: partial(write, engine) for path, write in writers.items()})
    engine.close()
    return 0


def _checked(options: dict[str, object]) -> dict[str, Write]:
    """What to write where, all of it checked before the work. Raises Problem."""
    from engines.ellipse import queries

    size, wall = float(str(options["size"])), float(str(options["wall"]))
    if not (1.0 <= size <= 5000.0 and 0.0 <= wall < size):
        raise Problem("{size} mm with a wall of {wall} mm: that is no solid.", size=size, wall=wall)
    writers: dict[str, Write] = {}
    for kind in MESHES:
        if options[kind]:
            outputs.check(str(options[kind]), (f".{kind}",))
            writers[str(options[kind])] = lambda engine, path: queries.write_mesh(
                engine, Path(path), size, wall
            )
    if options["template"]:
        outputs.check(str(options["template"]), (".pdf", ".svg"))
        tabs, page = not options["no_tabs"], str(options["page"])
        writers[str(options["template"])] = lambda engine, path: queries.write_template(
            engine, Path(path), size, tabs, page
        )
    if options["out"]:
        outputs.check(str(options["out"]))
        writers[str(options["out"])] = lambda engine, path: engine.save(path)
    return writers


def _solve(engine: EllipseEngine) -> None:
    """Make the solid, with a line that says how far it is where somebody looks on."""
    seen = sys.stderr.isatty()
    for _ in engine.step():
        if seen and engine.form is not None:
            print(
                f"\r\x1b[Koffset {engine.form.offset:.3f} of {engine.config.offset:.3f}, "
                f"residual {engine.form.residual:.0e}",
                end="",
                file=sys.stderr,
                flush=True,
            )
    if seen:
        print("\r\x1b[K", end="", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
