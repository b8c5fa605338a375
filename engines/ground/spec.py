"""One description of a config field serves form, command line, presets, validation and tests.

A config is a frozen dataclass whose fields are annotated::

    lr: Annotated[float, Span(1e-5, 1e-2, log=True), Text("Learning rate"), Live()] = 4e-4

Kinds are read from the type: float, int, bool, ``Literal`` (a choice, with :class:`Titles`) and str.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import math
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol, TypeVar

from engines.ground.files import json_text
from engines.ground.problem import Problem

Kind = Literal["float", "int", "bool", "choice", "text", "path"]


class Config(Protocol):
    """Any frozen config dataclass; ``version`` goes into every file it is saved in."""

    __dataclass_fields__: ClassVar[dict[str, Any]]
    version: ClassVar[int]


C = TypeVar("C", bound=Config)


@dataclass(frozen=True)
class Span:
    """Inclusive limits of a number; ``log`` asks for a logarithmic slider."""

    low: float
    high: float
    log: bool = False


@dataclass(frozen=True)
class Zero:
    """What 0 is called on screen where it is no number but "all of them", or "as it suits"."""

    word: str


@dataclass(frozen=True)
class Text:
    """The field's name on screen (at most two words) and its help (two sentences, then the formula)."""

    title: str
    help: str = ""


@dataclass(frozen=True)
class Live:
    """The field changes on the running engine; any other rebuilds it."""


@dataclass(frozen=True)
class Section:
    """This field and those after it stand under this heading."""

    title: str


@dataclass(frozen=True)
class Titles:
    """Names on screen of the values of a ``Literal``, in its order."""

    names: tuple[str, ...]

    def __init__(self, *names: str) -> None:
        object.__setattr__(self, "names", names)


@dataclass(frozen=True)
class When:
    """Shown only while another field has one of these values."""

    field: str
    values: tuple[Any, ...]

    def __init__(self, field: str, *values: Any) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "values", values)


class OrWhen(When):
    """Shown as well while this holds, whether or not :class:`When` does."""


@dataclass(frozen=True)
class IsPath:
    """The text is a path; the form offers a picker."""


@dataclass(frozen=True)
class Field:
    """One config field as form, command line and checks need it (``widgets.form.form.FieldLike``)."""

    name: str
    kind: Kind
    title: str
    help: str
    section: str
    low: float | None
    high: float | None
    log: bool
    choices: tuple[tuple[Any, str], ...]
    default: Any
    live: bool
    when: tuple[str, tuple[Any, ...]] | None
    or_when: tuple[str, tuple[Any, ...]] | None = None
    zero: str = ""

    def check(self, value: Any) -> Any:
        """``value`` in the field's type.

        Raises:
            Problem: the value is of another type, not finite, out of limits or no choice.
        """
        if self.kind == "choice":
            return self._checked_choice(value)
        if self.kind == "bool":
            if isinstance(value, bool):
                return value
            raise Problem("{field}: {value} is neither on nor off.", field=self.title, value=_short(value))
        if self.kind in ("text", "path"):
            if isinstance(value, str) and "\0" not in value:
                return value
            raise Problem("{field}: {value} is not a text.", field=self.title, value=_short(value))
        return self._checked_number(value)

    def _checked_choice(self, value: Any) -> Any:
        for allowed, _ in self.choices:
            if allowed == value and type(allowed) is type(value):
                return allowed
        names = ", ".join(str(c[0]) for c in self.choices)
        raise Problem(
            "{field}: {value} is not one of {choices}.", field=self.title, value=_short(value), choices=names
        )

    def _checked_number(self, value: Any) -> float | int:
        if not is_finite(value):
            raise Problem("{field}: {value} is not a number.", field=self.title, value=_short(value))
        if self.kind == "int" and value != int(value):
            raise Problem("{field}: {value} is not a whole number.", field=self.title, value=_short(value))
        assert self.low is not None
        assert self.high is not None
        if not self.low <= value <= self.high:
            raise Problem(
                "{field}: {value} is not between {low} and {high}.",
                field=self.title,
                value=_figure(value),
                low=f"{self.low:g}",
                high=f"{self.high:g}",
            )
        return int(value) if self.kind == "int" else float(value)


def is_finite(value: Any) -> bool:
    """Whether a value from a file is a number, and no infinity; of any size, as JSON has no limit."""
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, float) and math.isfinite(value)
    )


def _figure(value: float) -> str:
    try:
        return f"{value:g}"
    except OverflowError:  # a whole number beyond all floats
        return f"{'-' if value < 0 else ''}1e{int(value).bit_length() * 3 // 10}"


def fields(config: type[Config]) -> tuple[Field, ...]:
    """The fields of a config class, in order; read once, for every tick of a dragged slider asks for them."""
    return _read(config)


@functools.cache
def _read(config: type[Config]) -> tuple[Field, ...]:
    hints = typing.get_type_hints(config, include_extras=True)
    found: list[Field] = []
    section = ""
    for f in dataclasses.fields(config):
        base, *notes = typing.get_args(hints[f.name])
        note: dict[type, Any] = {type(n): n for n in notes}
        section = note[Section].title if Section in note else section
        text, span = note.get(Text, Text(f.name.replace("_", " ").capitalize())), note.get(Span)
        when, also = note.get(When), note.get(OrWhen)
        kind, values = _kind(base, IsPath in note)
        names = note[Titles].names if Titles in note else tuple(map(str, values))
        found.append(
            Field(
                name=f.name,
                kind=kind,
                title=text.title,
                help=text.help,
                section=section,
                low=span.low if span else None,
                high=span.high if span else None,
                log=bool(span and span.log),
                choices=tuple(zip(values, names, strict=True)),
                default=f.default,
                live=Live in note,
                when=(when.field, when.values) if when else None,
                or_when=(also.field, also.values) if also else None,
                zero=note[Zero].word if Zero in note else "",
            )
        )
    return tuple(found)


def _kind(base: Any, is_path: bool) -> tuple[Kind, tuple[Any, ...]]:
    if typing.get_origin(base) is Literal:
        return "choice", typing.get_args(base)
    kinds: dict[type, Kind] = {bool: "bool", int: "int", float: "float", str: "path" if is_path else "text"}
    return kinds[base], ()


def make(config: type[C], values: Mapping[str, Any]) -> tuple[C, tuple[str, ...]]:
    """A checked config from loose values, and the keys that it does not know (worth a warning).

    Raises:
        Problem: a value is not allowed; the sentence names the field.
    """
    known = {f.name: f for f in fields(config)}
    checked = {k: known[k].check(v) for k, v in values.items() if k in known}
    return config(**checked), tuple(k for k in values if k not in known)


def change(config: C, **values: Any) -> C:
    """``config`` with checked changes; raises :class:`Problem` as :func:`make` does, TypeError on unknown."""
    known = {f.name: f for f in fields(type(config))}
    return dataclasses.replace(config, **{k: known[k].check(v) for k, v in values.items()})


def values(config: Config) -> dict[str, Any]:
    """The config as a JSON-ready dict."""
    return {f.name: getattr(config, f.name) for f in fields(type(config))}


def taken_over(config: C, other: C) -> set[str]:
    """Names of the fields that differ in ``other``, all of which a running engine can take over.

    Raises:
        Problem: one of them is not live; the sentence names it.
    """
    found = {f for f in fields(type(config)) if getattr(config, f.name) != getattr(other, f.name)}
    for field in found:
        if not field.live:
            raise Problem("{field} changes only with a new run.", field=field.title)
    return {f.name for f in found}


def rebuilds(config: type[Config], names: Iterable[str]) -> bool:
    """Whether changing these fields needs a new engine."""
    return not {f.name for f in fields(config) if f.live}.issuperset(names)


def to_json(config: Config) -> str:
    """A config as preset file text: ``{"version": 1, "values": {...}}``."""
    return json_text({"version": config.version, "values": values(config)}, indent=1)


def from_json(config: type[C], text: str) -> tuple[C, tuple[str, ...]]:
    """The config in a preset file, and unknown keys.

    Raises:
        Problem: no JSON object, a newer version, or a value that is not allowed.
    """
    try:
        data = json.loads(text)
        version, found = data["version"], dict(data["values"].items())  # an empty list has none
    except (AttributeError, ValueError, TypeError, KeyError, RecursionError) as e:
        raise Problem("This is not a settings file of this program.") from e
    check_version(config, version)
    return make(config, found)


def check_version(config: type[Config], version: Any) -> None:
    """Raise :class:`Problem` unless settings of ``version`` can be read."""
    if not isinstance(version, int) or not 1 <= version <= config.version:
        raise Problem(
            "These settings have version {version}; this program reads up to {known}.",
            version=_short(version),
            known=config.version,
        )


def _short(value: Any) -> str:
    text = str(value) if isinstance(value, (str, Exception)) else repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
