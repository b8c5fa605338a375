"""The colours of the look, as one value per theme. No other file may name a colour (a test looks)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tokens:
    """Every colour a widget may use, as ``#RRGGBB``; see the palette page of the design notes."""

    name: str
    window: str
    stage: str
    panel: str
    raised: str
    hover: str
    pressed: str
    field: str
    border: str
    strong: str
    grid: str
    text: str
    text2: str
    disabled: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    real: str
    fake: str
    ok: str
    warn: str
    error: str
    track: str
    warn_soft: str
    error_soft: str
    knob: str
    categories: tuple[str, ...]
    sequential: tuple[str, ...]

    @property
    def dark(self) -> bool:
        """Whether light text stands on dark ground."""
        return self.name == "dark"

    @property
    def diverging(self) -> tuple[str, str, str]:
        """Real, zero, fake."""
        return self.real, self.stage, self.fake


DARK = Tokens(
    name="dark",
    window="#0E1013", stage="#131518", panel="#1A1D21", raised="#24282E", hover="#2D3238", pressed="#383E46",
    field="#121417", border="#2C3137", strong="#6C7683", grid="#23272C",
    text="#E9EBEE", text2="#A7AFB9", disabled="#6A727C",
    accent="#3CC8AE", accent_hover="#58D8C0", accent_soft="#17332F", on_accent="#06241E",
    real="#62B2F7", fake="#F4985A", ok="#7CCB6B", warn="#EBC24A", error="#FF8080",
    track="#383E46", warn_soft="#2E2815", error_soft="#361D1F", knob="#F2F4F6",
    categories=("#62B2F7", "#F4985A", "#A66BFF", "#EDE04A", "#E0457B", "#CFF3EA"),
    sequential=("#131518", "#16303D", "#1C5162", "#28747F", "#3D9B95", "#72C3A8", "#C4EBC4"),
)  # fmt: skip

LIGHT = Tokens(
    name="light",
    window="#E3E6EA", stage="#FFFFFF", panel="#F4F5F7", raised="#FFFFFF", hover="#E9ECEF", pressed="#DCE0E5",
    field="#FFFFFF", border="#D3D8DE", strong="#7A848F", grid="#ECEEF1",
    text="#1A1E23", text2="#525C67", disabled="#98A1AB",
    accent="#0A7161", accent_hover="#085C4F", accent_soft="#DDF1ED", on_accent="#FFFFFF",
    real="#1467B3", fake="#A64906", ok="#2B7420", warn="#7D5700", error="#B3261E",
    track="#CDD3DA", warn_soft="#FBF1D6", error_soft="#FBE6E4", knob="#0A7161",
    categories=("#1467B3", "#A64906", "#8E35EF", "#3A1020", "#D6639A", "#B8860B"),
    sequential=("#FFFFFF", "#D3EBDC", "#97D1BE", "#55AEA8", "#2B8490", "#1C5A72", "#12304A"),
)  # fmt: skip

_current = DARK


def use(tokens: Tokens) -> None:
    """Make ``tokens`` the colours that widgets paint with; the caller repaints (a palette change does)."""
    global _current
    _current = tokens


def current() -> Tokens:
    """The colours to paint with now. Ask in ``paintEvent``, never keep the answer."""
    return _current
