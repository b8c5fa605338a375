"""One network and its optimiser; the untied twin is another of the same."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.nn import functional as F

from engines.layers.graph.node import Model
from engines.layers.net.network import Network, built

CLIP = 1.0  # longest gradient


def loss(said: Tensor, answers: Tensor) -> Tensor:
    """Mean cross entropy. said (B, ..., C), answers (B, ...)."""
    return F.cross_entropy(said.reshape(-1, said.shape[-1]), answers.reshape(-1))


class Learner:
    """Adam on what is not frozen.

    Raises:
        Problem: the model cannot run.
    """

    def __init__(self, model: Model, device: torch.device) -> None:
        self.net: Network = built(model).to(device)
        self._named = [(n, p) for n, p in self.net.named_parameters() if p.requires_grad]
        self.optimiser = torch.optim.Adam([p for _, p in self._named] or [torch.zeros(1, requires_grad=True)])
        for _, p in self._named:
            self.optimiser.state[p] = {
                "step": torch.zeros(()), "exp_avg": torch.zeros_like(p), "exp_avg_sq": torch.zeros_like(p),
            }  # fmt: skip

    def learn(self, inputs: tuple[Tensor, ...], answers: Tensor, lr: float, number: int) -> Tensor:
        """Step ``number``; returns the loss before it."""
        self.net.train()
        self.net.seed(number)
        found = loss(self.net(*inputs), answers)
        if self._named:
            self.optimiser.zero_grad(set_to_none=True)
            found.backward()
            torch.nn.utils.clip_grad_norm_([p for _, p in self._named], CLIP)
            for group in self.optimiser.param_groups:
                group["lr"] = lr
            self.optimiser.step()
        return found.detach()

    def tensors(self, name: str) -> Iterator[tuple[str, Tensor]]:
        """All that it is, by name; shared storage once."""
        for key, value in self.net.state_dict().items():
            if ".table." not in key:
                yield f"{name}net.{key}", value
        for key, p in self._named:
            for what, value in self.optimiser.state[p].items():
                yield f"{name}adam.{key}.{what}", value

    def take_over(self, other: Learner) -> None:
        """The optimiser's memory of weights that are still there, of the same shape."""
        mine, theirs = dict(self.tensors("")), dict(other.tensors(""))
        with torch.no_grad():
            for key, value in mine.items():
                found = theirs.get(key)
                if key.startswith("adam.") and found is not None and found.shape == value.shape:
                    value.copy_(found)
