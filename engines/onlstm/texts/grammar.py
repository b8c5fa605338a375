"""Sentences with known trees, drawn from a grammar with probabilities. Imports no torch.

A grammar is a file in NLTK's notation (``S -> NP VP [0.9] | ...``, words in quotes, ``#`` for comments). Two
additions: alternatives of words without figures follow Zipf's law (rank^-0.7) in the order they stand, and a
symbol may go on in further lines. Gold trees keep no labels, and a part with one daughter is that daughter.
"""

from __future__ import annotations

import random
import re
from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import Final

from engines.ground.problem import FileProblem
from engines.onlstm.trees import Node

FOLDER: Final = Path(__file__).resolve().parents[3] / "assets" / "grammars"
ZIPF: Final = 0.7
DEEP: Final = 9  # from this depth on only the rules that end soonest are taken
SHORTEST, LONGEST = 3, 25  # words of a sentence
LEAVES: Final = tuple(Node(i, i + 1) for i in range(LONGEST))  # shared: half of all nodes are words

_TOKEN = re.compile(
    r"""\s*(?:(?P<word>'[^']+'|"[^"]+")|(?P<weight>\[[\d.]+\])|(?P<bar>\|)|(?P<symbol>[\w/^<>-]+))"""
)


@dataclass(frozen=True)
class Rule:
    """``left -> right``: (name, whether it is a word) of each daughter."""

    left: str
    right: tuple[tuple[str, bool], ...]
    weight: float


@dataclass(frozen=True)
class Drawn:
    """A sentence and its tree."""

    words: tuple[str, ...]
    tree: Node


class Grammar:
    """Rules by their left side.

    Args:
        rules: in the order of the file; the first left side is where sentences start.
    """

    def __init__(self, rules: list[Rule]) -> None:
        self.start = rules[0].left
        self.rules: dict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            self.rules[rule.left].append(rule)
        self.depths = self._depths()
        self._all = {left: self._draw_from(found) for left, found in self.rules.items()}
        self._soonest = {
            left: self._draw_from([r for r in found if self._depth(r) == self.depths[left]])
            for left, found in self.rules.items()
        }

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every word it knows, in the order of the file."""
        every = (name for found in self.rules.values() for r in found for name, is_word in r.right if is_word)
        return tuple(dict.fromkeys(every))

    def draw(self, rng: random.Random) -> Drawn:
        """One sentence of allowed length."""
        while True:
            words: list[str] = []
            tree = self._expand(self.start, 0, rng, words)
            if tree is not None and len(words) >= SHORTEST:
                return Drawn(tuple(words), tree)

    def derives(self, words: tuple[str, ...], tree: Node) -> bool:
        """Whether the rules give this sentence exactly this tree. Works upwards and knows nothing of how
        sentences are drawn."""
        labels: list[list[set[str]]] = [[]]
        for node, entered in tree.walk():
            if entered and node.children:
                labels.append([])
                continue
            parts = labels.pop() if node.children else [{f"'{words[node.start]}"}]
            labels[-1].append(self._over(parts))
        return self.start in labels[0][0] and tree.start == 0 and tree.end == len(words)

    def _over(self, parts: list[set[str]]) -> set[str]:
        """The symbols that may stand over a row of parts, directly or by way of single daughters."""
        found = set(parts[0]) if len(parts) == 1 else set()
        for size, rules in self._by_size.items():
            if size == len(parts) > 1:
                fits = (all(x in p for x, p in zip(right, parts, strict=True)) for _, right in rules)
                found |= {left for (left, _), fit in zip(rules, fits, strict=True) if fit}
        while more := {left for left, (only,) in self._by_size[1] if only in found} - found:
            found |= more
        return found

    @cached_property
    def _by_size(self) -> dict[int, list[tuple[str, tuple[str, ...]]]]:
        found: dict[int, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for rules in self.rules.values():
            for rule in rules:
                right = tuple(f"'{name}" if is_word else name for name, is_word in rule.right)
                found[len(right)].append((rule.left, right))
        return found

    def _expand(self, symbol: str, depth: int, rng: random.Random, words: list[str]) -> Node | None:
        """The tree under a symbol; None once the sentence is too long."""
        rules, totals = (self._all if depth < DEEP else self._soonest)[symbol]
        rule = rules[bisect(totals, rng.random() * totals[-1], 0, len(rules) - 1)]
        start = len(words)
        parts = []
        for name, is_word in rule.right:
            if is_word:
                if len(words) == LONGEST:
                    return None
                words.append(name)
                parts.append(LEAVES[len(words) - 1])
            elif (part := self._expand(name, depth + 1, rng, words)) is not None:
                parts.append(part)
            else:
                return None
        return parts[0] if len(parts) == 1 else Node(start, len(words), tuple(parts))

    def _depth(self, rule: Rule) -> float:
        return 1 + max((self.depths[name] for name, is_word in rule.right if not is_word), default=0)

    def _depths(self) -> dict[str, float]:
        """The least depth of a derivation from each symbol, by relaxation."""
        self.depths = dict.fromkeys(self.rules, float("inf"))
        while True:
            found = {left: min(map(self._depth, rules)) for left, rules in self.rules.items()}
            if found == self.depths:
                return found
            self.depths = found

    @staticmethod
    def _draw_from(rules: list[Rule]) -> tuple[list[Rule], list[float]]:
        return rules, list(accumulate(r.weight for r in rules))


def parse(text: str, name: str = "?") -> Grammar:
    """A grammar from its text.

    Raises:
        FileProblem: a line that is no rule, a symbol without rules, or one that never ends; with its place.
    """
    found: list[Rule] = []
    ranks: dict[str, int] = defaultdict(int)
    lines: dict[str, int] = {}
    for i, line in enumerate(text.splitlines(), 1):
        line = re.sub(r"(?<!\S)#.*", "", line).strip()
        if not line:
            continue
        left, arrow, right = (part.strip() for part in line.partition("->"))
        if not arrow or not re.fullmatch(r"[\w/^<>-]+", left):
            raise FileProblem("{name}, line {line}: this is not a rule.", name=name, line=i)
        for daughters, weight in _alternatives(right, name, i):
            ranks[left] += weight is None
            found.append(Rule(left, daughters, ranks[left] ** -ZIPF if weight is None else weight))
        lines.setdefault(left, i)
    if not found:
        raise FileProblem("{name} holds no rules.", name=name)
    for rule in found:
        for symbol, is_word in rule.right:
            if not is_word and symbol not in lines:
                raise FileProblem(
                    "{name}, line {line}: {symbol} has no rule.",
                    name=name,
                    line=lines[rule.left],
                    symbol=symbol,
                )
    grammar = Grammar(found)
    for left, depth in grammar.depths.items():
        if depth == float("inf"):
            raise FileProblem(
                "{name}, line {line}: {symbol} never comes to an end.",
                name=name,
                line=lines[left],
                symbol=left,
            )
    return grammar


def _alternatives(
    right: str, name: str, line: int
) -> list[tuple[tuple[tuple[str, bool], ...], float | None]]:
    found = []
    daughters: list[tuple[str, bool]] = []
    weight: float | None = None
    at = 0
    for token in [*_tokens(right, name, line), "|"]:
        if token == "|":
            if not daughters or (weight is None and not (len(daughters) == 1 and daughters[0][1])):
                raise FileProblem(
                    "{name}, line {line}: alternative {at} is empty or has no probability.",
                    name=name, line=line, at=at + 1,
                )  # fmt: skip
            found.append((tuple(daughters), weight))
            daughters, weight, at = [], None, at + 1
        elif token[0] == "[":
            weight = float(token[1:-1])
        else:
            daughters.append((token[1:-1] if token[0] in "'\"" else token, token[0] in "'\""))
    return found


def _tokens(right: str, name: str, line: int) -> list[str]:
    found, at = [], 0
    while at < len(right.rstrip()):
        match = _TOKEN.match(right, at)
        if match is None:
            raise FileProblem("{name}, line {line}: this is not a rule.", name=name, line=line)
        found.append(match.group().strip())
        at = match.end()
    return found


@cache
def load(language: str) -> Grammar:
    """One of the grammars that come with the program: "english" or "chinese"."""
    path = FOLDER / f"{language}.pcfg"
    return parse(path.read_text(encoding="utf-8"), path.name)
