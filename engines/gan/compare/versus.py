"""Which two settings are compared, of pictures and of points. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engines.gan.config import GanConfig
from engines.gan.fields.source import PICTURES
from engines.ground.compare.rules import Rules, Versus
from engines.ground.marks import mark
from engines.points.source import KEYS as POINTS

_NETS: Final = {"arch": "dcgan", "kernel": 5, "upsample": "convT"}
_NS: Final = {"loss": "ns", "regulariser": "none"}


def _pictured(key: str, name: str, a: Mapping[str, Any], b: Mapping[str, Any]) -> Versus:
    return Versus(key, name, a, b, {"data": PICTURES})


def _pointed(key: str, name: str, a: Mapping[str, Any], b: Mapping[str, Any]) -> Versus:
    return Versus(key, name, a, b, {"data": POINTS})


PAIRS: Final = (
    _pictured(
        "upsample",
        mark("Kernel 5 against nearest"),
        _NETS,
        {"arch": "dcgan", "kernel": 4, "upsample": "nearest"},
    ),
    _pictured("selfmod", mark("SELF-MOD against plain batch norm"), {"arch": "selfmod"}, {"arch": "dcgan"}),
    _pictured("resnet", mark("DCGAN against ResNet"), {"arch": "dcgan"}, {"arch": "resnet"}),
    _pictured(
        "spectral", mark("Without and with spectral norm"), {"spectral_norm": False}, {"spectral_norm": True}
    ),
    _pictured(
        "r1", mark("Without and with R1"), {"regulariser": "none"}, {"regulariser": "r1", "reg_weight": 0.1}
    ),
    _pictured("loss", mark("Loss NS against hinge"), {"loss": "ns"}, {"loss": "hinge"}),
    _pictured("relative", mark("Loss NS against RaGAN"), {"loss": "ns"}, {"loss": "ragan"}),
    _pointed(
        "wgan",
        mark("NS against WGAN-GP"),
        _NS,
        {"loss": "wgan", "regulariser": "gp", "reg_weight": 0.01},
    ),
    _pointed("lsgan", mark("NS against least squares"), _NS, {"loss": "lsgan", "regulariser": "none"}),
    _pointed(
        "slope", mark("Without and with R1"), _NS, {"loss": "ns", "regulariser": "r1", "reg_weight": 0.1}
    ),
    _pointed(
        "race",
        mark("G as fast as D, or ten times"),
        {"lr_d": 5e-4, "lr_g": 5e-4},
        {"lr_d": 5e-4, "lr_g": 5e-3},
    ),
)

# A recording of steps (see "CUDA graph") forbids what another thread does meanwhile.
RULES: Final = Rules(
    GanConfig, PAIRS, ("data", "path", "size", "channels", "limit", "seed"), {"graph": "off"}
)
