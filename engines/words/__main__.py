"""Find new words without a window.

``python -m engines.words novel.txt --mode fast --export words.tsv``; several files and folders are one
corpus, ``-`` is what is piped in.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np

from engines.ground import outputs, spec
from engines.ground.options import add_arguments
from engines.ground.problem import Problem
from engines.words import ENCODINGS, Filters, Result, WordsConfig, WordsEngine, build, decode, export
from engines.words.export import ENDINGS, KINDS


def main(argv: list[str] | None = None) -> int:
    """Run the command line; 0 on success, 1 without words, 2 after a sentence about what to change."""
    options = vars(_parser().parse_args(argv))
    return outputs.ended("words", lambda: _count(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m engines.words", description="Find the words of a Chinese text from counts alone."
    )
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help="the text; several, and folders, are read as one; - is what is piped in",
    )
    parser.add_argument("--encoding", default="", help=f"instead of the guess, as {', '.join(ENCODINGS)}")
    parser.add_argument(
        "--export", metavar="FILE", help="write the table; the name's ending chooses its kind"
    )
    parser.add_argument("--kind", choices=KINDS, help="of the export, instead of the ending's")
    parser.add_argument("--new", action="store_true", help="only words that the default filters show")
    parser.add_argument("--top", type=int, default=20, help="how many to print")
    add_arguments(parser, WordsConfig)
    return parser


def _count(options: dict[str, object]) -> int:
    if (top := int(str(options["top"]))) < 0:
        raise Problem("{option} {value}: that is no number of words.", option="--top", value=top)
    if options["export"]:
        outputs.check(str(options["export"]), () if options["kind"] else ENDINGS)
    known = {f.name for f in spec.fields(WordsConfig)}
    engine = build(spec.change(WordsConfig(), **{k: v for k, v in options.items() if k in known}))
    _set(engine, options["files"], str(options["encoding"]))
    stage = ""
    for _ in engine.step():
        shown = engine.snapshot()
        line = f"{shown.stage} {shown.fraction:.0%}" if shown.fraction is not None else shown.stage
        if line != stage and sys.stderr.isatty():
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
            stage = line
    if stage:
        print("\r\x1b[K", end="", file=sys.stderr)
    shown = engine.snapshot()
    if shown.problem is not None and shown.result is None:
        raise shown.problem
    if shown.problem is not None:
        print(f"words: {shown.problem}", file=sys.stderr)
    assert shown.result is not None
    return _conclude(shown.result, shown.encoding, options)


def _set(engine: WordsEngine, files: object, encoding: str) -> None:
    assert isinstance(files, list)
    if files != ["-"]:
        engine.set_files(files, encoding)
        return
    found = decode(sys.stdin.buffer.read(), encoding)
    if found.problem is not None and not found.text:
        raise found.problem
    engine.set_text(found.text)


def _conclude(result: Result, encoding: str, options: dict[str, object]) -> int:
    about = result.summary
    for note in about.notes:
        print(f"words: {note.format(**about.facts)}", file=sys.stderr)
    if not result.words:
        print(f"words: {about.sentence}", file=sys.stderr)
        return 1
    mask = Filters().mask(result) if options["new"] else np.ones(len(result), bool)
    print(
        f"{about.characters:,} characters{encoding and f' ({encoding})'}, {np.count_nonzero(mask):,} words "
        f"of {about.min_count} or more, {about.mode}, {about.seconds:.2f} s"
    )
    for i in sorted(np.flatnonzero(mask).tolist(), key=lambda i: -result.score[i])[
        : int(str(options["top"]))
    ]:
        print(
            f"{result.words[i]}\t{result.counts[i]}\tcohesion {result.cohesion[i]:.2f}\tentropy "
            f"{result.left_entropy[i]:.2f} {result.right_entropy[i]:.2f}\tscore {result.score[i]:.0f}"
        )
    if options["export"]:
        kind = options["kind"]
        written = export(result, mask, str(options["export"]), kind)  # type: ignore[arg-type]
        print(f"{options['export']}: {written:,} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
