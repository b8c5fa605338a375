"""A graph of blocks as one straight line of steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engines.layers.graph.node import Graph, Node
from engines.layers.graph.order import order
from engines.layers.graph.shapes import Live, checked


@dataclass(frozen=True)
class Step:
    """One node to run: ``sources`` are paths of the steps that it reads, by slot."""

    path: str
    node: Node
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """Steps in order; paths of inputs and outputs in the graph's order; and the shapes."""

    steps: tuple[Step, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    live: Live


def planned(graph: Graph) -> Plan:
    """The plan of a graph that can run. Raises Problem that names the node where it cannot."""
    live = checked(graph)
    steps: list[Step] = []
    outputs = _graph(graph, "", (), steps)
    inputs = tuple(node.id for node in graph.of_kind("input"))
    return Plan(tuple(steps), inputs, tuple(outputs), live)


def _graph(graph: Graph, path: str, given: tuple[str, ...], steps: list[Step]) -> list[str]:
    """Append the steps of a graph; ``given`` are the sources of its inputs. Returns those of its outputs."""
    at: dict[tuple[str, int], str] = {}
    entrances = iter(given)
    for node in order(graph):
        sources = tuple(at[edge.source, edge.port] for edge in graph.incoming[node.id])
        name = path + node.id
        if node.kind == "input" and path:
            at[node.id, 0] = next(entrances)
        elif node.inner is not None:
            for port, found in enumerate(_graph(node.inner, f"{name}/", sources, steps)):
                at[node.id, port] = found
        elif node.kind == "output":
            at[node.id, 0] = sources[0]
        else:
            steps.append(Step(name, node, sources))
            at[node.id, 0] = name
    return [at[node.id, 0] for node in graph.of_kind("output")]


def uses(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """Paths of the steps that read each key, in the order they run."""
    found: dict[str, list[str]] = {}
    for step in plan.steps:
        for key in step.node.keys:
            found.setdefault(key, []).append(step.path)
    return {key: tuple(paths) for key, paths in found.items()}
