"""GAN, VQ-VAE and the Denoising lab, on pictures and on points."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines import denoise, gan, vqvae
from engines.gan.plane.scores import Scores
from tests.benchmarks.presets.line import Line, pictured, train

SAMPLES = 256
FAR = "energy distance to held-out pictures; trivial: the mean picture"


def of_gan(preset: Any, seed: int, seconds: float) -> Line:
    """Samples against held-out pictures or points."""
    engine = gan.build(preset.config(seed=seed), device="cpu")
    steps = train(engine, seconds)
    line = _of_points(engine, seed, steps) if engine.config.plane else _of_pictures(engine, seed, steps)
    engine.close()
    return line


def _of_pictures(engine: Any, seed: int, steps: int) -> Line:
    import torch

    codes = torch.randn(SAMPLES, engine.config.nz, generator=torch.Generator().manual_seed(seed)).numpy()
    made = np.concatenate([engine.inference.render(part) for part in np.array_split(codes, 8)])
    return Line(*pictured(made, engine.deck), FAR, steps)


def _of_points(engine: Any, seed: int, steps: int) -> Line:
    train_, scores = engine.points.train, Scores(engine.points)
    rng = np.random.default_rng(seed)
    one = rng.multivariate_normal(train_.mean(0), np.cov(train_.T), len(train_)).astype(np.float32)
    what = "Wasserstein distance to held-out points; trivial: one Gaussian of their mean and spread"
    return Line(scores.distance(engine.snapshot().fake), scores.distance(one), what, steps)


def of_vqvae(preset: Any, seed: int, seconds: float) -> Line:
    """Reconstructions of held-out pictures against what as many bits hold without learning."""
    engine = vqvae.build(preset.config(seed=seed), device="cpu")
    steps = train(engine, seconds)
    figures = engine.snapshot().figures
    trivial = max(figures.get("psnr_small", 0.0), figures["psnr_mean"])
    engine.close()
    what = "PSNR in dB; trivial: shrunken to as many bits, or the mean"
    return Line(figures["psnr"], trivial, what, steps, True)


def of_denoise(preset: Any, seed: int, seconds: float) -> Line:
    """Samples against held-out points or pictures."""
    engine = denoise.build(preset.config(seed=seed), device="cpu")
    steps = train(engine, seconds)
    engine.finish()
    shot = engine.snapshot()
    if engine.config.plane:
        what = "sliced Wasserstein distance; trivial: one Gaussian of mean and spread"
        line = Line(shot.figures["sw"], shot.floors["sw_start"], what, steps)
    else:
        side = engine.config.size
        rows, cols = (n // side for n in shot.drawn.shape[:2])
        cells = shot.drawn.reshape(rows, side, cols, side, -1).swapaxes(1, 2)
        line = Line(*pictured(cells.reshape(rows * cols, side, side, -1), engine.space.deck), FAR, steps)
    engine.close()
    return line
