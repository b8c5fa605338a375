"""What a run needs is worked out before its first step, exactly only where a glance does not tell."""

from __future__ import annotations

import pytest

from engines.gan import memory
from engines.gan.presets import PRESETS
from engines.ground.preset import Preset


@pytest.mark.parametrize("preset", [p for p in PRESETS if not p.config().plane], ids=lambda p: p.key)
def test_a_glance_sees_no_less_than_what_is_worked_out(preset: Preset) -> None:
    config = preset.config()
    assert memory.at_most(config, 0) >= memory.need(config, 0)


@pytest.mark.parametrize(("free", "exact"), [(2.5, False), (1.5, True)])
def test_it_is_worked_out_where_that_may_matter(
    monkeypatch: pytest.MonkeyPatch, free: float, exact: bool
) -> None:
    config, asked = PRESETS[0].config(), []
    glance = memory.at_most(config, 0)
    monkeypatch.setattr("engines.ground.device.free_memory", lambda: round(free * glance))
    need = memory.need
    monkeypatch.setattr(memory, "need", lambda *of: asked.append(of) or need(*of))
    memory.check(config, 0)
    assert bool(asked) == exact
