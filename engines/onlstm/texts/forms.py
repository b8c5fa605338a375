"""What can be told of a word by its form alone: an ending, a digit, capitals, a hyphen. Imports no torch.

Words too rare to be learnt share a sign with others of their form, as parsers have done since Berkeley's
(Petrov et al. 2006): a net that has never met "phosphorylating" still reads it as some word in -ing.
"""

from __future__ import annotations

import re
from typing import Final

_ENDINGS: Final = (  # the longest first
    *("tion", "sion", "ment", "ness", "ance", "ence", "ship", "able", "ible", "less"),
    *("ing", "ity", "ism", "ist", "ase", "ine", "ive", "ous", "ant", "ent", "ary", "ory", "ful", "est"),
    *("ize", "ise", "ate", "ify", "ed", "ly", "al", "ic", "er", "or", "en", "es", "s"),
)
_STEM: Final = 2  # letters before an ending


def form(unit: str) -> str:
    """The sign of a word's form: ``<unk>`` followed by what can be told, such as ``<unk>-ing``.

    ``<unk>N`` has a digit, ``<unk>A`` a capital inside; a hyphen stands before the ending.
    """
    if re.search(r"\d", unit):
        return "<unk>N"
    if re.search(r"[A-Z]", unit[1:]):
        return "<unk>A"
    low = unit.lower()
    ending = next((e for e in _ENDINGS if low.endswith(e) and len(low) >= len(e) + _STEM), "")
    return f"<unk>{'-' * ('-' in low)}{ending}"
