"""The codebook's health, as the specification measured it: with restart it lives, without it collapses."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from engines import vqvae
from engines.vqvae import measuring
from engines.vqvae.config import VqvaeConfig
from tests.engines.vqvae.conftest import Set, advance

STEPS = 250


def drawings(n: int, seed: int = 0) -> Set:
    """Anti-aliased ellipses, boxes and rings, grey, 28 px: drawn four times as large, then reduced."""
    rng = np.random.default_rng(seed)
    found = np.empty((n, 28, 28, 1), np.uint8)
    for i in range(n):
        image = Image.new("L", (112, 112))
        pen = ImageDraw.Draw(image)
        cx, cy = rng.uniform(36, 76, 2)
        rx, ry = rng.uniform(14, 36, 2)
        box, level = (cx - rx, cy - ry, cx + rx, cy + ry), int(rng.uniform(120, 256))
        kind = i % 3
        if kind == 0:
            pen.ellipse(box, fill=level)
        elif kind == 1:
            pen.rectangle(box, fill=level)
        else:
            pen.ellipse(box, outline=level, width=int(rng.uniform(8, 16)))
        found[i, :, :, 0] = np.asarray(image.resize((28, 28), Image.Resampling.BOX))
    return Set(found, name="Drawings")


def trained(pictures: Set, **values: object) -> dict[str, float]:
    config = vqvae.preset("quick").config(**values)
    assert isinstance(config, VqvaeConfig)
    engine = vqvae.build(config, device="cpu", pictures=pictures)
    advance(engine, STEPS)
    figures = dict(engine.snapshot().figures)
    *_, last = measuring.reconstruction(engine.trainer, engine.deck, 0, 128)
    engine.close()
    return figures | last


@pytest.mark.slow
def test_restart_keeps_the_codebook_alive() -> None:
    pictures = drawings(1500)
    alive, dying = trained(pictures), trained(pictures, restart=False)
    assert alive["used"] >= 100
    assert dying["used"] < 64
    assert alive["perplexity"] > 2 * dying["perplexity"]
    assert alive["nmse"] < dying["nmse"] < 0.2
