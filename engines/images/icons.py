"""Icons: the glyphs of three icon fonts that come inside qtawesome, drawn dark on white.

qtawesome is found but never imported, for importing it would load Qt. Only private-use code points are
taken (the fonts also map letters), each is centred by its ink, blank and repeated ones are dropped. The class
of an icon is the first word of its name among the twenty most common, else "other".
"""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path

import numpy as np

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.images import cache
from engines.images.fit import recolour
from engines.images.glyphs import Stamp
from engines.images.source import Images, Request, Watch, some

VERSION = 1  # part of the cache key: raise it when a drawn pixel changes
FONTS = ("materialdesignicons6", "phosphor", "remixicon")
CLASSES = 20
_STYLES = frozenset({"bold", "fill", "light", "line", "thin", "outline", "variant"})
_DRAWING = mark("Drawing the icons")


def load(request: Request) -> Images:
    """All icons (about 13,000), or ``limit`` of them.

    Raises:
        Problem: qtawesome or its fonts are missing.
        Cancelled: the person cancelled.
    """
    fonts = _fonts()
    state = "-".join(f"{font.stat().st_size:x}" for font, _ in fonts)
    key = f"icons-{VERSION}-{request.size}-{request.limit}-{request.seed if request.limit else 0}-{state}"
    kept = cache.recall(key)
    if kept is None or set(kept) != {"pixels", "labels", "words"}:
        kept = _draw(fonts, request)
        cache.keep(key, **kept)
    return Images(
        pixels=recolour(kept["pixels"], request.channels),
        labels=kept["labels"],
        label_names=tuple(str(word) for word in kept["words"]),
        name=mark("Icons"),
        licence=mark("Material Design Icons and Remix Icon: Apache 2.0; Phosphor: MIT"),
    )


def _fonts() -> list[tuple[Path, dict[str, int]]]:
    """Each font file with its map from icon name to code point."""
    spec = importlib.util.find_spec("qtawesome")
    places = spec.submodule_search_locations if spec is not None else None
    fonts = []
    for folder in places or ():
        for name in FONTS:
            files = sorted((Path(folder) / "fonts").glob(f"{name}*.ttf"))
            maps = sorted((Path(folder) / "fonts").glob(f"{name}*charmap*.json"))
            if files and maps:
                codes = json.loads(maps[0].read_text("utf-8"))
                fonts.append((files[0], {icon: int(code, 16) for icon, code in codes.items()}))
    if not fonts:
        raise Problem("The icon fonts are missing. Install the package qtawesome again.")
    return fonts


def _private(code: int) -> bool:
    return 0xE000 <= code <= 0xF8FF or 0xF0000 <= code <= 0x10FFFD


def words(names: list[str]) -> tuple[str, ...]:
    """Class names: the most common first words of icon names, alphabetical, then "other"."""
    first = Counter(name.split("-")[0] for name in names)
    common = [word for word, _ in first.most_common() if word not in _STYLES and len(word) > 2]
    return (*sorted(common[:CLASSES]), mark("other"))


def _draw(fonts: list[tuple[Path, dict[str, int]]], request: Request) -> dict[str, np.ndarray]:
    """Pixels uint8 (N, size, size, 1), labels int64 (N,) and the class names."""
    known: dict[tuple[Path, int], str] = {}
    for font, codes in fonts:
        for name, code in codes.items():
            if _private(code):
                known.setdefault((font, code), name)
    names = words(list(known.values()))
    number = {word: k for k, word in enumerate(names)}
    icons = sorted(known.items())
    icons = [icons[i] for i in some(len(icons), request.limit, request.seed)]
    stamps = {font: Stamp(font, request.size) for font, _ in fonts}
    pixels, labels = _distinct(icons, stamps, number, request.watch)
    shape = (len(pixels), request.size, request.size, 1)
    return {
        "pixels": np.asarray(pixels, np.uint8).reshape(shape),
        "labels": np.asarray(labels, np.int64),
        "words": np.asarray(names),
    }


def _distinct(
    icons: list[tuple[tuple[Path, int], str]], stamps: dict[Path, Stamp], number: dict[str, int], watch: Watch
) -> tuple[list[np.ndarray], list[int]]:
    """The icons that are neither blank nor a repetition, with their classes."""
    seen: set[bytes] = set()
    pixels: list[np.ndarray] = []
    labels: list[int] = []
    for i, ((font, code), name) in enumerate(icons):
        if i % 64 == 0:
            watch(_DRAWING, i / len(icons))
        picture = stamps[font].ink(chr(code))
        if picture is None or (look := picture.tobytes()) in seen:
            continue
        seen.add(look)
        pixels.append(picture)
        labels.append(next((number[w] for w in name.split("-") if w in number), len(number) - 1))
    return pixels, labels
