"""``python -m tests.benchmarks.presets [--minutes 3] [--lab gan] [--preset plane]``.

One line a preset: its score, the trivial baseline's, their ratio, and what was measured. A preset that a CPU cannot
train in the time is told as skipped with its step time, not scored. ``--short``: the quick ones alone, seconds each.
Exit code 1 if one loses that does not say in its menu line that it shows a failure.
"""

from __future__ import annotations

import argparse
import os
import sys

os.environ.setdefault("SEVEN_LABS_THREADS", "1")

from engines.ground.problem import Problem
from tests.benchmarks.presets.line import Skipped, for_a_gpu, shows_failure
from tests.benchmarks.presets.table import OF, QUICK, presets


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.presets", description=__doc__)
    parser.add_argument("--minutes", type=float, default=3.0, help="for each preset")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--lab", choices=tuple(OF), action="append")
    parser.add_argument("--preset", action="append")
    parser.add_argument("--short", action="store_true", help="the quick ones, 40 s each")
    options = parser.parse_args()
    seconds = 40.0 if options.short else 60 * options.minutes
    lost = False
    print(f"{'lab':8}{'preset':14}{'score':>10}{'trivial':>10}{'ratio':>8}  steps  measured")
    for lab in options.lab or tuple(OF):
        for preset in presets(lab):
            key = preset.key
            if (options.preset and key not in options.preset) or (options.short and key not in QUICK[lab]):
                continue
            try:
                if for_a_gpu(preset):
                    raise Skipped("for a GPU, as its line in the menu says")
                line = OF[lab](preset, options.seed, seconds)
            except (Skipped, Problem) as e:
                print(f"{lab:8}{key:14}{'skipped':>10}  {e}", flush=True)
                continue
            fails = shows_failure(preset)
            lost |= not (line.beaten or fails)
            mark = "   (says that it fails)" if fails else "" if line.beaten else "   LOSES"
            ratio = f"{line.score / line.trivial:8.2f}" if line.trivial else f"{'':8}"
            print(f"{lab:8}{key:14}{line.score:10.3f}{line.trivial:10.3f}{ratio}  {line.steps:5}  {line.what}{mark}",
                  flush=True)  # fmt: skip
    return int(lost)


if __name__ == "__main__":
    sys.exit(main())
