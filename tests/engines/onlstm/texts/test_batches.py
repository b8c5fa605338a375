"""Which sentence comes when: everything once an epoch, fixed by the seed, nothing lost in a stream."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.onlstm.texts.batches import IGNORED, Sentences, Stream, pad
from engines.onlstm.texts.tokens import EOS, PAD


def rows(n: int, seed: int = 0) -> list[list[int]]:
    rng = torch.Generator().manual_seed(seed)
    lengths = torch.randint(1, 9, (n,), generator=rng).tolist()
    return [[10 * i + k + 3 for k in range(length)] for i, length in enumerate(lengths)]


def test_padding() -> None:
    batch = pad([[5, 6], [7]])
    assert batch.inputs.tolist() == [[EOS, EOS], [5, 7], [6, PAD]]
    assert batch.targets.tolist() == [[5, 7], [6, EOS], [EOS, IGNORED]]
    assert batch.words == 5
    assert pad([[]]).targets.tolist() == [[EOS]]


@settings(deadline=None, max_examples=25, derandomize=True)
@given(st.integers(1, 90), st.integers(1, 20), st.integers(0, 5))
def test_an_epoch_has_every_sentence_once(n: int, batch: int, seed: int) -> None:
    feed = Sentences(rows(n), batch, seed)
    seen = []
    for step in range(feed.per_epoch):
        inputs = feed.at(step).inputs
        assert inputs.shape[1] <= batch
        seen += inputs[1].tolist()
    assert sorted(seen) == sorted(r[0] for r in rows(n))


def test_a_step_is_the_same_whenever_it_is_asked() -> None:
    a, b = Sentences(rows(50), 4, 1), Sentences(rows(50), 4, 1)
    for step in (0, 40, 3, 12, 13):
        assert torch.equal(a.at(step).inputs, b.at(step).inputs)
    assert not torch.equal(a.at(0).inputs, a.at(a.per_epoch).inputs)


@pytest.mark.parametrize(("batch", "bptt"), [(1, 7), (4, 12), (3, 2), (500, 32)])
def test_a_stream_is_read_in_order(batch: int, bptt: int) -> None:
    text = [EOS, *(i for row in rows(120) for i in (*row, EOS))]
    feed = Stream(rows(120), batch, bptt, 0)
    first, step, fresh = [], 0, 0
    while fresh < 2:
        found = feed.at(step)
        fresh += found.fresh
        if fresh == 2:
            break
        assert found.scale == len(found.inputs) / bptt
        first += found.inputs[:, 0].tolist()
        wanted = text[len(first) - len(found.inputs) + 1 : len(first) + 1]
        assert found.targets[:, 0].tolist() == wanted
        step += 1
    assert first == text[: len(first)]
    columns = found.inputs.shape[1]
    assert len(first) == (len(text) - 1) // columns
    assert torch.equal(Stream(rows(120), batch, bptt, 0).at(step).inputs, found.inputs)
    assert torch.equal(feed.at(0).inputs[:, 0], torch.tensor(first[: len(feed.at(0).inputs)]))
