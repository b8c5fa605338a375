"""One description of fields: kinds, limits, JSON, command line."""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.ground import spec
from engines.ground.options import add_arguments
from engines.ground.problem import Problem
from engines.ground.spec import IsPath, Live, OrWhen, Section, Span, Text, Titles, When


@dataclass(frozen=True)
class Toy:
    version: ClassVar[int] = 2
    lr: Annotated[
        float, Section("Training"), Span(1e-5, 1e-2, log=True), Text("Rate", "How fast."), Live()
    ] = 1e-3
    batch: Annotated[int, Span(1, 512), Text("Batch")] = 32
    on: Annotated[bool, Text("Switch")] = False
    kind: Annotated[Literal["a", "b"], Text("Kind"), Titles("First", "Second")] = "a"
    size: Annotated[Literal[28, 32], Text("Size")] = 32
    path: Annotated[str, IsPath(), Text("Path"), When("kind", "b")] = ""


def by_name() -> dict[str, spec.Field]:
    return {f.name: f for f in spec.fields(Toy)}


def test_fields_carry_all_that_a_form_needs():
    f = by_name()
    assert [x.kind for x in f.values()] == ["float", "int", "bool", "choice", "choice", "path"]
    assert f["lr"].log
    assert f["lr"].live
    assert not f["batch"].live
    assert {x.section for x in f.values()} == {"Training"}
    assert f["kind"].choices == (("a", "First"), ("b", "Second"))
    assert f["size"].choices == ((28, "28"), (32, "32"))
    assert f["path"].when == ("kind", ("b",))
    assert f["path"].or_when is None


def test_fields_are_read_once():
    assert spec.fields(Toy) is spec.fields(Toy)


def test_a_field_may_have_a_second_rule():
    @dataclass(frozen=True)
    class Two:
        version: ClassVar[int] = 1
        path: Annotated[str, IsPath(), When("kind", "text"), OrWhen("bank", "file")] = ""

    (field,) = spec.fields(Two)
    assert (field.when, field.or_when) == (("kind", ("text",)), ("bank", ("file",)))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lr", 1.0), ("lr", 1e-9), ("lr", math.nan), ("lr", math.inf), ("lr", "x"), ("lr", True), ("lr", None),
        ("batch", 0), ("batch", 513), ("batch", 1.5), ("on", 1), ("on", "yes"), ("kind", "c"), ("kind", 1),
        ("size", 30), ("size", "32"), ("path", 3), ("path", "a\0b"), ("path", None),
    ],
)  # fmt: skip
def test_bad_values_are_named(name, value):
    with pytest.raises(Problem) as e:
        spec.make(Toy, {name: value})
    assert by_name()[name].title in str(e.value)


def test_limits_themselves_are_allowed():
    for f in spec.fields(Toy):
        for value in (f.low, f.high):
            if value is not None:
                assert f.check(value) == value


def test_unknown_keys_are_returned_not_raised():
    config, unknown = spec.make(Toy, {"batch": 8, "new": 1})
    assert config.batch == 8
    assert unknown == ("new",)


@given(
    st.fixed_dictionaries(
        {
            "lr": st.floats(1e-5, 1e-2),
            "batch": st.integers(1, 512),
            "on": st.booleans(),
            "kind": st.sampled_from("ab"),
            "path": st.text().filter(lambda s: "\0" not in s),
        }
    )
)
def test_json_round_trip(found):
    config, _ = spec.make(Toy, found)
    again, unknown = spec.from_json(Toy, spec.to_json(config))
    assert again == config
    assert unknown == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 1}',
        '{"version": 1, "values": 3}',
        '{"version": 1, "values": []}',
        "\x00",
        "[" * 9999,
    ],
)
def test_what_is_no_settings_file_is_said(text):
    with pytest.raises(Problem, match="not a settings file"):
        spec.from_json(Toy, text)


@pytest.mark.parametrize("version", [3, 0, -1, "2", None, 10**30])
def test_versions_it_does_not_know(version):
    import json

    with pytest.raises(Problem, match="version"):
        spec.from_json(Toy, json.dumps({"version": version, "values": {}}))


def test_rebuilds_only_for_fields_that_are_not_live():
    assert not spec.rebuilds(Toy, ["lr"])
    assert spec.rebuilds(Toy, ["lr", "batch"])


def test_command_line():
    parser = argparse.ArgumentParser()
    add_arguments(parser, Toy)
    found = vars(parser.parse_args(["--lr", "0.002", "--size", "28", "--on", "--kind", "b"]))
    config, _ = spec.make(Toy, found)
    assert config == Toy(lr=0.002, size=28, on=True, kind="b")
    assert "0.01" in parser.format_help()
