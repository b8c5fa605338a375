"""Every signal by which a system ends a process closes the window, whatever Qt is doing."""

from __future__ import annotations

import signal

import pytest

from playground.shell.signals import NAMES, Signals


@pytest.mark.parametrize("name", [name for name in NAMES if hasattr(signal, name)])
def test_a_signal_reaches_the_window_s_thread_and_is_given_back(qtbot, name):
    number = getattr(signal, name)
    before, ended = signal.getsignal(number), []
    signals = Signals(lambda: ended.append(name))
    try:
        signal.raise_signal(number)
        qtbot.waitUntil(lambda: ended == [name])
    finally:
        signals.restore()
    assert signal.getsignal(number) is before
