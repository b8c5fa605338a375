"""Draw the faces that the program ships: ``python -m tests.tools.shipped_faces``, after their drawing changed.

They are those of the labs' default recipes, so that a lab opens on a fresh install without drawing any.
"""

from __future__ import annotations

from engines.gan.presets import DEFAULT
from engines.images import faces, shipped


def main() -> None:
    """See above."""
    config = DEFAULT.config()
    key = faces.key(faces.COUNT, config.size, config.seed)
    path = shipped.write(key, faces.draw(faces.sample(faces.COUNT, config.seed), config.size))
    print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
