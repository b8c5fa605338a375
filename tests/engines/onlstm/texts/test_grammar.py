"""Every drawn sentence is derivable, agrees with itself and keeps its gold tree; bad grammars say where."""

from __future__ import annotations

import random
import re

import pytest

from engines.ground.problem import FileProblem
from engines.onlstm.score import left, right
from engines.onlstm.texts import grammar

LANGUAGES = ("english", "chinese")
CLASSES = ("per", "ani", "book", "car", "wear", "drink", "pic")


def drawn(language: str, n: int = 400, seed: int = 5) -> list[grammar.Drawn]:
    rng = random.Random(seed)
    return [grammar.load(language).draw(rng) for _ in range(n)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_derivable_with_exactly_its_tree(language: str) -> None:
    rules = grammar.load(language)
    for found in drawn(language):
        assert rules.derives(found.words, found.tree)
        assert grammar.SHORTEST <= len(found.words) <= grammar.LONGEST
        leaves = [node.start for node in found.tree.nodes() if not node.children]
        assert leaves == list(range(len(found.words)))
        assert all(len(node.children) != 1 for node in found.tree.nodes())


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_trees_and_other_words_are_refused(language: str) -> None:
    rules = grammar.load(language)
    refused = 0
    for found in drawn(language, 60):
        n = len(found.words)
        for tree in (left(n), right(n)):
            if tree.spans() != found.tree.spans():
                refused += not rules.derives(found.words, tree)
        turned = found.words[::-1]
        mirrored = turned != found.words and rules.derives(turned, found.tree)
        refused += not mirrored
    assert refused > 140


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_seed_gives_the_same_sentences(language: str) -> None:
    a, b, c = drawn(language, 50, 1), drawn(language, 50, 1), drawn(language, 50, 2)
    assert [x.words for x in a] == [x.words for x in b]
    assert [x.tree.spans() for x in a] == [x.tree.spans() for x in b]
    assert [x.words for x in a] != [x.words for x in c]


def words_of(language: str, symbol: str) -> set[str]:
    return {r.right[0][0] for r in grammar.load(language).rules[symbol]}


def test_english_subjects_agree_with_their_verbs() -> None:
    """Determiner and noun, and pronoun or name and verb, wherever they stand side by side."""
    singular = set().union(*(words_of("english", f"V{k}-sg") for k in "itds"))
    plural = set().union(*(words_of("english", f"V{k}-pl") for k in "itds"))
    assert not singular & plural
    checked = 0
    for found in drawn("english", 600):
        for a, b in zip(found.words, found.words[1:], strict=False):
            if a in words_of("english", "PronS-sg") - {"it"}:
                assert b not in plural
                checked += b in singular
            if a in words_of("english", "PronS-pl") | {"can", "will"} and a != "you":
                assert b not in singular
                checked += b in plural
            if a in {"every", "each", "a"}:
                assert b not in words_of("english", "N-pl")
    assert checked > 100


def test_chinese_classifiers_agree_with_their_nouns() -> None:
    """In [[numeral classifier] noun], with nothing between classifier and noun."""
    of_noun: dict[str, set[str]] = {}
    for kind in CLASSES:
        for noun in words_of("chinese", f"N-{kind}"):
            of_noun.setdefault(noun, set()).update(words_of("chinese", f"Cl-{kind}"))
    classifiers = set().union(*of_noun.values())
    assert len(classifiers) >= 9
    checked = 0
    for found in drawn("chinese", 600):
        for a, b in zip(found.words, found.words[1:], strict=False):
            if a in classifiers and b in of_noun:
                assert a in of_noun[b], found.words
                checked += 1
    assert checked > 150


def test_words_follow_zipf() -> None:
    rules = grammar.load("english").rules["N-sg"]
    assert rules[0].weight == 1
    assert rules[9].weight == pytest.approx(10**-0.7)


@pytest.mark.parametrize("language", LANGUAGES)
def test_probabilities_of_a_symbol_add_up(language: str) -> None:
    for left_side, rules in grammar.load(language).rules.items():
        if not all(len(r.right) == 1 and r.right[0][1] for r in rules):
            assert sum(r.weight for r in rules) == pytest.approx(1, abs=0.011), left_side


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("S -> A [1.0]\nA 'x'", r"g\.pcfg, line 2: this is not a rule"),
        ("# only\n\nS -> A [1.0]", r"g\.pcfg, line 3: A has no rule"),
        ("S -> S 'x' [1.0]", r"line 1: S never comes to an end"),
        ("S -> 'a' S | 'b'", r"line 1: alternative 1 "),
        ("S -> 'a' | ", r"line 1: alternative 2 "),
        ("S -> 'a", r"line 1: this is not a rule"),
        ("# nothing", r"holds no rules"),
    ],
)
def test_a_bad_grammar_says_where(text: str, wanted: str) -> None:
    with pytest.raises(FileProblem, match=wanted):
        grammar.parse(text, "g.pcfg")


def test_notation() -> None:
    rules = grammar.parse("""S -> A "it's" [0.25] | 'b' A [0.75] # comment\nA -> 'x' | 'y'\nA -> 'z'""")
    assert rules.words == ("it's", "b", "x", "y", "z")
    assert [r.weight for r in rules.rules["A"]] == pytest.approx([1, 2**-0.7, 3**-0.7])


def test_nltk_reads_the_same_rules() -> None:
    nltk = pytest.importorskip("nltk.grammar")
    for language in LANGUAGES:
        text = (grammar.FOLDER / f"{language}.pcfg").read_text(encoding="utf-8")
        start, rules = nltk.read_grammar(text, nltk.standard_nonterm_parser, probabilistic=True)
        mine = grammar.load(language)
        assert str(start) == mine.start
        assert len(rules) == sum(map(len, mine.rules.values()))
        assert {str(r.lhs()) for r in rules} == set(mine.rules)
        assert re.match(r"#", text)
