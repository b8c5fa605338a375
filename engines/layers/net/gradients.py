"""Where the gradient of shared weights comes from: a part from each use, and their sum."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engines.layers.net.network import Network, Signal
from engines.layers.net.plan import uses


@dataclass(frozen=True)
class Gradients:
    """Of one batch.

    Attributes:
        loss: on it. tied: {key: {name: gradient}} as the shared weights get it. each: {key: {path: {name:
            gradient}}}, of each use alone, in the order they run; the sum over paths is ``tied``.
    """

    loss: float
    tied: Mapping[str, Mapping[str, Tensor]]
    each: Mapping[str, Mapping[str, Mapping[str, Tensor]]]

    def norms(self) -> dict[str, dict[str, float]]:
        """{key: {path: length of the gradient that this use gives}}."""
        return {key: {path: _norm(part) for path, part in parts.items()} for key, parts in self.each.items()}


def _norm(part: Mapping[str, Tensor]) -> float:
    return float(sum(float(g.double().square().sum()) for g in part.values()) ** 0.5)


def per_use(
    network: Network, inputs: tuple[Tensor, ...], loss: Callable[[dict[str, Signal]], Tensor],
    masks: Mapping[str, Tensor] | None = None,
) -> Gradients:  # fmt: skip
    """Run once as it is and once with a copy of the layer at each use, and take both gradients.

    The network's own ``grad`` is left as it was. Frozen weights get none.
    """
    own = {
        key: layer
        for key, layer in _layers(network).items()
        if any(p.requires_grad for p in layer.parameters())
    }
    live = {
        k: {n: p for n, p in layer.named_parameters() if not n.startswith("table.")}
        for k, layer in own.items()
    }
    value = loss(network.run(*inputs, masks=masks))
    flat = [(k, n, p) for k, named in live.items() for n, p in named.items() if p.requires_grad]
    found = torch.autograd.grad(value, [p for _, _, p in flat], allow_unused=True) if flat else ()
    tied: dict[str, dict[str, Tensor]] = {}
    for (key, name, p), g in zip(flat, found, strict=True):
        tied.setdefault(key, {})[name] = torch.zeros_like(p) if g is None else g
    return Gradients(float(value.detach()), tied, _each(network, inputs, loss, masks, tied))


def _each(
    network: Network, inputs: tuple[Tensor, ...], loss: Callable[[dict[str, Signal]], Tensor],
    masks: Mapping[str, Tensor] | None, tied: Mapping[str, Mapping[str, Tensor]],
) -> dict[str, dict[str, dict[str, Tensor]]]:  # fmt: skip
    """The gradient of a copy of the layer at each use."""
    nodes = {step.path: step.node for step in network.plan.steps}
    copies = {path: copy.deepcopy(part) for path, part in network.parts.items() if nodes[path].keys}
    value = loss(network.run(*inputs, masks=masks, instead=copies))
    leaves: list[tuple[str, str, str, Tensor]] = []
    for key, paths in uses(network.plan).items():
        for path in paths:
            for name in tied.get(key, {}):
                place = f"table.{name}" if nodes[path].table == key else name
                leaves.append((key, path, name, copies[path].get_parameter(place)))
    found = torch.autograd.grad(value, [leaf for *_, leaf in leaves], allow_unused=True) if leaves else ()
    each: dict[str, dict[str, dict[str, Tensor]]] = {}
    for (key, path, name, leaf), g in zip(leaves, found, strict=True):
        part = each.setdefault(key, {}).setdefault(path, {})
        part[name] = torch.zeros_like(leaf) if g is None else g
    return each


def _layers(network: Network) -> dict[str, nn.Module]:
    return {name.removeprefix("w_"): layer for name, layer in network.layers.items()}
