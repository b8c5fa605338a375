"""How a line of text is cut into units, and how units become numbers. Imports no torch, and jieba only if
used.

A unit keeps the form in which it stood; what the model knows it by is :func:`normal`: small letters, and N
for any number.
"""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from engines.ground.problem import Problem
from engines.onlstm.config import Tokens
from engines.onlstm.texts.forms import form

PAD, UNK, EOS = 0, 1, 2
SPECIAL: Final = ("<pad>", "<unk>", "<eos>")
RARE: Final = 8  # times below which a word is read by its form, where that is wished for

CJK: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CLITIC = re.compile(r"(n['’]t|['’](?:s|re|ve|ll|d|m)|['’](?=$))$", re.IGNORECASE)
_WORD = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+(?:[-'’.,][^\W_{CJK}]+)*(?:(?<=s)['’](?!\w))?")
_CHARACTER = re.compile(rf"[{CJK}]|[^\W_{CJK}]+(?:[-'’.][^\W_{CJK}]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_END = re.compile(r"(?<=[。！？!?…])[”’」』\"')）]*|(?<=[.])[\"')”’]*(?=\s+[\"'“‘(]?[A-Z0-9])|[;；]\s*")

Cutter = Callable[[str], list[str]]


def normal(unit: str) -> str:
    """The form that the vocabulary knows."""
    return _NUMBER.sub("N", unit).lower() if unit not in SPECIAL else unit


def words(line: str) -> list[str]:
    """English words without punctuation; 's and n't stand alone: "the dog's" -> the, dog, 's."""
    found: list[str] = []
    for word in _WORD.findall(line):
        match = _CLITIC.search(word)
        if match and match.start():
            found += word[: match.start()], match.group()
        else:
            found.append(word)
    return found


def characters(line: str) -> list[str]:
    """Each Chinese character; Latin words and numbers stay whole. Punctuation falls away."""
    return _CHARACTER.findall(line)


def spaces(line: str) -> list[str]:
    """What stands between spaces, whatever it is."""
    return line.split()


def lexicon(known: Iterable[str]) -> Cutter:
    """Cut by a list of words: of all ways into the fewest units, the one whose words are longest at the end.

    Chinese has no spaces; a word that is not in the list falls into characters.
    """
    table = {w for w in known if w}
    longest = max(map(len, table), default=1)

    def cut(line: str) -> list[str]:
        found: list[str] = []
        for run in re.findall(rf"[{CJK}]+|[^\W_{CJK}]+(?:[-'’.][^\W_{CJK}]+)*", line):
            found += fewest(run, table, longest) if re.match(rf"[{CJK}]", run) else [run]
        return found

    return cut


def fewest(run: str, table: set[str], longest: int) -> list[str]:
    """The shortest row of known words that spells ``run``; unknown characters stand alone and cost double."""
    cost, back = [0.0], [0]
    for end in range(1, len(run) + 1):
        starts = range(max(0, end - longest), end)
        known = [
            (cost[s] + (1 if run[s:end] in table else 2), s)
            for s in starts
            if s == end - 1 or run[s:end] in table
        ]
        best = min(known)
        cost.append(best[0])
        back.append(best[1])
    found, end = [], len(run)
    while end:
        found.append(run[back[end] : end])
        end = back[end]
    return found[::-1]


def jieba_cutter() -> Cutter:
    """Cut Chinese with jieba. Raises Problem where it is not installed."""
    try:
        module = importlib.import_module("jieba")
    except ImportError as e:
        raise Problem("Jieba is not installed. Choose Characters or Spaces for Units.") from e
    module.setLogLevel(60)

    def cut(line: str) -> list[str]:
        return [unit for unit in module.cut(line) if re.search(r"\w", unit)]

    return cut


def cutter(kind: Tokens, known: Sequence[str] = ()) -> Cutter:
    """The function from a line to its units.

    Raises:
        Problem: jieba or the word list is not at hand.
    """
    if kind == "lexicon":
        if not known:
            raise Problem("There is no word list yet. Find words in the words lab, or choose other Units.")
        return lexicon(known)
    if kind == "jieba":
        return jieba_cutter()
    return {"words": words, "characters": characters, "spaces": spaces}[kind]


def spaceless(words: Iterable[str]) -> bool:
    """Whether most of these words are Chinese, which is written without spaces."""
    every = list(words)
    return 2 * sum(bool(re.match(rf"[{CJK}]", word)) for word in every) > len(every)


def lines(text: str) -> list[str]:
    """A text as sentences: by lines, and within a line by the punctuation that ends sentences."""
    found = []
    for line in text.splitlines():
        at = 0
        for match in _END.finditer(line):
            found.append(line[at : match.end()])
            at = match.end()
        found.append(line[at:])
    return [line.strip() for line in found if line.strip()]


def joined(tokens: Sequence[str]) -> str:
    """Units as a line: a space between two, except beside Chinese characters and before 's and n't."""
    out = ""
    for token in tokens:
        near = out and re.match(rf"[{CJK}]", token) and re.match(rf"[{CJK}]", out[-1])
        out += token if not out or near or _CLITIC.fullmatch(token) else f" {token}"
    return out


class Vocabulary:
    """Words by number. The first three are ``<pad>``, ``<unk>`` and ``<eos>``; those behind ``<unk>`` stand
    for all unknown words of a form, see :func:`engines.onlstm.texts.forms.form`, if there are any."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self._numbers = {w: i for i, w in enumerate(self.words)}
        self._forms = any(w.startswith(SPECIAL[UNK]) and w not in SPECIAL for w in self.words)

    @classmethod
    def of(cls, sentences: Iterable[Sequence[str]], least: int = 1, most: int = 20_000) -> Vocabulary:
        """The commonest words that occur at least ``least`` times, at most ``most``."""
        counts = Counter(normal(unit) for tokens in sentences for unit in tokens)
        kept = [w for w, n in counts.most_common(most) if n >= least and w not in SPECIAL]
        return cls((*SPECIAL, *kept))

    @classmethod
    def with_forms(cls, sentences: Sequence[Sequence[str]], most: int = 20_000) -> Vocabulary:
        """Words that occur at least :data:`RARE` times, and a sign for each common form of the others."""
        common = cls.of(sentences, RARE, most)
        forms = Counter(form(unit) for tokens in sentences for unit in tokens if unit not in common)
        return cls((*common.words, *(f for f, n in forms.most_common() if n >= RARE and f not in SPECIAL)))

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, unit: str) -> bool:
        return normal(unit) in self._numbers

    def numbers(self, tokens: Iterable[str]) -> list[int]:
        """Unknown words become ``<unk>``, or the sign of their form."""
        known = self._numbers
        if not self._forms:
            return [known.get(normal(unit), UNK) for unit in tokens]
        return [known.get(normal(unit), known.get(form(unit), UNK)) for unit in tokens]
