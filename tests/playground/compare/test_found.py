"""What a comparison found: figures beside floors, curves over each other, and all of it as a table."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from engines.ground import spec
from engines.images.scores.verdict import Scores
from engines.vqvae.config import VqvaeConfig
from playground.ground import i18n
from playground.kit.compare import overlay
from playground.kit.compare.figures import Figure, FigureRow, measured, percent, whole
from playground.kit.compare.kind import Plot, level
from playground.kit.compare.scored import ScoredPanel
from playground.kit.compare.table import HEAD, as_csv
from playground.labs.vqvae.compare import below_each

X = np.arange(1.0, 5.0)
CURVES = {"loss": (X, X / 10), "real": (X, 0 * X + 0.5), "none": (X[:0], X[:0])}


class View:
    """As far as an overlay looks at a plot."""

    shown = False

    def set_series(self, series: Any) -> None:
        self.series = series

    def setVisible(self, shown: bool) -> None:
        self.shown = shown


def test_a_figure_stands_beside_its_floor():
    assert Figure("modes", 6.0, "of", 8.0, whole).told() == ("modes", "6", "of 8")
    assert Figure("high quality", 0.1949, form=percent).told() == ("high quality", "19 %", "")
    assert Figure("loss", 0.5, "real").told() == ("loss", "0.50", "")  # the floor is not known yet


def test_the_newest_of_the_curves_that_there_are():
    wanted = (("loss", "loss", "real", "real"), ("never", "never", "", ""), ("none", "none", "", ""))
    assert measured(CURVES, wanted) == [Figure("loss", 0.4, "real", 0.5)]


def test_figures_are_shown_and_told(qtbot):
    row = FigureRow()
    qtbot.addWidget(row)
    rows = [("F1", "52.9", "right-branching 37.1"), ("perplexity", "46.7", "")]
    row.show_figures(rows)
    assert row.told() == rows
    assert row.accessibleDescription() == "F1 52.9 right-branching 37.1; perplexity 46.7"
    row.show_figures([])
    assert row.told() == []


def test_a_level_is_as_long_as_the_curve_beside_which_it_is_drawn():
    (x, y) = level(CURVES, "loss", 0.7)["loss.floor"]
    assert (x.tolist(), y.tolist()) == ([1, 4], [0.7, 0.7])
    assert level(CURVES, "loss", None) == level(CURVES, "none", 0.7) == level(CURVES, "never", 0.7) == {}


def test_both_are_drawn_in_one_colour_and_their_floor_once():
    plots = [
        Plot("loss", "Loss", "", (("G", 1, "loss"),), (("real", "real", "real"),), smooth=False),
        Plot("more", "More", "", (("", 2, "never"),)),
        Plot("last", "Last", "", (("", 2, "loss"),), always=True),
    ]
    views = [View() for _ in plots]
    merged = overlay.merged(CURVES, {"loss": (X, X)})
    overlay.draw(views, plots, merged, 3 * overlay.ROOM)  # type: ignore[arg-type]
    assert [line[:2] for line in views[0].series] == [
        ("G A", 1),
        ("G B", 1 + overlay.DASHED),
        ("real", "real"),
    ]
    assert views[0].series[1][3].tolist() == X.tolist()
    assert [line[:2] for line in views[2].series] == [("A", 2), ("B", 2 + overlay.DASHED)]
    assert [view.shown for view in views] == [True, False, True]
    overlay.draw(views, plots, merged, overlay.ROOM)  # type: ignore[arg-type]
    assert [view.shown for view in views] == [True, False, False]
    overlay.draw(views, plots, {}, 3 * overlay.ROOM)  # type: ignore[arg-type]
    assert [view.shown for view in views] == [False, False, True]


def test_the_table_holds_settings_figures_and_curves_of_both():
    field = next(field for field in spec.fields(VqvaeConfig) if field.name == "codes")
    figures = {"A": [Figure("PSNR", 20.0, "mean picture", 15.0)], "B": [Figure("PSNR", 19.0)]}
    found = as_csv(4, ((field, 128, 8),), figures, {"A": {"loss": (X, X)}, "B": {}}, {})
    rows = list(csv.reader(io.StringIO(found.decode())))
    assert tuple(rows[0]) == HEAD
    assert rows[1] == ["A", "setting", "codes", "0", "128"]
    assert rows[2:4] == [["A", "figure", "PSNR", "4", "20"], ["A", "floor", "PSNR, mean picture", "4", "15"]]
    assert rows[4:8] == [["A", "curve", "loss", str(s), str(s)] for s in range(1, 5)]
    assert rows[8:] == [["B", "setting", "codes", "0", "8"], ["B", "figure", "PSNR", "4", "19"]]


def scored(coverage: float, **more: float) -> Scores:
    high = ("coverage", "density", "precision", "recall", "variety", "sliced", "kernel", "frechet", "novelty")
    values = dict.fromkeys(high, 123.4) | {"coverage": coverage, "kernel_spread": 0.1} | more
    floors = dict.fromkeys(high, 0.0123) | {"coverage": 0.9} | more
    return Scores(values, floors, 400, 75, "Fresh samples", "turns", 0.91, True)


def test_scores_on_demand_stand_in_the_table_with_their_floors():
    both = {"A": scored(0.5), "B": scored(0.25)}
    found = as_csv(80, (), {"A": [], "B": []}, {"A": {}, "B": {}}, both)
    rows = [tuple(row) for row in csv.reader(io.StringIO(found.decode()))]
    assert ("A", "score", "coverage", "75", "0.5") in rows
    assert ("B", "score", "coverage", "75", "0.25") in rows
    for side in "AB":
        assert (side, "floor", "coverage, real ones", "75", "0.9") in rows
        assert (side, "score", "samples", "75", "400") in rows
        assert (side, "score", "compared by", "75", "turns") in rows
        assert (side, "floor", "kernel, real ones", "75", "0.0123") in rows
        assert not any(row[2] == "kernel_spread, real ones" for row in rows)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_scores_of_both_have_room_beside_each_other(qtbot, language):
    i18n.use(language)
    try:
        panel = ScoredPanel("x", ("A", "B"))
        colon = "：" if language == "zh" else ": "
        qtbot.addWidget(panel)
        assert panel.isHidden()
        panel.show_scores((scored(0.5, classes=0.25), scored(0.25, classes=0.5)))
        assert not panel.isHidden()
        assert panel.minimumSizeHint().width() <= 700  # of 746 in a small window
        assert panel.sizeHint().height() <= 170
        cells = {
            name: panel.findChild(QLabel, f"x.scored.coverage.{name}").text() for name in ("a", "b", "floor")
        }
        assert cells == {"a": "0.50", "b": "0.25", "floor": "0.90"}
        assert panel.findChild(QLabel, "x.scored.verdict.a").text().startswith(f"A{colon}")
        assert panel.findChild(QLabel, "x.scored.verdict.b").text().startswith(f"B{colon}")
        assert panel.scores().keys() == {"A", "B"}
        panel.findChild(QPushButton, "x.scored.close").click()
        assert panel.isHidden()
        assert panel.scores() == {}
    finally:
        i18n.use("en")


@pytest.mark.parametrize("channels", [1, 3])
def test_below_each_picture_stands_what_came_back(channels):
    originals = np.arange(2 * 8).repeat(2 * 2).reshape(2, 8, 2, 2).transpose(0, 2, 1, 3).reshape(4, 16)
    sheet = np.repeat(originals[..., None].astype(np.uint8), channels, 2)
    both = below_each(sheet, sheet + 100, 8)
    assert both.shape == (8, 8, channels)
    assert both[::2, ::2, 0].tolist() == [
        [0, 1, 2, 3],
        [100, 101, 102, 103],
        [4, 5, 6, 7],
        [104, 105, 106, 107],
    ]
