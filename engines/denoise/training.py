"""One run's networks, how they learn, and their whole state by name."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Protocol

import torch
from torch import Tensor, nn

from engines.denoise import dde, dsm
from engines.denoise.config import DenoiseConfig
from engines.denoise.denoiser import Denoiser
from engines.denoise.nets import Energy, Generator, Score, Trunk, Untold
from engines.ground.problem import Problem

BETAS = (0.9, 0.99)
CLOUD = 512  # points that the clean one is looked for among, where data are points
CLIP = 1.0  # of a gradient's norm: late batches of fine noise have rare large ones
G_RATE, G_END = 0.5, 0.1  # of the generator: share of the learning rate, and what it falls to


class Space(Protocol):
    """What examples are."""

    shape: tuple[int, ...]
    std: float

    def batch(self, n: int, rng: torch.Generator) -> Tensor: ...
    def weight(self, sigma: Tensor) -> Tensor: ...


class Learner:
    """A network, its average, and its optimiser, whose whole state exists from the start."""

    def __init__(self, net: nn.Module, lr: float) -> None:
        self.net = net.train()
        self.average = copy.deepcopy(net).eval().requires_grad_(False)
        self.optimiser = torch.optim.Adam(net.parameters(), lr, BETAS)
        for p in net.parameters():
            self.optimiser.state[p] = {
                "step": torch.zeros(()), "exp_avg": torch.zeros_like(p), "exp_avg_sq": torch.zeros_like(p),
            }  # fmt: skip

    def learn(self, loss: Tensor, lr: float, memory: float) -> None:
        """One step down the loss."""
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), CLIP)
        for group in self.optimiser.param_groups:
            group["lr"] = lr
        self.optimiser.step()
        with torch.no_grad():
            mine: list[Tensor] = list(self.average.parameters())
            theirs: list[Tensor] = list(self.net.parameters())
            torch._foreach_lerp_(mine, theirs, 1 - memory)

    def follow(self, other: Learner) -> None:
        """Become a copy of another, its optimiser's memory included."""
        mine = dict(self.tensors(""))
        with torch.no_grad():
            for name, value in other.tensors(""):
                mine[name].copy_(value)

    def tensors(self, name: str) -> Iterator[tuple[str, Tensor]]:
        """All that it is, by name."""
        for key, value in self.net.state_dict().items():
            yield f"{name}net.{key}", value
        for key, value in self.average.state_dict().items():
            yield f"{name}average.{key}", value
        for i, p in enumerate(self.net.parameters()):
            for key, value in self.optimiser.state[p].items():
                yield f"{name}adam.{i}.{key}", value


class Trainer:
    """Learns by denoising; with the method "dde" it then teaches a generator.

    Attributes:
        data: the learner of the data's energy or score. own, generator: with "dde", the learner of the
            generator's energy, and the generator's.
        rng: all randomness of training.
    """

    def __init__(self, config: DenoiseConfig, space: Space, device: torch.device) -> None:
        self.config, self.space, self.device = config, space, device
        start = torch.Generator().manual_seed(config.seed)
        self.data = Learner(_network(config, space, start).to(device), config.lr)
        self.own = self.generator = None
        if config.method == "dde":
            if len(space.shape) != 1:
                raise Problem("The generator learns points only: choose another method, or points.")
            self.own = Learner(_network(config, space, start).to(device), config.lr)
            made = Generator(space.shape[0], config.width, start, fourier=config.fourier)
            self.generator = Learner(made.to(device), config.lr * G_RATE)
        self.rng = torch.Generator(device).manual_seed(config.seed + 1)

    @property
    def learned(self) -> Denoiser:
        """The averaged network of the data, which samples are drawn from."""
        net = self.data.average
        assert isinstance(net, Denoiser)
        return net

    def memory(self, count: int) -> float:
        """Of the average: short at first."""
        return min(self.config.ema, (1 + count) / (10 + count))

    def step(self, count: int) -> Iterator[tuple[str, Tensor]]:
        """One step of whatever is due; yields (term, value) after each piece of it."""
        generating = self.generator is not None and count >= self.config.length
        if not generating:
            yield "loss", self._denoise(self.data, None, count)
            return
        assert self.own is not None
        assert self.generator is not None
        if count == self.config.length:
            self.own.follow(self.data)
        for _ in range(self.config.q_steps):
            with torch.no_grad():
                made = self.generator.net(self.noise(self.config.batch))
            yield "own", self._denoise(self.own, made, count)
        yield "direction", self._generate(count - self.config.length)

    def noise(self, n: int) -> Tensor:
        """What the generator makes samples of."""
        return torch.randn((n, *self.space.shape), generator=self.rng, device=self.device)

    def _denoise(self, learner: Learner, cloud: Tensor | None, count: int) -> Tensor:
        """One step of denoising, of the data's examples or of ``cloud``."""
        config, net, points = self.config, learner.net, len(self.space.shape) == 1
        assert isinstance(net, Denoiser)
        if cloud is None:
            cloud = self.space.batch(max(config.batch, CLOUD) if points else config.batch, self.rng)
        x = cloud[: config.batch]
        sigma = dsm.noise_levels(len(x), config.sigma_low, config.sigma_high, self.rng)
        if points:
            y = dsm.noisy(x, dsm.some_wider(sigma), self.rng)
            target = dsm.expected(y, sigma, cloud)
        else:
            y, target = dsm.noisy(x, sigma, self.rng), x
        error = dsm.away(net, y, sigma, target)
        told = config.method != "paper"
        w = self.space.weight(sigma) if told else dsm.weight(sigma, self.space.std, told=False)
        loss = (w * error).mean() / x[0].numel()
        share = dsm.rate(count, config.length) if learner is self.data else 0.5
        learner.learn(loss, config.lr * share, self.memory(count))
        return loss.detach()

    def _generate(self, count: int) -> Tensor:
        config = self.config
        assert self.own is not None
        assert self.generator is not None
        own, made = self.own.net, self.generator.net
        assert isinstance(own, Denoiser)
        own.eval()
        loss = dde.loss(made, self.learned, own, self.noise(config.batch), self.rng)
        own.train()
        share = G_END + (1 - G_END) * 0.5 ** (count / 400)
        self.generator.learn(loss, config.lr * G_RATE * share, self.memory(count))
        return loss.detach()

    def tensors(self) -> dict[str, Tensor]:
        """Everything, by name."""
        found = dict(self.data.tensors("data."))
        if self.own is not None and self.generator is not None:
            found |= dict(self.own.tensors("own.")) | dict(self.generator.tensors("generator."))
        return found


def _network(config: DenoiseConfig, space: Space, rng: torch.Generator) -> Denoiser:
    kind = {"energy": Energy, "dde": Energy, "score": Score}
    if len(space.shape) > 1:
        from engines.denoise.pictures.nets import PictureEnergy, PictureScore
        from engines.denoise.pictures.space import PictureSpace

        if config.method in ("paper", "dde"):
            raise Problem("Pictures are learned by energy or score: this method is for points.")
        assert isinstance(space, PictureSpace)
        net = PictureScore if config.method == "score" else PictureEnergy
        return net(space.filter, config.base, rng)
    (dim,) = space.shape
    if config.method == "paper":
        trunk = Trunk(dim, 1, config.width, rng, fourier=config.fourier, told=False)
        return Untold(trunk, space.shape)
    out = dim if config.method == "score" else 1
    trunk = Trunk(dim, out, config.width, rng, fourier=config.fourier)
    return kind[config.method](trunk, space.shape, space.std)
