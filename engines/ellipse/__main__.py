"""``python -m engines.ellipse --a 1 --b 0.5 --offset 0.25 --stl solid.stl --template template.pdf``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from engines.ellipse import PRESETS, EllipseConfig, build, open_checkpoint, preset
from engines.ground import outputs, spec
from engines.ground.options import add_arguments
from engines.ground.problem import Problem

MESHES = ("stl", "obj", "ply", "glb")


def main(arguments: list[str] | None = None) -> int:
    """Make a solid and write what was asked for; 0 on success, 2 after one sentence that says what to
    change."""
    options = vars(_parser().parse_args(arguments))
    try:
        _run(options)
    except Problem as e:
        print(f"ellipse: {e}", file=sys.stderr)
        return 2
    return 0


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


def _run(options: dict[str, object]) -> None:
    from engines.ellipse import queries

    for kind in MESHES:
        if options[kind]:
            outputs.check(str(options[kind]), (f".{kind}",))
    if options["template"]:
        outputs.check(str(options["template"]), (".pdf", ".svg"))
    if options["out"]:
        outputs.check(str(options["out"]))
    size, wall = float(str(options["size"])), float(str(options["wall"]))
    if not (1.0 <= size <= 5000.0 and 0.0 <= wall < size):
        raise Problem("{size} mm with a wall of {wall} mm: that is no solid.", size=size, wall=wall)
    known = {f.name for f in spec.fields(EllipseConfig)}
    changes = {k: v for k, v in options.items() if k in known}
    if options["resume"]:
        engine = open_checkpoint(str(options["resume"]))
        engine.set_config(spec.change(engine.config, **changes))
    else:
        engine = build(preset(str(options["preset"])).config(**changes))
    for _ in engine.step():
        pass
    shot = engine.snapshot()
    if shot.problem is not None:
        raise shot.problem
    print("  ".join(f"{name} {value:.10g}" for name, value in shot.figures.items()))
    writers: dict[str, Callable[[str], object]] = {}
    for kind in MESHES:
        if options[kind]:
            writers[str(options[kind])] = lambda path: queries.write_mesh(engine, Path(path), size, wall)
    if options["template"]:
        tabs, page = not options["no_tabs"], str(options["page"])
        writers[str(options["template"])] = lambda path: queries.write_template(
            engine, Path(path), size, tabs, page
        )
    if options["out"]:
        writers[str(options["out"])] = engine.save
    outputs.write_all(writers)
    engine.close()


if __name__ == "__main__":
    sys.exit(main())
