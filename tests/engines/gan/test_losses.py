"""Loss values worked out by hand, and that each pair of players pulls the right way."""

from __future__ import annotations

import math
from typing import get_args

import pytest
import torch

from engines.gan.config import GanConfig, updates
from engines.gan.fields.game import LossKind
from engines.gan.losses import LOSSES, SMALLEST_GAP, gap_l1, gap_l2, gap_square

R, F, GAP = torch.tensor([1.0, 3.0]), torch.tensor([-1.0, 0.0]), torch.tensor([0.5, 0.25])


def sp(x: float) -> float:
    """softplus"""
    return math.log1p(math.exp(x))


def mean(*values: float) -> float:
    return sum(values) / len(values)


CE = mean(sp(-1), sp(-3)) + mean(sp(-1), sp(0))
QP = mean(-2 + 4 / (20 * 0.5), -3 + 9 / (20 * 0.25))
BY_HAND: dict[str, tuple[float, float]] = {
    "ns": (CE, mean(sp(1), sp(0))),
    "saturating": (CE, -mean(sp(-1), sp(0))),
    "lsgan": (mean(0, 4) + mean(1, 0), mean(4, 1)),
    "hinge": (mean(0, 0) + mean(0, 1), 0.5),
    "wgan": (-0.5 - 2.0, 0.5),
    "rsgan": (mean(sp(-2), sp(-3)), mean(sp(2), sp(3))),
    "ragan": (mean(sp(-1.5), sp(-3.5)) + mean(sp(-3), sp(-2)), mean(sp(3), sp(2)) + mean(sp(1.5), sp(3.5))),
    "qp_l1": (QP, mean(2, 3)),
    "qp_l2": (QP, mean(2, 3)),
    "qp_square": (mean(-2 + 0.25 * 4 / 0.5, -3 + 0.25 * 9 / 0.25), mean(2, 3)),
}


@pytest.mark.parametrize("kind", get_args(LossKind))
def test_values_by_hand(kind: LossKind) -> None:
    critic, generator = BY_HAND[kind]
    assert LOSSES[kind].critic(R, F, GAP).item() == pytest.approx(critic, abs=1e-6)
    assert LOSSES[kind].generator(R, F).item() == pytest.approx(generator, abs=1e-6)


@pytest.mark.parametrize("kind", get_args(LossKind))
def test_high_is_real_for_both_players(kind: LossKind) -> None:
    r, f = torch.zeros(4, requires_grad=True), torch.zeros(4, requires_grad=True)
    down_r, down_f = torch.autograd.grad(LOSSES[kind].critic(r, f, torch.ones(4)), (r, f), allow_unused=True)
    assert (down_r < 0).all()  # descending raises the scores of real pictures
    assert (
        kind == "lsgan" or (down_f > 0).all()
    )  # and lowers generated ones (lsgan's target 0 is reached here)
    (up_f,) = torch.autograd.grad(LOSSES[kind].generator(r, f), f)
    assert (up_f < 0).all()


def test_gaps_between_pictures() -> None:
    x, fake = torch.zeros(1, 1, 1, 4), torch.tensor([[[[1.0, 1.0, 0.0, -1.0]]]])
    assert gap_l1(x, fake).item() == pytest.approx(0.75)
    assert gap_square(x, fake).item() == pytest.approx(0.75)
    assert gap_l2(x, fake).item() == pytest.approx(0.75**0.5)
    assert gap_l1(x, x).item() == gap_square(x, x).item() == pytest.approx(SMALLEST_GAP)
    assert gap_l2(x, x).item() == pytest.approx(SMALLEST_GAP**0.5)


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"loss": "ns"}, (1, 1)),
        ({"loss": "hinge"}, (1, 1)),
        ({"loss": "wgan"}, (5, 1)),
        ({"loss": "wgan", "regulariser": "gp"}, (5, 1)),
        ({"loss": "wgan", "regulariser": "wgan_div"}, (1, 1)),
        ({"loss": "rsgan"}, (1, 2)),
        ({"loss": "qp_l1"}, (2, 1)),
        ({"loss": "wgan", "d_steps": 2}, (2, 1)),
        ({"loss": "ns", "g_steps": 3}, (1, 3)),
    ],
)
def test_usual_updates_follow_the_loss(changes: dict[str, object], wanted: tuple[int, int]) -> None:
    assert updates(GanConfig(**changes)) == wanted
