"""Sentences of a small grammar: does the verb agree with its subject, whatever stands between them?

The same sentences as letters are a text, of which a model learns to foretell the next letter.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from engines.ground.marks import mark
from engines.layers.jobs.job import Job

NOUNS: Final = (("cat", "cats"), ("dog", "dogs"), ("bird", "birds"), ("child", "children"), ("king", "kings"))
VERBS: Final = (("runs", "run"), ("sleeps", "sleep"), ("sings", "sing"), ("falls", "fall"))
BETWEEN: Final = ("near", "behind", "with", "under")
LATER: Final = ("today", "again", "slowly", "here")
WORDS: Final = ("", "the", *(w for pair in (*NOUNS, *VERBS) for w in pair), *BETWEEN, *LATER)
ALPHABET: Final = ("", *sorted({*"".join(WORDS), " ", "."}))
COUNT, HELD, LENGTH, LETTERS = 3000, 500, 12, 24


def sentence(rng: np.random.Generator, *, right: bool = True) -> list[str]:
    """Words of one sentence; ``right`` says whether the verb agrees with the first noun."""
    number = int(rng.integers(2))
    words = ["the", NOUNS[rng.integers(len(NOUNS))][number]]
    for _ in range(int(rng.integers(0, 3))):
        words += [str(rng.choice(BETWEEN)), "the", NOUNS[rng.integers(len(NOUNS))][int(rng.integers(2))]]
    words.append(VERBS[rng.integers(len(VERBS))][number if right else 1 - number])
    if rng.random() < 0.5:
        words.append(str(rng.choice(LATER)))
    return words


def sentences(seed: int) -> Job:
    """Words as tokens, padded with 0 on the right: int64 (N, 12). Half of the sentences are right."""
    rng = np.random.default_rng([seed, 3])
    number = {word: i for i, word in enumerate(WORDS)}
    right = rng.integers(0, 2, COUNT)
    x = np.zeros((COUNT, LENGTH), np.int64)
    for row, good in zip(x, right, strict=True):
        found = sentence(rng, right=bool(good))
        row[: len(found)] = [number[word] for word in found]
    names = (mark("clashes"), mark("agrees"))  # subject and verb; right and wrong are words for answers
    return Job("sentences", mark("Sentences"), (x,), right, names, HELD, len(WORDS), WORDS)


def characters(seed: int) -> Job:
    """Letters of a text as tokens from 1 on, and the next letter of each: int64 (N, 24) twice."""
    rng = np.random.default_rng([seed, 4])
    text = " ".join(" ".join(sentence(rng)) + "." for _ in range(COUNT))
    number = {letter: i for i, letter in enumerate(ALPHABET)}
    line = np.array([number[letter] for letter in text], np.int64)
    rows = (len(line) - 1) // LETTERS
    x = line[: rows * LETTERS].reshape(rows, LETTERS)
    y = line[1 : rows * LETTERS + 1].reshape(rows, LETTERS)
    return Job("characters", mark("Letters"), (x,), y, ALPHABET, HELD, len(ALPHABET), ALPHABET)
