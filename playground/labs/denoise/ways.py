"""Samples by every way, and what each is worth."""

from __future__ import annotations

import functools
from collections.abc import Callable

from engines.denoise import DenoiseConfig
from engines.denoise.snapshot import Draw
from playground.labs.denoise import asking
from playground.labs.denoise.subject import SAMPLERS
from playground.labs.denoise.ways_page import LEVELS, WaysPage


class Ways:
    """Asks for them.

    Args:
        ask: as :meth:`playground.lab.Lab.ask`.
        page: what shows them.
        config: the run's settings.
    """

    def __init__(self, ask: Callable[..., None], page: WaysPage, config: Callable[[], DenoiseConfig]) -> None:
        self._ask, self._page, self._config = ask, page, config
        self.seed = 0

    def draw(self) -> None:
        """Samples by every way, from the same noise."""
        seed, ways = self.seed, self._page
        self.seed += 1
        for sampler in SAMPLERS:
            self._ask(asking.drawn(sampler, seed), ways.show_draw, key=f"draw.{sampler}")
        if self._config().method == "dde":
            self._ask(asking.generated(seed), self._show_generated, key="draw.generator")

    def _show_generated(self, found: Draw | None) -> None:
        if found is not None:
            self._page.show_draw(found)

    def measure(self) -> None:
        """The curve of quality over steps, point by point."""
        config, ways = self._config(), self._page
        for levels in LEVELS:
            for sampler in SAMPLERS:
                if sampler == "langevin" and levels > config.levels:
                    continue  # a long walk of many levels would take a minute
                show = functools.partial(ways.add_quality, sampler)
                self._ask(asking.quality(sampler, levels), show, key=f"quality.{sampler}.{levels}")
