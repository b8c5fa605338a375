"""Train without a window.

``python -m engines.gan --preset cpu --data faces --steps 200 --out run.safetensors``
"""

from __future__ import annotations

import sys

from engines.gan import PRESETS, GanConfig, build, open_checkpoint
from engines.images.command import Command

main = Command(
    lab="gan",
    what="a GAN",
    config=GanConfig,
    presets=PRESETS,
    build=build,
    open_checkpoint=open_checkpoint,
    steps=200,
    figures=("loss_d", "loss_g", "real", "fake", "penalty", "corr", "rec", "rec_mean"),
    figure=".3f",
    sheet=lambda shown: shown.samples,
).main

if __name__ == "__main__":
    sys.exit(main())
