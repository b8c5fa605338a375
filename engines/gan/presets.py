"""Recipes, one click each. Imports no torch."""

from __future__ import annotations

from functools import partial
from typing import Final

from engines.gan.config import GanConfig
from engines.gan.plane import presets as plane
from engines.ground.marks import mark
from engines.ground.preset import Preset

_recipe: Final = partial(Preset, GanConfig)


_PLAIN: Final = {"arch": "dcgan", "ogan": False}

# Su's DCGAN files (kernel 5, Adam 2e-4, Keras' Glorot start), made small enough to be watched on a CPU.
_SU: Final = {
    **_PLAIN,
    "width_g": 32,
    "width_d": 32,
    "kernel": 5,
    "lr_d": 2e-4,
    "lr_g": 2e-4,
    "beta2": 0.999,
    "init": "glorot",
}

PRESETS: Final = (
    _recipe(
        "cpu",
        mark("O-GAN faces"),
        mark("Faces in half a minute on one CPU thread, and any picture can be encoded."),
        # Measured at 1,500 steps against the plain recipe (lambda 0.5, scale 4, rate 4e-4, no R1): error of
        # reconstruction .23 of the mean picture's instead of .53, distance of samples to data 15 instead of
        # 38 (Frechet, on 128 principal components of the pixels).
        {
            "regulariser": "r1",
            "reg_weight": 0.05,
            "reg_every": 4,
            "reg_share": 0.5,
            "ogan_weight": 2.0,
            "score_scale": 1.0,
            "lr_d": 1e-3,
            "lr_g": 1e-3,
        },
    ),
    _recipe(
        "digits",
        mark("CPU digits"),
        mark("A small DCGAN that draws the digits of MNIST within minutes on a CPU."),
        {
            **_PLAIN,
            "data": "mnist",
            "channels": 1,
            "nz": 32,
            "width_g": 16,
            "width_d": 16,
            "ema": 0.995,
        },
    ),
    _recipe(
        "dcgan64",
        mark("DCGAN 64"),
        mark("The network of pytorch/examples, for a GPU: kernel 4, width 64, batch 64."),
        {
            **_PLAIN,
            "size": 64,
            "nz": 100,
            "width_g": 64,
            "width_d": 64,
            "batch": 64,
            "lr_d": 2e-4,
            "lr_g": 2e-4,
            "beta2": 0.999,
            "ema": 0.999,
        },
    ),
    _recipe(
        "checkerboard",
        mark("DCGAN kernel 5"),
        mark("Kernel 5 is no multiple of stride 2: look for the checkerboard in early samples."),
        {**_SU, "g_steps": 2},
    ),
    _recipe(
        "sngan",
        mark("SNGAN ResNet"),
        mark("Residual blocks, spectral norm and hinge with five critic updates, for a GPU."),
        {
            "arch": "resnet",
            "ogan": False,
            "nz": 128,
            "width_g": 256,
            "width_d": 128,
            "norm_d": "none",
            "spectral_norm": True,
            "loss": "hinge",
            "d_steps": 5,
            "batch": 64,
            "lr_d": 2e-4,
            "lr_g": 2e-4,
            "beta1": 0.0,
            "beta2": 0.9,
            "init": "glorot",
            "ema": 0.999,
        },
    ),
    _recipe(
        "selfmod",
        mark("SELF-MOD"),
        mark("The code steers every normalisation: the same DCGAN learns faster."),
        {"ogan": False, "nz": 32},
    ),
    _recipe(
        "ogan",
        mark("O-GAN, author's"),
        mark("Su's own recipe for 64 px and a GPU: joint update, GAN-QP term, RMSprop."),
        {
            "size": 64,
            "nz": 128,
            "width_g": 64,
            "width_d": 64,
            "kernel": 5,
            "selfmod_hidden": 128,
            "loss": "qp_square",
            "joint": True,
            "score_scale": 1.0,
            "batch": 64,
            "optimiser": "rmsprop",
            "lr_d": 1e-4,
            "lr_g": 1e-4,
            "ema": 0.999,
        },
    ),
    _recipe(
        "qp",
        mark("GAN-QP"),
        mark("No bound on the critic's slope is needed: a quadratic term replaces it."),
        {**_SU, "loss": "qp_l1"},
    ),
    _recipe(
        "rsgan",
        mark("RSGAN, spectral"),
        mark("A real picture only has to look more real than a generated one."),
        {**_SU, "loss": "rsgan", "spectral_norm": True},
    ),
    _recipe(
        "wgan_gp",
        mark("WGAN-GP"),
        mark("Five critic updates per step, held to slope 1 by the gradient penalty."),
        {**_SU, "loss": "wgan", "regulariser": "gp", "norm_d": "none"},
    ),
    _recipe(
        "wgan_div",
        mark("WGAN-div"),
        mark("A divergence without a slope to hold to: one critic update per step is enough."),
        # Batch norm in the critic lets it tell batches apart instead of pictures: it then scored fakes above
        # reals for 1,500 steps, and all samples were one blob.
        {**_SU, "loss": "wgan", "regulariser": "wgan_div", "init": "normal", "norm_d": "none"},
    ),
    *plane.PRESETS,
)

DEFAULT: Final = PRESETS[0]
PLANE: Final = plane.PLANE


def preset(key: str) -> Preset[GanConfig]:
    """The preset of that key. Raises KeyError."""
    return {p.key: p for p in PRESETS}[key]
