"""One table of everything the window can do: menus, palette, shortcuts and monkey tests all read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from engines.ground.marks import mark
from playground.ground.action import Action
from playground.lab import REGISTRY
from playground.shell.commands import Commands
from playground.shell.theme import Theme
from widgets.look import icons, style
from widgets.look.i18n import say


def table(w: Commands, theme: Theme) -> list[Action]:
    """The shell's actions. Those of the shown lab are added by the window."""
    run, file, view, help_ = mark("Run"), mark("File"), mark("View"), mark("Help")
    there = w.has_run
    return [
        Action("run.toggle", mark("Play or pause"), w.toggle, "Space", "play", run, w.can_play),
        Action("run.step", mark("One step"), w.one_step, ".", "skip-forward", run, w.can_play),
        Action(
            "run.reset", mark("Start again"), w.reset, "Ctrl+R", "arrow-counter-clockwise", run, w.can_play,
        ),
        Action("run.restore", mark("Continue the last run"), w.continue_last, "", "", run, w.has_last),
        Action("run.kept", mark("Kept runs…"), w.show_kept, "", "", run, w.has_kept),
        Action(
            "run.background", mark("Run in background"), w.toggle_background, "", "", run,
            checked=w.background,
        ),
        Action("file.open", mark("Open…"), w.open_any, "Ctrl+O", "folder-open", file, there),
        Action("file.save", mark("Save run…"), w.save_run, "Ctrl+S", "floppy-disk", file, there),
        Action("file.export", mark("Export picture…"), w.export, "Ctrl+E", "export", file, there),
        Action("file.copy", mark("Copy picture"), w.copy_picture, "Ctrl+Shift+C", "copy", file, there),
        Action("file.script", mark("Copy as Python"), w.copy_script, "", "code", file, w.has_script),
        Action("file.preset", mark("Save settings…"), w.save_settings, "", "", file, there),
        Action("file.quit", mark("Quit"), w.quit, "Ctrl+Q", "", file),
        Action(
            "view.palette", mark("Search actions"), w.show_palette, "Ctrl+Shift+P", "magnifying-glass", view,
        ),
        Action("view.theme", mark("Light or dark"), theme.toggle, "Ctrl+T", "moon", view),
        Action("view.system", mark("Theme of the system"), lambda: theme.set_mode("system"), "", "", view),
        Action("view.language", mark("中文 / English"), w.toggle_language, "Ctrl+L", "translate", view),
        Action("view.next", mark("Next panel"), w.next_panel, "F6", "", view),
        Action("view.full", mark("Full screen"), w.toggle_full_screen, "F11", "", view),
        Action("help.page", mark("About this lab"), w.show_help, "F1", "question", help_, there),
        Action(
            "help.lessons", mark("Lessons"), w.toggle_lessons, "F2", "graduation-cap", help_, w.has_lessons,
        ),
        Action("help.keys", mark("Keyboard shortcuts"), w.show_keys, "Ctrl+/", "", help_),
        Action("help.log", mark("Open log folder"), w.open_log, "", "", help_),
        Action("help.about", mark("About Seven Labs"), w.show_about, "", "", help_),
    ]  # fmt: skip


class ActionSet:
    """The rows of the table with their QActions, which live in ``window``; labs bring theirs and take them
    away. Of two labs that use the same key, only the shown one's action is awake."""

    def __init__(self, window: QWidget, shown: Callable[[], str]) -> None:
        self._window, self._shown = window, shown
        self.rows: list[Action] = []
        self._made: dict[str, QAction] = {}

    def add(self, rows: Iterable[Action]) -> None:
        """Make these actions."""
        for row in rows:
            self.rows.append(row)
            self._made[row.id] = _make(row, self._window)

    def remove(self, owner: str) -> None:
        """Take away what a lab brought."""
        for row in [r for r in self.rows if _owner(r) == owner]:
            self.rows.remove(row)
            action = self._made.pop(row.id)
            self._window.removeAction(action)
            action.deleteLater()

    def __getitem__(self, id_: str) -> QAction:
        return self._made[id_]

    def all(self) -> list[QAction]:
        """All actions, also those that rest."""
        return list(self._made.values())

    def enabled(self) -> list[QAction]:
        """The actions that can be done now."""
        self.refresh()
        return [action for action in self._made.values() if action.isEnabled()]

    def refresh(self) -> None:
        """Wake what can be done now; the rest rests."""
        for row in self.rows:
            self._made[row.id].setEnabled(self._belongs(row) and row.enabled())

    def menu(self) -> QMenu:
        """The menu behind the window's last button, fresh."""
        self.refresh()
        root = QMenu(self._window)
        style.apply(root)
        menus: dict[str, QMenu] = {}
        for row in filter(self._belongs, self.rows):
            if not row.menu:
                continue
            if row.menu not in menus:
                menus[row.menu] = root.addMenu("")
                say(menus[row.menu], title=row.menu)
            if row.checked is not None:
                self._made[row.id].setChecked(row.checked())
            menus[row.menu].addAction(self._made[row.id])
        return root

    def _belongs(self, row: Action) -> bool:
        """Whether an action is the shell's, or of the lab shown."""
        return _owner(row) in ("", self._shown())


def _owner(row: Action) -> str:
    """The lab that brought it, "" for the shell's own."""
    owner = row.id.split(".")[0]
    return owner if owner in {entry.key for entry in REGISTRY} else ""


def _make(row: Action, parent: QWidget) -> QAction:
    """A QAction, added to ``parent`` so that its shortcut works in its window."""
    action = QAction(parent)
    action.setObjectName(f"action.{row.id}")
    say(action, text=row.text)
    if row.shortcut:
        action.setShortcut(QKeySequence(row.shortcut))
    if row.icon:
        icons.set_icon(action, row.icon)
    if row.checked is not None:
        action.setCheckable(True)
        action.setChecked(row.checked())
    action.triggered.connect(_guarded(row))
    parent.addAction(action)
    return action


def _guarded(row: Action) -> Callable[[], None]:
    def run() -> None:
        if row.enabled():
            row.handler()

    return run
