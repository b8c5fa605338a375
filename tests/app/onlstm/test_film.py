"""The tree of the sentence as it came to be is taken away: one picture for every step whose weights are kept."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog

from engines.ground import spec
from tests.app.conftest import Driver
from tests.app.onlstm.conftest import say, trained


def test_the_tree_is_taken_as_it_came_to_be(
    lab: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained(lab)
    say(lab, "the old dog sleeps in the garden")
    lab.window.action_set.refresh()
    assert lab.window.action_set["onlstm.film"].isEnabled()

    path = tmp_path / "tree.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    lab.window.action_set["onlstm.film"].trigger()
    lab.choose("onlstm.film.kind", "PNG sheet")
    lab.click("onlstm.film.save")
    lab.until(lambda: lab.notice == f"Saved as {path.name}.")

    kept = lab.lab.latest.kept
    assert kept[-1] == lab.run.step == 40
    assert len(kept) == 9  # from the first to the last: three by three
    image = Image.open(path)
    words = json.loads(json.dumps(image.text))
    assert spec.from_json(lab.lab.config_type, words["config"]) == (lab.run.config, ())
    assert (words["step"], words["pictures"]) == ("40", "tree")
    pixels = np.asarray(image.convert("RGB"))
    height, width = pixels.shape[0] // 3, pixels.shape[1] // 3
    first, last = pixels[:height, :width], pixels[-height:, -width:]
    assert first.std() > 0
    assert (first != last).any()  # the step it says, if not the tree


def test_without_a_sentence_there_is_no_tree_to_take(lab: Driver) -> None:
    say(lab, "")
    lab.window.action_set.refresh()
    assert not lab.window.action_set["onlstm.film"].isEnabled()
