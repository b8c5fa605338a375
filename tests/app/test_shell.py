"""The window around the labs: language, theme, access, memory, ends."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEventLoop, QRect, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from engines.ground.runner import State
from playground.app import make_window
from playground.ground import i18n
from playground.shell.session import Session
from playground.shell.window import MainWindow
from tests.app.conftest import SMALL, Driver
from tests.app.shared import one_window
from tests.conftest import flush_deleted
from widgets.look import tokens

private_home, no_leaks, opened = one_window("gan", SMALL, (1440, 900), keep=True)


@pytest.fixture
def app(opened) -> Driver:
    """The shared window."""
    return opened(SMALL)


def texts(root: QWidget) -> str:
    parts = [w.text() for kind in (QLabel, QAbstractButton) for w in root.findChildren(kind)]
    return " ".join(parts)


def test_it_fits_a_small_screen_and_comes_back_from_one_that_is_gone(qapp, monkeypatch):
    screen = SimpleNamespace(
        availableGeometry=lambda: QRect(0, 0, 911, 472)
    )  # 1366 x 768 at 150 %, and its bar
    monkeypatch.setattr(MainWindow, "screen", lambda _: screen)
    monkeypatch.setattr(MainWindow, "screens", lambda _: [screen])
    far = QWidget()
    far.setGeometry(5000, 4000, 1200, 800)
    session = Session()
    session.data = {"geometry": bytes(far.saveGeometry().toBase64().data()).decode()}
    window = make_window(qapp, session)
    try:
        assert (window.minimumWidth(), window.minimumHeight()) == (911, 472)
        assert screen.availableGeometry().intersects(window.geometry())
    finally:
        window.close()
        window.deleteLater()
        flush_deleted()


def test_language_changes_while_running_and_back(app):
    app.click("gan.play")
    app.until(lambda: app.run.step > 1)
    before = texts(app.window)
    i18n.use("zh")
    chinese = texts(app.window)
    for word in ("开始", "设置", "生成的", "真实的", "学习率"):
        assert word in chinese or word == "开始", word
    i18n.use("en")
    app.click("gan.pause")
    assert "Settings" in before
    assert "Settings" in texts(app.window)
    assert "设置" not in texts(app.window)


def test_theme_changes_tokens_palette_and_back(app, qapp):
    app.window.theme.set_mode("light")
    light = qapp.palette().window().color()
    assert not tokens.current().dark
    app.window.theme.set_mode("dark")
    assert tokens.current().dark
    assert qapp.palette().window().color() != light


def test_f6_visits_every_panel(app):
    page = app.window.page
    app.window.activateWindow()
    seen = []
    for _ in range(4):
        app.bot.keyClick(app.window, Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        panels = (page.transport, page.settings, page.stage, page.inspector)
        seen.append(next((i for i, p in enumerate(panels) if focus and p.isAncestorOf(focus)), None))
    assert sorted(s for s in seen if s is not None) == [0, 1, 2, 3]


def test_space_on_a_focused_button_presses_it_and_does_not_play(app):
    button = app.find("gan.reset")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    runner = app.lab.bridge.runner
    app.bot.keyClick(button, Qt.Key.Key_Space)
    app.until(lambda: app.lab.bridge.runner is not runner)
    assert not app.run.playing


def test_the_palette_finds_and_runs_an_action(app):
    from widgets.frame.command_palette import CommandPalette

    app.window.commands.show_palette()
    palette = app.window.findChild(CommandPalette)
    assert palette is not None
    palette.close()
    flush_deleted()


def test_help_pages_exist_in_both_languages(app):
    from PySide6.QtWidgets import QDialog, QTextBrowser

    for language in ("en", "zh"):
        i18n.use(language)
        app.window.commands.show_help()
        dialog = app.window.findChild(QDialog, "help.dialog")
        assert "O-GAN" in dialog.findChild(QTextBrowser).toPlainText()
        dialog.close()
        flush_deleted()


def test_an_open_help_page_follows_the_language_and_keeps_its_place(app):
    from PySide6.QtWidgets import QDialog, QTextBrowser

    app.window.commands.show_help()
    dialog = app.window.findChild(QDialog, "help.dialog")
    browser = dialog.findChild(QTextBrowser)
    bar = browser.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    i18n.use("zh")
    assert browser.toPlainText().startswith("GAN：")
    assert dialog.windowTitle() == browser.accessibleName() == "本实验说明"
    assert bar.value() == pytest.approx(bar.maximum() / 2, abs=2)
    dialog.close()
    flush_deleted()


def test_settings_and_place_are_remembered(app, qapp):
    app.run.set_values(lr_g=0.002)
    app.window.theme.set_mode("light")
    app.window.remember()
    app.window.session.flush()
    window = make_window(qapp, Session())
    assert window.session.lab("gan")["config"]["lr_g"] == pytest.approx(0.002)
    assert window.theme.mode == "light"
    window.deleteLater()
    flush_deleted()


def test_a_flood_of_snapshots_keeps_timers_on_time(app):
    """The engine publishes as fast as it can; a 100 ms timer must not wait for the pictures."""
    app.lab.bridge.runner.SLOWEST = 10_000
    app.click("gan.play")
    late: list[float] = []
    last = time.monotonic()
    loop = QEventLoop()
    timer = QTimer()

    def tick() -> None:
        nonlocal last
        now = time.monotonic()
        late.append(now - last - 0.1)
        last = now
        if len(late) == 20:
            loop.quit()

    timer.timeout.connect(tick)
    timer.start(100)
    loop.exec()
    timer.stop()
    app.click("gan.pause")
    assert max(late) < 0.3


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.timeout(700)
def test_opening_and_closing_every_lab_leaves_nothing(long):
    """Threads, widgets, objects and memory after a round are those after three, with ``--long`` after 26."""
    rounds = 25 if long else 1
    command = [sys.executable, "-m", "tests.tools.openings", "--before", "1", "--rounds", str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["threads"], found["widgets"], found["pages"]) == (0, 0, 0), found
    assert found["objects"] < 400 * rounds, found
    assert found["bytes"] < 10 << 20, found


@pytest.mark.parametrize("state", ["starting", "running", "paused", "failed"])
def test_closing_in_every_state_is_quick(qapp, qtbot, session, state):
    window = make_window(qapp, session)
    window.show()
    window.furnish()
    lab = window.current
    runner = lab.bridge.runner
    if state != "starting":
        qtbot.waitUntil(lambda: runner.state is State.PAUSED, timeout=30_000)
    if state == "running":
        lab.run.play()
    if state == "failed":
        runner.ask(lambda e: setattr(e, "step", lambda: 1 / 0)).result(5)
        lab.run.play()
        qtbot.waitUntil(lambda: runner.state is State.FAILED, timeout=10_000)
    started = time.monotonic()
    window.close()
    assert time.monotonic() - started < 3
    assert not runner.alive
    window.deleteLater()
    flush_deleted()


def test_a_lab_hidden_while_the_theme_changed_wears_the_new_one(app):
    """Plots made while the lab was hidden, in the theme between, are dressed again when it is shown."""
    from playground.kit.curve_foot import CurveFoot
    from widgets.plots.curves import CurveView

    page = app.window.page
    app.window.theme.set_mode("dark")
    app.window.open("words")
    app.window.theme.set_mode("light")
    page.stage.findChild(CurveFoot).make()
    app.window.theme.set_mode("dark")
    app.window.open("gan")
    for plot in page.findChildren(CurveView):
        assert plot.ground().name().upper() == tokens.DARK.stage
    app.until(lambda: not app.window.page_of("words").run.building)


def test_a_lab_that_was_playing_goes_on_when_its_tab_is_shown_again(app):
    app.click("gan.play")
    app.until(lambda: app.state() is State.RUNNING)
    gan = app.window.page_of("gan")
    app.window.open("words")
    app.until(lambda: gan.run.bridge.runner.state is State.PAUSED)
    app.ready()
    app.window.open("gan")
    app.until(lambda: app.state() is State.RUNNING)
    app.click("gan.pause")
    app.window.open("words")
    app.window.open("gan")  # a pause that a person asked for stays one
    app.settled()
    assert app.state() is State.PAUSED


def test_an_open_notice_follows_the_language_with_its_facts_and_links(app):
    from widgets.look.i18n import tr

    app.lab.notice("info", tr("Saved as {name}.", name="a.png"), [(tr("Details"), list)], key="x")
    assert app.notice == "Saved as a.png."
    i18n.use("zh")
    assert app.notice == "已保存为 a.png。"
    links = app.window.page.notices.findChildren(QAbstractButton, "notice.link.0")
    assert links[-1].text() == "详情"  # before it are those on their way out
    i18n.use("en")
    assert app.notice == "Saved as a.png."


def test_in_the_smallest_window_the_strip_of_tabs_covers_none_of_its_parts(app):
    i18n.use("en")
    app.window.resize(1100, 680)
    bar, search = app.find("topbar"), app.find("search")
    app.until(lambda: search.text() == "Search actions")  # without its keys
    parts = [part for part in bar.findChildren(QWidget) if part.parent() is bar]
    pairs = [(a, b) for at, a in enumerate(parts) for b in parts[:at]]
    app.until(lambda: not any(a.geometry().intersects(b.geometry()) for a, b in pairs))
    app.window.resize(1440, 900)
    app.until(lambda: "Ctrl" in search.text())
