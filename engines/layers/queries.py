"""What the window asks: plain functions.

Those that take an engine run on the engine's thread (``runner.ask(lambda: edit(engine, ...))``). Edits are in
:mod:`engines.layers.graph`, pure and without torch, so a canvas may try one on its own thread before it asks:

* ``edits``: add, remove, move, rename, set_options, inside (a block)
* ``wires``: connect, disconnect, insert, exchange
* ``ties``: tie, untie, again, freeze, renew, untied
* ``blocks``: nest, flatten; ``clips``: copy, paste, place, siamese; ``cuts``: head, tail; ``tidy``: tidied
* ``shapes.live``, ``carry.carried``, ``counters.count`` and ``counters.tree`` tell of a graph as it stands
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engines.ground import files
from engines.ground.marks import mark
from engines.ground.problem import FileProblem
from engines.layers.graph import cuts, document
from engines.layers.graph.node import Model
from engines.layers.masks.asked import Ask, Bench

if TYPE_CHECKING:
    import numpy as np

    from engines.layers.engine import LayersEngine
    from engines.layers.snapshot import Activation, UseBars

MOST_BYTES = 512 << 20  # of a file of a model


# -- the model -----------------------------------------------------------------------------------------


def model(engine: LayersEngine) -> Model:
    """The model with its weights as they are now; keep it to undo to."""
    return engine.model


def edit(engine: LayersEngine, change: Callable[[Model], Model]) -> tuple[Model, Model]:
    """Do an edit: (the model before, bit for bit, to undo to; the model after). Raises Problem."""
    before = engine.model
    return before, engine.edit(change)


def put(engine: LayersEngine, other: Model) -> None:
    """Take on another model: an undone one, an opened one. It may be unfit; the snapshot says why."""
    engine.put(other)


def difference(engine: LayersEngine, before: Model) -> float | None:
    """Largest difference between the outputs of ``before`` and of the model now, on the next batch.

    None where one of them cannot do the job.
    """
    from engines.layers import looking

    return looking.difference(engine, before)


# -- gradients and activations -------------------------------------------------------------------------


def gradients(engine: LayersEngine) -> tuple[UseBars, ...]:
    """Of the batch that the next step takes, one for each layer that is not frozen. Raises Problem: unfit."""
    from engines.layers import looking

    return looking.gradients(engine)


def activation(engine: LayersEngine, path: str, example: int = 0) -> Activation:
    """What a node answers for a held-out example. Raises Problem: unfit, no such node, or no tensor."""
    from engines.layers import looking

    return looking.activation(engine, path, example)


def activations(engine: LayersEngine, paths: Sequence[str], example: int = 0) -> dict[str, Activation]:
    """What many nodes answer for a held-out example, by path; those without a tensor are left out.

    Raises Problem: unfit.
    """
    from engines.layers import looking

    return looking.activations(engine, paths, example)


def weights(engine: LayersEngine, key: str) -> Mapping[str, np.ndarray]:
    """The parameters of a key by name, as they are now. Raises Problem: no such key."""
    from engines.layers import looking

    return looking.weights(engine, key)


# -- the bench -----------------------------------------------------------------------------------------


def bench(ask: Ask) -> Bench:
    """Ask the mask bench: see :mod:`engines.layers.masks.asked`. Needs no engine. Raises Problem."""
    from engines.layers.masks.bench import bench as answer

    return answer(ask)


# -- files ---------------------------------------------------------------------------------------------


def save_json(found: Model, path: str | Path) -> None:
    """Write a model with its weights. Raises FileProblem."""
    files.write_atomic(path, document.to_json(found).encode())


def open_json(path: str | Path) -> Model:
    """Read a model from anywhere. Raises FileProblem: one sentence that says what and where."""
    data = files.read(path, MOST_BYTES)
    name = files.shown(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise FileProblem(mark("{name} is no model of this program."), name=name) from e
    return document.from_json(text, name)


def save_python(found: Model, path: str | Path) -> None:
    """Write a model as Python that needs torch alone, weights inside. Raises FileProblem, Problem."""
    from engines.layers.net.export import python

    files.write_atomic(path, python(found).encode())


def save_weights(found: Model, path: str | Path, *keys: str) -> None:
    """Write the weights alone, all or those of some keys, as safetensors named ``key.parameter``.

    Raises FileProblem, Problem.
    """
    from engines.layers import looking

    files.write_atomic(path, looking.safetensors(found, keys))


# -- other models --------------------------------------------------------------------------------------

EXAMPLES = (
    ("resnet", mark("A residual network")),
    ("transformer", mark("A transformer")),
)


def example(key: str, seed: int = 0) -> Model:
    """A module of torch from this package, imported and folded into blocks: see EXAMPLES. Raises KeyError."""
    from engines.layers.examples.modules import example as found

    return found(key, seed, fold=True)


def imported(module: object, *examples: object, name: str = "") -> Model:
    """Any traceable ``torch.nn.Module``: see :mod:`engines.layers.net.importing`. Raises Problem."""
    from engines.layers.net.importing import imported as made

    return made(module, *examples, name=name)  # type: ignore[arg-type]


def head(engine: LayersEngine, *ids: str) -> Model:
    """From the inputs to these nodes, with the weights of now. Raises Problem."""
    return cuts.head(engine.model, *ids)


def tail(engine: LayersEngine, name: str) -> Model:
    """What comes after a node, with the weights of now. Raises Problem."""
    return cuts.tail(engine.model, name)
