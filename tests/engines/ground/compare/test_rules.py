"""What may differ between A and B: pairs where they suit, fields where they matter, never what both share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

import pytest

from engines import denoise, onlstm, vqvae
from engines.denoise import pair as denoise_pair
from engines.denoise import versus as denoise_versus
from engines.ground.compare.lockstep import paired
from engines.ground.compare.rules import Rules, Versus, difference
from engines.ground.problem import Problem
from engines.ground.spec import Span, Text, When
from engines.images.run import lockstep
from engines.onlstm import versus as onlstm_versus
from engines.vqvae import versus as vqvae_versus
from tests.engines.denoise.conftest import tiny as small_denoiser
from tests.engines.ground.compare.conftest import equal
from tests.engines.onlstm.conftest import tiny as small_model
from tests.engines.pictures import advance, noise
from tests.engines.vqvae.conftest import tiny as small_vqvae


@dataclass(frozen=True)
class Config:
    version: ClassVar[int] = 1

    data: Annotated[Literal["this", "that"], Text("Data")] = "this"
    rate: Annotated[float, Span(0.0, 1.0), Text("Rate")] = 0.5
    knob: Annotated[int, Span(0, 9), When("data", "that"), Text("Knob")] = 3
    quiet: Annotated[bool, Text("Quiet")] = False


RATES = Versus("rates", "Rates", {"rate": 0.1}, {"rate": 0.9})
KNOBS = Versus("knobs", "Knobs", {"knob": 1}, {"knob": 2}, {"data": ("that",)})
RULES = Rules(Config, (RATES, KNOBS), ("data",), {"quiet": True})


def test_a_pair_is_offered_where_it_suits():
    assert RULES.offered(Config()) == (RATES,)
    assert RULES.offered(Config(data="that")) == (RATES, KNOBS)


def test_a_field_is_offered_where_it_matters_and_is_not_shared():
    assert [field.name for field in RULES.choosable(Config())] == ["rate"]
    assert [field.name for field in RULES.choosable(Config(data="that"))] == ["rate", "knob"]


def test_both_sides_are_the_run_with_their_own_values_and_the_held_ones():
    a, b = RULES.sides(Config(knob=7), {"rate": 0.1}, {"rate": 0.9, "quiet": False})
    assert (a, b) == (Config(rate=0.1, knob=7, quiet=True), Config(rate=0.9, knob=7, quiet=True))
    assert [(field.name, *values) for field, *values in difference(a, b)] == [("rate", 0.1, 0.9)]


@pytest.mark.parametrize(
    ("values", "told"),
    [({"data": "that"}, "Data is the same for A and B"), ({"rate": 2.0}, "Rate: 2 is not between 0 and 1")],
)
def test_what_may_not_be_is_said(values, told):
    with pytest.raises(Problem, match=told):
        RULES.sides(Config(), {}, values)


class Counted:
    closed = 0

    def __init__(self, config: Any) -> None:
        if config == "bad":
            raise Problem("It cannot be built.")

    def close(self) -> None:
        Counted.closed += 1


def test_the_first_is_let_go_where_the_second_cannot_be_built():
    with pytest.raises(Problem, match="It cannot be built"):
        paired(Counted, "good", "bad")  # type: ignore[arg-type]
    assert Counted.closed == 1


# -- what the labs offer ---------------------------------------------------------------------------------------


def of_codes(a: Any, b: Any) -> Any:
    return lockstep(vqvae.build, a, b, device="cpu", pictures=noise())


def of_sentences(a: Any, b: Any) -> Any:
    return paired(onlstm.build, a, b)


def of_denoising(a: Any, b: Any) -> Any:
    return denoise_pair.build(a, b, device="cpu", pictures=None if a.plane else noise())


def sized(versus: Versus) -> Any:
    """A small denoiser of data that a pair is for."""
    data = versus.where.get("data", ("gaussians8",))[0]
    return small_denoiser(data=data, size=8, limit=24, base=8, batch=4)


OFFERED = [
    *((of_codes, vqvae_versus.RULES, small_vqvae(), pair) for pair in vqvae_versus.PAIRS),
    *((of_sentences, onlstm_versus.RULES, small_model(sentences=40), pair) for pair in onlstm_versus.PAIRS),
    *((of_denoising, denoise_versus.RULES, sized(pair), pair) for pair in denoise_versus.PAIRS),
]


@pytest.mark.parametrize(("build", "rules", "config", "versus"), OFFERED, ids=lambda v: getattr(v, "key", ""))
def test_a_pair_of_a_lab_differs_and_two_of_its_b_stay_equal(build, rules, config, versus):
    names = {field.name for field, _, _ in difference(*rules.sides(config, versus.a, versus.b))}
    assert names
    assert not names & {*rules.same, *rules.held}
    both = build(*rules.sides(config, versus.b, versus.b))
    advance(both, 2)
    assert both.a.count == both.b.count == 2
    assert equal(both.a, both.b)
    both.close()


@pytest.mark.parametrize("lab", [vqvae, onlstm, denoise], ids=lambda lab: lab.__name__)
def test_a_preset_of_a_lab_is_offered_a_pair(lab):
    rules = {vqvae: vqvae_versus, onlstm: onlstm_versus, denoise: denoise_versus}[lab].RULES
    for preset in lab.PRESETS:
        assert rules.offered(preset.config())
