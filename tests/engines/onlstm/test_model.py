"""Sizes, the three dropouts, and a training pass in pieces that equals one in a whole."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch.nn import functional as F

from engines.ground.problem import Problem
from engines.onlstm import preset
from engines.onlstm.config import layer_sizes
from engines.onlstm.model import dropout
from engines.onlstm.model import language_model as modelling
from engines.onlstm.model.language_model import Drops, LanguageModel, Seams, loss_of
from engines.onlstm.optimiser import PATIENCE, Adam, AveragedDescent
from engines.onlstm.texts.batches import pad
from tests.engines.onlstm.conftest import tiny

NONE = Drops(0, 0, 0, 0, 0)


def rng(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def model(cell: Any = "onlstm", **values: Any) -> LanguageModel:
    return LanguageModel(tiny(**values), 20, cell, rng())


def test_the_papers_sizes() -> None:
    """25,232,180 weights with two biases per layer; one bias is 2 * (2n + 4H) - ... fewer."""
    config = preset("paper").config()
    assert layer_sizes(config) == [(400, 1150), (1150, 1150), (1150, 400)]
    rows = [2 * (h // 10) + 4 * h for _, h in layer_sizes(config)]
    count = (
        10_000 * 400
        + 10_000
        + sum(r * (e + h + 1) for r, (e, h) in zip(rows, layer_sizes(config), strict=True))
    )
    assert count == 25_232_180 - sum(rows)


def test_units_that_make_no_whole_chunks_are_refused() -> None:
    with pytest.raises(Problem, match="13 units do not make whole chunks of 3"):
        layer_sizes(tiny(emb=13))
    assert layer_sizes(tiny(emb=13, tie=False)) == [(13, 12), (12, 12)]


def test_word_dropout_takes_whole_words() -> None:
    table = torch.ones(4000, 5)
    found = dropout.words(table, 0.3, rng())
    kept = found[:, 0] > 0
    assert (found == found[:, :1]).all()
    torch.testing.assert_close(found[kept], torch.full((int(kept.sum()), 5), 1 / 0.7))
    assert abs(float(kept.float().mean()) - 0.7) < 0.03


def test_locked_dropout_is_the_same_at_all_steps() -> None:
    found = dropout.locked(torch.ones(6, 50, 40), 0.5, rng())
    assert (found == found[:1]).all()
    assert set(found.unique().tolist()) == {0.0, 2.0}
    assert found[0].std(0).max() > 0


def test_weight_dropout_is_not_scaled_but_made_up_for_at_rest() -> None:
    found = dropout.weights(torch.ones(100, 100), 0.4, rng())
    assert set(found.unique().tolist()) == {0.0, 1.0}
    assert abs(float(found.mean()) - 0.6) < 0.03
    torch.testing.assert_close(dropout.rested(torch.ones(2, 2), 0.4), torch.full((2, 2), 0.6))


@pytest.mark.parametrize("drop", [dropout.words, dropout.weights, dropout.locked])
def test_no_dropout_changes_and_draws_nothing(drop: Any) -> None:
    source = rng()
    before = source.get_state()
    x = torch.ones(3, 4, 5)
    assert drop(x, 0, source) is x
    assert torch.equal(source.get_state(), before)


@pytest.mark.parametrize("cell", ["onlstm", "lstm"])
@pytest.mark.parametrize("tie", [True, False])
@pytest.mark.parametrize("products", [1, 10_000_000])
def test_pieces_give_the_gradients_of_the_whole(
    cell: Any, tie: bool, products: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a layer is so large that every word is a piece of its own."""
    monkeypatch.setattr(modelling, "PIECE", products)
    batch = pad([[3, 4, 5, 6], [7, 8], [9]])
    pieces, whole = model(cell, tie=tie), model(cell, tie=tie)
    seams = Seams()
    states = pieces.start(3)
    made = list(pieces.pieces(batch.inputs, states, NONE, rng(), seams))
    assert len(made) == (2 if products > 1 else 2 * (5 + 1))
    (last,) = seams.cut(made[-1])
    total, entropy = loss_of(pieces, last, batch.targets, NONE, 0.5, 0.3, rng())
    for _ in seams.backward(total):
        pass
    raw, gates = whole(batch.inputs, 0.0)
    torch.testing.assert_close(states[-1][0], raw[-1])
    logits = whole.decode(raw)
    wanted = F.cross_entropy(logits.flatten(0, 1), batch.targets.flatten(), ignore_index=-1)
    torch.testing.assert_close(entropy, wanted.detach())
    penalty = 0.5 * raw.square().mean() + 0.3 * (raw[1:] - raw[:-1]).square().mean()
    (wanted + penalty).backward()
    for (name, a), (_, b) in zip(pieces.named_parameters(), whole.named_parameters(), strict=True):
        torch.testing.assert_close(a.grad, b.grad, msg=name)
    assert len(gates) == 2


def test_weight_drop_at_rest_scales_the_recurrent_matrix() -> None:
    a, b = model(), model()
    with torch.no_grad():
        for layer in b.stack():
            layer.recurrent *= 0.7
    batch = pad([[3, 4, 5]])
    torch.testing.assert_close(a(batch.inputs, 0.3)[0], b(batch.inputs, 0.0)[0])


def test_adam_warms_up_and_falls() -> None:
    adam = Adam(list(model().parameters()))
    rates = [adam.schedule(step, 600) for step in range(600)]
    assert rates[0] == pytest.approx(0.05)
    assert max(rates) == rates[19] > 0.95
    assert rates[-1] == pytest.approx(0.02)


def quadratic(optimiser: AveragedDescent, w: torch.nn.Parameter) -> None:
    w.grad = 2 * w.detach()
    optimiser.step(0.1, 0.0)


def test_descent_turns_to_averaging_when_nothing_gets_better() -> None:
    w = torch.nn.Parameter(torch.tensor([1.0, -2.0]))
    optimiser = AveragedDescent([w])
    for loss in (5, 4, 3, 2.5, 2.4, 2.3, 2.2):
        optimiser.notice(loss)
        quadratic(optimiser, w)
        assert optimiser.averages() is None
    for _ in range(PATIENCE - 1):
        optimiser.notice(2.3)
    assert optimiser.averages() is None  # 2.2 lies within the last five
    optimiser.notice(2.3)
    optimiser.notice(2.3)
    means = optimiser.averages()
    assert means is not None
    path = [w.detach().clone()]
    for _ in range(4):
        quadratic(optimiser, w)
        path.append(w.detach().clone())
    torch.testing.assert_close(means[0], torch.stack(path).mean(0))


def test_the_best_loss_is_never_forgotten() -> None:
    optimiser = AveragedDescent([torch.nn.Parameter(torch.zeros(1))])
    optimiser.seen[1] = 5  # averaging already: only remember
    optimiser.notice(1.0)
    for _ in range(200):
        optimiser.notice(2.0)
    assert float(optimiser.losses.min()) == 1.0
    assert optimiser.losses.shape == (AveragedDescent.CHECKS,)
