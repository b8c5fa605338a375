"""The layers engine: a model that learns while it is taken apart and put together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from engines.ground import device as devices
from engines.ground import spec
from engines.ground.guard import Guard
from engines.ground.marks import mark
from engines.ground.problem import Cancelled, Halt, Problem
from engines.ground.report import Report, silent
from engines.ground.training import Training
from engines.layers import checkpoint, shown, thumbnail
from engines.layers.config import LayersConfig
from engines.layers.examples.drawings import drawing
from engines.layers.graph import counters, edits, ties
from engines.layers.graph.carry import carried
from engines.layers.graph.node import Model
from engines.layers.graph.shapes import live
from engines.layers.jobs.catalogue import job
from engines.layers.jobs.job import Job
from engines.layers.net.network import captured
from engines.layers.snapshot import LayersSnapshot
from engines.layers.training import Learner

SENTENCES: Final = {
    "loss": mark("The loss is no longer a number. Step {step} is restored. Try a lower Learning rate."),
    "untied": mark(
        "The twin's loss is no longer a number. Step {step} is restored. Lower the Learning rate."
    ),
}
SCORE_EVERY, SCORED = 25, 200  # steps between looks at held examples, and how many of them


class LayersEngine(Training):
    """One run of whatever model is on the canvas. All of it on one thread, the runner's.

    Attributes:
        config: as it is now. job: what is learned.
        learner: of the model; None while it cannot do the job. twin: of the model with nothing shared.
        unfit: why it cannot.
    """

    LAB, TERMS, VITAL, KEEP_EVERY = checkpoint.LAB, ("loss", "untied"), 2, 50

    def __init__(self, config: LayersConfig, model: Model, task: Job, device: torch.device) -> None:
        super().__init__(device)
        self.config, self.job = config, task
        self.learner: Learner | None = None
        self.twin: Learner | None = None
        self.unfit: Problem | None = None
        self._data = tuple(torch.from_numpy(x).to(device) for x in task.inputs)
        self._answers = torch.from_numpy(task.answers).to(device)
        self._model = model
        self._told: tuple[Any, ...] = ()
        self.put(ties.drawn(model, config.seed))

    # -- the model -------------------------------------------------------------------------------------

    @property
    def model(self) -> Model:
        """The model with its weights as they are now."""
        if self.learner is not None:
            self._model = captured(self._model, self.learner.net)
        return self._model

    def put(self, model: Model) -> None:
        """Take another model on. One that cannot run or do the job is kept, and says why; it does not learn.

        A model that only stands elsewhere on the canvas goes on as it was. Else the twin begins anew with the
        model's weights, so that both start from the same numbers; the optimiser keeps what it knows of
        weights that stay.
        """
        if self.learner is not None and _unplaced(model) == _unplaced(self.model):
            self._model, self._told = model, ()
            return
        before = self.learner
        self._model, self._told = model, ()
        self.learner = self.twin = self.unfit = None
        try:
            self.job.check(model)
            self.learner = Learner(model, self.device)
            if self.config.compare and counters.count(model).untied > counters.count(model).unique:
                self.twin = Learner(ties.untied(self.model), self.device)
        except Problem as e:
            self.learner, self.unfit = None, e
            return
        if before is not None:
            self.learner.take_over(before)
        self._guard = Guard(self.tensors(), SENTENCES, self.count)

    def edit(self, change: Callable[[Model], Model]) -> Model:
        """Do an edit to the model as it is now; returns what it is then. Raises Problem: nothing changed."""
        self.put(change(self.model))
        return self._model

    # -- engine contract -------------------------------------------------------------------------------

    def step(self) -> Iterator[None]:
        """One update of the model, and of its twin on the same examples.

        Raises:
            Halt: the model cannot do its job, or a number broke; the run is whole.
        """
        self._raise_halt()
        if self.learner is None:
            assert self.unfit is not None
            raise Halt(self.unfit.template, **self.unfit.facts)
        inputs, answers = self.batch(self.count)
        row = torch.zeros(2, device=self.device)
        row[0] = self.learner.learn(inputs, answers, self.config.lr, self.number)
        yield
        if self.twin is not None:
            row[1] = self.twin.learn(inputs, answers, self.config.lr, self.number)
            yield
        self.count += 1
        self._unread.append((self.count, row))
        yield from self._watch()
        if self.count % SCORE_EVERY == 0 or self.count == 1:
            yield from self._score()

    def snapshot(self) -> LayersSnapshot:
        """See :class:`LayersSnapshot`."""
        self._read()
        if not self._told:
            found = live(self._model.graph)
            try:
                masks = carried(self._model.graph, found.types)
            except Problem:  # a cycle, which is among the problems already
                masks = None
            self._told = (found, masks, counters.count(self._model))
        known, masks, count = self._told
        return LayersSnapshot(
            step=self.count,
            model=self._model,
            shapes={path: tuple(t.text() for t in types) for path, types in known.types.items()},
            problems=known.problems,
            warnings=masks.warnings if masks else (),
            carried=dict(masks.carried) if masks else {},
            unfit=self.unfit,
            count=count,
            curves=self.history.points(),
            figures=self.history.recent(),
            floor=self.job.floor,
            job=self.job.title,
            examples=shown.examples(self.job, self._said(self.held(shown.MOST))),
        )

    def set_config(self, config: LayersConfig) -> None:
        """Take over changed live fields. Raises Problem if another field differs; nothing is changed then."""
        spec.taken_over(self.config, config)
        self.changes.note(self.count, self.config, config)
        self.config = config

    def close(self) -> None:
        """Let go of everything large."""
        for name in ("learner", "twin", "_guard", "_data", "_answers", "job"):
            self.__dict__.pop(name, None)

    # -- files -----------------------------------------------------------------------------------------

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """Everything the run's future depends on: (what JSON can hold, arrays by name)."""
        self._read()
        return checkpoint.state(self)

    def thumbnail(self) -> np.ndarray | None:
        """The model, layers that are used more than once in full ink."""
        return thumbnail.drawn(self._model.graph)

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = "?") -> None:
        """Take over a state from :meth:`state` of an engine with the same config.

        Raises:
            FileProblem: something is missing, damaged or of another shape; nothing is changed then.
        """
        checkpoint.restore(self, meta, tensors, name)
        self._unread.clear()
        self._halt, self._told = None, ()
        if self.learner is not None:
            self._guard = Guard(self.tensors(), SENTENCES, self.count)

    def tensors(self) -> dict[str, Tensor]:
        """Everything that training changes, by name; changed in place."""
        found = dict(self.learner.tensors("")) if self.learner is not None else {}
        return found | (dict(self.twin.tensors("twin.")) if self.twin is not None else {})

    # -- examples --------------------------------------------------------------------------------------

    def batch(self, step: int) -> tuple[tuple[Tensor, ...], Tensor]:
        """Inputs and answers of a step: the same whenever it is asked for."""
        rng = torch.Generator().manual_seed(self.config.seed * 1000003 + step)
        at = torch.randint(self.job.count, (self.config.batch,), generator=rng).to(self.device)
        return tuple(x[at] for x in self._data), self._answers[at]

    @property
    def number(self) -> int:
        """Of the next step, of this seed: what is dropped hangs on it."""
        return self.config.seed * 1000003 + self.count

    def held(self, most: int) -> tuple[tuple[Tensor, ...], Tensor]:
        """The first examples that are never learned from, and their answers."""
        part = slice(self.job.count, self.job.count + most)
        return tuple(x[part] for x in self._data), self._answers[part]

    @torch.no_grad()
    def _said(self, examples: tuple[tuple[Tensor, ...], Tensor]) -> np.ndarray | None:
        if self.learner is None:
            return None
        found: np.ndarray = self.learner.net.eval()(*examples[0]).argmax(-1).cpu().numpy()
        return found

    @torch.no_grad()
    def _score(self) -> Iterator[None]:
        inputs, answers = self.held(SCORED)
        for name, learner in (("right", self.learner), ("untied_right", self.twin)):
            if learner is not None:
                said = learner.net.eval()(*inputs).argmax(-1)
                self.history.add(name, self.count, float((said == answers).float().mean()))
                yield

    def _shown(self) -> set[str]:
        return {"loss", "untied"} if self.twin is not None else {"loss"}

    def _keep(self) -> None:
        self._guard.keep(self.count)


def _unplaced(model: Model) -> Model:
    """The model with all nodes in one place."""
    return Model(edits.unplaced(model.graph), model.weights)


def build(
    config: LayersConfig,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "cpu",
    model: Model | None = None,
) -> LayersEngine:
    """Draw the examples and set up a run.

    Args:
        device: "cpu", which suits these sizes, "auto", or a key of ``engines.ground.device.devices``.
        model: in place of the config's drawing.

    Raises:
        Cancelled: ``cancel`` was set.
    """
    devices.prepare()
    report(mark("Drawing the examples"), None)
    task = job(config.job, config.seed)
    if cancel is not None and cancel.is_set():
        raise Cancelled
    return LayersEngine(
        config, drawing(config.drawing) if model is None else model, task, devices.pick(device)
    )
