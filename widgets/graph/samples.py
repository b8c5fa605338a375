"""Graphs to show and to measure: a tied net, a residual net of sixty and more nodes, a transformer."""

from __future__ import annotations

import numpy as np

from widgets.graph.model import Graph, MaskState, Node, Port, Tie, Wire
from widgets.graph.search import Choice

CHOICES = (
    Choice("linear", "Linear", "arrows-out-line-horizontal"),
    Choice("conv", "Conv2d", "grid-four"),
    Choice("norm", "LayerNorm", "equals"),
    Choice("relu", "ReLU", "chart-line-up"),
    Choice("attention", "Attention", "git-merge"),
    Choice("block", "Block", "stack"),
)


class Net:
    """A graph in the making: nodes in a row, wires between first ports unless told."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.wires: list[Wire] = []

    def add(
        self,
        name: str,
        title: str,
        *feeds: str,
        facts: str = "",
        shape: str = "",
        ports: str = "x",
        **more: object,
    ) -> str:
        """A node that takes from these; ``ports`` are the names of its inputs, parted by blanks."""
        names = ports.split() if feeds else []
        inputs = tuple(Port(port, kind="mask" if port == "mask" else "numbers") for port in names)
        out = Port("y", shape, "ids" if title == "Tokens" else "mask" if title == "Mask" else "numbers")
        self.nodes.append(Node(name, title, facts, inputs, (out,), **more))  # type: ignore[arg-type]
        self.wires += [Wire(feed, "y", name, port) for feed, port in zip(feeds, names, strict=True)]
        return name

    def graph(self, *ties: Tie) -> Graph:
        """What was made."""
        return Graph(tuple(self.nodes), tuple(self.wires), ties)


def tied() -> Graph:
    """Tokens to words with the embedding's table used again at the end, and one layer used twice."""
    net = Net()
    net.add("tokens", "Tokens", shape="4 × 9")
    net.add("mask", "Mask", shape="4 × 9")
    net.add(
        "embed", "Embedding", "tokens", facts="1,000 × 64", shape="4 × 9 × 64", tie="table", gradient=0.31
    )
    net.add("fc1", "Linear", "embed", facts="64 → 64", shape="4 × 9 × 64", tie="fc", gradient=0.52)
    net.add("relu", "ReLU", "fc1", shape="4 × 9 × 64")
    net.add("fc2", "Linear", "relu", facts="64 → 64", shape="4 × 9 × 64", tie="fc", gradient=0.4)
    net.add("add", "Add", "fc1", "fc2", ports="a b", shape="4 × 9 × 64")
    net.add("pool", "Mean pool", "add", "mask", ports="x mask", shape="4 × 64", picture=_heat())
    net.add("norm", "LayerNorm", "pool", facts="64", shape="4 × 64", frozen=True, gradient=0.05)
    net.add(
        "head",
        "Head",
        "norm",
        facts="64 → 1,000 · block",
        shape="4 × 1,000",
        tie="table",
        gradient=0.7,
        block=True,
    )
    net.add(
        "loss",
        "Cross entropy",
        "head",
        facts="needs targets",
        error="Cross entropy has no targets: wire them to it.",
    )
    net.nodes[-1] = Node(**{**vars(net.nodes[-1]), "outputs": ()})
    masks: dict[tuple[str, str], MaskState] = {
        ("mask", "pool"): "keep", ("embed", "fc1"): "keep", ("tokens", "embed"): "keep",
        ("fc1", "relu"): "drop", ("add", "pool"): "needs",
    }  # fmt: skip
    net.wires = [
        Wire(w.source, w.output, w.target, w.input, masks.get((w.source, w.target), "")) for w in net.wires
    ]
    return net.graph(Tie("table", "A", 0, 0.83), Tie("fc", "B", 2, 0.9))


def _heat() -> np.ndarray:
    y, x = np.mgrid[:16, :40]
    return (127 + 120 * np.sin(x / 5) * np.cos(y / 3)).astype(np.uint8)


def residual(blocks: int = 9) -> Graph:
    """A ResNet: 7 nodes a block, with a projection at every third shortcut, and 6 around them."""
    net = Net()
    last = net.add("x", "Picture", shape="8 × 3 × 32 × 32")
    last = net.add("stem", "Conv2d", last, facts="3 → 16, 3 × 3", shape="8 × 16 × 32 × 32")
    for at in range(blocks):
        wide = 16 * 2 ** (at // 3)
        shape = f"8 × {wide} × {512 // wide} × {512 // wide}"
        facts = f"{wide} → {wide}, 3 × 3"
        step = last
        for part in ("1", "2"):
            step = net.add(f"conv{at}.{part}", "Conv2d", step, facts=facts, shape=shape)
            step = net.add(f"norm{at}.{part}", "BatchNorm2d", step, facts=f"{wide}", shape=shape)
            if part == "1":
                step = net.add(f"relu{at}.1", "ReLU", step, shape=shape)
        short = (
            net.add(f"short{at}", "Conv2d", last, facts="1 × 1", shape=shape) if at % 3 == 0 and at else last
        )
        step = net.add(f"add{at}", "Add", step, short, ports="a b", shape=shape)
        last = net.add(f"relu{at}.2", "ReLU", step, shape=shape)
    last = net.add("pool", "Mean pool", last, shape="8 × 64")
    net.add("head", "Linear", last, facts="64 → 10", shape="8 × 10")
    return net.graph()


def transformer(layers: int = 2) -> Graph:
    """A small one: embedding, attention and a feed-forward net a layer, the table again at the end."""
    net, shape = Net(), "4 × 9 × 64"
    net.add("tokens", "Tokens", shape="4 × 9")
    net.add("mask", "Mask", shape="4 × 9")
    net.add("places", "Positions", facts="9 × 64", shape="9 × 64")
    net.add("embed", "Embedding", "tokens", facts="1,000 × 64", shape=shape, tie="table")
    last = net.add("sum", "Add", "embed", "places", ports="a b", shape=shape)
    for at in range(layers):
        norm = net.add(f"norm{at}.1", "LayerNorm", last, facts="64", shape=shape)
        query, key, value = (
            net.add(f"{part}{at}", "Linear", norm, facts=f"{part}, 64 → 64", shape=shape)
            for part in ("q", "k", "v")
        )
        heads = net.add(
            f"attention{at}",
            "Attention",
            query,
            key,
            value,
            "mask",
            ports="query key value mask",
            facts="4 heads",
            shape=shape,
        )
        mixed = net.add(f"out{at}", "Linear", heads, facts="64 → 64", shape=shape)
        last = net.add(f"add{at}.1", "Add", last, mixed, ports="a b", shape=shape)
        norm = net.add(f"norm{at}.2", "LayerNorm", last, facts="64", shape=shape)
        up = net.add(f"up{at}", "Linear", norm, facts="64 → 256", shape="4 × 9 × 256")
        gelu = net.add(f"gelu{at}", "GELU", up, shape="4 × 9 × 256")
        down = net.add(f"down{at}", "Linear", gelu, facts="256 → 64", shape=shape)
        last = net.add(f"add{at}.2", "Add", last, down, ports="a b", shape=shape)
    net.add("head", "Linear", last, facts="64 → 1,000", shape="4 × 9 × 1,000", tie="table")
    return net.graph(Tie("table", "A", 0))
