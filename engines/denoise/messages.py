"""What to tell a person when a term of the training stops being a number, by the term."""

from __future__ import annotations

from typing import Final

from engines.ground.marks import mark

SENTENCES: Final[dict[str, str]] = {
    "loss": mark(
        "The loss is no longer a number. Step {step} is restored. Try a lower Learning rate or a larger "
        "Least \u03c3."
    ),
    "own": mark(
        "The loss of the generator's energy is no longer a number. Step {step} is restored. "
        "Try a lower Learning rate."
    ),
    "direction": mark(
        "The generator has run away. Step {step} is restored. Try more Follow-ups or a lower Learning rate."
    ),
}
