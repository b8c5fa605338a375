"""The one kind of error a person is meant to read.

An engine that meets bad input raises a :class:`Problem` whose sentence says what is wrong, where, and what
to do now. The sentence is a template, kept apart from its facts so that it can be shown in another language.
"""

from __future__ import annotations

from typing import Any


class Problem(Exception):  # noqa: N818 - the word on screen
    """A failure stated for a person: ``Problem("{name} is cut short. Skipped.", name="a.png")``.

    Attributes:
        template: the English sentence with ``{fact}`` places; the translation catalogue is keyed by it.
        facts: what to put into the places.
    """

    def __init__(self, template: str, /, **facts: Any) -> None:
        super().__init__(template, facts)
        self.template = template
        self.facts = facts

    def __str__(self) -> str:
        return self.template.format(**self.facts)


class FileProblem(Problem):
    """A file or folder that cannot be read, written or understood."""


class NotFetched(Problem):
    """What comes over the network is not here, or did not come; something else may do as well."""


class Halt(Problem):
    """The engine stopped itself but is whole: the run pauses, the sentence is shown, play goes on."""


class Finished(Halt):
    """The engine stopped because it has done all it was asked to do."""


class Cancelled(Exception):  # noqa: N818 - not an error: the person asked for it
    """A long job was cancelled by the person who started it."""
