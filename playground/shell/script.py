"""A run as a short Python program: what a person takes away to go on without the window."""

from __future__ import annotations

import dataclasses
import pprint
from collections.abc import Mapping
from typing import Any, Final

from engines.ground.spec import Config

TEMPLATE: Final = '''"""{what}: the same run without the window, to the last digit on the same machine.

Settings that were changed while it ran are as they are now, from the first step on.
"""

from engines import {package}

config = {package}.{config}({values})
engine = {package}.build(config, device={device!r}{more})
for _ in range({steps}):
    for _ in engine.step():  # a step comes in short pieces
        pass
    found = {{name: float(y[-1]) for name, (_, y) in engine.history.points().items()}}
    print(engine.count, found)
engine.save("{package}.safetensors")  # opens in the window, too
'''


def script(
    package: str, what: str, config: Config, steps: int, device: str, given: Mapping[str, Any] | None = None
) -> str:
    """Python source that builds an engine with this config, trains it and saves the run.

    Args:
        package: the engine's, below ``engines``.
        what: said in its first line.
        steps: to do.
        device: as ``build`` takes it.
        given: what else ``build`` is given, by name.
    """
    fields = dataclasses.fields(config)
    changed = {f.name: getattr(config, f.name) for f in fields if getattr(config, f.name) != f.default}
    lines = "".join(f"\n    {name}={value!r}," for name, value in changed.items())
    more = "".join(f", {name}={pprint.pformat(value, compact=True)}" for name, value in (given or {}).items())
    return TEMPLATE.format(
        what=what.replace("\\", " ").replace('"""', " "),
        package=package,
        config=type(config).__name__,
        values=lines + "\n" if lines else "",
        device=device,
        more=more,
        steps=steps,
    )
