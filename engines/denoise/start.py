"""How a run begins: what is to be learned is loaded, and the networks are set up."""

from __future__ import annotations

import threading
from typing import Any

from engines.denoise.config import DenoiseConfig
from engines.denoise.engine import DenoiseEngine
from engines.denoise.plane import Plane
from engines.ground import device as devices
from engines.ground.marks import mark
from engines.ground.report import Report, silent
from engines.images.dataset import Pictures as PictureSet


def build(
    config: DenoiseConfig,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
    pictures: PictureSet | None = None,
) -> DenoiseEngine:
    """Load what is to be learned and set up a run.

    Args:
        report: told (sentence, fraction) while data load. cancel: ends that early.
        device: "auto", or a key of ``engines.ground.device.devices``.
        pictures: use these in place of the config's source.

    Raises:
        Problem: no data, or settings that contradict each other; the sentence says what to change.
        Cancelled: ``cancel`` was set.
    """
    if config.plane:
        from engines.points.source import load

        devices.prepare()
        chosen = devices.pick(device)
        space: Any = Plane(
            load(config.data, config.path, config.seed, report, cancel),
            chosen,
            config.dims if config.method == "paper" else 0,
        )
        report(mark("Setting up the networks"), None)
    else:
        from engines.denoise.pictures.space import PictureSpace, loaded_at
        from engines.images.run import ready

        found, chosen = ready(loaded_at(config), config.seed, report, cancel, device, pictures)
        space = PictureSpace(found, config, chosen)
    return DenoiseEngine(config, space, chosen, cancel)
