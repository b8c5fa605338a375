"""What a form must know of a field, and the row that suits it."""

from __future__ import annotations

import math
from typing import Any, Literal, Protocol

from widgets.form.inputs import ChoiceRow, NumberRow, PathRow, SwitchRow, TextRow
from widgets.form.row import Row
from widgets.form.sliders import SliderRow
from widgets.look.figures import figure
from widgets.look.i18n import tr


class FieldLike(Protocol):
    """What a form must know of a field; any object with these attributes will do."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> Literal["float", "int", "bool", "choice", "text", "path"]: ...
    @property
    def title(self) -> str: ...
    @property
    def help(self) -> str: ...
    @property
    def section(self) -> str:
        """Heading it stands under; empty is the one before."""

    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def log(self) -> bool: ...
    @property
    def choices(self) -> tuple[tuple[Any, str], ...]:
        """(value, title) of each."""

    @property
    def default(self) -> Any: ...
    @property
    def live(self) -> bool:
        """Whether it changes the running engine; any other starts the run again."""

    @property
    def zero(self) -> str:
        """What 0 is called where it is no number, English; else empty."""

    @property
    def when(self) -> tuple[str, tuple[Any, ...]] | None:
        """Shown only while another field has one of these values."""


def make_row(field: FieldLike) -> Row:
    """The row that suits a field's kind and limits."""
    if field.kind == "bool":
        return SwitchRow(field.title, default=field.default)
    if field.kind == "choice":
        return ChoiceRow(field.title, field.choices, default=field.default)
    if field.kind == "path":
        return PathRow(field.title, default=field.default)
    if field.kind == "text":
        return TextRow(field.title, default=field.default)
    whole = field.kind == "int"
    if field.low is None or field.high is None:
        return NumberRow(field.title, default=field.default, low=field.low, high=field.high, integer=whole)
    return SliderRow(
        field.title, field.low, field.high, default=field.default, log=field.log, integer=whole,
        bipolar=field.low < 0 < field.high and not field.log, decimals=_decimals(field),
        zero=field.zero,
    )  # fmt: skip


def _decimals(field: FieldLike) -> int:
    """Places that tell a hundredth of the range, and both limits and the default exactly."""
    assert field.low is not None
    assert field.high is not None
    span = field.high - field.low
    places = max(0, math.ceil(-math.log10(span / 100))) if span > 0 else 2
    exact = (
        next((d for d in range(5) if math.isclose(round(v, d), v)), 4)
        for v in (field.low, field.high, field.default)
    )
    return min(4, max(places, 2 if field.high < 100 else 1, *exact))


def explain(field: FieldLike) -> list[str]:
    """What to tell about a field on hover: its help, default, limits, and when a change takes effect."""
    facts = tr("Default: {value}.", value=shown(field, field.default))
    if field.low is not None and field.high is not None:
        limits = {"low": shown(field, field.low), "high": shown(field, field.high)}
        if field.zero and field.low == 0:
            rest = tr("From 1 to {high}, or {zero}.", high=limits["high"], zero=limits["low"])
        else:
            rest = tr("From {low} to {high}.", **limits)
        facts += f" {rest}"
    effect = tr("Takes effect at once.") if field.live else tr("Starts the run again.")
    return [line for line in (tr(field.help), facts, effect) if line]


def shown(field: FieldLike, value: Any) -> str:
    """A value of a field as a person reads it, in the language shown."""
    if field.kind == "bool":
        return tr("on") if value else tr("off")
    if field.kind == "choice":
        return next((tr(title) for key, title in field.choices if key == value), str(value))
    if field.kind in ("float", "int"):
        if field.zero and value == 0:
            return tr(field.zero)
        return figure(value, 0 if float(value).is_integer() else 1)
    return str(value) or tr("empty")
