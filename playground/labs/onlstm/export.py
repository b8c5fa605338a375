"""A tree as a file: a picture, brackets, nested objects, or LaTeX."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engines.ground.marks import mark
from playground.lab import Exports
from playground.labs.onlstm.drawing import Drawn
from widgets.trees.view import TreeView

FORMATS = (
    ("SVG", "svg"), ("PNG", "png"), (mark("Brackets"), "txt"), ("JSON", "json"), ("LaTeX forest", "tex"),
)  # fmt: skip


def exports(
    found: Drawn | None, tree: TreeView, save: Callable[[Path, Callable[[Path], object]], None]
) -> Exports:
    """The tree that is drawn, if there is one, to be saved by :meth:`playground.lab.Lab.write`."""

    def act(path: Path) -> None:
        if found is not None:
            save(path, lambda to: write(to, found, tree))

    missing = "" if found is not None and found.node is not None else mark("There is no tree yet.")
    return Exports(mark("Export the tree"), "tree.svg", FORMATS, act, missing)


def write(path: Path, found: Drawn, tree: TreeView) -> None:
    """Write a tree that is drawn, in the format of the path's suffix; any other is SVG.

    Raises:
        FileProblem, OSError: it cannot be written there.
    """
    from engines.ground.files import write_atomic

    node, tokens = found.node, found.parse.tokens
    assert node is not None
    texts = {".txt": node.to_brackets, ".json": node.to_json, ".tex": node.to_latex}
    if path.suffix == ".png":
        tree.export_png(str(path), 2)
    elif path.suffix in texts:
        write_atomic(path, (texts[path.suffix](tokens) + "\n").encode())
    else:
        tree.export_svg(str(path))
