"""Is every word on screen translated? ``python -m tests.tools.translations [--write]``.

Collects what goes through ``tr``, ``say``, ``mark``, config texts and problems, compares it with
``assets/translations/zh.po`` and checks that the compiled ``zh.mo`` is up to date. ``--write`` adds new
sentences to the .po (empty), drops dead ones and compiles.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
PO = ROOT / "assets" / "translations" / "zh.po"
MO = PO.with_suffix(".mo")
# functions and classes whose string arguments are read by people
SPOKEN = {
    "tr", "mark", "say", "Text", "Titles", "Section", "Zero", "Problem", "FileProblem", "Halt", "Finished",
    "Panel", "Group", "SliderRow", "DropTarget", "CurveView", "Picture", "EmptyState", "Segmented",
    "add_tool", "set_title", "set_subtitle", "set_note", "ActionButton", "icon_button", "text_button",
    "label", "add_side", "__init__", "set_words", "set_verb", "set_caption", "set_sentence", "_button", "_tool", "_series",
}  # fmt: skip
CERTAIN = {
    "tr",
    "mark",
    "Zero",
}  # these are told nothing but words, so that a single lower-case one counts too


def spoken(path: Path) -> Iterator[tuple[str, int]]:
    """String literals that are spoken, with their lines. Demonstrations of widgets are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [n for n in tree.body if not (isinstance(n, ast.FunctionDef) and n.name == "_demo")]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := _name(node.func)) in SPOKEN:
            for argument in (*node.args, *(k.value for k in node.keywords)):
                for text, line in _literals(argument):
                    if name in CERTAIN or not _is_code(text):
                        yield text, line
        elif isinstance(node, ast.For) and _speaks(node):  # for name in ("Place", "Nearest"): say(...)
            loop = node.iter.args if isinstance(node.iter, ast.Call) else [node.iter]
            for part in loop:
                yield from (found for found in _literals(part) if not _is_code(found[0]))


def _speaks(node: ast.AST) -> bool:
    return any(isinstance(n, ast.Call) and _name(n.func) in SPOKEN for n in ast.walk(node))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _literals(node: ast.expr) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, node.lineno
    elif isinstance(node, (ast.Tuple, ast.List)):
        for item in node.elts:
            yield from _literals(item)
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def collect() -> dict[str, list[tuple[str, int]]]:
    """Every sentence of the program and where it is said."""
    found: dict[str, list[tuple[str, int]]] = {}
    for floor in ("playground", "widgets", "engines"):
        for path in sorted((ROOT / floor).rglob("*.py")):
            for text, line in spoken(path):
                if re.search(r"[A-Za-z]{2}", text):
                    found.setdefault(text, []).append((str(path.relative_to(ROOT)), line))
    return found


def _is_code(text: str) -> bool:
    """Keys, icon names and object names: lower case, no spaces."""
    return bool(re.fullmatch(r"[a-z0-9_.\-]+", text)) and text not in WORDS


WORDS = {"real", "fake", "error"}  # spoken words that look like code


def places(text: str) -> list[str]:
    """The ``{fact}`` places of a sentence."""
    return sorted(re.findall(r"\{(\w+)\}", text))


def problems(found: dict[str, list[tuple[str, int]]], catalogue: Catalog) -> list[str]:
    """What keeps the translation from being whole."""
    wrong = []
    for text, where in found.items():
        entry = catalogue.get(text)
        at = f"{where[0][0]}:{where[0][1]}"
        if entry is None or not entry.string:
            wrong.append(f"{at}: not translated: {text!r}")
        elif entry.fuzzy:
            wrong.append(f"{at}: only guessed: {text!r}")
        elif places(text) != places(str(entry.string)):
            wrong.append(f"{at}: other places in the translation: {text!r}")
    wrong += [f"dead: {m.id!r}" for m in catalogue if m.id and m.id not in found]
    return wrong


def compiled(catalogue: Catalog) -> bytes:
    """The .mo file of a catalogue."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main(argv: list[str]) -> int:
    found = collect()
    catalogue = Catalog(locale="zh_CN", project="Seven Labs", header_comment="# Chinese for Seven Labs")
    if PO.exists():
        with PO.open("rb") as file:
            catalogue = read_po(file, locale="zh_CN")
    if "--write" in argv:
        kept = {m.id: m.string for m in catalogue if m.id}
        fresh = Catalog(locale="zh_CN", project="Seven Labs", header_comment="# Chinese for Seven Labs")
        fresh.creation_date = catalogue.creation_date  # else every writing changes the file
        fresh.fuzzy = False
        for text in found:
            fresh.add(text, kept.get(text, ""), locations=[(found[text][0][0], found[text][0][1])])
        catalogue = fresh
        out = io.BytesIO()
        write_po(out, catalogue, width=110, sort_by_file=True, include_lineno=False)
        PO.write_bytes(out.getvalue())
        MO.write_bytes(compiled(catalogue))
    wrong = problems(found, catalogue)
    with PO.open("rb") as file:
        if not MO.exists() or MO.read_bytes() != compiled(read_po(file, locale="zh_CN")):
            wrong.append("zh.mo is not compiled from zh.po: python -m tests.tools.translations --write")
    for line in wrong:
        print(line)
    print(f"{len(found)} sentences, {len(wrong)} to do")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
