"""Files torn and bit-flipped at random, and the sentence that a file which will not do is refused with."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from engines.ground.problem import FileProblem
from engines.images import load

FUZZ = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DAMAGE = st.tuples(
    st.floats(0, 1),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 7)), max_size=5),
    st.binary(max_size=3),
)


def damaged(whole: bytes, damage: tuple) -> bytes:
    kept, flips, more = damage
    data = bytearray(whole[: round(kept * len(whole))] + more)
    for place, bit in flips if data else ():
        data[int(place * len(data))] ^= 1 << bit
    return bytes(data)


def problem(path: object, **options: object) -> str:
    with pytest.raises(FileProblem) as caught:
        load("file", path=str(path), **options)
    return str(caught.value)
