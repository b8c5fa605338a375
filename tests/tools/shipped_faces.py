"""Draw the faces that the program ships: ``python -m tests.tools.shipped_faces``, after their drawing changed.

They are those of the recipes that come trained, so that these open on a fresh install without drawing any.
"""

from __future__ import annotations

from engines.images import faces, shipped
from tests.tools.ready_starts import LARGEST, RECIPES, config_of


def sets() -> set[tuple[int, int, int]]:
    """(count, size, seed) of each."""
    configs = [config_of(name) for name in RECIPES]
    drawn = [config for config in configs if getattr(config, "data", "") == "faces"]
    return {(config.limit or faces.COUNT, config.size, config.seed) for config in drawn}


def main() -> None:
    """See above."""
    for count, size, seed in sorted(sets()):
        factors = faces.sample(count, seed)
        order = faces.alike(factors)
        path = shipped.write(faces.key(count, size, seed), faces.draw(factors, size), order)
        print(f"{path.name}: {path.stat().st_size:,} bytes")
        assert path.stat().st_size <= LARGEST


if __name__ == "__main__":
    main()
