"""A whole training step recorded as one CUDA graph, with the eager step to fall back on.

A small net launches thousands of kernels per step, and launching takes longer than computing. A graph
launches them all at once. It replays the same kernels on the same memory, so everything that changes from
step to step must sit in tensors written in place: indices and codes come from a registered generator,
learning rates and the average's weight are tensors, and optimisers are "capturable".
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

import torch

from engines.gan.training import Trainer

log = logging.getLogger(__name__)
WARM = 3  # eager steps on a side stream before recording, so that cuDNN has chosen and memory is warm


class Recorded:
    """Steps a trainer, by replay where possible.

    Args:
        trainer: whose ``iterate`` is one step.
        device: recording happens on CUDA only.
        enabled: False always steps eagerly.
    """

    def __init__(self, trainer: Trainer, device: torch.device, *, enabled: bool) -> None:
        self._trainer = trainer
        self._possible = enabled and device.type == "cuda"
        self._graph: torch.cuda.CUDAGraph | None = None
        self._warm = 0

    def step(self) -> Iterator[None]:
        """One step; an eager one yields between its pieces."""
        if not self._possible:
            yield from self._trainer.iterate()
            return
        if self._graph is None and self._warm >= WARM:
            self._graph = self._record()
        if self._graph is not None:
            self._graph.replay()
        elif self._possible:
            self._aside()
        else:
            yield from self._trainer.iterate()

    def forget(self) -> None:
        """The step is another one now: record it anew."""
        self._graph = None
        self._warm = 0

    def _aside(self) -> None:
        """An eager step on a side stream, as recording asks for."""
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            self._run()
        torch.cuda.current_stream().wait_stream(side)
        self._warm += 1

    def _record(self) -> torch.cuda.CUDAGraph | None:
        """The recorded step, or None (and never again) where the driver or an operation refuses."""
        graph = torch.cuda.CUDAGraph()
        try:
            graph.register_generator_state(self._trainer.rng)
            # other threads of the program may use the device meanwhile; only this thread must behave
            with torch.cuda.graph(graph, capture_error_mode="thread_local"):
                self._run()
        except torch.cuda.OutOfMemoryError:
            raise
        except RuntimeError as e:
            log.warning("no CUDA graph: %s", e)
            self._possible = False
            torch.cuda.synchronize()
            return None
        return graph

    def _run(self) -> None:
        for _ in self._trainer.iterate():
            pass
