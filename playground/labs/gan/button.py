"""A button of the GAN inspector."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from widgets.look import icons
from widgets.look.i18n import say
from widgets.look.style import set_role


def button(name: str, text: str, icon: str, *, bare: bool = False) -> QPushButton:
    """Object name, English text, icon; ``bare`` shows the icon alone and says the text as tip and name."""
    made = QPushButton()
    made.setObjectName(name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    say(made, text="" if bare else text, tip=text, name=text)
    if bare:
        set_role(made, "icon")
    icons.set_icon(made, icon)
    return made
