"""What is marked on a lab's curves: where a person changed a setting, and where a curve was at its best."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from engines.ground import spec
from engines.ground.changes import Change
from playground.kit.sheets import Curves, smoothed
from widgets.form.field import shown
from widgets.look.figures import brief, count
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from widgets.plots.marks import Moment, Point

LEAST = 20  # points, before anything is called the best
FRESH = 50  # a best among the last fiftieth of a curve is no news: it still gets better


def breaks(changes: Iterable[Change], *fields: str) -> list[int]:
    """The steps after which figures have another unit, as one of ``fields`` changed; rising."""
    return sorted({change.step for change in changes if change.field in fields})


def moments(changes: Iterable[Change], config: type[spec.Config], *units: str) -> list[Moment]:
    """A line for each step at which settings of ``config`` changed, in the language shown. Where one of the
    fields ``units`` did, what was before has a scale of its own."""
    from widgets.plots.marks import Moment

    changes = tuple(changes)
    said: dict[int, list[str]] = {}
    fields = {f.name: f for f in spec.fields(config)}
    for change in changes:
        field = fields[change.field]
        title = field.section if field.title == "Kind" else field.title  # of a loss, of a prior
        facts = {"setting": tr(title), "value": shown(field, change.value)}
        said.setdefault(change.step, []).append(tr("{setting}: {value}", **facts))
    for step in breaks(changes, *units):
        said[step].append(tr("Before it, curves have a scale of their own."))
    return [Moment(step, "\n".join([*lines, _at(step)])) for step, lines in said.items()]


def best(curves: Curves, key: str, *, lowest: bool = True) -> list[Point]:
    """The best point of a curve as it is drawn, in the language shown; none while the newest are the best."""
    from widgets.plots.marks import Point

    x, y = curves.get(key, (np.empty(0), np.empty(0)))
    if len(x) < LEAST:
        return []
    drawn = smoothed(y)
    at = int(drawn.argmin() if lowest else drawn.argmax())
    if at >= len(x) - max(2, len(x) // FRESH):
        return []
    words = tr("best {value}", value=brief(float(drawn[at])))
    return [Point(float(x[at]), float(drawn[at]), words, f"{words}\n{_at(round(x[at]))}")]


def _at(step: int) -> str:
    return tr("step {step}", step=count(step))
