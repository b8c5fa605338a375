"""Two samples in one: with SELF-MOD every layer follows a code, and coarse and fine layers may follow two.

Style mixing (Karras et al. 2019, section 3.1), done with the modulations of Chen et al. 2019.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines.gan.bench.codes import Code
from engines.gan.config import GanConfig, base
from engines.ground.problem import Problem

if TYPE_CHECKING:
    import numpy as np

    from engines.gan.engine import GanEngine


def layers(config: GanConfig) -> int:
    """How many layers follow a code: the dense one and every SELF-MOD; 0 without SELF-MOD."""
    return 1 + base(config.size)[1] if config.arch == "selfmod" else 0


def mixed(engine: GanEngine, coarse: Code, fine: Code, at: int) -> np.ndarray:
    """The picture whose first ``at`` layers follow ``coarse`` and all others ``fine``: uint8 (H, W, C).

    With 0 it is that of ``fine``, with :func:`layers` that of ``coarse``.

    Raises:
        Problem: the run has no SELF-MOD.
    """
    import torch

    from engines.images.dataset import to_pixels

    if not layers(engine.config):
        raise Problem("Only with SELF-MOD does every layer follow the code. Choose that architecture.")
    device, labelled = engine.device, engine.config.conditional

    def asked(code: Code) -> tuple[torch.Tensor, torch.Tensor | None]:
        z = torch.from_numpy(code.z)[None].to(device)
        return z, torch.tensor([code.label or 0], device=device) if labelled else None

    with torch.no_grad():
        x = engine.trainer.average.net.mixed(asked(coarse), asked(fine), at)
        return to_pixels(x)[0].cpu().numpy()
