"""The page Encode from a person's chair, in one window with a tiny O-GAN."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from engines.gan.bench import text
from engines.gan.bench.codes import analogy, attribute, between
from playground.kit.sheets import image_of
from playground.labs.gan.encode.shelf import MOST
from tests.app.conftest import SMALL, at_lab
from tests.app.gan.encode import drawn, pick, same, served, shelf, shown


@pytest.fixture
def session() -> Any:
    """A shelf and a direction of last time."""
    codes = [{"sample": 3}, {"code": json.dumps([0.5] * 8)}, {"code": "[1]"}]
    found = at_lab("gan", SMALL)
    found.data["labs"]["gan"]["view"] = {"encode": {"shelf": codes, "kept": {"old": [1.0] * 8}}}
    return found


def test_the_bench_is_walked_through(app, photos, tmp_path, qapp):
    app.choose("gan.page_choice", "Encode")
    last_time(app)
    the_shelf(app, photos)
    looking(app)
    reckoning(app)
    pad(app)
    mixing(app)
    directions(app, tmp_path)
    text_of_codes(app, qapp)
    another_run(app)
    remembered(app)


def last_time(app: Any) -> None:
    assert [item.sample for item in shelf(app).items] == [3, None]
    shown(app)
    assert same(shelf(app).items[1].found.code.z, np.full(8, 0.5, np.float32))
    assert app.lab.desk.kept.names() == ["old"]
    app.lab.desk.kept.remove("old")
    app.click("gan.encode.remove")
    app.click("gan.encode.remove")
    assert shelf(app).items == []
    assert not app.find("gan.encode.remove").isEnabled()
    assert not app.find("gan.encode.put").isEnabled()  # nor is there anything to put there, or to copy
    assert not app.find("gan.encode.copy").isEnabled()
    assert app.find("gan.encode.nearest").text() == "–"


def the_shelf(app: Any, photos: Path) -> None:
    app.find("gan.encode.drop").dropped.emit([str(photos)])
    app.until(lambda: len(shelf(app).items) == 5 and "was not opened" in app.notice)
    app.find("gan.encode.drop").dropped.emit([str(photos / "none")])
    app.until(lambda: "none was not opened" in app.notice)
    app.click("gan.encode.real")
    app.until(lambda: len(shelf(app).items) == 9)
    app.click("gan.encode.samples")
    app.until(lambda: len(shelf(app).items) == 13)
    shown(app)
    first = shelf(app).items[0]
    size = app.run.config.size
    assert first.picture.shape == first.found.shown.shape == (size, size, app.run.config.channels)
    assert app.find("gan.encode.card.0").text() == f"{first.found.error:.3f}"
    samples = [item.sample for item in shelf(app).items if item.sample is not None]
    assert samples == [0, 1, 2, 3]
    shelf(app).add_samples([], MOST)
    app.until(lambda: len(shelf(app).items) == MOST)
    assert "left out" in app.notice
    for _ in range(MOST - 13):
        shelf(app).choose(shelf(app).items[-1].number)
        app.click("gan.encode.remove")
    shown(app)
    assert len(shelf(app).items) == 13
    app.window.drop([str(photos / "p0.png")])
    app.until(lambda: len(shelf(app).items) == 14)
    shelf(app).choose(shelf(app).items[-1].number)
    app.click("gan.encode.remove")
    assert len(shelf(app).items) == 13


def looking(app: Any) -> None:
    item = pick(app, 1)
    assert f"encoder {item.found.error:.3f}" in app.find("gan.encode.errors").text()
    assert same(served(app, lambda: pick(app, 1)), item.found.shown)
    assert app.lab.picture() == image_of(item.found.shown)  # what "export picture" saves
    app.until(lambda: app.find("gan.encode.nearest").text().startswith("Nearest real picture"))
    app.click("gan.encode.refine")
    assert app.find("gan.encode.refine").text() == "Stop (0 %)"
    app.until(lambda: item.kept is not None)
    shown(app)
    assert item.errors[0] >= min(item.errors)
    assert len(item.errors) == 151
    assert "in 150 steps" in app.find("gan.encode.errors").text()
    app.click("gan.encode.encoder")
    app.until(lambda: item.kept is None)
    shown(app)
    app.click("gan.encode.refine")
    app.until(lambda: bool(app.lab.desk.refining.errors()))
    app.click("gan.encode.refine")  # called off: the best so far stays
    assert not app.lab.desk.refining.busy
    shown(app)
    assert 0 < len(item.errors) < 151
    pick(app, 10)
    assert not app.find("gan.encode.refine").isEnabled()


def reckoning(app: Any) -> None:
    app.choose("gan.encode.tool", "a − b + c")
    found = []
    for place, at in enumerate((4, 9, 6)):
        found.append(pick(app, at).found.code)
        app.click(f"gan.encode.sum.{place}")
    wanted = drawn(app, analogy(*found))
    pick(app, 6)
    assert same(served(app, lambda: app.click("gan.encode.sum.2")), wanted)
    pick(app, 4)
    app.click("gan.encode.sum.1")  # a = b
    assert same(served(app, app.lab.desk.bench.refresh), drawn(app, found[2]))

    app.choose("gan.encode.tool", "Path")
    ends = []
    for place, at in enumerate((2, 5)):
        ends.append(pick(app, at).found.code)
        app.click(f"gan.encode.path.{place}")
    strips: list[Any] = []
    app.lab.desk.bench.strip.connect(strips.append)
    app.lab.desk.bench.survey()
    app.until(lambda: bool(strips))
    strip = app.find("gan.encode.strip")
    for cell, t in ((0, 0.0), (3, 0.5), (6, 1.0)):
        place = strip.cell_rect(cell).center()
        act = lambda at=place: app.bot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=at)  # noqa: E731
        assert same(served(app, act), drawn(app, between(*ends, t)))
    assert np.abs(strips[-1][0].astype(int) - drawn(app, ends[0])).max() <= 1  # drawn many at once


def pad(app: Any) -> None:
    app.choose("gan.encode.tool", "Pad")
    surface = app.find("gan.encode.pad_surface")
    pick(app, 7)
    app.click("gan.encode.pad4.3")
    app.until(surface.has_pictures)
    nodes = [item.found.code for item in app.lab.desk.bench.items()]
    assert same(nodes[3].z, shelf(app).items[7].found.code.z)

    def drag(x: float, y: float) -> None:
        app.bot.mousePress(surface, Qt.MouseButton.LeftButton, pos=surface.room().center().toPoint())
        app.bot.mouseMove(surface, surface.place(x, y).toPoint())
        app.bot.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=surface.place(x, y).toPoint())

    corner = served(app, lambda: drag(1.3, 1.3))
    assert surface.at() == (1.0, 1.0)
    assert same(corner, drawn(app, nodes[3]))
    app.bot.keyClick(surface, Qt.Key.Key_Left)
    assert surface.at()[0] == 0.95
    app.bot.keyClick(surface, Qt.Key.Key_Home)
    assert surface.at() == (0.5, 0.5)
    app.choose("gan.encode.edge", "9 codes")
    middle = drawn(app, app.lab.desk.bench.items()[4].found.code)
    assert same(served(app, lambda: app.bot.keyClick(surface, Qt.Key.Key_Home)), middle)


def mixing(app: Any) -> None:
    app.choose("gan.encode.tool", "Mix layers")
    layers = app.lab.desk.bench.layers
    assert layers == 4
    assert not app.find("gan.encode.copy").isEnabled()
    a, b = (drawn(app, item.found.code) for item in app.lab.desk.bench.items())
    row = app.find("gan.encode.at")
    for at, wanted in ((0, b), (layers, a)):
        row.set_value(at)
        assert same(served(app, lambda v=at: row.moved.emit(v)), wanted)
    assert "4 of 4 layers" in app.find("gan.encode.mix.says").text()


def directions(app: Any, tmp_path: Path) -> None:
    app.choose("gan.encode.tool", "Direction")
    assert not app.find("gan.encode.keep").isEnabled()
    for at, clicks in ((0, 1), (2, 1), (5, 2), (6, 2), (7, 3)):
        for _ in range(clicks):
            pick(app, at)
    assert app.find("gan.encode.sets").text() == "2 have it, 2 lack it."
    app.bot.keyClicks(app.find("gan.encode.name"), "hat")
    app.click("gan.encode.keep")
    known = [shelf(app).items[at].found.code for at in (0, 2, 5, 6)]
    kept = app.lab.desk.kept
    assert same(kept.vectors["hat"], attribute(known[:2], known[2:]))

    app.choose("gan.encode.tool", "Look")
    item = pick(app, 3)
    row = app.find("gan.encode.kept.0")
    row.set_value(1.5)
    gone = served(app, lambda: row.moved.emit(1.5))
    assert same(gone, drawn(app, kept.apply(item.found.code)))
    assert not same(gone, item.found.shown)
    assert same(served(app, lambda: app.click("gan.encode.kept.rest")), item.found.shown)

    path = tmp_path / "directions.json"
    app.lab.desk.save_directions(path)
    vector = kept.vectors["hat"]
    app.click("gan.encode.kept.0.remove")
    assert kept.names() == []
    app.lab.desk.open_directions(path)
    assert same(kept.vectors["hat"], vector)
    path.write_text(json.dumps({"hat": [1, 2]}))
    app.lab.desk.open_directions(path)
    app.until(lambda: "Direction hat" in app.notice)


def text_of_codes(app: Any, qapp: Any) -> None:
    item = pick(app, 2)
    app.click("gan.encode.copy")
    copied = qapp.clipboard().text()
    assert same(text.read(copied, app.run.config.nz).z, item.found.code.z)
    count = len(shelf(app).items)
    app.click("gan.encode.paste")
    app.until(lambda: len(shelf(app).items) == count + 1)
    shown(app)
    assert same(shelf(app).items[-1].found.code.z, item.found.code.z)
    assert same(shelf(app).items[-1].found.shown, item.found.shown)
    app.click("gan.encode.put")
    app.until(lambda: len(shelf(app).items) == count + 2)
    qapp.clipboard().setText("[1, 2]")
    app.click("gan.encode.paste")
    app.until(lambda: "has 2 numbers" in app.notice)


def another_run(app: Any) -> None:
    """Another size and another length of codes: pictures are encoded anew, bare codes go."""
    app.run.set_values(size=28, nz=10, arch="dcgan")
    app.until(lambda: not app.run.building and shelf(app).config.nz == 10)
    assert len(shelf(app).items) == 13
    shown(app)
    assert {item.found.code.z.shape for item in shelf(app).items} == {(10,)}
    assert {item.found.shown.shape[0] for item in shelf(app).items} == {28}
    assert app.lab.desk.kept.names() == []  # it rests until codes are of its length
    app.choose("gan.encode.tool", "Mix layers")
    assert "no SELF-MOD" in app.find("gan.encode.mix.says").text()
    app.click("gan.encode.selfmod")
    app.until(lambda: not app.run.building and shelf(app).config.arch == "selfmod")
    app.run.set_values(size=32, nz=8, ogan=False)
    app.until(lambda: not app.run.building and not shelf(app).open)
    assert "no encoder" in app.find("gan.encode.why").text()
    app.click("gan.encode.turn_on")
    app.until(lambda: not app.run.building and shelf(app).open)
    assert not app.find("gan.encode.why").isVisible()
    shown(app)
    assert app.lab.desk.kept.names() == ["hat"]
    old = shelf(app).items[0].found
    app.click("gan.step")  # the encoder moves on, and what it says of the shelf does, too
    app.until(lambda: app.run.step == 1)
    app.until(lambda: shelf(app).items[0].found is not old)


def remembered(app: Any) -> None:
    app.choose("gan.encode.tool", "Path")
    state = json.loads(json.dumps(app.lab.save_state()))
    assert len(state["encode"]["shelf"]) == 9  # real pictures are not remembered
    app.choose("gan.encode.tool", "Look")
    app.lab.desk.kept.remove("hat")
    app.lab.restore_state(state)
    app.until(lambda: len(shelf(app).items) == 9)
    shown(app)
    after = app.lab.save_state()
    assert after["encode"]["kept"] == state["encode"]["kept"]
    assert after["encode"]["bench"] == {"tool": "path", "edge": 3}
    key = lambda known: json.dumps(known, sort_keys=True)  # noqa: E731 - files come in the order they are read in
    assert sorted(map(key, after["encode"]["shelf"])) == sorted(map(key, state["encode"]["shelf"]))
    app.lab.restore_state(
        {"encode": {"shelf": [{"sample": 99}, 3], "kept": {"x": "y"}, "bench": {"tool": "z"}}}
    )
    assert shelf(app).items == []
