"""Dropout: which numbers are dropped hangs on seed, step and place alone, so a saved run goes on unbroken."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from engines.layers import LayersConfig, build, open_checkpoint
from engines.layers.examples.drawings import drawing
from engines.layers.graph import wires
from engines.layers.graph.document import to_json
from engines.layers.net.export import python
from engines.layers.net.importing import imported
from engines.layers.net.network import built
from engines.layers.net.small import Dropout
from engines.layers.queries import gradients
from tests.engines.layers.drawn import numbers


def model():
    return wires.insert(drawing("thrice"), "again_1", 0, "dropout", rate=0.5)


def steps(engine, many):
    for _ in range(many):
        for _ in engine.step():
            pass


def test_some_are_zero_and_the_rest_is_larger():
    layer, x = Dropout(0.25), torch.ones(200, 50)
    found = layer(x)
    assert found.unique().tolist() == pytest.approx([0.0, 4 / 3])
    assert float((found == 0).float().mean()) == pytest.approx(0.25, abs=0.02)
    assert layer(x).equal(found)
    layer.seed = 1
    assert not layer(x).equal(found)
    assert layer.eval()(x).equal(x)


def test_a_saved_run_goes_on_unbroken_and_drops_others_every_step(tmp_path):
    config = LayersConfig(batch=4)
    engine = build(config, model=model())
    steps(engine, 2)
    engine.save(tmp_path / "run.safetensors")
    steps(engine, 2)
    again = open_checkpoint(tmp_path / "run.safetensors")
    steps(again, 2)
    assert to_json(again.model) == to_json(engine.model)


def test_gradients_of_the_uses_still_add_up():
    engine = build(LayersConfig(batch=4), model=model())
    for bar in gradients(engine):
        assert sum(bar.along) == pytest.approx(bar.total, rel=1e-5)


def test_it_is_brought_in_and_written_as_torch_has_it():
    found = imported(nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.3)), numbers(2, 4))
    assert [n.kind for n in found.graph.nodes] == ["input", "linear", "dropout", "output"]
    assert "nn.Dropout(0.3)" in python(found)
    room: dict = {"__name__": "drawn"}
    exec(python(found), room)
    assert room["build"]()(numbers(2, 4)).equal(built(found).eval()(numbers(2, 4)))
