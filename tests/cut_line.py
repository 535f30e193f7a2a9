"""A line between a client and a node that can be cut in the middle of a word."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self

_CHUNK = 65_536


class CutLine:
    """Passes bytes on to a port of this machine until it is cut.

    Attributes
    ----------
    port : int
        Where it listens.
    """

    def __init__(self, port: int, target_port: int) -> None:
        self.port = port
        self._target_port = target_port
        self._open = True
        self._left_bytes: int | None = None
        self._sockets: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes up who accepts
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """Break what runs over the line, and let nothing new begin."""
        with self._guard:
            self._open = False
            for each in self._sockets:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()
            self._sockets.clear()

    def cut_after(self, answer_bytes: int) -> None:
        """Cut once so many more bytes of answers have passed."""
        self._left_bytes = answer_bytes

    def mend(self) -> None:
        """Let the line work again."""
        self._left_bytes = None
        self._open = True

    @property
    def is_cut(self) -> bool:
        return not self._open

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        try:
            node = socket.create_connection(("127.0.0.1", self._target_port))
        except OSError:
            client.close()
            return
        with self._guard:
            if not self._open:
                client.close()
                node.close()
                return
            self._sockets |= {client, node}
        threading.Thread(target=self._pass, args=(client, node, False), daemon=True).start()
        self._pass(node, client, True)

    def _pass(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(_CHUNK):
                if answers and self._left_bytes is not None:
                    part = data[: self._left_bytes]
                    self._left_bytes -= len(part)
                    target.sendall(part)
                    if not self._left_bytes:
                        self.cut()
                        return
                else:
                    target.sendall(data)
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.close()
