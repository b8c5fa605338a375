"""The house holds: floors, start-up, the binding, sizes, where colours are named, what tests may reach for."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("playground", "widgets", "engines", "assets", "main")


def loaded_after(code: str) -> set[str]:
    """Which of the heavy modules a fresh interpreter has after ``code``."""
    heavy = ("PySide6", "torch", "pyqtgraph", "qtawesome", "engines")
    probe = f"{code}\nimport sys; print(*[m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(done.stdout.split())


def test_engines_know_no_qt():
    modules = [
        str(p.relative_to(ROOT).with_suffix("")).replace("/", ".")
        for p in (ROOT / "engines").rglob("*.py")
        if p.name not in ("__main__.py", "__init__.py")
    ]
    assert len(modules) > 10
    found = loaded_after("\n".join(f"import {m}" for m in modules))
    assert "PySide6" not in found
    assert "qtawesome" not in found


def test_widgets_know_no_torch_and_no_engines():
    modules = [
        str(p.relative_to(ROOT).with_suffix("")).replace("/", ".")
        for p in (ROOT / "widgets").rglob("*.py")
        if p.name not in ("__main__.py", "__init__.py")
    ]
    assert loaded_after("\n".join(f"import {m}" for m in modules)) <= {"PySide6", "pyqtgraph"}


def test_the_first_paint_needs_neither_torch_nor_pyqtgraph():
    """The limit of 1 s is for an idle machine; a busy one gets three."""
    done = subprocess.run(
        [sys.executable, "main.py", "--measure-start"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    found = re.search(r"first paint ([\d.]+) s, heavy modules: (.*)", done.stdout)
    assert found, done.stderr
    assert found.group(2) == "[]"
    assert float(found.group(1)) < 3


def test_a_config_is_read_without_torch():
    assert "torch" not in loaded_after("import engines.gan.config, engines.gan.presets")


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12")
def test_qt_calls_leave_none_alone(qapp):
    """PySide6 6.12.0 takes one reference off None per void call and aborts Python 3.11 within seconds."""
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    before = sys.getrefcount(None)
    for i in range(50_000):
        label.setText("ab"[i % 2])
        label.update()
    assert sys.getrefcount(None) > before - 100


def test_colours_are_named_in_one_file_only():
    named = [
        f"{path.relative_to(ROOT)}:{i}"
        for floor in ("playground", "widgets")
        for path in (ROOT / floor).rglob("*.py")
        if path.name != "tokens.py"
        for i, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"[\"']#[0-9A-Fa-f]{6}\b", line)
    ]
    assert named == []


def test_main_stays_small():
    assert len((ROOT / "main.py").read_text().splitlines()) <= 20


def files() -> list[Path]:
    """Every file of Python in the project, tests included."""
    rooms = ("playground", "widgets", "engines", "assets", "tests")
    return [ROOT / "main.py", *(path for room in rooms for path in (ROOT / room).rglob("*.py"))]


def test_no_file_is_too_long_to_read_in_one_go():
    lengths = {str(path.relative_to(ROOT)): path.read_text("utf-8").count("\n") for path in files()}
    assert len(lengths) > 500
    assert {name: lines for name, lines in lengths.items() if lines > 300} == {}


def test_no_folder_is_too_full_to_look_through():
    counts = Counter(str(path.parent.relative_to(ROOT)) for path in files())
    assert len(counts) > 50
    assert {name: count for name, count in counts.items() if count > 25} == {}


def private(name: object) -> bool:
    """Whether a name is nobody else's business. A named tuple's and ctypes' are public in spite of their look."""
    given = {"_replace", "_asdict", "_make", "_fields", "_field_defaults", "_fields_"}
    return isinstance(name, str) and re.fullmatch(r"_(?!_).+", name) is not None and name not in given


def reached(source: str) -> list[str]:
    """The private names that a module reaches for in objects it does not define, with their lines.

    By attribute, by import from the program, or by word: ``getattr(x, "_y")``, ``monkeypatch.setattr(x, "_y", z)``.
    """
    found, own, tree = [], set(), ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            own.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            own.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _is_self(node.value):
            own.add(node.attr)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and not _is_self(node.value):
            names = [node.attr]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FLOORS:
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("attr"):
            words = [word.value for word in node.args if isinstance(word, ast.Constant)]
            names = [str(word).rpartition(".")[2] for word in words]
        else:
            continue
        found += [f"{node.lineno}: {name}" for name in names if private(name) and name not in own]
    return found


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def test_tests_reach_for_nothing_private():
    """What a person, a signal or a public name can tell stays true however a part is made inside."""
    paths = list((ROOT / "tests").rglob("*.py"))
    assert len(paths) > 100
    assert [f"{p.relative_to(ROOT)}:{hit}" for p in paths for hit in reached(p.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "line",
    [
        "assert view._items", "view.list._items[0].x()", "a()._b", "View._paint(1)", "x._name = 3", "[0][0]._a",
        "from widgets.trees.view import _POINT", "from engines.gan import a, _b as b", "getattr(view, '_fit')",
        "monkeypatch.setattr(view, '_fit', None)", "patch.setattr('widgets.look.motion._gtk', None)", "class A:\n    def f(self): self.view._fit()",
    ],
)  # fmt: skip
def test_reaching_is_seen(line: str):
    assert len(reached(line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "view.items", "x.__name__", "row._replace(a=1)", "Point._fields", "Struct._fields_", "_ = [_ for _ in x]",
        "class A:\n    def __init__(self): self._a = 1\nA()._a", "class A:\n    _a = 1\nA._a",
        "def _a(): ...\n_a()", "class A(B):\n    def f(self): return self._base()", "getattr(view, name)",
        "from tests.tools.openings import _open", "import widgets.look as _look",
    ],
)  # fmt: skip
def test_own_things_may_be_private(line: str):
    assert reached(line) == []
