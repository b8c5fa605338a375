"""Why a text gave no words: one sentence for a person."""

from __future__ import annotations

import numpy as np

from engines.ground.marks import mark
from engines.words.counting.cohesion_cut import Pieces
from engines.words.counting.ngrams import Level
from engines.words.text.alphabet import ALNUM, Stream, classes, codes


def too_little(text: str, stream: Stream, least: int) -> str:
    """A reason before counting, or ""."""
    if not text.strip():
        return mark("There is no text yet.")
    if stream.han == 0 and (stream.runs is None or len(stream.runs) == 0):
        points = codes(text[:1_000_000])
        if np.count_nonzero(points == 0) * 50 > len(points):
            return mark("This is no text: it is full of zero characters, as binary files are.")
        if np.count_nonzero((points >= 0xD800) & (points < 0xE000)) * 2 > len(points):
            return mark("This is no text: its characters are broken. Choose another encoding.")
        if (classes()[points] == ALNUM).any():
            return mark(
                "None of the {characters} characters is Chinese. For letters and digits choose the wider "
                "alphabet."
            )
        return mark("None of the {characters} characters is Chinese.")
    if stream.total < 2 * least and (stream.runs is None or len(stream.runs) < least):
        return mark("{tokens} characters are too few: a word must occur {min_count} times.")
    return ""


def why_none(stream: Stream, levels: list[Level], found: Pieces) -> str:
    """A reason after counting."""
    if stream.kinds == 1:
        return mark("The text repeats a single character; nothing in it tells words apart.")
    if len(levels[1].counts) == 0:
        return mark("No two characters stand together {min_count} times. Lower the least count or add text.")
    if len(found.starts):
        return mark("No word stands free {min_count} times. Lower the least count or add text.")
    return mark(
        "Nothing that stands in the text {min_count} times holds together more firmly than the rest. Lower "
        "the strictness or the least count, or add text."
    )
