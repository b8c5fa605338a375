"""How well a few typed letters fit a name: in order, best at the start of words and side by side."""

from __future__ import annotations


def score(typed: str, name: str) -> float | None:
    """A number, larger is better, or None when ``typed`` is not in ``name`` in order; spaces do not count."""
    wanted, text = typed.casefold().replace(" ", ""), name.casefold()
    if not wanted:
        return 0.0
    starts = [_follow(wanted, text, at) for at, letter in enumerate(text) if letter == wanted[0]]
    found = [points for points in starts if points is not None]
    return max(found) - len(text) / 1000 if found else None


def _follow(wanted: str, text: str, at: int) -> float | None:
    points, last = 0.0, -2
    for letter in wanted:
        at = text.find(letter, at)
        if at < 0:
            return None
        begins = at == 0 or not text[at - 1].isalnum()
        points += 3 if begins else 2 if at == last + 1 else 1
        points -= min(at - last - 1, 10) / 20 if last >= 0 else 0
        last, at = at, at + 1
    return points
