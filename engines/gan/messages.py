"""What to tell a person when a term of the training stops being a number, by the term."""

from __future__ import annotations

from typing import Final

from engines.ground.marks import mark

SENTENCES: Final[dict[str, str]] = {
    "real": mark(
        "The discriminator's score of real pictures is no longer a number. Step {step} is restored. "
        "Try a lower Rate D."
    ),
    "fake": mark(
        "The score of generated pictures is no longer a number. Step {step} is restored. "
        "Try a lower Rate G or Rate D."
    ),
    "penalty": mark(
        "The regulariser is no longer a number. Step {step} is restored. "
        "Try less Strength or another regulariser."
    ),
    "corr": mark(
        "The code correlation of O-GAN is no longer a number. Step {step} is restored. "
        "Try a lower Rate D or less Encoding."
    ),
    "loss_d": mark(
        "The discriminator's loss is no longer a number. Step {step} is restored. "
        "Try a lower Rate D or another loss."
    ),
    "loss_g": mark(
        "The generator's loss is no longer a number. Step {step} is restored. "
        "Try a lower Rate G or another loss."
    ),
}
