"""What is said in the language shown."""

from __future__ import annotations

from engines.ground.problem import Problem
from widgets.look.i18n import tr


def test_a_fact_may_have_any_name():
    assert tr("{text} is no number.", text="three") == "three is no number."
    problem = Problem("{template} and {text}", template="a", text="b")
    assert tr(problem.template, **problem.facts) == "a and b"
