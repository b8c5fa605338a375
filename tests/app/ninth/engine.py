"""Gradient descent with momentum on the bowl f(x, y) = (x² + steepness · y²) / 2 (Polyak, 1964)."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar

import numpy as np

from engines.ground import checkpoint, saved, spec
from engines.ground.history import History
from engines.ground.preset import Preset
from engines.ground.report import Report, silent
from engines.ground.spec import Live, Section, Span, Text

LAB, SIDE = "ninth", 32


@dataclass(frozen=True)
class BowlConfig:
    version: ClassVar[int] = 1
    seed: Annotated[int, Section("Training"), Span(0, 2**31 - 1), Text("Seed", "Where it starts.")] = 7
    lr: Annotated[float, Live(), Span(1e-4, 0.1, log=True), Text("Learning rate", "Of each step.")] = 0.01
    steepness: Annotated[float, Span(1, 100, log=True), Text("Slope", "How narrow the bowl is.")] = 10.0


DEFAULT = Preset(BowlConfig, "bowl", "A bowl", "One step at a time to the bottom", {})
PRESETS = (DEFAULT, Preset(BowlConfig, "narrow", "A ravine", "It swings before it falls", {"steepness": 80}))


@dataclass(frozen=True)
class BowlSnapshot:
    step: int
    curves: dict[str, tuple[np.ndarray, np.ndarray]]
    pixels: np.ndarray


class BowlEngine:
    def __init__(self, config: BowlConfig) -> None:
        self.config, self.count, self.history = config, 0, History()
        self.at = np.random.default_rng(config.seed).uniform(-1, 1, 2)
        self.speed = np.zeros(2)
        self.bends = np.array([1.0, config.steepness])

    def step(self) -> None:
        self.speed = 0.9 * self.speed - self.config.lr * self.bends * self.at
        self.at = self.at + self.speed
        self.count += 1
        self.history.add("loss", self.count, float(self.bends @ self.at**2) / 2)

    def snapshot(self) -> BowlSnapshot:
        pixels = np.full((SIDE, SIDE, 1), 230, np.uint8)
        column, row = np.clip((self.at + 1) / 2 * (SIDE - 1), 0, SIDE - 1).astype(int)
        pixels[row, column] = 0
        return BowlSnapshot(self.count, self.history.points(), pixels)

    def set_config(self, config: BowlConfig) -> None:
        self.config = config

    def save(self, path: str | Path) -> None:
        curves, arrays = self.history.state()
        meta = {"version": 1, "config": spec.values(self.config), "step": self.count, "history": curves}
        checkpoint.save(path, LAB, meta, arrays | {"at": self.at, "speed": self.speed})

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = "?") -> None:
        saved.check_fits({"at": self.at, "speed": self.speed}, tensors, name)
        self.history.restore(meta["history"], tensors)
        self.count, self.at, self.speed = int(meta["step"]), tensors["at"], tensors["speed"]

    def close(self) -> None:
        pass


def build(
    config: BowlConfig, report: Report = silent, cancel: threading.Event | None = None, device: str = "cpu"
) -> BowlEngine:
    return BowlEngine(config)


def open_checkpoint(
    path: str | Path,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "cpu",
    config: BowlConfig | None = None,
) -> BowlEngine:
    return saved.reopen(path, LAB, BowlConfig, BowlEngine, config)
