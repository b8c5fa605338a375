"""Treebanks that come over the network: named, with licence and size said before anything is fetched.

Each lies in a public repository, pinned to a commit. A listing of its folder says which files there are, how
long each is and its git blob SHA-1; both are checked as the bytes arrive. No checksum of the whole is
published: what stands between the repository and this program could forge the listing too, so this guards
against damage, not against an attacker, and what is read is only text in brackets. The files are joined into
one, kept in the cache folder, and read from there ever after. Imports no torch.
"""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from engines.ground import downloads
from engines.ground.marks import mark
from engines.ground.problem import Cancelled, NotFetched, Problem

Report = Callable[[str, float | None], None]

API: Final = "https://api.github.com"
RAW: Final = "https://raw.githubusercontent.com"
_LISTING: Final = 4 << 20  # bytes of a listing; a thousand files take one
_MOST: Final = 64 << 20  # bytes of a whole treebank
_ACCEPT: Final = {"Accept": "application/vnd.github+json", "User-Agent": downloads.APP}
_TORN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
_SUM = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class Bank:
    """A treebank on the network.

    Attributes:
        title, about, licence: sentences for a person, marked for translation.
        sentences, words: what it holds. megabytes: what is fetched.
        repo, commit, folder: where its files lie. files: pattern of their names.
        members: pattern of the files inside, where what is fetched is a zip archive.
    """

    key: str
    title: str
    about: str
    licence: str
    sentences: int
    words: int
    megabytes: float
    repo: str
    commit: str
    folder: str
    files: str
    members: str = ""

    @property
    def page(self) -> str:
        """Where a person can look at it."""
        return f"https://github.com/{self.repo}"


_ALL = (
    Bank(
        key="gum",
        title=mark("GUM"),
        about=mark(
            "English of six kinds: studies, lives, court, travel, news, interviews. "
            "A parser drew the trees from tags checked by hand."
        ),
        licence=mark(
            "Trees: CC BY 4.0. Texts: CC BY (studies, court; news and interviews 2.5), "
            "CC BY-SA (lives, travel)."
        ),
        sentences=4_483,
        words=85_647,
        megabytes=3,
        repo="amir-zeldes/gum",
        commit="72ce5ac14978a324c2fd18d49484e65292cbe316",
        folder="const",
        files=r"GUM_(academic|bio|court|voyage|news|interview)_\w+\.ptb",
    ),
    Bank(
        key="craft",
        title=mark("CRAFT"),
        about=mark("Biomedical articles with trees drawn by hand: the largest free one, and long sentences."),
        licence=mark("Trees: CC BY 3.0. Texts: open-access articles."),
        sentences=29_903,
        words=685_283,
        megabytes=13,
        repo="UCDenver-ccp/CRAFT",
        commit="2abe82b",
        folder="structural-annotation/treebank/penn",
        files=r"\d+\.tree",
    ),
    Bank(
        key="nltk",
        title=mark("Penn sample"),
        about=mark("Newspaper trees drawn by hand: a twentieth of those that published scores rest on."),
        licence=mark("Linguistic Data Consortium 1995: not for commercial use, for illustration only."),
        sentences=3_901,
        words=82_356,
        megabytes=1.7,
        repo="nltk/nltk_data",
        commit="5db857e6f7df11eabb5e5665836db9ec8df07e28",
        folder="packages/corpora",
        files=r"treebank\.zip",
        members=r"treebank/combined/wsj_\d{4}\.mrg",
    ),
)
BANKS: Final[Mapping[str, Bank]] = {bank.key: bank for bank in _ALL}


def kept(key: str) -> Path | None:
    """The file of a treebank, if it has been fetched."""
    path = downloads.cache_folder() / "treebanks" / f"{key}.ptb"
    return path if path.is_file() else None


def need(key: str) -> Path:
    """The file of a treebank that must be there by now. Raises NotFetched if it is not."""
    path = kept(key)
    if path is None:
        raise NotFetched(
            "{title} is not on this computer. Choose it under Treebank to see its licence and download it.",
            title=BANKS[key].title,
        )
    return path


def fetch(
    bank: Bank,
    report: Report = lambda sentence, fraction: None,
    cancel: threading.Event | None = None,
    api: str = API,
    raw: str = RAW,
) -> Path:
    """The file of a treebank: kept, or fetched now. Ask the person before.

    Args:
        report: told (sentence, fraction of all bytes), for each chunk.
        cancel: set it to stop; nothing half-fetched is left.
        api, raw: where listings and files are asked for.

    Raises:
        Problem: no network, or what came is not the treebank; the sentence says which.
        Cancelled: ``cancel`` was set.
    """
    if (path := kept(bank.key)) is not None:
        return path
    path = downloads.cache_folder() / "treebanks" / f"{bank.key}.ptb"
    job = _Fetching(bank, report, cancel or threading.Event(), api.rstrip("/"), raw.rstrip("/"))
    files = job.listing()
    with downloads.whole_or_nothing(path, bank.title) as out:
        job.gather(files, out)
    return path


@dataclass(frozen=True)
class _Listed:
    """A file of a listing."""

    url: str
    expected: downloads.Expected


@dataclass
class _Fetching:
    """One treebank on its way."""

    bank: Bank
    report: Report
    cancel: threading.Event
    api: str
    raw: str
    before: int = 0
    total: int = 0

    def told(self, done: int) -> None:
        """Hears of every chunk."""
        if self.cancel.is_set():
            raise Cancelled
        self.report(mark("Downloading"), (self.before + done) / self.total if self.total else None)

    def listing(self) -> list[_Listed]:
        """The treebank's files, by name."""
        bank = self.bank
        url = f"{self.api}/repos/{bank.repo}/contents/{bank.folder}?ref={bank.commit}"
        self.told(0)
        try:
            found = json.loads(downloads.small(url, _LISTING, self.told, _ACCEPT))
            files = [self._listed(row) for row in found if re.fullmatch(bank.files, row["name"])]
        except downloads.network_trouble() as e:
            raise self._refused(e) from e
        except (downloads.Spoiled, ValueError, TypeError, KeyError, RecursionError) as e:
            raise Problem(
                "What came is no list of files, so {title} was not downloaded. "
                "Perhaps this network wants you to log in first.",
                title=bank.title,
            ) from e
        self.total = sum(file.expected.length for file in files)
        if not files or self.total > _MOST:
            raise Problem(
                "{title} is not where it was: the list at {host} does not have its files.",
                title=bank.title,
                host=bank.page.removeprefix("https://"),
            )
        return sorted(files, key=lambda file: file.expected.name)

    def _listed(self, row: Mapping[str, object]) -> _Listed:
        """A row of the listing. Raises ValueError, TypeError or KeyError on nonsense."""
        name, length, digest = str(row["name"]), row["size"], str(row["sha"])
        if not isinstance(length, int) or length < 0 or not _SUM.fullmatch(digest):
            raise ValueError(name)
        url = row.get("download_url")  # GitHub's own: it also knows short commits
        if not isinstance(url, str) or not url.startswith(f"{self.raw}/"):
            url = f"{self.raw}/{self.bank.repo}/{self.bank.commit}/{self.bank.folder}/{name}"
        return _Listed(url, downloads.blob(name, length, digest))

    def gather(self, files: list[_Listed], out: BinaryIO) -> None:
        """Fetch file by file, and join them."""
        for file in files:
            data = io.BytesIO()
            try:
                downloads.fetch(file.url, data, file.expected, self.told)
            except downloads.Spoiled as e:
                raise self._damaged(file.expected.name) from e
            except downloads.network_trouble() as e:
                raise self._refused(e) from e
            out.write(self._unpacked(data, file.expected.name) if self.bank.members else data.getvalue())
            out.write(b"\n")
            self.before += file.expected.length

    def _unpacked(self, data: BinaryIO, name: str) -> bytes:
        """The trees inside of a zip archive, which says how long they are but may lie."""
        parts: list[bytes] = []
        left = _MOST
        try:
            with zipfile.ZipFile(data) as archive:
                inside = [i for i in archive.infolist() if re.fullmatch(self.bank.members, i.filename)]
                for info in sorted(inside, key=lambda i: i.filename):
                    if self.cancel.is_set():
                        raise Cancelled
                    with archive.open(info) as member:
                        parts.append(member.read(left + 1))
                    left -= len(parts[-1])
                    if left < 0:
                        raise self._damaged(name)
        except (*_TORN, OSError, ValueError) as e:
            raise self._damaged(name) from e
        if not parts:
            raise self._damaged(name)
        return b"\n".join(parts)

    def _damaged(self, name: str) -> Problem:
        return Problem(
            "{title}: {name} arrived damaged, so nothing was kept. Try again later; "
            "the grammars and your own files still work.",
            title=self.bank.title,
            name=name,
        )

    def _refused(self, trouble: Exception) -> Problem:
        """Why the network gave nothing, in a sentence."""
        title, code = self.bank.title, downloads.refusal(trouble)
        if code in (403, 429):
            return Problem(
                "GitHub gives nothing more to this network for a while: too much was asked for. "
                "Try {title} again in an hour.",
                title=title,
            )
        if code:
            return Problem(
                "{title} could not be downloaded: GitHub answered with error {code}. Try again later.",
                title=title,
                code=code,
            )
        return Problem(
            "{title} could not be downloaded: no network, or GitHub does not answer. "
            "The grammars and your own files still work.",
            title=title,
        )
