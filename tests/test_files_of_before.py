"""Files written before the house had rooms still open: saved runs to the bit, settings, a session."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from engines import gan, onlstm, vqvae, words
from engines.ground import spec
from playground.lab import REGISTRY
from playground.shell.session import Session

DATA = Path(__file__).parent / "data" / "before_rooms"
KINDS: dict[str, tuple[ModuleType, Any]] = {
    "gan": (gan, gan.GanConfig),
    "vqvae": (vqvae, vqvae.VqvaeConfig),
    "onlstm": (onlstm, onlstm.OnLstmConfig),
    "words": (words, words.WordsConfig),
}


NEWER: dict[str, set[str]] = {"gan": {"noise", "hidden", "depth"}, "onlstm": {"forms", "starts"}}
"""Settings that there were not when these files were written: they stand at their defaults."""


def of_then(key: str, config: Any) -> dict[str, Any]:
    """The settings of a config that there were then."""
    newer, defaults = NEWER.get(key, set()), spec.values(KINDS[key][1]())
    found = spec.values(config)
    assert all(found[name] == defaults[name] for name in newer)
    return {name: value for name, value in found.items() if name not in newer}


def digest(tensors: dict[str, np.ndarray]) -> str:
    """Over names, kinds, shapes and bytes, sorted by name; as the files of before were sealed."""
    seal = hashlib.sha256()
    for name, array in sorted(tensors.items()):
        seal.update(f"{name}:{array.dtype.str}:{array.shape}\n".encode())
        seal.update(np.ascontiguousarray(array).tobytes())
    return seal.hexdigest()


@pytest.mark.parametrize("key", KINDS)
def test_a_saved_run_comes_back_to_the_bit(key: str, tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    want = json.loads((DATA / f"{key}.expect.json").read_text())
    engine = KINDS[key][0].open_checkpoint(DATA / f"{key}.safetensors", device="cpu")
    try:
        assert engine.snapshot().step == want["step"]
        assert of_then(key, engine.config) == want["config"]
        engine.save(tmp_path / "again.safetensors")
    finally:
        engine.close()
    again = load_file(str(tmp_path / "again.safetensors"))
    assert sorted(again) == want["tensors"]
    assert digest(again) == want["sha256_reopened"]


@pytest.mark.parametrize("key", KINDS)
def test_settings_are_read_whole(key: str) -> None:
    text = (DATA / f"{key}.json").read_text()
    config, unknown = spec.from_json(KINDS[key][1], text)
    assert not unknown
    assert of_then(key, config) == json.loads(text)["values"]


def test_a_session_names_labs_and_settings_that_there_are() -> None:
    session = Session()
    session.data = json.loads((DATA / "session.json").read_text())
    assert session.get("language", str, "") == "zh"
    there = {e.key for e in REGISTRY}
    assert len(session.data["labs"]) == 4  # those of that time
    for key in session.data["labs"]:
        assert key in there
        remembered = session.lab(key)
        assert set(remembered["config"]) == set(of_then(key, KINDS[key][1]())), key
