"""Training on pictures without a window: the command line of the engines that do."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.ground import device, outputs, spec
from engines.ground.options import add_arguments
from engines.ground.preset import Preset
from engines.ground.problem import Halt, Problem
from engines.images.catalogue import SOURCES


def _nothing(engine: Any) -> None:
    """There is nothing more to say at the end."""


def _any(config: Any) -> None:
    """Any settings can begin a run."""


def _ready(engine: Any, options: dict[str, Any]) -> None:
    """It can begin as it is."""


def _plain(parser: argparse.ArgumentParser) -> None:
    """There is nothing else to choose."""


def _looked(engine: Any) -> None:
    """One look: the next one shows all pictures as of now."""
    engine.snapshot()


PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff")


@dataclass(frozen=True)
class Command:
    """``python -m engines.<lab>``.

    Attributes:
        lab: the package's name, said before every problem.
        what: what is trained, with its article.
        config, presets, build, open_checkpoint: the lab's.
        steps: how many if nobody says.
        figures: those of the snapshot that are printed; ``figure`` is their format.
        sheet: snapshot -> the picture that ``--sheet`` writes, uint8 (H, W, C).
        begins: raises Problem of settings that a run cannot begin with, only go on.
        finish: brings the engine's sheet up to date, before the snapshot that is drawn.
        conclude: says what there is to say of the engine at the end.
        add: further arguments. prepare: what they ask of the engine before its first step.
    """

    lab: str
    what: str
    config: type[Any]
    presets: Sequence[Preset[Any]]
    build: Callable[..., Any]
    open_checkpoint: Callable[..., Any]
    steps: int
    figures: tuple[str, ...]
    figure: str
    sheet: Callable[[Any], np.ndarray]
    begins: Callable[[Any], None] = _any
    finish: Callable[[Any], None] = _looked
    conclude: Callable[[Any], None] = _nothing
    add: Callable[[argparse.ArgumentParser], None] = _plain
    prepare: Callable[[Any, dict[str, Any]], None] = _ready

    def main(self, argv: list[str] | None = None) -> int:
        """Run the line; 0 on success, 2 after one sentence that says what a person has to change."""
        options = vars(self._parser().parse_args(argv))
        return outputs.ended(self.lab, lambda: self._run(options))

    def _parser(self) -> argparse.ArgumentParser:
        parser = argparse.ArgumentParser(
            prog=f"python -m engines.{self.lab}", description=f"Train {self.what} without a window."
        )
        parser.add_argument(
            "--preset", choices=[p.key for p in self.presets], default="cpu", help="the recipe to start from"
        )
        parser.add_argument("--steps", type=int, default=self.steps, help="steps to train")
        parser.add_argument(
            "--out", metavar="FILE", help="save the run here at the end; the file opens in the app"
        )
        parser.add_argument(
            "--resume", metavar="FILE", help="go on with a saved run; only live options may differ"
        )
        parser.add_argument("--sheet", metavar="PNG", help="write the sample sheet here")
        parser.add_argument("--device", default="auto", help="auto, cpu, cuda:0, mps")
        self.add(parser)
        add_arguments(parser, self.config)
        return parser

    def _run(self, options: dict[str, Any]) -> int:
        if options["steps"] < 0:
            raise Problem("Steps: {value} is less than none.", value=options["steps"])
        device.check(options["device"])
        if options["out"]:
            outputs.check(options["out"])
        if options["sheet"]:
            outputs.check(options["sheet"], PICTURES)
        engine = self._engine(options)
        try:
            self.prepare(engine, options)
            self._train(engine, options["steps"])
        except Halt as e:
            print(f"{self.lab}: {e}", file=sys.stderr)
        wanted = {"out": engine.save, "sheet": lambda path: self._draw(engine, path)}  # the run first
        try:
            outputs.write_all({options[key]: write for key, write in wanted.items() if options[key]})
            self.conclude(engine)
        finally:
            engine.close()
        return 0

    def _engine(self, options: dict[str, Any]) -> Any:
        known = {f.name for f in spec.fields(self.config)}
        changes = {k: v for k, v in options.items() if k in known}
        if options["resume"]:
            engine = self.open_checkpoint(options["resume"], _report, device=options["device"])
            engine.set_config(spec.change(engine.config, **changes))
            return engine
        preset = next(p for p in self.presets if p.key == options["preset"])
        config = preset.config(**changes)
        self.begins(config)
        source = SOURCES.get(config.data)  # points are no pictures, and say themselves what they need
        wanted = source.needs_path if source is not None else ""
        if wanted and wanted != "font" and not config.path:
            raise Problem(
                "--data {data} needs a {wanted}: name it with --path.", data=config.data, wanted=wanted
            )
        return self.build(config, _report, device=options["device"])

    def _train(self, engine: Any, steps: int) -> None:
        started, before = time.perf_counter(), engine.seconds
        with outputs.stoppable() as stop:
            for done in range(1, steps + 1):
                for _ in engine.step():
                    pass
                engine.seconds = before + time.perf_counter() - started
                if done % max(1, steps // 10) == 0 or stop():
                    self._say(engine.snapshot().figures, engine.count, done / (time.perf_counter() - started))
                if stop():
                    break

    def _say(self, figures: dict[str, float], step: int, rate: float) -> None:
        shown = "  ".join(f"{n} {figures[n]:{self.figure}}" for n in self.figures if n in figures)
        print(f"step {step}  {rate:.1f} steps/s  {shown}", flush=True)

    def _draw(self, engine: Any, path: str) -> None:
        from PIL import Image

        self.finish(engine)
        sheet = self.sheet(engine.snapshot())
        Image.fromarray(sheet.squeeze(-1) if sheet.shape[2] == 1 else sheet).save(path)


def _report(sentence: str, fraction: float | None) -> None:
    if fraction is None or fraction == 1.0:
        print(sentence, file=sys.stderr)
