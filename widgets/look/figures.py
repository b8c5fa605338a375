"""Numbers as people read them: true minus, thousands comma, few digits; and back from what they type."""

from __future__ import annotations

import math
import re

MINUS = "\u2212"


def figure(value: float, decimals: int = 2, *, signed: bool = False) -> str:
    """``value`` with ``decimals`` places, or with four significant digits where those would hide something.

    >>> figure(0.84, signed=True), figure(-0.5), figure(0.995), figure(4e-4), figure(1, 0)
    ('+0.84', '−0.50', '0.995', '4e-4', '1')
    """
    if not math.isfinite(value):
        return "–" if math.isnan(value) else (MINUS if value < 0 else "") + "∞"
    size = abs(value)
    text = f"{size:.{decimals}f}"
    if decimals and (size >= 1e5 or (0 < size < 1e-2 and not math.isclose(float(text), size))):
        text = _exponent(size)
    elif not math.isclose(float(text), size, rel_tol=1e-9, abs_tol=1e-12):
        text = f"{size:.4g}"
    zero = float(text) == 0
    sign = MINUS if value < 0 and not zero else "+" if signed and not zero else ""
    return sign + text


def _exponent(size: float) -> str:
    mantissa, _, power = f"{size:.1e}".partition("e")
    return f"{mantissa.removesuffix('.0')}e{int(power)}"


def brief(value: float) -> str:
    """A figure to glance at: ``1.52``, ``312``, ``0.0344``."""
    size = abs(value)
    if not math.isfinite(value) or size >= 1e5 or 0 < size < 1e-3:
        return figure(value)
    text = f"{size:.0f}" if size >= 100 else f"{size:.3g}" if 0 < size < 0.1 else f"{size:.2f}"
    return (MINUS if value < 0 else "") + text


def count(number: int) -> str:
    """A whole number with thousands commas: ``3,140``."""
    return f"{number:,}".replace("-", MINUS)


def clock(seconds: float) -> str:
    """Elapsed time: ``2:26``, ``1:02:03``."""
    minutes, rest = divmod(int(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def parse(text: str) -> float:
    """The number a person typed: true minus, spaces and full-width digits are understood.

    Commas part thousands (1,000); a comma that cannot do so is a decimal one (0,5).

    Raises:
        ValueError: the text is no finite number.
    """
    plain = text.replace(MINUS, "-").replace("－", "-").replace("．", ".").replace("，", ",").replace(" ", "")
    parts_thousands = re.fullmatch(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", plain)
    value = float(plain.replace(",", "" if parts_thousands else "."))
    if not math.isfinite(value):
        raise ValueError(text)
    return value
