"""Where masks go, kind by kind; the told and the real agree; what needs a mask and has none is warned of."""

from __future__ import annotations

import pytest

from engines.layers.examples.sketch import Sketch
from engines.layers.graph import blocks, edits
from engines.layers.graph.carry import carried, rule
from engines.layers.graph.kinds import KINDS
from engines.layers.graph.shapes import live
from engines.layers.net.network import built
from tests.engines.layers.drawn import branched, tokens

RULES = {
    "input": "none", "output": "keep", "block": "keep", "embedding": "make", "linear": "keep", "conv": "keep",
    "norm": "keep", "activation": "keep", "window": "drop", "flatten": "drop", "tied_output": "keep",
    "lstm": "keep", "attention": "keep", "position": "keep", "pool": "reduce", "attention_pool": "reduce",
    "last": "reduce", "add": "keep", "multiply": "keep", "difference": "keep", "concat": "keep",
    "cross": "keep", "dropout": "keep", "parameter": "none", "module": "drop", "call": "drop",
}  # fmt: skip


def told(model):
    return carried(model.graph, live(model.graph).types)


def of(*steps):
    return Sketch().chain(("input", {"shape": (6,), "dtype": "tokens"}), *steps)


def test_the_table():
    assert {key: rule(edits.made(key, "x", {})) for key in KINDS} == RULES
    assert rule(edits.made("embedding", "x", {"mask_zero": False})) == "drop"
    assert rule(edits.made("conv", "x", {"padding": "valid"})) == "drop"
    assert rule(edits.made("conv", "x", {"stride": 2})) == "drop"


def test_what_is_told_is_what_happens():
    model = branched()
    found = built(model).run(tokens(3, 6))
    for path, state in told(model).carried.items():
        if path in found and path != "input":
            assert (state == "masked") == (found[path].mask is not None), path


@pytest.mark.parametrize("kind", ["conv", "lstm", "attention", "pool", "attention_pool", "last"])
def test_a_layer_that_needs_a_mask_warns_without_one(kind):
    options = {"both": True} if kind == "lstm" else {}
    masked, bare = ("embedding", {"dim": 8}), ("embedding", {"dim": 8, "mask_zero": False})
    assert KINDS[kind].needs
    assert told(of(masked, (kind, options))).warnings == ()
    ((path, why),) = told(of(bare, (kind, options))).warnings
    assert path == kind
    assert "dropped" in str(why)
    ((_, why),) = told(of(masked, (kind, {**options, "masked": False}))).warnings
    assert "does not look at its mask" in str(why)


def test_the_forward_half_needs_none():
    assert told(of(("embedding", {"mask_zero": False}), ("lstm", {}))).warnings == ()


def test_where_a_mask_ends_is_told():
    found = told(of(("embedding", {"dim": 8}), ("conv", {"padding": "valid"}), ("pool", {})))
    assert found.dropped == ("conv",)
    assert str(found.warnings[0][1]) == "pool needs a mask, and conv has dropped it."


def test_numbers_that_are_no_sequence_warn_of_nothing():
    s = Sketch()
    s.add("pool", s.add("conv", s.add("input", shape=(1, 8, 8))))
    assert told(s.model).warnings == ()


def test_masks_go_through_blocks():
    model = blocks.nest(branched(), ("lstm", "lstm_1", "activation", "add"))
    found = told(model)
    assert found.warnings == ()
    assert found.carried["block/lstm"] == found.carried["block"] == "masked"
