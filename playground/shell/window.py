"""The one window: tabs, the table of actions, drag and drop, status bar. Labs are made when first shown."""

from __future__ import annotations

import functools
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QPaintEvent,
    QScreen,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from playground.ground import i18n, problems
from playground.ground.action import Action
from playground.lab import REGISTRY, Lab, create, title_of
from playground.shell import actions, drops
from playground.shell.actions import ActionSet
from playground.shell.closing import attempt, end_all, may_close
from playground.shell.commands import Commands
from playground.shell.page import LabPage
from playground.shell.session import Session
from playground.shell.space_key import SpaceKey
from playground.shell.theme import Theme
from playground.shell.topbar import StatusBar, TopBar
from widgets.frame.notice import Kind
from widgets.look import icons, style
from widgets.look.i18n import say, tr

AUTOSAVE_MS = 30_000


class MainWindow(QMainWindow):
    """``open(key)`` shows a lab and returns it; ``current`` is the lab shown."""

    painted = Signal()
    """Once, after the first paint."""

    def __init__(self, theme: Theme | None = None, session: Session | None = None) -> None:
        super().__init__()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.theme = theme or Theme(app)
        self.session = session or Session()
        if theme is None:
            self.theme.set_mode(self.session.get("theme", str, "system"))
        self.background = self.session.get("background", bool, False)
        self._pages: dict[str, LabPage] = {}
        self._painted = self._ending = self._ended = False
        self._built = time.monotonic()
        self.setObjectName("window")
        self._fit_screen()
        self.setAcceptDrops(True)
        SpaceKey(app, self)
        say(self, window="Seven Labs")
        self.commands = Commands(self, self)
        self._lay_out()
        self.action_set = ActionSet(self, lambda: self.current.key if self.current else "")
        self.action_set.add(actions.table(self.commands, self.theme))
        self._add_tab_shortcuts()
        self._place()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.painted)
        self._tick = QTimer(self)
        self._tick.setInterval(AUTOSAVE_MS)
        self._tick.timeout.connect(self.remember)
        self.theme.changed.connect(self._dress)
        self._dress()
        problems.on_report(self._on_report)
        app.aboutToQuit.connect(self._end_runs)

    # -- layout ----------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.topbar = TopBar([(e.key, e.title, e.icon) for e in REGISTRY])
        self.topbar.chosen.connect(self.open)
        self.topbar.search_clicked.connect(lambda: self.commands.show_palette())
        self.topbar.language_clicked.connect(lambda: self.commands.toggle_language())
        self.topbar.theme_clicked.connect(lambda: self.theme.toggle())
        self.topbar.help_clicked.connect(lambda: self.commands.show_help())
        self.topbar.menu_clicked.connect(self._show_menu)
        self._stack = QStackedWidget()
        self._status = StatusBar()
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.topbar)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._status)
        self.setCentralWidget(centre)

    def _dress(self) -> None:
        """Dress what is in sight in the theme; hidden labs wait until they are shown."""
        for part in (self.topbar, self._status, self.page):
            if part is not None:
                style.apply(part)
        self.topbar.retheme()

    def _add_tab_shortcuts(self) -> None:
        self.action_set.add(
            Action(f"tab.{e.key}", e.title, functools.partial(self.open, e.key), f"Ctrl+{i}", e.icon)
            for i, e in enumerate(REGISTRY, 1)
        )

    def _fit_screen(self) -> None:
        """As small as the labs show well, or as the screen is, in its own scale, where that is less."""
        room = self.screen().availableGeometry()
        self.setMinimumSize(min(1100, room.width()), min(680, room.height()))

    def _place(self) -> None:
        """Where it was last time, if that is on a screen that is there."""
        room = self.screen().availableGeometry()
        self.resize(min(1440, room.width()), min(900, room.height()))
        geometry = self.session.get("geometry", str, "")
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode(errors="replace")))
        if not any(screen.availableGeometry().intersects(self.geometry()) for screen in self.screens()):
            self.move(room.topLeft())  # it was last seen on a monitor that is gone

    def screens(self) -> list[QScreen]:
        """The screens there are."""
        return QGuiApplication.screens()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self._soon.start()

    def furnish(self, lab: str | None = None) -> None:
        """After the first paint: icons, and the lab of last time."""
        icons.load()
        known = [e.key for e in REGISTRY]
        wanted = lab or self.session.get("tab", str, known[0])
        self.open(wanted if wanted in known else known[0])
        self._tick.start()

    # -- labs ------------------------------------------------------------------------------------------

    @property
    def current(self) -> Lab | None:
        """The lab shown."""
        page = self.page
        return page.lab if page else None

    @property
    def page(self) -> LabPage | None:
        """The page shown."""
        page = self._stack.currentWidget()
        return page if isinstance(page, LabPage) else None

    def page_of(self, key: str) -> LabPage | None:
        """The page of a lab that has been shown before."""
        return self._pages.get(key)

    def open(self, key: str) -> Lab:
        """Show a lab, making it if it is the first time; the one shown before pauses."""
        before = self.page
        if key not in self._pages:
            self._pages[key] = self._make_page(key)
        page = self._pages[key]
        style.apply(page)  # the theme may have changed while it was hidden
        rests = before is not None and before is not page and not self.background and before.rest()
        self._stack.setCurrentWidget(page)
        page.wake()
        self.action_set.refresh()
        self._status.set_hint(page.lab.hint)
        if rests:
            self._status.say(tr("Training waits until you come back to its tab."))
        self.topbar.set_current(key)
        if before is not page:
            self.remember()
        return page.lab

    def _make_page(self, key: str) -> LabPage:
        page = LabPage(create(key), self.session.lab(key), self._stack)
        self._stack.addWidget(page)
        self.action_set.add(page.lab.actions())
        page.run.bridge.snapshot.connect(lambda _: self._status.show_run(page.run.bridge.runner))
        page.files.elsewhere.connect(self.commands.open_in)
        page.files.offer_last_run()
        page.run.begin()
        return page

    def close_lab(self, key: str) -> bool:
        """End a lab and forget its page; returns whether its thread ended in time."""
        page = self._pages.pop(key)
        page.run.autosave.for_next_time()
        self.remember()
        ended = page.run.bridge.close()
        self.action_set.remove(key)
        self._stack.removeWidget(page)
        page.deleteLater()
        return ended

    # -- actions ---------------------------------------------------------------------------------------

    def all_actions(self) -> list[QAction]:
        """All actions, also those that rest."""
        return self.action_set.all()

    def enabled_actions(self) -> list[QAction]:
        """The actions that can be done now."""
        return self.action_set.enabled()

    def say(self, sentence: str) -> None:
        """Say a sentence in the status line."""
        self._status.say(sentence)

    def _show_menu(self) -> None:
        menu = self.action_set.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.topbar.menu_position(menu.sizeHint()))

    def notice(self, kind: Kind, sentence: str) -> None:
        """A sentence in the shown lab's notice bar."""
        if self.page:
            self.page.notices.post(kind, sentence)

    def notice_crash(self, report: Path) -> None:
        """The last session ended in a crash: say so, and where its report is."""
        if self.page:
            links = [(tr("Details"), lambda: problems.show_report(report.read_text("utf-8", "replace")))]
            self.page.notices.post("warn", tr("Seven Labs ended unexpectedly last time."), links, "crash")

    def _on_report(self, sentence: str, report: str) -> None:
        if self.page:
            links = [(tr("Details"), lambda: problems.show_report(report))]
            self.page.notices.post("error", tr("Something went wrong: {reason}", reason=sentence), links)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        drops.enter(self.page, event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        drops.leave(self.page)

    def dropEvent(self, event: QDropEvent) -> None:
        drops.fall(self.page, event)

    def drop(self, paths: list[str]) -> None:
        """Do what dropping these does."""
        if self.page and paths:
            self.page.files.drop(paths)

    # -- ending ----------------------------------------------------------------------------------------

    def remember(self) -> None:
        """Write the session file."""
        labs: dict[str, Any] = dict(self.session.get("labs", dict, {}))
        labs |= {key: page.state() for key, page in self._pages.items()}
        self.session.save(
            geometry=bytes(self.saveGeometry().toBase64().data()).decode(),
            tab=self.current.key if self.current else "",
            theme=self.theme.mode,
            language=i18n.language(),
            background=self.background,
            labs=labs,
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        attempt(self.remember)  # also where it is the session that cannot be written, the runs are kept
        asked = {tr(title_of(key)): page.run.autosave.for_next_time() for key, page in self._pages.items()}
        saves = {title: save for title, save in asked.items() if save is not None}
        if not may_close(saves, self, ask=not self._ending):
            event.ignore()
            return
        self._tick.stop()
        attempt(self._end_runs)
        self.session.flush()
        super().closeEvent(event)

    def end(self) -> None:
        """Close without asking: the system is being shut down, or the process is told to end."""
        self._ending = True
        self.close()

    def _end_runs(self) -> None:
        if not self._ended:  # closing tells it, and the end of the program once more
            self._ended = True
            end_all({key: page.run.bridge for key, page in self._pages.items()})
