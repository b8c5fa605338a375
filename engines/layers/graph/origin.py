"""Where the nodes of an imported model come from: which calls, inside which, made each of them."""

from __future__ import annotations

from typing import NamedTuple


class Scope(NamedTuple):
    """One call of a module or of a function.

    Attributes:
        number: of the call; a module that is called twice has two. label: the function's name.
        path: of a module, as the whole names it, "body.0"; None for a function.
    """

    number: int
    label: str
    path: str | None


class Origin(NamedTuple):
    """Of one node.

    Attributes:
        scopes: the calls around it, from the outermost.
        path: what the module itself names it, "body.0.conv1"; or the name of the function it is.
    """

    scopes: tuple[Scope, ...] = ()
    path: str = ""
