"""A model as a file of Python that needs torch and nothing else: the layers word for word, weights inside."""

from __future__ import annotations

import base64
import inspect
import textwrap
from collections.abc import Callable
from typing import Any, Final

from torch import nn

from engines.layers.graph import names
from engines.layers.graph.carry import rule
from engines.layers.graph.node import Model, Node
from engines.layers.masks import attention, convolution, pooling, quiet, recurrent
from engines.layers.net import small, spelled
from engines.layers.net.network import built, captured
from engines.layers.net.plan import Plan, Step, planned

_QUIET = (quiet.quiet,)
_SOFT = (quiet.quiet, quiet.total, quiet.hide, quiet.softmax)
PARTS: Final[dict[str, tuple[Callable[..., Any], ...]]] = {
    "Conv": (*_QUIET, convolution.Conv),
    "Lstm": (*_QUIET, recurrent.order_of, recurrent.taken, recurrent.reversed_by_length, recurrent.Lstm),
    "SelfAttention": (*_SOFT, attention.SelfAttention),
    "CrossAttention": (*_SOFT, attention.CrossAttention),
    "AttentionPool": (*_SOFT, pooling.AttentionPool),
    "MeanPool": (quiet.quiet, quiet.total, pooling.MeanPool),
    "MaxPool": (quiet.quiet, quiet.hide, pooling.MaxPool),
    "Last": (*_QUIET, pooling.Last),
    "Position": (small.Position,),
    "Tied": (small.Tied,),
    "Value": (small.Value,),
}
HEAD: Final = '''"""A model drawn in Seven Labs. ``build()`` gives it with its weights: {numbers} numbers."""

from __future__ import annotations

import base64
import math
import operator

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
'''
TAIL: Final = '''
def build() -> Model:
    """The model with its weights, ready to answer; ``.train()`` to go on learning."""
    model = Model()
    places = {**dict(model.named_parameters(remove_duplicate=False)), **dict(model.named_buffers())}
    with torch.no_grad():
        for name, (dtype, shape, data) in WEIGHTS.items():
            found = torch.frombuffer(bytearray(base64.b64decode(data)), dtype=getattr(torch, dtype))
            places[name].copy_(found.reshape(shape))
    return model.eval()


if __name__ == "__main__":
    print(build())
'''
_TORCH: Final = {
    "<f2": "float16",
    "<f4": "float32",
    "<f8": "float64",
    "<i8": "int64",
    "<i4": "int32",
    "|b1": "bool",
    "|u1": "uint8",
}


def python(model: Model) -> str:
    """The file's text; blocks are written out in line. Raises Problem where the model cannot run."""
    model = captured(model, built(model))
    plan = planned(model.graph)
    writer = _Writer(model, plan)
    body = "\n\n\n".join([*writer.sources(), writer.model()])
    numbers = plan.live.unique()
    return f"{HEAD.format(numbers=numbers)}\n\n{body}\n\n\n{writer.weights()}\n{TAIL}"


class _Writer:
    """Names everything once, then writes it."""

    def __init__(self, model: Model, plan: Plan) -> None:
        self.weighted, self.plan = model, plan
        self.variables: dict[str, str] = {}
        self.layers: dict[str, str] = {}  # attribute by key of weights, or by path of what has none
        self.made: dict[str, str] = {}  # how each attribute is made
        self.masks: dict[str, str] = {}  # variable of the mask by path
        taken = {"self", "torch", "nn", "F", "operator", "math", "base64"}
        for step in plan.steps:
            self.variables[step.path] = names.fresh(step.path.replace("/", "_"), taken)
            taken.add(self.variables[step.path])
            self._make(step)

    def _make(self, step: Step) -> None:
        node, inputs = step.node, self.plan.live.inputs[step.path]
        if node.table:
            self._attribute(node.table, f"nn.Embedding({node['vocab']}, {inputs[0].shape[-1]})")
            self._attribute(node.weights, f"Tied({node['vocab']}, self.{self.layers[node.table]})")
        elif node.kind in spelled.MADE:
            self._attribute(node.weights or f"/{step.path}", spelled.MADE[node.kind](node, inputs))

    def _attribute(self, key: str, made: str) -> None:
        if key in self.layers:
            return
        wish = key.strip("/").replace("/", "_")
        name = names.fresh(wish, {*self.layers.values(), *dir(nn.Module)})
        self.layers[key] = name
        self.made[name] = made

    def sources(self) -> list[str]:
        """The functions and classes that are used, each once, word for word."""
        wanted: dict[Callable[..., Any], None] = {}
        for made in self.made.values():
            wanted |= dict.fromkeys(PARTS.get(made.split("(")[0], ()))
        return [inspect.getsource(part).rstrip() for part in wanted]

    def model(self) -> str:
        """The class."""
        lines = ["class Model(nn.Module):", "    def __init__(self) -> None:", "        super().__init__()"]
        lines += [f"        self.{name} = {made}" for name, made in self.made.items()]
        for key, weights in self.weighted.weights.items():
            if weights.frozen:  # of a tied output its bias alone: the table is another's
                part = ".bias" if self.made[self.layers[key]].startswith("Tied(") else ""
                lines.append(f"        self.{self.layers[key]}{part}.requires_grad_(False)")
        given = ", ".join(f"{self.variables[path]}: Tensor" for path in self.plan.inputs)
        many = len(self.plan.outputs) > 1
        answer = f"tuple[{', '.join(['Tensor'] * len(self.plan.outputs))}]" if many else "Tensor"
        lines += ["", f"    def forward(self, {given}) -> {answer}:"]
        for step in self.plan.steps:
            lines += [f"        {line}" for line in self._lines(step)]
        outputs = ", ".join(self.variables[path] for path in self.plan.outputs)
        return "\n".join([*lines, f"        return {outputs}"])

    def _lines(self, step: Step) -> list[str]:
        node = step.node
        if node.kind == "input":
            return []
        name, x = self.variables[step.path], [self.variables[source] for source in step.sources]
        hands_on = step.sources[:1] if node.kind == "cross" else step.sources
        masks = list(dict.fromkeys(self.masks[s] for s in hands_on if s in self.masks))
        mask = " & ".join(masks)
        key = node.weights or f"/{step.path}"
        layer = f"self.{self.layers[key]}" if key in self.layers else ""
        looked = self.masks.get(step.sources[1], "") if node.kind == "cross" else mask
        seen = looked if dict(node.options).get("masked", False) else ""
        inputs = self.plan.live.inputs[step.path]
        if not self._listens(node, inputs):
            seen = ""
        lines = [f"{name} = {spelled.written(node, layer, x, seen, inputs)}"]
        if rule(node) == "make":
            self.masks[step.path] = f"{name}_mask"
            lines.append(f"{name}_mask = {x[0]} != 0")
        elif mask and rule(node) == "keep" and len(self.plan.live.types[step.path][0].shape) > 2:
            self.masks[step.path] = mask if len(masks) == 1 else f"({mask})"
        return lines

    @staticmethod
    def _listens(node: Node, inputs: tuple[Any, ...]) -> bool:
        return node.kind != "conv" or len(inputs[0].shape) == 3

    def weights(self) -> str:
        """The values, by the name of their place."""
        lines = []
        for key, weights in self.weighted.weights.items():
            for name, array in weights.values:
                data = base64.b64encode(array.data).decode()
                place = f"{self.layers[key]}.{name}"
                lines.append(f"    {place!r}: ({_TORCH[array.dtype]!r}, {array.shape}, {data!r}),")
        return textwrap.dedent("WEIGHTS = {\n") + "\n".join(lines) + "\n}"
