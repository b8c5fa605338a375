"""The look on top of Fusion: fonts, palette and one style sheet that selects the property ``role``."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import asdict
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QWidget

from widgets.look import focus, icons, tokens
from widgets.look.sheet import SHEET
from widgets.look.tokens import Tokens

FAMILIES = (
    "Inter", "Segoe UI", "SF Pro Text", "Noto Sans",
    "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei UI",
)  # fmt: skip
POINTS = {"caption": 8.5, "field": 9.0, "body": 9.75, "title": 10.5, "figure": 12.0, "headword": 22.0}
_HEAVY = {"title", "figure", "headword"}


def points(role: str) -> float:
    """Size of a type role in points of this system (a point is a pixel on macOS, 4/3 elsewhere)."""
    return POINTS[role] * (4 / 3 if sys.platform == "darwin" else 1)


def fonts(role: str = "body", *, bold: bool | None = None) -> QFont:
    """The font of a type role with tabular figures; ``bold`` overrides the role's own weight."""
    return QFont(_font(points(role), role in _HEAVY if bold is None else bold))


@cache
def _font(size: float, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSizeF(size)
    font.setFeature(QFont.Tag("tnum"), 1)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def palette(t: Tokens) -> QPalette:
    """The colours of ``t`` as Qt's roles, for everything the sheet does not name."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    colours = {
        role.Window: t.panel, role.WindowText: t.text, role.Base: t.field, role.AlternateBase: t.panel,
        role.Text: t.text, role.Button: t.raised, role.ButtonText: t.text, role.BrightText: t.error,
        role.ToolTipBase: t.raised, role.ToolTipText: t.text, role.PlaceholderText: t.text2,
        role.Highlight: t.accent, role.HighlightedText: t.on_accent, role.Accent: t.accent,
        role.Link: t.accent, role.LinkVisited: t.accent, role.Light: t.hover, role.Midlight: t.border,
        role.Mid: t.strong, role.Dark: t.border, role.Shadow: t.window,
    }  # fmt: skip
    made = QPalette()
    for key, colour in colours.items():
        made.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(group.Disabled, key, QColor(t.disabled))
    made.setColor(group.Disabled, role.Highlight, QColor(t.track))
    return made


def qss(t: Tokens, assets: Path) -> str:
    """The style sheet in the colours of ``t``; its arrow images lie in ``assets`` (see ``write_arrows``)."""
    words = {key: value for key, value in asdict(t).items() if isinstance(value, str)}
    sizes = {f"{role}_pt": f"{points(role):g}pt" for role in POINTS}
    return Template(SHEET).substitute(words, **sizes, assets=f"{assets.as_posix()}/{t.name}")


def write_arrows(t: Tokens, folder: Path) -> None:
    """Draw the arrows that the sheet shows, which must be files, in the colours of ``t``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, colour in (("", t.text2), ("-on", t.text), ("-off", t.disabled)):
        for scale, mark in ((1, ""), (2, "@2x")):
            _arrow(colour, scale).save(str(folder / f"{t.name}-down{name}{mark}.png"))
            _arrow(colour, scale).flipped().save(str(folder / f"{t.name}-up{name}{mark}.png"))


def _arrow(colour: str, scale: int) -> QImage:
    image = QImage(12 * scale, 12 * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    pen = QPen(QColor(colour), 1.3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF([QPointF(2.5, 4.5), QPointF(6, 8), QPointF(9.5, 4.5)]))
    painter.end()
    return image


def set_role(widget: QWidget, role: str) -> None:
    """Give ``widget`` a ``role`` of the sheet, and dress it again if it wore another."""
    if role in ("window", "panel", "stage", "page"):  # a plain QWidget paints no surface unasked
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    set_property(widget, "role", role)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property that the sheet selects, and dress the widget again if it changed."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


_drawn: set[tuple[str, Path]] = set()  # themes and folders whose arrows this process has written
_sheet, _changes = "", 0  # of the theme in use, and how often it has changed, for ``clothe``


def dress(app: QApplication, t: Tokens, assets: Path, *, everything: bool = True) -> None:
    """Put the look on ``app`` in the colours of ``t``; may be called again for another theme.

    ``everything``: all widgets that there are get the sheet, at about half a millisecond each. Else only
    palette and fonts change, and the owner of a window lets ``clothe`` dress what is in sight.
    """
    global _sheet, _changes
    _changes += 1
    tokens.use(t)
    if not app.property("dressed"):  # with a sheet on, the style no longer tells its name
        app.setStyle("Fusion")
        app.setProperty("dressed", True)
    if (arrows := (t.name, assets.resolve())) not in _drawn or not assets.is_dir():
        write_arrows(t, assets)
        _drawn.add(arrows)
    if app.font() != fonts():
        app.setFont(fonts())
    app.setPalette(palette(t))
    _sheet = qss(t, assets)
    sheet = _sheet if everything else ""
    if app.styleSheet() != sheet:
        app.setStyleSheet(sheet)
    focus.install(app)
    icons.refresh()


def apply(widget: QWidget) -> None:
    """Put the sheet of the theme in use on ``widget`` and all in it, unless that has been done already."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if app.styleSheet() or widget.property("worn") == _changes:
        return
    before, parts = widget.property("worn"), widget.findChildren(QWidget)
    widget.setProperty("worn", _changes)
    if widget.styleSheet() != _sheet:
        widget.setStyleSheet(_sheet)
    if before is None:
        return
    # Qt does not tell hidden widgets of every new palette, nor those made while they were hidden
    colours, other = app.palette(), (tokens.LIGHT if tokens.current().dark else tokens.DARK).text.lower()
    for part in (widget, *parts):
        if part.palette().windowText().color().name() == other:
            part.setPalette(colours)
        QApplication.sendEvent(part, QEvent(QEvent.Type.PaletteChange))


def stage(app: QApplication, dark: bool = True) -> None:
    """Dress ``app`` for a demo or a test: arrows in the temporary folder, icons loaded."""
    dress(app, tokens.DARK if dark else tokens.LIGHT, Path(tempfile.gettempdir()) / "seven-labs-arrows")
    icons.load()
