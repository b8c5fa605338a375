"""Any traceable module as a model (torch.fx): the same layer used twice is one layer used twice.

Layers of torch that the palette has become nodes of the palette; all other calls stay calls. The module is
run on an example; nothing of it is pickled, and the model's answer is compared with the module's own: it is
the same bit for bit but where the module keeps its pictures channels last, which a model does not.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, fx, nn

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph.edits import MOST_NODES
from engines.layers.graph.folding import folded
from engines.layers.graph.node import Model
from engines.layers.graph.tidy import tidied
from engines.layers.net import tracing
from engines.layers.net.network import built
from engines.layers.net.scribe import Scribe, any_batch, several

NEAR = 1e-4  # of the largest number: how far sums in another order may lead


def imported(module: nn.Module, *examples: Tensor, name: str = "", fold: bool = False) -> Model:
    """A module as a model with its weights, laid out.

    Args:
        module: as it answers in ``eval``; it is not changed. examples: its inputs, of any batch; arguments
            beyond them keep their defaults.
        name: for sentences, what to call it.
        fold: into blocks, by the calls that the module makes, so that each view shows a handful.

    Raises:
        Problem: its way depends on the numbers, it calls what is not on the list, its answer is no tensor,
            or it has more than 5,000 nodes; the sentence names the place.
    """
    name = name or type(module).__name__
    was = {part: part.training for part in module.modules()}
    module.eval()
    try:
        refusal: Problem | None = None
        for loose in (False, True):
            try:
                return tidied(_model(module, examples, name, loose=loose, fold=fold))
            except Problem as e:
                refusal = refusal or e
        assert refusal is not None
        raise refusal
    finally:
        for part, training in was.items():
            part.training = training


@torch.no_grad()
def _model(module: nn.Module, examples: tuple[Tensor, ...], name: str, *, loose: bool, fold: bool) -> Model:
    traced, sized = tracing.traced(module, examples, name, loose=loose)
    if len(traced.graph.nodes) > MOST_NODES:
        raise Problem(mark("A model has at most {most} nodes."), most=MOST_NODES)
    seen = _Watch(traced, name)
    answer = seen.run(*examples)
    if not _near(answer, module(*examples), 0.0):
        raise Problem(mark("{name} answers otherwise every time: it draws numbers of its own."), name=name)
    scribe = Scribe(traced, seen.found, examples, name)
    model = scribe.model()
    if not _near(answer, built(model).eval()(*examples), NEAR):
        raise Problem(mark("{name} cannot be written down: as a model it would answer otherwise."), name=name)
    if sized and any_batch(examples):
        twice = [torch.cat([x, x]) for x in examples]
        if not _near(built(model).eval()(*twice), module(*twice), NEAR):
            raise Problem(
                mark("{name} goes another way for another number of examples: no drawing shows both."),
                name=name,
            )
    return folded(model, scribe.origins) if fold else model


class _Watch(fx.Interpreter):
    """Runs the trace and keeps what each call answers."""

    def __init__(self, traced: fx.GraphModule, name: str) -> None:
        super().__init__(traced, garbage_collect_values=False)
        self.name, self.found = name, dict[fx.Node, Any]()

    def run_node(self, n: fx.Node) -> Any:
        try:
            self.found[n] = super().run_node(n)
        except Exception as e:
            reason = str(e).strip().split("\n")[0][:160]
            raise Problem(
                mark("{node} cannot run: {reason}"), node=f"{self.name}.{n.name}", reason=reason
            ) from e
        return self.found[n]


def _near(answer: Any, other: Any, part: float) -> bool:
    """Whether two answers are the same but for a part of the largest number."""
    ours, theirs = ([x for x in several(found) if x is not None] for found in (answer, other))
    if len(ours) != len(theirs) or any(a.shape != b.shape for a, b in zip(ours, theirs, strict=True)):
        return False
    return all(
        torch.equal(a, b) or float((a - b).abs().max()) <= part * float(a.abs().max())
        for a, b in zip(ours, theirs, strict=True)
    )
