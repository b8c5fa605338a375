"""No file imports one that imports it: neither at run time, nor late in a function, nor for types only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLOORS = ("engines", "widgets", "playground")


def modules() -> dict[str, Path]:
    """Every module of the program by its dotted name."""
    found = {}
    for floor in FLOORS:
        for path in (ROOT / floor).rglob("*.py"):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


def imported(source: str, known: set[str]) -> Iterator[str]:
    """Which of the ``known`` modules a source imports anywhere: at the top, late, for types only."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                if name in known:
                    yield name
                elif node.module in known:
                    yield node.module


def rings(arrows: dict[str, set[str]]) -> list[list[str]]:
    """Sets of files that reach each other: the strongly connected parts of more than one (Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(v: str) -> None:
        index[v] = low[v] = len(index)
        stack.append(v)
        for w in arrows.get(v, ()):
            if w not in index:
                visit(w)
                low[v] = min(low[v], low[w])
            elif w in stack:
                low[v] = min(low[v], index[w])
        if low[v] == index[v]:
            part = []
            while not part or part[-1] != v:
                part.append(stack.pop())
            if len(part) > 1:
                found.append(sorted(part))

    for v in sorted(arrows):
        if v not in index:
            visit(v)
    return sorted(found)


def test_a_ring_is_seen():
    assert rings({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    source = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from p.q import R\ndef f():\n    import p.s"
    )
    assert list(imported(source, {"p.q", "p.s"})) == ["p.q", "p.s"]


def test_there_is_no_ring():
    found = modules()
    arrows = {n: set(imported(p.read_text("utf-8"), set(found))) - {n} for n, p in found.items()}
    assert rings(arrows) == []
