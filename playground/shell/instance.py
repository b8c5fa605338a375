"""One program per folder of settings: a second start shows the first one's window with its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from engines.ground.files import json_bytes

WAIT = 2000  # ms until the first one must have answered
LIMIT = 1 << 20  # bytes of a message
OK = b"ok"


class Instance(QObject):
    """Holds the folder's lock while it lives, and listens for those who come later."""

    called = Signal(object, str)
    """Another start: absolute paths to open, and the key of a lab to show or ""."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        seal = hashlib.blake2b(str(folder.resolve()).encode("utf-8", "surrogateescape"), digest_size=8)
        self._name = f"seven-labs-{seal.hexdigest()}"
        self._lock = QLockFile(str(folder / "lock"))
        self._lock.setStaleLockTime(0)  # stale only when its process is gone
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def claim(self) -> bool:
        """Whether this is the first one. It listens from then on."""
        if not self._lock.tryLock(200):
            return False
        QLocalServer.removeServer(self._name)  # what a crash has left
        self._server.listen(self._name)
        return True

    def hand_over(self, files: Sequence[str], lab: str) -> bool:
        """Ask the first one to show itself and open these; False if nobody answers."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(WAIT):
            return False
        names = [str(Path(file).absolute()) for file in files]
        socket.write(json_bytes({"files": names, "lab": lab}) + b"\n")
        answered = socket.waitForReadyRead(WAIT) and bytes(socket.readAll().data()) == OK
        socket.disconnectFromServer()
        return answered

    def release(self) -> None:
        """Let the next start be the first one."""
        self._server.close()
        self._lock.unlock()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        heard = bytearray()

        def read() -> None:
            heard.extend(socket.readAll().data())
            if len(heard) > LIMIT:
                socket.abort()
            elif heard.endswith(b"\n"):
                socket.write(OK)
                socket.flush()
                self._understand(bytes(heard))

        socket.readyRead.connect(read)
        socket.disconnected.connect(socket.deleteLater)
        if socket.bytesAvailable():
            read()

    def _understand(self, heard: bytes) -> None:
        try:
            message = json.loads(heard)
            files, lab = [str(name) for name in message["files"]], str(message["lab"])
        except (ValueError, TypeError, KeyError, RecursionError):
            return  # no message of ours
        self.called.emit(files, lab)
