"""Offscreen Qt, a private home, one torch thread, and leaks that fail the test which made them."""

from __future__ import annotations

import os
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
os.environ["SEVEN_LABS_THREADS"] = "1"
os.environ.pop(
    "PYTHONDONTWRITEBYTECODE", None
)  # programs that tests start need not compile all of this again
os.environ["SEVEN_LABS_READY"] = ""  # runs begin at step 0
os.environ["SEVEN_LABS_HOME"] = SHARED = tempfile.mkdtemp(prefix="seven-labs-tests-")

import contextlib
import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def private_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has its own settings and saved runs."""
    monkeypatch.setenv("SEVEN_LABS_HOME", str(new_home(tmp_path_factory)))


def new_home(folders: pytest.TempPathFactory) -> Path:
    """A home without settings and saved runs; drawn pictures are cached once for all."""
    home = folders.mktemp("home")
    cache = os.path.join(SHARED, "cache")
    os.makedirs(cache, exist_ok=True)
    os.symlink(cache, home / "cache")
    return home


@pytest.fixture(autouse=True)
def seeded() -> None:
    """Weights a test draws without a word are the same in every order and on every worker."""
    if torch := sys.modules.get("torch"):
        torch.manual_seed(0)


def flush_deleted() -> None:
    """Perform deleteLater, which processEvents alone never does."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()


@pytest.fixture(autouse=True)
def no_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    """A thread, a running timer or a window that survives a test fails that test."""
    with leakless(with_qt=bool({"qtbot", "qapp"} & set(request.fixturenames))):
        yield


@contextlib.contextmanager
def leakless(*, with_qt: bool = True) -> Iterator[None]:
    """Inside, no thread, timer or window may come into being that stays."""
    if with_qt:
        gc.collect()  # pytest holds a test's fixtures until after its teardown: only now the last window can go
        gc.freeze()  # what survived stays: the next collection, of a heap full of torch, need not look at it again
    threads = set(threading.enumerate())
    app = QApplication.instance()
    windows = set(map(id, QApplication.topLevelWidgets())) if isinstance(app, QApplication) else set()
    yield
    app = QApplication.instance()
    if isinstance(app, QApplication):
        flush_deleted()
    left = [t for t in threading.enumerate() if t not in threads and _ours(t)]
    for thread in left:
        thread.join(2)  # one that has told its last may not have left yet
    left = [t for t in left if t.is_alive()]
    assert not left, f"threads left running: {[t.name for t in left]}"
    if not isinstance(app, QApplication) or not with_qt:
        return
    gc.collect()
    flush_deleted()
    open_windows = [w for w in QApplication.topLevelWidgets() if id(w) not in windows and w.isVisible()]
    assert not open_windows, f"windows left open: {open_windows}"
    timers = [t for t in gc.get_objects() if type(t) is QTimer and _running(t) and t.parent() is None]
    assert not timers, f"timers left running: {timers}"


def _ours(thread: threading.Thread) -> bool:
    # pooch, hypothesis and torch keep no threads; tqdm's monitor and pytest-timeout's are not ours
    return not thread.name.startswith(("pytest_timeout", "tqdm", "pydevd", "ThreadPoolExecutor"))


def _running(timer: QTimer) -> bool:
    try:
        return timer.isActive()
    except RuntimeError:  # its C++ half is gone
        return False


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="monkeys, mutants and openings in their long form")


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Whether the long forms were asked for."""
    return bool(request.config.getoption("--long"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that learn for seconds begin: one that came last would leave the other worker idle."""
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.register_profile("no clock", deadline=None)  # 200 ms pass easily on a busy machine
    hypothesis.settings.load_profile("no clock")
    sys.setswitchinterval(0.001)
    sys.dont_write_bytecode = False
