"""Everything that can be asked of a run on points without touching its training.

These only read: no random number of the training is drawn. So they may also run in the middle of a step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

import numpy as np
import torch

from engines.denoise import drawing
from engines.denoise.config import Sampler
from engines.denoise.denoiser import Denoiser
from engines.denoise.plane import SCORED, Plane, places
from engines.denoise.snapshot import Draw, Field
from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.points.source import REACH

if TYPE_CHECKING:
    from engines.denoise.engine import DenoiseEngine

HEAT: Final = 72  # cells across
ARROWS: Final = 22
TEXTURE, COARSE = 128, 48  # cells of the score that particles look up: half a percent off at sigma .1
PER_SIGMA_SEEN: Final = 5  # of these cells to one sigma
OUTER, PER_SIGMA = 3.5, 4  # sigma that a density is summed over beyond what is looked at; cells to one
CHUNK: Final = 8192
STEPS: Final = (3, 4, 6, 9, 13, 20, 30, 45)  # levels of the curve of quality
SAMPLERS: Final[tuple[Sampler, ...]] = get_args(Sampler)
SIGMAS: Final = 9  # of the figures of error


def field(engine: DenoiseEngine, sigma: float, kind: str = "learned") -> Field:
    """What the plane looks like at a noise level. ``kind`` as in :class:`Field`."""
    plane, net = _plane(engine), _net(engine, kind)
    weight = plane.exact_density(sigma, HEAT)
    exact = plane.exact_score(sigma, HEAT)
    if kind == "exact":
        heat = np.log(np.maximum(weight, 1e-12))
        return _seen(sigma, kind, heat, mark("log density, exact"), sigma * exact, float("nan"))
    learned = score_grid(net, plane, sigma, HEAT)
    away = ((learned - exact) ** 2).sum(0)
    known = kind != "own"
    error = float(sigma**2 * (away * weight).sum() / max(weight.sum(), 1e-30)) if known else float("nan")
    if kind == "difference":
        name, heat, arrows = mark("error of the score \u00d7 \u03c3"), sigma * np.sqrt(away), learned - exact
    elif net.has_energy:
        name, heat, arrows = mark("log density, learned"), log_density(net, plane, sigma), learned
    else:
        name, arrows = mark("length of the score \u00d7 \u03c3"), learned
        heat = sigma * np.sqrt((learned**2).sum(0))
    return _seen(sigma, kind, heat, name, sigma * arrows, error)


def _seen(sigma: float, kind: str, heat: np.ndarray, name: str, arrows: np.ndarray, error: float) -> Field:
    at = ((np.arange(ARROWS) + 0.5) / ARROWS * HEAT).astype(int)
    few = arrows[:, at][:, :, at].astype(np.float32)
    return Field(sigma, kind, heat.astype(np.float32), name, few, error)


def score_grid(net: Denoiser, plane: Plane, sigma: float, n: int) -> np.ndarray:
    """The learned score at the middles of n x n cells: (2, n, n)."""
    at = plane.padded(torch.from_numpy(places(n)).float()).to(_device(net))
    with torch.no_grad():
        parts = [
            net.score(x, torch.full((len(x),), sigma, device=x.device))[:, :2].cpu() for x in at.split(CHUNK)
        ]
    found: np.ndarray = torch.cat(parts).double().numpy().T.reshape(2, n, n)
    return found


def log_density(net: Denoiser, plane: Plane, sigma: float, n: int = HEAT) -> np.ndarray:
    """log p_sigma by the energy at the middles of n x n cells, (n, n).

    Normalised by a sum over what noise reaches beyond them, in cells as fine as the noise needs.
    """
    reach = REACH + OUTER * sigma
    cells = int(np.ceil(2 * reach / max(2 * REACH / n, sigma / PER_SIGMA)))
    every = -_energies(net, plane, sigma, cells, reach)
    top = every.max()
    mass = np.exp(every - top).sum() * (2 * reach / cells) ** 2
    found: np.ndarray = -_energies(net, plane, sigma, n, REACH) - top - np.log(mass)
    return found.reshape(n, n)


def _energies(net: Denoiser, plane: Plane, sigma: float, n: int, reach: float) -> np.ndarray:
    at = plane.padded(torch.from_numpy(places(n, reach)).float()).to(_device(net))
    with torch.no_grad():
        parts = [net.energy(x, torch.full((len(x),), sigma, device=x.device)).cpu() for x in at.split(CHUNK)]
    found: np.ndarray = torch.cat(parts).double().numpy()
    return found


def texture(engine: DenoiseEngine, sigma: float, kind: str = "learned", n: int = 0) -> np.ndarray:
    """The score for particles to look up: float32 (2, n, n) over [-REACH, REACH]^2.

    Of n cells across; without one, as many as the noise leaves anything to see in.
    """
    plane = _plane(engine)
    n = n or int(np.clip(2 * REACH * PER_SIGMA_SEEN / sigma, COARSE, TEXTURE))
    if kind == "exact":
        return plane.exact_score(sigma, n).astype(np.float32)
    return score_grid(_net(engine, kind), plane, sigma, n).astype(np.float32)


def jumped(engine: DenoiseEngine, points: np.ndarray, sigma: float) -> np.ndarray:
    """The denoiser's answer to points (n, 2) at a noise level: (n, 2)."""
    net, plane = engine.pasts.learned, _plane(engine)
    x = plane.padded(torch.from_numpy(np.ascontiguousarray(points, np.float32))).to(_device(net))
    with torch.no_grad():
        found = net.denoise(x, torch.full((len(x),), sigma, device=x.device))
    out: np.ndarray = found[:, :2].cpu().numpy()
    return out


def draw(engine: DenoiseEngine, sampler: Sampler, n: int = SCORED, seed: int = 0, levels: int = 0) -> Draw:
    """Samples by one way, beside their scores; equal seeds begin from equal noise."""
    plane, config = _plane(engine), engine.config
    rng = torch.Generator(engine.device).manual_seed(seed)
    x = plane.begin(n, config.sigma_high, rng)
    moves = drawing.walk(engine.pasts.learned, config, x, rng, sampler=sampler, levels=levels)
    for moved, _ in moves:
        x = moved
        if engine.cancelled():
            break
    points: np.ndarray = x[:, :2].cpu().numpy()
    cost = drawing.evaluations(config, sampler, levels)
    return Draw(sampler, points, plane.scored(points), cost)


def quality(engine: DenoiseEngine, sampler: Sampler, levels: int, n: int = SCORED) -> tuple[int, float]:
    """(network evaluations a sample, sliced Wasserstein distance) of one point of the curve."""
    found = draw(engine, sampler, n, levels=levels)
    return found.evaluations, found.scores["sw"]


def errors(engine: DenoiseEngine) -> list[tuple[float, float]]:
    """(sigma, relative error of the score there) from the least to the largest noise."""
    low, high = engine.config.sigma_low, engine.config.sigma_high
    return [(float(s), field(engine, float(s)).error) for s in np.geomspace(low, high, SIGMAS)]


def final(engine: DenoiseEngine, n: int = 10_000, seed: int = 1) -> dict[str, Draw]:
    """Every sampler from the same noise; with a generator its samples too, as "generator"."""
    found: dict[str, Draw] = {sampler: draw(engine, sampler, n, seed) for sampler in SAMPLERS}
    if (made := engine.made(n, seed)) is not None:
        found["generator"] = Draw("generator", made, _plane(engine).scored(made), 1)
    return found


def _plane(engine: DenoiseEngine) -> Plane:
    if not isinstance(engine.space, Plane):
        raise Problem(mark("This can be asked of points only."))
    return engine.space


def _net(engine: DenoiseEngine, kind: str) -> Denoiser:
    own = engine.trainer.own
    if kind == "own":
        if own is None:
            raise Problem(mark("There is no generator: choose the method Generator."))
        assert isinstance(own.average, Denoiser)
        return own.average
    return engine.pasts.learned


def _device(net: torch.nn.Module) -> torch.device:
    return next(net.parameters()).device
