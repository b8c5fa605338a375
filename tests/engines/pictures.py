"""What the tests of all picture engines share: small sets of pictures, small runs, and what differs.

One thread, or a busy machine spins at OpenMP barriers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import strategies as st

os.environ.setdefault("SEVEN_LABS_THREADS", "1")

from engines.ground import spec
from engines.images.config import SourceKey

SIZES = (28, 32, 48)


@dataclass(frozen=True)
class Set:
    """A stand-in for ``engines.images.Images``."""

    pixels: np.ndarray
    labels: np.ndarray | None = None
    name: str = "Test pictures"
    licence: str = "none"
    skipped: tuple[tuple[str, str], ...] = ()


def noise(n: int = 40, size: int = 32, channels: int = 3, classes: int = 0, seed: int = 0) -> Set:
    """Random blobs, cheap and of any size."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (n, 4, 4, channels), dtype=np.uint8)
    pixels = coarse.repeat(size // 4, 1).repeat(size // 4, 2)
    return Set(pixels, rng.integers(0, classes, n) if classes else None)


def advance(engine: Any, steps: int) -> None:
    for _ in range(steps):
        for _ in engine.step():
            pass


def frozen(engine: Any) -> dict[str, np.ndarray]:
    """All that a run's future depends on, torch's own random numbers too."""
    import torch

    return {**engine.state()[1], "global": torch.get_rng_state().numpy()}


def same(a: dict[str, np.ndarray], b: dict[str, np.ndarray]) -> bool:
    return a.keys() == b.keys() and all(np.array_equal(a[k], b[k]) for k in a)


@dataclass(frozen=True)
class Files:
    """Names of arrays in a saved run, for the tests to spoil."""

    weight: str
    reshaped: str
    retyped: str  # float32
    poisoned: str
    curve: str


@dataclass(frozen=True)
class Line:
    """What the command line is tried with.

    Attributes:
        small: options of a run that takes milliseconds.
        live: an option that a saved run takes over, and what its field is then.
        frozen: one that it does not, and the field's title.
        too_much: one beyond its limits.
        said: words of what is printed.
        sheet: shape of the picture that is drawn.
    """

    small: tuple[str, ...]
    live: tuple[str, str, str, Any]
    frozen: tuple[str, str, str]
    too_much: tuple[str, str]
    said: tuple[str, ...]
    sheet: tuple[int, ...]


@dataclass(frozen=True)
class Lab:
    """One picture engine, as the shared properties need it.

    Attributes:
        package: the engine's package.
        config: its class of settings.
        tiny: values whose steps take milliseconds.
        small: limits that keep a drawn config within a fraction of a second.
        least: the smallest of everything, to try a single field's limits.
        sections: headings of the form.
        presets: how many there are at least.
        usual: what the default recipe is like.
        walk: (engine, steps) trains in every way there is.
    """

    package: ModuleType
    config: type[Any]
    tiny: dict[str, Any]
    small: dict[str, int]
    least: dict[str, Any]
    sections: tuple[str, ...]
    presets: int
    usual: dict[str, Any]
    files: Files
    line: Line
    walk: Callable[[Any, int], None] = advance

    @property
    def name(self) -> str:
        """The package's own name, which files and problems carry."""
        return self.package.__name__.rpartition(".")[2]

    def settings(self, **values: Any) -> Any:
        """A config whose steps take milliseconds."""
        return spec.change(self.config(), **{**self.tiny, **values})

    def configs(self) -> st.SearchStrategy[dict[str, Any]]:
        """Values of any valid config that is not too large."""
        return st.fixed_dictionaries({f.name: self._values(f) for f in spec.fields(self.config)})

    def _values(self, field: spec.Field) -> st.SearchStrategy[Any]:
        if field.name == "size":
            return st.sampled_from(SIZES)
        if field.name == "data":
            return st.sampled_from(get_args(SourceKey))
        if field.kind == "choice":
            return st.sampled_from([c for c, _ in field.choices])
        if field.kind == "bool":
            return st.booleans()
        if field.kind in ("text", "path"):
            return st.just("")
        assert field.low is not None
        assert field.high is not None
        if field.kind == "int":
            return st.integers(int(field.low), int(min(field.high, self.small.get(field.name, field.high))))
        return st.floats(field.low, field.high, allow_nan=False)


def making(lab: Lab) -> Iterator[Callable[..., Any]]:
    """Builds small runs on the CPU, by config fields; closes them at the end."""
    made: list[Any] = []

    def build(pictures: Set | None = None, **values: Any) -> Any:
        config = lab.settings(**values)
        source = pictures or noise(size=config.size, channels=config.channels)
        made.append(lab.package.build(config, device="cpu", pictures=source))
        return made[-1]

    yield build
    for engine in made:
        engine.close()


def reopened(lab: Lab, path: Path, pictures: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """As a new process would: from the file alone, with the same pictures."""
    monkeypatch.setattr("engines.images.run.load_pictures", lambda *_: pictures)
    return lab.package.open_checkpoint(path, device="cpu")


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    """A fixture for the conftest of each engine."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
