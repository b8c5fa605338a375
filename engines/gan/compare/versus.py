"""Which two settings are compared. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engines.gan.config import GanConfig
from engines.ground import spec
from engines.ground.marks import mark
from engines.ground.problem import Problem

SAME: Final = ("data", "path", "size", "channels", "limit", "seed")
"""Fields that both have in common: the pictures, and their order."""


@dataclass(frozen=True)
class Versus:
    """A pair worth comparing: what A and B have in place of the run's settings."""

    key: str
    name: str
    a: Mapping[str, Any]
    b: Mapping[str, Any]


_NETS: Final = {"arch": "dcgan", "kernel": 5, "upsample": "convT"}

PAIRS: Final = (
    Versus(
        "upsample",
        mark("Kernel 5 against nearest"),
        _NETS,
        {"arch": "dcgan", "kernel": 4, "upsample": "nearest"},
    ),
    Versus("selfmod", mark("SELF-MOD against plain batch norm"), {"arch": "selfmod"}, {"arch": "dcgan"}),
    Versus("resnet", mark("DCGAN against ResNet"), {"arch": "dcgan"}, {"arch": "resnet"}),
    Versus(
        "spectral", mark("Without and with spectral norm"), {"spectral_norm": False}, {"spectral_norm": True}
    ),
    Versus(
        "r1", mark("Without and with R1"), {"regulariser": "none"}, {"regulariser": "r1", "reg_weight": 0.1}
    ),
    Versus("loss", mark("Loss NS against hinge"), {"loss": "ns"}, {"loss": "hinge"}),
    Versus("relative", mark("Loss NS against RaGAN"), {"loss": "ns"}, {"loss": "ragan"}),
)


def choosable(config: GanConfig) -> tuple[spec.Field, ...]:
    """The fields in which B may differ from A where A has these settings: those the form shows."""

    def holds(rule: tuple[str, tuple[Any, ...]] | None) -> bool:
        return rule is not None and getattr(config, rule[0]) in rule[1]

    return tuple(
        field
        for field in spec.fields(GanConfig)
        if field.name not in (*SAME, "graph")
        and (field.when is None or holds(field.when) or holds(field.or_when))
    )


def sides(config: GanConfig, a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[GanConfig, GanConfig]:
    """The settings of A and of B: a run's, with these changes.

    Steps are not recorded (see "CUDA graph"), as a recording forbids what another thread does meanwhile.

    Raises:
        Problem: the run learns points; a value is not allowed; or a field is one that both have in common.
    """
    if config.plane:
        raise Problem("Only runs on pictures are compared. Choose pictures under Data.")
    titles = {field.name: field.title for field in spec.fields(GanConfig)}
    for name in SAME:
        if any(values.get(name, getattr(config, name)) != getattr(config, name) for values in (a, b)):
            raise Problem("{field} is the same for A and B.", field=titles[name])
    return spec.change(config, **dict(a), graph="off"), spec.change(config, **dict(b), graph="off")


def difference(a: GanConfig, b: GanConfig) -> tuple[tuple[spec.Field, Any, Any], ...]:
    """The fields in which they differ, with the value of each."""
    pairs = ((f, getattr(a, f.name), getattr(b, f.name)) for f in spec.fields(GanConfig))
    return tuple((field, one, other) for field, one, other in pairs if one != other)
