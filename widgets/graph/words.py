"""What a node and a wire are, in words: for tool tips and for those who listen."""

from __future__ import annotations

from widgets.graph.model import Graph, Node, Wire
from widgets.look.figures import brief
from widgets.look.i18n import mark, tr

MASKS = {
    "keep": mark("a mask travels along"),
    "drop": mark("the mask is dropped here"),
    "needs": mark("a mask is needed here"),
}


def node_words(graph: Graph, node: Node) -> str:
    """All that a card shows: title, facts, shapes in and out, ties, lock, gradient, trouble."""
    said = [node.title, node.facts]
    for wire in graph.incoming.get(node.id, ()):
        shape, source = shape_of(graph, wire), graph.by_id[wire.source].title
        said.append(tr("in {port}: {shape} from {node}", port=wire.input, shape=shape, node=source))
    wired = {wire.input for wire in graph.incoming.get(node.id, ())}
    said += [tr("in {port}: nothing", port=port.name) for port in node.inputs if port.name not in wired]
    for port in node.outputs:
        fed = [graph.by_id[w.target].title for w in graph.outgoing.get(node.id, ()) if w.output == port.name]
        facts = {"port": port.name, "shape": port.shape or "–", "nodes": ", ".join(fed)}
        said.append(
            tr("out {port}: {shape} to {nodes}", **facts) if fed else tr("out {port}: {shape}", **facts)
        )
    said += _state(graph, node)
    return "; ".join(part for part in said if part)


def _state(graph: Graph, node: Node) -> list[str]:
    said = []
    if tie := graph.tie_of.get(node.tie):
        others = ", ".join(use.title for use in graph.uses[node.tie] if use.id != node.id)
        said.append(tr("same weights {letter} as {nodes}", letter=tie.letter, nodes=others or "–"))
    if node.frozen:
        said.append(tr("frozen"))
    if node.block:
        said.append(tr("a block; Enter opens it"))
    if node.gradient is not None:
        said.append(tr("gradient of this use {value}", value=brief(node.gradient)))
        if tie is not None and tie.gradient is not None:
            said.append(tr("of all uses together {value}", value=brief(tie.gradient)))
    if node.error:
        said.append(tr("error: {sentence}", sentence=node.error))
    if node.warning:
        said.append(tr("warning: {sentence}", sentence=node.warning))
    return said


def node_tip(graph: Graph, node: Node, port: tuple[bool, int] | None) -> str:
    """What resting the mouse on a card, or on one of its ports, tells."""
    if port is not None:
        output, at = port
        found = (node.outputs if output else node.inputs)[at]
        shape = found.shape or next(
            (
                shape_of(graph, w)
                for w in graph.incoming.get(node.id, ())
                if not output and w.input == found.name
            ),
            "–",
        )
        return tr("{port}: {shape}", port=found.name, shape=shape)
    return "\n".join(part for part in (node.error, node.warning, *_lines(graph, node)) if part)


def _lines(graph: Graph, node: Node) -> list[str]:
    plain = [
        part for part in _state(graph, node) if not part.endswith((node.error or "\0", node.warning or "\0"))
    ]
    return [node.title + (f"  {node.facts}" if node.facts else ""), *plain]


def wire_words(graph: Graph, wire: Wire) -> str:
    """From where to where, what goes along, and what becomes of the mask."""
    ends = {"source": graph.by_id[wire.source].title, "target": graph.by_id[wire.target].title}
    said = [tr("{source} to {target}: {shape}", **ends, shape=shape_of(graph, wire))]
    if wire.mask:
        said.append(tr(MASKS[wire.mask]))
    if wire.error:
        said.append(tr("error: {sentence}", sentence=wire.error))
    return "; ".join(said)


def shape_of(graph: Graph, wire: Wire) -> str:
    """What is at the wire's output, a dash while nobody knows."""
    ports = graph.by_id[wire.source].outputs
    return next((port.shape for port in ports if port.name == wire.output), "") or "–"
