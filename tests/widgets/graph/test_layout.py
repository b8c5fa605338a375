"""The automatic layout: nothing overlaps, wires lead to the right, long nets wrap, circles do no harm."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.graph import samples
from widgets.graph.model import Graph
from widgets.graph.places.align import SIDES, align
from widgets.graph.places.layout import GRID, arrange
from widgets.graph.places.ranks import crossings, layered

SIZE = (144.0, 54.0, 27.0)


def pairs(graph: Graph) -> list[tuple[str, str]]:
    return [(wire.source, wire.target) for wire in graph.wires]


def overlaps(places: dict, sizes: dict) -> list[tuple[str, str]]:
    names = list(places)
    left = np.array([places[n][0] for n in names])
    top = np.array([places[n][1] for n in names])
    right = left + [sizes[n][0] for n in names]
    bottom = top + [sizes[n][1] for n in names]
    hit = (
        (left[:, None] < right) & (left < right[:, None]) & (top[:, None] < bottom) & (top < bottom[:, None])
    )
    return [(names[a], names[b]) for a, b in zip(*np.nonzero(np.triu(hit, 1)), strict=True)]


@pytest.mark.parametrize("graph", [samples.tied(), samples.residual(), samples.transformer(6)])
def test_no_card_lies_on_another_and_all_are_on_the_grid(graph: Graph):
    sizes = {node.id: SIZE for node in graph.nodes}
    places = arrange(sizes, pairs(graph))
    assert set(places) == set(sizes)
    assert overlaps(places, sizes) == []
    assert all(x % GRID == y % GRID == 0 for x, y in places.values())


def test_within_a_row_wires_lead_to_the_right():
    graph = samples.transformer(1)
    sizes = {node.id: SIZE for node in graph.nodes}
    places = arrange(sizes, pairs(graph))
    back = [(a, b) for a, b in pairs(graph) if places[b][0] < places[a][0] + SIZE[0]]
    for a, b in back:
        assert places[b][1] > places[a][1] + SIZE[1], (a, b)  # only to a row below
    assert len(back) < len(graph.wires) / 3


def test_a_plain_chain_is_straight_and_a_long_one_is_wrapped():
    short = [str(at) for at in range(4)]
    places = arrange(dict.fromkeys(short, SIZE), list(pairwise(short)))
    assert len({y for _, y in places.values()}) == 1
    long = [str(at) for at in range(64)]
    places = arrange(dict.fromkeys(long, SIZE), list(pairwise(long)))
    wide, high = (max(p[axis] for p in places.values()) + SIZE[axis] for axis in (0, 1))
    assert 0.8 < wide / high < 3.0


def test_rows_break_where_few_wires_cross():
    """A residual net breaks between its blocks, so that no shortcut leads from row to row."""
    graph = samples.residual(9)
    places = arrange({node.id: SIZE for node in graph.nodes}, pairs(graph))
    for at in range(9):
        ys = [places[f"{part}{at}.{n}"][1] for part, n in (("conv", 2), ("norm", 2))] + [
            places[f"add{at}"][1]
        ]
        assert max(ys) - min(ys) <= 3 * GRID, at


def test_ports_of_a_chain_are_in_line_whatever_the_cards_heights():
    sizes = {"a": (120.0, 54.0, 27.0), "b": (120.0, 130.0, 51.0), "c": (120.0, 54.0, 27.0)}
    places = arrange(sizes, [("a", "b"), ("b", "c")])
    assert len({places[n][1] + sizes[n][2] for n in sizes}) == 1


def test_barycentres_untangle_what_can_be_untangled():
    sizes = {f"{side}{at}": SIZE for side in "ab" for at in range(6)}
    crossed = [(f"a{at}", f"b{5 - at}") for at in range(6)]
    assert crossings(layered(list(sizes), crossed)) == 15
    places = arrange(sizes, crossed)
    order = [sorted(range(6), key=lambda at, side=side: places[f"{side}{at}"][1]) for side in "ab"]
    assert order[0] == [5 - at for at in order[1]]


def test_circles_and_loops_are_laid_out_too():
    places = arrange(
        dict.fromkeys("abc", SIZE), [("a", "b"), ("b", "c"), ("c", "a"), ("b", "b"), ("a", "nobody")]
    )
    assert places["a"][0] < places["b"][0] < places["c"][0]
    assert arrange({}, []) == {}


def test_what_nothing_feeds_stands_just_before_its_use():
    layers = layered(list("abcdm"), [("a", "b"), ("b", "c"), ("c", "d"), ("m", "d")])
    assert "m" in layers.ranks[2]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=40), st.data())
def test_any_graph_is_laid_out_without_overlap(wires: list, data: st.DataObject):
    heights = data.draw(st.lists(st.sampled_from([54.0, 78.0, 150.0]), min_size=15, max_size=15))
    sizes = {str(at): (120.0, high, 27.0) for at, high in enumerate(heights)}
    places = arrange(sizes, [(str(a), str(b)) for a, b in wires])
    assert overlaps(places, sizes) == []


def test_five_thousand_nodes_are_laid_out():
    graph = samples.residual(700)
    places = arrange({node.id: SIZE for node in graph.nodes}, pairs(graph))
    assert len(places) == len(graph.nodes) > 5000


# alignment

PLACES = {"a": (0.0, 0.0), "b": (90.0, 40.0), "c": (300.0, 10.0)}
SIZES = {"a": (100.0, 20.0, 0.0), "b": (60.0, 40.0, 0.0), "c": (100.0, 60.0, 0.0)}


@pytest.mark.parametrize(("side", "axis", "part"), [
    ("left", 0, 0.0), ("centre", 0, 0.5), ("right", 0, 1.0), ("top", 1, 0.0), ("middle", 1, 0.5), ("bottom", 1, 1.0),
])  # fmt: skip
def test_cards_in_line_have_that_edge_in_common(side, axis, part):
    moved = align(side, PLACES, SIZES)
    assert len({round(moved[n][axis] + part * SIZES[n][axis], 6) for n in moved}) == 1
    assert all(moved[n][1 - axis] == PLACES[n][1 - axis] for n in moved)


def test_spread_cards_have_equal_gaps_and_the_outermost_stay():
    moved = align("across", PLACES, SIZES)
    assert (moved["a"], moved["c"]) == (PLACES["a"], PLACES["c"])
    assert moved["b"][0] - 100 == pytest.approx(300 - moved["b"][0] - 60)
    assert set(SIDES) == {"left", "centre", "right", "top", "middle", "bottom", "across", "down"}
    assert align("down", {}, {}) == {}
