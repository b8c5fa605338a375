"""JSON and Python: all of it comes back, and what comes from elsewhere is told in a sentence."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import torch

from engines.ground.problem import FileProblem
from engines.layers.graph import blocks, document, ties
from engines.layers.net.export import python
from engines.layers.net.network import built, captured
from tests.engines.layers.drawn import branched, numbers, residual, row, tied, tokens

MODELS = [
    (row(), numbers(4, 8)),
    (blocks.nest(residual(), ("norm", "activation")), numbers(4, 1, 8, 8)),
    (ties.freeze(branched(), "lstm"), tokens(4, 6)),
    (ties.tie(tied(), "linear", "embedding"), tokens(4, 9)),
]


@pytest.mark.parametrize(("model", "x"), MODELS)
def test_json_brings_back_every_bit(model, x):
    for one in (model, captured(model, built(model))):
        again = document.from_json(document.to_json(one))
        assert again == one
        assert torch.equal(built(again).eval()(x), built(model).eval()(x))


def test_not_a_number_comes_back_too():
    model = row(1)
    net = built(model)
    torch.nn.init.constant_(net.layer("linear").bias, float("nan"))
    spoilt = captured(model, net)
    assert document.from_json(document.to_json(spoilt)) == spoilt


@pytest.mark.parametrize(("model", "x"), MODELS)
def test_exported_code_runs_alone_and_answers_the_same(model, x, tmp_path):
    (tmp_path / "drawn.py").write_text(python(model), "utf-8")
    torch.save(x, tmp_path / "x.pt")
    code = "import sys, torch, drawn; torch.save(drawn.build()(torch.load('x.pt')), 'y.pt'); print([m for m in sys.modules if m.startswith(('engines', 'safetensors', 'widgets'))])"
    env = {"PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
    assert torch.equal(torch.load(tmp_path / "y.pt"), built(model).eval()(x))


def test_exported_code_keeps_what_is_frozen_and_shared():
    room: dict = {"__name__": "drawn"}
    exec(python(ties.freeze(row(), "linear")), room)
    model = room["build"]()
    assert [n for n, _ in model.named_parameters()] == ["linear.weight", "linear.bias"]
    assert not any(p.requires_grad for p in model.parameters())


def spoil(**changes):
    found = json.loads(document.to_json(captured(row(), built(row()))))
    for path, value in changes.items():
        at = found
        *steps, last = path.split("__")
        for step in steps:
            at = at[int(step)] if isinstance(at, list) else at[step]
        at[int(last) if isinstance(at, list) else last] = value
    return json.dumps(found)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no model of this program"),
        ("[1, 2]", "no model of this program"),
        ('{"format": "onnx"}', "no model of this program"),
        ("[" * 100_000, "no model of this program"),
        (spoil(version=9), "format 9; this program reads format 1"),
        (spoil(graph__nodes__1__kind="os.system"), "no kind of layer os.system"),
        (spoil(graph__nodes__1__options__out=-3), "linear: out cannot be -3"),
        (spoil(graph__nodes__1__options__out=10**12), "linear: out cannot be 1000000000000"),
        (spoil(graph__nodes__1__options={"code": "x"}), "linear: linear has no option code"),
        (spoil(graph__nodes__1__id="linear_1"), "a node linear_1 already"),
        (spoil(graph__nodes__1__id="import os"), "import os is no name"),
        (spoil(graph__nodes__1__id="class"), "class is a word of Python"),
        (spoil(graph__nodes__1__at=[1e300, 0]), "linear stands nowhere"),
        (spoil(graph__nodes__1__weights=""), "linear has weights that its kind does not have"),
        (spoil(graph__nodes__1__weights="other"), "the weights other are missing"),
        (spoil(graph__nodes__1__inner={}), "linear is no block"),
        (spoil(graph__edges__0=["input", 0, "nobody", 0]), "no node nobody"),
        (spoil(graph__edges__0=["input", 3, "linear", 0]), "input has no output 3"),
        (spoil(graph__edges__0=["input", 0, "linear", 7]), "linear has no input 7"),
        (spoil(graph__edges__0=["input", 0]), "damaged"),
        (spoil(graph__nodes=7), "damaged"),
        (spoil(weights__linear__seed=-1), "weights linear are damaged"),
        (spoil(weights__linear__values__weight__data="!"), "weights linear are damaged"),
        (spoil(weights__linear__values__weight__shape=[9, 9]), "weights linear are damaged"),
        (spoil(weights__linear__values__weight__dtype="|O8"), "weights linear are damaged"),
    ],
)  # fmt: skip
def test_json_from_elsewhere_is_one_sentence(text, why):
    with pytest.raises(FileProblem, match=why):
        document.from_json(text)


def test_too_many_nodes_are_told():
    nodes = [{"id": f"a{i}", "kind": "flatten"} for i in range(5001)]
    text = json.dumps({"format": "seven-labs-layers", "version": 1, "graph": {"nodes": nodes, "edges": []}})
    with pytest.raises(FileProblem, match="at most 5000 nodes"):
        document.from_json(text)


def test_blocks_too_deep_are_told():
    graph: dict = {"nodes": [], "edges": []}
    for _ in range(30):
        graph = {"nodes": [{"id": "b", "kind": "block", "inner": graph}], "edges": []}
    with pytest.raises(FileProblem, match="more than 20 deep"):
        document.from_json(json.dumps({"format": "seven-labs-layers", "version": 1, "graph": graph}))
