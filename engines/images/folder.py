"""A folder of pictures, and the folders inside it. What cannot be used is left out, counted and named."""

from __future__ import annotations

import itertools
import os
from pathlib import Path, PurePath

import numpy as np
from PIL import Image

from engines.ground.marks import mark
from engines.ground.problem import FileProblem, Problem
from engines.images import bounded, pictures
from engines.images.formats import idx
from engines.images.source import Images, Request, Watch, some

CLASSES = range(2, 1001)
DEPTHS = 24  # pictures that are looked at to learn how many bits of grey a folder uses
_SPLITS = frozenset({"train", "training", "test", "testing", "val", "valid", "validation"})
_RAW = frozenset({".heic", ".heif", ".svg", ".raw", ".cr2", ".cr3", ".nef", ".arw", ".dng", ".orf", ".exr"})
_BESIDE = frozenset({"@eadir", "__macosx", "thumbs.db", "desktop.ini"})
"""What file servers and systems put beside pictures; names with a dot before them are passed over, too."""
ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz")
SEALED = (".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".7z", ".rar")  # kinds of archives that are not read
SCANS = (".tif", ".tiff", ".png", ".pgm", ".pnm")
OTHER = mark("Pictures of this kind are not read. Save it as PNG or JPEG.")
LOOKED_AT = 500  # files of a folder without pictures
_IDX = mark("There are no pictures in the folder {path}, but {name} is an IDX file: open that.")
_ARCHIVE = mark("There are no pictures in the folder {path}, but {name} is an archive: open that.")
_SEALED = mark("There are no pictures in the folder {path}, but {name} is an archive: unpack it first.")
_FLAT = mark("All pictures lie in one folder: sub-folders would be their classes.")
_LOOSE = mark("Some pictures lie in no sub-folder: only where all do, sub-folders are classes.")
_MANY = mark("There are more than 1,000 sub-folders: that many are no classes.")
_ALIKE = mark("Sub-folders do not part the pictures: two or more side by side would be classes.")
_LOOKING, _READING = mark("Looking for pictures"), mark("Reading pictures")

Skip = tuple[str, str]


def load(request: Request) -> Images:
    """Every picture under a folder; sub-folders are classes when there are 2 to 1,000 of them.

    Raises:
        FileProblem: the folder is missing, a file, forbidden, empty, or no picture in it can be used.
        Cancelled: the person cancelled.
    """
    root = Path(request.path)
    _check(root)
    names, skipped = _find(root, request.watch)
    if not names and not skipped:
        raise _nothing_in(root)
    names = [names[i] for i in some(len(names), request.limit, request.seed)]
    pixels, used, unread = _read(root, names, request)
    skipped = sorted((shown(name), reason) for name, reason in skipped + unread)
    if not used:
        name, reason = skipped[0]
        raise FileProblem(
            "None of the {count} pictures in the folder {path} can be used. {name}: {reason}",
            count=len(skipped),
            path=str(root),
            name=name,
            reason=reason,
        )
    labels, label_names = classes(used)
    return Images(
        pixels=pixels,
        labels=labels,
        label_names=label_names,
        name=f"Folder {shown(root.resolve().name)}",
        licence=mark("Your own pictures"),
        skipped=tuple(skipped),
        unlabelled=unlabelled(used),
    )


def _nothing_in(root: Path) -> FileProblem:
    """What to say of a folder without pictures: there may be files that hold many."""
    facts = {"path": str(root)}
    with os.scandir(root) as entries:
        for entry in sorted(itertools.islice(entries, LOOKED_AT), key=lambda e: e.name):
            if entry.is_file() and (kind := _kind_of(Path(entry.path))):
                said = {"IDX": _IDX, "archive": _ARCHIVE, "sealed": _SEALED}[kind]
                return FileProblem(said, **facts, name=shown(entry.name))
    return FileProblem("There are no pictures in the folder {path}.", **facts)


def _kind_of(path: Path) -> str:
    """ "IDX", "archive" or "sealed" of a file that may hold many pictures, else ""."""
    if path.name.lower().endswith(SEALED):
        return "sealed"
    if path.name.lower().endswith(ARCHIVES):
        return "archive"
    try:
        with bounded.opened(path) as reader:
            return "IDX" if idx.looks_like(reader.read(4)) else ""
    except FileProblem:
        return ""


def classes(names: list[str]) -> tuple[np.ndarray | None, tuple[str, ...]]:
    """Class of each picture by its path relative to the root: the first folder in which they differ, past
    "train" or "test".

    Returns:
        Labels int64 (N,) and the class names; (None, ()) if a picture lies outside any class or there are
        fewer than 2 or more than 1,000 classes.
    """
    folders = [name.split("/")[:-1] for name in names]
    while all(folders) and (
        len({f[0] for f in folders}) == 1 or all(f[0].lower() in _SPLITS for f in folders)
    ):
        folders = [f[1:] for f in folders]
    if not all(folders):
        return None, ()
    first = [f[0] for f in folders]
    known = sorted(set(first))
    if len(known) not in CLASSES:
        return None, ()
    number = {name: k for k, name in enumerate(known)}
    return np.asarray([number[f] for f in first], np.int64), tuple(map(shown, known))


def unlabelled(names: list[str]) -> str:
    """Why :func:`classes` finds none; "" if it does."""
    if classes(names)[0] is not None:
        return ""
    loose = [name for name in names if "/" not in name]
    if not loose:
        return _MANY if len({name.rsplit("/", 1)[0] for name in names}) > CLASSES[-1] else _ALIKE
    return _FLAT if len(loose) == len(names) else _LOOSE


def _check(root: Path) -> None:
    try:
        with os.scandir(root):
            return
    except PermissionError:
        raise FileProblem("There is no permission to read the folder {path}.", path=str(root)) from None
    except NotADirectoryError:
        raise FileProblem("{path} is a file, not a folder.", path=str(root)) from None
    except (OSError, ValueError):
        raise FileProblem("There is no folder {path}.", path=str(root)) from None


def _find(root: Path, watch: Watch) -> tuple[list[str], list[Skip]]:
    """Paths of all pictures, relative to the root with "/", sorted; and what was seen to be none."""
    names: list[str] = []
    skipped: list[Skip] = []
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting:
        watch(_LOOKING, 0.0)
        folder = waiting.pop()
        try:
            state = folder.stat()
            if (state.st_dev, state.st_ino) in seen:  # a link back up would go round for ever
                continue
            seen.add((state.st_dev, state.st_ino))
            with os.scandir(folder) as entries:
                for entry in entries:
                    _sort(entry, root, waiting, names, skipped)
        except OSError:
            skipped.append((_relative(folder, root), mark("There is no permission to read this folder.")))
    return sorted(names), skipped


def _sort(
    entry: os.DirEntry[str], root: Path, waiting: list[Path], names: list[str], skipped: list[Skip]
) -> None:
    """Put one entry of a folder where it belongs. Hidden files and files of other kinds are no one's loss."""
    if is_beside(entry.name):
        return
    path = Path(entry.path)
    if entry.is_dir():
        if entry.is_symlink() and not _is_inside(path, root):  # one to "/" would walk the whole disk
            skipped.append((_relative(path, root), mark("It is a link out of the folder.")))
        else:
            waiting.append(path)
    elif is_other_picture(path):
        skipped.append((_relative(path, root), OTHER))
    elif path.suffix.lower() in pictures.SUFFIXES:
        if entry.is_file():
            names.append(_relative(path, root))
        else:  # a pipe would be waited on for ever, a link may lead nowhere
            skipped.append((_relative(path, root), mark("It is not a file.")))


def _is_inside(path: Path, root: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def is_beside(name: str) -> bool:
    """Whether a file or folder of this name is hidden, or put beside pictures by a system."""
    return name.startswith(".") or name.lower() in _BESIDE


def is_other_picture(path: PurePath) -> bool:
    """Whether a picture is of a kind that is not read here, though Pillow or another program knows it."""
    suffix = path.suffix.lower()
    if suffix in pictures.SUFFIXES:
        return False
    return suffix in _RAW or Image.registered_extensions().get(suffix) in Image.OPEN


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def shown(name: str) -> str:
    """A file name that can be shown: bytes that are no text become question marks."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _depth(root: Path, names: list[str], watch: Watch) -> int:
    """The bits that a folder of scans uses, by some of them: scaled alike, or a dark one would glow."""
    scans = [name for name in names if name.lower().endswith(SCANS)]
    some_of_them = scans[:: max(1, len(scans) // DEPTHS)]
    bits = 0
    for name in some_of_them:
        watch(_READING, 0.0)
        bits = max(bits, pictures.depth(root / name))
    return bits


def room(count: int, request: Request) -> np.ndarray:
    """Place for so many pictures. Raises Problem if there is none."""
    try:
        return np.empty((count, request.size, request.size, request.channels), np.uint8)
    except MemoryError:
        raise Problem(
            "{count} pictures of {size} px do not fit into memory. Set a limit or a smaller size.",
            count=count,
            size=request.size,
        ) from None


def _read(root: Path, names: list[str], request: Request) -> tuple[np.ndarray, list[str], list[Skip]]:
    """Decode the pictures: uint8 (N, size, size, C), the names used, and what was skipped."""
    pixels = room(len(names), request)
    used: list[str] = []
    skipped: list[Skip] = []
    bits = _depth(root, names, request.watch)
    for i, name in enumerate(names):
        request.watch(_READING, i / len(names))
        try:
            pixels[len(used)] = pictures.decode(root / name, request.size, request.channels, bits)
            used.append(name)
        except pictures.Unusable as trouble:
            skipped.append((name, trouble.reason))
    return pixels[: len(used)], used, skipped
