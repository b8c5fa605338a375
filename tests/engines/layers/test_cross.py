"""Cross-attention: it is what torch does by hand, padding of what is looked at leaves no trace, masks go on."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from engines.ground.problem import Problem
from engines.layers.examples.sketch import Sketch
from engines.layers.graph import edits
from engines.layers.graph.carry import carried
from engines.layers.graph.shapes import checked, live
from engines.layers.masks.attention import CrossAttention
from engines.layers.net.export import python
from engines.layers.net.network import built
from tests.engines.layers.drawn import numbers, tokens


def drawn(mask_zero: bool = True):
    """Numbers that look at padded tokens of another width."""
    s = Sketch()
    memory = s.add(
        "embedding",
        s.add("input", shape=(7,), dtype="tokens", name="words"),
        vocab=12,
        dim=6,
        mask_zero=mask_zero,
    )
    s.add("output", s.add("cross", s.add("input", shape=(3, 8), name="asks"), memory, heads=2))
    return s.model


def layer() -> CrossAttention:
    torch.manual_seed(0)
    return CrossAttention(8, 6, 2).double()


def test_it_is_what_torch_does_by_hand():
    net, x, memory = layer(), numbers(4, 3, 8).double(), numbers(4, 7, 6).double()
    q = net.q(x).view(4, 3, 2, 4).transpose(1, 2)
    k, v = (part.view(4, 7, 2, 4).transpose(1, 2) for part in net.kv(memory).split(8, -1))
    wanted = net.out(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(4, 3, 8))
    assert torch.allclose(net(x, memory), wanted, atol=1e-12)
    assert torch.allclose(net.look(x, memory).sum(-1), torch.ones(4, 2, 3, dtype=torch.float64))


@pytest.mark.parametrize("value", [0.0, 37.0, float("nan")])
def test_padding_of_what_is_looked_at_leaves_no_trace(value):
    net, x = layer(), numbers(2, 3, 8).double()
    memory = numbers(2, 4, 6).double()
    padded = torch.cat([memory, torch.full((2, 5, 6), value, dtype=torch.float64)], 1).requires_grad_()
    mask = torch.arange(9).expand(2, 9) < 4
    found = net(x, padded, mask)
    assert torch.allclose(found, net(x, memory), atol=1e-12)
    found.sum().backward()
    assert padded.grad[:, 4:].eq(0).all()


def test_nothing_to_look_at_answers_no_nan():
    net = layer()
    found = net(numbers(2, 3, 8).double(), numbers(2, 4, 6).double(), torch.zeros(2, 4, dtype=torch.bool))
    assert torch.allclose(found, net.out.bias.expand_as(found))


def test_it_is_drawn_run_and_written():
    model, words, asks = drawn(), tokens(4, 7), numbers(4, 3, 8)
    assert checked(model.graph).types["cross"][0].text() == "B×3×8"
    net = built(model).eval()
    room: dict = {"__name__": "drawn"}
    exec(python(model), room)
    assert room["build"]()(words, asks).equal(net(words, asks))
    hidden = net.run(words, asks)["embedding"].mask
    assert net(words, asks).equal(net.parts["cross"](asks, net.parts["embedding"](words), hidden))


def test_what_is_looked_at_needs_its_mask():
    assert not carried(drawn().graph, live(drawn().graph).types).warnings
    bare = drawn(mask_zero=False)
    assert [path for path, _ in carried(bare.graph, live(bare.graph).types).warnings] == ["cross"]


def test_heads_that_cannot_share_the_features_are_named():
    model = edits.set_options(drawn(), "cross", heads=3)
    with pytest.raises(Problem, match="cross: 8 features cannot be shared out among 3 heads"):
        checked(model.graph)
