"""A whole training step recorded as one CUDA graph, with the eager step to fall back on.

A small net launches thousands of kernels per step, and launching takes longer than computing. A graph
launches them all at once. It replays the same kernels on the same memory, so everything that changes from
step to step must sit in tensors written in place: indices and codes come from a registered generator,
learning rates and the average's weight are tensors, and optimisers are "capturable".
"""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Iterator

import torch

from engines.gan.training import Trainer

log = logging.getLogger(__name__)
AHEAD = 2
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
        # a step with the regulariser and one without are two recordings
        self._graphs: dict[bool, torch.cuda.CUDAGraph] = {}
        self._warm: Counter[bool] = Counter()
        self._under_way: deque[torch.cuda.Event] = deque()

    def step(self) -> Iterator[None]:
        """One step; an eager one yields between its pieces."""
        kind = self._trainer.due
        if self._possible and kind not in self._graphs and self._warm[kind] >= WARM:
            self._record()
        if not self._possible:
            yield from self._trainer.iterate()
        elif kind in self._graphs:
            self._graphs[kind].replay()
        else:
            self._aside()
        if self._trainer.device.type == "cuda":
            self._wait()

    @property
    def replaying(self) -> bool:
        """Whether there is a recording of the step as it is now."""
        return bool(self._graphs)

    def forget(self) -> None:
        """The step is another one now: record it anew."""
        self._graphs.clear()
        self._warm.clear()

    def _aside(self) -> None:
        """An eager step on a side stream, as recording asks for."""
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            self._run()
        torch.cuda.current_stream().wait_stream(side)
        self._warm[self._trainer.due] += 1

    def _record(self) -> None:
        """Record the step; never again where the driver or an operation refuses."""
        rng = self._trainer.rng
        state = rng.get_state()
        try:
            graph = torch.cuda.CUDAGraph()
            graph.register_generator_state(rng)
            # other threads of the program may use the device meanwhile; only this one must behave
            with torch.cuda.graph(graph, capture_error_mode="thread_local"):
                self._run()
        except torch.cuda.OutOfMemoryError:
            raise
        except RuntimeError as e:
            log.warning("no CUDA graph, steps stay eager: %s", e)
            self._possible = False
            self.forget()
            torch.cuda.synchronize()
            # the old generator may still think it records
            self._trainer.rng = torch.Generator(self._trainer.device)
            self._trainer.rng.set_state(state)
        else:
            self._graphs[self._trainer.due] = graph

    def _run(self) -> None:
        for _ in self._trainer.iterate():
            pass

    def _wait(self) -> None:
        """Let the GPU be at most AHEAD steps behind, or a slider would wait for all that is queued."""
        event = torch.cuda.Event(blocking=True)
        event.record()
        self._under_way.append(event)
        if len(self._under_way) > AHEAD:
            self._under_way.popleft().synchronize()
