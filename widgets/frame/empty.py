"""What stands where there is nothing yet: an icon, one sentence, one button, one link."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from widgets.controls.buttons import text_button
from widgets.look import icons, style
from widgets.look.i18n import say
from widgets.look.icons import Sign
from widgets.look.labels import WrappedLabel


class EmptyState(QFrame):
    """No screen is empty: this says what could be here, and offers a way to it.

    Args:
        icon: a Phosphor name.
        sentence, button, link: English, translated; an empty button or link is left out.
    """

    button_clicked = Signal()
    link_clicked = Signal()

    def __init__(
        self, icon: str, sentence: str, button: str = "", link: str = "", button_icon: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._sign = Sign(icon, "text2", 32)
        self._sentence = WrappedLabel()
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button = text_button(button, self.button_clicked.emit, role="soft", icon=button_icon)
        self.link = text_button(link, self.link_clicked.emit, role="link")
        say(self._sentence, text=sentence)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addStretch()
        line.addWidget(self.button)
        line.addWidget(self.link)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch()
        column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._sentence)
        column.addLayout(line)
        column.addStretch()
        self.button.setVisible(bool(button))
        self.link.setVisible(bool(link))

    def set_sentence(self, sentence: str, icon: str = "") -> None:
        """Say something else."""
        say(self._sentence, text=sentence)
        if icon:
            icons.set_icon(self._sign, icon)


def _demo() -> QWidget:
    empty = EmptyState(
        "text-aa", "Paste Chinese text to find its words", "Open text", "Use a sample", "folder-open"
    )
    style.set_role(empty, "stage")
    return empty


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
