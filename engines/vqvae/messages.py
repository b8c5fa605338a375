"""What to tell a person when a term of the training stops being a number, by the term."""

from __future__ import annotations

from typing import Final

from engines.ground.marks import mark

SENTENCES: Final[dict[str, str]] = {
    "recon": mark(
        "The reconstruction loss is no longer a number. Step {step} is restored. Try a lower Rate."
    ),
    "commit": mark(
        "The commitment is no longer a number. Step {step} is restored. "
        "Try a lower Rate or another Commitment."
    ),
    "codebook": mark("The codebook is no longer finite. Step {step} is restored. Try a lower Rate."),
    "prior": mark("The prior's loss is no longer a number. Step {step} is restored. Try a lower Prior rate."),
}
