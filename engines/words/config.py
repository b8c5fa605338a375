"""Every choice of the new-word lab: one flat, frozen record, and what "automatic" stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from engines.ground.spec import IsPath, Live, Section, Span, Text, Titles, When, Zero

WINDOW: Final = 4  # longest n-gram that is counted; longer ones brought no gain
SHORT: Final = 10_000  # characters below which the careful mode costs nothing that a person could notice
Mode = Literal["fast", "careful"]
Alphabet = Literal["han", "mixed"]
Dictionary = Literal["jieba", "none", "file"]

THETAS: Final = (  # (below so many characters, least cohesion of 2, 3 and 4 characters), natural log
    (20_000, (3.0, 5.0, 7.0)),
    (500_000, (2.0, 5.0, 8.0)),
    (1 << 62, (1.5, 5.0, 8.0)),
)


@dataclass(frozen=True)
class WordsConfig:
    """Settings of one count. The defaults suit a paragraph and a library."""

    version: ClassVar[int] = 1

    mode: Annotated[
        Mode,
        Section("Method"),
        Titles("Fast", "Careful"),
        Live(),
        Text(
            "Mode",
            "Fast cuts the text wherever no firm n-gram holds two characters together. Careful weighs ten "
            "figures of every n-gram, as it once learned from a newspaper, and then asks which words explain "
            "the text best; it finds more and takes five times as long. Short texts always get it.",
        ),
    ] = "fast"
    strictness: Annotated[
        float,
        Live(),
        Span(-1, 2),
        Text(
            "Strictness",
            "Moves the cohesion that an n-gram needs, and in careful mode how sure it must be, up or down "
            "from what suits the text's length. Stricter finds fewer, surer words.\nθₙ ← θₙ + strictness",
        ),
    ] = 0.0
    min_count: Annotated[
        int,
        Live(),
        Span(0, 1_000),
        Zero("auto"),
        Text(
            "Least count",
            "How often a word must stand free in the text. Auto chooses by length: 2 up to 200,000 "
            "characters, 32 at most.",
        ),
    ] = 0
    longest: Annotated[
        int,
        Live(),
        Span(2, 24),
        Text(
            "Longest word",
            "Longer pieces are passed over. They are usually sentences that the text repeats.",
        ),
    ] = 12
    alphabet: Annotated[
        Alphabet,
        Section("Characters"),
        Titles("Chinese", "Chinese, Latin, digits"),
        Live(),
        Text(
            "Alphabet",
            "What words are made of; everything else ends a word. A run of Latin letters and digits is "
            "one unit and is never split into letters.",
        ),
    ] = "han"
    alnum: Annotated[
        bool,
        Live(),
        When("alphabet", "mixed"),
        Text(
            "Mixed words",
            "Let runs of letters and digits join Chinese characters in one word, as in A股 or 4S店. "
            "Otherwise they stand alone.",
        ),
    ] = False
    nfkc: Annotated[
        bool,
        Live(),
        Text(
            "Unify widths",
            "Read full-width letters and digits, ligatures and the like as their plain forms. Canonical "
            "forms are always unified.\nNFKC instead of NFC",
        ),
    ] = False
    dictionary: Annotated[
        Dictionary,
        Section("Dictionary"),
        Titles("jieba", "None", "File"),
        Live(),
        Text(
            "Dictionary",
            "Words that count as known, and against which the score is taken. It takes no part in finding "
            "words.",
        ),
    ] = "jieba"
    path: Annotated[
        str,
        IsPath(),
        When("dictionary", "file"),
        Live(),
        Text("File", "A text with one word a line, and optionally its count after a space."),
    ] = ""


def least_count(config: WordsConfig, characters: int) -> int:
    """How often a word must occur in a text of so many characters."""
    if config.min_count > 0:
        return config.min_count
    for below, least in ((200_000, 2), (1_000_000, 3), (5_000_000, 5)):
        if characters <= below:
            return least
    return min(32, characters // 1_000_000 + 3)


def thetas(config: WordsConfig, characters: int) -> tuple[float, float, float]:
    """Least cohesion (nats) of n-grams of 2, 3 and 4 characters, shifted by the strictness."""
    base = next(theta for below, theta in THETAS if characters < below)
    return (base[0] + config.strictness, base[1] + config.strictness, base[2] + config.strictness)
