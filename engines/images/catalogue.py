"""The picker's lines, and the one door to all of them."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from engines.ground.marks import mark
from engines.ground.problem import FileProblem, Problem
from engines.images import downloads, faces, folder, glyphs, icons, kinds, shapes
from engines.images.source import SIZES, Images, Progress, Request, Source, Watch

_DRAWN = mark("Drawn by this program: free to use")

_LINES = (
    Source("faces", mark("Drawn faces"), mark("6,000 small faces in colour, the quickest to learn."), _DRAWN),
    Source(
        "icons",
        mark("Icons"),
        mark("Some 13,000 icons of three icon fonts, dark on white."),
        mark("Material Design Icons and Remix Icon: Apache 2.0; Phosphor: MIT"),
    ),
    Source(
        "glyphs",
        mark("Characters of a font"),
        mark("Up to 4,000 characters of a font file you choose, or of a font on this computer."),
        mark("The font's own licence"),
        needs_path="font",
    ),
    Source(
        "shapes", mark("Shapes"), mark("Plain shapes with known kind, angle, size, place and colour."), _DRAWN
    ),
    Source(
        "folder",
        mark("Folder of pictures"),
        mark("All pictures in a folder and the folders inside it, cropped to squares."),
        mark("Your own pictures"),
        needs_path="folder",
    ),
    Source(
        "file",
        mark("Data file"),
        mark(
            "An IDX file (MNIST and its kin), a CIFAR file, a zip or tar of pictures, or a sheet of sprites."
        ),
        mark("Your own file"),
        needs_path="file",
    ),
    Source(
        "mnist",
        mark("MNIST digits"),
        mark("60,000 handwritten digits, 28 px, grey. Downloads 10 MB once."),
        downloads.KNOWN["mnist"].licence,
        download=True,
    ),
    Source(
        "fashion",
        mark("Fashion-MNIST"),
        mark("60,000 pieces of clothing, 28 px, grey. Downloads 26 MB once."),
        downloads.KNOWN["fashion"].licence,
        download=True,
    ),
    Source(
        "cifar10",
        mark("CIFAR-10"),
        mark("60,000 small photographs of ten kinds, 32 px, colour. Downloads 170 MB once."),
        downloads.KNOWN["cifar10"].licence,
        download=True,
    ),
)
SOURCES: Mapping[str, Source] = {source.key: source for source in _LINES}


def load(
    source: str,
    *,
    size: int = 32,
    channels: int = 3,
    path: str = "",
    limit: int = 0,
    seed: int = 0,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> Images:
    """Get a set of pictures into memory.

    Args:
        source: a key of :data:`SOURCES`.
        size: side in pixels, one of 28, 32, 48, 64, 128. Pictures of 28 px are padded to 32, not blurred.
        channels: 3, grey repeated; or 1, colour as luminance.
        path: the folder, file or font, for sources that need one ("glyphs" finds a font by itself).
        limit: most pictures wanted; 0 for all (6,000 drawn ones, 4,000 characters).
        seed: draws the drawn sets, and chooses which pictures a limit keeps.
        progress: called often with (sentence, 0 ... 1), on this thread.
        cancel: set it to stop.

    Raises:
        FileProblem: the path is missing, forbidden, empty, damaged or of another kind.
        Problem: an argument outside its choices, or a download that fails.
        Cancelled: ``cancel`` was set.
    """
    if source not in SOURCES:
        raise Problem("There is no picture source called {source}.", source=source)
    if size not in SIZES:
        raise Problem("Pictures of {size} px are not offered: choose 28, 32, 48, 64 or 128.", size=size)
    if channels not in (1, 3):
        raise Problem("Pictures have 1 or 3 channels, not {channels}.", channels=channels)
    if SOURCES[source].needs_path and source != "glyphs" and not path:
        raise Problem("Choose a file or folder of pictures first.")
    watch = Watch(progress, cancel)
    images = _read(source, Request(size, channels, path, max(limit, 0), abs(seed), watch))
    if len(images.pixels) == 0:
        raise FileProblem("{name} holds no pictures.", name=images.name)
    watch(mark("Ready"), 1.0)
    return images


def _read(source: str, request: Request) -> Images:
    readers = {
        "faces": faces.load,
        "icons": icons.load,
        "glyphs": glyphs.load,
        "shapes": shapes.load,
        "folder": folder.load,
        "file": kinds.load,
    }
    if source in readers:
        return readers[source](request)
    return downloads.load(source, request)
