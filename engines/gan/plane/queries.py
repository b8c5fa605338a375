"""What the window asks of a run on points: plain functions of the engine, to be run on its thread.

All but :func:`only` and :func:`set_slow` merely look, at the players of now or of the step looked back on
(:meth:`PlaneEngine.look_back`), and draw no random number of the training. Importing this imports no torch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from engines.gan.plane.snapshot import Field, Spot, Turn
from engines.points.source import REACH

if TYPE_CHECKING:
    import torch

    from engines.gan.plane.engine import PlaneEngine

COARSE, FINE = 48, 100  # nodes of the heat map across: while it trains, and at rest
LINES: Final = 17  # of the grid of noise, each way
TAIL: Final = 0.02  # of the noise beyond the grid's rim, on each side
HALF: Final[dict[str, float]] = {"ns": 0.0, "saturating": 0.0, "hinge": 0.0, "lsgan": 0.5}
"""The score at which a critic of these losses cannot tell; of the others only differences mean anything."""


def look(engine: PlaneEngine, *, fine: bool = False) -> Field:
    """Both players as they are now, or were."""
    import torch

    pasts = engine.pasts
    with torch.no_grad():
        nodes = torch.from_numpy(places(FINE if fine else COARSE)).to(engine.device)
        heat = pasts.critic(nodes.view(-1, 2)).view(nodes.shape[:2]).cpu().numpy()
    fake = _made(engine, engine.noise)
    push, middle = _push(engine, fake)
    return Field(
        step=engine.count if pasts.at is None else pasts.at,
        turn=engine.turn if pasts.at is None else "d",
        heat=heat,
        centre=HALF.get(engine.config.loss, middle),
        mesh=_made(engine, grid(engine)).cpu().numpy().reshape(LINES, LINES, 2),
        noise=engine.noise[:, :2].cpu().numpy(),
        fake=fake.cpu().numpy(),
        push=push,
    )


def _push(engine: PlaneEngine, fake: torch.Tensor) -> tuple[np.ndarray, float]:
    """Minus the slope of the generator's loss at each point (n, 2), and the score half way to real points."""
    import torch

    from engines.gan.losses import LOSSES

    critic, kind = engine.pasts.critic, LOSSES[engine.config.loss]
    at = fake.clone().requires_grad_()
    with torch.no_grad():
        r = critic(torch.from_numpy(engine.points.train[: len(fake)]).to(engine.device))
        if len(r) < len(fake):
            r = r.repeat(-(-len(fake) // len(r)))[: len(fake)]
    f = critic(at)
    (slope,) = torch.autograd.grad(len(fake) * kind.generator(r, f), at)  # the loss is a mean
    return -slope.cpu().numpy(), float((r.mean() + f.detach().mean()) / 2)


def places(n: int) -> np.ndarray:
    """The n x n nodes of the square that is looked at, float32 (n, n, 2), row 0 at the bottom."""
    ends = np.linspace(-REACH, REACH, n, dtype=np.float32)
    return np.stack(np.meshgrid(ends, ends), -1)


def grid(engine: PlaneEngine) -> torch.Tensor:
    """Noise (LINES^2, k) on the lines of a grid, each cell of which is equally likely; row by row, from the
    bottom. Further numbers of the noise than two are 0."""
    import torch

    shares = torch.linspace(TAIL, 1 - TAIL, LINES, dtype=torch.float64)
    at = torch.special.ndtri(shares).float()
    found = torch.zeros(LINES, LINES, engine.config.noise)
    found[..., 0], found[..., 1] = at, at[:, None]
    return found.view(-1, engine.config.noise).to(engine.device)


def spot(engine: PlaneEngine, x: float, y: float) -> Spot:
    """What becomes of the noise (x, y, 0, ...)."""
    import torch

    z = torch.zeros(1, engine.config.noise)
    z[0, 0], z[0, 1] = x, y
    return _spot(engine, z.to(engine.device))


def samples(engine: PlaneEngine, n: int, seed: int) -> np.ndarray:
    """n points of fresh noise, float32 (n, 2)."""
    import torch

    rng = torch.Generator().manual_seed(seed)
    noise = torch.randn(n, engine.config.noise, generator=rng).to(engine.device)
    found: np.ndarray = _made(engine, noise).cpu().numpy()
    return found


def only(engine: PlaneEngine, player: Turn) -> None:
    """Let one player move; see :meth:`PlaneEngine.only`."""
    engine.only(player)


def set_slow(engine: PlaneEngine, on: bool) -> None:
    """Let a step be one player's move only, or both players'."""
    engine.slow = on


def spot_of(engine: PlaneEngine, index: int) -> Spot:
    """The noise of a point that is shown, and what becomes of it."""
    return _spot(engine, engine.noise[index : index + 1])


def _spot(engine: PlaneEngine, z: torch.Tensor) -> Spot:
    import torch

    made = _made(engine, z)
    with torch.no_grad():
        score = float(engine.pasts.critic(made))
    return Spot((float(z[0, 0]), float(z[0, 1])), (float(made[0, 0]), float(made[0, 1])), score)


def _made(engine: PlaneEngine, noise: torch.Tensor) -> torch.Tensor:
    """Points (n, 2) of noise (n, k), by the averaged generator that is looked at."""
    import torch

    with torch.no_grad():
        return engine.pasts.generator(noise)
