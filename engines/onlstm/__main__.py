"""Train without a window.

``python -m engines.onlstm --corpus english --steps 600`` prints perplexity, F1 of each layer and the
baselines. ``python -m engines.onlstm --preset real --bank file --path FOLDER --seed 1`` prints the curve of
F1 and perplexity over the minutes on a folder of trees, and at the end F1 on documents that nothing was
learnt or chosen by.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from engines.ground import device as devices
from engines.ground import outputs, spec
from engines.ground.options import add_arguments
from engines.ground.problem import Halt, Problem
from engines.onlstm import PRESETS, OnLstmConfig, build, open_checkpoint, preset
from engines.onlstm.snapshot import place
from engines.onlstm.texts import treebanks

if TYPE_CHECKING:
    from engines.onlstm.engine import OnLstmEngine
    from engines.onlstm.reading import Checked


def main(argv: list[str] | None = None) -> int:
    """Run the command line; 0 on success, 2 after one sentence that says what a person has to change."""
    options = vars(_parser().parse_args(argv))
    return outputs.ended("onlstm", lambda: _train(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m engines.onlstm", description="Train an ON-LSTM without a window."
    )
    parser.add_argument("--preset", choices=[p.key for p in PRESETS], help="the recipe to start from")
    parser.add_argument("--out", metavar="FILE", help="save the run here; the file opens in the app")
    parser.add_argument(
        "--resume", metavar="FILE", help="go on with a saved run; only live options may differ"
    )
    parser.add_argument("--parse", metavar="SENTENCE", action="append", default=[], help="show this tree")
    parser.add_argument(
        "--download", action="store_true", help="fetch the treebank of --bank if it is not here yet"
    )
    parser.add_argument("--device", default="cpu", help="cpu, auto, cuda:0, mps")
    add_arguments(parser, OnLstmConfig)
    return parser


def _train(options: dict[str, object]) -> int:
    known = {f.name for f in spec.fields(OnLstmConfig)}
    changes = {k: v for k, v in options.items() if k in known}
    device = str(options["device"])
    devices.check(device)
    if options["out"]:
        outputs.check(str(options["out"]))
    if options["resume"]:
        engine = open_checkpoint(str(options["resume"]), device=device)
        engine.set_config(spec.change(engine.config, **changes))
    else:
        corpus = str(changes.get("corpus", ""))
        start = options["preset"] or (corpus if corpus in ("english", "chinese") else "english")
        config = preset(str(start)).config(**changes)
        _fetch(config, bool(options["download"]))
        engine = build(config, device=device)
    _introduce(engine)
    started = time.perf_counter()
    shown = -1
    try:
        with outputs.stoppable() as stop:
            while engine.count < engine.config.steps and not stop():
                for _ in engine.step():
                    pass
                if engine.count % engine.config.eval_every == 0 and engine.count != shown:
                    shown = engine.count
                    _say(engine, time.perf_counter() - started)
    except Halt as e:
        print(f"onlstm: {e}", file=sys.stderr)
    _conclude(engine, time.perf_counter() - started)
    for sentence in options["parse"] if isinstance(options["parse"], list) else []:
        found = engine.parse(sentence)
        best = engine.scores.best
        tree = found.tree(best.builder, best.source, best.layer) if best else found.tree()
        print(tree.to_brackets(found.tokens))
    if options["out"]:
        engine.save(str(options["out"]))
        print(options["out"])
    engine.close()
    return 0


def _fetch(config: OnLstmConfig, agreed: bool) -> None:
    """Download a treebank, if that is wished for; else say what it is and what would be fetched."""
    bank = treebanks.BANKS.get(config.bank) if config.corpus == "treebank" else None
    if bank is None or treebanks.kept(bank.key) is not None:
        return
    print(f"{bank.title}: {bank.about}\n{bank.licence}")
    print(f"{bank.sentences:,} sentences, {bank.words:,} words, {bank.megabytes:g} MB from {bank.page}")
    if not agreed:
        raise Problem("Add --download to fetch {title} under this licence.", title=bank.title)
    treebanks.fetch(bank)


def _introduce(engine: OnLstmEngine) -> None:
    facts = engine.corpus.facts
    print(f"{facts.name}: {facts.sentences} sentences, {facts.words} words, vocabulary {facts.vocabulary}")
    for note in facts.notes:
        print(note)


def _say(engine: OnLstmEngine, seconds: float) -> None:
    """A row of the curve: what a check on held-out sentences found, and by what minute."""
    found = engine.scores.checked
    assert found is not None
    line = f"step {engine.count}  {seconds / 60:.1f} min  perplexity {found.perplexity:.1f}"
    if (pick := engine.scores.pick(found)) is not None:
        right = engine.scores.baselines["right"]
        line += f"  picked {pick.told:.1f} ({place(*pick.key)}; right-branching {right:.1f})"
    print(line + _figures(found), flush=True)


def _figures(found: Checked) -> str:
    line = ""
    for (which, builder, source), value in found.f1.items():
        if source == "d_forget":
            name = "mean" if which == "mean" else f"layer {which + 1}"
            line += f"  {name} {builder} {value:.1f}"
    return line


def _conclude(engine: OnLstmEngine, seconds: float) -> None:
    """What sentences say at the end that were neither learnt from nor chosen by."""
    from engines.onlstm.final import conclude

    for line in conclude(engine):
        print(line)
    print(f"{engine.count} steps, {seconds:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
