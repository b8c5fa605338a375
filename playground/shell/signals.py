"""SIGTERM, SIGHUP and Ctrl+C close the window as a person would, so that nothing is lost."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Signals(QObject):
    """Calls ``end`` on the window's thread when the system asks the process to end.

    Python runs its handlers only between two of its own instructions, which may be long in coming while Qt
    waits; so the byte that the interpreter writes to a socket wakes the event loop.
    """

    def __init__(self, end: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._end = end
        self._ours, theirs = socket.socketpair()
        self._theirs = theirs
        for side in (self._ours, theirs):
            side.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        self._before = {
            number: signal.signal(number, lambda *_: None)
            for name in NAMES
            if (number := getattr(signal, name, None)) is not None
        }
        self._wakeup = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)

    def restore(self) -> None:
        """Leave things as they were."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._ours.close()
        self._theirs.close()

    def _on_signal(self) -> None:
        try:
            numbers = self._ours.recv(64)
        except OSError:
            return
        if any(number in self._before for number in numbers):
            self._end()
