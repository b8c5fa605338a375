"""What of a lab's settings may differ between two runs that are compared. Knows no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from engines.ground import spec
from engines.ground.problem import Problem

C = TypeVar("C", bound=spec.Config)
Difference = tuple[tuple[spec.Field, Any, Any], ...]


@dataclass(frozen=True)
class Versus:
    """A pair worth comparing: what A and B have in place of the run's settings.

    Attributes:
        where: values of the run's fields for which it is offered; all, where a field is not named.
    """

    key: str
    name: str
    a: Mapping[str, Any]
    b: Mapping[str, Any]
    where: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    def suits(self, config: Any) -> bool:
        """Whether it is offered to a run of these settings."""
        return all(getattr(config, name) in values for name, values in self.where.items())


@dataclass(frozen=True)
class Rules(Generic[C]):
    """What a lab lets be compared.

    Attributes:
        config: its settings. pairs: those worth comparing; of any settings one is offered at least.
        same: fields that both have in common: what is learned, and its order.
        held: fields that have these values in both while they are compared.
    """

    config: type[C]
    pairs: tuple[Versus, ...]
    same: tuple[str, ...]
    held: Mapping[str, Any] = field(default_factory=dict)

    def offered(self, config: C) -> tuple[Versus, ...]:
        """The pairs for a run of these settings."""
        return tuple(pair for pair in self.pairs if pair.suits(config))

    def choosable(self, config: C) -> tuple[spec.Field, ...]:
        """The fields in which B may differ from A where A has these settings: those the form shows."""

        def holds(rule: tuple[str, tuple[Any, ...]] | None) -> bool:
            return rule is not None and getattr(config, rule[0]) in rule[1]

        return tuple(
            field
            for field in spec.fields(self.config)
            if field.name not in (*self.same, *self.held)
            and (field.when is None or holds(field.when) or holds(field.or_when))
        )

    def sides(self, config: C, a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[C, C]:
        """The settings of A and of B: a run's, with these changes.

        Raises:
            Problem: a value is not allowed; or a field is one that both have in common.
        """
        titles = {field.name: field.title for field in spec.fields(self.config)}
        for name in self.same:
            if any(values.get(name, getattr(config, name)) != getattr(config, name) for values in (a, b)):
                raise Problem("{field} is the same for A and B.", field=titles[name])
        one, other = dict(a) | dict(self.held), dict(b) | dict(self.held)
        return spec.change(config, **one), spec.change(config, **other)


def difference(a: C, b: C) -> Difference:
    """The fields in which they differ, with the value of each."""
    pairs = ((f, getattr(a, f.name), getattr(b, f.name)) for f in spec.fields(type(a)))
    return tuple((field, one, other) for field, one, other in pairs if one != other)
