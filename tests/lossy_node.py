"""A node that loses requests or answers, refuses, or speaks differently, as asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import httpx

Tamper = Callable[[Any, Any], Any]
"""Makes another answer from a request and its true answer."""


class LossyNode:
    """Stands before a real node; what is not tampered with passes unchanged.

    Attributes
    ----------
    asked : list of str
        Methods of the requests that reached the real node.
    """

    def __init__(self, target_url: str) -> None:
        self.asked: list[str] = []
        headers = {"Content-Type": "application/json"}
        self._target = httpx.Client(base_url=target_url, headers=headers, timeout=30)
        self._lost_requests: dict[str, int] = {}
        self._lost_answers: dict[str, int] = {}
        self._refusals: dict[str, tuple[int, int]] = {}
        self._refused: dict[str, int] = {}
        self._tampers: dict[str, Tamper] = {}
        self._replies: list[tuple[int, bytes]] = []
        node = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                reply = node._reply(body)
                if reply is None:
                    self.close_connection = True
                    return
                status, content = reply
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._target.close()

    def lose_requests(self, method: str, times: int = 1) -> None:
        """Break the connection before the request reaches the node."""
        self._lost_requests[method] = times

    def lose_answers(self, method: str, times: int = 1) -> None:
        """Let the node do what is asked, but break the connection before it answers."""
        self._lost_answers[method] = times

    def tamper(self, method: str, tamper: Tamper) -> None:
        """Change the answers to a method; "batch" stands for batches."""
        self._tampers[method] = tamper

    def refuse(self, method: str, status: int, times: int = 1, over_bytes: int = 0) -> None:
        """Answer requests of more than so many bytes with a status; they do not reach the node."""
        self._refusals[method] = (status, over_bytes)
        self._refused[method] = times

    def reply(self, status: int, content: bytes = b"") -> None:
        """Reply to one request with this, whatever it asks."""
        self._replies.append((status, content))

    def _reply(self, body: bytes) -> tuple[int, bytes] | None:
        if self._replies:
            return self._replies.pop(0)
        request = json.loads(body)
        method = "batch" if isinstance(request, list) else request["method"]
        if self._used(self._lost_requests, method):
            return None
        status, over_bytes = self._refusals.get(method, (0, 0))
        if status and len(body) > over_bytes and self._used(self._refused, method):
            return status, b"no"
        self.asked.append(method)
        answer = self._target.post("/", content=body).json()
        if self._used(self._lost_answers, method):
            return None
        if method in self._tampers:
            answer = self._tampers[method](request, answer)
        return 200, json.dumps(answer).encode()

    @staticmethod
    def _used(times: dict[str, int], method: str) -> bool:
        left = times.get(method, 0)
        times[method] = left - 1
        return left > 0
