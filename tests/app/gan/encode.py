"""What a person does on the page Encode, and what comes of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, Qt

from engines.gan.bench import queries


def shelf(app: Any) -> Any:
    return app.lab.desk.shelf


def shown(app: Any) -> None:
    """All on the shelf is encoded, and the window has heard of it."""
    app.until(lambda: all(item.found is not None for item in shelf(app).items))
    app.settled()
    app.until(lambda: shelf(app).told)


def pick(app: Any, at: int) -> Any:
    """Click what stands there on the shelf."""
    card = app.find(f"gan.encode.card.{at}")
    app.bot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(25, 20))
    return shelf(app).items[at]


def served(app: Any, act: Any) -> np.ndarray:
    """The picture that comes of an act."""
    seen: list[Any] = []
    app.settled()
    app.lab.desk.bench.served.connect(seen.append)
    act()
    app.settled()
    app.until(lambda: bool(seen) and seen[-1] is not None)
    app.lab.desk.bench.served.disconnect(seen.append)
    return seen[-1]


def drawn(app: Any, code: Any) -> np.ndarray:
    return app.lab.bridge.runner.ask(lambda e: queries.pictures(e, [code])[0]).result(5)


def same(a: np.ndarray, b: np.ndarray) -> bool:
    return bool(np.array_equal(a, b))
