"""The GAN lab's page Compare from a person's chair, in one window: A against B, and the table."""

from __future__ import annotations

import csv
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from engines.gan.compare.rows import ENTRIES, SHOWN


def test_runs_are_compared(app, tmp_path):
    app.choose("gan.page_choice", "Compare")
    versus(app)
    scored(app, tmp_path)
    own_setting(app)
    only_one_plays(app)
    refused(app)
    table(app, tmp_path)
    remembered(app)
    closes(app)


def threads() -> int:
    return sum(thread.name == "engine" for thread in threading.enumerate())


def versus(app: Any) -> None:
    view, before = app.lab.benches.compare.versus, threads()
    assert "Upsampling: Nearest" in app.find("gan.versus.b.facts").text()
    app.click("gan.versus.step")
    app.until(lambda: view.latest is not None and view.latest.step == 1)
    assert threads() == before + 1
    latest = view.latest
    assert latest.a.step == latest.b.step == 1
    assert not np.array_equal(latest.a.samples, latest.b.samples)
    app.click("gan.versus.play")
    app.until(lambda: view.latest.step > 3)
    app.click("gan.versus.play")
    app.until(lambda: not view.controls.bridge.runner.busy and view.controls.bridge.quiet)
    assert view.latest.a.step == view.latest.b.step
    assert not view.controls.playing

    # one code, framed on both sheets
    sheet = app.find("gan.versus.a")
    app.bot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.cell_rect(5).center())
    assert sheet.badges() == app.find("gan.versus.b").badges() == {"": 5}

    # solid and dashed, in the same colour
    curves = app.find("gan.versus.curves")
    curves.make()
    app.until(lambda: len(curves.plot("losses").lines) == 4)
    a, b = [line for line in curves.plot("losses").lines if line.name[0] == "G"]
    assert (a.name, a.dashed(), b.name, b.dashed()) == ("G A", False, "G B", True)
    assert a.shade() == b.shade()
    assert app.lab.picture().width() > 2 * latest.a.samples.shape[1]
    app.click("gan.versus.end")
    app.until(lambda: threads() == before)
    assert view.latest is not None  # what was found stays


def scored(app: Any, folder: Path) -> None:
    """Samples of both from the same codes, beside the same pictures, piece by piece between steps."""
    view, button = app.lab.benches.compare.versus, app.find("gan.versus.score")
    assert button.isVisible()
    assert not button.isEnabled()  # its engines are gone
    app.click("gan.versus.step")
    app.until(lambda: view.latest is not None and view.latest.step == 1)
    assert button.text() == "Score both"
    app.click("gan.versus.score")
    assert button.text() == "Stop (0 %)"
    app.click("gan.versus.score")
    assert not view.scoring.busy
    assert not app.find("gan.versus.scored").isVisible()

    app.click("gan.versus.score")
    app.until(lambda: not view.scoring.busy)
    found = view.scored.scores()
    assert found["A"].floors == found["B"].floors
    assert found["A"].step == found["B"].step == view.latest.step
    assert found["A"].values != found["B"].values
    assert app.find("gan.versus.scored").isVisible()
    assert app.find("gan.versus.scored.verdict.b").text().startswith("B: ")
    for name, side in (("a", "A"), ("b", "B")):
        shown = float(app.find(f"gan.versus.scored.coverage.{name}").text())
        assert shown == pytest.approx(found[side].values["coverage"], abs=0.01)
    app.lab.exports().write(folder / "scored.csv")
    rows = list(csv.DictReader((folder / "scored.csv").open()))
    table = {(row["side"], row["what"], row["name"]): row["value"] for row in rows}
    for side in "AB":
        assert float(table[side, "score", "coverage"]) == pytest.approx(
            found[side].values["coverage"], rel=1e-4
        )
        floor = found[side].floors["coverage"]
        assert float(table[side, "floor", "coverage, real ones"]) == pytest.approx(floor, rel=1e-4)
    app.click("gan.versus.score")
    assert view.scoring.busy
    app.click("gan.versus.end")  # nobody answers any more; what was found stays
    assert not view.scoring.busy
    assert not button.isEnabled()
    assert app.find("gan.versus.scored").isVisible()
    app.click("gan.versus.step")  # a comparison that begins anew has none yet
    assert not app.find("gan.versus.scored").isVisible()
    app.until(lambda: view.latest is not None and view.latest.step == 1)
    assert button.isEnabled()
    app.click("gan.versus.end")


def own_setting(app: Any) -> None:
    view = app.lab.benches.compare.versus
    pick(app.find("gan.versus.pair"), "own")
    pick(app.find("gan.versus.field"), "spectral_norm")
    assert view.choice.values() == ({}, {"spectral_norm": True})
    app.click("gan.versus.step")
    app.until(lambda: view.latest is not None and view.latest.step == 1)
    assert "Spectral norm: on" in app.find("gan.versus.b.facts").text()
    a, b = view.controls.bridge.runner.ask(lambda e: e.config).result(10)
    assert (a.spectral_norm, b.spectral_norm) == (False, True)
    assert a.seed == b.seed == app.run.config.seed


def only_one_plays(app: Any) -> None:
    view = app.lab.benches.compare.versus
    app.run.play()
    app.click("gan.versus.play")
    assert view.controls.playing
    assert not app.run.playing
    assert "paused meanwhile" in app.find("gan.versus.said").text()
    app.click("gan.play")
    assert app.run.playing
    assert not view.controls.playing
    app.run.pause()


def refused(app: Any) -> None:
    """Said in a sentence, and nothing is lost; what is chosen then begins anew."""
    view, said = app.lab.benches.compare.versus, app.find("gan.versus.said")
    runner, latest = view.controls.bridge.runner, view.latest
    app.bot.mouseClick(app.find("gan.versus.value"), Qt.MouseButton.LeftButton)  # as A has it
    assert view.choice.values() == ({}, {"spectral_norm": False})
    assert "next Play begins anew" in said.text()
    app.click("gan.versus.step")
    assert "A and B are the same" in said.text()
    assert view.controls.bridge.runner is runner
    assert runner.alive
    assert view.latest is latest
    assert "Spectral norm: on" in app.find("gan.versus.b.facts").text()

    pick(app.find("gan.versus.field"), "nz")
    view.choice.restore({"pair": "own", "field": "nz", "value": 12})
    app.click("gan.versus.step")
    app.until(lambda: view.latest is not None and view.latest.step == 1)
    assert view.controls.bridge.runner.ask(lambda e: e.b.config.nz).result(10) == 12
    app.until(lambda: not runner.alive)
    assert "begins anew" not in said.text()
    app.click("gan.versus.end")
    pick(app.find("gan.versus.field"), "conditional")  # what is over makes room
    assert view.latest is None


def table(app: Any, folder: Path) -> None:
    app.choose("gan.compare.choice", "Architectures")
    view, before = app.lab.benches.compare.table, threads()
    assert app.lab.exports().missing
    view.budget.set_value(10)
    app.click("gan.table.play")
    app.until(lambda: view.standing.rows[0].state == "done")
    app.click("gan.table.end")  # given up: what is done stays
    app.until(lambda: threads() == before)
    assert view.standing.rows[0].state == "done"
    assert "training" not in {row.state for row in view.standing.rows}

    app.click("gan.table.play")
    app.until(lambda: {row.state for row in view.standing.rows} == {"done"})
    app.until(lambda: "All architectures" in app.find("gan.table.said").text())
    rows = app.find("gan.table.rows")
    assert rows.model().rowCount() == len(ENTRIES) + 2  # and the two they stand beside
    rows.set_sort("g", descending=False)
    rows.sorted_by.emit("g", False)
    ordered = [view.standing.rows[at].params_g for at in rows.shown_rows() if at < len(ENTRIES)]
    assert ordered == sorted(ordered)
    assert app.find("gan.table.strips").count() == len(ENTRIES) * SHOWN

    exports = app.lab.exports()
    assert not exports.missing
    exports.write(folder / "table.csv")
    with (folder / "table.csv").open() as file:
        assert [line["state"] for line in csv.DictReader(file)] == ["done"] * len(ENTRIES)
    exports.write(folder / "strips.png")
    assert QImage(str(folder / "strips.png")).height() == 2 * 32 * len(ENTRIES)


def remembered(app: Any) -> None:
    state = app.lab.save_state()
    assert state["compare"] == {
        "view": "table",
        "versus": {"pair": "own", "field": "conditional", "value": True},
        "steps": 10,
    }
    app.choose("gan.compare.choice", "A and B")
    pick(app.find("gan.versus.pair"), "loss")
    app.lab.benches.compare.table.budget.set_value(500)
    app.lab.restore_state(state)
    assert app.lab.save_state() == state
    for odd in ({"view": "no", "versus": 3, "steps": "x"}, [], {"versus": {"field": "seed", "pair": []}}):
        app.lab.restore_state({"compare": odd})
    assert app.lab.save_state() == state


def closes(app: Any) -> None:
    """The lab's end is the comparisons' end."""
    controls = app.lab.benches.compare.table.controls
    controls.one_step()
    runner = controls.bridge.runner
    assert runner.alive
    app.window.close()
    assert not runner.alive


def pick(combo: Any, key: str) -> None:
    """As a person chooses in a combo box."""
    combo.set_key(key)
    combo.chosen.emit(key)
