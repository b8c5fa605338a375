"""A tree as a file: a picture, brackets, nested objects, or LaTeX."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from engines.ground.marks import mark
from playground.labs.onlstm.jobs import Drawn
from widgets.look.i18n import tr
from widgets.trees.view import TreeView

FORMATS = (
    ("svg", "SVG"), ("png", "PNG"), ("txt", mark("Brackets")), ("json", "JSON"), ("tex", "LaTeX forest"),
)  # fmt: skip


def ask(parent: QWidget) -> Path | None:
    """Where to, and as what; None if the person does not say."""
    filters = ";;".join(f"{tr(name)} (*.{suffix})" for suffix, name in FORMATS)
    chosen, picked = QFileDialog.getSaveFileName(
        parent, tr("Export the tree"), str(Path.home() / "tree.svg"), filters
    )
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix:
        return path
    return path.with_suffix("." + picked.rpartition("*.")[2].rstrip(")") if picked else ".svg")


def write(path: Path, found: Drawn, tree: TreeView) -> None:
    """Write a tree that is drawn, in the format of the path's suffix; any other is SVG.

    Raises:
        FileProblem, OSError: it cannot be written there.
    """
    from engines.ground.checkpoint import write_atomic

    node, tokens = found.node, found.parse.tokens
    assert node is not None
    texts = {".txt": node.to_brackets, ".json": node.to_json, ".tex": node.to_latex}
    if path.suffix == ".png":
        tree.export_png(str(path), 2)
    elif path.suffix in texts:
        write_atomic(path, (texts[path.suffix](tokens) + "\n").encode())
    else:
        tree.export_svg(str(path))
