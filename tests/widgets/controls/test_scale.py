"""Values and places on a scale are each other's inverse, and what is read is what is used."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.controls.scale import Scale
from widgets.look.figures import MINUS, brief, clock, count, figure, parse

finite = st.floats(-1e6, 1e6, allow_nan=False)
places = st.floats(0, 1)


@pytest.fixture(autouse=True)
def no_leaks() -> None:
    """Arithmetic leaks nothing, and looking for it takes longer than the arithmetic."""


@pytest.fixture(autouse=True)
def dressed() -> None:
    """Nor does it need a look."""


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    log = draw(st.booleans())
    if log:
        low = 10 ** draw(st.floats(-6, 3))
        return Scale(low, low * 10 ** draw(st.floats(0.2, 6)), log=True)
    low = draw(finite)
    return Scale(low, low + draw(st.floats(0.5, 1e6)), decimals=draw(st.integers(0, 4)))


@given(scales(), places)
def test_a_place_comes_back_from_its_value(scale: Scale, place: float):
    assert scale.place(scale.value(place)) == pytest.approx(place, abs=1e-6)


@given(scales(), places)
def test_a_value_comes_back_from_its_place(scale: Scale, place: float):
    value = scale.value(place)
    assert scale.value(scale.place(value)) == pytest.approx(
        value, rel=1e-6, abs=1e-9 * (scale.high - scale.low)
    )


@given(scales(), st.floats(-1e7, 1e7))
def test_nothing_leaves_the_limits(scale: Scale, value: float):
    for found in (scale.clamp(value), scale.snap(value), scale.nudge(scale.clamp(value), 0.01)):
        assert scale.low <= found <= scale.high


@given(scales(), places, st.sampled_from([0.01, 0.1]))
def test_a_key_always_moves_unless_at_the_end(scale: Scale, place: float, by: float):
    value = scale.snap(scale.value(place))
    assert scale.nudge(value, by) > value or value == scale.high
    assert scale.nudge(value, -by) < value or value == scale.low


@given(st.integers(-1000, 1000), st.integers(1, 5000), places)
def test_a_whole_scale_gives_whole_numbers(low: int, length: int, place: float):
    scale = Scale(low, low + length, integer=True)
    assert float(scale.value(place)).is_integer()
    assert scale.holds(scale.value(place))


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_arrow_keys_visit_every_whole_number_of_a_short_scale(low: int, length: int):
    scale = Scale(low, low + length % 40 + 1, integer=True)
    value, seen = float(scale.low), [scale.low]
    while value < scale.high:
        value = scale.nudge(value, 0.01)
        seen.append(value)
    assert seen == list(range(low, int(scale.high) + 1))


@given(st.floats(1e-5, 1e-2))
def test_what_a_logarithmic_slider_shows_is_what_it_uses(value: float):
    scale = Scale(1e-5, 1e-2, log=True)
    snapped = scale.snap(value)
    assert parse(scale.text(snapped)) == pytest.approx(snapped, rel=1e-9)


@given(st.floats(-3, 3))
def test_what_a_straight_slider_shows_is_what_it_uses(value: float):
    scale = Scale(-3, 3)
    assert parse(scale.text(scale.snap(value), signed=True)) == pytest.approx(scale.snap(value), abs=1e-9)


def test_a_logarithm_that_starts_at_zero_reaches_zero():
    scale = Scale(0, 100, log=True)
    assert scale.value(0) == 0
    assert scale.place(0) == 0
    assert scale.value(1) == 100
    assert scale.place(0.0001) == 0
    assert scale.nudge(0, 0.01) > 0


def test_a_scale_of_one_value_stays_there():
    scale = Scale(5, 5)
    assert scale.place(5) == 0
    assert scale.value(0.7) == 5


@pytest.mark.parametrize(("low", "high", "log"), [(2, 1, False), (-1, 1, True), (math.nan, 1, False)])
def test_limits_that_make_no_scale(low: float, high: float, log: bool):
    with pytest.raises(ValueError):
        Scale(low, high, log)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.84, 2, "0.84"), (-0.5, 2, "−0.50"), (-0.001, 2, "−1e-3"), (0.995, 2, "0.995"), (4e-4, 2, "4e-4"),
        (1.2e-5, 2, "1.2e-5"), (32, 0, "32"), (123456, 0, "123456"), (0, 2, "0.00"), (-0.0, 2, "0.00"),
    ],
)  # fmt: skip
def test_figures(value: float, decimals: int, text: str):
    assert figure(value, decimals) == text


def test_figures_carry_a_sign_where_it_matters():
    assert figure(0.84, signed=True) == "+0.84"
    assert figure(0, signed=True) == "0.00"
    assert figure(math.inf) == "∞"
    assert figure(-math.inf) == "−∞"
    assert figure(math.nan) == "–"


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.523, "1.52"), (-1.29, "−1.29"), (0.0344, "0.0344"), (312.4, "312"), (0, "0.00"), (12.346, "12.35"),
     (2e6, "2e6"), (1e-9, "1e-9")],
)  # fmt: skip
def test_brief_figures(value: float, text: str):
    assert brief(value) == text


def test_counts_and_times():
    assert count(3140) == "3,140"
    assert count(-3140) == f"{MINUS}3,140"
    assert clock(146) == "2:26"
    assert clock(3723) == "1:02:03"
    assert clock(-1) == "0:00"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("−0.5", -0.5),
        ("1,024", 1024),
        (" 3 ", 3),
        ("4E-4", 4e-4),
        ("－２", -2),
        ("1．5", 1.5),
        ("0,002", 0.002),
        ("12,5", 12.5),
        ("1,234,567.5", 1234567.5),
        ("0,125", 0.125),
        ("−60,000", -60_000),
    ],
)
def test_what_people_type_is_understood(text: str, value: float):
    assert parse(text) == value


@pytest.mark.parametrize("text", ["", "x", "1 of 2", "nan", "inf", "1e999", "1,2,3"])
def test_what_is_no_number_is_refused(text: str):
    with pytest.raises(ValueError):
        parse(text)
