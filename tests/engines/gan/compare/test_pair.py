"""Two runs in lockstep are what each would be alone, and see the same codes and pictures in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch

from engines.gan.compare import pair
from engines.gan.compare.versus import PAIRS, RULES
from engines.gan.config import GanConfig
from engines.gan.engine import build_pictures
from engines.ground.compare.lockstep import Lockstep
from engines.ground.compare.rules import difference
from engines.ground.problem import Halt, Problem
from engines.ground.runner import Runner, State
from tests.engines.gan.conftest import advance, noise, tiny

STEPS = 3


def equal(a: Any, b: Any) -> bool:
    """Whether all that two engines' futures depend on is the same, bit for bit."""
    (_, ours), (_, theirs) = a.state(), b.state()
    return ours.keys() == theirs.keys() and all(np.array_equal(ours[n], theirs[n]) for n in ours)


def built(a: dict[str, Any], b: dict[str, Any], **values: Any) -> Lockstep[Any]:
    return pair.build(*RULES.sides(tiny(**values), a, b), device="cpu", pictures=noise())


def test_equal_settings_stay_equal_at_every_step():
    both = built({}, {})
    assert equal(both.a, both.b)
    for step in range(1, STEPS + 1):
        advance(both, 1)
        assert both.a.count == both.b.count == both.count == step
        assert equal(both.a, both.b)
    seen = both.snapshot()
    assert seen.step == STEPS
    np.testing.assert_array_equal(seen.a.samples, seen.b.samples)


def test_each_side_is_what_it_would_be_alone():
    both = built({"arch": "dcgan"}, {"arch": "selfmod", "spectral_norm": True})
    alone = [build_pictures(config, device="cpu", pictures=noise()) for config in both.config]
    advance(both, STEPS)
    for engine, side in zip(alone, (both.a, both.b), strict=True):
        advance(engine, STEPS)
        assert equal(engine, side)


def test_both_see_the_same_codes_and_pictures_whatever_their_nets(monkeypatch):
    both = built({"arch": "dcgan", "kernel": 5}, {"arch": "resnet", "upsample": "nearest"})
    torch.testing.assert_close(both.a.bank.codes, both.b.bank.codes, rtol=0, atol=0)
    drawn: dict[str, list[torch.Tensor]] = {"a": [], "b": []}
    for name in drawn:
        deck = getattr(both, name).deck
        monkeypatch.setattr(deck, "pick", recording(deck.pick, drawn[name]))
    advance(both, STEPS)
    assert len(drawn["a"]) == len(drawn["b"]) >= STEPS
    for ours, theirs in zip(drawn["a"], drawn["b"], strict=True):
        assert torch.equal(ours, theirs)
    assert torch.equal(both.a.trainer.rng.get_state(), both.b.trainer.rng.get_state())


def recording(pick: Any, into: list[torch.Tensor]) -> Any:
    def picked(*args: Any) -> torch.Tensor:
        into.append(found := pick(*args))
        return found

    return picked


def test_one_that_had_to_go_back_catches_up():
    class Counter:
        config, count, breaks = None, 0, False

        def step(self) -> Iterator[None]:
            if self.breaks:
                self.breaks, self.count = False, 0
                raise Halt("{name} broke.", name="It")
            self.count += 1
            yield

        def snapshot(self) -> int:
            return self.count

        def close(self) -> None:
            self.count = -1

    a, b = Counter(), Counter()
    both: Lockstep[int] = Lockstep(a, b)  # type: ignore[arg-type]
    advance(both, 2)
    b.breaks = True
    with pytest.raises(Halt) as told:
        advance(both, 1)
    assert str(told.value) == "B: It broke."
    assert (a.count, b.count, both.count) == (3, 0, 0)
    advance(both, 3)
    assert (a.count, b.count) == (3, 3)
    both.close()
    assert (a.count, b.count) == (-1, -1)


def test_a_runner_drives_it():
    runner: Runner[Any] = Runner(lambda _: built({}, {"loss": "hinge"}))
    runner.start()
    runner.step(2)
    seen = runner.ask(lambda e: e.count).result(20)
    while runner.busy or runner.state is not State.PAUSED:
        seen = runner.ask(lambda e: e.count).result(20)
    assert seen <= 2
    shown = runner.latest.take()
    assert shown is not None
    assert shown.step == shown.a.step == shown.b.step == 2
    assert runner.close(10)


@pytest.mark.parametrize("versus", PAIRS, ids=lambda v: v.key)
def test_every_pair_differs_and_can_be_built(versus):
    data = {"data": versus.where["data"][0]}
    a, b = RULES.sides(tiny(**data), versus.a, versus.b)
    names = {field.name for field, _, _ in difference(a, b)}
    assert names
    assert not names & set(RULES.same)
    advance(built(versus.a, versus.b, **data), 1)


def test_what_cannot_be_compared_is_said():
    with pytest.raises(Problem, match="Seed is the same for A and B"):
        RULES.sides(tiny(), {}, {"seed": 8})
    with pytest.raises(Problem, match="Kind: none at all"):
        RULES.sides(tiny(), {}, {"loss": "none at all"})
    with pytest.raises(Problem, match="has no labels"):
        built({}, {"conditional": True})
    both = built({}, {})
    for refused in (lambda: both.save("x"), lambda: both.restore({}, {}), lambda: both.set_config(None)):
        with pytest.raises(Problem):
            refused()


def test_only_fields_that_matter_are_offered():
    names = {field.name for field in RULES.choosable(GanConfig())}
    assert {"arch", "upsample", "selfmod_hidden", "loss"} <= names
    assert not names & {*RULES.same, "graph", "hidden", "noise", "res_alpha"}
