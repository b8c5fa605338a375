"""What a run reads: sentences to learn from, sentences held out, and gold trees where there are any.

Imports no torch. Nothing here depends on more than the config, the seed and the text.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from engines.ground.marks import mark
from engines.ground.problem import Cancelled, Problem
from engines.onlstm.config import OnLstmConfig
from engines.onlstm.snapshot import CorpusFacts, Note
from engines.onlstm.texts import brackets, documents, grammar, opening, tokens, treebanks
from engines.onlstm.texts.tokens import SPECIAL, Cutter, Vocabulary
from engines.onlstm.trees import Node

Report = Callable[[str, float | None], None]

CHECKED: Final = 200  # held-out sentences that are checked again and again while training
FINAL: Final = 400  # more of them, for figures at the end
LONG: Final = 120  # words; longer sentences are not trained on, but may be parsed
PIECE: Final = 40  # words of a piece, where a text has no sentence ends
ENDLESS: Final = mark(
    "Most of the text has no sentence ends, so it is cut every {limit} words. Put each sentence on a line of "
    "its own to learn where sentences end."
)
FEW: Final = 1000  # sentences below which a word of warning is due

read = opening.read  # whoever reads corpora may want a plain text too


@dataclass(frozen=True)
class Sentence:
    """``tokens`` as they stand, ``text`` as it is written, and the right tree where it is known."""

    tokens: tuple[str, ...]
    text: str
    gold: Node | None = None


@dataclass(frozen=True)
class Corpus:
    """Attributes:
    train, held, final: sentences to learn from, to check on, and to measure with once at the end.
    vocabulary: of the sentences to learn from.
    cut: from a line of text to units.
    facts: about it, for a person.
    source, lexicon: the text that was read and the words it was cut by, empty for grammars; kept with the
        run.
    """

    train: tuple[Sentence, ...]
    held: tuple[Sentence, ...]
    final: tuple[Sentence, ...]
    vocabulary: Vocabulary
    cut: Cutter
    facts: CorpusFacts
    source: str = ""
    lexicon: tuple[str, ...] = ()


def load(
    config: OnLstmConfig,
    report: Report,
    cancel: threading.Event,
    lexicon: Sequence[str] = (),
    text: str = "",
) -> Corpus:
    """The corpus of a config.

    Args:
        lexicon: words to cut by, for the units "lexicon".
        text: pasted, or of a file; used in place of the path unless empty.

    Raises:
        Problem: there is nothing to read, or too little.
        FileProblem: the file cannot be read or understood; the sentence says where.
        Cancelled: ``cancel`` was set.
    """
    if config.corpus in ("english", "chinese"):
        return _drawn(config, report, cancel)
    if config.corpus == "treebank" and config.bank != "file" and not text:
        return _banked(config, report, cancel)
    files = [("", text)] if text else opening.files(config, cancel)
    source, notes, lengths = "\n".join(part for _, part in files), list[Note](), list[int]()
    name = Path(config.path).name if config.path and not text else ""
    if config.corpus == "treebank":
        found, lengths = _trees(files, config.sentences, report, cancel)
        every = {word for sentence in found for word in sentence.tokens}
        cut: Cutter = tokens.lexicon(every) if tokens.spaceless(every) else tokens.words
    else:
        report(mark("Reading the text"), None)
        cut = tokens.cutter(config.tokens, lexicon)
        found = list(_read(source, cut, cancel))
        if _endless(found):
            found = [piece for sentence in found for piece in _pieces(sentence)]
            notes.append(Note.of(ENDLESS, limit=PIECE))
    known = tuple(lexicon) if config.corpus == "text" and config.tokens == "lexicon" else ()
    return replace(_shared_out(config, found, lengths, cut, name, source, notes), lexicon=known)


def _banked(config: OnLstmConfig, report: Report, cancel: threading.Event) -> Corpus:
    """A treebank that has been downloaded. Its text is not kept with the run: it stays in its one place."""
    bank = treebanks.BANKS[config.bank]
    path = treebanks.need(bank.key)
    own = replace(config, bank="file", path=str(path))
    corpus = load(own, report, cancel)
    facts = replace(corpus.facts, name=bank.title, licence=bank.licence)
    return replace(corpus, facts=facts, source="")


def _trees(
    files: Sequence[tuple[str, str]], most: int, report: Report, cancel: threading.Event
) -> tuple[list[Sentence], list[int]]:
    """The sentences of bracketed texts, one more than ``most`` that can be learnt from if there are so many;
    and how many of these each text has.

    Raises:
        FileProblem: with name, line and column. Cancelled.
    """
    found, usable, lengths = list[Sentence](), 0, list[int]()
    for name, text in files:
        lengths.append(0)
        for tree in brackets.read(text, name or "text", cancel):
            if usable % 100 == 0:
                report(mark("Reading trees"), usable / most)
            if tree.words:
                found.append(Sentence(tree.words, tokens.joined(tree.words), tree.tree))
                usable += len(tree.words) <= LONG
                lengths[-1] += len(tree.words) <= LONG
            if usable > most:
                lengths[-1] -= 1
                return found, lengths
    return found, lengths


def _drawn(config: OnLstmConfig, report: Report, cancel: threading.Event) -> Corpus:
    """Sentences from a grammar; held-out ones never occur among those to learn from."""
    rules = grammar.load(config.corpus)
    rng = random.Random(config.seed)
    total = config.sentences + CHECKED + FINAL
    pool: list[Sentence] = []
    for i in range(total):
        if i % 500 == 0:
            report(mark("Drawing sentences from the grammar"), i / total)
            if cancel.is_set():
                raise Cancelled
        drawn = rules.draw(rng)
        pool.append(Sentence(drawn.words, tokens.joined(drawn.words), drawn.tree))
    train = pool[CHECKED + FINAL :]
    seen = {s.tokens for s in train}
    fresh = [s for s in dict.fromkeys(pool[: CHECKED + FINAL]) if s.tokens not in seen]
    chinese = config.corpus == "chinese"
    name = mark("Chinese grammar") if chinese else mark("English grammar")
    cut = tokens.lexicon(rules.words) if chinese else tokens.words
    return _assembled(train, fresh[:CHECKED], fresh[CHECKED:], cut, name, "", [])


def _read(source: str, cut: Cutter, cancel: threading.Event) -> Iterator[Sentence]:
    for i, line in enumerate(tokens.lines(source)):
        if i % 500 == 0 and cancel.is_set():
            raise Cancelled
        if units := tuple(cut(line)):
            yield Sentence(units, line)


def _endless(found: Sequence[Sentence]) -> bool:
    """Whether most of a text stands in lines too long to be sentences."""
    return 2 * sum(len(s.tokens) for s in found if len(s.tokens) > LONG) > sum(len(s.tokens) for s in found)


def _pieces(sentence: Sentence) -> Iterator[Sentence]:
    """A line too long to be learnt from, cut every so many words; any other as it is."""
    if len(sentence.tokens) <= LONG:
        yield sentence
        return
    for start in range(0, len(sentence.tokens), PIECE):
        units = sentence.tokens[start : start + PIECE]
        yield Sentence(units, tokens.joined(units))


def _shared_out(
    config: OnLstmConfig,
    found: list[Sentence],
    lengths: Sequence[int],
    cut: Cutter,
    name: str,
    source: str,
    notes: list[Note],
) -> Corpus:
    """Hold out every tenth sentence at random, at most as many as grammars do; of a large treebank, whole
    documents. ``lengths``: usable sentences of each of its files."""
    usable = [s for s in found if len(s.tokens) <= LONG][: config.sentences]
    if len(usable) < 2:
        raise Problem(
            "The text has 1 sentence; at least 2 are needed."
            if usable
            else "The text has no sentences to learn from; at least 2 are needed."
        )
    if config.corpus == "treebank" and len(usable) >= FEW:
        places = documents.shares(documents.documents(lengths), config.seed)
    else:
        places = _tenth(len(usable), config.seed)
    train, held, final = ([usable[i] for i in share] for share in places)
    if long := sum(len(s.tokens) > LONG for s in found):
        one = mark("1 sentence longer than {limit} words is left out.")
        many = mark("{count} sentences longer than {limit} words are left out.")
        notes.append(Note.of(one if long == 1 else many, count=long, limit=LONG))
    if len(usable) == config.sentences < len(found) - long:
        notes.append(Note.of(mark("Only the first {count} sentences are used."), count=config.sentences))
    if len(usable) < FEW:
        few = mark(
            "With {count} sentences trees are mostly noise: a few thousand are needed before structure shows."
        )
        notes.append(Note.of(few, count=len(train)))
    if not any(s.gold for s in held):
        notes.append(Note.of(mark("The right trees are not known, so there is no score.")))
    if config.corpus == "treebank":
        notes.append(
            Note.of(
                mark("On real text even long training reaches less than half of what the grammars allow.")
            )
        )
    return _assembled(train, held, final, cut, name or mark("Pasted text"), source, notes, config.forms)


def _tenth(n: int, seed: int) -> documents.Shares:
    """One sentence in ten is held out at random."""
    order = list(range(n))
    random.Random(seed).shuffle(order)
    aside = max(1, n // 10)
    held, final = order[: min(aside, CHECKED)], order[min(aside, CHECKED) : min(aside, CHECKED + FINAL)]
    return documents.Shares(sorted(order[len(held) + len(final) :]), held, final)


def _assembled(
    train: Sequence[Sentence],
    held: Sequence[Sentence],
    final: Sequence[Sentence],
    cut: Cutter,
    name: str,
    source: str,
    notes: list[Note],
    forms: bool = False,
) -> Corpus:
    total = sum(len(s.tokens) for s in train)
    least = 2 if total > 20_000 and source else 1  # words seen once teach little; they become <unk>
    words = [s.tokens for s in train]
    vocabulary = Vocabulary.with_forms(words) if forms else Vocabulary.of(words, least)
    facts = CorpusFacts(
        name=name,
        sentences=len(train),
        words=total,
        vocabulary=len(vocabulary) - len(SPECIAL),
        gold=any(s.gold is not None for s in held),
        notes=tuple(notes),
    )
    held = [replace(s) for s in held]
    return Corpus(tuple(train), tuple(held), tuple(final), vocabulary, cut, facts, source)


def with_vocabulary(corpus: Corpus, vocabulary: Vocabulary) -> Corpus:
    """The corpus as a model with another vocabulary reads it."""
    facts = replace(corpus.facts, vocabulary=len(vocabulary) - len(SPECIAL))
    return replace(corpus, vocabulary=vocabulary, facts=facts)
