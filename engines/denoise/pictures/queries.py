"""Everything that can be asked of a run on pictures without touching its training.

These only read: no random number of the training is drawn. So they may also run in the middle of a step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import Tensor

from engines.denoise import drawing
from engines.denoise.config import Sampler
from engines.denoise.pictures.answers import Bench, Nearest
from engines.denoise.pictures.space import PictureSpace
from engines.denoise.samplers import Known
from engines.ground.marks import mark
from engines.ground.problem import Problem

if TYPE_CHECKING:
    from engines.denoise.engine import DenoiseEngine

TOGETHER: Final = 32  # pictures that are drawn at once


def held(engine: DenoiseEngine, index: int) -> np.ndarray:
    """A picture that is not learned from: uint8 (H, W, C). After the last the first comes again."""
    return _space(engine).held(index)


def bench(engine: DenoiseEngine, picture: np.ndarray, sigma: float, seed: int = 0) -> Bench:
    """Give a picture, uint8 (H, W, C), noise, and take it away: in one jump, on a walk, linearly."""
    space, net = _space(engine), engine.pasts.learned
    rng = torch.Generator(engine.device).manual_seed(seed)
    clean = space.to_x(picture[None])
    noisy = clean + drawing.noise(1, space.shape, sigma, rng)
    level = torch.full((1,), sigma, device=engine.device)
    with torch.no_grad():
        jumped = net.denoise(noisy, level)
    walked = _last(engine, noisy, rng, start=sigma)
    linear = space.wiener.denoise(noisy, level)

    def rmse(x: Tensor) -> float:
        return float((x - clean).square().mean().sqrt()) * space.spread / 2

    one, two, three = space.to_pixels(torch.cat([noisy, jumped, walked]))
    return Bench(one, two, three, rmse(noisy), rmse(jumped), rmse(walked), rmse(linear))


def inpainted(engine: DenoiseEngine, picture: np.ndarray, mask: np.ndarray, seed: int = 0) -> np.ndarray:
    """A picture, uint8 (H, W, C), with what ``mask``, bool (H, W), hides drawn anew; the rest is kept."""
    space = _space(engine)
    rng = torch.Generator(engine.device).manual_seed(seed)
    shown = torch.from_numpy(~mask).to(engine.device, torch.float32)
    known = Known(space.to_x(picture[None])[0], shown.expand(space.shape))
    x = drawing.noise(1, space.shape, engine.config.sigma_high, rng)
    made = space.to_pixels(_last(engine, x, rng, known=known))[0]
    return np.where(mask[..., None], made, picture)


def nearest(engine: DenoiseEngine, picture: np.ndarray) -> Nearest:
    """The picture trained on that is closest to one, uint8 (H, W, C)."""
    space = _space(engine)
    index, distance = space.nearest(picture)
    return Nearest(space.deck.pixels[index].cpu().numpy().copy(), index, distance, space.typical)


def drawn(engine: DenoiseEngine, n: int, seed: int = 0, sampler: Sampler | None = None) -> np.ndarray:
    """Samples as the settings say, or by another sampler, uint8 (n, H, W, C), from the noise of a seed.

    Fewer if the engine is being closed.
    """
    space = _space(engine)
    rng = torch.Generator(engine.device).manual_seed(seed)
    found = [np.zeros((0, *space.shape[1:], space.shape[0]), np.uint8)]
    for begun in range(0, n, TOGETHER):
        x = drawing.noise(min(TOGETHER, n - begun), space.shape, engine.config.sigma_high, rng)
        made = _last(engine, x, rng, sampler=sampler)
        if engine.cancelled():
            break
        found.append(space.to_pixels(made))
    return np.concatenate(found)


def scored(engine: DenoiseEngine, n: int = 300, seed: int = 0) -> dict[str, float]:
    """ "coverage" and "density" of n samples, each with its "_floor": the same of n pictures of the data."""
    space = _space(engine)
    made = drawn(engine, n, seed)
    floor = space.floor(len(made))
    return space.scored(made) | {f"{name}_floor": value for name, value in floor.items()}


def _last(
    engine: DenoiseEngine,
    x: Tensor,
    rng: torch.Generator,
    *,
    known: Known | None = None,
    start: float = 0.0,
    sampler: Sampler | None = None,
) -> Tensor:
    """Where the walk from x ends, or is when the engine is being closed."""
    net, config = engine.pasts.learned, engine.config
    for moved, _ in drawing.walk(net, config, x, rng, known=known, start=start, sampler=sampler):
        x = moved
        if engine.cancelled():
            break
    return x


def _space(engine: DenoiseEngine) -> PictureSpace:
    if not isinstance(engine.space, PictureSpace):
        raise Problem(mark("This can be asked of pictures only."))
    return engine.space
