"""What a running model looks like from inside: gradients, activations, weights."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.engine import LayersEngine
from engines.layers.graph.node import Model
from engines.layers.masks.attention import CrossAttention, SelfAttention
from engines.layers.masks.pooling import AttentionPool
from engines.layers.net.gradients import per_use
from engines.layers.net.network import Network, Signal, built, captured
from engines.layers.snapshot import Activation, UseBars
from engines.layers.training import loss


def network(engine: LayersEngine) -> Network:
    """The network that learns. Raises Problem while there is none."""
    if engine.learner is None:
        assert engine.unfit is not None
        raise engine.unfit
    return engine.learner.net


def gradients(engine: LayersEngine) -> tuple[UseBars, ...]:
    """See :func:`engines.layers.queries.gradients`. Running means of a normalisation are put back."""
    net = network(engine).train()
    net.seed(engine.number)
    inputs, answers = engine.batch(engine.count)
    kept = {name: value.clone() for name, value in net.named_buffers()}
    found = per_use(net, inputs, lambda run: loss(run[net.plan.outputs[0]].x, answers))
    for name, value in net.named_buffers():
        value.copy_(kept[name])
    bars = []
    for key, tied in found.tied.items():
        whole = _flat(tied)
        total = float(whole.norm())
        each = {path: _flat(part) for path, part in found.each[key].items()}
        along = tuple(float(part @ whole) / total if total else 0.0 for part in each.values())
        bars.append(UseBars(key, total, tuple((path, float(p.norm())) for path, p in each.items()), along))
    return tuple(bars)


def _flat(parts: Any) -> Tensor:
    return torch.cat([part.double().reshape(-1) for part in parts.values()])


@torch.no_grad()
def activation(engine: LayersEngine, path: str, example: int) -> Activation:
    """See :func:`engines.layers.queries.activation`."""
    return _answer(engine, _run(engine, example), path)


@torch.no_grad()
def activations(engine: LayersEngine, paths: Sequence[str], example: int) -> dict[str, Activation]:
    """See :func:`engines.layers.queries.activations`."""
    run = _run(engine, example)
    found = {}
    for path in paths:
        with contextlib.suppress(Problem):
            found[path] = _answer(engine, run, path)
    return found


def _run(engine: LayersEngine, example: int) -> dict[str, Signal]:
    """What every step answers for a held-out example."""
    net = network(engine).eval()
    inputs, _ = engine.held(engine.job.held)
    i = example % engine.job.held
    return net.run(*(x[i : i + 1] for x in inputs))


def _answer(engine: LayersEngine, run: dict[str, Signal], path: str) -> Activation:
    net = network(engine)
    place = _place(net, engine.model, path)
    if place not in run:
        raise Problem(mark("There is no node {node}."), node=path)
    signal = run[place]
    if not isinstance(signal.x, Tensor):
        raise Problem(mark("{node} answers no tensor."), node=path)
    mask = signal.mask
    step = next(s for s in net.plan.steps if s.path == place)
    part = net.parts.get(place)
    looked = None
    if isinstance(part, CrossAttention):
        query, memory = (run[source] for source in step.sources)
        looked = _numbers(part.look(query.x, memory.x, memory.mask if step.node["masked"] else None))
    if isinstance(part, SelfAttention | AttentionPool):
        x = run[step.sources[0]]
        mask = x.mask if step.node["masked"] else None
        looked = _numbers(
            part.look(x.x, mask) if isinstance(part, SelfAttention) else part.weights(x.x, mask)
        )
    return Activation(_numbers(signal.x), None if mask is None else mask[0].cpu().numpy().copy(), looked)


def _place(net: Network, model: Model, path: str) -> str:
    """The step whose answer a node shows: of an output, what it is wired to; of a block, its first output."""
    graph, names, prefix = model.graph, path.split("/"), ""
    for name in names[:-1]:
        inner = graph.node(name).inner
        if inner is None:
            return path
        graph, prefix = inner, f"{prefix}{name}/"
    node = graph.node(names[-1])
    while node.kind == "output" or node.inner is not None:
        if node.inner is not None:
            graph, prefix = node.inner, f"{prefix}{node.id}/"
            node = graph.of_kind("output")[0]
        edge = graph.incoming[node.id][0]
        node = graph.node(edge.source)
    return prefix + node.id


def _numbers(x: Tensor) -> np.ndarray:
    found: np.ndarray = x[0].detach().double().cpu().numpy().copy()
    return found


def weights(engine: LayersEngine, key: str) -> dict[str, np.ndarray]:
    """See :func:`engines.layers.queries.weights`."""
    net = network(engine)
    if key not in engine.model.weights:
        raise Problem(mark("There are no weights {key}."), key=key)
    named = net.layer(key).named_parameters()
    return {n: p.detach().cpu().numpy().copy() for n, p in named if not n.startswith("table.")}


@torch.no_grad()
def difference(engine: LayersEngine, before: Model) -> float | None:
    """See :func:`engines.layers.queries.difference`."""
    inputs, _ = engine.batch(engine.count)
    try:
        engine.job.check(before)
        other = built(before).to(engine.device).eval()(*inputs)
        mine = network(engine).eval()(*inputs)
    except Problem:
        return None
    return float((other - mine).abs().max())


def safetensors(model: Model, keys: Collection[str] = ()) -> bytes:
    """All weights, or those of some keys, as one file. Raises Problem: the model cannot run."""
    from safetensors.numpy import save

    found = captured(model, built(model))
    return save(
        {
            f"{key}.{name}": np.frombuffer(a.data, np.dtype(a.dtype)).reshape(a.shape).copy()
            for key, w in found.weights.items()
            if not keys or key in keys
            for name, a in w.values
        }
    )
