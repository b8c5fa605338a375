"""The denoising engine in figures: time to the floor, quality by seed, particles, frames while it trains.

``python -m tests.benchmarks.denoise [PART ...]`` prints one JSON line a figure; the parts are

- ``time``: seconds of training until samples are within 1.5 of the floor, ours against a plain loop of the same
  network: independent noise levels, the clean point as target, Adam as it comes, no average;
- ``quality``: the default recipe on ``--data`` with ``--seeds``: the distance of 10,000 samples over that of as many
  points of the data, the mean of four draws, each against fresh data; strays; seconds of its training;
- ``generator``: the same of DDE, when its length is done and 5,000 steps later;
- ``particles``: particle steps a second by the score on a grid, against a network call for each particle;
- ``frames``: milliseconds a frame of the plane takes while an engine trains on its thread;
- ``queries``: milliseconds of what the lab asks for two to five times a second.

Seconds of training are processor time, one thread, since the machine may be busy; frames are on the wall.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

os.environ.setdefault("SEVEN_LABS_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import torch

from engines import denoise
from engines.denoise import drawing, dsm, queries
from engines.denoise.config import DenoiseConfig
from engines.denoise.denoiser import Denoiser
from engines.denoise.plane import Plane
from engines.denoise.training import Trainer
from engines.points import scores, sets, source

CPU: Final = torch.device("cpu")
DATA = ("gaussians8", "moons", "spirals", "checkerboard")
SAMPLES, DRAWS, NEAR = 10_000, 4, 1.5


def say(what: str, **figures: Any) -> None:
    rounded = {k: round(v, 5) if isinstance(v, float) else v for k, v in figures.items()}
    print(json.dumps({"what": what, **rounded}), flush=True)


# -- quality ---------------------------------------------------------------------------------------------


def sampled(net: Denoiser, config: DenoiseConfig, plane: Plane, seed: int, n: int = SAMPLES) -> np.ndarray:
    rng = torch.Generator().manual_seed(seed)
    x = plane.begin(n, config.sigma_high, rng)
    for moved, _ in drawing.walk(net, config, x, rng):
        x = moved
    found: np.ndarray = x[:, :2].numpy()
    return found


def judged(
    draw: Callable[[int], np.ndarray], data: str, plane: Plane, draws: int = DRAWS
) -> tuple[float, float]:
    """(distance over the floor, strays), each the mean of some draws; each draw against fresh data."""
    far, lost = [], []
    for i in range(draws):
        cloud = draw(i)
        fresh = sets.draw(data, SAMPLES, np.random.default_rng((plane.count, i, 77)))
        far.append(scores.sliced_wasserstein(cloud, fresh))
        lost.append(plane.near(cloud)["strays"])
    return statistics.mean(far) / plane.points.floor(SAMPLES)["sw"], statistics.mean(lost)


def quality(names: list[str], seeds: list[int]) -> None:
    for data in names:
        for seed in seeds:
            started, cpu = time.perf_counter(), time.process_time()
            engine = denoise.build(denoise.DEFAULT.config(data=data, seed=seed), device="cpu")
            advance(engine, engine.config.length)
            spent, own = time.perf_counter() - started, time.process_time() - cpu
            net, config, plane = engine.trainer.learned, engine.config, engine.space
            ratio, strays = judged(lambda i, n=net, c=config, p=plane: sampled(n, c, p, i), data, plane)
            say("quality", data=data, seed=seed, ratio=ratio, strays=strays, seconds=spent, cpu_seconds=own)
            engine.close()


def generator(names: list[str], seeds: list[int], further: int = 5000) -> None:
    for data in names:
        for seed in seeds:
            config = denoise.preset("generator").config(data=data, seed=seed)
            engine = denoise.build(config, device="cpu")
            cpu = time.process_time()
            advance(engine, config.length)
            plane, done = engine.space, 0
            for steps in (1000, 1000, further - 2000):
                advance(engine, steps)
                done += steps
                ratio, strays = judged(lambda i, e=engine: e.made(SAMPLES, i), data, plane)
                own = time.process_time() - cpu
                say(
                    "generator", data=data, seed=seed, steps=done, ratio=ratio, strays=strays, cpu_seconds=own
                )
            engine.close()


def advance(engine: Any, steps: int) -> None:
    for _ in range(steps):
        for _ in engine.step():
            pass


# -- time to the floor -----------------------------------------------------------------------------------


def ours(config: DenoiseConfig, plane: Plane) -> Iterator[Denoiser]:
    trainer = Trainer(config, plane, CPU)
    for step in range(config.length):
        for _ in trainer.step(step):
            pass
        yield trainer.learned


def plain(config: DenoiseConfig, plane: Plane) -> Iterator[Denoiser]:
    """As a tutorial would: the same network, the same weights of the loss."""
    net = Trainer(config, plane, CPU).data.net
    assert isinstance(net, Denoiser)
    optimiser, rng = torch.optim.Adam(net.parameters(), 1e-3), torch.Generator().manual_seed(config.seed)
    low, high = np.log(config.sigma_low), np.log(config.sigma_high)
    while True:
        x = plane.batch(config.batch, rng)
        sigma = torch.exp(low + (high - low) * torch.rand(len(x), generator=rng))
        y = dsm.noisy(x, sigma, rng)
        optimiser.zero_grad()
        (dsm.weight(sigma, plane.std) * dsm.away(net.train(), y, sigma, x)).mean().backward()
        optimiser.step()
        yield net.eval().requires_grad_(True)


def seconds_to_floor(
    way: Iterator[Denoiser], config: DenoiseConfig, plane: Plane, most: int, every: int = 500
) -> tuple[float, bool]:
    """Processor seconds of training until two looks in a row are near enough; whether they were, in ``most``
    steps."""
    spent, near = 0.0, 0
    for _ in range(most // every):
        started = time.process_time()
        for _ in range(every):
            net = next(way)
        spent += time.process_time() - started
        ratio, _ = judged(lambda i, n=net: sampled(n.eval(), config, plane, i), config.data, plane, 2)
        near = near + 1 if ratio <= NEAR else 0
        if near == 2:
            return spent, True
    return spent, False


def times(names: list[str], seeds: list[int]) -> None:
    for data in names:
        for seed in seeds:
            config = denoise.DEFAULT.config(data=data, seed=seed)
            plane = Plane(source.load(data, seed=seed), CPU)
            mine, reached = seconds_to_floor(ours(config, plane), config, plane, config.length)
            theirs, met = seconds_to_floor(plain(config, plane), config, plane, 4 * config.length)
            say(
                "time to 1.5 floors", data=data, seed=seed, figure=mine, reached=reached, baseline=theirs,
                baseline_reached=met, ratio=theirs / mine,
            )  # fmt: skip


# -- particles and frames --------------------------------------------------------------------------------


def particles(count: int = 20_000, rounds: int = 7) -> None:
    """A walk by the score on a grid, refreshed as the lab does it; against the network asked for each particle."""
    from widgets.plane.field import VectorField
    from widgets.plane.particles import Particles
    from widgets.plane.square import Square

    engine = denoise.build(DenoiseConfig(), device="cpu")
    net, sigma, eta = engine.trainer.learned, 0.3, 0.005
    crowd = Particles(count, Square(0.0, 0.0, source.REACH))
    crowd.field = VectorField(queries.texture(engine, sigma), Square(0.0, 0.0, source.REACH))
    x, rng = torch.from_numpy(crowd.positions.copy()), torch.Generator().manual_seed(0)

    def by_network() -> None:
        level = torch.full((count,), sigma)
        with torch.no_grad():
            x.add_(eta * net.score(x, level) + (2 * eta) ** 0.5 * torch.randn(x.shape, generator=rng))

    found = [(seconds(lambda: crowd.step(eta)), seconds(by_network)) for _ in range(rounds)]
    mine, theirs = (statistics.median(column) for column in zip(*found, strict=True))
    texture = seconds(lambda: queries.texture(engine, sigma))
    shared = mine + texture * 3 / 60  # three refreshes a second, of sixty frames
    say(
        f"{count:,} particles, steps a second of each",
        figure=count / mine, with_refreshes=count / shared, baseline=count / theirs,
        ratio=theirs / mine, ratio_with_refreshes=theirs / shared, texture_ms=1e3 * texture,
    )  # fmt: skip
    engine.close()


def seconds(work: Callable[[], Any], least: float = 0.2) -> float:
    """Processor seconds of one call."""
    started, done = time.thread_time(), 0
    while (spent := time.thread_time() - started) < least or done < 2:
        work()
        done += 1
    return spent / done


def frames(number: int = 240) -> None:
    """Of the plane with a map, arrows and trails, fields and textures being asked for meanwhile."""
    from PySide6.QtWidgets import QApplication

    from engines.ground.runner import Runner
    from tests.benchmarks import plane as planes
    from widgets.look import style
    from widgets.plane.view import PlaneView

    sys.setswitchinterval(0.001)  # as the program does
    app = QApplication.instance() or QApplication([])
    style.stage(app)
    for count, frame in ((20_000, 16.0), (100_000, 33.0)):
        view = planes.shown(planes.furnished(PlaneView(), count, 12), (700, 720))
        alone = planes.measure(view, lambda _at, v=view: v.advance(), number)
        runner: Any = Runner(
            lambda r: denoise.build(DenoiseConfig(length=10**6), r.report, r.cancelled, device="cpu")
        )
        runner.start()
        runner.play()
        while runner.ask(lambda engine: engine.count).result() < 5:
            time.sleep(0.05)
        before, started = runner.ask(lambda engine: engine.count).result(), time.perf_counter()
        due = [time.perf_counter()]

        def ask_and_move(at: int, view: Any = view, runner: Any = runner) -> None:
            if at % 20 == 0:  # three times a second
                runner.ask(
                    lambda engine: (queries.field(engine, 0.3), queries.texture(engine, 0.3)), key="look"
                )
            view.advance()

        def rest(due: list[float] = due, frame: float = frame) -> None:
            due[0] = max(due[0] + frame / 1000, time.perf_counter())
            time.sleep(max(0.0, due[0] - time.perf_counter()))

        trains = planes.measure(view, ask_and_move, number, rest)
        taken = time.perf_counter() - started
        rate = (runner.ask(lambda engine: engine.count).result() - before) / taken
        runner.close()
        view.close()
        say(
            f"{count:,} particles, a frame while an engine trains", frame_ms=frame, p95_ms=trains["p95_ms"],
            p50_ms=trains["p50_ms"], cpu_p95_ms=trains["cpu_p95_ms"], alone_p50_ms=alone["p50_ms"],
            alone_p95_ms=alone["p95_ms"],
            ratio=trains["p95_ms"] / frame, steps_a_second=rate,
        )  # fmt: skip


def asked(rounds: int = 10) -> None:
    engine = denoise.build(DenoiseConfig(), device="cpu")
    advance(engine, 30)
    for sigma in (0.05, 0.3, 3.0):
        field = seconds(lambda s=sigma: queries.field(engine, s))
        texture = seconds(lambda s=sigma: queries.texture(engine, s))
        say("a look", sigma=sigma, field_ms=1e3 * field, texture_ms=1e3 * texture)
    draw = seconds(lambda: queries.draw(engine, "sde"))
    say("a draw of 2,000", ms=1e3 * draw)
    engine.close()


PARTS: Final[dict[str, Callable[[argparse.Namespace], None]]] = {
    "queries": lambda o: asked(),
    "particles": lambda o: particles(),
    "frames": lambda o: frames(),
    "time": lambda o: times(o.data, o.seeds),
    "quality": lambda o: quality(o.data, o.seeds),
    "generator": lambda o: generator(["moons"] if o.data == list(DATA) else o.data, o.seeds),
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Denoising engine: quality, time, particles, frames.")
    parser.add_argument("parts", nargs="*", metavar="{" + ",".join(PARTS) + "}")
    parser.add_argument("--data", nargs="+", default=list(DATA), choices=DATA)
    parser.add_argument("--seeds", nargs="+", type=int, default=[100])
    options = parser.parse_args()
    if strange := set(options.parts) - set(PARTS):  # argparse with choices would refuse that there are none
        parser.error(f"no such part: {', '.join(sorted(strange))}")
    torch.set_num_threads(1)
    for part in options.parts or ("queries", "particles", "frames"):
        PARTS[part](options)


if __name__ == "__main__":
    main()
