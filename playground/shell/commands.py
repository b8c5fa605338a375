"""What the table of actions calls: each a thing that a person can ask of the window or of the lab shown."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from playground.ground import i18n, paths
from playground.lab import Lab, title_of
from playground.shell.help import show_about, show_keys, show_page
from playground.shell.page import LabPage
from playground.shell.script import script
from widgets.look import style
from widgets.look.i18n import tr

SCRIPT_STEPS = 1000  # of a run that has not begun


class Host(Protocol):
    """What commands must know of the window they act in."""

    background: bool

    @property
    def page(self) -> LabPage | None:
        """The page shown."""

    @property
    def current(self) -> Lab | None:
        """The lab shown."""

    def open(self, key: str) -> Lab:
        """Show a lab."""

    def remember(self) -> None:
        """Write the session file."""

    def say(self, sentence: str) -> None:
        """Say a sentence in the status line."""

    def enabled_actions(self) -> list[QAction]:
        """The actions that can be done now."""

    def all_actions(self) -> list[QAction]:
        """All actions, also those that rest."""


class Commands(QObject):
    """What menus, palette and shortcuts do. ``window`` and ``host`` are one object under two types."""

    def __init__(self, window: QMainWindow, host: Host) -> None:
        super().__init__(window)
        self._window, self._host = window, host

    @property
    def page(self) -> LabPage | None:
        """The page shown."""
        return self._host.page

    @property
    def current(self) -> Lab | None:
        """The lab shown."""
        return self._host.current

    def background(self) -> bool:
        """Whether hidden labs go on."""
        return self._host.background

    def quit(self) -> None:
        """Close the window."""
        self._window.close()

    def has_run(self) -> bool:
        """Whether a lab is shown."""
        return self.page is not None

    def can_play(self) -> bool:
        """Whether the shown lab plays and pauses."""
        return self.page is not None and self.page.lab.kind == "trained"

    def has_script(self) -> bool:
        """Whether the shown lab's run can be had as a Python program."""
        return self.page is not None and self.page.lab.script_extras(self.page.run.config) is not None

    def has_last(self) -> bool:
        """Whether the shown lab has a run to go on with."""
        return self.page is not None and self.page.run.shelf.last_time is not None

    def has_kept(self) -> bool:
        """Whether the shown lab has runs that were kept."""
        return self.page is not None and bool(self.page.run.shelf.runs())

    def has_lessons(self) -> bool:
        """Whether the shown lab leads through lessons."""
        return self.page is not None and bool(self.page.lessons.lessons)

    def toggle_lessons(self) -> None:
        """Begin a lesson, or put it away."""
        if self.page:
            self.page.lessons.toggle()

    def show_kept(self) -> None:
        """List them."""
        if self.page:
            self.page.files.show_kept()

    def toggle(self) -> None:
        """Play or pause."""
        if self.page:
            self.page.run.toggle()

    def one_step(self) -> None:
        """One step, then pause."""
        if self.page:
            self.page.run.one_step()

    def reset(self) -> None:
        """Start again from step 0."""
        if self.page:
            self.page.run.reset()

    def continue_last(self) -> None:
        """Open the autosaved run."""
        if self.page:
            self.page.files.continue_last()

    def toggle_background(self) -> None:
        """Whether hidden labs go on."""
        self._host.background = not self._host.background
        self._host.remember()

    def open_any(self) -> None:
        """Ask for a file and open it."""
        if self.page:
            self.page.files.open_any()

    def open_path(self, path: str) -> None:
        """Open what was named on the command line."""
        if self.page:
            self.page.files.open_path(path)

    def open_in(self, key: str, path: str) -> None:
        """Open a file in the lab that it is of."""
        self._host.open(key)
        self.open_path(path)

    def save_run(self) -> None:
        """Ask where to, and save."""
        if self.page:
            self.page.files.save_run()

    def save_settings(self) -> None:
        """Ask where to, and save the config."""
        if self.page:
            self.page.files.save_settings()

    def export(self) -> None:
        """Ask where to, and save the picture."""
        if self.page:
            self.page.files.export()

    def copy_picture(self) -> None:
        """The lab's picture to the clipboard."""
        image = self.current.picture() if self.current else None
        if image is not None:
            QGuiApplication.clipboard().setImage(image)
            self._host.say(tr("Picture copied."))

    def copy_script(self) -> None:
        """The run as a Python program to the clipboard."""
        if not self.has_script() or self.page is None:
            return
        lab, run = self.page.lab, self.page.run
        what, steps = f"Seven Labs, {title_of(lab.key)}", run.step or SCRIPT_STEPS
        given = lab.script_extras(run.config)
        text = script(lab.key, what, run.config, steps, run.selection.device, given)
        QGuiApplication.clipboard().setText(text)
        self._host.say(tr("Copied. Paste it into a file and run it with Python: it needs no window."))

    def show_palette(self) -> None:
        """Search among all actions."""
        from widgets.frame.command_palette import CommandPalette

        palette = CommandPalette(self._host.enabled_actions(), self._window)
        style.apply(palette)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.show()

    def toggle_language(self) -> None:
        """English or Chinese."""
        i18n.toggle()
        self._host.remember()

    def toggle_full_screen(self) -> None:
        """All of the screen, or not."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def next_panel(self) -> None:
        """F6: transport, settings, stage, inspector."""
        page = self.page
        if page is None:
            return
        panels = [p for p in (page.transport, page.settings, page.stage, page.inspector) if p is not None]
        focus = QApplication.focusWidget()
        at = next((i for i, p in enumerate(panels) if focus is not None and p.isAncestorOf(focus)), -1)
        for i in range(1, len(panels) + 1):
            for child in panels[(at + i) % len(panels)].findChildren(QWidget):
                if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    child.setFocus(Qt.FocusReason.TabFocusReason)
                    return

    def show_help(self) -> None:
        """The shown lab's page."""
        if self.current:
            lab = self.current
            show_page(self._window, lambda: lab.help_text(i18n.language()))

    def show_keys(self) -> None:
        """All shortcuts."""
        show_keys(self._window, self._host.all_actions())

    def show_about(self) -> None:
        """Name, version, licence."""
        show_about(self._window)

    def open_log(self) -> None:
        """The folder with log and reports."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.state())))
