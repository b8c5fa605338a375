"""Reckoning with codes: ends, nodes and equal sets are exact, and text is read as it was written."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.gan.bench import codes, text
from engines.ground.problem import Problem

NZ = 8


def some(n: int, seed: int = 0) -> list[codes.Code]:
    rng = np.random.default_rng(seed)
    return [codes.make(rng.normal(size=NZ), label=i) for i in range(n)]


def same(a: codes.Code, b: codes.Code) -> bool:
    return np.array_equal(a.z, b.z) and a.label == b.label


def test_a_way_ends_where_its_ends_are() -> None:
    a, b = some(2)
    assert same(codes.between(a, b, 0.0), a)
    assert same(codes.between(a, b, 1.0), b)
    middle = codes.between(codes.make(np.eye(NZ)[0]), codes.make(np.eye(NZ)[1]), 0.5)
    assert np.linalg.norm(middle.z) == pytest.approx(1, abs=1e-6)


def test_a_less_itself_adds_nothing() -> None:
    a, b, c = some(3)
    assert same(codes.analogy(a, a, c), c)
    np.testing.assert_allclose(codes.analogy(a, b, c).z, a.z - b.z + c.z, atol=1e-6)


@pytest.mark.parametrize("edge", [2, 3])
def test_nodes_of_a_lattice_are_its_codes(edge: int) -> None:
    nodes = some(edge * edge)
    for row in range(edge):
        for column in range(edge):
            found = codes.on_lattice(nodes, column / (edge - 1), row / (edge - 1))
            assert same(found, nodes[row * edge + column])
    assert same(codes.on_lattice(nodes, -1, 2), nodes[edge * (edge - 1)])
    side = codes.on_lattice(nodes, 0.25, 0.0)
    assert np.array_equal(side.z, codes.between(nodes[0], nodes[1], 0.25 * (edge - 1)).z)


def test_equal_sets_differ_in_nothing() -> None:
    a = some(7)
    assert not codes.attribute(a, a[::-1]).any()
    shift = np.arange(NZ, dtype=np.float32)
    moved = [codes.make(c.z + shift) for c in a]
    np.testing.assert_allclose(codes.attribute(moved, a), shift, atol=1e-6)


def test_directions_move_a_code_and_at_rest_do_not() -> None:
    (a,) = some(1)
    ones = np.ones(NZ, np.float32)
    assert same(codes.moved(a, [ones, a.z], [0.0, 0.0]), a)
    np.testing.assert_allclose(codes.moved(a, [ones, a.z], [2.0, -1.0]).z, 2 * ones, atol=1e-6)


@given(st.lists(st.floats(-1e3, 1e3, width=32), min_size=NZ, max_size=NZ), st.none() | st.integers(0, 9))
def test_what_was_copied_is_pasted(values: list[float], label: int | None) -> None:
    code = codes.make(np.array(values), label)
    back = text.read(text.written(code), NZ, classes=0 if label is None else 10)
    assert same(back, code)


def test_directions_are_read_as_written() -> None:
    kept = {"smile": some(1)[0].z, "帽子": some(1, 3)[0].z}
    back = text.read_directions(text.written_directions(kept), NZ)
    assert list(back) == list(kept)
    assert all(np.array_equal(back[name], kept[name]) for name in kept)


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        ("", "empty"),
        ("hello", "no JSON list: hello"),
        ("7", "this is 7"),
        ("[1, 2]", "has 2 numbers; codes of this run have 8"),
        ('[1, "x"]', "Entry 2 of the list is no number that a code can have: x"),
        ("[NaN]", "Entry 1"),
        ("[true]", "Entry 1"),
        ("[1e999]", "Entry 1"),
        ("[" * 5000, "no JSON list"),
        ('{"z": [0,0,0,0,0,0,0,0], "label": 10}', "from 0 to 9, not 10"),
        ('{"z": [0,0,0,0,0,0,0,0], "label": true}', "from 0 to 9, not True"),
    ],
)
def test_pasted_text_is_refused_with_what_is_wrong(pasted: str, says: str) -> None:
    with pytest.raises(Problem) as refused:
        text.read(pasted, NZ, classes=10)
    assert says in str(refused.value)


def test_a_direction_of_another_length_is_named() -> None:
    with pytest.raises(Problem, match="Direction smile: The list has 1 numbers"):
        text.read_directions('{"smile": [1]}', NZ)
    with pytest.raises(Problem, match="object of names"):
        text.read_directions("[1]", NZ)
