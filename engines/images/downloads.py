"""Known sets that come over the network: MNIST, Fashion-MNIST, CIFAR-10.

:mod:`engines.ground.downloads` fetches; this module knows the sets, tries several mirrors, and has one plain
sentence without a network.

The MD5 sums are the published ones (torchvision and the sets' own pages list them). No SHA-256 is published
for these files; MD5 guards here against damage, not against an attacker, and what is read is only bytes. So
every mirror is asked by https.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from engines.ground import downloads as ground
from engines.ground.marks import mark
from engines.ground.problem import NotFetched, Problem
from engines.images import cache
from engines.images.formats import cifar, idx
from engines.images.source import Images, Request, Watch

_FETCHING = mark("Downloading")
_CHECKING = mark("Checking the download")


@dataclass(frozen=True)
class Remote:
    """One file to fetch: name, MD5 and length in bytes."""

    name: str
    md5: str
    length: int

    @property
    def expected(self) -> ground.Expected:
        """What must arrive."""
        return ground.md5(self.name, self.length, self.md5)


@dataclass(frozen=True)
class Known:
    """A set on the network: where it lies, the files, and what the reader cannot know."""

    title: str
    mirrors: tuple[str, ...]
    files: tuple[Remote, ...]
    licence: str
    names: tuple[str, ...] = ()


FASHION_NAMES = (
    mark("T-shirt"),
    mark("trousers"),
    mark("pullover"),
    mark("dress"),
    mark("coat"),
    mark("sandal"),
    mark("shirt"),
    mark("sneaker"),
    mark("bag"),
    mark("ankle boot"),
)

KNOWN: Mapping[str, Known] = {
    "mnist": Known(
        title="MNIST",
        mirrors=(
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
        ),
        files=(
            Remote("train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873", 9_912_422),
            Remote("train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432", 28_881),
        ),
        licence=mark("MNIST: licence unclear, widely used for study"),
    ),
    "fashion": Known(
        title="Fashion-MNIST",
        mirrors=("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",),
        files=(
            Remote("train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d", 26_421_880),
            Remote("train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe", 29_515),
        ),
        licence=mark("Fashion-MNIST: MIT, (c) 2017 Zalando SE"),
        names=FASHION_NAMES,
    ),
    "cifar10": Known(
        title="CIFAR-10",
        mirrors=("https://www.cs.toronto.edu/~kriz/",),
        files=(Remote("cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530", 170_052_171),),
        licence=mark("CIFAR-10: no licence stated, widely used for study"),
    ),
}


def load(key: str, request: Request) -> Images:
    """A known set: fetched once, then read from the cache folder.

    Raises:
        Problem: there is no network, or no mirror gives the file whole.
        Cancelled: the person cancelled; nothing half-fetched is left.
    """
    known = KNOWN[key]
    folder = cache.folder() / "downloads" / key
    paths = fetch(known, folder, request.watch)
    reader = cifar.load if key == "cifar10" else idx.load
    images = reader(replace(request, path=str(paths[0])))
    names = known.names or images.label_names
    return replace(images, name=known.title, licence=known.licence, label_names=names)


def fetch(known: Known, folder: Path, watch: Watch) -> list[Path]:
    """Have all files of a set in ``folder``, whole; those already there are checked, not fetched again.

    Raises:
        Problem: as :func:`load`.
        Cancelled: the person cancelled.
    """
    total = sum(remote.length for remote in known.files)
    paths, before = [], 0
    for remote in known.files:
        path = folder / remote.name
        if not ground.whole(path, remote.expected, _Part(0, remote.length, watch, _CHECKING).told):
            _from_any(known, remote, path, _Part(before, total, watch))
        paths.append(path)
        before += remote.length
    return paths


@dataclass(frozen=True)
class _Part:
    """Which part of the whole download a file is."""

    before: int
    total: int
    watch: Watch
    doing: str = _FETCHING

    def told(self, done: int) -> None:
        self.watch(self.doing, (self.before + done) / self.total)


def _from_any(known: Known, remote: Remote, path: Path, part: _Part) -> None:
    """Fetch one file from the first mirror that gives it whole."""
    spoiled = False
    for mirror in known.mirrors:
        part.told(0)
        try:
            ground.save(mirror + remote.name, path, remote.expected, part.told)
            return
        except ground.Spoiled:
            spoiled = True
        except ground.network_trouble():
            continue
    if spoiled:
        raise Problem(
            "{name} arrived damaged and was thrown away. Try again later; all drawn pictures still work.",
            name=remote.name,
        )
    raise NotFetched(
        "{title} could not be downloaded: no network, or the servers do not answer. "
        "All drawn pictures and your own files still work.",
        title=known.title,
    )
