"""Buttons as the look has them, made in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from widgets.look import icons, style
from widgets.look.i18n import say


def icon_button(
    icon: str, tip: str, slot: Callable[[], Any] | None = None, *, size: int = 18, by_tab: bool = False
) -> QPushButton:
    """A 28 px button that shows an icon; ``tip`` is its tooltip and its accessible name.

    ``by_tab``: only Tab focuses it, so that after a click Space still does what it does elsewhere.
    """
    button = QPushButton()
    style.set_role(button, "icon")
    button.setFixedSize(28, 28)
    button.setIconSize(QSize(size, size))
    icons.set_icon(button, icon)
    say(button, tip=tip, name=tip)
    return _wire(button, slot, by_tab)


def text_button(
    text: str,
    slot: Callable[[], Any] | None = None,
    *,
    role: str = "",
    icon: str = "",
    tint: str = "text",
    tip: str = "",
    by_tab: bool = False,
) -> QPushButton:
    """A button that says ``text``; ``role`` is empty (raised), ``primary``, ``soft`` or ``link``.

    ``tint`` is the token that colours its icon; ``by_tab`` as in :func:`icon_button`.
    """
    button = QPushButton()
    say(button, text=text, name=text, **({"tip": tip} if tip else {}))
    if role:
        style.set_role(button, role)
    if icon:
        button.setIconSize(QSize(16, 16))
        icons.set_icon(button, icon, "on_accent" if role == "primary" else tint)
    if role == "link":
        button.setCursor(Qt.CursorShape.PointingHandCursor)
    return _wire(button, slot, by_tab)


def _wire(button: QPushButton, slot: Callable[[], Any] | None, by_tab: bool) -> QPushButton:
    button.setAutoDefault(False)
    if by_tab:
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if slot is not None:
        button.clicked.connect(lambda _checked=False: slot())
    return button


def _demo() -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    words, signs = QHBoxLayout(), QHBoxLayout()
    column.addLayout(words)
    column.addLayout(signs)
    for role in ("", "soft", "primary", "link"):
        words.addWidget(text_button("Train", role=role, icon="" if role == "link" else "play"))
    off = text_button("Train")
    off.setEnabled(False)
    words.addWidget(off)
    words.addStretch()
    for icon in (
        "grid-four",
        "skip-forward",
        "arrow-counter-clockwise",
        "floppy-disk",
        "export",
        "dice-five",
    ):
        button = icon_button(icon, icon)
        button.setCheckable(True)
        button.setChecked(icon == "skip-forward")
        button.setEnabled(icon != "export")
        signs.addWidget(button)
    signs.addStretch()
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
