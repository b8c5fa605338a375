"""Images per second of the GAN engine against a plain training loop of the same networks.

``python -m tests.benchmarks.gan [--seconds 0.5] [--rounds 25]`` prints one JSON line. The plain loop is the one of
tutorials (after pytorch/examples dcgan): eager, contiguous, default Adam, six ``.item()`` per step, its data
already in memory as floats. It also keeps no average of the generator, which ours does. The machine may be busy
with other things, so short rounds of both alternate, medians are compared, and on the CPU seconds are those that the
process was given, not those on the wall.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("SEVEN_LABS_THREADS", "1")

import numpy as np
import torch
from torch import Tensor, nn

from engines import gan
from engines.gan import losses, penalties
from engines.gan.config import GanConfig
from engines.gan.nets import ogan
from engines.gan.nets.layers import Unfold
from engines.gan.players import make
from engines.images.dataset import to_float


class Plain:
    """One discriminator and one generator update per step, non-saturating loss, with O-GAN's term and the regulariser if they
    are on.

    ``step(x, z)`` takes real pictures and codes, so that a test can feed it the engine's own.
    """

    def __init__(self, config: GanConfig, device: torch.device) -> None:
        assert config.loss == "ns"
        self.config, self.device = config, device
        self.g, self.d = make(config, 0, device, torch.Generator().manual_seed(4 * config.seed))
        for net in (self.g, self.d):
            net.to(memory_format=torch.contiguous_format)
        for part in self.g.modules():
            if isinstance(part, Unfold):  # ours yields channels last
                part.register_forward_hook(lambda module, args, h: h.contiguous())
        betas = (config.beta1, config.beta2)
        self.opt_d = torch.optim.Adam(self.d.parameters(), config.lr_d, betas)
        self.count, self.rng = 0, torch.Generator(device).manual_seed(0)
        self.opt_g = torch.optim.Adam(self.g.parameters(), config.lr_g, betas)

    def step(self, x: Tensor, z: Tensor) -> dict[str, float]:
        zero = torch.zeros((), device=self.device)
        self.d.zero_grad()
        at_real = self.d(x, track=True)
        fake = self.g(z)
        at_fake = self.d(fake.detach())
        loss_d = losses.cross_entropy_critic(at_real.score, at_fake.score, zero)
        (loss_d - self.encoding(z, at_fake.code) + self.penalty(x, fake.detach())).backward()
        self.opt_d.step()
        self.g.zero_grad()
        again = self.d(fake)
        loss_g = losses.non_saturating(at_real.score, again.score)
        (loss_g - self.encoding(z, again.code)).backward()
        self.opt_g.step()
        return {
            "loss_d": loss_d.item(),
            "loss_g": loss_g.item(),
            "real": at_real.score.mean().item(),
            "fake": at_fake.score.mean().item(),
            "fake_again": again.score.mean().item(),
            "loss_real": nn.functional.softplus(-at_real.score).mean().item(),
        }

    def encoding(self, z: Tensor, code: Tensor | None) -> Tensor | float:
        return 0.0 if code is None else self.config.ogan_weight * ogan.pearson(z, code).mean()

    def penalty(self, x: Tensor, fake: Tensor) -> Tensor | float:
        kind, every = self.config.regulariser, self.config.reg_every
        self.count += 1
        if kind == "none" or (self.count - 1) % every:
            return 0.0
        n = max(1, round(self.config.reg_share * len(x)))
        found = penalties.penalty(kind, lambda p: self.d(p).score, x[:n], fake[:n], self.rng)
        return every * self.config.reg_weight * found


@dataclass(frozen=True)
class Pictures:
    """Random pictures: speed does not depend on what they show."""

    pixels: np.ndarray
    labels: None = None
    name: str = "noise"
    licence: str = ""


def steps_per_second(step: Callable[[], Any], seconds: float, device: torch.device) -> float:
    """Run ``step`` for about ``seconds``."""
    clock = time.perf_counter if device.type == "cuda" else time.process_time
    started, done = clock(), 0
    while clock() - started < seconds or done < 2:
        step()
        done += 1
        if device.type == "cuda" and done % 50 == 0:
            torch.cuda.synchronize()
    if device.type == "cuda":
        torch.cuda.synchronize()
    return done / (clock() - started)


def compare(config: GanConfig, device: str, seconds: float, rounds: int) -> dict[str, float | int]:
    """Medians of alternating rounds, in images per second."""
    shape = (2048, config.size, config.size, config.channels)
    pictures = Pictures(np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8))
    engine = gan.build(config, device=device, pictures=pictures)
    plain = Plain(config, engine.device)
    data = to_float(torch.from_numpy(pictures.pixels)).contiguous().to(engine.device)

    def ours() -> None:
        for _ in engine.step():
            pass

    def theirs() -> None:
        chosen = torch.randint(len(data), (config.batch,), device=engine.device)
        plain.step(data[chosen], torch.randn(config.batch, config.nz, device=engine.device))

    for _ in range(5):  # warm both up, and let a CUDA graph be recorded
        ours()
        theirs()
    found: dict[str, list[float]] = {"figure": [], "baseline": []}
    for _ in range(rounds):
        found["figure"].append(config.batch * steps_per_second(ours, seconds, engine.device))
        found["baseline"].append(config.batch * steps_per_second(theirs, seconds, engine.device))
    ratios = [a / b for a, b in zip(found["figure"], found["baseline"], strict=True)]
    medians = {name: round(statistics.median(values), 1) for name, values in found.items()}
    engine.close()
    return {
        **medians,
        "ratio": round(statistics.median(ratios), 3),
        "size": config.size,
        "batch": config.batch,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="GAN engine against a plain loop, images per second.")
    parser.add_argument("--seconds", type=float, default=0.5, help="length of one round")
    parser.add_argument("--rounds", type=int, default=25)
    options = parser.parse_args()
    torch.set_num_threads(1)
    narrow = {"width_g": 16, "width_d": 16, "batch": 32}
    runs: dict[str, tuple[GanConfig, str]] = {
        "cpu, default preset": (gan.DEFAULT.config(), "cpu"),
        "cpu, dcgan64 at width 16": (gan.preset("dcgan64").config(**narrow), "cpu"),
    }
    if torch.cuda.is_available():
        runs["cuda, default preset"] = (gan.DEFAULT.config(), "cuda")
        runs["cuda, dcgan64"] = (gan.preset("dcgan64").config(), "cuda")
    results = {n: compare(c, d, options.seconds, options.rounds) for n, (c, d) in runs.items()}
    least = min(results.values(), key=lambda r: r["ratio"])
    line = {k: least[k] for k in ("figure", "baseline", "ratio")}
    print(json.dumps({"benchmark": "gan images/s", **line, "threads": 1, "runs": results}))


if __name__ == "__main__":
    main()
