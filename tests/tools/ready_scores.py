"""What a shipped run is worth, each number beside one that had to learn nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Score:
    """A number, what it is beaten by or has to beat, and on which side better lies."""

    name: str
    value: float
    floor: float
    of: str
    higher: bool = False

    @property
    def better(self) -> bool:
        """Whether it is better than its floor."""
        return self.value > self.floor if self.higher else self.value < self.floor

    def __str__(self) -> str:
        return f"{self.name:<24}{self.value:>10.4f}   {self.of} {self.floor:.4f}"


def gan(engine: Any) -> Iterator[Score]:
    """Distance of samples to pictures kept out, and error of reconstruction, beside the mean picture's."""
    import torch

    from engines.gan.quality import Quality
    from engines.images.dataset import to_float

    codes = torch.arange(len(engine.bank.codes))
    measured = Quality(engine.deck, lambda of: engine.inference.pictures(engine.bank.codes[of]), len(codes))
    found = [part for part in measured.measure() if part][-1]
    yield Score("distance", found["distance"], found["distance_mean"], "the mean picture")
    yield Score("coverage", found["coverage"], 0.0, f"real {found['coverage_real']:.2f}, none", higher=True)
    error, mean = engine.inference.reconstruction(to_float(engine.deck.pixels[engine.deck.held[:64]]))
    yield Score("reconstruction error", float(error), float(mean), "the mean picture")


def vqvae(engine: Any) -> Iterator[Score]:
    """PSNR of pictures kept out, beside pictures made small to as many bits; nats per code, beside a count of
    codes by place."""
    from engines.vqvae import measuring

    found = [part for part in measuring.reconstruction(engine.trainer, engine.deck, 0, 32) if part][-1]
    yield Score("PSNR", found["psnr"], found["psnr_small"], "made small to as many bits", higher=True)
    prior, held = engine.prior_trainers[engine.config.prior], engine.codes_of(engine.deck.held[:32])
    prior.compare(engine.codes_of(engine.deck.train[:1024]), held)
    yield Score("nats per code", prior.nll(held), prior.baselines.position, "counted by place")


def onlstm(engine: Any) -> Iterator[Score]:
    """F1 of the layer and builder chosen on held-out sentences, on those kept for the end, beside
    right-branching; perplexity beside the vocabulary's size."""
    from engines.onlstm.final import measure
    from engines.onlstm.score import baselines
    from engines.onlstm.scoreboard import picked

    found = measure(engine, engine.trainer, engine.trainer.weights())
    golds = [s.gold for s in engine.corpus.final or engine.corpus.held if s.gold is not None]
    key = picked(engine.scores.checked).key
    yield Score("F1 of trees", found.f1[key], baselines(golds)["right"], "right-branching", higher=True)
    yield Score("perplexity", found.perplexity, len(engine.corpus.vocabulary), "words there are")


def denoise(engine: Any) -> Iterator[Score]:
    """Sliced Wasserstein of samples beside noise; the floor is as many points of the data itself."""
    from engines.denoise import queries

    drawn = queries.draw(engine, engine.config.sampler, seed=1)
    floors = engine.snapshot().floors
    told = f"data {floors['sw']:.4f}, noise"
    yield Score("sliced Wasserstein", drawn.scores["sw"], floors["sw_start"], told)


def faces(engine: Any) -> Iterator[Score]:
    """Coverage and density of samples among pictures kept out, beside as many of one picture."""
    from engines.denoise.pictures import queries

    made = np.concatenate([queries.drawn(engine, 16, seed) for seed in range(2)])
    found, floor = engine.space.scored(made), engine.space.floor(len(made))
    one = engine.space.scored(made[:1].repeat(len(made), 0))
    for name in ("coverage", "density"):
        worst = one[name] if name == "coverage" else 0.0
        yield Score(name, found[name], worst, f"data {floor[name]:.2f}, one picture", higher=True)


SCORES: dict[str, Callable[[Any], Iterator[Score]]] = {
    "gan": gan,
    "vqvae": vqvae,
    "onlstm": onlstm,
    "denoise": denoise,
    "denoise-faces": faces,
}
