"""``python -m tests.fuzz --mutants 2000 [--reader gan]``: a line for each reader; exit code 1 if one fails."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fuzz.readers import readers
from tests.fuzz.trial import run

BEYOND = 0.2  # CPU seconds that a spoiled file may take longer than it honestly would
MOST = 200  # MB that it may hold


def main() -> int:
    """Run the trials and print what came of them."""
    parser = argparse.ArgumentParser(prog="tests.fuzz", description=__doc__)
    parser.add_argument("--mutants", type=int, default=2000, help="spoiled files for each reader")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--reader", default="", help="only this one")
    parser.add_argument("--show", type=int, default=3, help="tracebacks to show for each reader")
    options = parser.parse_args()
    failed = False
    print(
        f"{'reader':28}{'opened':>8}{'refused':>9}{'untyped':>9}{'honest ms':>11}{'slowest ms':>12}"
        f"{'beyond':>8}{'MB':>7}"
    )
    for reader in readers():
        if options.reader and reader.name != options.reader:
            continue
        with tempfile.TemporaryDirectory() as folder:
            seeds = range(options.first, options.first + options.mutants)
            report = run(reader, Path(folder), seeds)
        print(
            f"{report.reader:28}{report.opened:8}{report.refused:9}{len(report.wrong):9}"
            f"{1e3 * report.honest:11.0f}{1e3 * report.slowest[0]:12.0f}"
            f"{1e3 * report.beyond[0]:8.0f}{report.largest[0]:7}",
            flush=True,
        )
        for seed, trace in report.wrong[: options.show]:
            print(f"  seed {seed}\n{trace}")
        slow, large = report.beyond[0] > BEYOND, report.largest[0] > MOST
        if slow or large:
            print(
                f"  too slow: seed {report.beyond[1]}" if slow else f"  too large: seed {report.largest[1]}"
            )
        failed |= bool(report.wrong) or slow or large
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
