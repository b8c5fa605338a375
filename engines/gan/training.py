"""One step of the game, cut into short pieces.

A step updates the critic ``d_steps`` times and the generator ``g_steps`` times. It is a generator function:
at each ``yield`` whoever only looks may look, so that a slider answers while a long step is under way. To cut
between the two backward passes of an update, the outputs of the players are taken as seams: the loss is
differentiated down to the seam first, and from there the gradient is handed on piece by piece. The sums are
those of one backward pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Final

import torch
from torch import Tensor

from engines.gan import losses, optimiser, penalties
from engines.gan.augment import augment
from engines.gan.config import GanConfig, updates
from engines.gan.dataset import Deck
from engines.gan.ema import Average, warmed
from engines.gan.nets import ogan
from engines.gan.players import Verdict, make

# What is recorded of each step, in the order in which one can spoil the next.
TERMS: Final = ("real", "fake", "penalty", "corr", "loss_d", "loss_g")


class Trainer:
    """Both players, their optimisers, and the moves of the game.

    Attributes:
        config: live fields may change between steps (see :meth:`retune`).
        row: the newest value of each of TERMS, on the device.
        change: 1 - decay of the average at this step, on the device.
        due: whether this step applies the regulariser.
    """

    def __init__(self, config: GanConfig, deck: Deck, device: torch.device) -> None:
        self.config, self.deck, self.device = config, deck, device
        self.weights_rng = torch.Generator().manual_seed(4 * config.seed)
        self.rng = torch.Generator(device).manual_seed(4 * config.seed + 1)
        self.generator, self.critic = make(config, deck.classes, device, self.weights_rng)
        self.average = Average(self.generator)
        self.optimiser_g = optimiser.make(config, self.generator, config.lr_g, device)
        self.optimiser_d = optimiser.make(config, self.critic, config.lr_d, device)
        self.row = torch.zeros(len(TERMS), device=device)
        self.change = torch.ones((), device=device)
        self.half = _wants_bf16(config, device)
        self.due = False
        self._terms: dict[str, Tensor] = {}
        self._zero = torch.zeros((), device=device)

    def retune(self, config: GanConfig) -> None:
        """Take over changed live fields; weights are kept."""
        self.config = config
        self.critic.scale = config.score_scale
        optimiser.retune(self.optimiser_g, config, config.lr_g)
        optimiser.retune(self.optimiser_d, config, config.lr_d)

    def tensors(self) -> dict[str, Tensor]:
        """Everything that a step changes, by name; to be read and written in place."""
        players = {"G": self.generator, "D": self.critic, "E": self.average.net}
        optimisers = {"g": self.optimiser_g, "d": self.optimiser_d}
        return optimiser.all_tensors(self.row, players, optimisers)

    # -- the step --------------------------------------------------------------------------------------

    def begin(self, step: int) -> None:
        """Set what differs from one step to the next; ``step`` counts from 0."""
        self.change.fill_(1.0 - warmed(self.config.ema, step))
        self.due = self.config.regulariser != "none" and step % self.config.reg_every == 0

    def iterate(self) -> Iterator[None]:
        """One whole step, in pieces. See :meth:`begin`."""
        self._terms = {}
        yield from self._joint() if self.config.joint else self._in_turn()
        self.average.update(self.change)
        # a regulariser that rested keeps its last value
        self.row.copy_(torch.stack([self._terms.get(t, self.row[i]) for i, t in enumerate(TERMS)]))

    def _in_turn(self) -> Iterator[None]:
        d_steps, g_steps = updates(self.config)
        for i in range(d_steps):
            real, codes = self._draw()
            # the last update's pictures serve the generator too, so they remember how they were made
            fakes = self._generate(codes, remember=i == d_steps - 1)
            yield
            yield from self._update_critic(real, codes, fakes)
        for i in range(g_steps):
            if i > 0:
                real, codes = self._draw()
                fakes = self._generate(codes, remember=True)
                yield
            yield from self._update_generator(real, codes, fakes)

    def _update_critic(self, real: Batch, codes: Batch, fakes: Tensor) -> Iterator[None]:
        x, fake = self._seen(real.values), self._seen(fakes.detach())
        at_real = self._judge(x, real.labels, track=True)
        yield
        at_fake = self._judge(fake, codes.labels)
        yield
        r, f, code = _seam(at_real.score), _seam(at_fake.score), at_fake.code
        kind = losses.LOSSES[self.config.loss]
        gap = kind.gap(real.values, fakes.detach()) if kind.gap else self._zero
        game = kind.critic(r, f, gap)
        code = None if code is None else _seam(code)
        self.optimiser_d.zero_grad(set_to_none=True)
        (game - self._encoding(codes, code)).backward()
        at_real.score.backward(r.grad)
        yield
        _hand_on(at_fake, f, code)
        yield
        yield from self._punish(x, fake, real.labels)
        self.optimiser_d.step()
        self._note(real=r.mean(), fake=f.mean(), loss_d=game)
        yield

    def _update_generator(self, real: Batch, codes: Batch, fakes: Tensor) -> Iterator[None]:
        kind = losses.LOSSES[self.config.loss]
        pictures = _seam(fakes)
        self.critic.requires_grad_(False)  # its own gradients are not asked for, which saves a third
        try:
            r = self._zero
            if kind.pairs:
                r = self._judge(self._seen(real.values), real.labels).score
                yield
            verdict = self._judge(self._seen(pictures), codes.labels)
            yield
            game = kind.generator(r, verdict.score)
            (game - self._encoding(codes, verdict.code)).backward()
        finally:
            self.critic.requires_grad_(True)
        yield
        self.optimiser_g.zero_grad(set_to_none=True)
        fakes.backward(pictures.grad)
        self.optimiser_g.step()
        self._note(loss_g=game)
        yield

    def _joint(self) -> Iterator[None]:
        """Both players at once (``ogan.joint``)."""
        real, codes = self._draw()
        fakes = self._generate(codes, remember=True)
        yield
        pictures = _seam(fakes)
        x, fake = self._seen(real.values), self._seen(pictures)
        at_real = self._judge(x, real.labels, track=True)
        yield
        at_stopped = self._judge(fake.detach(), codes.labels)
        yield
        at_fake = self._judge(fake, codes.labels)
        yield
        kind = losses.LOSSES[self.config.loss]
        gap = kind.gap(real.values, fakes.detach()) if kind.gap else self._zero
        r, stopped, f, code = (
            _seam(at_real.score),
            _seam(at_stopped.score),
            _seam(at_fake.score),
            at_fake.code,
        )
        game = ogan.joint(lambda a, b: kind.critic(a, b, gap), kind.generator, r, f, stopped)
        code = None if code is None else _seam(code)
        self.optimiser_d.zero_grad(set_to_none=True)
        self.optimiser_g.zero_grad(set_to_none=True)
        (game - self._encoding(codes, code)).backward()
        at_real.score.backward(r.grad)
        yield
        at_stopped.score.backward(stopped.grad)
        yield
        _hand_on(at_fake, f, code)
        yield
        fakes.backward(pictures.grad)
        yield
        yield from self._punish(x, fake.detach(), real.labels)
        self.optimiser_d.step()
        self.optimiser_g.step()
        alone = {"loss_d": kind.critic(r, stopped, gap), "loss_g": kind.generator(r, f)}
        self._note(real=r.mean(), fake=f.mean(), **alone)
        yield

    # -- parts of a step -------------------------------------------------------------------------------

    def _draw(self) -> tuple[Batch, Batch]:
        """Real pictures, and as many codes, with labels where the players use them."""
        n, asked = self.config.batch, self.config.conditional
        x, labels = self.deck.draw(n, self.rng, flip=self.config.flip)
        z = torch.randn(n, self.config.nz, generator=self.rng, device=self.device)
        wanted = self.deck.draw_labels(n, self.rng) if asked else None
        return Batch(x, labels if asked else None), Batch(z, wanted)

    def _generate(self, codes: Batch, *, remember: bool) -> Tensor:
        with torch.set_grad_enabled(remember), self._precision():
            pictures: Tensor = self.generator(codes.values, codes.labels)
        return pictures

    def _judge(self, x: Tensor, labels: Tensor | None, *, track: bool = False) -> Verdict:
        with self._precision():
            verdict: Verdict = self.critic(x, labels, track=track)
        return verdict

    def _seen(self, x: Tensor) -> Tensor:
        """Pictures as the critic sees them."""
        return augment(x, self.rng) if self.config.augment == "diffaugment" else x

    def _encoding(self, codes: Batch, code: Tensor | None) -> Tensor:
        """lambda * rho(z, E(G(z))), 0 without an encoder."""
        if code is None:
            return self._zero
        found = ogan.pearson(codes.values, code).mean()
        self._note(corr=found)
        return self.config.ogan_weight * found

    def _punish(self, x: Tensor, fake: Tensor, labels: Tensor | None) -> Iterator[None]:
        """Where it is due, add the regulariser's gradient to the critic's.

        Applied every k-th time with k times the weight: lazy regularisation (Karras et al. 2020, appendix B).
        """
        kind, weight = self.config.regulariser, self.config.reg_weight * self.config.reg_every
        if not self.due or weight == 0:
            return
        n = max(1, round(self.config.reg_share * len(x)))
        x, fake, labels = x[:n], fake[:n], None if labels is None else labels[:n]
        found = weight * penalties.penalty(kind, lambda p: self.critic(p, labels).score, x, fake, self.rng)
        yield
        found.backward()
        self._note(penalty=found / self.config.reg_every)
        yield

    def _note(self, **terms: Tensor) -> None:
        self._terms |= {name: value.detach() for name, value in terms.items()}

    def _precision(self) -> AbstractContextManager[object]:
        if not self.half:
            return nullcontext()
        # without the cache of cast weights, which must not live on from one recorded step to the next
        return torch.autocast("cuda", torch.bfloat16, cache_enabled=False)


class Batch:
    """Pictures or codes, (B, ...), with labels (B,) or None."""

    __slots__ = ("labels", "values")

    def __init__(self, values: Tensor, labels: Tensor | None) -> None:
        self.values, self.labels = values, labels


def _seam(value: Tensor) -> Tensor:
    """A leaf of the same value, where a backward pass stops."""
    return value.detach().requires_grad_()


def _hand_on(verdict: Verdict, score: Tensor, code: Tensor | None) -> None:
    """Carry the gradients that arrived at a verdict's seams on into the critic."""
    outputs = [(verdict.score, score.grad)]
    if verdict.code is not None and code is not None:
        outputs.append((verdict.code, code.grad))
    reached = [(o, g) for o, g in outputs if g is not None]
    torch.autograd.backward([o for o, _ in reached], [g for _, g in reached])


def _wants_bf16(config: GanConfig, device: torch.device) -> bool:
    """bf16 only on CUDA: a CPU without native support is fifteen times slower with it."""
    if device.type != "cuda" or config.precision == "fp32":
        return False
    return config.precision == "bf16" or torch.cuda.is_bf16_supported()
