"""The words a dictionary knows, with their log probabilities; read in a tenth of a second, without jieba.

jieba's ``dict.txt`` has 349,045 lines "word count tag". ``jieba.initialize`` takes 1.8 s and is not called:
words of up to four characters of the basic plane become 64-bit keys that NumPy sorts and searches.
"""

from __future__ import annotations

import functools
import importlib.util
import math
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engines.ground import files
from engines.ground.problem import FileProblem
from engines.words.config import WordsConfig

SHORT = 4  # characters of 16 bits that fit one key
BLOCK = 1 << 20  # characters looked at together
LIMIT = 256 << 20  # bytes of a dictionary file


class Lexicon:
    """A fixed set of words with counts.

    Attributes:
        total: sum of all counts. size: number of words.
    """

    def __init__(self, keys: np.ndarray, counts: np.ndarray, longer: dict[str, float]) -> None:
        order = np.argsort(keys, kind="stable")
        self._keys, self._counts, self._longer = keys[order], counts[order], longer
        self.size = len(keys) + len(longer)
        self.total = float(max(counts.sum() + sum(longer.values()), 1.0))

    def counts(self, words: Sequence[str]) -> np.ndarray:
        """float64, the count of each word; 0 for words that are not in it."""
        if not words:
            return np.zeros(0)
        keys, short = pack(words)
        slot = np.minimum(np.searchsorted(self._keys, keys), max(len(self._keys) - 1, 0))
        found = np.zeros(len(words))
        if len(self._keys):
            hit = short & (self._keys[slot] == keys)
            found[hit] = np.maximum(self._counts[slot[hit]], 1)
        for i in np.flatnonzero(~short).tolist():
            found[i] = self._longer.get(words[i], 0.0)
        return found

    def within(self, text: str) -> dict[str, float]:
        """Those of its words of two characters or more that stand somewhere in a text, with their counts."""
        grams = [_grams(text, n) for n in range(2, SHORT + 1)]
        keys = np.concatenate(grams)
        slot = np.minimum(np.searchsorted(self._keys, keys), max(len(self._keys) - 1, 0))
        hit = self._keys[slot] == keys if len(self._keys) else np.zeros(len(keys), bool)
        counts = np.maximum(self._counts[slot[hit]], 1) if hit.any() else np.zeros(0)
        found = dict(zip(map(_unpacked, keys[hit].tolist()), counts.tolist(), strict=True))
        longer = list(self._longer)
        if longer:
            heads, fits = pack([word[:SHORT] for word in longer])
            there = np.isin(heads, grams[-1]) | ~fits
            for i in np.flatnonzero(there).tolist():
                if longer[i] in text:
                    found[longer[i]] = self._longer[longer[i]]
        return found

    def __contains__(self, word: str) -> bool:
        return bool(self.counts([word])[0] > 0)


def pack(words: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """uint64 keys of words (high 16 bits: first character), and which words such a key can hold."""
    points = np.array(words, dtype=str)
    width = max(points.dtype.itemsize // 4, 1)
    table = points.view(np.uint32).reshape(len(words), width)
    short = np.asarray((table < 0x10000).all(1))
    if width > SHORT:
        short &= (table[:, SHORT:] == 0).all(1)
    keys = np.zeros(len(words), np.uint64)
    for j in range(min(width, SHORT)):
        keys |= (table[:, j].astype(np.uint64) & np.uint64(0xFFFF)) << np.uint64(16 * (3 - j))
    return keys, short


def _grams(text: str, n: int) -> np.ndarray:
    """The keys of all n characters of the basic plane that stand together in a text, rising."""
    found = [np.zeros(0, np.uint64)]
    for at in range(0, len(text), BLOCK):
        part = text[at : at + BLOCK + n - 1].encode("utf-32-le", "surrogatepass")
        points = np.frombuffer(part, np.uint32).astype(np.uint64)
        size = len(points) - n + 1
        if size < 1:
            continue
        keys, fits = np.zeros(size, np.uint64), np.ones(size, bool)
        for j in range(n):
            fits &= points[j : size + j] < 0x10000
            keys |= (points[j : size + j] & np.uint64(0xFFFF)) << np.uint64(16 * (3 - j))
        found.append(np.unique(keys[fits]))
    return np.unique(np.concatenate(found))


def _unpacked(key: int) -> str:
    return "".join(chr(point) for j in range(4) if (point := key >> 16 * (3 - j) & 0xFFFF))


def parse(text: str) -> Lexicon:
    """A dictionary from lines "word", "word count" or "word count tag"; a missing count is 1."""
    words: list[str] = []
    counts: list[float] = []
    for line in text.splitlines():
        parts = line.split()
        if not parts:
            continue
        words.append(parts[0])
        counts.append(_number(parts[1]) if len(parts) > 1 else 1.0)
    return _lexicon(words, np.array(counts))


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 1.0
    return value if math.isfinite(value) and value > 0 else 1.0


def _lexicon(words: list[str], counts: np.ndarray) -> Lexicon:
    if not words:
        return Lexicon(np.zeros(0, np.uint64), np.zeros(0), {})
    longer = {w: float(c) for w, c in zip(words, counts.tolist(), strict=True) if len(w) > SHORT}
    short = [i for i, w in enumerate(words) if len(w) <= SHORT]
    keys, fits = pack([words[i] for i in short]) if short else (np.zeros(0, np.uint64), np.zeros(0, bool))
    for i, fit in zip(short, fits.tolist(), strict=True):
        if not fit:
            longer[words[i]] = float(counts[i])
    keys, index = np.unique(keys[fits], return_index=True)
    return Lexicon(keys, counts[np.array(short, np.int64)][fits][index], longer)


def parse_columns(text: str) -> Lexicon | None:
    """As :func:`parse`, without a Python loop over lines, for a text whose lines all have three columns."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    lines, gaps = np.flatnonzero(points == 10), np.flatnonzero(points == 32)
    if len(gaps) != 2 * len(lines) or len(lines) == 0 or lines[-1] != len(points) - 1:
        return None
    starts = np.append(0, lines[:-1] + 1)
    ends, second = gaps[::2], gaps[1::2]
    if not ((starts < ends) & (ends < second) & (second < lines)).all():
        return None
    counts, width = np.zeros(len(lines), np.int64), second - ends - 1
    some = np.arange(len(lines))
    for j in range(int(width.max())):
        some = some[width[some] > j]
        digit = points[ends[some] + (1 + j)].astype(np.int64) - 48
        if digit.min() < 0 or digit.max() > 9:
            return None
        counts[some] = counts[some] * 10 + digit
    length = ends - starts
    keys = np.zeros(len(lines), np.uint64)
    short = length <= SHORT
    some = np.flatnonzero(short)
    for j in range(SHORT):
        some = some[length[some] > j]
        point = points[starts[some] + j]
        short[some[point >= 0x10000]] = False
        keys[some] |= point.astype(np.uint64) << np.uint64(16 * (3 - j))
    longer = {
        text[a:b]: float(c)
        for a, b, c in zip(
            starts[~short].tolist(), ends[~short].tolist(), counts[~short].tolist(), strict=True
        )
    }
    return Lexicon(keys[short], counts[short].astype(np.float64), longer)


def jieba_path() -> Path | None:
    """Where jieba's dictionary lies, without importing jieba; None where it is not installed."""
    spec = importlib.util.find_spec("jieba")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(folder) / "dict.txt").is_file():
            return path
    return None


def load(config: WordsConfig) -> Lexicon | None:
    """The dictionary a config names; None for none, or where jieba is not installed.

    Raises:
        FileProblem: the file cannot be read or is no text.
    """
    if config.dictionary == "none":
        return None
    if config.dictionary == "file" and not config.path:
        raise FileProblem("Name the dictionary's file under Path.")
    path = Path(config.path) if config.dictionary == "file" else jieba_path()
    if path is None:
        return None
    try:
        state = os.stat(path)
        if state.st_size > LIMIT:
            raise FileProblem("{name} is too large to be a dictionary.", name=path.name)
        return _read(str(path), state.st_mtime_ns, state.st_size)
    except OSError as e:
        raise FileProblem(
            "The dictionary {name} could not be read: {reason}.", name=path.name, reason=e.strerror or str(e)
        ) from e


@functools.lru_cache(maxsize=2)
def _read(path: str, changed: int, size: int) -> Lexicon:
    from engines.words.text.decode import decode

    data = files.read(path, LIMIT)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        found = decode(data)
        if found.problem is not None:
            raise FileProblem("The dictionary {name} is not a text.", name=Path(path).name) from None
        text = found.text
    return parse_columns(text) or parse(text)
