"""The GAN lab on points, in the window: ``python -m tests.benchmarks.gan_plane [--seconds 8] [--seeds 5]``.

Prints one JSON line per figure: modes that the default recipe covers after 600 steps, over seeds that it was
not tuned on; steps a second, headless, beside a plain loop of the same two networks; steps a second in the
window beside a headless run; lateness of the event loop while it trains, with all layers shown; and what one
picture of the plane costs the window's thread, in time of the processor: on a machine that others use too, the
lateness is theirs as well.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from typing import Any

os.environ.setdefault("SEVEN_LABS_THREADS", "1")

import numpy as np
from PySide6.QtWidgets import QApplication

from engines.gan.plane import queries
from engines.gan.plane.presets import PLANE
from playground.app import make_window
from playground.shell.session import Session
from tests.benchmarks.ui import ROOT, lateness, percentiles, say, steps, until, wait

COVERED = 600  # steps
FIRST_SEED = 1000

RATE = """
import time
from engines import gan
from engines.gan.plane.presets import PLANE
e = gan.build(PLANE.config(), device="cpu")
def go(n):
    for _ in range(n):
        for _ in e.step(): pass
go(50)
n, t, cpu = 0, time.perf_counter(), time.process_time()
while time.perf_counter() < t + {seconds}: go(10); n += 10
print(n / (time.perf_counter() - t), n / (time.process_time() - cpu))
"""

PLAIN = """
import time, torch
from torch import nn
from torch.nn.functional import softplus
torch.set_num_threads(1)
def net(i, o):
    a = nn.LeakyReLU(.2)
    return nn.Sequential(nn.Linear(i, 128), a, nn.Linear(128, 128), a, nn.Linear(128, 128), a, nn.Linear(128, o))
G, D = net(2, 2), net(2, 1)
g, d = (torch.optim.Adam(p.parameters(), 1e-3, (.5, .9)) for p in (G, D))
data = torch.randn(100_000, 2)
def go(n):
    for _ in range(n):
        x = data[torch.randint(100_000, (256,))]
        loss = softplus(-D(x)).mean() + softplus(D(G(torch.randn(256, 2)).detach())).mean()
        d.zero_grad(); loss.backward(); d.step()
        loss = softplus(-D(G(torch.randn(256, 2)))).mean()
        g.zero_grad(); loss.backward(); g.step()
go(50)
n, t, cpu = 0, time.perf_counter(), time.process_time()
while time.perf_counter() < t + {seconds}: go(10); n += 10
print(n / (time.perf_counter() - t), n / (time.process_time() - cpu))
"""


def rates(code: str, seconds: float) -> tuple[float, float]:
    """Steps a second of the clock, and of the processor, in a process of its own."""
    line = [sys.executable, "-c", code.format(seconds=seconds)]
    done = subprocess.run(line, capture_output=True, text=True, cwd=ROOT, check=True)
    wall, cpu = done.stdout.split()[-2:]
    return float(wall), float(cpu)


def covered(seed: int) -> tuple[int, float]:
    """Modes covered after ``COVERED`` steps, and the share of good samples."""
    from engines import gan

    engine = gan.build(PLANE.config(seed=seed), device="cpu")
    while engine.count < COVERED:
        for _ in engine.step():
            pass
    figures = engine.snapshot().figures
    engine.close()
    return round(figures["modes"]), figures["quality"]


def picture_cost(lab: Any) -> float:
    """Milliseconds of the window's thread, by its own clock, to show a look and paint it."""
    page, took = lab.stage.plane, []
    for _ in range(20):
        lab.bridge.runner.ask(advance).result()
        field = lab.bridge.runner.ask(queries.look).result()
        started = time.thread_time()
        page.show_field(field)
        page.view.repaint()
        took.append(time.thread_time() - started)
    return float(np.median(took)) * 1000


def advance(engine: Any) -> None:
    """A few steps, so that the next look is another one."""
    for _ in range(5):
        for _ in engine.step():
            pass


def in_window(seconds: float) -> None:
    """Lateness of the event loop while it trains, and what that costs the training."""
    app = QApplication([])
    session = Session()
    session.data = {"language": "en", "tab": "gan", "labs": {"gan": {"config": dict(PLANE.values)}}}
    window = make_window(app, session)
    window.resize(1440, 900)
    window.show()
    window.furnish("gan")
    lab = window.current
    until(lambda: lab.latest is not None)
    say("idle event lateness", **percentiles(lateness(3)))
    lab.run.play()
    wait(2)
    first, begun = steps(lab), time.monotonic()
    late = lateness(seconds)
    windowed = (steps(lab) - first) / (time.monotonic() - begun)
    say("event lateness while training", **percentiles(late), target_p99=33)
    lab.run.pause()
    wait(0.5)
    say("a picture of the plane, processor time of the window's thread", ms=picture_cost(lab), frame=16.7)
    alone, _ = rates(RATE, seconds)
    say("steps per second", windowed=windowed, headless=alone, ratio=windowed / alone)
    window.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    found = [covered(FIRST_SEED + i) for i in range(options.seeds)]
    say(
        "modes covered after 600 steps", modes=[m for m, _ in found], quality=float(np.mean([q for _, q in found])),
        all_eight=sum(m == 8 for m, _ in found) / len(found), target=0.8,
    )  # fmt: skip
    (_, ours), (_, plain) = rates(RATE, options.seconds), rates(PLAIN, options.seconds)
    say("steps per second of processor", ours=ours, plain_loop=plain, ratio=ours / plain)
    in_window(options.seconds)


if __name__ == "__main__":
    main()
